package com.algosolutions.oauth.client;

import static com.algosolutions.oauth.client.TestValues.client;
import static com.algosolutions.oauth.client.TestValues.draft;
import static com.algosolutions.oauth.client.TestValues.withDesk;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.OAuthException;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.client.TestValues.ManualTicker;
import com.algosolutions.oauth.credential.ProfileRecord;
import com.algosolutions.oauth.http.NetworkError;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.testkit.HostileReply;
import com.algosolutions.oauth.testkit.HostileServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes beyond the RFCs, lines 10 to 15: secrets, hostile servers, errors. Before them come {@link E10CallersTest} and {@link E10DeviceTest}. */
@Timeout(90)
class E10AdversityTest {
    private static final String REFRESH_TOKEN = "refresh-5ecret";
    private static final int SOCKETS_HOLD = 16 * 1024 * 1024;

    private final AtomicReference<Error> thrownByStore = new AtomicReference<>();

    @RegisterExtension
    private final TestDevice device = new TestDevice();

    private final ManualTicker ticker = device.ticker;
    private final FakeServer server = device.server();
    private final OAuthClient client = device.withDesk();

    E10AdversityTest() {
        device.store.before((id, bytes) -> throwOnce(id));
    }

    private void throwOnce(String id) {
        Error error = id.startsWith(ProfileRecord.ID_PREFIX) ? thrownByStore.getAndSet(null) : null;
        if (error != null) {
            throw error;
        }
    }

    private ApiResult press() {
        return device.post();
    }

    private int tokenRequests() {
        return server.tokenRequests().size();
    }

    private ProfileStatus.State state() {
        return client.status("desk").state();
    }

    @Test
    @DisplayName("E10.10 planted secrets in all logs, exceptions, toString, status and events: zero hits")
    void secrets_planted_arePrintedNowhere() {
        List<String> texts = new ArrayList<>();
        List<String> secrets =
                List.of(TestValues.CLIENT_SECRET, TestValues.JWT, REFRESH_TOKEN, "access-1", "access-2", "5ecret");
        String echo = "{\"error\":\"invalid_grant\",\"error_description\":\"" + REFRESH_TOKEN + " "
                + TestValues.CLIENT_SECRET + " " + TestValues.JWT + "\"}";
        try (CapturedLog log = CapturedLog.open()) {
            server.onToken(FakeServer.issue("access-1", REFRESH_TOKEN), FakeServer.json(400, echo));
            server.onApi(FakeServer.json(401, "{\"message\":\"access-1\"}"));
            thrownByStore.set(new AssertionError("from a store"));
            texts.add(press().toString()); // the renewal fails because of the store
            texts.add(press().toString());
            server.onToken(FakeServer.json(400, echo.replace(REFRESH_TOKEN, ""))); // not sent any more
            ticker.seconds(3000);
            texts.add(client.renew("desk").toString());
            texts.add(client.status("desk").toString());
            ticker.seconds(599); // the token has expired, and the rejection is remembered
            OAuthException thrown =
                    catchThrowableOfType(OAuthException.class, () -> client.bearerToken("desk", server.http("/v1")));
            texts.add(thrown + " " + thrown.result());
            client.events().forEach(event -> texts.add(event.toString()));
            device.heard.forEach(event -> texts.add(event.message()));
            texts.add(client + " " + client.profiles() + " " + client.profiles().list());
            texts.addAll(log.lines());
        }
        assertThat(texts)
                .hasSizeGreaterThan(10)
                .allSatisfy(text -> assertThat(text).doesNotContain(secrets));
    }

    static Stream<HostileReply> hostile() {
        String ok = "HTTP/1.1 200 OK\r\n";
        String chunked = ok + "Transfer-Encoding: chunked\r\n\r\n";
        Duration pause = Duration.ofMillis(20);
        return Stream.of(
                HostileReply.of("300 MB body", ok + "Content-Length: 300000000\r\n\r\n{\"access_token\":\"")
                        .thenForever("x"),
                HostileReply.of("endless chunked", chunked).thenForever("4000\r\n" + "x".repeat(0x4000) + "\r\n"),
                HostileReply.of("endless headers", ok).thenForever("X-More: and more\r\n"),
                HostileReply.of("one huge header", ok + "X-Huge: ").thenForever("x"),
                HostileReply.of("slow-loris head", ok + "X-Slow: ")
                        .thenForever("x")
                        .slowly(1, pause),
                HostileReply.of("slow-loris body", ok + "Content-Length: 99999\r\n\r\n")
                        .thenForever("x")
                        .slowly(1, pause));
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("E10.11 300 MB body, headers without end, endless chunks, slow-loris: bounded memory and deadline")
    @MethodSource("hostile")
    void hostileServer_isBounded(HostileReply reply) {
        try (HostileServer hostile = HostileServer.start().attack(reply);
                OAuthClient hurried = client().ticker(ticker)
                        .tokenTimeout(Duration.ofSeconds(1))
                        .callTimeout(Duration.ofSeconds(30))
                        .build()) {
            hurried.profiles()
                    .create(draft(
                                    hurried,
                                    "desk",
                                    hostile.uri("/token"),
                                    com.algosolutions.oauth.profile.ApiHost.of(server.host()))
                            .build());
            ApiResult result = TestValues.post(hurried, server);
            assertThat(result.delivered()).isFalse();
            assertThat(result.elapsed()).isLessThan(Duration.ofSeconds(10)); // of 30 that the caller has
            assertThat(hostile.bytesSent()).isLessThan(SOCKETS_HOLD);
            assertThat(hurried.status("desk").state()).isEqualTo(ProfileStatus.State.DEGRADED);
        }
    }

    @Test
    @DisplayName("E10.12 a waiting caller is cancelled: the renewal goes on")
    void waiter_cancelled_theFlightGoesOn() throws Exception {
        CountDownLatch gate = server.holdTokenReplies();
        ApiResult hasty = client.execute(
                ApiRequest.get(server.http("/v1")).profile("desk").timeout(Duration.ofMillis(50)));
        assertThat(hasty.failure().orElseThrow().message()).contains(NetworkError.DEADLINE.meaning());
        server.awaitTokenRequest();
        Callers<ApiResult> patient = Callers.start(1, this::press).awaitWaiting();
        gate.countDown();
        assertThat(patient.results().get(0).delivered()).isTrue();
        assertThat(tokenRequests()).isEqualTo(1);
    }

    @Test
    @DisplayName("E10.12 a renewal has its own deadline, independent of its waiting callers")
    void flight_hasItsOwnDeadline() {
        try (OAuthClient hurried = withDesk(
                client().tokenTimeout(Duration.ofMillis(300))
                        .callTimeout(Duration.ofHours(1))
                        .build(),
                server)) {
            CountDownLatch gate = server.holdTokenReplies();
            assertThat(TestValues.post(hurried, server).outcome()).isEqualTo(ApiResult.Outcome.UNREACHABLE);
            gate.countDown();
            hurried.renew("desk");
            assertThat(TestValues.post(hurried, server).delivered()).isTrue();
        }
    }

    @Test
    @DisplayName("E10.13 an exception inside one queued action does not stop the others")
    void action_thatThrows_stopsNoOther() throws Exception {
        for (int i = 0; i < 20; i++) { // more than there are workers
            client.profiles()
                    .create(draft(client, "p" + i, server).clientId("app-" + i).build());
        }
        CountDownLatch gate = server.holdTokenReplies();
        java.util.concurrent.atomic.AtomicInteger next = new java.util.concurrent.atomic.AtomicInteger();
        Callers<ApiResult> all =
                Callers.start(20, () -> client.post("p" + next.getAndIncrement(), server.http("/v1"), Body.json("{}")));
        all.awaitWaiting();
        thrownByStore.set(new AssertionError("in one of them"));
        gate.countDown();
        assertThat(all.results()).hasSize(20).allMatch(ApiResult::delivered); // the token is used from memory
        for (int i = 0; i < 20; i++) {
            assertThat(client.post("p" + i, server.http("/v1"), Body.json("{}")).delivered())
                    .isTrue();
        }
    }

    @Test
    @DisplayName("E10.13 a listener that always throws harms none of the callers of one credential")
    void listener_thatThrows_harmsNoCaller() throws Exception {
        try (OAuthClient deaf = withDesk(
                client().ticker(ticker)
                        .listener(event -> {
                            throw new IllegalStateException("from a listener");
                        })
                        .build(),
                server)) {
            for (int round = 1; round <= 2; round++) {
                CountDownLatch gate = server.holdTokenReplies();
                Callers<ApiResult> all = Callers.start(20, () -> TestValues.post(deaf, server));
                all.awaitWaiting();
                gate.countDown();
                assertThat(all.results()).hasSize(20).allMatch(ApiResult::delivered);
                assertThat(tokenRequests()).isEqualTo(round);
                ticker.seconds(3600);
            }
        }
    }

    @ParameterizedTest
    @DisplayName("E10.14 an error in a refresh releases the slot")
    @ValueSource(classes = {OutOfMemoryError.class, StackOverflowError.class, AssertionError.class})
    void error_inARefresh_releasesTheSlot(Class<? extends Error> kind) throws Exception {
        AtomicReference<Error> thrown =
                new AtomicReference<>(kind.getDeclaredConstructor().newInstance());
        TestProvider plugin = TestProvider.jwt("PLUGIN", traits -> {}).bearerTypes(() -> {
            throw thrown.get();
        });
        try (OAuthClient own = client().ticker(ticker).provider(plugin).build()) {
            own.profiles().create(draft(own, "desk", "PLUGIN", server).build());
            server.onToken(FakeServer.json(200, "{\"access_token\":\"x\",\"token_type\":\"other\"}"));
            assertThat(TestValues.post(own, server).failure().orElseThrow().message())
                    .contains("an error in this library");
            assertThat(own.status("desk").state()).isEqualTo(ProfileStatus.State.DEGRADED);
            assertThat(TestValues.post(own, server).delivered()).isTrue();
        }
    }

    @Test
    @DisplayName("E10.14 an interrupt releases the caller, a closed client starts no renewal")
    void interrupt_releasesTheCaller() throws Exception {
        CountDownLatch gate = server.holdTokenReplies();
        AtomicReference<ApiResult> result = new AtomicReference<>();
        Thread caller = new Thread(() -> result.set(press()));
        caller.start();
        server.awaitTokenRequest();
        caller.interrupt();
        caller.join();
        assertThat(result.get().failure().orElseThrow().message()).contains(NetworkError.INTERRUPTED.meaning());
        gate.countDown();
        assertThat(press().delivered()).isTrue();
        assertThat(tokenRequests()).isEqualTo(1);

        ticker.seconds(3600);
        client.close();
        for (int i = 0; i < 2; i++) {
            assertThat(press().toString()).contains("the client is closed");
            assertThat(client.status("desk").state()).isEqualTo(ProfileStatus.State.READY);
        }
    }

    @Test
    @DisplayName(
            "E10.15 rejections are remembered per credential: a new secret is not blocked by the old one's failure")
    void refusal_isOfTheCredential() {
        MockResponse refused = FakeServer.json(401, "{\"error\":\"invalid_client\"}");
        server.onToken(refused);
        press();
        press();
        assertThat(tokenRequests()).isEqualTo(1);
        OAuthProfile desk = client.profiles().find("desk").orElseThrow();
        client.profiles()
                .update(client.edit(desk).clientSecret(Secret.of("corrected")).build());
        assertThat(state()).isEqualTo(ProfileStatus.State.READY);
        assertThat(press().delivered()).isTrue();
        assertThat(tokenRequests()).isEqualTo(2);
        client.profiles().create(draft(client, "old secret", server).build());
        server.onToken(refused);
        assertThat(client.post("old secret", server.http("/v1"), Body.json("{}"))
                        .delivered())
                .isFalse();
        assertThat(press().delivered()).isTrue();
    }

    @Test
    @DisplayName("E10.15 a 429 blocks one client at one endpoint, and no other")
    void throttle_isOfTheClient() {
        server.onToken(FakeServer.json(429, ""));
        press();
        assertThat(state()).isEqualTo(ProfileStatus.State.THROTTLED);
        client.profiles()
                .create(draft(client, "other", server).clientId("app-2").build());
        assertThat(client.post("other", server.http("/v1"), Body.json("{}")).delivered())
                .isTrue();
        assertThat(press().delivered()).isFalse();
        assertThat(tokenRequests()).isEqualTo(2);
    }

    @Test
    @DisplayName("E10.15 a 429 still blocks after a new secret: the provider counts by client id")
    void throttle_outlastsANewSecret() {
        server.onToken(FakeServer.json(429, ""));
        press();
        OAuthProfile desk = client.profiles().find("desk").orElseThrow();
        client.profiles()
                .update(client.edit(desk).clientSecret(Secret.of("corrected")).build());
        assertThat(press().delivered()).isFalse();
        assertThat(tokenRequests()).isEqualTo(1);
        ticker.seconds(30);
        assertThat(press().delivered()).isTrue();
    }

    @Test
    @DisplayName("E10.15 a 503 with Retry-After blocks the origin, for other clients too")
    void outageWithATime_isOfTheOrigin() {
        server.onToken(new MockResponse.Builder()
                .code(503)
                .addHeader("Retry-After", "30")
                .build());
        press();
        client.profiles()
                .create(draft(client, "other", server).clientId("app-2").build());
        assertThat(client.post("other", server.http("/v1"), Body.json("{}")).delivered())
                .isFalse();
        assertThat(tokenRequests()).isEqualTo(1);
        ticker.seconds(30);
        assertThat(client.post("other", server.http("/v1"), Body.json("{}")).delivered())
                .isTrue();
        assertThat(press().delivered()).isTrue();
    }
}
