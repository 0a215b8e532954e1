package com.algosolutions.oauth.token;

import static com.algosolutions.oauth.client.TestValues.authorized;
import static com.algosolutions.oauth.client.TestValues.keep;
import static com.algosolutions.oauth.client.TestValues.withDesk;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.client.Callers;
import com.algosolutions.oauth.client.CapturedLog;
import com.algosolutions.oauth.client.ClientInternals;
import com.algosolutions.oauth.client.FakeServer;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.client.TestDevice;
import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.client.TestValues.ManualTicker;
import com.algosolutions.oauth.contract.FaultyStore;
import com.algosolutions.oauth.credential.CredentialFingerprint;
import com.algosolutions.oauth.credential.ProfileRecord;
import com.algosolutions.oauth.jose.Sha256;
import com.algosolutions.oauth.store.RecordLock;
import com.algosolutions.oauth.store.RecordStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An incomplete renewal is completed after some time, without a press. */
@Timeout(60)
class RenewalRecoveryTest {
    private static final MockResponse DOWN = FakeServer.json(503, "");
    private static final MockResponse DEAD = FakeServer.json(400, "{\"error\":\"invalid_grant\"}");

    /** The first attempt is after 5 s, and up to a quarter later by the device's jitter. */
    private static final int FIRST_LOOK = 7;

    @RegisterExtension
    private final TestDevice test = new TestDevice().withTimer();

    private final ManualTicker ticker = test.ticker;
    private final FakeServer server = test.server();
    private final FaultyStore store = test.store;
    private final List<Event> heard = test.heard;

    private OAuthClient device(RecordStore records) {
        return test.start(test.settings().store(records));
    }

    /** A device with the profile {@code other}, which has the refresh token r1 and nothing else. */
    private OAuthClient authorizedDevice() throws IOException {
        return device(keep(store, authorized(server, "r1")));
    }

    private static MockResponse lost() {
        return new MockResponse.Builder()
                .onResponseStart(new SocketEffect.CloseSocket())
                .build();
    }

    private static ApiResult post(OAuthClient device, FakeServer server) {
        return device.post("other", server.http("/v1"), Body.json("{}"));
    }

    private int tokenRequests() {
        return server.tokenRequests().size();
    }

    private void awaitState(OAuthClient device, String profile, ProfileStatus.State state) {
        Callers.await(() -> device.status(profile).state() == state);
    }

    @Test
    void lostReply_isAskedForAgain_withoutAPress_untilItIsSettled() throws IOException {
        OAuthClient device = authorizedDevice();
        server.onToken(lost(), lost(), lost(), lost(), FakeServer.issue("b", "r2"));
        assertThat(device.renew("other").state()).isEqualTo(ProfileStatus.State.DEGRADED);
        assertThat(tokenRequests()).isEqualTo(2);
        ticker.seconds(4);
        assertThat(tokenRequests()).isEqualTo(2);
        ticker.seconds(FIRST_LOOK - 4);
        TokenManager life = ClientInternals.entry(device, "other").credential().tokens();
        Callers.await(() -> tokenRequests() == 4 && !life.snapshot().renewing());
        ticker.seconds(13); // 10 s, and the jitter
        awaitState(device, "other", ProfileStatus.State.READY);
        assertThat(tokenRequests()).isEqualTo(5);
        assertThat(store.text()).contains("r2");
        ticker.seconds(3000);
        assertThat(ticker.waiting()).isFalse();
        assertThat(tokenRequests()).isEqualTo(5);
    }

    @Test
    void lostReply_thatTheProviderDoesNotRepeat_isToldWithoutAPress() throws IOException {
        OAuthClient device = authorizedDevice();
        server.onToken(lost(), lost(), DEAD);
        device.renew("other");
        ticker.seconds(3601); // the access token has expired by then
        Callers.await(() -> heard.stream()
                .anyMatch(event -> event.kind() == Event.Kind.STATE_CHANGED
                        && event.message().startsWith("REAUTHORIZATION_REQUIRED")
                        && event.message().contains("the reply to an earlier renewal was lost")));
        ticker.seconds(7200);
        assertThat(ticker.waiting()).isFalse();
        assertThat(tokenRequests()).isEqualTo(3);
    }

    @Test
    void powerCut_inTheMiddleOfARenewal_isSettledAfterTheStart_withoutAPress() throws IOException {
        ProfileRecord known = authorized(server, "r1");
        keep(store, new ProfileRecord(known.profile(), known.state().begun(Sha256.of("r1"))));
        server.onToken(FakeServer.issue("b", "r2"));
        OAuthClient device = device(store);
        assertThat(tokenRequests()).isZero();
        ticker.seconds(FIRST_LOOK);
        Callers.await(() -> store.text().contains("r2"));
        awaitState(device, "other", ProfileStatus.State.READY);
        assertThat(tokenRequests()).isEqualTo(1);
    }

    @Test
    void serverInTrouble_thatHasAnswered_isLeftAloneUntilSomebodyNeedsAToken() throws IOException {
        OAuthClient device = authorizedDevice();
        server.onToken(DOWN, DOWN, DOWN, DOWN);
        device.renew("other");
        assertThat(ticker.waiting()).isFalse();
        ticker.seconds(3600);
        assertThat(tokenRequests()).isEqualTo(4);
        assertThat(post(device, server).delivered()).isTrue();
    }

    @Test
    void silenceThatWasAskedFor_isKept_alsoForALostReply() throws IOException {
        OAuthClient device = authorizedDevice();
        server.onToken(
                lost(),
                new MockResponse.Builder()
                        .code(429)
                        .addHeader("Retry-After", "300")
                        .build(),
                FakeServer.issue("b", "r2"));
        device.renew("other");
        ticker.seconds(299);
        assertThat(tokenRequests()).isEqualTo(2);
        ticker.seconds(76);
        Callers.await(() -> store.text().contains("r2"));
        awaitState(device, "other", ProfileStatus.State.READY);
        assertThat(tokenRequests()).isEqualTo(3);
    }

    @Test
    void profileThatWasDeleted_isNotRenewedAnyMore() throws IOException {
        OAuthClient device = authorizedDevice();
        server.onToken(lost(), lost());
        device.renew("other");
        device.profiles().delete("other");
        ticker.seconds(3600);
        assertThat(tokenRequests()).isEqualTo(2);
    }

    private List<Event> heard(Event.Kind kind) {
        test.awaitDelivery();
        return heard.stream().filter(event -> event.kind() == kind).toList();
    }

    @Test
    void storageThatRefuses_degrades_andIsWrittenAgain_withoutAPress() {
        OAuthClient device = withDesk(device(store), server);
        server.onToken(FakeServer.issue("a", "r1"));
        store.fail(FaultyStore.Fault.DISK_FULL);
        assertThat(TestValues.post(device, server).delivered()).isTrue();
        assertThat(device.status("desk").toString()).startsWith("DEGRADED").contains("the tokens cannot be stored");
        ticker.seconds(FIRST_LOOK);
        assertThat(heard(Event.Kind.NOT_STORED)).hasSize(1);
        store.fail(FaultyStore.Fault.NONE);
        assertThat(store.text()).doesNotContain("r1");
        ticker.seconds(13); // 10 s, and the jitter
        assertThat(store.text()).contains("r1");
        assertThat(heard(Event.Kind.STORED)).hasSize(1);
        assertThat(heard(Event.Kind.STATE_CHANGED))
                .extracting(Event::message)
                .satisfiesExactly(
                        degraded -> assertThat(degraded).startsWith("DEGRADED"),
                        ready -> assertThat(ready).startsWith("READY"));
        assertThat(ticker.waiting()).isFalse();
        assertThat(tokenRequests()).isEqualTo(1);
    }

    /** Neither the retry, nor close, nor the next renewal overwrites the tokens that another process has renewed meanwhile. */
    @ParameterizedTest
    @ValueSource(strings = {"later", "close", "renew"})
    void tokensThatARefusingDiskDidNotTake_neverReplaceNewerOnesOfAnotherProcess(String then) throws IOException {
        RecordStore disk = keep(RecordStore.inMemory(), authorized(server, "r1"));
        FaultyStore refusing = new FaultyStore(disk);
        OAuthClient one = device(refusing);
        OAuthClient two = device(disk);
        server.onToken(FakeServer.issue("b", "r2")); // kept in memory by the first process
        refuseTokens(refusing, "r2");
        assertThat(one.renew("other").state()).isEqualTo(ProfileStatus.State.DEGRADED);
        server.onToken(FakeServer.issue("c", "r3"), FakeServer.issue("d", "r4"));
        two.renew("other");
        two.renew("other");
        refusing.before((id, bytes) -> {});
        server.onToken(DEAD); // if the first process sends the refresh token that it has in memory
        switch (then) {
            case "later" -> ticker.seconds(3000);
            case "close" -> one.close();
            default -> one.renew("other");
        }
        assertThat(new FaultyStore(disk).text()).contains("r4").doesNotContain("r2");
        if (!then.equals("close")) {
            assertThat(one.status("other").state()).isEqualTo(ProfileStatus.State.READY);
            assertThat(tokenRequests()).isEqualTo(3);
        }
    }

    /** Makes a store that takes the journal of a renewal refuse its tokens. */
    private static void refuseTokens(FaultyStore refusing, String refreshToken) {
        refusing.before((id, bytes) -> {
            if (new String(bytes, UTF_8).contains(refreshToken)) {
                throw new IOException("no space left");
            }
        });
    }

    /** While another thread holds the lock of a renewal, the state that it reads and writes does not change. */
    @Test
    void tokensThatARefusingDiskDidNotTake_areWrittenUnderTheLock() throws Exception {
        OAuthClient device = authorizedDevice();
        String lock = "credential-"
                + CredentialFingerprint.of(device.profiles().find("other").orElseThrow())
                        .substring(0, 32);
        server.onToken(FakeServer.issue("b", "r2"));
        refuseTokens(store, "r2");
        device.renew("other");
        AtomicBoolean written = new AtomicBoolean();
        store.before((id, bytes) -> written.set(true));
        Thread time = new Thread(() -> ticker.seconds(FIRST_LOOK));
        try (RecordLock held = store.lock(lock, Duration.ZERO).orElseThrow()) {
            time.start();
            Callers.await(() -> time.getState() == Thread.State.TIMED_WAITING);
            assertThat(written).isFalse();
            assertThat(held).isNotNull();
        }
        time.join();
        assertThat(written).isTrue();
        assertThat(store.text()).contains("r2");
    }

    @Test
    void looks_areLaterAndLater_andBeginAnewOnceNothingWasOpen() {
        List<Duration> waits = new ArrayList<>();
        AtomicReference<Runnable> due = new AtomicReference<>();
        AtomicBoolean open = new AtomicBoolean(true);
        RenewalRecovery care = new RenewalRecovery(
                (time, task) -> {
                    waits.add(time);
                    due.set(task);
                },
                1,
                new RenewalRecovery.Work() {
                    @Override
                    public boolean incomplete() {
                        return open.get();
                    }

                    @Override
                    public void complete() {
                        throw new IllegalStateException("whatever happens");
                    }
                });
        try (CapturedLog log = CapturedLog.open()) {
            care.check();
            care.check(); // one timer is enough
            for (int i = 0; i < 5; i++) {
                due.get().run();
            }
            assertThat(log.lines()).hasSize(5);
        }
        open.set(false);
        due.get().run();
        open.set(true);
        care.check();
        assertThat(waits.stream().map(wait -> wait.toMillis() / 1250.0))
                .containsExactly(5.0, 10.0, 20.0, 40.0, 60.0, 60.0, 5.0);
    }
}
