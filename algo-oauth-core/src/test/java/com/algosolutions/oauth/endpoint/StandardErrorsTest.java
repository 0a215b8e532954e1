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
}
