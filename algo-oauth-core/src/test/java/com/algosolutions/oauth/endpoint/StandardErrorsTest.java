package com.algosolutions.oauth.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.credential.GenericProvider;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.spi.Endpoint;
import com.algosolutions.oauth.spi.ErrorRule;
import java.net.URI;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every response has a failure that an operator can act on: who answered, what is wrong, and a field or a place where it is corrected. */
class StandardErrorsTest {
    /** The actor that a message begins with, or what it is about. */
    private static final String ACTOR =
            "the (provider|target|token endpoint|device authorization endpoint|PAR endpoint|revocation endpoint|API|user|grant|access token|refresh token|token)\\b.*"
                    + "|there is no .*|a scope .*|too many .*";

    /** What looks like a label of the form in an advice. */
    private static final Pattern LABEL = Pattern.compile(
            "\\b(?:(?:Token|Auth|PAR|Device|Revocation|Client|Signing|Grant|Scope|Access|Assertion|Key) ?"
                    + "(?:Assertion |Token |Auth |Key )?(?:URL|ID|Secret|Mode|Type|Key|Algorithm|Audience|Issuer|Subject)\\b"
                    + "|Scope\\b|Resources\\b)");

    private static Failure failure(Endpoint endpoint, int status, String code, Header... headers) {
        HttpResponse response = HttpResponse.of(
                status, List.of(headers), (code.isEmpty() ? "" : "{\"error\":\"" + code + "\"}").getBytes(UTF_8));
        return new ErrorResponse(endpoint, new GenericProvider(), response)
                .failure(Step.TOKEN, URI.create("https://login.example/asked"), new Redactor(List.of()));
    }

    static Stream<Arguments> rules() {
        return StandardErrors.TABLE.rules().stream().map(rule -> Arguments.of(rule.toString(), rule));
    }

    private static void assertHelpful(Endpoint endpoint, Failure failure) {
        assertThat(failure.message()).matches(ACTOR);
        assertThat(failure.advice()).matches("(?s)[A-Z].*\\.");
        Matcher label = LABEL.matcher(failure.advice());
        while (label.find()) {
            String name = label.group();
            assertThat(ProfileField.all())
                    .as(failure.advice())
                    .anyMatch(field -> field.label().equals(name));
        }
        if (endpoint != Endpoint.TOKEN) {
            assertThat(failure.toString()).doesNotContain("Token URL", "token endpoint");
        }
        if (endpoint == Endpoint.API) {
            assertThat(failure.advice()).doesNotContain("URL into", "Client Secret");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void rule_isHelpful_alsoAtTheEndpointsThatShareIt(String text, ErrorRule rule) {
        int status = rule.status().orElse(400);
        String code = rule.code().orElse("");
        Stream<Endpoint> sharers = rule.endpoint() == Endpoint.TOKEN
                        && !code.isEmpty()
                        && rule.status().isEmpty()
                ? Stream.of(Endpoint.TOKEN, Endpoint.DEVICE, Endpoint.PAR, Endpoint.REVOCATION)
                : Stream.of(rule.endpoint());
        sharers.forEach(endpoint -> {
            Failure failure = failure(endpoint, status, code);
            assertThat(failure.kind()).isEqualTo(rule.kind());
            assertHelpful(endpoint, failure);
        });
    }

    @ParameterizedTest
    @EnumSource(Endpoint.class)
    void status_ofEveryKind_isHelpful(Endpoint endpoint) {
        for (int status = 100; status <= 599; status = status == 199 ? 300 : status + 1) {
            for (String code : List.of("", "something_new")) {
                Failure failure = failure(endpoint, status, code, new Header("Location", "/there"));
                assertHelpful(endpoint, failure);
                assertThat(failure.toString()).contains("HTTP " + status);
                assertThat(failure.temporary())
                        .as(failure.message())
                        .isEqualTo(status >= 500 || status == 429 || status == 408 || status == 421 || status == 425);
                if (failure.temporary()) {
                    assertThat(failure.advice()).matches("(Wait|Try again).*");
                }
            }
        }
    }

    static Stream<Arguments> refreshes() {
        return Stream.of(400, 401, 403, 404, 422)
                .flatMap(status -> Stream.of("", "something_new", "invalid_grant", "invalid_client", "invalid_scope")
                        .map(code -> Arguments.of(status, code)));
    }

    @ParameterizedTest
    @MethodSource("refreshes")
    void refusalOfARefreshToken_isHelpful(int status, String code) {
        ErrorRule rule = StandardErrors.findForRefresh(status, code.isEmpty() ? List.of() : List.of(code))
                .orElseThrow();
        assertHelpful(Endpoint.TOKEN, Failure.of(Step.TOKEN, rule.kind(), rule.message(), rule.advice()));
    }

    /** A response to a refresh token, and what it means: "-" is a redirect. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | '' | refused the refresh token",
                "404 | '' | refused the refresh token",
                "401 | '' | refused the refresh token",
                "400 | invalid_request | refused the refresh token",
                "400 | something_new | refused the refresh token",
                "400 | authorization_pending | refused the refresh token",
                "400 | slow_down | too many token requests",
                "400 | invalid_grant | the refresh token is invalid",
                "400 | session_not_found | the refresh token is invalid",
                "400 | Refresh-Token_Expired | the refresh token is invalid",
                "400 | invalid_request session_not_found | the refresh token is invalid",
                "400 | invalid_client | does not accept this client id and secret",
                "400 | invalid_scope | a scope is unknown",
                "400 | invalid_scope invalid_grant | a scope is unknown",
                "400 | unsupported_grant_type | does not let this app use the refresh token",
                "400 | unauthorized_client | does not let this app use the refresh token",
                "401 | unauthorized_client | does not accept this client id and secret",
                "400 | temporarily_unavailable | is temporarily unavailable",
                "429 | invalid_grant | too many token requests",
                "499 | invalid_grant | the refresh token is invalid",
                "500 | invalid_grant | has an internal error",
                "299 | invalid_grant | the refresh token is invalid",
                "300 | invalid_grant | the grant presented is invalid",
                "399 | invalid_grant | the grant presented is invalid",
                "300 | '' | -",
                "399 | session_not_found | -",
            })
    void refusalOfARefreshToken_hasItsMeaning(int status, String codes, String meaning) {
        String message = StandardErrors.findForRefresh(status, codes.isEmpty() ? List.of() : List.of(codes.split(" ")))
                .map(ErrorRule::message)
                .orElse("-");
        assertThat(message).contains(meaning);
    }

    /** A rejection at an endpoint, and the words for the operator. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TOKEN | 404 | '' | there is no token endpoint at this URL | Correct Token URL.",
                "DEVICE | 405 | '' | there is no device authorization endpoint at this URL | Correct Device URL.",
                "REVOCATION | 410 | '' | there is no revocation endpoint at this URL | Correct Revocation URL.",
                "PAR | 404 | '' | there is no PAR endpoint at this URL | Correct PAR URL, or clear it.",
                "TOKEN | 406 | '' | the token endpoint rejected the request without a known reason | Check Token URL and",
                "API | 405 | '' | the target refused the request | Check method, path and payload.",
                "API | 499 | '' | the target refused the request | Check method, path and payload.",
                "API | 500 | '' | the API has an internal error | Try again later",
                "TOKEN | 421 | '' | the token endpoint asks for a retry | Try again later",
                "PAR | 400 | invalid_scope | a scope is unknown or not allowed for this app, says the PAR endpoint | ''",
                "PAR | 400 | unsupported_grant_type | the PAR endpoint does not know this grant type | Check Grant Type and PAR URL.",
                "DEVICE | 500 | invalid_scope | the device authorization endpoint has an internal error | Try again later",
            })
    void rejection_namesTheEndpointAndItsField(
            Endpoint endpoint, int status, String code, String message, String advice) {
        ErrorRule rule = StandardErrors.find(endpoint, status, code.isEmpty() ? List.of() : List.of(code))
                .orElseThrow();
        assertThat(rule.message()).isEqualTo(message);
        assertThat(rule.advice()).startsWith(advice);
    }
}
