package com.algosolutions.oauth.credential;

import static com.algosolutions.oauth.client.TestValues.authorized;
import static com.algosolutions.oauth.client.TestValues.draft;
import static com.algosolutions.oauth.client.TestValues.keep;
import static com.algosolutions.oauth.client.TestValues.post;
import static com.algosolutions.oauth.client.TestValues.withDesk;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.RevocationResult;
import com.algosolutions.oauth.client.Callers;
import com.algosolutions.oauth.client.ClientInternals;
import com.algosolutions.oauth.client.FakeServer;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.client.TestDevice;
import com.algosolutions.oauth.client.TestProvider;
import com.algosolutions.oauth.client.TestValues.ManualTicker;
import com.algosolutions.oauth.contract.FaultyStore;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.store.ForwardingStore;
import com.algosolutions.oauth.store.RecordLock;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.token.TokenManager;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Renewal, revocation, commit, sharing and deletion of one credential exclude each other; no token set is lost, and no revoked one returns. */
@Timeout(60)
class CredentialTest {
    @RegisterExtension
    private final TestDevice test = new TestDevice()
            .with(settings -> settings.provider(TestProvider.killing()))
            .withTimer();

    private final ManualTicker ticker = test.ticker;
    private final FakeServer server = test.server();
    private final FaultyStore store = test.store;

    private OAuthClient device(RecordStore records) {
        return test.start(test.settings().store(records));
    }

    private List<String> states() {
        return test.heard(Event.Kind.STATE_CHANGED);
    }

    /** A device with the profile {@code other}, which has the refresh token r1 and nothing else. */
    private OAuthClient authorizedDevice() throws IOException {
        return device(keep(store, authorized(server, "r1")));
    }

    private ApiResult postOther(OAuthClient device) {
        return device.post("other", server.http("/v1"), Body.json("{}"));
    }

    /** A store that cannot lock, in the way that a test sets. */
    private static final class Unlockable extends ForwardingStore {
        private volatile @Nullable IOException trouble;

        Unlockable(RecordStore kept) {
            super(kept);
        }

        @Override
        public Optional<RecordLock> lock(String id, Duration limit) throws IOException {
            IOException now = trouble;
            if (now != null) {
                throw now;
            }
            return kept.lock(id, limit);
        }
    }

    @Test
    void revoke_onAnInterruptedThread_waitsForTheRenewal_andNothingComesBack() throws Exception {
        OAuthClient device = authorizedDevice();
        server.onToken(FakeServer.issue("b", "r2"));
        CountDownLatch gate = server.holdTokenReplies();
        Callers<ProfileStatus> renewal = Callers.start(1, () -> device.renew("other"));
        server.awaitTokenRequest();
        AtomicReference<Boolean> flag = new AtomicReference<>();
        Callers<RevocationResult> revoking = Callers.start(1, () -> {
            Thread.currentThread().interrupt();
            RevocationResult told = device.revoke("other");
            flag.set(Thread.currentThread().isInterrupted());
            return told;
        });
        revoking.awaitWaiting();
        gate.countDown();
        renewal.results();
        revoking.results();
        assertThat(flag.get()).isTrue();
        assertThat(device.status("other").state()).isEqualTo(ProfileStatus.State.REVOKED);
        assertThat(store.text()).doesNotContain("r2");
        assertThat(postOther(device(store)).delivered()).isFalse();
    }

    @Test
    void revocation_thatTheDiskRefuses_isWrittenOnceItDoesNot_andOutlivesARestart() throws IOException {
        OAuthClient device = authorizedDevice();
        store.before((id, bytes) -> {
            throw new IOException("no space left");
        });
        device.revoke("other");
        assertThat(device.status("other").toString()).startsWith("REVOKED").contains("cannot be stored");
        store.before((id, bytes) -> {});
        ticker.seconds(7);
        assertThat(device.status("other").toString()).startsWith("REVOKED").doesNotContain("cannot be stored");
        assertThat(device(store).status("other").state()).isEqualTo(ProfileStatus.State.REVOKED);
        assertThat(store.text()).doesNotContain("\"r1\"");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void store_thatCannotLock_letsNobodyRevokeCommitOrDelete_butRenews(boolean byTimeout) {
        Unlockable records = new Unlockable(store);
        OAuthClient device = withDesk(device(records), server);
        post(device, server);
        device.signIns().start("desk");
        records.trouble = byTimeout ? new InterruptedIOException("timed out") : new IOException("no locks");
        assertThat(device.revoke("desk").toString())
                .contains("nothing was done")
                .contains("Check the storage");
        assertThatThrownBy(() -> device.signIns().save("desk"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("nothing was saved");
        assertThatThrownBy(() -> device.profiles().delete("desk")).isInstanceOf(UncheckedIOException.class);
        assertThat(device.profiles().list()).hasSize(1);
        ticker.seconds(3600);
        assertThat(post(device, server).delivered()).isTrue();
        records.trouble = null;
        assertThat(device.signIns().save("desk")).isTrue();
        assertThat(device.profiles().delete("desk")).isPresent();
    }

    @Test
    void store_thatCannotLock_stillLeavesOneAtATime_inThisProcess() throws Exception {
        Unlockable records = new Unlockable(keep(store, authorized(server, "r1")));
        OAuthClient device = device(records);
        CountDownLatch gate = server.holdTokenReplies();
        records.trouble = new IOException("no locks");
        Callers<ProfileStatus> renewal = Callers.start(1, () -> device.renew("other"));
        server.awaitTokenRequest();
        records.trouble = null;
        Callers<RevocationResult> revoking =
                Callers.start(1, () -> device.revoke("other")).awaitWaiting();
        gate.countDown();
        renewal.results();
        revoking.results();
        assertThat(device.status("other").state()).isEqualTo(ProfileStatus.State.REVOKED);
        assertThat(store.text()).doesNotContain("access-1");
    }

    /** The lock does not work between the two processes: the sequence number and the revocation decide. */
    @Test
    void renewal_thatAnotherProcessRevokesMeanwhile_doesNotBringTheGrantBack() throws Exception {
        Unlockable records = new Unlockable(keep(store, authorized(server, "r1")));
        OAuthClient one = device(records);
        OAuthClient two = device(store);
        server.onToken(FakeServer.issue("b", "r2"));
        CountDownLatch gate = server.holdTokenReplies();
        records.trouble = new IOException("no locks");
        Callers<ProfileStatus> renewal = Callers.start(1, () -> one.renew("other"));
        server.awaitTokenRequest();
        two.revoke("other");
        gate.countDown();
        renewal.results();
        assertThat(store.text()).doesNotContain("r2");
        one.renew("other");
        assertThat(one.status("other").state()).isEqualTo(ProfileStatus.State.REVOKED);
        assertThat(postOther(device(store)).delivered()).isFalse();
    }

    @Test
    void revokedByAnotherProcess_isFreeAgain_afterUpdate() {
        OAuthClient one = withDesk(device(store), server);
        post(one, server);
        OAuthClient two = device(store);
        two.revoke("desk");
        assertThat(one.renew("desk").state()).isEqualTo(ProfileStatus.State.REVOKED);
        two.profiles().update(two.profiles().find("desk").orElseThrow());
        post(two, server);
        one.profiles().update(one.profiles().find("desk").orElseThrow());
        assertThat(post(one, server).delivered()).isTrue();
        assertThat(one.status("desk").state()).isEqualTo(ProfileStatus.State.READY);
    }

    @Test
    void states_areToldAgain_afterAnUpdateHasLiftedTheRevocation() {
        OAuthClient device = withDesk(device(store), server);
        post(device, server);
        device.revoke("desk");
        device.profiles().update(device.profiles().find("desk").orElseThrow());
        device.revoke("desk");
        assertThat(states().stream().map(state -> state.split("[:,]")[0]))
                .containsExactly("REVOKED", "READY", "REVOKED");
    }

    @Test
    void refusal_thatStillStands_isToldAtTheStart_ofEachProfile() {
        OAuthClient device = withDesk(device(store), server);
        device.profiles().create(draft(device, "second", server).build());
        server.onToken(FakeServer.json(400, "{\"error\":\"invalid_grant\"}"));
        post(device, server);
        while (states().size() < 2) { // they are reported after the call has its result
            Thread.onSpinWait();
        }
        device(store);
        assertThat(states()).hasSize(4).allMatch(state -> state.startsWith("REAUTHORIZATION_REQUIRED"));
    }

    @Test
    void listener_thatChangesTheStateItself_isToldTheLastOneLast() {
        AtomicReference<OAuthClient> self = new AtomicReference<>();
        OAuthClient device = withDesk(
                test.start(test.settings().listener(event -> {
                    test.heard.add(event);
                    if (event.kind() == Event.Kind.STATE_CHANGED
                            && event.message().startsWith("DEGRADED")) {
                        self.get().revoke("desk");
                    }
                })),
                server);
        self.set(device);
        server.onToken(FakeServer.json(500, ""), FakeServer.json(500, ""), FakeServer.json(500, ""));
        server.onToken(FakeServer.json(500, ""));
        post(device, server);
        Callers.await(() -> states().size() == 2);
        assertThat(states().get(0)).startsWith("DEGRADED");
        assertThat(states().get(1)).startsWith("REVOKED");
    }

    @Test
    void renewalInTheBackground_ofAGoodToken_leavesTheStateReady_andOneWithoutATokenDoesNot() throws Exception {
        OAuthClient device = withDesk(device(store), server);
        post(device, server);
        ticker.seconds(3500);
        CountDownLatch gate = server.holdTokenReplies();
        post(device, server);
        Callers.await(() -> server.tokenRequests().size() == 2);
        assertThat(device.status("desk").state()).isEqualTo(ProfileStatus.State.READY);
        ticker.seconds(100);
        assertThat(device.status("desk").state()).isEqualTo(ProfileStatus.State.RENEWING);
        gate.countDown();
        Callers.await(() -> device.status("desk").state() == ProfileStatus.State.READY);
    }

    /** A server may echo in its error what it has issued before. */
    @Test
    void errorOfARenewal_thatEchoesTheTokens_isPrintedWithoutThem() throws IOException {
        OAuthClient device = withDesk(device(store), server);
        server.onToken(
                FakeServer.issue("opaque-7719", "planted-refresh"),
                FakeServer.json(
                        400,
                        "{\"error\":\"invalid_scope\",\"error_description\":\"not for opaque-7719 or planted-refresh\"}"));
        post(device, server);
        String printed = device.renew("desk") + " " + device.events();
        assertThat(printed).contains("invalid_scope").doesNotContain("opaque", "planted");
    }

    /** A deletion waits for a renewal only for a while. What the renewal brings then is not used. */
    @Test
    void renewal_thatEndsAfterTheDeletion_bringsNoToken() throws Exception {
        OAuthClient device = authorizedDevice();
        Credential credential = ClientInternals.entry(device, "other").credential();
        server.onToken(FakeServer.issue("late", "late-r"));
        CountDownLatch gate = server.holdTokenReplies();
        Callers<ProfileStatus> renewal = Callers.start(1, () -> device.renew("other"));
        server.awaitTokenRequest();
        credential.deactivate();
        gate.countDown();
        renewal.results();
        assertThat(credential.tokens().snapshot().good()).isNull();
        assertThat(device.status("other").state()).isEqualTo(ProfileStatus.State.REVOKED);
        assertThat(store.text()).doesNotContain("late");
    }

    /** The store refused the journal, so the refresh token was not sent; once it works, the next press sends it without a wait. */
    @Test
    void storageThatWorksAgain_endsTheFailureAndItsBackOff() throws IOException {
        OAuthClient device = authorizedDevice();
        ticker.seconds(3600);
        store.fail(FaultyStore.Fault.DISK_FULL);
        assertThat(postOther(device).toString()).contains("the storage refuses the journal of a renewal");
        assertThat(device.status("other").toString()).startsWith("DEGRADED").contains("no space left");
        assertThat(server.tokenRequests()).isEmpty();
        Callers.await(() -> states().size() == 1); // it is reported after the call has its result
        store.fail(FaultyStore.Fault.NONE);
        ticker.seconds(7);
        assertThat(device.status("other")).hasToString("READY");
        assertThat(states())
                .satisfiesExactly(
                        degraded -> assertThat(degraded).startsWith("DEGRADED"),
                        ready -> assertThat(ready).isEqualTo("READY"));
        assertThat(postOther(device).delivered()).isTrue();
        assertThat(server.tokenRequests()).hasSize(1);
    }

    /** While a token is good, a full disk costs no login; once the disk has room, the next press renews at once. */
    @Test
    void storageThatRefusesTheJournal_whileTheTokenIsGood_costsNoLogin_andNoWaitAfterwards() {
        OAuthClient device = withDesk(device(store), server);
        server.onToken(FakeServer.issue("a", "r1"), FakeServer.issue("b", "r2"));
        post(device, server);
        TokenManager life = ClientInternals.entry(device, "desk").credential().tokens();
        ticker.seconds(3000);
        store.fail(FaultyStore.Fault.DISK_FULL);
        assertThat(device.renew("desk").toString()).contains("the storage refuses the journal of a renewal");
        assertThat(life.snapshot().good()).isNotNull();
        assertThat(server.tokenRequests()).hasSize(1);
        store.fail(FaultyStore.Fault.NONE);
        ticker.seconds(7);
        assertThat(life.snapshot().backOffNanos()).isZero();
        life.renewInBackground();
        Callers.await(() -> !life.snapshot().renewing());
        assertThat(server.tokenRequests()).hasSize(2);
        assertThat(store.text()).contains("r2");
    }

    /** A field that is no part of the credential counts from the next renewal. */
    @Test
    void editedProfile_isThatOfTheNextRequest() {
        OAuthClient device = withDesk(device(store), server);
        device.profiles()
                .update(device.edit(device.profiles().find("desk").orElseThrow())
                        .defaultExpiresIn(Duration.ofSeconds(600))
                        .build());
        server.onToken(FakeServer.json(200, "{\"access_token\":\"a\",\"token_type\":\"bearer\"}"));
        post(device, server);
        assertThat(device.status("desk").accessTokenExpiresIn()).contains(Duration.ofSeconds(570));
    }

    @Test
    void throttled_isOver_whenTheWaitIs() {
        OAuthClient device = withDesk(device(store), server);
        server.onToken(FakeServer.json(429, ""));
        post(device, server);
        ticker.seconds(29);
        assertThat(device.status("desk").state()).isEqualTo(ProfileStatus.State.THROTTLED);
        ticker.seconds(1);
        assertThat(device.status("desk")).hasToString("READY");
    }

    @Test
    void grant_thatOneOfTwoSharersDidNotTake_isNotStoredYet_andOutlivesTheOther() {
        OAuthClient device = withDesk(device(store), server);
        device.profiles().create(draft(device, "second", server).build());
        server.onToken(FakeServer.issue("a", "r1"), FakeServer.issue("b", "r2"));
        post(device, server);
        String second = ProfileRecord.ID_PREFIX
                + device.profiles().find("second").orElseThrow().id();
        store.before((id, bytes) -> {
            if (id.equals(second) && new String(bytes, UTF_8).contains("r2")) {
                throw new IOException("no space left");
            }
        });
        assertThat(device.renew("desk").toString()).startsWith("DEGRADED").contains("the tokens cannot be stored");
        store.before((id, bytes) -> {});
        device.profiles().delete("desk");
        ticker.seconds(7);
        assertThat(store.text()).contains("\"r2\"").doesNotContain("\"r1\"");
        assertThat(ticker.waiting()).isFalse();
    }

    @Test
    void credential_thatAllProfilesHaveLeft_isSeenToNoMore() throws IOException {
        OAuthClient device = authorizedDevice();
        MockResponse lost = new MockResponse.Builder()
                .onResponseStart(new SocketEffect.CloseSocket())
                .build();
        server.onToken(lost, lost);
        device.renew("other");
        assertThat(ticker.waiting()).isTrue();
        device.profiles()
                .update(device.edit(device.profiles().find("other").orElseThrow())
                        .clientSecret(Secret.of("new"))
                        .build());
        ticker.seconds(60);
        assertThat(ticker.waiting()).isFalse();
        assertThat(server.tokenRequests()).hasSize(2);
    }

    /** Callers get the saved token or, if that has expired meanwhile, the one issued for its refresh token. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void commit_whileARenewalWaitsForIt_isNotRenewedAtOnce_andWhatIsStoredIsInUse(boolean dead) throws Exception {
        OAuthClient device = device(store);
        device.profiles().create(draft(device, "desk", "KILLING", server).build());
        server.onToken(FakeServer.issue("a", "r-a"), FakeServer.issue("p", "r-p"), FakeServer.issue("q", "r-q"));
        post(device, server);
        ticker.seconds(dead ? 0 : 3600);
        device.signIns().start("desk");
        ticker.seconds(dead ? 3600 : 0);
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        store.before((id, bytes) -> {
            if (Thread.currentThread().getName().equals("commit")) {
                writing.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        });
        Thread commit = new Thread(() -> device.signIns().save("desk"), "commit");
        commit.start();
        writing.await();
        Callers<ApiResult> presses =
                Callers.start(4, () -> post(device, server)).awaitWaiting();
        goOn.countDown();
        commit.join();
        assertThat(presses.results()).allMatch(ApiResult::delivered);
        TokenManager life = ClientInternals.entry(device, "desk").credential().tokens();
        Callers.await(() -> !life.snapshot().renewing());
        assertThat(post(device, server).delivered()).isTrue();
        String last = dead ? "q" : "p";
        assertThat(server.bearers().subList(1, 6)).containsOnly("Bearer " + last);
        assertThat(store.text()).contains("\"r-" + last + "\"");
        assertThat(server.tokenRequests()).hasSize(dead ? 3 : 2);
    }

    @Test
    void storageThatHangs_isToldAfterTheTimeOfARenewal_andItsTokenIsUsedOnceItIsStored() {
        CountDownLatch hang = new CountDownLatch(1);
        OAuthClient device = withDesk(test.start(test.settings().tokenTimeout(Duration.ofSeconds(2))), server);
        store.before((id, bytes) -> {
            try {
                hang.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        });
        ApiResult result = post(device, server);
        assertThat(result.toString()).contains("the device's storage hangs").contains("was not sent");
        assertThat(device.status("desk").toString()).startsWith("DEGRADED").contains("the device's storage hangs");
        assertThat(post(device, server).delivered()).isFalse(); // published only once it is stored
        hang.countDown();
        Callers.await(() -> device.status("desk").state() == ProfileStatus.State.READY);
        assertThat(post(device, server).delivered()).isTrue();
        assertThat(server.tokenRequests()).hasSize(1);
        assertThat(store.text()).contains("access-1");
    }
}
