package com.algosolutions.oauth.endpoint;

import static com.algosolutions.oauth.client.TestValues.CLIENT_SECRET;
import static com.algosolutions.oauth.client.TestValues.JWT;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.client.FakeServer;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.client.TestDevice;
import com.algosolutions.oauth.client.TestProvider;
import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.credential.GenericProvider;
import com.algosolutions.oauth.http.HttpTransport;
import com.algosolutions.oauth.http.NetworkError;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.jose.DpopProofs;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.spi.ErrorRule;
import com.algosolutions.oauth.spi.ErrorTable;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.time.Deadline;
import com.algosolutions.oauth.time.TrustedClock;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The exact token request, and the result of every kind of response. */
class TokenEndpointTest {
    private static final String GRANT = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer";

    private static final TrustedClock CLOCK =
            new TrustedClock(Clock.fixed(TestValues.NOW, ZoneOffset.UTC), System::nanoTime);

    @RegisterExtension
    private final TestDevice device = new TestDevice();

    private final FakeServer server = device.server();
    private final OAuthClient client = device.client();

    private TokenResponse request(UnaryOperator<ProfileForm> form) {
        OAuthProfile profile =
                form.apply(TestValues.draft(client, "desk", server)).build();
        try (HttpTransport transport = TestValues.transport(TestValues.client())) {
            return new TokenEndpoint(
                            () -> profile, List::of, new GenericProvider(), transport, CLOCK, new DpopProofs(CLOCK))
                    .request(
                            Map.of("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion", JWT),
                            Optional.empty(),
                            Deadline.after(Duration.ofSeconds(10)));
        }
    }

    private RecordedRequest sent(UnaryOperator<ProfileForm> form) {
        request(form);
        assertThat(server.tokenRequests()).hasSize(1);
        return server.tokenRequests().get(0);
    }

    private TokenResponse answered(int status, String body) {
        server.onToken(FakeServer.json(status, body));
        return request(form -> form);
    }

    private TokenSet issued(String body) {
        TokenResponse reply = answered(200, body);
        assertThat(reply).isInstanceOf(TokenResponse.Issued.class);
        return ((TokenResponse.Issued) reply).grant();
    }

    private Failure failed(int status, String body) {
        TokenResponse reply = answered(status, body);
        assertThat(reply).isInstanceOf(TokenResponse.Failed.class);
        assertThat(((TokenResponse.Failed) reply).unreachable()).isFalse();
        return ((TokenResponse.Failed) reply).failure();
    }

    @Test
    @DisplayName("E2.1, E2.2, E2.4, E4.1 a token request is a POST of a form, each parameter once, one authentication")
    void request_basic_isAFormWithEachParameterOnce() {
        RecordedRequest request = sent(form -> form);
        assertThat(request.getMethod()).isEqualTo("POST");
        assertThat(request.getTarget()).isEqualTo("/token");
        assertThat(request.getHeaders().values("Content-Type")).containsExactly("application/x-www-form-urlencoded");
        assertThat(request.getHeaders().values("Accept")).containsExactly("application/json");
        assertThat(request.getHeaders().values("Authorization"))
                .containsExactly(okhttp3.Credentials.basic("app-1", CLIENT_SECRET));
        assertThat(FakeServer.form(request)).containsExactly("assertion=" + JWT, GRANT);
    }

    /** RFC 6749 section 2.3.1 and appendix B. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "a:b, c/d, a%3Ab:c%2Fd",
                "a+b, c%d, a%2Bb:c%25d",
                "a&b, c=d, a%26b:c%3Dd",
                "a b, é, a+b:%C3%A9",
                "~.-_*, %, %7E.-_*:%25",
                "x, € ü, x:%E2%82%AC+%C3%BC"
            })
    @DisplayName("E2.3 HTTP Basic carries id and secret form-encoded, whatever characters they have")
    void basic_ofUnusualCharacters_isFormEncodedFirst(String id, String secret, String pair) {
        RecordedRequest request = sent(form -> form.clientId(id).clientSecret(Secret.of(secret)));
        assertThat(new String(
                        java.util.Base64.getDecoder()
                                .decode(request.getHeaders()
                                        .get("Authorization")
                                        .substring("Basic ".length())),
                        java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(pair);
    }

    /** For servers that do not decode: RFC 7617 section 2, in UTF-8 as section 2.1. */
    @ParameterizedTest
    @ValueSource(strings = {"plain-secret", "a+b/c=", "50%", "a:b", "%2B", "a b", "é€", "I7T/rOBo+XUxX6+kg=", "&x=1"})
    void basicRaw_isSentAsItIs(String secret) {
        RecordedRequest request = sent(form -> form.clientAuthMode(ClientAuthMode.HTTP_BASIC_RAW)
                .clientId("app+1/2%")
                .clientSecret(Secret.of(secret)));
        assertThat(request.getHeaders().values("Authorization"))
                .containsExactly(
                        okhttp3.Credentials.basic("app+1/2%", secret, java.nio.charset.StandardCharsets.UTF_8));
        assertThat(FakeServer.form(request)).containsExactly("assertion=" + JWT, GRANT);
    }

    @Test
    @DisplayName("E2.1, E2.2, E2.4 REQUEST_BODY carries id and secret in UTF-8, and no header beside them")
    void request_body_carriesIdAndSecret_andNoHeader() {
        RecordedRequest request = sent(form ->
                form.clientAuthMode(ClientAuthMode.REQUEST_BODY).clientId("a b").clientSecret(Secret.of("p&=é")));
        assertThat(request.getHeaders().get("Authorization")).isNull();
        assertThat(FakeServer.form(request))
                .containsExactly("assertion=" + JWT, "client_id=a+b", "client_secret=p%26%3D%C3%A9", GRANT);
    }

    @Test
    @DisplayName("E2.2 NONE sends the client id and no authentication")
    void request_none_carriesTheIdOnly() {
        RecordedRequest request =
                sent(form -> form.clientAuthMode(ClientAuthMode.NONE).reset(ProfileField.CLIENT_SECRET));
        assertThat(request.getHeaders().get("Authorization")).isNull();
        assertThat(FakeServer.form(request)).containsExactly("assertion=" + JWT, "client_id=app-1", GRANT);
    }

    @Test
    @DisplayName("E1.14, E2.5 scopes and resource are sent as configured; the query of the Token URL is kept")
    void request_withScopesAndExtraParams_carriesThem_andKeepsTheQueryOfTheUrl() {
        RecordedRequest request = sent(form -> form.tokenUrl(server.http("/token?tenant=a%20b"))
                .scopes("read", "post:all")
                .extraParams(Map.of("audience", "https://api.example/")));
        assertThat(request.getTarget()).isEqualTo("/token?tenant=a%20b");
        assertThat(FakeServer.form(request))
                .containsExactly(
                        "assertion=" + JWT, "audience=https%3A%2F%2Fapi.example%2F", GRANT, "scope=read+post%3Aall");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'', 5400",
                "',\"expires_in\":null', 5400",
                "',\"expires_in\":0', 5400",
                "',\"expires_in\":-1', 5400",
                "',\"expires_in\":\"soon\"', 5400",
                "',\"expires_in\":\"\"', 5400",
                "',\"expires_in\":{}', 5400",
                "',\"expires_in\":[3600]', 5400",
                "',\"expires_in\":true', 5400",
                "',\"expires_in\":\"-3600\"', 5400",
                "',\"expires_in\":\"3600s\"', 3600",
                "',\"expires_in\":0.5', 5400",
                "',\"expires_in\":1e400', 31536000",
                "',\"expires_in\":\"1e400\"', 31536000",
                "',\"expires_in\":1e99999999999', 31536000",
                "',\"expires_in\":\"1e99999999999\"', 31536000",
                "',\"expires_in\":-1e400', 5400",
                "',\"expires_in\":\"Infinity\"', 5400",
                "',\"expires_in\":\"NaN\"', 5400",
                "',\"expires_in\":\"3600d\"', 5400",
                "',\"expires_in\":\"0x10\"', 5400",
                "',\"expires_in\":1', 1",
                "',\"expires_in\":3599', 3599",
                "',\"expires_in\":\"3599\"', 3599",
                "',\"expires_in\":\" 3599 \"', 3599",
                "',\"expires_in\":3599.9', 3599",
                "',\"expires_in\":\"3599.9\"', 3599",
                "',\"expires_in\":3.6e3', 3600",
                "',\"expires_in\":31536000', 31536000",
                "',\"expires_in\":31536001', 31536000",
                "',\"expires_in\":9223372036854775807', 31536000",
                "',\"expires_in\":99999999999999999999', 31536000",
                "',\"expires_in\":\"1e99999999\"', 31536000"
            })
    @DisplayName(
            "E2.10 expires_in missing, null, zero, negative, a text, a fraction, huge: each has a defined lifetime")
    void expiresIn_ofEveryKind_isDefined(String member, long seconds) {
        server.onToken(FakeServer.json(200, "{\"access_token\":\"a\",\"token_type\":\"bearer\"" + member + "}"));
        TokenResponse reply = request(form -> form.defaultExpiresIn(Duration.ofSeconds(5400)));
        assertThat(((TokenResponse.Issued) reply).grant().expiresIn()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    @DisplayName("E2.10 without expires_in and without a default a token lives an hour")
    void expiresIn_absent_withoutADefaultInTheProfile_isAnHour() {
        assertThat(issued("{\"access_token\":\"a\",\"token_type\":\"bearer\"}").expiresIn())
                .isEqualTo(Duration.ofHours(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\""})
    @DisplayName("E2.10 a number of very many digits is as long as a life can be, in quotes or not")
    void expiresIn_ofManyDigits_isTheLongestLife(String quote) {
        for (String digits : List.of("9".repeat(41), "9".repeat(200), "3600." + "0".repeat(200))) {
            assertThat(issued("{\"access_token\":\"a\",\"token_type\":\"bearer\",\"expires_in\":" + quote + digits
                                    + quote + "}")
                            .expiresIn())
                    .isEqualTo(digits.startsWith("9") ? Duration.ofDays(365) : Duration.ofHours(1));
        }
    }

    @ParameterizedTest
    @CsvSource({"'', '', 365", "'\"', '\"', 365", "'\"', 's\"', 0"})
    @DisplayName("E2.10 a million digits are not computed")
    void expiresIn_ofSixtyThousandDigits_isNotComputed(String before, String after, int days) {
        long started = System.nanoTime();
        assertThat(issued("{\"access_token\":\"a\",\"token_type\":\"bearer\",\"expires_in\":" + before
                                + "9".repeat(60_000) + after + "}")
                        .expiresIn())
                .isEqualTo(days == 0 ? Duration.ofHours(1) : Duration.ofDays(days));
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    @DisplayName("E2.8, E2.9, E2.18 the whole response is read, BEARER in capitals too; unknown members do not matter")
    void reply_full_isReadWhole_andUnknownMembersAreIgnored() {
        TokenSet grant = issued("{\"access_token\":\"aB1-._~+/==\",\"token_type\":\"BEARER\",\"expires_in\":10,"
                + "\"refresh_token\":\"r 1\",\"refresh_token_expires_in\":20,\"scope\":\"A B\",\"owner_id\":[1]}");
        assertThat(grant.accessToken().reveal()).isEqualTo("aB1-._~+/==");
        assertThat(grant.refreshToken().orElseThrow().reveal()).isEqualTo("r 1");
        assertThat(grant.refreshExpiresIn()).contains(Duration.ofSeconds(20));
        assertThat(grant.scope()).isEqualTo("A B");
        assertThat(grant.issuedAt()).isEqualTo(TestValues.NOW);
    }

    @Test
    void reply_withoutRefreshToken_works() {
        assertThat(issued("{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"refresh_token\":\"\",\"error\":null}")
                        .refreshToken())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "<html><body>Welcome to the hotel</body></html>",
                "{}",
                "{\"access_token\":null,\"token_type\":\"bearer\"}",
                "{\"access_token\":\"\",\"token_type\":\"bearer\"}",
                "{\"access_token\":7,\"token_type\":\"bearer\"}",
                "{\"access_token\":\"a\",\"token_type\":\"mac\"}",
                "{\"access_token\":\"a\",\"token_type\":\"bearer\"} x",
                "{\"access_token\":\"a\",\"access_token\":\"b\",\"token_type\":\"bearer\"}",
                "{\"access_token\":\"a b\",\"token_type\":\"bearer\"}",
                "{\"access_token\":\"a\\r\\nX-Evil: 1\",\"token_type\":\"bearer\"}",
                "{\"access_token\":\"\u00e9\",\"token_type\":\"bearer\"}"
            })
    @DisplayName(
            "E2.9, E3.2 an empty body, HTML, other JSON, an unknown token_type, a token that no header can carry: no token, and nothing is sent")
    void reply_200_thatIsNoTokenReply_isUnusable(String body) {
        Failure failure = failed(200, body);
        assertThat(failure.message()).contains("did not answer as a token endpoint");
        assertThat(failure.serverError().orElseThrow().status()).isEqualTo(200);
        assertThat(failure.kind()).isEqualTo(Failure.Kind.CONFIGURATION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\"", "false"})
    @DisplayName("E2.15 an error in a 200 that is null, empty or false is none")
    void error_thatSaysNothing_in200_isNone(String error) {
        assertThat(issued("{\"access_token\":\"a\",\"token_type\":\"bearer\",\"error\":" + error + "}")
                        .accessToken()
                        .reveal())
                .isEqualTo("a");
        assertThat(failed(200, "{\"error\":" + error + "}").message()).contains("has no access_token");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "200, '{\"error\":true,\"access_token\":\"a\",\"token_type\":\"bearer\"}', CONFIGURATION, rejected the request without a known reason",
                "200, '{\"error\":{},\"access_token\":\"a\",\"token_type\":\"bearer\"}', CONFIGURATION, rejected the request without a known reason",
                "400, '{\"error\":\"invalid_request\"}', CONFIGURATION, malformed",
                "401, '{\"error\":\"invalid_client\"}', CONFIGURATION, does not accept this client id and secret",
                "400, '{\"error\":\"invalid_client\"}', CONFIGURATION, does not accept this client id and secret",
                "400, '{\"error\":\"invalid_grant\"}', GRANT_INVALID, 'invalid, expired or revoked'",
                "200, '{\"error\":\"invalid_grant\",\"access_token\":\"a\",\"token_type\":\"bearer\"}', GRANT_INVALID, revoked",
                "400, '{\"error\":\"unauthorized_client\"}', CONFIGURATION, not set up for this grant type",
                "401, '{\"error\":\"unauthorized_client\"}', CONFIGURATION, does not accept this client id and secret",
                "400, '{\"error\":\"unsupported_grant_type\"}', CONFIGURATION, does not know this grant type",
                "400, '{\"error\":\"invalid_scope\"}', CONFIGURATION, a scope is unknown",
                "400, '{\"error\":\"something_else\"}', CONFIGURATION, rejected the request without a known reason",
                "400, '{\"error\":7}', CONFIGURATION, rejected the request without a known reason",
                "400, '<html>', CONFIGURATION, rejected the request without a known reason",
                "401, '', CONFIGURATION, does not accept this client",
                "404, '', CONFIGURATION, no token endpoint at this URL",
                "429, '', THROTTLED, too many token requests",
                "429, '{\"error\":\"invalid_request\"}', THROTTLED, too many token requests",
                "500, '<html>', UNAVAILABLE, internal error",
                "500, '{\"error\":\"invalid_grant\"}', UNAVAILABLE, internal error",
                "502, '', UNAVAILABLE, internal error",
                "503, '{\"error\":\"temporarily_unavailable\"}', UNAVAILABLE, internal error",
                "400, '{\"error\":\"temporarily_unavailable\"}', UNAVAILABLE, temporarily unavailable"
            })
    @DisplayName(
            "E2.14, E2.15 every error of RFC 6749 section 5.2, unknown ones, error in a 200, HTML and empty bodies have a defined result")
    void errorReply_ofEveryKind_hasItsKind(int status, String body, Failure.Kind consequence, String meaning) {
        Failure failure = failed(status, body);
        assertThat(failure.kind()).isEqualTo(consequence);
        assertThat(failure.message()).contains(meaning);
        assertThat(failure.serverError().orElseThrow().status()).isEqualTo(status);
        assertThat(failure.advice()).isNotBlank();
    }

    @ParameterizedTest
    @DisplayName("E2.14 the body decides: a wrong Content-Type, or none, changes nothing")
    @CsvSource(
            quoteCharacter = '\'',
            nullValues = "none",
            value = {
                "application/json;charset=UTF-8, 200, '{\"access_token\":\"a\",\"token_type\":\"bearer\"}', token",
                "text/html, 200, '{\"access_token\":\"a\",\"token_type\":\"bearer\"}', token",
                "none, 200, '{\"access_token\":\"a\",\"token_type\":\"bearer\"}', token",
                "application/x-www-form-urlencoded, 200, 'access_token=a&token_type=bearer', token",
                "application/json, 200, '<html>', did not answer as a token endpoint",
                "application/json, 200, '\uFEFF{\"access_token\":\"a\",\"token_type\":\"bearer\"}', token",
                "text/html, 400, '{\"error\":\"invalid_grant\"}', revoked",
                "none, 401, '{\"error\":\"invalid_client\"}', does not accept this client id and secret",
                "application/x-www-form-urlencoded, 400, 'error=invalid_grant', revoked",
                "text/plain, 204, '', did not answer as a token endpoint"
            })
    void contentType_doesNotDecide(@Nullable String type, int status, String body, String result) {
        MockResponse.Builder reply = new MockResponse.Builder().code(status);
        if (type != null) {
            reply.addHeader("Content-Type", type);
        }
        if (!body.isEmpty()) {
            reply.body(body);
        }
        server.onToken(reply.build());
        TokenResponse answer = request(form -> form);
        assertThat(
                        answer instanceof TokenResponse.Failed failed
                                ? failed.failure().message()
                                : "token")
                .contains(result);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    @DisplayName("E1.11 a redirect of the token endpoint is not followed, to the same host or another")
    void redirect_isAConfigurationError_andNobodyElseSeesTheRequest(int status) {
        try (FakeServer other = FakeServer.start()) {
            for (FakeServer to : new FakeServer[] {server, other}) {
                server.onToken(new MockResponse.Builder()
                        .code(status)
                        .addHeader("Location", to.http("/token2").toString())
                        .build());
                TokenResponse.Failed reply = (TokenResponse.Failed) request(form -> form);
                assertThat(reply.failure().kind()).isEqualTo(Failure.Kind.CONFIGURATION);
                assertThat(reply.failure().message()).contains("redirects elsewhere");
            }
            assertThat(server.requests()).isEqualTo(2);
            assertThat(other.requests()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"200, 65536", "201, 300000", "200, 2097152"})
    void reply_largerThanATokenResponse_isTooLarge(int status, int length) {
        server.onToken(FakeServer.json(status, "{\"access_token\":\"" + "a".repeat(length) + "\"}"));
        TokenResponse.Failed reply = (TokenResponse.Failed) request(form -> form);
        assertThat(reply.failure().message()).contains(NetworkError.TOO_LARGE.meaning());
        assertThat(reply.unreachable()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"{}", "0", "[]", "{\"error\":0}"})
    void reply_ofManyValues_isRejectedByItsStatus(String value) {
        String many = "[" + (value + ",").repeat(60_000 / (value.length() + 1)) + "0]";
        server.onToken(FakeServer.json(400, many));
        assertThat(((TokenResponse.Failed) request(form -> form)).failure().kind())
                .isEqualTo(Failure.Kind.CONFIGURATION);
    }

    @Test
    @DisplayName("E2.18 a token of sixty kilobytes is used")
    void token_ofSixtyKilobytes_isUsed() {
        assertThat(issued("{\"access_token\":\"" + "a".repeat(60_000) + "\",\"token_type\":\"bearer\"}")
                        .accessToken()
                        .reveal())
                .hasSize(60_000);
    }

    @Test
    void host_refused_isUnreachable() {
        server.goDown();
        TokenResponse.Failed reply = (TokenResponse.Failed) request(form -> form.apiHosts(ApiHost.of("api.example")));
        assertThat(reply.unreachable()).isTrue();
        assertThat(reply.failure().toString())
                .contains("no token from 127.0.0.1")
                .contains(NetworkError.REFUSED.meaning());
    }

    /** A provider whose rules apply to any status, or whose plugin throws. */
    private TokenResponse.Failed answeredTo(OAuthProvider provider, int status, String body) {
        server.onToken(FakeServer.json(status, body));
        OAuthProfile profile = TestValues.draft(client, "desk", server).build();
        try (HttpTransport transport = TestValues.transport(TestValues.client())) {
            return (TokenResponse.Failed)
                    new TokenEndpoint(() -> profile, List::of, provider, transport, CLOCK, new DpopProofs(CLOCK))
                            .request(
                                    Map.of("grant_type", "refresh_token", "refresh_token", "r1"),
                                    Optional.empty(),
                                    Deadline.after(Duration.ofSeconds(10)));
        }
    }

    @Test
    @DisplayName("E2.19 a 5xx ends no grant, whatever its body and the provider's table say")
    void serverError_namedADeadGrantByTheProvidersTable_isAnOutage() {
        OAuthProvider provider = new TestProvider("TEST")
                .errors(() -> ErrorTable.of(
                        ErrorRule.token("invalid_grant", Failure.Kind.GRANT_INVALID, "it is dead", "Mourn.")));
        String body = "{\"error\":\"invalid_grant\"}";
        assertThat(answeredTo(provider, 400, body).failure().kind()).isEqualTo(Failure.Kind.GRANT_INVALID);
        assertThat(answeredTo(provider, 500, body).failure().kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
    }

    @Test
    void provider_thatThrows_leavesTheMeaningToTheRfcs() {
        OAuthProvider broken = new TestProvider("TEST").errors(() -> {
            throw new IllegalStateException("a bug in the plugin");
        });
        assertThat(answeredTo(broken, 401, "{\"error\":\"invalid_client\"}")
                        .failure()
                        .message())
                .isEqualTo("the provider does not accept this client id and secret");
    }
}
