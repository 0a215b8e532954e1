package com.algosolutions.oauth.signin;

import static com.algosolutions.oauth.client.TestValues.client;
import static com.algosolutions.oauth.client.TestValues.post;
import static com.algosolutions.oauth.client.TestValues.withDesk;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.OAuthTestRequest;
import com.algosolutions.oauth.OAuthTestResult;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.SignIn;
import com.algosolutions.oauth.client.Callers;
import com.algosolutions.oauth.client.CapturedLog;
import com.algosolutions.oauth.client.ClientInternals;
import com.algosolutions.oauth.client.FakeServer;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.client.TestDevice;
import com.algosolutions.oauth.client.TestProvider;
import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.contract.FaultyStore;
import com.algosolutions.oauth.credential.Credential;
import com.algosolutions.oauth.credential.CredentialInternals;
import com.algosolutions.oauth.credential.PendingTokenSet;
import com.algosolutions.oauth.credential.ProfileRecord;
import com.algosolutions.oauth.credential.ProfileSnapshot;
import com.algosolutions.oauth.endpoint.TokenSet;
import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.store.ForwardingStore;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.store.StoredRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** New credentials between Start Authorization and Update Profile, for grants without a sign-in. */
class PendingTokenSetTest {
    @RegisterExtension
    private final TestDevice device = new TestDevice();

    private final FakeServer server = device.server();
    private final FaultyStore store = device.store;
    private final OAuthClient client = device.withDesk();

    private OAuthProfile desk() {
        return client.profiles().find("desk").orElseThrow();
    }

    private OAuthClient restarted() {
        return device.another();
    }

    private List<String> events() {
        return client.events().stream()
                .filter(event -> event.kind() == Event.Kind.SIGN_IN)
                .map(Event::message)
                .toList();
    }

    @Test
    @DisplayName("Start Authorization of a JWT profile obtains a token now; Update Profile makes it the one in use")
    void start_obtainsAToken_whichWaits_untilItIsSaved() {
        post(client, server);
        SignIn started = client.signIns().start("desk");
        assertThat(started).is(SignInResults.GRANTED);
        assertThat(started).hasToString("New credentials wait to be saved. Press Update Profile.");
        post(client, server);
        assertThat(client.signIns().save("desk")).isTrue();
        post(client, server);
        assertThat(server.bearers()).containsExactly("Bearer access-1", "Bearer access-1", "Bearer access-2");
        assertThat(server.tokenRequests()).hasSize(2);
    }

    @Test
    @DisplayName("while new credentials wait, the status says so")
    void status_saysThatNewCredentialsWait() {
        post(client, server);
        client.signIns().start("desk");
        ProfileStatus waiting = client.status("desk");
        assertThat(waiting.state()).isEqualTo(ProfileStatus.State.READY);
        assertThat(waiting.signIn()).get().is(SignInResults.GRANTED);
        assertThat(waiting.accessTokenExpiresIn()).isPresent();
        assertThat(waiting.toString()).contains("New credentials wait to be saved. Press Update Profile.");
        assertThat(client.signIns().current("desk")).get().is(SignInResults.GRANTED);
        assertThat(client.signIns().save("desk")).isTrue();
        assertThat(client.status("desk").state()).isEqualTo(ProfileStatus.State.READY);
        assertThat(client.signIns().current("desk")).isEmpty();
        assertThat(events())
                .containsExactly(
                        "New credentials wait to be saved. Press Update Profile.",
                        "the new credentials are saved, and in use");
    }

    @Test
    @DisplayName("what waits is there after a restart, and is saved then")
    void pending_survivesARestart() {
        post(client, server);
        client.signIns().start("desk");
        try (OAuthClient next = restarted()) {
            assertThat(next.signIns().current("desk")).isPresent();
            post(next, server);
            assertThat(next.signIns().save("desk")).isTrue();
            post(next, server);
            assertThat(server.bearers()).containsExactly("Bearer access-1", "Bearer access-1", "Bearer access-2");
        }
        try (OAuthClient third = restarted()) {
            assertThat(third.signIns().current("desk")).isEmpty();
            post(third, server);
        }
        assertThat(server.bearers()).endsWith("Bearer access-2");
        assertThat(server.tokenRequests()).hasSize(2);
    }

    @Test
    @DisplayName("Update Profile of a changed name saves what waits, in the same replace")
    void update_savesWhatWaits() {
        client.signIns().start("desk");
        client.profiles().update(client.edit(desk()).name("lobby").build());
        assertThat(client.post("lobby", server.http("/v1"), Body.json("{}")).delivered())
                .isTrue();
        assertThat(server.tokenRequests()).hasSize(1);
        assertThat(client.events()).extracting(Event::message).contains("updated, and new credentials saved");
    }

    @Test
    @DisplayName(
            "a client id edited in between refuses the commit, with the field's name and the fix; changed back, it is saved")
    void clientId_editedInBetween_refusesTheCommit() {
        client.signIns().start("desk");
        client.profiles().update(client.edit(desk()).clientId("app-2").build());
        assertThat(events().get(1)).contains("the new credentials are not saved: Client ID has been changed");
        assertThatThrownBy(() -> client.signIns().save("desk"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "Client ID has been changed since Start Authorization, so the new credentials do not belong to it."
                                + " Change it back, or press Start Authorization again.");
        client.profiles().update(client.edit(desk()).clientId("app-1").build());
        post(client, server);
        assertThat(server.bearers()).containsExactly("Bearer access-1");
    }

    @Test
    @DisplayName("an endpoint edited in between refuses the commit, also after a restart")
    void endpoint_editedInBetween_refusesTheCommit() {
        client.signIns().start("desk");
        client.profiles()
                .update(client.edit(desk())
                        .issuer(URI.create("https://other.example"))
                        .build());
        try (OAuthClient next = restarted()) {
            assertThatThrownBy(() -> next.signIns().save("desk")).hasMessageContaining("Issuer has been changed");
        }
    }

    @Test
    void save_withoutAnything_isFalse() {
        assertThat(client.signIns().save("desk")).isFalse();
        assertThatThrownBy(() -> client.signIns().save("absent")).hasMessageContaining("names no stored profile");
    }

    @Test
    @DisplayName("a second start drops the tokens of the first; abandoning drops the tokens that wait")
    void start_again_supersedes_andAbandonDrops() {
        client.signIns().start("desk");
        client.signIns().start("desk");
        assertThat(client.signIns().cancel("desk")).isTrue();
        assertThat(client.signIns().cancel("desk")).isFalse();
        assertThat(client.signIns().save("desk")).isFalse();
        assertThat(store.text()).doesNotContain("access-1").doesNotContain("access-2");
        post(client, server);
        assertThat(server.bearers()).containsExactly("Bearer access-3");
    }

    @Test
    @DisplayName("a remembered refusal does not stop an operator's start; the commit ends it")
    void refusal_doesNotStopSomebodyWhoAsks() {
        server.onToken(FakeServer.json(400, "{\"error\":\"invalid_grant\"}"));
        post(client, server);
        assertThat(client.status("desk").state()).isEqualTo(ProfileStatus.State.REAUTHORIZATION_REQUIRED);
        assertThat(client.signIns().start("desk")).is(SignInResults.GRANTED);
        assertThat(client.signIns().save("desk")).isTrue();
        assertThat(post(client, server).delivered()).isTrue();
    }

    @Test
    void start_thatIsRefused_saysWhy_andLeavesWhatThereIs() {
        post(client, server);
        server.onToken(FakeServer.json(401, "{\"error\":\"invalid_client\"}"));
        SignIn started = client.signIns().start("desk");
        assertThat(started).is(SignInResults.REFUSED);
        assertThat(started.toString()).contains("invalid_client");
        assertThat(post(client, server).delivered()).isTrue();
        assertThat(client.signIns().start("absent").toString()).contains("no OAuth profile named absent");
    }

    @Test
    @DisplayName("a storage that refuses the commit: nothing has changed, and the next one saves")
    void commit_thatCannotBeStored_changesNothing() {
        post(client, server);
        client.signIns().start("desk");
        store.fail(FaultyStore.Fault.DISK_FULL);
        assertThatThrownBy(() -> client.signIns().save("desk")).isInstanceOf(UncheckedIOException.class);
        post(client, server);
        store.fail(FaultyStore.Fault.NONE);
        assertThat(client.signIns().save("desk")).isTrue();
        post(client, server);
        assertThat(server.bearers()).containsExactly("Bearer access-1", "Bearer access-1", "Bearer access-2");
    }

    @Test
    @DisplayName("a storage that refuses what waits: it waits in memory, and the message says so")
    void pending_thatCannotBeStored_waitsInMemory() {
        store.fail(FaultyStore.Fault.DISK_FULL);
        assertThat(client.signIns().start("desk").toString()).contains("a restart loses them");
        store.fail(FaultyStore.Fault.NONE);
        assertThat(client.signIns().save("desk")).isTrue();
        post(client, server);
        assertThat(server.bearers()).containsExactly("Bearer access-1");
    }

    @Test
    @DisplayName("a renewal that is under way during the commit cannot bring the old grant back")
    void renewal_duringTheCommit_cannotBringTheOldGrantBack() throws Exception {
        server.onToken(
                FakeServer.issue("old", "r-old"), FakeServer.issue("new", "r-new"), FakeServer.issue("late", "r-late"));
        post(client, server);
        client.signIns().start("desk");
        device.ticker.seconds(Duration.ofMinutes(59).toSeconds());
        CountDownLatch replies = server.holdTokenReplies();
        CompletableFuture<ApiResult> call = Callers.elsewhere(() -> post(client, server));
        while (server.tokenRequests().size() < 3) {
            Thread.onSpinWait();
        }
        CompletableFuture<Boolean> commit = Callers.elsewhere(() -> {
            assertThat(client.signIns().save("desk")).isTrue();
            return true;
        });
        replies.countDown();
        commit.get(10, TimeUnit.SECONDS);
        call.get(10, TimeUnit.SECONDS);
        assertThat(store.text()).contains("r-new").doesNotContain("r-late").doesNotContain("r-old");
        device.ticker.seconds(Duration.ofMinutes(5).toSeconds());
        post(client, server);
        assertThat(FakeServer.form(
                        server.tokenRequests().get(server.tokenRequests().size() - 1)))
                .contains("refresh_token=r-new");
    }

    @Test
    @DisplayName("two processes on one store: what one has obtained the other saves")
    void otherProcess_savesWhatThisOneHasObtained() {
        post(client, server);
        try (OAuthClient other = restarted()) {
            client.signIns().start("desk");
            assertThat(other.signIns().save("desk")).isTrue();
            assertThat(client.signIns().save("desk")).isFalse();
            post(other, server);
            assertThat(server.bearers()).endsWith("Bearer access-2");
        }
    }

    @Test
    @DisplayName("a profile is renamed while another process has renewed its token: the newer refresh token stays")
    void rename_afterAnotherProcessHasRenewed_keepsTheNewerGrant() {
        server.onToken(FakeServer.issue("a", "r-1"), FakeServer.issue("b", "r-2"));
        post(client, server);
        try (OAuthClient other = restarted()) {
            other.renew("desk");
            client.profiles().update(client.edit(desk()).name("lobby").build());
        }
        assertThat(store.text()).contains("r-2").doesNotContain("r-1");
    }

    /** A store whose next replace of a profile fails, and whose read after that waits. */
    private static final class GatedStore extends ForwardingStore {
        final AtomicBoolean armed = new AtomicBoolean();
        final CountDownLatch reading = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);

        GatedStore(RecordStore kept) {
            super(kept);
        }

        @Override
        public Optional<StoredRecord> read(String id) throws IOException {
            if (armed.get() && Thread.currentThread().getName().equals("rename")) {
                reading.countDown();
                try {
                    assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
            return kept.read(id);
        }

        @Override
        public boolean replace(String id, long expectedGeneration, byte[] bytes) throws IOException {
            boolean first = id.startsWith("profile-")
                    && Thread.currentThread().getName().equals("rename")
                    && armed.compareAndSet(false, true);
            return !first && kept.replace(id, expectedGeneration, bytes);
        }
    }

    @Test
    @DisplayName("a profile is renamed while its token is renewed: neither waits for the other for ever")
    void rename_duringARenewal_doesNotLockUp() throws Exception {
        GatedStore gated = new GatedStore(RecordStore.inMemory());
        OAuthClient own = withDesk(device.settings().store(gated).build(), server);
        OAuthProfile renamed = own.edit(own.profiles().find("desk").orElseThrow())
                .name("lobby")
                .build();
        Credential credential = ClientInternals.entry(own, "desk").credential();
        Thread rename = new Thread(() -> own.profiles().update(renamed), "rename");
        Thread renewal = new Thread(() -> CredentialInternals.newest(credential), "renewal");
        rename.setDaemon(true);
        renewal.setDaemon(true);
        rename.start();
        assertThat(gated.reading.await(10, TimeUnit.SECONDS)).isTrue();
        renewal.start();
        while (renewal.getState() != Thread.State.BLOCKED) { // it waits for the profile's record
            Thread.onSpinWait();
        }
        gated.goOn.countDown();
        rename.join(10_000);
        renewal.join(10_000);
        assertThat(rename.isAlive() || renewal.isAlive()).isFalse();
        own.close();
    }

    /** The requests to the revocation endpoint, which is any other path of the server. */
    private List<String> revoked() {
        return server.apiRequests().stream()
                .filter(request -> request.getTarget().equals("/revoke"))
                .map(FakeServer::body)
                .toList();
    }

    @Test
    @DisplayName(
            "what is abandoned, superseded or deleted before it was saved is revoked at the provider; the grant in use is not")
    void dropped_isRevoked() {
        client.profiles()
                .update(client.edit(desk())
                        .revocationUrl(server.http("/revoke"))
                        .build());
        server.onToken(FakeServer.issue("used", "r-used"), FakeServer.issue("a", "r-a"), FakeServer.issue("b", "r-b"));
        post(client, server);
        client.signIns().start("desk");
        client.signIns().start("desk");
        assertThat(revoked()).hasSize(2).allMatch(body -> body.contains("token=r-a") || body.contains("token=a"));
        client.signIns().cancel("desk");
        assertThat(revoked()).hasSize(4);
        assertThat(revoked().subList(2, 4)).allMatch(body -> body.contains("token=r-b") || body.contains("token=b"));
        assertThat(post(client, server).delivered()).isTrue();
        assertThat(server.bearers()).endsWith("Bearer used");
        server.onToken(FakeServer.issue("c", "r-c"));
        client.signIns().start("desk");
        client.profiles().delete("desk");
        assertThat(revoked().toString()).contains("token=r-used").contains("token=r-c");
        assertThat(store.text()).doesNotContain("r-used").doesNotContain("r-c");
    }

    @ParameterizedTest
    @DisplayName(
            "credentials that another process saves while this one replaces or drops them are in use, and not revoked")
    @ValueSource(strings = {"start", "cancel"})
    void savedByAnotherProcess_whileTheyAreDropped_isNotRevoked(String how) throws IOException {
        revocable();
        server.onToken(FakeServer.issue("a", "r-a"), FakeServer.issue("b", "r-b"));
        client.signIns().start("desk");
        OAuthClient two = device.another();
        AtomicBoolean saved = new AtomicBoolean();
        store.before((id, bytes) -> {
            boolean drops = id.startsWith(ProfileRecord.ID_PREFIX);
            if (drops && saved.compareAndSet(false, true)) {
                assertThat(two.signIns().save("desk")).isTrue();
            }
        });
        if (how.equals("start")) {
            client.signIns().start("desk");
        } else {
            client.signIns().cancel("desk");
        }
        assertThat(saved).isTrue();
        assertThat(revoked()).isEmpty();
        assertThat(store.list()).noneMatch(id -> id.startsWith("revocation-"));
        assertThat(store.text()).contains("r-a");
        post(two, server);
        post(client, server);
        assertThat(server.bearers()).containsExactly("Bearer a", "Bearer a");
    }

    @Test
    @DisplayName("a profile that is deleted while its new credentials are obtained: they are revoked, and wait nowhere")
    void deleted_whileTheyAreObtained_isRevoked() throws Exception {
        client.profiles()
                .update(client.edit(desk())
                        .revocationUrl(server.http("/revoke"))
                        .build());
        server.onToken(FakeServer.issue("late", "r-late"));
        CountDownLatch replies = server.holdTokenReplies();
        CompletableFuture<SignIn> start =
                Callers.elsewhere(() -> client.signIns().start("desk"));
        server.awaitTokenRequest();
        client.profiles().delete("desk");
        replies.countDown();
        assertThat(start.get(10, TimeUnit.SECONDS).toString())
                .startsWith("the profile has been deleted or changed meanwhile");
        assertThat(revoked().toString()).contains("token=r-late");
        assertThat(store.text()).doesNotContain("r-late");
    }

    private void revocable() {
        client.profiles()
                .update(client.edit(desk())
                        .revocationUrl(server.http("/revoke"))
                        .build());
    }

    private CompletableFuture<SignIn> startElsewhere() {
        return Callers.elsewhere(() -> client.signIns().start("desk"));
    }

    @Test
    @DisplayName(
            "two starts at once: the newer one's grant waits, and the older one's is revoked, whichever comes first")
    void start_whileAnotherAsks_supersedesIt() throws Exception {
        revocable();
        CountDownLatch replies = server.holdTokenReplies();
        CompletableFuture<SignIn> first = startElsewhere();
        server.awaitTokenRequest();
        CompletableFuture<SignIn> second = startElsewhere();
        while (server.tokenRequests().size() < 2) {
            Thread.onSpinWait();
        }
        replies.countDown();
        assertThat(first.get(10, TimeUnit.SECONDS).toString())
                .startsWith("a newer Start Authorization has replaced this one, so its result is not kept");
        assertThat(second.get(10, TimeUnit.SECONDS)).is(SignInResults.GRANTED);
        assertThat(client.signIns().save("desk")).isTrue();
        post(client, server);
        String used = server.bearers().get(server.bearers().size() - 1).substring("Bearer ".length());
        assertThat(revoked()).singleElement().asString().doesNotContain("token=" + used);
        assertThat(store.text()).contains(used).doesNotContain(used.equals("access-1") ? "access-2" : "access-1");
    }

    @Test
    @DisplayName("abandoned while a token is requested: it is revoked when it arrives, and nothing waits")
    void abandoned_whileATokenIsAskedFor_isGivenBack() throws Exception {
        revocable();
        CountDownLatch replies = server.holdTokenReplies();
        CompletableFuture<SignIn> start = startElsewhere();
        server.awaitTokenRequest();
        assertThat(client.signIns().cancel("desk")).isTrue();
        assertThat(client.signIns().cancel("desk")).isFalse();
        replies.countDown();
        assertThat(start.get(10, TimeUnit.SECONDS).toString())
                .startsWith("this sign-in was cancelled, so its result is not kept");
        assertThat(client.signIns().current("desk")).isEmpty();
        assertThat(revoked()).singleElement().asString().contains("token=access-1");
        assertThat(store.text()).doesNotContain("access-1");
    }

    @Test
    @DisplayName(
            "a server that issues the same token while it lives: what waits or is in use is not revoked with what is dropped")
    void start_again_bringsTheSameToken_revokesNothing() {
        revocable();
        server.onToken(FakeServer.issue("same"), FakeServer.issue("same"), FakeServer.issue("same"));
        client.signIns().start("desk");
        client.signIns().start("desk");
        assertThat(client.signIns().save("desk")).isTrue();
        client.signIns().start("desk");
        assertThat(client.signIns().cancel("desk")).isTrue();
        assertThat(revoked()).isEmpty();
        assertThat(post(client, server).delivered()).isTrue();
        assertThat(server.bearers()).endsWith("Bearer same");
    }

    @Test
    @DisplayName("a start that is refused changes nothing: the tokens of an earlier one still wait")
    void start_thatIsRefused_leavesWhatWaits() {
        revocable();
        client.signIns().start("desk");
        server.onToken(FakeServer.json(503, "{}"));
        server.onToken(FakeServer.json(401, "{\"error\":\"invalid_client\"}"));
        assertThat(client.signIns().start("desk")).is(SignInResults.REFUSED);
        assertThat(revoked()).isEmpty();
        assertThat(client.signIns().save("desk")).isTrue();
        post(client, server);
        assertThat(server.bearers()).endsWith("Bearer access-1");
    }

    @Test
    @DisplayName(
            "a field was edited while new credentials wait: status and messages name it and the fix, not Update Profile")
    void edited_whileTheyWait_isWhatTheStatusSays() {
        String edited =
                "Client ID has been changed since Start Authorization, so the new credentials do not belong to it."
                        + " Change it back, or press Start Authorization again.";
        client.signIns().start("desk");
        client.profiles().update(client.edit(desk()).clientId("app-2").build());
        assertThat(client.status("desk").toString()).contains(edited).doesNotContain("Press Update Profile");
        assertThat(client.signIns().current("desk")).get().hasToString(edited);
        server.onToken(FakeServer.json(401, "{\"error\":\"invalid_client\"}"));
        assertThat(post(client, server).toString()).contains("invalid_client").doesNotContain("press Update Profile");
        OAuthTestResult report =
                client.test(OAuthTestRequest.of("desk", server.http("/v1").toString()));
        assertThat(report.toString()).doesNotContain("press Update Profile").contains(edited);
        client.profiles().update(client.edit(desk()).clientId("app-1").build());
        post(client, server);
        assertThat(server.bearers()).endsWith("Bearer access-1");
    }

    @Test
    @DisplayName("a plugin that throws in the middle of a start: refused, and reported")
    void start_whosePluginThrows_isRefused() {
        try (OAuthClient own = client().provider(TestProvider.throwing()).build()) {
            own.profiles()
                    .create(own.draft(TestValues.draft(own, "desk", server)
                                    .build()
                                    .toJson()
                                    .replace("GENERIC", "THROWER"))
                            .clientSecret(Secret.of(TestValues.CLIENT_SECRET))
                            .jwtAssertion(Secret.of(TestValues.JWT))
                            .build());
            server.onToken(FakeServer.json(200, "{\"access_token\":\"a\",\"token_type\":\"user\"}"));
            try (CapturedLog log = CapturedLog.open()) {
                assertThat(own.signIns().start("desk").toString())
                        .startsWith("an error in this library or in a plugin has ended the sign-in");
                assertThat(log.lines().toString()).contains("IllegalStateException");
            }
            assertThat(own.signIns().start("desk")).is(SignInResults.GRANTED);
        }
    }

    @Test
    @DisplayName(
            "Update Profile whose new credentials cannot be stored: the changed profile is in use, and they wait on")
    void update_storedWithoutWhatWaits_goesOn() {
        client.signIns().start("desk");
        client.profiles().update(client.edit(desk()).clientId("app-2").build());
        AtomicInteger writes = new AtomicInteger();
        store.before((id, bytes) -> {
            if (id.startsWith(ProfileRecord.ID_PREFIX) && writes.incrementAndGet() > 1) {
                throw new IOException("no space left");
            }
        });
        OAuthProfile changedBack =
                client.edit(desk()).name("lobby").clientId("app-1").build();
        assertThatThrownBy(() -> client.profiles().update(changedBack)).isInstanceOf(UncheckedIOException.class);
        store.before((id, bytes) -> {});
        assertThat(client.profiles().list()).containsExactly(changedBack);
        assertThat(client.signIns().save("lobby")).isTrue();
        assertThat(client.post("lobby", server.http("/v1"), Body.json("{}")).delivered())
                .isTrue();
        assertThat(server.tokenRequests()).hasSize(1);
    }

    @Test
    void secrets_ofWhatWaits_areNotPrinted() {
        server.onToken(FakeServer.issue("planted-access", "planted-refresh"));
        SignIn started = client.signIns().start("desk");
        assertThat(started + " " + client.status("desk") + client.events()
                        + client.profiles().list())
                .doesNotContain("planted");
        assertThat(new PendingTokenSet(
                                ProfileSnapshot.of(desk()),
                                new TokenSet(
                                        Secret.of("planted"),
                                        Duration.ZERO,
                                        Optional.empty(),
                                        Optional.empty(),
                                        "",
                                        TestValues.NOW,
                                        1),
                                "x",
                                Optional.empty())
                        .toString())
                .doesNotContain("planted");
    }

    @Test
    @DisplayName(
            "a server that issues the same refresh token beside a new access token: what is dropped ends no life of it")
    void start_again_bringsTheSameRefreshToken_revokesNothing() {
        revocable();
        server.onToken(FakeServer.issue("a", "same"), FakeServer.issue("b", "same"));
        post(client, server);
        client.signIns().start("desk");
        assertThat(client.signIns().cancel("desk")).isTrue();
        assertThat(revoked()).isEmpty();
    }

    @Test
    @DisplayName("what comes while its profile is being deleted is revoked with the rest")
    void brought_whileTheProfileIsDeleted_isRevoked() {
        revocable();
        server.onToken(FakeServer.issue("used", "r-used"), FakeServer.issue("late", "r-late"));
        post(client, server);
        AtomicBoolean once = new AtomicBoolean();
        store.before((id, bytes) -> {
            if (id.startsWith("revocation-") && once.compareAndSet(false, true)) {
                client.signIns().start("desk");
            }
        });
        client.profiles().delete("desk");
        assertThat(revoked().toString()).contains("token=r-used").contains("token=r-late");
        assertThat(store.text()).doesNotContain("r-late");
    }

    /** A store that throws what the contract does not know where a profile is to be deleted. */
    private static final class Undeletable extends ForwardingStore {
        Undeletable(RecordStore kept) {
            super(kept);
        }

        @Override
        public void delete(String id) throws IOException {
            if (id.startsWith(ProfileRecord.ID_PREFIX)) {
                throw new IllegalStateException("a bug");
            }
            kept.delete(id);
        }
    }

    @Test
    @DisplayName("a profile that a broken store does not delete: its tokens are not revoked, neither now nor later")
    void delete_thatTheStoreRefuses_revokesNothing() {
        FaultyStore kept = new FaultyStore();
        try (OAuthClient own =
                withDesk(device.settings().store(new Undeletable(kept)).build(), server)) {
            own.profiles()
                    .update(own.edit(own.profiles().find("desk").orElseThrow())
                            .revocationUrl(server.http("/revoke"))
                            .build());
            own.renew("desk");
            own.signIns().start("desk");
            assertThatThrownBy(() -> own.profiles().delete("desk"))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasRootCauseMessage("java.lang.IllegalStateException");
            assertThat(own.profiles().find("desk")).isPresent();
            assertThat(revoked()).isEmpty();
            assertThat(kept.text()).contains("access-1", "access-2").doesNotContain("pauseSeconds");
        }
    }

    @Test
    @DisplayName("what is dropped after its server was edited cannot be revoked, and an event says so")
    void dropped_afterItsServerWasEdited_isTold() {
        revocable();
        client.signIns().start("desk");
        client.profiles()
                .update(client.edit(desk())
                        .tokenUrl(server.http("/token?other"))
                        .build());
        client.signIns().cancel("desk");
        assertThat(revoked()).isEmpty();
        assertThat(client.events())
                .filteredOn(event -> event.kind() == Event.Kind.REVOCATION)
                .singleElement()
                .satisfies(event -> assertThat(event.message())
                        .startsWith("FAILED")
                        .contains("Token URL or Revocation URL is at another server"));
    }
}
