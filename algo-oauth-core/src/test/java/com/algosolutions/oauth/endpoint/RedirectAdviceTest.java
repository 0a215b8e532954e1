package com.algosolutions.oauth.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.credential.GenericProvider;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.spi.Endpoint;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The address that a redirect names, and the field that the operator corrects. */
class RedirectAdviceTest {
    private static Failure failure(Endpoint endpoint, String from, int status, Header... location) {
        return new ErrorResponse(
                        endpoint, new GenericProvider(), HttpResponse.of(status, List.of(location), new byte[0]))
                .failure(Step.TOKEN, URI.create(from), new Redactor(List.of(Secret.of("s3cret"))));
    }

    private static Failure failure(String from, String location) {
        return failure(Endpoint.TOKEN, from, 301, new Header("Location", location));
    }

    @ParameterizedTest
    @CsvSource({
        "https://login.example/token, /token/, https://login.example/token/",
        "https://login.example/a/token, token/, https://login.example/a/token/",
        "https://login.example/a/token, ../token2, https://login.example/token2",
        "https://login.example/token, https://login.example/v2/token, https://login.example/v2/token",
        "https://login.example/token, HTTPS://LOGIN.EXAMPLE/v2, https://login.example/v2",
        "https://login.example, token, https://login.example/token",
        "https://login.example/token, https://login.example, https://login.example",
        "https://login.example:8443/token, /token/, https://login.example:8443/token/",
        "https://login.example/token, ?tenant=s3cret, https://login.example/token?…",
        "https://login.example/token, /t?client_secret=s3cret#top, https://login.example/t?…",
        "https://login.example/token, https://me:s3cret@login.example/t, https://login.example/t",
        "https://login.example/token, /s3cret/t, https://login.example/***/t",
        "https://login.example/token, /eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0/t, https://login.example/***/t",
        "https://login.example/token, /realms/one/protocol/openid-connect/token/v2/with/many/parts, "
                + "https://login.example/realms/one/protocol/openid-connect/token/v2/with/many/parts",
        "http://127.0.0.1:8080/token, https://127.0.0.1:8080/token, https://127.0.0.1:8080/token",
        "https://login.example/token, ' /token/ ', https://login.example/token/",
        "https://front_desk.local/token, /token/, https://front_desk.local/token/"
    })
    void address_isResolvedAndNamed_withoutSecrets(String from, String location, String address) {
        Failure failure = failure(from, location);
        assertThat(failure.kind()).isEqualTo(Failure.Kind.CONFIGURATION);
        assertThat(failure.message()).startsWith("the token endpoint redirects elsewhere, to " + address + ", and");
        assertThat(failure.advice()).startsWith("Write " + address + " into Token URL,");
        assertThat(failure.toString()).doesNotContain("s3cret").doesNotContain("another host");
    }

    @ParameterizedTest
    @CsvSource({
        "https://other.example/token, other.example",
        "//other.example/token, other.example",
        "https://login.example:8443/token, login.example:8443",
        "https://login.example@other.example/token, other.example",
        "https://other_host.example/token, other_host.example"
    })
    void address_onAnotherHost_comesWithAWarning(String location, String host) {
        assertThat(failure("https://login.example/token", location).advice())
                .contains("It is on another host than login.example: first make sure that " + host + " belongs");
    }

    /** A server may put what it has received into any part of the address. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://Access-Token-1.other.example/t",
                "https://xAccess-Token-1x/t",
                "//Access-Token-1?x",
                "https://a.Access-Token-1.example:8443",
                "https://Access-Token-1@other.example/",
                "https://me:Access-Token-1@login.example/",
                "http://Access-Token-1.example/",
                "https://other.example/Access-Token-1",
                "https://other.example/?Access-Token-1",
                "https://other.example/#Access-Token-1",
                "Access-Token-1://x",
                "https://[Access-Token-1]/",
                "Access-Token-1"
            })
    void address_withASecretInAnyPart_isShownWithoutIt(String location) {
        Failure failure = new ErrorResponse(
                        Endpoint.TOKEN,
                        new GenericProvider(),
                        HttpResponse.of(302, List.of(new Header("Location", location)), new byte[0]))
                .failure(
                        Step.TOKEN,
                        URI.create("https://login.example/token"),
                        new Redactor(List.of(Secret.of("Access-Token-1"))));

        assertThat(failure.toString()).doesNotContainIgnoringCase("Access-Token-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://login.example/token/", "HTTP://other.example/"})
    void address_withoutTls_isNotToBeUsed(String location) {
        assertThat(failure("https://login.example/token", location))
                .asString()
                .contains("is not encrypted (http), so do not use it")
                .doesNotContain("Write http");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "ftp://login.example/",
                "https://",
                "http:///token",
                "https://a b/",
                "/a b",
                "%",
                "mailto:a@b.example",
                "https://login.example/%zz",
                "https://[::1.2.3.99999999999]/token",
                "//[::99999999999.1.1.1]",
                "http://[::1.2.3.400]/",
                "https://[::1]:99999999999/"
            })
    void address_thatIsNone_isQuoted(String location) {
        Failure failure = failure("https://login.example/token", location);
        assertThat(failure.message()).contains("Location header \"" + location + "\" is no web address");
        assertThat(failure.advice())
                .isEqualTo("Correct Token URL (now on login.example) by the provider's documentation.");
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 303, 304, 305, 307, 308, 399})
    void address_thatIsMissing_isReported(int status) {
        for (Failure failure : List.of(
                failure(Endpoint.TOKEN, "https://login.example/token", status),
                failure(Endpoint.TOKEN, "https://login.example/token", status, new Header("Location", " ")))) {
            assertThat(failure.message()).contains("no Location header");
            assertThat(failure.serverError().orElseThrow().status()).isEqualTo(status);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/token", "https://login.example/token", ""})
    void address_ofTheRequestItself_isNotToBeWrittenAgain(String location) {
        Failure failure = failure(Endpoint.TOKEN, "https://login.example/token", 302, new Header("Location", location));
        assertThat(failure.advice()).doesNotContain("Write");
    }

    @ParameterizedTest
    @EnumSource
    void field_isThatOfTheEndpoint(Endpoint endpoint) {
        Failure failure = failure(endpoint, "https://login.example/asked", 307, new Header("Location", "/asked/"));
        assertThat(failure.message()).startsWith("the " + endpoint.label() + " redirects elsewhere");
        assertThat(failure.advice())
                .contains(
                        switch (endpoint) {
                            case TOKEN -> "into Token URL";
                            case DEVICE -> "into Device URL";
                            case PAR -> "into PAR URL";
                            case REVOCATION -> "into Revocation URL";
                            case API -> "into the URL of the request";
                        });
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 4_000})
    void address_thatIsLong_isCut(int length) {
        assertThat(failure("https://login.example/token", "/a".repeat(length)).toString())
                .hasSizeLessThan(900);
    }

    @ParameterizedTest
    @CsvSource({"299, true, false", "300, true, true", "399, true, true", "400, true, false", "302, false, false"})
    void response_redirects_ifItNamesTheAddress(int status, boolean named, boolean redirects) {
        List<Header> headers = named ? List.of(new Header("Location", "/there")) : List.of();
        assertThat(Redirect.isNamedBy(HttpResponse.of(status, headers, new byte[0])))
                .isEqualTo(redirects);
    }

    @Test
    void address_ofTheRequestItself_isForABrowser() {
        Failure failure = failure("https://login.example/token", "/token");
        assertThat(failure.message()).contains("redirects to the address of the request, https://login.example/token");
        assertThat(failure.advice())
                .isEqualTo("Check Token URL with the provider: its server expects a web browser at this address.");
    }

    @ParameterizedTest
    @CsvSource({"300, false", "301, true"})
    void address_longerThanALine_isCut(int length, boolean cut) {
        String address =
                "https://login.example" + "/a".repeat(length).substring(0, length - "https://login.example".length());
        String shown = cut ? address.substring(0, 300) + "…" : address;
        assertThat(failure("https://login.example/token", address).message()).contains(" to " + shown + ", and");
    }
}
