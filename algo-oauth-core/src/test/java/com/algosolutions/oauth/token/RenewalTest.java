package com.algosolutions.oauth.token;

import static com.algosolutions.oauth.client.TestValues.JWT;
import static com.algosolutions.oauth.client.TestValues.client;
import static com.algosolutions.oauth.client.TestValues.draft;
import static com.algosolutions.oauth.client.TestValues.jwt;
import static com.algosolutions.oauth.client.TestValues.post;
import static com.algosolutions.oauth.client.TestValues.withDesk;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.NameResolver;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.client.Callers;
import com.algosolutions.oauth.client.ClientInternals;
import com.algosolutions.oauth.client.FakeServer;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.client.TestDevice;
import com.algosolutions.oauth.client.TestProvider;
import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.client.TestValues.ManualClock;
import com.algosolutions.oauth.client.TestValues.ManualTicker;
import com.algosolutions.oauth.contract.FaultyStore;
import com.algosolutions.oauth.credential.Jitter;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.jose.JwtExpiry;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.store.RecordStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The grant by which the next token is obtained, and the time of the renewal. */
class RenewalTest {
    private static final String BY_JWT = "assertion=" + JWT;

    @RegisterExtension
    private final TestDevice test = new TestDevice();

    private final ManualTicker ticker = test.ticker;
    private final ManualClock clock = test.clock;
    private final FakeServer server = test.server();
    private final OAuthClient client = test.withDesk();

    private String post() {
        return test.post().toString();
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

    private ApiResult with(UnaryOperator<ProfileForm> form) {
        client.profiles().create(form.apply(draft(client, "other", server)).build());
        return client.post("other", server.http("/v1"), Body.json("{}"));
    }

    @Test
    @DisplayName("E4.10 without a refresh token the assertion is presented again")
    void token_isRenewedALittleBeforeItDies_byTheTicker() {
        post();
        ticker.seconds(3600 - 331);
        post();
        assertThat(server.tokenRequests()).hasSize(1);
        ticker.seconds(301);
        post();
        assertThat(presented()).containsExactly(BY_JWT, BY_JWT);
        assertThat(server.bearers()).containsExactly("Bearer access-1", "Bearer access-1", "Bearer access-2");
    }

    @Test
    void token_ofAShortLife_isRenewedAfterNineTenths() {
        server.onToken(FakeServer.json(200, "{\"access_token\":\"a\",\"token_type\":\"bearer\",\"expires_in\":20}"));
        post();
        ticker.seconds(17);
        post();
        assertThat(server.bearers()).containsExactly("Bearer a", "Bearer a");
        ticker.seconds(1);
        post();
        assertThat(server.bearers()).containsExactly("Bearer a", "Bearer a", "Bearer access-1");
    }

    @Test
    @DisplayName(
            "after an outage that names no time, the client backs off twice as long each time, for a minute at most")
    void outage_thatNamesNoTime_isBackedOffFrom_longerEachTime() {
        MockResponse unavailable = FakeServer.json(503, "{}");
        server.onToken(Collections.nCopies(60, unavailable).toArray(MockResponse[]::new));
        for (long seconds : new long[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            post();
            assertThat(client.status("desk").retryAfter()).contains(Duration.ofSeconds(seconds));
            ticker.seconds(seconds);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:00:00Z", "2076-01-01T00:00:00Z", "2026-11-23T23:00:00Z"})
    void wallClock_thatJumps_neitherKillsNorKeepsAToken(Instant jump) {
        post();
        clock.set(jump);
        post();
        assertThat(server.tokenRequests()).hasSize(1);
        ticker.seconds(3600);
        post();
        assertThat(server.tokenRequests()).hasSize(2);
    }

    @Test
    @DisplayName("E2.12 a new refresh token replaces the old one")
    void refreshToken_rotates_theNewOneReplacesTheOld() {
        server.onToken(FakeServer.issue("a", "r1"), FakeServer.issue("b", "r2"), FakeServer.issue("c", "r3"));
        for (int i = 0; i < 3; i++) {
            post();
            ticker.seconds(3600);
        }
        assertThat(presented()).containsExactly(BY_JWT, "refresh_token=r1", "refresh_token=r2");
        assertThat(server.bearers()).containsExactly("Bearer a", "Bearer b", "Bearer c");
        assertThat(FakeServer.form(server.tokenRequests().get(1)))
                .containsExactly("grant_type=refresh_token", "refresh_token=r1");
    }

    @Test
    @DisplayName("E2.12 after a response without a refresh token, the old one stays in use")
    void refreshReply_withoutARefreshToken_keepsTheOldOne() {
        server.onToken(FakeServer.issue("a", "r1"), FakeServer.issue("b"), FakeServer.issue("c"));
        for (int i = 0; i < 3; i++) {
            post();
            ticker.seconds(3600);
        }
        assertThat(presented()).containsExactly(BY_JWT, "refresh_token=r1", "refresh_token=r1");
    }

    @Test
    @DisplayName("E2.13 a refresh requests no scope, and so no wider one")
    void refresh_asksForNoScope() {
        server.onToken(FakeServer.issue("a", "r1"));
        with(form -> form.scopes("read"));
        ticker.seconds(3600);
        client.post("other", server.http("/v1"), Body.json("{}"));
        assertThat(FakeServer.form(server.tokenRequests().get(0))).contains("scope=read");
        assertThat(FakeServer.form(server.tokenRequests().get(1)))
                .containsExactly("grant_type=refresh_token", "refresh_token=r1");
    }

    @Test
    void refreshToken_dead_isFollowedByTheAssertionOnce_andForgotten() {
        server.onToken(FakeServer.issue("a", "r1"), FakeServer.json(400, "{\"error\":\"invalid_grant\"}"));
        post();
        ticker.seconds(3600);
        assertThat(post()).startsWith("delivered");
        assertThat(presented()).containsExactly(BY_JWT, "refresh_token=r1", BY_JWT);
        ticker.seconds(3600);
        post();
        assertThat(presented()).containsExactly(BY_JWT, "refresh_token=r1", BY_JWT, BY_JWT);
    }

    @Test
    void refreshTokenAndAssertion_bothDead_endAfterOneRequestEach() {
        MockResponse dead = FakeServer.json(400, "{\"error\":\"invalid_grant\"}");
        server.onToken(FakeServer.issue("a", "r1"), dead, dead);
        post();
        ticker.seconds(3600);
        assertThat(post()).startsWith("no credential").contains("invalid, expired or revoked");
        assertThat(presented()).containsExactly(BY_JWT, "refresh_token=r1", BY_JWT);
        assertThat(post()).startsWith("no credential"); // remembered
        assertThat(presented()).hasSize(3);
        client.renew("desk"); // on request: the rejected refresh token is not sent again
        assertThat(presented()).containsExactly(BY_JWT, "refresh_token=r1", BY_JWT, BY_JWT);
    }

    @Test
    @DisplayName("E2.19 the refresh token is kept after a 429, whatever its body says, and no assertion is sent")
    void refresh_answeredWith429_fallsBackToNothing_andKeepsTheRefreshToken() {
        server.onToken(FakeServer.issue("a", "r1"), FakeServer.json(429, "{\"error\":\"invalid_grant\"}"));
        post();
        ticker.seconds(3600);
        assertThat(post()).startsWith("no credential").contains("HTTP 429");
        assertThat(post()).startsWith("no credential");
        assertThat(presented()).containsExactly(BY_JWT, "refresh_token=r1");
        ticker.seconds(30);
        assertThat(client.renew("desk").state()).isEqualTo(ProfileStatus.State.READY);
        assertThat(presented()).containsExactly(BY_JWT, "refresh_token=r1", "refresh_token=r1");
    }

    @Test
    @DisplayName("E2.19 the refresh token is kept after a server error")
    void refresh_serverInTrouble_isTriedFourTimes_thenLeftAlone_andKeepsTheRefreshToken() {
        int status = 503;
        MockResponse trouble = FakeServer.json(status, "");
        server.onToken(FakeServer.issue("a", "r1"), trouble, trouble, trouble, trouble);
        post();
        ticker.seconds(3600);
        assertThat(post()).startsWith("no credential").contains("HTTP " + status);
        assertThat(post()).startsWith("no credential").contains("HTTP " + status);
        assertThat(presented())
                .hasSize(5)
                .filteredOn("refresh_token=r1"::equals)
                .hasSize(4);
        ticker.seconds(1);
        assertThat(post()).startsWith("delivered");
        assertThat(presented()).hasSize(6).last().isEqualTo("refresh_token=r1");
    }

    /** Responses to a refresh after which the client does not know whether the server has rotated the refresh token. */
    static Stream<Arguments> ambiguous() {
        return Stream.of(
                Arguments.of(500, "{\"error\":\"invalid_grant\"}"),
                Arguments.of(502, "<html>"),
                Arguments.of(504, ""),
                Arguments.of(408, ""),
                Arguments.of(421, "<html>"),
                Arguments.of(425, "{}"),
                Arguments.of(400, "{\"error\":\"server_error\"}"),
                Arguments.of(200, "{\"error\":\"temporarily_unavailable\"}"),
                Arguments.of(200, "<html>"),
                Arguments.of(200, ""),
                Arguments.of(200, "{\"access_token\":\"b\",\"refresh_tok"));
    }

    @ParameterizedTest
    @MethodSource("ambiguous")
    @DisplayName(
            "E2.19 after a response that leaves the result open, the refresh token is kept and sent once more, 2 s later")
    void refresh_answeredByWhatDoesNotTell_isTriedTwice_thenHeld_andALaterRefusalSaysThatTheReplyWasLost(
            int status, String body) throws IOException {
        MockResponse unclear = FakeServer.json(status, body);
        server.onToken(unclear, unclear, FakeServer.json(400, "{\"error\":\"invalid_grant\"}"));
        List<Duration> waits = new ArrayList<>();
        RecordStore store = withRefreshToken("r1");
        OAuthClient.Builder settings = test.settings().store(store);
        ClientInternals.pause(settings, waits::add);
        try (OAuthClient authorized = settings.build()) {
            ProfileStatus held = authorized.renew("other");
            assertThat(held.toString()).contains("HTTP " + status);
            assertThat(held.failure().orElseThrow().kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
            assertThat(presented()).containsExactly("refresh_token=r1", "refresh_token=r1");
            assertThat(waits).containsExactly(Duration.ofSeconds(2));
        }
        try (OAuthClient restarted = settings.build()) {
            assertThat(restarted.renew("other").toString()).contains("the reply to an earlier renewal was lost");
        }
    }

    @ParameterizedTest
    @MethodSource("ambiguous")
    void refresh_answeredByWhatDoesNotTell_isRepeated_whereTheProviderReplays(int status, String body) {
        MockResponse unclear = FakeServer.json(status, body);
        List<Duration> waits = new ArrayList<>();
        OAuthClient.Builder settings = test.settings()
                .store(RecordStore.inMemory())
                .provider(TestProvider.jwt("REPLAYING", traits -> traits.replayWindow(Duration.ofMinutes(60))));
        ClientInternals.pause(settings, waits::add);
        boolean inTrouble = status >= 400 || body.contains("error");
        server.onToken(FakeServer.issue("a", "r1"), unclear);
        if (inTrouble) {
            server.onToken(unclear, unclear);
        }
        server.onToken(FakeServer.issue("b", "r2"));
        try (OAuthClient replaying = settings.build()) {
            replaying
                    .profiles()
                    .create(draft(replaying, "other", "REPLAYING", server).build());
            assertThat(replaying.renew("other").state()).isEqualTo(ProfileStatus.State.READY);
            assertThat(replaying.renew("other").state()).isEqualTo(ProfileStatus.State.READY);
        }
        assertThat(presented()).hasSize(inTrouble ? 5 : 3).endsWith("refresh_token=r1");
        assertThat(waits)
                .extracting(Duration::toMillis)
                .containsExactlyElementsOf(inTrouble ? List.of(300L, 600L, 1200L) : List.of(300L));
    }

    @Test
    void token_isRenewedWhenTheDevicesJitterSays() {
        RecordStore store = RecordStore.inMemory();
        try (OAuthClient device = withDesk(test.settings().store(store).build(), server)) {
            String id = device.profiles().find("desk").orElseThrow().id();
            long stale = (long) (3270 + 150 * Jitter.of(store).of(id));
            TestValues.post(device, server);
            ticker.seconds(stale - 1);
            TestValues.post(device, server);
            assertThat(ClientInternals.entry(device, "desk")
                            .credential()
                            .tokens()
                            .snapshot()
                            .renewing())
                    .isFalse();
            assertThat(server.tokenRequests()).hasSize(1);
            ticker.seconds(2);
            TestValues.post(device, server);
            Callers.await(() -> server.tokenRequests().size() == 2);
        }
    }

    /** The server's answer after it has executed a renewal whose response was lost. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void refresh_whoseReplyWasLost_andIsRefusedThen_saysSo_alsoLater(boolean inTroubleMeanwhile) throws IOException {
        server.onToken(new MockResponse.Builder()
                .onResponseStart(new SocketEffect.CloseSocket())
                .build());
        if (inTroubleMeanwhile) {
            server.onToken(FakeServer.json(503, ""), FakeServer.json(503, ""), FakeServer.json(503, ""));
        }
        server.onToken(FakeServer.json(400, "{\"error\":\"invalid_grant\"}"));
        try (OAuthClient authorized =
                test.settings().store(withRefreshToken("r1")).build()) {
            if (inTroubleMeanwhile) {
                assertThat(authorized.renew("other").toString()).contains("HTTP 503");
            }
            for (int i = 0; i < 2; i++) {
                ticker.seconds(3600);
                assertThat(authorized.renew("other").toString())
                        .startsWith("REAUTHORIZATION_REQUIRED")
                        .contains("the reply to an earlier renewal was lost");
            }
        }
        assertThat(presented()).hasSize(inTroubleMeanwhile ? 5 : 2).containsOnly("refresh_token=r1");
    }

    @Test
    @DisplayName(
            "an unusable 200 may have had the next refresh token: a later rejection names that as the cause, also after a restart")
    void refresh_whoseReplyCouldNotBeUsed_andIsRefusedThen_saysSo() throws IOException {
        server.onToken(
                FakeServer.json(200, "{\"access_token\":\"a2\",\"token_type\":\"mac\",\"refresh_token\":\"r2\"}"),
                FakeServer.json(400, "{\"error\":\"invalid_grant\"}"));
        RecordStore store = withRefreshToken("r1");
        try (OAuthClient authorized = test.settings().store(store).build()) {
            assertThat(authorized.renew("other").toString()).contains("the token_type is not bearer");
        }
        try (OAuthClient restarted = test.settings().store(store).build()) {
            assertThat(restarted.renew("other").toString())
                    .contains("the reply to an earlier renewal was lost (power or network) or could not be used");
        }
        assertThat(presented()).containsExactly("refresh_token=r1", "refresh_token=r1");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("E2.19 the refresh token is kept if the connection is closed or stalls in the middle of a renewal")
    void refresh_withoutAReply_keepsTheRefreshToken(boolean stalled) {
        MockResponse lost = new MockResponse.Builder()
                .onResponseStart(stalled ? SocketEffect.Stall.INSTANCE : new SocketEffect.CloseSocket())
                .build();
        server.onToken(FakeServer.issue("a", "r1"), lost);
        if (!stalled) {
            server.onToken(lost); // the request is sent twice; after a stall there is no time for the second one
        }
        try (OAuthClient hasty = withDesk(
                client().ticker(ticker)
                        .clock(clock)
                        .tokenTimeout(Duration.ofMillis(stalled ? 700 : 20_000))
                        .build(),
                server)) {
            TestValues.post(hasty, server);
            ticker.seconds(3600);
            assertThat(TestValues.post(hasty, server).delivered()).isFalse();
            ticker.seconds(60);
            assertThat(TestValues.post(hasty, server).delivered()).isTrue();
        }
        assertThat(presented()).startsWith(BY_JWT).last().isEqualTo("refresh_token=r1");
    }

    /** A profile with an assertion that is rejected as well: the failure names both causes, now and later. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void refresh_whoseReplyWasLost_andThenTheAssertionIsRefused_saysBoth_alsoLater(boolean lostInAnEarlierFlight) {
        MockResponse refused = FakeServer.json(400, "{\"error\":\"invalid_grant\"}");
        MockResponse lost = new MockResponse.Builder()
                .onResponseStart(new SocketEffect.CloseSocket())
                .build();
        server.onToken(FakeServer.issue("a", "r1"), lost);
        if (lostInAnEarlierFlight) {
            server.onToken(lost);
        }
        server.onToken(refused, refused, refused);
        post();
        ticker.seconds(3600);
        if (lostInAnEarlierFlight) {
            assertThat(post()).startsWith("unreachable");
            ticker.seconds(1);
        }
        assertThat(post())
                .contains("the reply to an earlier renewal was lost")
                .contains("a new login failed")
                .contains("invalid, expired or revoked");
        ticker.seconds(3600);
        assertThat(client.renew("desk").toString())
                .startsWith("REAUTHORIZATION_REQUIRED")
                .contains("the reply to an earlier renewal was lost");
        assertThat(presented()).last().isEqualTo(BY_JWT);
    }

    @Test
    void refresh_whoseReplyWasLost_isForgotten_onceTheAssertionBringsAToken() {
        MockResponse refused = FakeServer.json(400, "{\"error\":\"invalid_grant\"}");
        server.onToken(
                FakeServer.issue("a", "r1"),
                new MockResponse.Builder()
                        .onResponseStart(new SocketEffect.CloseSocket())
                        .build(),
                refused,
                FakeServer.issue("b"),
                refused);
        post();
        ticker.seconds(3600);
        assertThat(post()).startsWith("delivered");
        ticker.seconds(3600);
        assertThat(post()).contains("invalid, expired or revoked").doesNotContain("was lost");
    }

    @Test
    void refresh_thatNeverLeftTheDevice_isNoLostReply() throws IOException {
        AtomicBoolean offline = new AtomicBoolean(true);
        NameResolver names = host -> {
            if (offline.get()) {
                throw new UnknownHostException(host);
            }
            return List.of(InetAddress.getLoopbackAddress());
        };
        server.onToken(FakeServer.json(400, "{\"error\":\"invalid_grant\"}"));
        clock.set(TestValues.NOW.plusSeconds(7200)); // the stored access token has expired
        try (OAuthClient authorized = test.settings()
                .nameResolver(names)
                .store(withRefreshToken("r1"))
                .build()) {
            assertThat(authorized.renew("other").toString()).contains("could not be resolved");
            offline.set(false);
            assertThat(authorized.renew("other").toString())
                    .startsWith("REAUTHORIZATION_REQUIRED")
                    .doesNotContain("was lost");
        }
    }

    private RecordStore withRefreshToken(String token) throws IOException {
        return TestValues.keep(RecordStore.inMemory(), TestValues.authorized(server, token));
    }

    /** The assertion's exp, the device's clock, and whether it is rejected without a request. */
    @ParameterizedTest
    @CsvSource({
        "2026-11-24T00:00:00Z, 2026-11-24T00:00:00Z, true",
        "2026-11-24T00:00:01Z, 2026-11-24T00:00:00Z, false",
        "2026-11-23T12:00:00Z, 1970-01-01T00:00:00Z, false",
        "2027-01-01T00:00:00Z, 1970-01-01T00:00:00Z, false",
        "2026-11-22T23:59:59Z, 1970-01-01T00:00:00Z, true",
        "2026-11-23T00:00:00Z, 1970-01-01T00:00:00Z, true",
        "2038-01-19T03:14:08Z, 2026-11-24T00:00:00Z, false",
        "2038-01-19T03:14:08Z, 2040-01-01T00:00:00Z, true",
        "9999-12-31T23:59:59Z, 2026-11-24T00:00:00Z, false"
    })
    @DisplayName("E4.8 a pasted assertion that has certainly expired is reported without a request")
    void assertion_certainlyExpired_isRefusedWithoutARequest(Instant exp, Instant now, boolean refused) {
        clock.set(now);
        ApiResult result = with(form -> form.jwtAssertion(Secret.of(jwt("{\"exp\":" + exp.getEpochSecond() + "}"))));
        assertThat(result.delivered()).isEqualTo(!refused);
        assertThat(server.tokenRequests()).hasSize(refused ? 0 : 1);
        if (refused) {
            assertThat(result.toString())
                    .contains("the JWT credential expired on " + exp)
                    .contains("Create a new JWT");
        }
    }

    @Test
    @DisplayName("E4.8 an expired pasted assertion: fifty presses, no request, and the state says what to do")
    void assertion_expired_costsNoRequests_andIsAState() {
        clock.set(Instant.parse("2026-11-24T00:00:00Z"));
        ApiResult first = with(form -> form.jwtAssertion(Secret.of(jwt("{\"exp\":1790000000}"))));
        for (int press = 1; press < 50; press++) {
            assertThat(client.post("other", server.http("/v1"), Body.json("{}")).failure())
                    .isEqualTo(first.failure());
        }
        assertThat(server.requests()).isZero();
        assertThat(client.status("other").state()).isEqualTo(ProfileStatus.State.REAUTHORIZATION_REQUIRED);
    }

    /** The assertion's exp, the device's clock, and whether the event warns. */
    @ParameterizedTest
    @CsvSource({
        "2026-12-23T23:59:59Z, 2026-11-24T00:00:00Z, true",
        "2026-12-24T00:00:00Z, 2026-11-24T00:00:00Z, false",
        "2038-01-19T03:14:08Z, 2026-11-24T00:00:00Z, false",
        "2026-12-23T23:59:59Z, 1970-01-01T00:00:00Z, false"
    })
    @DisplayName("E4.8 the event of each token warns that the pasted assertion expires within a month")
    void assertion_aboutToExpire_isToldWithEachToken(Instant exp, Instant now, boolean told) {
        clock.set(now);
        assertThat(with(form -> form.jwtAssertion(Secret.of(jwt("{\"exp\":" + exp.getEpochSecond() + "}"))))
                        .delivered())
                .isTrue();
        assertThat(client.events())
                .filteredOn(event -> event.kind() == Event.Kind.TOKEN)
                .singleElement()
                .satisfies(event -> assertThat(event.message()
                                .endsWith("; the JWT credential expires on " + exp + ", so create a new one before"))
                        .isEqualTo(told));
    }

    /** Only a response of the token endpoint could correct the time, and a rejected assertion would not be sent there. */
    @Test
    void assertion_isNotRefused_byTheWordOfAnotherHostAboutTheTime() {
        Instant exp = TestValues.NOW.plus(Duration.ofDays(365));
        server.onApi(FakeServer.json(200, "{}")
                .newBuilder()
                .addHeader("Date", "Sat, 03 Feb 2029 00:00:00 GMT")
                .build());
        assertThat(with(form -> form.tokenUrl(URI.create("http://localhost:" + server.port() + "/token"))
                                .jwtAssertion(Secret.of(jwt("{\"exp\":" + exp.getEpochSecond() + "}"))))
                        .delivered())
                .isTrue();
        ticker.seconds(3600);
        assertThat(client.post("other", server.http("/v1"), Body.json("{}")).delivered())
                .isTrue();
        assertThat(server.tokenRequests()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"exp\":\"1\"}",
                "{\"exp\":null}",
                "{\"exp\":{}}",
                "{\"exp\":18446744073709551617}",
                "{\"exp\":1e300}",
                "{\"exp\":9223372036854775807}",
                "not json",
                "{\"exp\":1,\"exp\":1}"
            })
    void assertion_withoutAReadableExp_isTheServersToJudge(String payload) {
        assertThat(with(form -> form.jwtAssertion(Secret.of(jwt(payload)))).delivered())
                .isTrue();
    }

    @Test
    void assertion_withAFractionalExp_isRead() {
        assertThat(JwtExpiry.expiry(Secret.of(jwt("{\"exp\":1700000000.9}"))))
                .contains(Instant.ofEpochSecond(1_700_000_000));
        assertThat(JwtExpiry.expiry(Secret.of("a.%.c"))).isEmpty();
        assertThat(JwtExpiry.expiry(Secret.of("a.b"))).isEmpty();
    }

    @Test
    void grantType_unknown_isRefusedWhenUsed_withoutARequest() {
        ApiResult result = with(form -> form.grantType(new GrantType("TOKEN_EXCHANGE")));
        assertThat(result.toString())
                .startsWith("no credential")
                .contains("cannot obtain a token by TOKEN_EXCHANGE")
                .contains("Write Grant Type as one of JWT_BEARER");
        assertThat(server.requests()).isZero();
    }

    @Test
    void defaultExpiry_changedOnAStoredProfile_countsFromTheNextToken() {
        String noExpiry = "{\"access_token\":\"a\",\"token_type\":\"bearer\"}";
        server.onToken(FakeServer.json(200, noExpiry), FakeServer.json(200, noExpiry), FakeServer.json(200, noExpiry));
        post();
        client.profiles()
                .update(client.edit(client.profiles().find("desk").orElseThrow())
                        .defaultExpiresIn(Duration.ofSeconds(100))
                        .build());
        ticker.seconds(3600);
        post();
        ticker.seconds(100);
        post();
        assertThat(server.tokenRequests()).hasSize(3);
    }

    @Test
    void extraParams_joinTheRefreshToo() {
        server.onToken(FakeServer.issue("a", "r1"));
        with(form -> form.extraParams(Map.of("audience", "x")));
        ticker.seconds(3600);
        client.post("other", server.http("/v1"), Body.json("{}"));
        assertThat(FakeServer.form(server.tokenRequests().get(1)))
                .containsExactly("audience=x", "grant_type=refresh_token", "refresh_token=r1");
    }

    @Test
    @DisplayName("a renewal that the rate limiter delays writes nothing: there is no journal to remove")
    void refresh_keptBack_writesNothing() throws IOException {
        server.onToken(FakeServer.json(429, "{}"));
        List<String> written = new ArrayList<>();
        FaultyStore store = new FaultyStore(withRefreshToken("r1"));
        try (OAuthClient authorized = test.settings().store(store).build()) {
            authorized.renew("other");
            store.before((id, bytes) -> written.add(id));
            assertThat(authorized.renew("other").failure().orElseThrow().kind()).isEqualTo(Failure.Kind.THROTTLED);
        }
        assertThat(presented()).containsExactly("refresh_token=r1");
        assertThat(written).isEmpty();
    }
}
