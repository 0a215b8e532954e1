package com.algosolutions.oauth.token;

import static com.algosolutions.oauth.client.TestValues.JWT;
import static com.algosolutions.oauth.client.TestValues.authorized;
import static com.algosolutions.oauth.client.TestValues.draft;
import static com.algosolutions.oauth.client.TestValues.jwt;
import static com.algosolutions.oauth.client.TestValues.keep;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.client.FakeServer;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.client.TestDevice;
import com.algosolutions.oauth.client.TestProvider;
import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.client.TestValues.ManualTicker;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.PkceMethod;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ResponseType;
import com.algosolutions.oauth.profile.ScopeMode;
import com.algosolutions.oauth.signin.SignInDesk;
import com.algosolutions.oauth.spi.ErrorRule;
import com.algosolutions.oauth.spi.ErrorTable;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.spi.ProviderGrant;
import com.algosolutions.oauth.store.RecordStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Refusals of a refresh token, in the words of servers in the field. */
class RefusedRefreshTest {
    private static final String BY_JWT = "assertion=" + JWT;
    private static final String BY_REFRESH_TOKEN = "refresh_token=r1";
    private static final GrantType ACCOUNT = new GrantType("ACCOUNT_CREDENTIALS");
    private static final OAuthProvider ACCOUNTS =
            new TestProvider("ACCOUNTS").grant(ProviderGrant.of(ACCOUNT, "account_credentials"));

    /** Words that say that the refresh token is dead. */
    private static final List<Arguments> DEAD = List.of(
            refusal(400, "{\"error\":\"invalid_grant\"}"),
            refusal(
                    400,
                    "{\"code\":400,\"error_code\":\"refresh_token_not_found\",\"msg\":\"Invalid Refresh Token: Refresh Token Not Found\"}"),
            refusal(400, "{\"code\":\"refresh_token_already_used\",\"message\":\"Already Used\"}"),
            refusal(401, "{\"error\":\"invalid_token\"}"),
            refusal(401, "{\"error\":\"token_expired\"}"),
            refusal(200, "{\"error\":\"token_revoked\"}"),
            refusal(403, "{\"error\":\"access_denied\",\"error_description\":\"the user removed the app\"}"),
            refusal(400, "{\"error\":\"Invalid refresh token\"}"),
            refusal(400, "{\"error\":\"interaction_required\"}"),
            refusal(404, "{\"errorCode\":\"SESSION_NOT_FOUND\"}"));

    /** Words of which the device knows only that they refuse. */
    private static final List<Arguments> UNKNOWN = List.of(
            refusal(400, "{\"error\":\"invalid_request\",\"error_description\":\"session not found\"}"),
            refusal(400, "{\"error\":\"something_else\"}"),
            refusal(400, "{\"error\":\"unauthorized_client\",\"error_description\":\"Unauthorized\"}"),
            refusal(400, "{\"error\":\"unsupported_grant_type\"}"),
            refusal(400, "{\"error\":{\"message\":\"Session has expired\",\"code\":190}}"),
            refusal(400, "{\"error\":true}"),
            refusal(400, "<html>Bad Request</html>"),
            refusal(400, ""),
            refusal(401, "{\"message\":\"Unauthorized\"}"),
            refusal(403, "Forbidden"),
            refusal(404, "{\"detail\":\"Not found.\"}"),
            refusal(405, ""),
            refusal(409, "{}"),
            refusal(410, "gone"),
            refusal(415, ""),
            refusal(422, "[\"refresh_token is invalid\"]"),
            refusal(200, "{\"errcode\":40030,\"errmsg\":\"invalid refresh_token\"}"),
            refusal(200, "{\"success\":false}"),
            refusal(204, "{\"access_token\":null}"));

    /** Words that refuse the client, its request or its address. */
    private static final List<Arguments> CLIENT = List.of(
            refusal(401, "{\"error\":\"invalid_client\"}"),
            refusal(401, "{\"error\":\"unauthorized_client\"}"),
            refusal(400, "{\"error\":\"invalid_scope\"}"),
            refusal(400, "{\"error\":\"invalid_target\"}"),
            refusal(301, ""));

    private static final OAuthProvider JWTS = new TestProvider("JWTS")
            .errors(() -> ErrorTable.of(Stream.of("OAU-210", "OAU-213", "invalid_grant")
                    .map(code -> ErrorRule.token(
                            code,
                            Failure.Kind.GRANT_INVALID,
                            "the refresh token or JWT credential is gone",
                            "Create a new JWT credential."))
                    .toList()));

    @RegisterExtension
    private final TestDevice device =
            new TestDevice().with(settings -> settings.provider(ACCOUNTS).provider(JWTS));

    private final FakeServer server = device.server();
    private final ManualTicker ticker = device.ticker;

    private static Arguments refusal(int status, String body) {
        return Arguments.of(status == 204 ? 200 : status, body);
    }

    static Stream<Arguments> dead() {
        return DEAD.stream();
    }

    static Stream<Arguments> unknown() {
        return UNKNOWN.stream();
    }

    static Stream<Arguments> clients() {
        return CLIENT.stream();
    }

    static Stream<Arguments> all() {
        return Stream.of(DEAD, UNKNOWN, CLIENT).flatMap(List::stream);
    }

    /** The grant in each token request. */
    private List<String> presented() {
        return server.tokenRequests().stream()
                .map(request -> FakeServer.form(request).stream()
                        .filter(part -> part.startsWith("assertion=") || part.startsWith("refresh_token="))
                        .findFirst()
                        .orElse("nothing"))
                .toList();
    }

    private ApiResult press(OAuthClient client) {
        return client.post("other", server.http("/v1"), Body.json("{}"));
    }

    /** A store with a profile whose user has signed in; its access token has expired. */
    private RecordStore signedIn() throws IOException {
        ticker.seconds(1);
        device.clock.set(TestValues.NOW.plusSeconds(7200));
        return keep(RecordStore.inMemory(), authorized(server, "r1"));
    }

    private void anHourLater() {
        ticker.seconds(3600);
        device.clock.set(device.clock.instant().plusSeconds(3600));
    }

    @ParameterizedTest
    @MethodSource("all")
    void refusal_inAnyWords_isFollowedByTheAssertion_inTheSamePress(int status, String body) {
        server.onToken(FakeServer.issue("a", "r1"), FakeServer.json(status, body));
        OAuthClient client = device.withDesk();
        assertThat(device.post().delivered()).isTrue();
        server.onApi(FakeServer.json(401, "{}"));

        assertThat(device.post().delivered()).isTrue();

        assertThat(presented()).containsExactly(BY_JWT, BY_REFRESH_TOKEN, BY_JWT);
        assertThat(device.heard(Event.Kind.TOKEN))
                .last()
                .asString()
                .contains("because the refresh token was refused (HTTP " + status);
        assertThat(client.status("desk").state()).isEqualTo(ProfileStatus.State.READY);
        ticker.seconds(3600);
        assertThat(device.post().delivered()).isTrue();
        assertThat(presented()).as("the refused token is not sent again").endsWith(BY_JWT, BY_JWT);
    }

    @ParameterizedTest
    @CsvSource({"CLIENT_CREDENTIALS, GENERIC", "ACCOUNT_CREDENTIALS, ACCOUNTS"})
    void refusal_isFollowedByTheGrantOfTheProfile_whateverItIs(String grant, String provider) {
        server.onToken(FakeServer.issue("a", "r1"), FakeServer.json(400, "{\"error\":\"invalid_request\"}"));
        OAuthClient client = device.client();
        client.profiles()
                .create(draft(client, "other", provider, server)
                        .grantType(new GrantType(grant))
                        .clientAuthMode(ClientAuthMode.HTTP_BASIC)
                        .scopeMode(ScopeMode.NONE)
                        .reset(ProfileField.JWT_ASSERTION)
                        .build());
        assertThat(press(client).delivered()).isTrue();
        ticker.seconds(3600);
        assertThat(press(client).delivered()).isTrue();
        assertThat(presented()).containsExactly("nothing", BY_REFRESH_TOKEN, "nothing");
    }

    @ParameterizedTest
    @MethodSource("all")
    void refusal_andThenTheAssertionIsRefused_statesBothReasons_andSendsTheAssertionAlone_alsoAfterARestart(
            int status, String body) {
        MockResponse refused = FakeServer.json(400, "{\"error\":\"invalid_grant\",\"error_description\":\"JWT\"}");
        server.onToken(FakeServer.issue("a", "r1"), FakeServer.json(status, body), refused, refused);
        device.withDesk();
        device.post();
        anHourLater();

        Failure failure = device.post().failure().orElseThrow();

        assertThat(failure.message())
                .startsWith("the refresh token was refused (HTTP " + status)
                .contains("and a new login failed: the grant presented is invalid, expired or revoked");
        assertThat(failure.serverError().orElseThrow().message()).contains("JWT");
        device.restart();
        assertThat(device.client().status("desk").failure().orElseThrow().message())
                .isEqualTo(failure.message());
        ticker.seconds(600);
        device.post();
        ticker.seconds(3600);
        assertThat(device.post().delivered()).isTrue();
        assertThat(presented()).containsExactly(BY_JWT, BY_REFRESH_TOKEN, BY_JWT, BY_JWT, BY_JWT);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void refusal_andThenTheServerIsBusy_leavesTheAssertionAlone_forTheNextPress(int busy) {
        MockResponse later = FakeServer.json(busy, "{}")
                .newBuilder()
                .addHeader("Retry-After", "60")
                .build();
        server.onToken(FakeServer.issue("a", "r1"), FakeServer.json(403, ""), later);
        device.withDesk();
        device.post();
        ticker.seconds(3600);
        assertThat(device.post().toString())
                .contains("the refresh token was refused (HTTP 403), and a new login failed", "HTTP " + busy);
        ticker.seconds(60);
        assertThat(device.post().delivered()).isTrue();
        assertThat(presented()).containsExactly(BY_JWT, BY_REFRESH_TOKEN, BY_JWT, BY_JWT);
    }

    /** Some servers report a dead refresh token with a server error, or with a page, each time. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "500 | {\"error\":\"invalid_grant\"}",
                "500 | <html>Internal Server Error</html>",
                "200 | <html>Sign in</html>",
                "200 | ''",
                "200 | [{\"errorCode\":\"EXPIRED\"}]",
                "400 | {\"error\":\"server_error\"}",
            })
    void serverError_forEachRefresh_isFollowedByTheAssertion_theThirdTime(int status, String body) throws IOException {
        AtomicInteger logins = new AtomicInteger();
        try (MockWebServer broken = new MockWebServer()) {
            broken.setDispatcher(new Dispatcher() {
                @Override
                public MockResponse dispatch(RecordedRequest request) {
                    return FakeServer.body(request).contains("refresh_token=")
                            ? FakeServer.json(status, body)
                            : FakeServer.issue("a" + logins.incrementAndGet(), "r" + logins);
                }
            });
            broken.start(InetAddress.getByName("127.0.0.1"), 0);
            OAuthClient client = device.client();
            URI tokenUrl = URI.create("http://127.0.0.1:" + broken.getPort() + "/token");
            client.profiles()
                    .create(draft(client, "desk", tokenUrl, ApiHost.of(server.host()))
                            .build());
            assertThat(device.post().delivered()).isTrue();
            ticker.seconds(3600);
            assertThat(device.post().delivered()).isFalse();
            ticker.seconds(60);
            assertThat(device.post().delivered()).isFalse();
            assertThat(logins).hasValue(1);
            ticker.seconds(60);
            assertThat(device.post().delivered()).isTrue();
            assertThat(logins).hasValue(2);
            assertThat(device.heard(Event.Kind.TOKEN)).last().asString().contains("(HTTP " + status);
        }
    }

    @Test
    void refusal_whoseFallbackGetsLost_isFollowedByTheAssertion_afterARestart() {
        MockResponse lost = new MockResponse.Builder()
                .onResponseStart(new SocketEffect.CloseSocket())
                .build();
        server.onToken(FakeServer.issue("a", "r1"), FakeServer.json(404, ""), lost, lost);
        device.withDesk();
        device.post();
        anHourLater();
        assertThat(device.post().delivered()).isFalse();
        int before = presented().size();
        device.restart();
        assertThat(device.post().delivered()).isTrue();
        assertThat(presented().subList(before, presented().size())).containsOnly(BY_JWT);
    }

    @ParameterizedTest
    @MethodSource("dead")
    void refusal_thatSaysThatTheTokenIsDead_needsASignIn_andIsTheLastRequest(int status, String body)
            throws IOException {
        server.onToken(FakeServer.json(status, body));
        RecordStore store = signedIn();
        try (OAuthClient client = device.settings().store(store).build()) {
            Failure failure = press(client).failure().orElseThrow();
            assertThat(failure.kind()).isEqualTo(Failure.Kind.GRANT_INVALID);
            assertThat(failure.advice()).startsWith("Press Start Authorization").doesNotContain("JWT");
            assertThat(client.status("other").state()).isEqualTo(ProfileStatus.State.REAUTHORIZATION_REQUIRED);
        }
        pressForWeeks(store, 0);
        assertThat(presented()).containsExactly(BY_REFRESH_TOKEN);
    }

    @ParameterizedTest
    @MethodSource("unknown")
    void refusal_inUnknownWords_needsASignIn_andIsRepeatedForAFewHoursAtMost(int status, String body)
            throws IOException {
        for (int i = 0; i < 100; i++) {
            server.onToken(FakeServer.json(status, body));
        }
        RecordStore store = signedIn();
        try (OAuthClient client = device.settings().store(store).build()) {
            Failure failure = press(client).failure().orElseThrow();
            assertThat(failure.kind()).isEqualTo(Failure.Kind.GRANT_INVALID);
            assertThat(failure.advice()).startsWith("Press Start Authorization");
            assertThat(failure.toString()).contains("HTTP " + status);
            assertThat(client.status("other").state()).isEqualTo(ProfileStatus.State.REAUTHORIZATION_REQUIRED);
        }
        pressForWeeks(store, 4);
        assertThat(presented()).hasSize(4).containsOnly(BY_REFRESH_TOKEN);
    }

    /** Presses each hour for 38 days, and restarts the device after each ten days. */
    private void pressForWeeks(RecordStore store, int wanted) {
        for (int start = 0; start < 4; start++) {
            try (OAuthClient client = device.settings().store(store).build()) {
                for (int hour = 0; hour < 228; hour++) {
                    ticker.seconds(3600);
                    assertThat(press(client).failure().orElseThrow().advice()).contains("Start Authorization");
                }
                assertThat(client.status("other").state()).isEqualTo(ProfileStatus.State.REAUTHORIZATION_REQUIRED);
                if (wanted > 0) {
                    assertThat(presented()).as("all within the first days").hasSize(wanted);
                }
            }
        }
    }

    @Test
    void refusal_inUnknownWords_thatEnds_costsNoSignIn() throws IOException {
        server.onToken(FakeServer.json(403, "<html>blocked by the proxy</html>"));
        try (OAuthClient client = device.settings().store(signedIn()).build()) {
            assertThat(press(client).delivered()).isFalse();
            assertThat(press(client).delivered()).isFalse();
            ticker.seconds(600);
            assertThat(press(client).delivered()).isTrue();
        }
        assertThat(presented()).containsExactly(BY_REFRESH_TOKEN, BY_REFRESH_TOKEN);
    }

    @ParameterizedTest
    @MethodSource("clients")
    void refusalOfTheClient_keepsTheRefreshToken_forTheDayOnWhichTheAppIsCorrected(int status, String body)
            throws IOException {
        for (int i = 0; i < 6; i++) {
            server.onToken(FakeServer.json(status, body));
        }
        try (OAuthClient client = device.settings().store(signedIn()).build()) {
            for (int day = 0; day < 7; day++) {
                client.renew("other");
                ticker.seconds(86_400);
                if (day < 6) {
                    assertThat(client.status("other").state()).isEqualTo(ProfileStatus.State.MISCONFIGURED);
                }
            }
            assertThat(press(client).delivered()).isTrue();
        }
        assertThat(presented()).containsOnly(BY_REFRESH_TOKEN);
    }

    @ParameterizedTest
    @MethodSource("unknown")
    void refusal_inUnknownWords_whileThePastedJwtHasExpired_keepsTheRefreshToken_andStatesBoth(
            int status, String body) {
        Instant expiry = TestValues.NOW.plusSeconds(60);
        server.onToken(FakeServer.issue("a", "r1"), FakeServer.json(status, body));
        OAuthClient client = device.client();
        client.profiles()
                .create(draft(client, "other", server)
                        .jwtAssertion(Secret.of(jwt("{\"exp\":" + expiry.getEpochSecond() + "}")))
                        .build());
        assertThat(press(client).delivered()).isTrue();
        device.clock.set(expiry.plusSeconds(3600));
        ticker.seconds(3660);
        Failure failure = press(client).failure().orElseThrow();
        assertThat(failure.message())
                .contains("the refresh token was refused (HTTP " + status)
                .contains("and a new login failed: the JWT");
        assertThat(client.status("other").state()).isEqualTo(ProfileStatus.State.REAUTHORIZATION_REQUIRED);
        ticker.seconds(600);
        assertThat(press(client).delivered())
                .as("the refusal was a passing one")
                .isTrue();
        assertThat(presented()).endsWith(BY_REFRESH_TOKEN, BY_REFRESH_TOKEN);
    }

    @Test
    void refusal_inUnknownWords_afterALostReply_saysThatTheReplyWasLost() throws IOException {
        MockResponse lost = new MockResponse.Builder()
                .onResponseStart(new SocketEffect.CloseSocket())
                .build();
        server.onToken(lost, FakeServer.json(400, "{\"error\":\"invalid_request\"}"));
        try (OAuthClient client = device.settings().store(signedIn()).build()) {
            assertThat(press(client).failure().orElseThrow().message())
                    .startsWith("the reply to an earlier renewal was lost");
            assertThat(client.status("other").state()).isEqualTo(ProfileStatus.State.REAUTHORIZATION_REQUIRED);
        }
    }

    /** RingCentral's table has advice for JWT credentials, also in the rows that match refresh tokens. */
    @ParameterizedTest
    @ValueSource(strings = {"OAU-210", "OAU-213", "invalid_grant"})
    void adviceAboutAJwt_isNotGiven_toAProfileWhoseUserSignsIn(String code) {
        OAuthClient client = device.client();
        client.profiles()
                .create(draft(client, "other", "JWTS", server)
                        .grantType(GrantType.AUTH_CODE_PKCE)
                        .reset(ProfileField.JWT_ASSERTION)
                        .clientAuthMode(ClientAuthMode.HTTP_BASIC)
                        .scopeMode(ScopeMode.NONE)
                        .authUrl(URI.create("https://login.example/authorize"))
                        .responseType(ResponseType.CODE)
                        .pkceMethod(PkceMethod.S256)
                        .redirectUri(URI.create(SignInDesk.REDIRECT))
                        .build());
        server.onToken(FakeServer.issue("a", "r1"), FakeServer.json(400, "{\"error\":\"" + code + "\"}"));
        client.signIns().handleCallback(SignInDesk.callback(client.signIns().start("other")));
        assertThat(client.signIns().save("other")).isTrue();
        ticker.seconds(3600);

        Failure failure = press(client).failure().orElseThrow();

        assertThat(failure.message()).isEqualTo("the refresh token or JWT credential is gone");
        assertThat(failure.advice()).isEqualTo("Press Start Authorization, sign in, and press Update Profile.");
        assertThat(client.status("other").state()).isEqualTo(ProfileStatus.State.REAUTHORIZATION_REQUIRED);
    }
}
