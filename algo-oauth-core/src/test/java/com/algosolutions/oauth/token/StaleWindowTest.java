package com.algosolutions.oauth.token;

import static com.algosolutions.oauth.client.TestValues.client;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.client.Callers;
import com.algosolutions.oauth.client.FakeServer;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.client.TestDevice;
import com.algosolutions.oauth.client.TestProvider;
import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.client.TestValues.ManualTicker;
import com.algosolutions.oauth.contract.FaultyStore;
import com.algosolutions.oauth.credential.Jitter;
import com.algosolutions.oauth.endpoint.TokenSet;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.store.RecordStore;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stale window of a token: when it is renewed, which callers wait, and what the status says meanwhile. */
@Timeout(60)
class StaleWindowTest {
    private static final MockResponse DOWN = FakeServer.json(503, "");
    private static final int STALE = 3600 - 31;

    @RegisterExtension
    private final TestDevice device = new TestDevice()
            .with(settings -> settings.provider(TestProvider.killing()).callTimeout(Duration.ofSeconds(50)));

    private final ManualTicker ticker = device.ticker;
    private final FakeServer server = device.server();
    private final Hanging writes = new Hanging();
    private final FaultyStore store = device.store.before(writes);
    private final OAuthClient client = device.withDesk();

    @AfterEach
    void stop() {
        writes.open();
    }

    private ApiResult press() {
        return device.post();
    }

    private List<String> heard(Event.Kind kind) {
        return device.heard(kind);
    }

    /** The life, the seconds at which the token becomes stale with jitter 0 and 1, and the second at which it expires. */
    @ParameterizedTest
    @CsvSource({
        "10, 6.5, 7.75, 9",
        "60, 39, 46.5, 54",
        "100, 65, 77.5, 90",
        "3600, 3270, 3420, 3570",
        "86400, 86070, 86220, 86370"
    })
    void window_followsTheLife(int life, double earliest, double latest, double expired) {
        TokenSet grant = new TokenSet(
                Secret.of("a"), Duration.ofSeconds(life), Optional.empty(), Optional.empty(), "", TestValues.NOW, 1);
        long asked = Long.MAX_VALUE - 5; // the ticker may overflow
        AccessToken first = AccessToken.of(grant, asked, Duration.ofSeconds(life), 0, "");
        AccessToken last = AccessToken.of(grant, asked, Duration.ofSeconds(life), 1, "");
        assertThat(first.staleAt() - asked).isEqualTo((long) (earliest * 1e9));
        assertThat(last.staleAt() - asked).isEqualTo((long) (latest * 1e9));
        assertThat(List.of(first.goodUntil() - asked, last.goodUntil() - asked)).containsOnly((long) (expired * 1e9));
        assertThat(first.freshAt(asked)).isTrue();
        assertThat(first.freshAt(asked + (long) (latest * 1e9))).isFalse();
        assertThat(first.goodAt(asked + (long) (expired * 1e9))).isFalse();
    }

    @Test
    void jitter_isTheDevices_andKeptInTheStore() {
        RecordStore other = RecordStore.inMemory();
        double here = Jitter.of(store).of("desk");
        assertThat(here).isBetween(0.0, 1.0).isEqualTo(Jitter.of(store).of("desk"));
        assertThat(Jitter.of(other).of("desk")).isNotEqualTo(here);
        assertThat(Jitter.of(store).of("annex")).isNotEqualTo(here);
        store.fail(FaultyStore.Fault.DISK_FULL);
        assertThat(Jitter.of(store).of("desk")).isEqualTo(here);
    }

    @Test
    void renewal_inTheWindow_isNobodysWait_evenIfTheStorageHangs() throws Exception {
        press();
        ticker.seconds(STALE);
        CountDownLatch asked = writes.hang();
        assertThat(press().delivered()).isTrue();
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue(); // the renewal hangs in the storage, with its locks
        for (ApiResult result : Callers.start(16, this::press).results()) {
            assertThat(result.delivered()).isTrue();
        }
        assertThat(client.status("desk").state()).isEqualTo(ProfileStatus.State.READY);
        assertThat(server.bearers()).containsOnly("Bearer access-1");
        writes.open();
        Callers.await(() -> heard(Event.Kind.TOKEN).size() == 2);
        Callers.await(() -> press().delivered() && server.bearers().contains("Bearer access-2"));
        assertThat(server.tokenRequests()).hasSize(2);
    }

    @Test
    void renewal_thatFails_leavesTheGoodTokenInUse_andTellsSo() {
        press();
        ticker.seconds(STALE);
        server.onToken(DOWN, DOWN, DOWN, DOWN);
        assertThat(press().delivered()).isTrue();
        Callers.await(() -> heard(Event.Kind.STATE_CHANGED).size() == 1);
        assertThat(heard(Event.Kind.STATE_CHANGED).get(0)).startsWith("DEGRADED, token good for 1 s, next try in 1 s");
        assertThat(heard(Event.Kind.NO_TOKEN)).hasSize(1);
        assertThat(client.events())
                .filteredOn(event -> event.kind() == Event.Kind.NO_TOKEN)
                .extracting(event -> event.failure().map(Failure::kind))
                .containsExactly(Optional.of(Failure.Kind.UNAVAILABLE));
        assertThat(press().delivered()).isTrue();
        assertThat(server.tokenRequests()).hasSize(5);
        ticker.seconds(1);
        assertThat(press().delivered()).isTrue();
        Callers.await(() -> heard(Event.Kind.STATE_CHANGED).size() == 2);
        assertThat(heard(Event.Kind.STATE_CHANGED).get(1)).startsWith("READY, token good for 3570 s");
        assertThat(client.events().stream().map(Event::number)).isSorted().doesNotHaveDuplicates();
    }

    private ApiResult pressKilling() {
        return client.post("killing", server.http("/v1"), Body.json("{}"));
    }

    private Callers<ApiResult> callersDuringAKillingRenewal() {
        client.profiles()
                .create(TestValues.draft(client, "killing", "KILLING", server)
                        .clientId("app-9")
                        .build());
        pressKilling();
        ticker.seconds(STALE);
        CountDownLatch gate = server.holdTokenReplies();
        assertThat(pressKilling().delivered()).isTrue(); // a caller that comes before the renewal does not wait
        Callers.await(() -> server.tokenRequests().size() == 2);
        Callers<ApiResult> callers = Callers.start(8, this::pressKilling).awaitWaiting();
        assertThat(server.apiRequests()).hasSize(2);
        gate.countDown();
        return callers;
    }

    @Test
    void renewal_thatKillsTheOldToken_isWaitedFor() throws Exception {
        for (ApiResult result : callersDuringAKillingRenewal().results()) {
            assertThat(result.delivered()).isTrue();
        }
        assertThat(server.bearers().subList(2, 10)).containsOnly("Bearer access-2");
        assertThat(server.tokenRequests()).hasSize(2);
    }

    @Test
    void renewal_thatWouldKillTheOldTokenAndFails_leavesItInUse() throws Exception {
        server.onToken(FakeServer.issue("a"), DOWN, DOWN, DOWN, DOWN);
        for (ApiResult result : callersDuringAKillingRenewal().results()) {
            assertThat(result.delivered()).isTrue();
        }
        assertThat(server.bearers()).containsOnly("Bearer a");
        assertThat(server.tokenRequests()).hasSize(5);
    }

    @Test
    void storage_thatRefuses_doesNotCostACallItsResult_whenTheClientIsClosed() throws Exception {
        store.fail(FaultyStore.Fault.DISK_FULL);
        press();
        ticker.seconds(5);
        CountDownLatch replies = server.holdApiReplies();
        CompletableFuture<ApiResult> running = CompletableFuture.supplyAsync(this::press);
        while (server.apiRequests().size() < 2) {
            Thread.onSpinWait();
        }
        client.close();
        replies.countDown();
        assertThat(running.get().delivered()).isTrue();
    }

    /** Makes a store's writes hang until a test releases them. */
    private static final class Hanging implements FaultyStore.Watcher {
        private volatile CountDownLatch gate = new CountDownLatch(0);
        private volatile CountDownLatch asked = new CountDownLatch(1);

        CountDownLatch hang() {
            gate = new CountDownLatch(1);
            asked = new CountDownLatch(1);
            return asked;
        }

        void open() {
            gate.countDown();
        }

        @Override
        public void write(String id, byte[] bytes) throws IOException {
            asked.countDown();
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }
}
