package com.algosolutions.oauth.client;

import static com.algosolutions.oauth.client.TestValues.draft;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.contract.FaultyStore;
import com.algosolutions.oauth.contract.FaultyStore.Fault;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.store.RecordStore;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two processes on one store, which fails for one of them. The provider takes a used refresh token again until the new access token is used. */
@Timeout(60)
class SharedStoreTest {
    private static final OAuthProvider REPLAYS =
            TestProvider.jwt("REPLAYS", traits -> traits.replayWindow(Duration.ofMinutes(60)));

    private static final OAuthProvider LIMITED =
            TestProvider.jwt("LIMITED", traits -> traits.rateLimit(5, Duration.ofSeconds(60)));

    private final RecordStore store = RecordStore.inMemory();
    private final FaultyStore failing = new FaultyStore(store);

    @RegisterExtension
    private final TestDevice device = new TestDevice()
            .with(settings -> settings.provider(REPLAYS).provider(LIMITED))
            .withTimer();

    private final FakeServer server = device.server();
    private OAuthClient one;
    private OAuthClient two;

    /** Both processes have the token a, which the API does not take any more. */
    @BeforeEach
    void useToken() {
        one = device.start(device.settings().store(store).profilesInMemory(10));
        two = device.start(device.settings().store(failing).profilesInMemory(10));
        one.profiles().create(draft(one, "desk", "REPLAYS", server).build());
        server.onToken(FakeServer.issue("a", "r-1"), FakeServer.issue("b", "r-2"), FakeServer.issue("c", "r-3"));
        assertThat(post(one).delivered()).isTrue();
        assertThat(post(two).delivered()).isTrue();
        server.reject("a");
    }

    private ApiResult post(OAuthClient client) {
        return client.post("desk", server.http("/v1/posts"), Body.json("{}"));
    }

    private String tokenRequest(int index) {
        return FakeServer.body(server.tokenRequests().get(index));
    }

    @Test
    void renewalOfAnotherProcess_whichTheStoreShowsWhenItRefusesTheJournal_isUsed_andNotReplaced() {
        assertThat(post(one).delivered()).isTrue();
        failing.reading(id -> {
            throw new IllegalStateException("a bug in the store");
        });
        failing.before((id, bytes) -> failing.reading(read -> {}));
        assertThat(post(two).delivered()).isTrue();
        assertThat(server.bearers()).endsWith("Bearer b");
        server.reject("b");
        assertThat(post(one).delivered()).isTrue();
        assertThat(server.tokenRequests()).hasSize(3);
        assertThat(tokenRequest(2)).contains("refresh_token=r-2");
    }

    /** The other process has journalled its renewal, and its request is under way. */
    @Test
    void refreshToken_thatAnotherProcessIsPresenting_isNotSent_withoutALockOfTheStore() throws InterruptedException {
        CountDownLatch gate = server.holdTokenReplies();
        Thread other = new Thread(() -> post(one));
        other.start();
        Callers.await(() -> server.tokenRequests().size() == 2);

        failing.fail(Fault.UNLOCKABLE);
        Failure failure = post(two).failure().orElseThrow();
        assertThat(failure.step()).isEqualTo(Step.STORAGE);
        assertThat(failure.message()).contains("cannot lock", "no more connections");
        assertThat(failure.advice()).isEqualTo("Allow more.");
        assertThat(failure.temporary()).isTrue();
        assertThat(server.tokenRequests()).hasSize(2);

        gate.countDown();
        other.join();
        failing.fail(Fault.NONE);
        device.ticker.seconds(2);
        assertThat(post(two).delivered()).isTrue();
        assertThat(server.bearers()).endsWith("Bearer b", "Bearer b");
        assertThat(server.tokenRequests()).hasSize(2);
    }

    @Test
    void login_withoutALockOfTheStore_isNotSent() {
        one.profiles()
                .create(draft(one, "lobby", "REPLAYS", server).clientId("app-2").build());
        failing.fail(Fault.UNLOCKABLE);
        ApiResult result = two.post("lobby", server.http("/v1/posts"), Body.json("{}"));
        assertThat(result.failure().orElseThrow().step()).isEqualTo(Step.STORAGE);
        assertThat(server.tokenRequests()).hasSize(1);
    }

    /** Its response was lost, so it has the journal in memory; another process has renewed the token since. */
    @Test
    void refreshToken_whoseJournalIsOpen_isNotSentAgain_ifTheRecordCannotBeRead() {
        AtomicBoolean lost = new AtomicBoolean(true);
        server.answer(request -> !request.getTarget().startsWith("/token")
                ? FakeServer.json("Bearer b".equals(request.getHeaders().get("Authorization")) ? 200 : 401, "{}")
                : lost.get()
                        ? new MockResponse.Builder()
                                .onResponseStart(SocketEffect.ShutdownConnection.INSTANCE)
                                .build()
                        : FakeServer.issue("b", "r-2"));
        assertThat(post(two).delivered()).isFalse();
        lost.set(false);
        device.ticker.seconds(2);
        assertThat(post(one).delivered()).isTrue();
        int sent = server.tokenRequests().size();
        failing.reading(id -> {
            throw new IllegalStateException("a bug in the store");
        });
        device.ticker.seconds(2);
        assertThat(post(two).failure().orElseThrow().step()).isEqualTo(Step.STORAGE);
        assertThat(server.tokenRequests().stream().skip(sent))
                .noneMatch(request -> FakeServer.body(request).contains("refresh_token="));
    }

    @Test
    void tokens_thatTheStoreDoesNotTake_areNotUsed_untilItDoes() {
        failing.before((id, bytes) -> {
            if (server.tokenRequests().size() > 1) { // not the journal
                throw new IOException("the database is gone. Start it.");
            }
        });
        assertThat(post(two).failure().orElseThrow().step()).isEqualTo(Step.STORAGE);
        device.ticker.seconds(2);
        assertThat(post(two).failure().orElseThrow().step()).isEqualTo(Step.STORAGE);
        assertThat(server.bearers()).containsOnly("Bearer a");

        failing.before((id, bytes) -> {});
        device.ticker.seconds(2);
        assertThat(post(two).delivered()).isTrue();
        assertThat(post(one).delivered()).isTrue();
        assertThat(server.bearers()).endsWith("Bearer b", "Bearer a", "Bearer b");
        assertThat(server.tokenRequests()).hasSize(2);
    }

    @Test
    void refreshToken_whoseJournalTheStoreRefuses_isNotSent() {
        failing.fail(Fault.DISK_GONE);
        assertThat(post(two).failure().orElseThrow().step()).isEqualTo(Step.STORAGE);
        failing.fail(Fault.NONE);
        assertThat(server.tokenRequests())
                .noneMatch(request -> FakeServer.body(request).contains("refresh_token="));
        device.ticker.seconds(2);
        assertThat(post(two).delivered()).isTrue();
        assertThat(post(one).delivered()).isTrue();
    }

    @Test
    void tokenRequest_thatTheOtherProcessesWouldNotCount_isNotSent() {
        one.profiles().create(draft(one, "lobby", "LIMITED", server).build());
        int before = server.tokenRequests().size();
        failing.before((id, bytes) -> {
            if (id.startsWith("gate-")) {
                throw new IOException("the database is gone. Start it.");
            }
        });
        ApiResult result = two.post("lobby", server.http("/v1/posts"), Body.json("{}"));
        assertThat(result.failure().orElseThrow().step()).isEqualTo(Step.STORAGE);
        assertThat(server.tokenRequests()).hasSize(before);
    }
}
