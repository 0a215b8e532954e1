package com.algosolutions.oauth.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.client.TestProvider;
import com.algosolutions.oauth.credential.GenericProvider;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.spi.Endpoint;
import com.algosolutions.oauth.spi.ErrorRule;
import com.algosolutions.oauth.spi.ErrorTable;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.spi.OutgoingRequest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an error response means by a provider's plugin, by its body and by its headers. */
class ErrorMeaningTest {
    private static final Redactor NOTHING = new Redactor(List.of());

    /** A plugin that finds 25 codes in each body, names a header, and sends no GET. */
    private static final OAuthProvider PLUGIN = new TestProvider("TEST") {
        @Override
        public List<String> errorCodes(Map<String, ? extends @Nullable Object> body) {
            return body.isEmpty()
                    ? List.of()
                    : IntStream.rangeClosed(1, 25).mapToObj(i -> "p_" + i).toList();
        }

        @Override
        public Optional<String> requestIdHeader() {
            return Optional.of("X-Request");
        }

        @Override
        public Optional<Problem> checkRequest(OutgoingRequest request) {
            return request.method().equals("GET")
                    ? Optional.of(Problem.of("method", "is GET", "Use POST."))
                    : Optional.empty();
        }
    }.errors(() -> ErrorTable.of(
            ErrorRule.token("p_1", Failure.Kind.GRANT_INVALID, "the grant is dead", "Sign in."),
            ErrorRule.of(Endpoint.TOKEN, 418, Failure.Kind.GRANT_INVALID, "the grant is a teapot", "Sign in."),
            ErrorRule.api("p_1", Failure.Kind.REQUEST, "the request is wrong", "Correct it.")));

    private static ErrorResponse response(
            OAuthProvider provider, Endpoint endpoint, int status, String body, Header... headers) {
        return new ErrorResponse(endpoint, provider, HttpResponse.of(status, List.of(headers), body.getBytes(UTF_8)));
    }

    private static Failure failure(ErrorResponse response) {
        return response.failure(Step.TOKEN, URI.create("https://login.example/asked"), NOTHING);
    }

    @Test
    void codes_ofAPlugin_replaceThatOfTheBody_andAreAtMostTwenty() {
        ErrorResponse response = response(PLUGIN, Endpoint.TOKEN, 400, "{\"error\":\"x\",\"code\":\"c_1\"}");
        assertThat(response.codes()).hasSize(21).startsWith("p_1", "p_2").endsWith("p_20", "x");
        assertThat(response.says("p_20")).isTrue();
        assertThat(response.says("p_21")).isFalse();
        assertThat(failure(response).serverError().orElseThrow().code()).contains("p_1");
        assertThat(response(new GenericProvider(), Endpoint.TOKEN, 400, "{\"error\":\"x\",\"code\":\"c_1\"}")
                        .codes())
                .containsExactly("c_1", "x");
    }

    @Test
    void code_ofAChallenge_counts_andThatOfAnotherSchemeDoesNot() {
        ErrorResponse response = response(
                new GenericProvider(),
                Endpoint.API,
                401,
                "",
                new Header("WWW-Authenticate", "Basic realm=\"a\", error=\"b\", Bearer error=\"invalid_token\""));
        assertThat(response.codes()).containsExactly("invalid_token");
        assertThat(failure(response).kind()).isEqualTo(Failure.Kind.TOKEN_INVALID);
        assertThat(failure(response).serverError().orElseThrow().error()).contains("invalid_token");
    }

    /** The plugin's rule for a code of the token endpoint counts at the endpoints that share its codes; one for a status does not. */
    @ParameterizedTest
    @CsvSource({
        "TOKEN, 400, {}, rejected the request without a known reason",
        "TOKEN, 400, {\"a\":1}, the grant is dead",
        "DEVICE, 400, {\"a\":1}, 'the grant is dead, says the device authorization endpoint'",
        "PAR, 400, {\"a\":1}, 'the grant is dead, says the PAR endpoint'",
        "API, 400, {\"a\":1}, the request is wrong",
        "TOKEN, 418, '', the grant is a teapot",
        "DEVICE, 418, '', the device authorization endpoint rejected the request",
        "TOKEN, 500, {\"a\":1}, the token endpoint has an internal error",
        "TOKEN, 499, {\"a\":1}, the grant is dead",
        "API, 500, {\"a\":1}, the request is wrong",
    })
    void rule_ofAPlugin_counts_whereItsCodesAreShared_andNoOutageEndsAGrant(
            Endpoint endpoint, int status, String body, String meaning) {
        assertThat(failure(response(PLUGIN, endpoint, status, body)).message()).contains(meaning);
    }

    @ParameterizedTest
    @CsvSource({
        "{\"error\":\"invalid_request\"}, true",
        "{\"error\":\"unsupported_grant_type\"}, true",
        "{\"error\":\"invalid_grant\"}, false",
        "{\"error\":\"invalid_client\"}, false",
    })
    void meaning_ofARefusedRefreshToken_isAGuess_ifNoRuleHasIt(String body, boolean guessed) {
        HttpResponse reply = HttpResponse.of(400, List.of(), body.getBytes(UTF_8));
        assertThat(ErrorResponse.toRefreshToken(new GenericProvider(), new ResponseBody(reply))
                        .guessed())
                .isEqualTo(guessed);
        assertThat(response(new GenericProvider(), Endpoint.TOKEN, 400, body).guessed())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"{\"ok\":false}, true", "{\"ok\":true}, false", "{\"ok\":null}, false", "{}, false", "'', false"})
    void mark_ofAProvider_isAFailure_whateverTheStatus(String body, boolean marked) {
        OAuthProvider marking = TestProvider.marking("MARKING");
        assertThat(response(marking, Endpoint.API, 200, body).marked()).isEqualTo(marked);
        assertThat(response(new GenericProvider(), Endpoint.API, 200, body).marked())
                .isFalse();
        assertThat(ErrorResponse.needsBody(marking)).isTrue();
        assertThat(ErrorResponse.needsBody(new GenericProvider())).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "{}, false",
        "'', false",
        "{\"error\":\"x\"}, true",
        "{\"message\":\"It is gone.\"}, true",
        "{\"a\":1}, false"
    })
    void words_areACodeOrAMessage(String body, boolean words) {
        assertThat(response(new GenericProvider(), Endpoint.TOKEN, 200, body).hasWords())
                .isEqualTo(words);
    }

    /** A successful response of a token endpoint that is no object may be a token. */
    @ParameterizedTest
    @CsvSource({
        "TOKEN, 200, t1, ''",
        "TOKEN, 400, gone, gone",
        "API, 200, gone, gone",
        "TOKEN, 200, {\"message\":\"gone\"}, gone",
    })
    void words_ofASuccess_arePrinted_ifTheyCannotBeAToken(Endpoint endpoint, int status, String body, String words) {
        assertThat(response(new GenericProvider(), endpoint, status, body)
                        .unusable(Step.TOKEN, "no token", "Look.", NOTHING)
                        .serverError()
                        .flatMap(Failure.ServerError::message)
                        .orElse(""))
                .isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Bearer error=\"insufficient_scope\", scope=\"a b\" | ; it needs a b",
                "Bearer error=\"insufficient_scope\", DPoP scope=\"c\" | ; it needs c",
                "Bearer error=\"insufficient_scope\" | ''",
                "Bearer error=\"access_denied\", scope=\"a b\" | ''",
            })
    void scope_thatIsMissing_isNamed(String challenge, String words) {
        Failure failure = failure(
                response(new GenericProvider(), Endpoint.API, 403, "", new Header("WWW-Authenticate", challenge)));
        assertThat(failure.message().endsWith(words)).isTrue();
        assertThat(failure.message().contains("it needs")).isEqualTo(!words.isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void request_thatAPluginRejects_isNotSent(String method) {
        Problem problem = ErrorResponse.problem(
                PLUGIN, OutgoingRequest.of(ApiRequest.of(method, URI.create("https://api.example/"))));
        assertThat(problem != null).isEqualTo(method.equals("GET"));
    }

    @Test
    void requestId_isInTheHeaderThatThePluginNames() {
        HttpResponse reply = HttpResponse.of(400, List.of(new Header("x-request", "r-7")), new byte[0]);
        assertThat(ErrorResponse.requestId(PLUGIN, reply)).contains("r-7");
        assertThat(ErrorResponse.requestId(new GenericProvider(), reply)).isEmpty();
        assertThat(failure(new ErrorResponse(Endpoint.API, PLUGIN, reply))
                        .serverError()
                        .orElseThrow()
                        .requestId())
                .contains("r-7");
    }

    @Test
    void secret_thatTheResponseIssues_isMasked_alsoInTheDescriptionOfTheBody() {
        String body = "<html><title>0123456789-token</title></html>";
        assertThat(response(new GenericProvider(), Endpoint.TOKEN, 200, body)
                        .kind(new Redactor(List.of(Secret.of("0123456789-token")))))
                .isEqualTo("it is a web page with the title \"***\"");
        HttpResponse issued = HttpResponse.of(200, List.of(), "{\"access_token\":\"0123456789\"}".getBytes(UTF_8));
        assertThat(ErrorResponse.secrets(issued)).extracting(Secret::reveal).containsExactly("0123456789");
        assertThat(ErrorResponse.members(issued)).containsOnlyKeys("access_token");
    }
}
