package com.algosolutions.oauth.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.SignIn;
import com.algosolutions.oauth.SignIn.State;
import com.algosolutions.oauth.client.Callers;
import com.algosolutions.oauth.client.FakeServer;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.client.TestDevice;
import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.store.ForwardingStore;
import com.algosolutions.oauth.store.RecordLock;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.store.StoredRecord;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sign-ins during which another call comes at the worst instant, and what a sign-in reads and locks meanwhile. */
@Timeout(60)
class SignInRaceTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @RegisterExtension
    private final TestDevice device = new TestDevice().withTimer();

    private final GatedStore store = new GatedStore(device.store);
    private final FakeServer server = device.server();
    private final OAuthClient client =
            device.with(settings -> settings.store(store)).client();

    /** A store that counts reads, and runs a task at a chosen instant of the next lock of a sign-in record, in the thread that locks. */
    private static final class GatedStore extends ForwardingStore {
        private static final Runnable NOTHING = () -> {};

        final AtomicInteger reads = new AtomicInteger();
        final AtomicReference<Runnable> beforeLock = new AtomicReference<>(NOTHING);

        final AtomicReference<Runnable> afterLock = new AtomicReference<>(NOTHING);

        /** At the next read of a profile. While it runs, no lock of a sign-in record is free. */
        final AtomicReference<Runnable> atRead = new AtomicReference<>(NOTHING);

        final AtomicReference<Runnable> afterUnlock = new AtomicReference<>(NOTHING);
        private volatile boolean busy;

        GatedStore(RecordStore kept) {
            super(kept);
        }

        @Override
        public Optional<StoredRecord> read(String id) throws IOException {
            reads.incrementAndGet();
            if (id.startsWith("profile-")) {
                Runnable task = atRead.getAndSet(NOTHING);
                if (task != NOTHING) { // which may read a profile too
                    busy = true;
                    task.run();
                    busy = false;
                }
            }
            return kept.read(id);
        }

        @Override
        public Optional<RecordLock> lock(String id, Duration limit) throws IOException {
            if (!id.startsWith(SignInRecord.ID_PREFIX)) {
                return kept.lock(id, limit);
            }
            if (busy) {
                return Optional.empty();
            }
            beforeLock.getAndSet(NOTHING).run();
            Optional<RecordLock> lock = kept.lock(id, limit);
            afterLock.getAndSet(NOTHING).run();
            return lock.map(held -> RecordLock.of(() -> {
                held.close();
                afterUnlock.getAndSet(NOTHING).run();
            }));
        }
    }

    private ProfileForm form(ProfileForm form, String grant) {
        form.grantType(new GrantType(grant))
                .tokenUrl(server.http("/token"))
                .revocationUrl(server.http("/revoke"))
                .apiHosts(ApiHost.of(server.host()))
                .clientId("app-1")
                .clientSecret(Secret.of(TestValues.CLIENT_SECRET))
                .clientAuthMode(ClientAuthMode.HTTP_BASIC);
        if (grant.equals("AUTH_CODE_PKCE")) {
            form.authUrl(URI.create("https://login.example/authorize")).redirectUri(URI.create(SignInDesk.REDIRECT));
        } else if (grant.equals("DEVICE_CODE")) {
            form.deviceUrl(server.http("/device"));
        }
        return form;
    }

    private void configure(String grant) {
        client.profiles().create(form(client.draft("desk", "GENERIC"), grant).build());
    }

    private void change(String grant) {
        client.profiles()
                .update(form(client.edit(client.profiles().find("desk").orElseThrow()), grant)
                        .build());
    }

    private SignIn start() {
        return client.signIns().start("desk");
    }

    private String profileId() {
        return client.profiles().find("desk").orElseThrow().id();
    }

    @ParameterizedTest
    @CsvSource({"AUTH_CODE_PKCE, stored", "DEVICE_CODE, registered"})
    @DisplayName("a start during another start replaces that one, and is not ended by it")
    void start_duringAStart_continues(String grant, String once) {
        configure(grant);
        AtomicReference<SignIn> newer = new AtomicReference<>();
        (once.equals("stored") ? store.afterUnlock : store.beforeLock).set(() -> newer.set(start()));
        SignIn older = start();
        assertThat(older.future()).succeedsWithin(SOON).isEqualTo(State.CANCELLED);
        assertThat(older.state()).isEqualTo(State.CANCELLED);
        assertThat(newer.get().state()).isEqualTo(State.WAITING);
        assertThat(client.signIns().current("desk"))
                .hasValueSatisfying(
                        now -> assertThat(now.message()).isEqualTo(newer.get().message()));
    }

    @ParameterizedTest
    @CsvSource({"AUTH_CODE_PKCE, DEVICE_CODE", "DEVICE_CODE, AUTH_CODE_PKCE", "DEVICE_CODE, CLIENT_CREDENTIALS"})
    void start_afterAChangeOfTheGrantType_endsTheEarlierSignIn(String before, String after) {
        configure(before);
        SignIn earlier = start();
        change(after);
        SignIn next = start();
        assertThat(earlier.state()).isEqualTo(State.CANCELLED);
        assertThat(next.state()).isIn(State.WAITING, State.UNSAVED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AUTH_CODE_PKCE", "DEVICE_CODE"})
    @DisplayName("the status shows a sign-in without a read of the store, until it has expired")
    void status_whileASignInWaits_readsNothing(String grant) {
        configure(grant);
        SignIn signIn = start();
        String printed = "(sign-in WAITING: " + signIn.message() + ")";
        store.reads.set(0);
        ProfileStatus status = client.status("desk");
        assertThat(status.signIn()).isPresent();
        assertThat(status.toString()).endsWith(printed);
        assertThat(store.reads).hasValue(0);
        device.ticker.jump(601);
        if (grant.equals("AUTH_CODE_PKCE")) { // otherwise the worker that polls ends it
            assertThat(client.status("desk").signIn()).isEmpty();
        }
        assertThat(signIn.await(SOON)).isEqualTo(State.EXPIRED);
        assertThat(client.status("desk").signIn()).isEmpty();
    }

    @Test
    void status_whileCredentialsWait_readsNothing() {
        configure("CLIENT_CREDENTIALS");
        String message = start().message();
        store.reads.set(0);
        assertThat(client.status("desk").toString()).endsWith("(sign-in UNSAVED: " + message + ")");
        assertThat(store.reads).hasValue(0);
    }

    @ParameterizedTest
    @CsvSource({
        "AUTH_CODE_PKCE, denied, DENIED",
        "AUTH_CODE_PKCE, time, EXPIRED",
        "AUTH_CODE_PKCE, time and callback, EXPIRED",
        "DEVICE_CODE, access_denied, DENIED",
        "DEVICE_CODE, expired_token, EXPIRED",
        "DEVICE_CODE, time, EXPIRED"
    })
    @DisplayName("a sign-in that was denied or has expired has one kind of failure, in every process")
    void failure_ofAnEndedSignIn_isGrantInvalid(String grant, String end, State expected) {
        configure(grant);
        OAuthClient other = device.another();
        SignIn signIn = start();
        SignIn there = other.signIns().current("desk").orElseThrow();
        switch (end) {
            case "denied" -> client.signIns().handleCallback(SignInDesk.callback(signIn, "error=access_denied"));
            case "time" -> device.ticker.jump(601);
            case "time and callback" -> {
                device.ticker.jump(601);
                client.signIns().handleCallback(SignInDesk.callback(signIn));
            }
            default -> {
                server.onToken(FakeServer.json(400, "{\"error\":\"" + end + "\"}"));
                device.ticker.seconds(5);
            }
        }
        assertThat(signIn.await(SOON)).isEqualTo(expected);
        assertThat(there.await(SOON)).isEqualTo(expected);
        assertThat(List.of(signIn.failure(), there.failure()))
                .allSatisfy(failure -> assertThat(failure.orElseThrow().kind()).isEqualTo(Failure.Kind.GRANT_INVALID));
    }

    @ParameterizedTest
    @ValueSource(strings = {"AUTH_CODE_PKCE", "DEVICE_CODE"})
    @DisplayName("the profile is deleted while its new credentials are stored: they are revoked without a lock, and no"
            + " record is left")
    void deletion_whileCredentialsAreStored_leavesNoRecord(String grant) throws Exception {
        configure(grant);
        String lock = SignInRecord.ID_PREFIX + profileId();
        SignIn signIn = start();
        CompletableFuture<State> future = signIn.future();
        CountDownLatch tokens = server.holdTokenReplies();
        CountDownLatch revocations = server.holdApiReplies();
        if (grant.equals("DEVICE_CODE")) {
            device.ticker.seconds(5);
        } else {
            Callers.elsewhere(() -> client.signIns().handleCallback(SignInDesk.callback(signIn)));
        }
        server.awaitTokenRequest();
        store.afterLock.set(() -> store.atRead.set(() -> client.profiles().delete("desk")));
        tokens.countDown();
        Callers.await(() -> !server.apiRequests().isEmpty());
        Optional<RecordLock> free = device.store.lock(lock, Duration.ZERO);
        assertThat(free)
                .as("the lock of the sign-in record during the revocation")
                .isPresent();
        free.get().close();
        revocations.countDown();
        assertThat(future).succeedsWithin(SOON).isEqualTo(State.CANCELLED);
        assertThat(signIn.state()).isEqualTo(State.CANCELLED);
        client.close();
        assertThat(device.store.list()).noneMatch(id -> id.contains("authorization-"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancel", "cancel this", "start", "save"})
    @DisplayName("credentials whose sign-in could not be recorded: their end is not taken for that of the sign-in saved"
            + " before")
    void end_ofAnUnrecordedSignIn_leavesTheSavedOne(String step) {
        configure("CLIENT_CREDENTIALS");
        SignIn saved = start();
        assertThat(client.signIns().save("desk")).isTrue();
        device.store.before((id, bytes) -> {
            if (id.startsWith(SignInRecord.ID_PREFIX)) {
                throw new IOException("no space left");
            }
        });
        SignIn unrecorded = start();
        device.store.before((id, bytes) -> {});
        assertThat(saved.state()).isEqualTo(State.SAVED);
        assertThat(unrecorded.state()).isEqualTo(State.UNSAVED);
        assertThat(device.another().signIns().current("desk"))
                .hasValueSatisfying(now -> assertThat(now.state()).isEqualTo(State.UNSAVED));
        switch (step) {
            case "cancel" -> assertThat(client.signIns().cancel("desk")).isTrue();
            case "cancel this" -> assertThat(unrecorded.cancel()).isTrue();
            case "start" -> start();
            default -> assertThat(client.signIns().save("desk")).isTrue();
        }
        assertThat(saved.state()).isEqualTo(State.SAVED);
        assertThat(unrecorded.state()).isEqualTo(step.equals("save") ? State.SAVED : State.CANCELLED);
    }
}
