package com.algosolutions.oauth.signin;

import static com.algosolutions.oauth.signin.SignInDesk.REDIRECT;
import static com.algosolutions.oauth.signin.SignInDesk.callback;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.SignIn;
import com.algosolutions.oauth.SignIn.State;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.client.Callers;
import com.algosolutions.oauth.client.ClientInternals;
import com.algosolutions.oauth.client.FakeServer;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.contract.FaultyStore;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.ProfileForm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Sign-ins of clients that read each profile when it is used, so that most profiles are not in memory. */
@Timeout(60)
class SignInOnDemandTest {
    private static final int MANY = 40;

    @RegisterExtension
    private final SignInDesk desk = new SignInDesk();

    /** The records that were read. */
    private final List<String> read = Collections.synchronizedList(new ArrayList<>());

    /** A process that keeps one profile in memory. */
    private OAuthClient process() {
        desk.store.reading(read::add);
        return desk.start(desk.settings().profilesInMemory(1));
    }

    /** The desk's store with many more profiles. */
    private OAuthClient processOfMany() {
        OAuthClient client = process();
        for (int i = 0; i < MANY; i++) {
            client.profiles().create(desk.draft("room " + i).build());
        }
        return client;
    }

    private void create(OAuthClient client, String name, FakeServer server, UnaryOperator<ProfileForm> change) {
        client.profiles()
                .create(change.apply(desk.draft(name).tokenUrl(server.http("/token")))
                        .build());
    }

    @Test
    @DisplayName("a callback reads its own profile, also in a process that has not started the sign-in")
    void callback_readsItsOwnProfile_only() {
        String callback = callback(processOfMany().signIns().start("room 7"));
        OAuthClient another = process();
        read.clear();
        String unknown = callback.replaceFirst("state=.", "state=~");
        assertThat(another.signIns().handleCallback(unknown)).is(SignInResults.REFUSED);
        assertThat(another.signIns().handleCallback(callback)).is(SignInResults.GRANTED);
        assertThat(read).hasSizeLessThan(MANY);
        assertThat(read.stream().filter(id -> id.startsWith("profile-")).distinct())
                .hasSize(1);
        assertThat(another.signIns().save("room 7")).isTrue();
    }

    @Test
    @DisplayName("a callback with an id that no store accepts, or of no profile, is unknown")
    void callback_withAnotherId_isUnknown() {
        OAuthClient client = process();
        String callback = callback(client.signIns().start("desk"));
        for (String id : List.of("", "../../key", "a".repeat(101), "%00", "0", "%C3%A9")) {
            String changed = callback.replaceFirst("(state=.{43}).*", "$1" + id);
            assertThat(client.signIns().handleCallback(changed).toString()).contains("no sign-in of this device");
        }
        assertThat(client.signIns().handleCallback(callback)).is(SignInResults.GRANTED);
    }

    @Test
    @DisplayName(
            "RFC 9700 4.4 a start reads no other profile, and still finds one of another server with its redirect URI")
    void start_readsNoOtherProfile_andFindsOneOfAnotherServer() {
        try (FakeServer other = FakeServer.start()) {
            OAuthClient client = processOfMany();
            read.clear();
            assertThat(client.signIns().start("room 3")).is(SignInResults.WITH_BROWSER);
            assertThat(read.stream().filter(id -> id.startsWith("profile-")).distinct())
                    .hasSizeLessThan(3);

            create(process(), "lobby", other, form -> form);
            read.clear();
            assertThat(client.signIns().start("room 3").toString())
                    .contains("callbacks of profile lobby", "come to the same PKCE Redirect URI");
            assertThat(read).hasSizeLessThan(MANY);

            client.profiles().delete("lobby");
            assertThat(client.signIns().start("room 3")).is(SignInResults.WITH_BROWSER); // reads all of them, once
            read.clear();
            assertThat(client.signIns().start("room 3")).is(SignInResults.WITH_BROWSER);
            assertThat(read).hasSizeLessThan(MANY);
        }
    }

    @Test
    @DisplayName(
            "RFC 9700 4.4 of two profiles of another server at one redirect URI, the second is found after the first has left")
    void start_findsTheNextProfile_ofAnotherServer() {
        try (FakeServer other = FakeServer.start()) {
            OAuthClient client = process();
            create(client, "first", other, form -> form);
            create(client, "second", other, form -> form);
            client.profiles()
                    .update(client.edit(client.profiles().find("first").orElseThrow())
                            .redirectUri(URI.create("https://192.0.2.7/elsewhere"))
                            .build());
            assertThat(client.signIns().start("desk").toString()).contains("callbacks of profile second");
            read.clear();
            assertThat(process().signIns().start("desk").toString()).contains("callbacks of profile second");
            client.profiles().delete("second");
            assertThat(client.signIns().start("desk")).is(SignInResults.WITH_BROWSER);
        }
    }

    @ParameterizedTest
    @MethodSource
    @DisplayName("RFC 9700 4.4 the same redirect URIs are distinguished as with all profiles in memory")
    void redirectUris_areDistinguished_asInMemory(String theirs) {
        try (FakeServer other = FakeServer.start()) {
            create(desk.client, "lobby", other, form -> form.redirectUri(URI.create(theirs)));
            OAuthClient onDemand = process(); // makes the records of a store that was used without them
            for (String profile : List.of("desk", "lobby")) {
                assertThat(onDemand.signIns().start(profile).state())
                        .as(profile)
                        .isEqualTo(desk.client.signIns().start(profile).state());
            }
        }
    }

    static Stream<String> redirectUris_areDistinguished_asInMemory() {
        return Stream.of(
                REDIRECT,
                REDIRECT + "?",
                REDIRECT + "?p=lobby",
                REDIRECT + "?p=lobby&q=1",
                "https://device.example/control/oauth-callback.lua",
                "https://192.0.2.7",
                "https://192.0.2.7/",
                "https://192.0.2.7/control/oauth-callback.lua/");
    }

    @Test
    @DisplayName(
            "a sign-in goes on in the process that started it after that has changed the credential, which others see later")
    void signIn_afterAChangeOfTheCredential_isNotEndedByOtherProcesses() {
        desk.withTimer();
        OAuthClient earlier = process();
        assertThat(earlier.profiles().find("desk")).isPresent();
        OAuthClient client = process();
        client.profiles()
                .update(client.edit(client.profiles().find("desk").orElseThrow())
                        .clientSecret(Secret.of("another-s3cret"))
                        .build());
        SignIn started = client.signIns().start("desk");
        desk.ticker.seconds(1);
        assertThat(started.state()).isEqualTo(State.WAITING);
        assertThat(earlier.signIns().handleCallback(callback(started))).is(SignInResults.GRANTED);
        client.profiles().delete("desk");
        desk.ticker.seconds(1);
        assertThat(started.state()).isEqualTo(State.CANCELLED);
        assertThat(earlier.profiles().find("desk")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource
    @DisplayName("a sign-in goes on while the store fails, although its profile is not in memory")
    void signIn_whileTheStoreFails_isNotCancelled(FaultyStore.Fault fault) {
        OAuthClient client = processOfMany();
        SignIn started = client.signIns().start("room 7");
        String callback = callback(started);
        client.profiles().find("room 8"); // takes the only place
        System.gc();
        desk.store.fail(fault);
        assertThat(started.state()).isEqualTo(State.WAITING);
        assertThat(started.profile()).isEqualTo("room 7");
        assertThat(client.signIns().handleCallback(callback).toString())
                .contains("storage failed", ", and no code was sent");
        desk.store.fail(FaultyStore.Fault.NONE);
        assertThat(started.state()).isEqualTo(State.WAITING);
        assertThat(client.signIns().handleCallback(callback)).is(SignInResults.GRANTED);
        assertThat(started.state()).isEqualTo(State.UNSAVED);
        client.profiles().find("room 9");
        System.gc();
        desk.store.fail(fault);
        assertThat(started.state()).isEqualTo(State.UNSAVED);
        desk.store.fail(FaultyStore.Fault.NONE);
        assertThat(client.signIns().save("room 7")).isTrue();
        assertThat(started.state()).isEqualTo(State.SAVED);
    }

    static Stream<FaultyStore.Fault> signIn_whileTheStoreFails_isNotCancelled() {
        return Stream.of(FaultyStore.Fault.DISK_GONE, FaultyStore.Fault.UNREADABLE);
    }

    @ParameterizedTest
    @MethodSource
    @DisplayName("tokens that arrive while the store fails wait to be saved, and are not revoked")
    void tokens_thatArriveWhileTheStoreFails_waitToBeSaved(String grant, Function<SignInOnDemandTest, SignIn> signIn) {
        desk.edit(form -> form.revocationUrl(desk.server.http("/revoke")));
        SignIn started = signIn.apply(this);
        assertThat(started.state()).as(grant).isEqualTo(State.UNSAVED);
        assertThat(desk.server.apiRequests()).as("revocations").isEmpty();
        desk.store.fail(FaultyStore.Fault.NONE);
        assertThat(started.state()).as(grant).isEqualTo(State.UNSAVED);
    }

    static Stream<Arguments> tokens_thatArriveWhileTheStoreFails_waitToBeSaved() {
        return Stream.of(
                Arguments.of("AUTH_CODE_PKCE", (Function<SignInOnDemandTest, SignIn>) SignInOnDemandTest::withBrowser),
                Arguments.of("CLIENT_CREDENTIALS", (Function<SignInOnDemandTest, SignIn>) SignInOnDemandTest::direct));
    }

    private void directGrant() {
        desk.edit(form -> form.grantType(GrantType.CLIENT_CREDENTIALS).revocationUrl(desk.server.http("/revoke")));
    }

    private void assertNothingIsRevoked(OAuthClient client) {
        assertThat(desk.server.apiRequests()).as("revocations").isEmpty();
        assertThat(client.events())
                .filteredOn(event -> event.kind() == Event.Kind.REVOCATION)
                .extracting(Event::message)
                .singleElement()
                .asString()
                .contains("unknown", "input/output error");
    }

    @Test
    @DisplayName(
            "tokens for a profile that another process has changed meanwhile, and that cannot be read, are not revoked")
    void tokens_ofAProfileThatCannotBeRead_areNotRevoked() {
        directGrant();
        OAuthClient client = process("gateway-1");
        OAuthClient another = process("gateway-2");
        desk.server.answer(request -> {
            another.profiles()
                    .update(another.edit(another.profiles().find("desk").orElseThrow())
                            .clientId("app 2")
                            .build());
            desk.ticker.seconds(1);
            Callers.await(() -> ClientInternals.profilesInMemory(client) == 0);
            desk.store.fail(FaultyStore.Fault.UNREADABLE);
            return FakeServer.issue("fresh", "fresh-refresh");
        });
        SignIn started = client.signIns().start("desk");
        assertThat(started.failure().orElseThrow().step()).isEqualTo(Step.STORAGE);
        assertThat(started.message())
                .contains("could not be stored", "input/output error")
                .doesNotContain("deleted");
        assertNothingIsRevoked(client);
    }

    @Test
    @DisplayName(
            "tokens of a sign-in that was cancelled are not revoked if the store does not say which ones wait to be saved")
    void tokens_ofACancelledSignIn_areNotRevokedIfTheStoreFails() {
        directGrant();
        OAuthClient client = process();
        desk.server.answer(request -> {
            assertThat(client.signIns().cancel("desk")).isTrue();
            desk.store.fail(FaultyStore.Fault.UNREADABLE);
            return FakeServer.issue("fresh", "fresh-refresh");
        });
        assertThat(client.signIns().start("desk").message()).contains("cancelled");
        assertNothingIsRevoked(client);
    }

    @Test
    @DisplayName(
            "tokens that were dropped are not revoked if the store does not say whether another process has saved them")
    void tokens_thatWereDropped_areNotRevokedIfTheStoreFails() {
        directGrant();
        OAuthClient client = process();
        SignIn started = client.signIns().start("desk");
        assertThat(started.state()).isEqualTo(State.UNSAVED);
        desk.store.after((id, bytes) -> {
            if (id.startsWith("profile-")) { // they are dropped
                desk.store.fail(FaultyStore.Fault.UNREADABLE);
            }
        });
        assertThat(client.signIns().cancel("desk")).isTrue();
        assertNothingIsRevoked(client);
        desk.store.fail(FaultyStore.Fault.NONE);
        assertThat(started.state()).isEqualTo(State.CANCELLED);
    }

    @Test
    @DisplayName(
            "tokens that newer ones replace are not revoked if the store does not say whether another process has saved them")
    void tokens_thatAreReplaced_areNotRevokedIfTheStoreFails() {
        directGrant();
        OAuthClient client = process();
        assertThat(client.signIns().start("desk").state()).isEqualTo(State.UNSAVED);
        desk.server.answer(request -> {
            desk.store.fail(FaultyStore.Fault.UNREADABLE);
            return FakeServer.issue("fresh", "fresh-refresh");
        });
        assertThat(client.signIns().start("desk").state()).isEqualTo(State.UNSAVED);
        assertNothingIsRevoked(client);
    }

    @ParameterizedTest
    @CsvSource({"true, WAITING", "false, UNSAVED"})
    @DisplayName("a process that cannot read the profile does not take a sign-in of another one for lost or saved")
    void signIn_ofAProfileThatCannotBeRead_isNeitherLostNorSaved(boolean killed, State known) {
        OAuthClient client = process();
        String callback = callback(client.signIns().start("desk"));
        OAuthClient another = process();
        SignIn seen = another.signIns().current("desk").orElseThrow();
        if (killed) { // after the tokens were stored, and before the end was
            desk.store.before((id, bytes) -> {
                if (new String(bytes, StandardCharsets.UTF_8).contains("GRANTED")) {
                    throw new IOException("killed");
                }
            });
        }
        assertThat(client.signIns().handleCallback(callback)).is(SignInResults.GRANTED);
        client.close();
        desk.store.before((id, bytes) -> {});
        desk.store.reading(id ->
                desk.store.fail(id.startsWith("profile-") ? FaultyStore.Fault.UNREADABLE : FaultyStore.Fault.NONE));
        assertThat(seen.state()).isEqualTo(known);
        desk.store.reading(id -> {});
        desk.store.fail(FaultyStore.Fault.NONE);
        assertThat(seen.state()).isEqualTo(State.UNSAVED);
        assertThat(seen.future().join()).isEqualTo(State.UNSAVED);
        assertThat(another.signIns().save("desk")).isTrue();
        assertThat(seen.state()).isEqualTo(State.SAVED);
    }

    @Test
    @DisplayName("a start of a profile that cannot be read fails with the reason of the store, as a press does")
    void start_ofAProfileThatCannotBeRead_fails() {
        OAuthClient client = processOfMany();
        desk.store.fail(FaultyStore.Fault.UNREADABLE);
        SignIn started = client.signIns().start("desk");
        assertThat(started.state()).isEqualTo(State.FAILED);
        assertThat(started.failure().orElseThrow().step()).isEqualTo(Step.STORAGE);
        assertThat(started.message()).contains("cannot read the profile desk", "input/output error");
    }

    @ParameterizedTest
    @CsvSource({"true, DISK_GONE", "true, UNREADABLE", "false, DISK_GONE", "false, DISK_FULL"})
    @DisplayName("a cancellation that the store refuses says so, and can be repeated")
    void cancel_thatTheStoreRefuses_throws(boolean onDemand, FaultyStore.Fault fault) {
        OAuthClient client = onDemand ? process() : desk.client;
        SignIn started = client.signIns().start("desk");
        desk.store.fail(fault);
        for (ThrowingCallable cancel :
                List.<ThrowingCallable>of(() -> client.signIns().cancel("desk"), started::cancel)) {
            assertThatThrownBy(cancel)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("could not be cancelled");
        }
        desk.store.fail(FaultyStore.Fault.NONE);
        assertThat(started.state()).isEqualTo(State.WAITING);
        assertThat(client.signIns().cancel("desk")).isTrue();
        assertThat(client.signIns().cancel("desk")).isFalse();
    }

    /** A process with a name, whose timer is the desk's ticker. */
    private OAuthClient process(String name) {
        desk.withTimer();
        return desk.start(desk.settings().profilesInMemory(1).processName(name));
    }

    private SignIn startOnADevice(OAuthClient client) {
        desk.edit(form -> form.grantType(GrantType.DEVICE_CODE).deviceUrl(desk.server.http("/device")));
        return client.signIns().start("desk");
    }

    private static List<String> signInEvents(OAuthClient client) {
        return client.events().stream()
                .filter(event -> event.kind() == Event.Kind.SIGN_IN)
                .map(Event::message)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"gateway-1, gateway-2", "gateway-1, ''", "'', gateway-2", "'', ''"})
    @DisplayName("a process that starts leaves a device sign-in to the process that polls for it")
    void deviceSignIn_ofAnotherProcess_isNotResumed(String name, String another) {
        SignIn started = startOnADevice(process(name));
        assertThat(signInEvents(process(another))).isEmpty();
        desk.ticker.seconds(5);
        assertThat(started.await()).isEqualTo(State.UNSAVED);
        assertThat(desk.server.tokenRequests()).hasSize(1);
    }

    @Test
    @DisplayName("after a restart, the process of the same name continues its device sign-in, and no other one does")
    void deviceSignIn_afterARestart_isResumedByItsProcess() {
        OAuthClient first = process("gateway-1");
        startOnADevice(first);
        first.close();
        desk.ticker.reset();
        assertThat(signInEvents(process("gateway-2"))).isEmpty();
        assertThat(signInEvents(process(""))).isEmpty();
        OAuthClient restarted = process("gateway-1");
        assertThat(signInEvents(restarted)).singleElement().asString().startsWith("resumed after a restart: ");
        SignIn resumed = restarted.signIns().current("desk").orElseThrow();
        desk.ticker.seconds(5);
        assertThat(resumed.await()).isEqualTo(State.UNSAVED);
        assertThat(desk.server.tokenRequests()).hasSize(1);
    }

    @Test
    @DisplayName(
            "a device sign-in that has ended keeps no profile in memory, although the application keeps the sign-in")
    void deviceSignIns_thatHaveEnded_keepNoProfileInMemory() {
        OAuthClient client = process("gateway-1");
        List<SignIn> started = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            client.profiles()
                    .create(desk.draft("room " + i)
                            .grantType(GrantType.DEVICE_CODE)
                            .deviceUrl(desk.server.http("/device"))
                            .build());
            desk.server.onToken(FakeServer.json(400, "{\"error\":\"access_denied\"}"));
            started.add(client.signIns().start("room " + i));
        }
        desk.ticker.seconds(5);
        assertThat(started).allSatisfy(signIn -> assertThat(signIn.await()).isEqualTo(State.DENIED));
        Callers.await(() -> {
            System.gc();
            return ClientInternals.profilesInMemory(client) == 1;
        });
    }

    private void failWhileTokensAreIssued() {
        desk.server.answer(request -> {
            desk.store.fail(FaultyStore.Fault.DISK_GONE);
            return FakeServer.issue("fresh", "fresh-refresh");
        });
    }

    private SignIn withBrowser() {
        OAuthClient client = process();
        SignIn started = client.signIns().start("desk");
        failWhileTokensAreIssued();
        assertThat(client.signIns().handleCallback(callback(started))).is(SignInResults.GRANTED);
        return started;
    }

    private SignIn direct() {
        desk.edit(form -> form.grantType(GrantType.CLIENT_CREDENTIALS));
        OAuthClient client = process();
        failWhileTokensAreIssued();
        return client.signIns().start("desk");
    }
}
