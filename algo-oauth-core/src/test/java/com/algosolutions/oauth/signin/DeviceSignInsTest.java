package com.algosolutions.oauth.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.SignIn;
import com.algosolutions.oauth.SignIn.State;
import com.algosolutions.oauth.client.ClientInternals;
import com.algosolutions.oauth.client.FakeServer;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.client.Parts;
import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.client.TestValues.ManualClock;
import com.algosolutions.oauth.client.TestValues.ManualTicker;
import com.algosolutions.oauth.contract.FaultyStore;
import com.algosolutions.oauth.credential.ContractStore;
import com.algosolutions.oauth.credential.GenericProvider;
import com.algosolutions.oauth.credential.ProfileEntry;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The device sign-ins of a client, before and after a restart. */
@Timeout(60)
class DeviceSignInsTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final ManualClock clock = new ManualClock(TestValues.NOW);
    private final FakeServer server = FakeServer.start();
    private final FaultyStore store = new FaultyStore();
    private ManualTicker ticker = new ManualTicker();

    /** The profiles, in a separate store: the other one has the records of sign-ins only. */
    private Parts profiles = new Parts(TestValues.client().clock(clock));

    private Parts parts = parts();
    private StoredSignIns stored = stored();
    private DeviceSignIns authorizations = authorizations();
    private OAuthProfile profile;

    private Parts parts() {
        OAuthClient.Builder settings =
                TestValues.client().store(store).ticker(ticker).clock(clock);
        ClientInternals.later(settings, ticker);
        return new Parts(settings);
    }

    private StoredSignIns stored() {
        PendingTokens pending = new PendingTokens(profiles.profiles(), profiles.revocations, profiles.events, LIMIT);
        return new StoredSignIns(
                profiles.profiles(),
                ContractStore.of(store),
                pending,
                parts.channel.clock(),
                parts.events,
                parts.workers.timer(),
                Runnable::run);
    }

    private DeviceSignIns authorizations() {
        return new DeviceSignIns(
                stored, parts.channel, parts.workers.timer(), Runnable::run, parts.events, LIMIT, "desk phone");
    }

    private ProfileEntry entry() {
        return Objects.requireNonNull(profiles.profiles().getWithId(profile.id()));
    }

    private Optional<SignIn> current() {
        return stored.current(entry());
    }

    /** The access tokens that wait to be saved. */
    private List<String> pending() {
        return profiles.profiles().all().stream()
                .flatMap(known -> known.pending().stream())
                .map(waiting -> waiting.grant().accessToken().reveal())
                .toList();
    }

    @BeforeEach
    void configure() {
        try (OAuthClient client = TestValues.client().build()) {
            profile = TestValues.draft(client, "desk", server)
                    .grantType(GrantType.DEVICE_CODE)
                    .deviceUrl(server.http("/device"))
                    .build();
        }
        profiles.profiles().create(profile);
    }

    @AfterEach
    void stop() {
        parts.close();
        profiles.close();
        server.close();
    }

    private SignIn start() {
        return authorizations.start(entry(), new GenericProvider(), Optional::empty);
    }

    private Failure refused() {
        return start().failure().orElseThrow();
    }

    /** Power is cut, and the device starts again after a time, with the records of the store. */
    private void restart(Duration off, OAuthProfile... left) {
        ticker = new ManualTicker();
        clock.set(clock.instant().plus(off));
        profiles = new Parts(TestValues.client().clock(clock));
        Arrays.stream(left).forEach(profiles.profiles()::create);
        parts = parts();
        stored = stored();
        authorizations = authorizations();
        authorizations.resume(profiles.profiles());
    }

    private String record() throws IOException {
        return store.read(DeviceSignInRecords.ID_PREFIX + profile.id())
                .map(stored -> new String(stored.bytes(), StandardCharsets.UTF_8))
                .orElse("");
    }

    private List<String> polledCodes() {
        return server.tokenRequests().stream()
                .map(request -> FakeServer.form(request).get(0).replace("device_code=", ""))
                .toList();
    }

    private List<String> told() {
        return parts.events.list().stream().map(Event::message).toList();
    }

    private static MockResponse error(String code) {
        return FakeServer.json(400, "{\"error\":\"" + code + "\"}");
    }

    @Test
    @DisplayName(
            "E6.6, E6.7 user code and verification URI are at hand as text beside the complete URI, and in the events")
    void start_givesWhatToShow() {
        SignIn authorization = start();
        assertThat(authorization.profile()).isEqualTo("desk");
        assertThat(authorization.deviceCode().orElseThrow().userCode()).isEqualTo("WDJB-MJH1");
        assertThat(authorization.deviceCode().orElseThrow().verificationUri()).isEqualTo("https://example.com/device");
        assertThat(authorization.deviceCode().orElseThrow().verificationUriComplete())
                .contains("https://example.com/device?user_code=WDJB-MJH1");
        assertThat(authorization.expiresIn()).isEqualTo(Duration.ofSeconds(600));
        assertThat(authorization).hasToString("enter WDJB-MJH1 at https://example.com/device within 600 s");
        assertThat(told()).containsExactly("enter WDJB-MJH1 at https://example.com/device within 600 s");
        assertThat(current()).contains(authorization);
        assertThat(server.apiRequests()).isEmpty();
    }

    @Test
    @DisplayName("E6.8 the device code is kept while it is of use, printed nowhere, and gone with the end")
    void deviceCode_isDeletedWhenDone() throws IOException {
        server.onToken(error("authorization_pending"));
        SignIn authorization = start();
        assertThat(record()).contains("device-code-1");
        ticker.seconds(10);
        assertThat(authorization.state()).isEqualTo(State.UNSAVED);
        assertThat(pending()).containsExactly("access-1");
        assertThat(record()).isEmpty();
        assertThat(told().toString() + authorization).doesNotContain("device-code", "access-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"denied", "expired", "cancelled"})
    @DisplayName("E6.8 however it ends, the device code is deleted, and the end is reported")
    void deviceCode_isDeleted_howeverItEnds(String end) throws IOException {
        server.onToken(error(end.equals("denied") ? "access_denied" : "authorization_pending"));
        SignIn authorization = start();
        switch (end) {
            case "cancelled" -> authorization.cancel();
            case "expired" -> {
                server.onToken(error("slow_down"), error("expired_token"));
                ticker.seconds(60);
            }
            default -> ticker.seconds(5);
        }
        assertThat(authorization.state().name()).isEqualToIgnoringCase(end);
        assertThat(record()).isEmpty();
        assertThat(told()).hasSizeGreaterThan(1);
        assertThat(authorization.expiresIn()).isZero();
    }

    @Test
    void secondStart_supersedesTheFirst() throws IOException {
        SignIn first = start();
        SignIn second = start();
        assertThat(first.state()).isEqualTo(State.CANCELLED);
        assertThat(record()).contains("device-code-2").doesNotContain("device-code-1");
        ticker.seconds(5);
        assertThat(second.state()).isEqualTo(State.UNSAVED);
        assertThat(polledCodes()).containsExactly("device-code-2");
        assertThat(told())
                .contains(
                        "a newer Start Authorization has replaced this sign-in. Sign in at the newest address, or press Start Authorization again.");
    }

    @Test
    void secondStart_thatTheServerRefuses_leavesTheFirst() throws IOException {
        SignIn first = start();
        server.onDevice(error("invalid_client"));
        assertThat(refused().message()).contains("does not accept this client id");
        assertThat(first.state()).isEqualTo(State.WAITING);
        assertThat(record()).contains("device-code-1");
        ticker.seconds(5);
        assertThat(first.state()).isEqualTo(State.UNSAVED);
    }

    @Test
    @DisplayName("E6.9 a start that was throttled is not repeated before its time, however often the operator presses")
    void start_thatWasThrottled_waits() {
        server.onDevice(FakeServer.json(429, "{}")
                .newBuilder()
                .setHeader("Retry-After", "120")
                .build());
        assertThat(refused().retryAfter()).contains(Duration.ofSeconds(120));
        ticker.seconds(100);
        assertThat(refused().retryAfter()).contains(Duration.ofSeconds(20));
        assertThat(server.deviceRequests()).hasSize(1);
        ticker.seconds(20);
        start();
    }

    @Test
    @DisplayName("E6.8 after a restart it goes on with the same code, and with the interval that slow_down has left")
    void restart_goesOn() throws IOException {
        server.onToken(error("slow_down"), error("authorization_pending"));
        start();
        ticker.seconds(5);
        restart(Duration.ofSeconds(100), profile);
        SignIn authorization = current().orElseThrow();
        assertThat(authorization.deviceCode().orElseThrow().userCode()).isEqualTo("WDJB-MJH1");
        assertThat(authorization.expiresIn()).isEqualTo(Duration.ofSeconds(500));
        assertThat(told()).last().asString().startsWith("resumed after a restart: enter WDJB-MJH1");
        ticker.seconds(9);
        assertThat(polledCodes()).hasSize(1);
        ticker.seconds(11);
        assertThat(polledCodes()).containsExactly("device-code-1", "device-code-1", "device-code-1");
        assertThat(authorization.state()).isEqualTo(State.UNSAVED);
        assertThat(pending()).containsExactly("access-1");
        assertThat(record()).isEmpty();
    }

    @Test
    @DisplayName("E6.8 two restarts, slow_down between them: the code's life is not counted twice")
    void restartTwice_countsTheLifeOnce() {
        start();
        restart(Duration.ofSeconds(100), profile);
        server.onToken(error("slow_down"));
        ticker.seconds(5);
        restart(Duration.ofSeconds(100), profile);
        assertThat(current().orElseThrow().expiresIn()).isEqualTo(Duration.ofSeconds(400));
    }

    @Test
    @DisplayName("E6.8 a code that expired while the device was off is dropped, and that is reported")
    void restart_afterTheExpiry_drops() throws IOException {
        start();
        restart(Duration.ofSeconds(600), profile);
        assertThat(current()).isEmpty();
        assertThat(record()).isEmpty();
        assertThat(told()).containsExactly("the code expired while the device was off. Start Authorization again.");
        ticker.seconds(600);
        assertThat(server.tokenRequests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:00:09Z", "2090-01-01T00:00:00Z"})
    @DisplayName(
            "E6.8, E10.9 with a clock that cannot be right, before or after the restart, the server decides when it is over")
    void restart_withoutAClock_asksTheServer(String wrong) {
        start();
        clock.set(Instant.parse(wrong));
        restart(Duration.ZERO, profile);
        server.onToken(error("authorization_pending"), error("expired_token"));
        SignIn authorization = current().orElseThrow();
        assertThat(authorization.expiresIn()).isEqualTo(Duration.ofSeconds(600));
        ticker.seconds(5);
        clock.set(TestValues.NOW);
        restart(Duration.ofSeconds(50), profile);
        SignIn last = current().orElseThrow();
        ticker.seconds(5);
        assertThat(last.state()).isEqualTo(State.EXPIRED);
        assertThat(current()).isEmpty();
    }

    @Test
    @DisplayName("E6.8 after a restart no poll is sent for a profile whose credential was changed")
    void restart_withAnotherCredential_drops() throws IOException {
        start();
        OAuthProfile changed;
        try (OAuthClient client = TestValues.client().build()) {
            changed = client.edit(profile).clientId("app-2").build();
        }
        restart(Duration.ofSeconds(10), changed);
        assertThat(current()).isEmpty();
        assertThat(record()).isEmpty();
    }

    @Test
    void restart_withoutTheProfile_orWithADamagedRecord_deletesIt() throws IOException {
        start();
        restart(Duration.ofSeconds(10));
        assertThat(record()).isEmpty();
        store.replace(
                DeviceSignInRecords.ID_PREFIX + profile.id(), 0, "{\"version\":1".getBytes(StandardCharsets.UTF_8));
        restart(Duration.ofSeconds(10), profile);
        assertThat(record()).isEmpty();
        assertThat(current()).isEmpty();
    }

    @Test
    @DisplayName(
            "E6.8 a record that the store cannot read at the start is kept, and the sign-in continues after the next start")
    void restart_withAStoreThatFails_keepsTheSignIn() throws IOException {
        start();
        store.reading(id -> store.fail(
                id.startsWith(DeviceSignInRecords.ID_PREFIX) ? FaultyStore.Fault.UNREADABLE : FaultyStore.Fault.NONE));
        restart(Duration.ofSeconds(10), profile);
        store.reading(id -> {});
        store.fail(FaultyStore.Fault.NONE);
        assertThat(told()).isEmpty();
        assertThat(record()).contains("device-code-1");
        restart(Duration.ofSeconds(10), profile);
        SignIn authorization = current().orElseThrow();
        ticker.seconds(5);
        assertThat(authorization.state()).isEqualTo(State.UNSAVED);
    }

    @Test
    @DisplayName("E6.8 a start that replaces a sign-in while it is being resumed keeps its own record")
    void restart_duringAnotherStart_leavesTheNewRecord() throws IOException {
        start();
        String id = DeviceSignInRecords.ID_PREFIX + profile.id();
        byte[] newer = record().replace("device-code-1", "device-code-2").getBytes(StandardCharsets.UTF_8);
        store.after((written, bytes) -> {
            if (written.startsWith(SignInRecord.ID_PREFIX)) { // the end of the first one
                long generation = store.read(id).orElseThrow().generation();
                store.after((other, ignored) -> {});
                store.replace(id, generation, newer);
            }
        });
        restart(Duration.ofSeconds(600), profile);
        assertThat(record()).contains("device-code-2");
    }

    @Test
    @DisplayName(
            "a process that only shows a sign-in of another one forgets it when the code has expired, and still knows its end when it is asked")
    void signInOfAnotherProcess_isForgotten_whenItHasExpired() {
        SignIn started = start();
        StoredSignIns another = stored();
        SignIn seen = another.current(entry()).orElseThrow();
        assertThat(another.current(entry()).orElseThrow()).isSameAs(seen);
        assertThat(started.cancel()).isTrue();
        ticker.seconds(600);
        assertThat(another.open().of(profile.id())).isNotEmpty();
        ticker.seconds(60);
        assertThat(another.open().of(profile.id())).isEmpty();
        CompletableFuture<State> future = seen.future();
        ticker.seconds(5);
        assertThat(future).isCompletedWithValue(State.CANCELLED);
    }

    @ParameterizedTest
    @EnumSource(names = {"DISK_FULL", "BUG", "BROKEN", "WRITTEN_BY_ANOTHER"})
    @DisplayName("E6.8 a storage that refuses costs the restart, not the authorization")
    void storage_thatRefuses_doesNotEndIt(FaultyStore.Fault fault) {
        server.onToken(error("slow_down"));
        store.fail(fault);
        SignIn authorization = start();
        ticker.seconds(15);
        assertThat(authorization.state()).isEqualTo(State.UNSAVED);
        assertThat(pending()).containsExactly("access-1");
        restart(Duration.ZERO, profile);
        store.fail(FaultyStore.Fault.NONE);
        restart(Duration.ZERO, profile);
        assertThat(server.tokenRequests()).hasSize(2);
    }

    @Test
    void profileGone_endsIt() throws IOException {
        SignIn authorization = start();
        authorizations.forget(profile.id());
        stored.forget(profile.id());
        assertThat(authorization.state()).isEqualTo(State.CANCELLED);
        assertThat(record()).isEmpty();
        assertThat(current()).isEmpty();
        ticker.seconds(600);
        assertThat(server.tokenRequests()).isEmpty();
    }

    @Test
    @DisplayName(
            "E6.8 a client that is closed stops polling, releases waiting callers, and leaves the code to the next one")
    void close_keepsTheCode() throws IOException {
        SignIn authorization = start();
        authorizations.close();
        stored.close();
        assertThat(authorization.await(Duration.ofDays(3_650_000))).isEqualTo(State.WAITING);
        ticker.seconds(600);
        assertThat(server.tokenRequests()).isEmpty();
        assertThat(record()).contains("device-code-1");
    }

    @Test
    void close_duringThePollThatBringsTheToken_keepsTheToken() throws Exception {
        CountDownLatch gate = server.holdTokenReplies();
        start();
        Thread poller = new Thread(() -> ticker.seconds(5));
        poller.start();
        server.awaitTokenRequest();
        authorizations.close();
        gate.countDown();
        poller.join(TimeUnit.SECONDS.toMillis(20));
        assertThat(pending()).containsExactly("access-1");
        assertThat(record()).isEmpty();
    }

    @Test
    void await_endsByItsLimit() {
        SignIn authorization = start();
        assertThat(authorization.await(Duration.ofMillis(1))).isEqualTo(State.WAITING);
        Thread.currentThread().interrupt();
        assertThat(authorization.await(Duration.ofSeconds(20))).isEqualTo(State.WAITING);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void future_ofOneListener_isItsOwn() {
        SignIn authorization = start();
        List<State> heard = new ArrayList<>();
        authorization.future().thenAccept(heard::add);
        authorization.future().cancel(true);
        authorization.future().complete(State.DENIED);
        authorization.future().thenAccept(state -> {
            throw new IllegalStateException("a listener that fails");
        });
        ticker.seconds(5);
        assertThat(heard).containsExactly(State.UNSAVED);
        assertThat(authorization.state()).isEqualTo(State.UNSAVED);
    }

    @Test
    @DisplayName("ended while the codes are requested: no sign-in begins, and an earlier one continues")
    void start_thatNobodyWantsAnyMore_beginsNothing() throws IOException {
        SignIn earlier = start();
        String kept = record();
        Failure abandoned = SignInOutcome.internalError();
        assertThat(authorizations.start(entry(), new GenericProvider(), () -> Optional.of(abandoned)))
                .isEqualTo(new FailedSignIn("desk", abandoned));
        assertThat(earlier.state()).isEqualTo(State.WAITING);
        assertThat(record()).isEqualTo(kept);
        assertThat(current()).containsSame(earlier);
    }
}
