package com.algosolutions.oauth.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.SignIn;
import com.algosolutions.oauth.SignIn.State;
import com.algosolutions.oauth.client.Callers;
import com.algosolutions.oauth.client.FakeServer;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.client.TestDevice;
import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.contract.FaultyStore;
import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.ProfileForm;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The state of a sign-in in each transition: as the client that started it sees it, as a second client on the same store does, and as the
 * next client does after a restart.
 */
@Timeout(60)
class SignInStateTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String ANSWER = "code=the-code";

    @RegisterExtension
    private final TestDevice device = new TestDevice().withTimer();

    private final FakeServer server = device.server();
    private final OAuthClient client = device.client();

    /** Another process. */
    private Optional<OAuthClient> other = Optional.empty();

    private void configure(GrantType grant) {
        ProfileForm form = client.draft("desk", "GENERIC")
                .grantType(grant)
                .tokenUrl(server.http("/token"))
                .apiHosts(ApiHost.of(server.host()))
                .clientId("app-1")
                .clientSecret(Secret.of(TestValues.CLIENT_SECRET))
                .clientAuthMode(ClientAuthMode.HTTP_BASIC);
        if (grant.equals(GrantType.AUTH_CODE_PKCE)) {
            form.authUrl(URI.create("https://login.example/authorize")).redirectUri(URI.create(SignInDesk.REDIRECT));
        } else if (grant.equals(GrantType.DEVICE_CODE)) {
            form.deviceUrl(server.http("/device"));
        }
        client.profiles().create(form.build());
        other = Optional.of(device.another());
    }

    private SignIn start(OAuthClient by) {
        return by.signIns().start("desk");
    }

    /** What happens to a sign-in; {@code by} is the client that does what either of them can do. */
    private void happens(String step, SignIn signIn, OAuthClient by) {
        switch (step) {
            case "callback" -> by.signIns().handleCallback(SignInDesk.callback(signIn));
            case "denied" -> by.signIns().handleCallback(SignInDesk.callback(signIn, "error=access_denied"));
            case "error" -> by.signIns().handleCallback(SignInDesk.callback(signIn, "error=invalid_scope"));
            case "bad code" -> {
                server.onToken(FakeServer.json(400, "{\"error\":\"invalid_grant\"}"));
                by.signIns().handleCallback(SignInDesk.callback(signIn));
            }
            case "no answer yet" -> {
                server.onToken(FakeServer.json(400, "{\"error\":\"authorization_pending\"}"));
                poll(1);
            }
            case "signed in" -> {
                poll(1);
                signIn.await(SOON);
            }
            case "poll denied", "poll refused" -> {
                String code = step.equals("poll denied") ? "access_denied" : "invalid_client";
                server.onToken(FakeServer.json(400, "{\"error\":\"" + code + "\"}"));
                poll(1);
                signIn.await(SOON);
            }
            case "code expires" -> {
                server.onToken(FakeServer.json(400, "{\"error\":\"expired_token\"}"));
                poll(1);
                signIn.await(SOON);
            }
            case "time" -> device.ticker.seconds(601);
            case "save" -> assertThat(by.signIns().save("desk")).isTrue();
            case "update" ->
                by.profiles()
                        .update(by.edit(by.profiles().find("desk").orElseThrow())
                                .apiHosts(ApiHost.of(server.host()), ApiHost.of("api.example.com"))
                                .build());
            case "cancel" -> assertThat(by.signIns().cancel("desk")).isTrue();
            case "cancel this" ->
                assertThat(
                                by == client
                                        ? signIn.cancel()
                                        : by.signIns()
                                                .current("desk")
                                                .orElseThrow()
                                                .cancel())
                        .isTrue();
            case "start" -> start(by);
            case "refused start" -> {
                server.onToken(FakeServer.json(400, "{\"error\":\"invalid_client\"}"));
                assertThat(start(by)).is(SignInResults.REFUSED);
            }
            case "delete" -> by.profiles().delete("desk");
            default -> throw new IllegalArgumentException(step);
        }
    }

    /** Lets polls be due, and waits until each has a response. */
    private void poll(int polls) {
        for (int i = 0; i < polls; i++) {
            int before = server.tokenRequests().size();
            device.ticker.seconds(5);
            Callers.await(() -> server.tokenRequests().size() > before);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "AUTH_CODE_PKCE, '', WAITING",
        "AUTH_CODE_PKCE, callback, UNSAVED",
        "AUTH_CODE_PKCE, callback; callback, UNSAVED",
        "AUTH_CODE_PKCE, callback; save, SAVED",
        "AUTH_CODE_PKCE, callback; update, SAVED",
        "AUTH_CODE_PKCE, callback; save; callback, SAVED",
        "AUTH_CODE_PKCE, callback; save; start, SAVED",
        "AUTH_CODE_PKCE, callback; save; start; cancel, SAVED",
        "AUTH_CODE_PKCE, callback; cancel, CANCELLED",
        "AUTH_CODE_PKCE, callback; cancel this, CANCELLED",
        "AUTH_CODE_PKCE, callback; start, CANCELLED",
        "AUTH_CODE_PKCE, callback; delete, CANCELLED",
        "AUTH_CODE_PKCE, denied, DENIED",
        "AUTH_CODE_PKCE, denied; denied, DENIED",
        "AUTH_CODE_PKCE, error, FAILED",
        "AUTH_CODE_PKCE, bad code, FAILED",
        "AUTH_CODE_PKCE, time, EXPIRED",
        "AUTH_CODE_PKCE, time; callback, EXPIRED",
        "AUTH_CODE_PKCE, cancel, CANCELLED",
        "AUTH_CODE_PKCE, cancel; callback, CANCELLED",
        "AUTH_CODE_PKCE, cancel this, CANCELLED",
        "AUTH_CODE_PKCE, start, CANCELLED",
        "AUTH_CODE_PKCE, delete, CANCELLED",
        "DEVICE_CODE, '', WAITING",
        "DEVICE_CODE, no answer yet, WAITING",
        "DEVICE_CODE, signed in, UNSAVED",
        "DEVICE_CODE, signed in; save, SAVED",
        "DEVICE_CODE, signed in; save; start, SAVED",
        "DEVICE_CODE, signed in; save; start; cancel, SAVED",
        "DEVICE_CODE, signed in; cancel, CANCELLED",
        "DEVICE_CODE, signed in; cancel this, CANCELLED",
        "DEVICE_CODE, signed in; start, CANCELLED",
        "DEVICE_CODE, signed in; delete, CANCELLED",
        "DEVICE_CODE, poll denied, DENIED",
        "DEVICE_CODE, poll refused, FAILED",
        "DEVICE_CODE, code expires, EXPIRED",
        "DEVICE_CODE, cancel, CANCELLED",
        "DEVICE_CODE, cancel this, CANCELLED",
        "DEVICE_CODE, start, CANCELLED",
        "DEVICE_CODE, delete, CANCELLED",
        "CLIENT_CREDENTIALS, '', UNSAVED",
        "CLIENT_CREDENTIALS, save, SAVED",
        "CLIENT_CREDENTIALS, save; start, SAVED",
        "CLIENT_CREDENTIALS, save; start; cancel, SAVED",
        "CLIENT_CREDENTIALS, cancel, CANCELLED",
        "CLIENT_CREDENTIALS, cancel this, CANCELLED",
        "CLIENT_CREDENTIALS, start, CANCELLED",
        "CLIENT_CREDENTIALS, start; start; save, CANCELLED",
        "CLIENT_CREDENTIALS, refused start, UNSAVED",
        "CLIENT_CREDENTIALS, delete, CANCELLED"
    })
    @DisplayName("the state in each transition, whichever client causes it, seen from both clients and after a restart")
    void state_ofEachTransition(String grant, String steps, State expected) {
        for (boolean byOther : new boolean[] {false, true}) {
            if (client.profiles().find("desk").isPresent()) {
                client.profiles().delete("desk");
            }
            configure(new GrantType(grant));
            OAuthClient second = other.orElseThrow();
            OAuthClient by = byOther ? second : client;
            SignIn signIn = start(client);
            SignIn there = second.signIns().current("desk").orElseThrow();
            CompletableFuture<State> future = signIn.future();
            List<String> all = steps.isEmpty() ? List.of() : List.of(steps.split("; "));
            all.forEach(step -> happens(step, signIn, by));

            assertThat(signIn.state())
                    .as("here, caused by the other client: %s", byOther)
                    .isEqualTo(expected);
            assertThat(there.state())
                    .as("there, caused by the other client: %s", byOther)
                    .isEqualTo(expected);
            assertThat(signIn.failure().isPresent())
                    .isEqualTo(there.failure().isPresent())
                    .isEqualTo(Set.of(State.DENIED, State.EXPIRED, State.FAILED).contains(expected));
            assertThat(List.of(signIn.message(), there.message())).noneMatch(String::isBlank);
            if (expected.ended()) {
                assertThat(signIn.expiresIn()).isZero();
                assertThat(future)
                        .succeedsWithin(SOON)
                        .satisfies(first -> assertThat(first.ended()).isTrue());
                assertThat(there.future())
                        .succeedsWithin(SOON)
                        .satisfies(first -> assertThat(first.ended()).isTrue());
            } else {
                assertThat(future).isNotDone();
            }
            try (OAuthClient next = device.another()) {
                boolean replaced = all.contains("start")
                        && !all.contains("cancel")
                        && !all.get(all.size() - 1).equals("save");
                Optional<SignIn> current = next.signIns().current("desk");
                if (expected == State.WAITING || expected == State.UNSAVED) {
                    assertThat(current)
                            .hasValueSatisfying(now -> assertThat(now.state()).isEqualTo(expected));
                } else {
                    assertThat(current.isPresent()).as("another sign-in").isEqualTo(replaced);
                }
            }
            second.close();
        }
    }

    @Test
    void ended_isEachStateButWaiting() {
        assertThat(State.values()).filteredOn(state -> !state.ended()).containsExactly(State.WAITING);
    }

    @ParameterizedTest
    @CsvSource({
        "AUTH_CODE_PKCE, callback, UNSAVED",
        "AUTH_CODE_PKCE, denied, DENIED",
        "AUTH_CODE_PKCE, error, FAILED",
        "AUTH_CODE_PKCE, bad code, FAILED",
        "AUTH_CODE_PKCE, time, EXPIRED",
        "AUTH_CODE_PKCE, cancel, CANCELLED",
        "AUTH_CODE_PKCE, start, CANCELLED",
        "AUTH_CODE_PKCE, delete, CANCELLED",
        "DEVICE_CODE, signed in, UNSAVED",
        "DEVICE_CODE, poll denied, DENIED",
        "DEVICE_CODE, poll refused, FAILED",
        "DEVICE_CODE, code expires, EXPIRED",
        "DEVICE_CODE, cancel, CANCELLED",
        "DEVICE_CODE, start, CANCELLED",
        "DEVICE_CODE, delete, CANCELLED"
    })
    @DisplayName("the future completes by itself in the client that ends the sign-in, and ends a wait")
    void future_completes_howeverItEnds(String grant, String step, State expected) throws Exception {
        configure(new GrantType(grant));
        SignIn signIn = start(client);
        CompletableFuture<State> future = signIn.future();
        List<State> heard = new ArrayList<>();
        CompletableFuture<Void> listener = future.thenAccept(heard::add);
        CompletableFuture<State> waiter = Callers.elsewhere(signIn::await);
        if (step.equals("time")) {
            device.ticker.seconds(601); // the timer looks, without a call of state()
        } else {
            happens(step, signIn, client);
        }
        assertThat(future.get(20, TimeUnit.SECONDS)).isEqualTo(expected);
        assertThat(waiter.get(20, TimeUnit.SECONDS)).isEqualTo(expected);
        listener.get(20, TimeUnit.SECONDS);
        assertThat(heard).containsExactly(expected);
        assertThat(signIn.await(Duration.ZERO)).isEqualTo(expected);
    }

    @Test
    @DisplayName("a wait ends although another process has ended the sign-in")
    void await_endsAfterAnotherProcess() throws Exception {
        configure(GrantType.AUTH_CODE_PKCE);
        SignIn signIn = start(client);
        CompletableFuture<State> waiter = Callers.elsewhere(signIn::await);
        other.orElseThrow().signIns().handleCallback(SignInDesk.callback(signIn));
        assertThat(waiter.get(20, TimeUnit.SECONDS)).isEqualTo(State.UNSAVED);
        assertThat(signIn.future().get(20, TimeUnit.SECONDS)).isEqualTo(State.UNSAVED);
    }

    @ParameterizedTest
    @CsvSource({"AUTH_CODE_PKCE", "DEVICE_CODE"})
    @DisplayName(
            "a closed client releases waiting callers; the sign-in continues in the next client, and its state is still right here")
    void close_leavesTheSignInWaiting(String grant) throws Exception {
        configure(new GrantType(grant));
        SignIn signIn = start(client);
        CompletableFuture<State> future = signIn.future();
        CompletableFuture<State> waiter = Callers.elsewhere(signIn::await);
        client.close();
        assertThat(future.get(20, TimeUnit.SECONDS)).isEqualTo(State.WAITING);
        assertThat(waiter.get(20, TimeUnit.SECONDS)).isEqualTo(State.WAITING);
        assertThat(signIn.state()).isEqualTo(State.WAITING);
        assertThat(other.orElseThrow().signIns().cancel("desk")).isTrue();
        assertThat(signIn.state()).isEqualTo(State.CANCELLED);
    }

    @Test
    @DisplayName(
            "E6.8 another process cancels: the device code is deleted, no further poll is sent, and late tokens are not kept")
    void cancelByAnotherProcess_stopsPolling() throws Exception {
        configure(GrantType.DEVICE_CODE);
        SignIn signIn = start(client);
        happens("no answer yet", signIn, client);
        assertThat(other.orElseThrow().signIns().cancel("desk")).isTrue();
        assertThat(device.store.list()).noneMatch(id -> id.startsWith(DeviceSignInRecords.ID_PREFIX));
        device.ticker.seconds(100);
        assertThat(signIn.await(SOON)).isEqualTo(State.CANCELLED);
        assertThat(server.tokenRequests()).hasSize(1);
        assertThat(device.store.list()).noneMatch(id -> id.startsWith(DeviceSignInRecords.ID_PREFIX));
    }

    @Test
    @DisplayName("E6.8 another process cancels during the poll that brings the tokens: they are not kept")
    void cancelByAnotherProcess_duringThePoll_keepsNoTokens() throws Exception {
        configure(GrantType.DEVICE_CODE);
        SignIn signIn = start(client);
        CountDownLatch replies = server.holdTokenReplies();
        device.ticker.seconds(5);
        server.awaitTokenRequest();
        assertThat(other.orElseThrow().signIns().cancel("desk")).isTrue();
        replies.countDown();
        assertThat(signIn.await(SOON)).isEqualTo(State.CANCELLED);
        client.close();
        assertThat(other.orElseThrow().signIns().save("desk")).isFalse();
        assertThat(device.store.text()).doesNotContain("access-1");
    }

    @Test
    @DisplayName("while a code is redeemed, the sign-in is waiting, also for another process")
    void redemption_isStillWaiting() throws Exception {
        configure(GrantType.AUTH_CODE_PKCE);
        SignIn signIn = start(client);
        CountDownLatch replies = server.holdTokenReplies();
        Callers.elsewhere(() -> client.signIns().handleCallback(SignInDesk.callback(signIn)));
        server.awaitTokenRequest();
        assertThat(signIn.state()).isEqualTo(State.WAITING);
        assertThat(other.orElseThrow().signIns().current("desk")).hasValueSatisfying(there -> {
            assertThat(there.state()).isEqualTo(State.WAITING);
            assertThat(there.browserUrl()).isEmpty();
            assertThat(there.message()).contains("being redeemed");
        });
        replies.countDown();
        assertThat(signIn.await(SOON)).isEqualTo(State.UNSAVED);
    }

    @Test
    @DisplayName("saved twice, or after a cancellation: false, and nothing changes")
    void save_withNothingThatWaits_isFalse() {
        configure(GrantType.CLIENT_CREDENTIALS);
        assertThat(client.signIns().save("desk")).isFalse();
        start(client);
        assertThat(client.signIns().save("desk")).isTrue();
        assertThat(client.signIns().save("desk")).isFalse();
        assertThat(other.orElseThrow().signIns().save("desk")).isFalse();
        SignIn next = start(client);
        assertThat(next.cancel()).isTrue();
        assertThat(next.cancel()).isFalse();
        assertThat(client.signIns().save("desk")).isFalse();
        assertThat(TestValues.post(client, server).delivered()).isTrue();
        assertThat(server.bearers()).containsExactly("Bearer access-1");
        assertThatThrownBy(() -> client.signIns().save("absent")).isInstanceOf(InvalidInputException.class);
    }

    @Test
    @DisplayName("saved from many threads and two clients at once: one of them saves")
    void save_fromManyThreads_savesOnce() throws Exception {
        configure(GrantType.CLIENT_CREDENTIALS);
        SignIn signIn = start(client);
        Callers<Boolean> here = Callers.start(4, () -> client.signIns().save("desk"));
        Callers<Boolean> there =
                Callers.start(4, () -> other.orElseThrow().signIns().save("desk"));
        List<Boolean> saved = new ArrayList<>(here.results());
        saved.addAll(there.results());
        assertThat(saved).hasSize(8).containsOnlyOnce(true);
        assertThat(signIn.state()).isEqualTo(State.SAVED);
        assertThat(signIn.future()).isCompletedWithValue(State.UNSAVED);
    }

    @Test
    @DisplayName(
            "saved and cancelled at once: either the credentials are saved, or they are dropped, and the state says which")
    void save_andCancel_atOnce() throws Exception {
        configure(GrantType.CLIENT_CREDENTIALS);
        for (int i = 0; i < 20; i++) {
            SignIn signIn = start(client);
            CompletableFuture<Boolean> saved =
                    Callers.elsewhere(() -> client.signIns().save("desk"));
            CompletableFuture<Boolean> cancelled =
                    Callers.elsewhere(() -> client.signIns().cancel("desk"));
            boolean kept = saved.get(20, TimeUnit.SECONDS);
            assertThat(cancelled.get(20, TimeUnit.SECONDS)).isNotEqualTo(kept);
            assertThat(signIn.state()).isEqualTo(kept ? State.SAVED : State.CANCELLED);
        }
    }

    @Test
    @DisplayName("cancelling an old sign-in does not touch the newer one")
    void cancel_ofAnOldSignIn_changesNothing() {
        configure(GrantType.AUTH_CODE_PKCE);
        SignIn old = start(client);
        SignIn next = start(client);
        assertThat(old.cancel()).isFalse();
        assertThat(next.state()).isEqualTo(State.WAITING);
        happens("callback", next, client);
        assertThat(old.cancel()).isFalse();
        assertThat(next.state()).isEqualTo(State.UNSAVED);
    }

    @Test
    @DisplayName("a start that is refused is a failed sign-in; the earlier one continues")
    void refusedStart_isFailed() {
        SignIn none = client.signIns().start("absent");
        assertThat(none.state()).isEqualTo(State.FAILED);
        assertThat(none.failure()).isPresent();
        assertThat(none.future()).isCompletedWithValue(State.FAILED);
        assertThat(none.await()).isEqualTo(State.FAILED);
        assertThat(none.cancel()).isFalse();
        configure(GrantType.DEVICE_CODE);
        SignIn earlier = start(client);
        server.onDevice(FakeServer.json(400, "{\"error\":\"invalid_client\"}"));
        assertThat(start(client).state()).isEqualTo(State.FAILED);
        assertThat(earlier.state()).isEqualTo(State.WAITING);
    }

    @Test
    @DisplayName("after more ends than the record keeps, an old sign-in still has its last state")
    void state_ofAnOldSignIn_stays() {
        configure(GrantType.AUTH_CODE_PKCE);
        SignIn saved = start(client);
        happens("callback", saved, client);
        happens("save", saved, client);
        SignIn denied = start(client);
        happens("denied", denied, client);
        assertThat(saved.state()).isEqualTo(State.SAVED);
        for (int i = 0; i < 10; i++) {
            start(client);
        }
        happens("callback", client.signIns().current("desk").orElseThrow(), client);
        assertThat(saved.state()).isEqualTo(State.SAVED);
        assertThat(denied.state()).isEqualTo(State.DENIED);
    }

    @ParameterizedTest
    @EnumSource(
            value = FaultyStore.Fault.class,
            names = {"BROKEN", "DISK_GONE"})
    @DisplayName("if the store cannot be read, the state is the last one that was read")
    void state_whileTheStoreFails_isTheLastOne(FaultyStore.Fault fault) {
        configure(GrantType.AUTH_CODE_PKCE);
        SignIn signIn = start(client);
        device.store.fail(fault);
        assertThat(signIn.state()).isEqualTo(State.WAITING);
        device.store.fail(FaultyStore.Fault.NONE);
        happens("callback", signIn, client);
        device.store.fail(fault);
        assertThat(signIn.state()).isEqualTo(State.UNSAVED);
        assertThat(signIn.message()).isNotBlank();
        device.store.fail(FaultyStore.Fault.NONE);
    }
}
