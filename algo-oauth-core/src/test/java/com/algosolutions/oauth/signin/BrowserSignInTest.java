package com.algosolutions.oauth.signin;

import static com.algosolutions.oauth.signin.SignInDesk.callback;
import static com.algosolutions.oauth.signin.SignInDesk.query;
import static com.algosolutions.oauth.signin.SignInDesk.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.CallbackResult;
import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.OAuthTestRequest;
import com.algosolutions.oauth.OAuthTestResult;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.SignIn;
import com.algosolutions.oauth.client.Callers;
import com.algosolutions.oauth.client.CapturedLog;
import com.algosolutions.oauth.client.FakeServer;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.client.TestProvider;
import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.contract.FaultyStore;
import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ServerMetadata;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.store.ForwardingStore;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.store.StoredRecord;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Start Authorization of a profile with a sign-in in a browser, from the address to the tokens in use. */
class BrowserSignInTest {
    @RegisterExtension
    private final SignInDesk desk = new SignInDesk();

    @Test
    @DisplayName("E1.1, E2.5 the address has every parameter once, S256, and the query that Auth URL had")
    void address_hasEveryParameterOnce() {
        desk.edit(form -> form.extraParams(Map.of("prompt", "consent", "audience", "kept")));
        SignIn conflict = desk.client.signIns().start("desk");
        assertThat(conflict.toString()).contains("Auth URL sets audience itself");
        desk.edit(form -> form.extraParams(Map.of("prompt", "consent & more")));
        SignIn started = desk.start();
        Map<String, String> query = query(started.browserUrl().orElseThrow());
        assertThat(started.browserUrl().orElseThrow().toString())
                .startsWith("https://login.example/authorize?audience=a%20b&response_type=code&");
        assertThat(query)
                .containsEntry("response_type", "code")
                .containsEntry("client_id", "app 1")
                .containsEntry("redirect_uri", SignInDesk.REDIRECT)
                .containsEntry("scope", "read post")
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("prompt", "consent & more")
                .containsEntry("audience", "a b")
                .containsOnlyKeys(
                        "audience",
                        "response_type",
                        "client_id",
                        "redirect_uri",
                        "scope",
                        "state",
                        "code_challenge",
                        "code_challenge_method",
                        "prompt");
        assertThat(query.get("code_challenge")).matches("[A-Za-z0-9_-]{43}");
        assertThat(query.get("state")).matches("[A-Za-z0-9_-]{43,143}");
        assertThat(started.expiresIn()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    @DisplayName("E1.2 state and challenge are new for each sign-in")
    void stateAndChallenge_areFresh() {
        Map<String, String> first = query(desk.start().browserUrl().orElseThrow());
        Map<String, String> second = query(desk.start().browserUrl().orElseThrow());
        assertThat(second.get("state")).isNotEqualTo(first.get("state"));
        assertThat(second.get("code_challenge")).isNotEqualTo(first.get("code_challenge"));
    }

    @Test
    @DisplayName("E1.7, E5.3 neither the implicit grant nor the plain method can be configured")
    void implicitAndPlain_cannotBeConfigured() {
        assertThat(ProfileField.RESPONSE_TYPE.choices()).containsExactly("code");
        assertThat(ProfileField.PKCE_METHOD.choices()).containsExactly("S256");
    }

    @Test
    @DisplayName(
            "E2.6, E5.4 the token request has the code, the same redirect URI and the verifier of the challenge, and no scope")
    void tokenRequest_isOfThisSignIn() {
        SignIn started = desk.start();
        CallbackResult result = desk.returned(callback(started, "code=a%2Fb+c%3D"));
        assertThat(result.accepted()).isTrue();
        assertThat(result.profile()).contains("desk");
        assertThat(result.message()).isEqualTo("New credentials wait to be saved. Press Update Profile.");
        assertThat(result.failure()).isEmpty();
        List<String> form = FakeServer.form(desk.server.tokenRequests().get(0));
        assertThat(form)
                .hasSize(4)
                .contains(
                        "code=a%2Fb+c%3D",
                        "grant_type=authorization_code",
                        "redirect_uri=https%3A%2F%2F192.0.2.7%2Fcontrol%2Foauth-callback.lua");
        String verifier = verifier(desk.server.tokenRequests().get(0));
        assertThat(new Pkce(Secret.of(verifier)).challenge())
                .isEqualTo(query(started.browserUrl().orElseThrow()).get("code_challenge"));
        assertThat(desk.store.text()).doesNotContain(verifier);
        assertThat(desk.events().toString() + result + started + desk.client.status("desk"))
                .doesNotContain(verifier)
                .doesNotContain(state(started))
                .doesNotContain("a/b c=");
    }

    private static String verifier(RecordedRequest request) {
        return FakeServer.form(request).stream()
                .filter(parameter -> parameter.startsWith("code_verifier="))
                .findFirst()
                .orElseThrow()
                .substring("code_verifier=".length());
    }

    @Test
    @DisplayName(
            "E5.4 no verifier, state or code is logged, neither with a code that is redeemed nor with a reply that is lost")
    void verifier_isNotLogged() {
        try (CapturedLog log = CapturedLog.open()) {
            SignIn first = desk.start();
            desk.returned(callback(first, "code=planted-code"));
            desk.server.onToken(new MockResponse.Builder()
                    .onResponseStart(SocketEffect.ShutdownConnection.INSTANCE)
                    .build());
            SignIn second = desk.start();
            assertThat(desk.returned(callback(second, "code=planted-code")).toString())
                    .startsWith("the response to the code was lost");
            assertThat(log.lines().toString() + desk.client.events())
                    .doesNotContain("planted-code")
                    .doesNotContain(state(first))
                    .doesNotContain(state(second))
                    .doesNotContain(verifier(desk.server.tokenRequests().get(0)))
                    .doesNotContain(verifier(desk.server.tokenRequests().get(1)));
        }
    }

    @ParameterizedTest
    @DisplayName("E5.3 though a server refuses the request, or names plain alone, the next start has S256")
    @ValueSource(strings = {"refused", "plain"})
    void challenge_isS256_whateverTheServerSays(String what) {
        if (what.equals("refused")) {
            desk.returned(callback(desk.start(), "error=invalid_request&error_description=transform+algorithm"));
        } else {
            desk.edit(form -> {
                form.fillFrom(ServerMetadata.read(
                        URI.create(SignInDesk.ISSUER),
                        Map.of(
                                "issuer",
                                SignInDesk.ISSUER,
                                "token_endpoint",
                                "https://login.example/token",
                                "code_challenge_methods_supported",
                                List.of("plain")),
                        false));
                return form;
            });
        }
        Map<String, String> query = query(desk.start().browserUrl().orElseThrow());
        assertThat(query).containsEntry("code_challenge_method", "S256");
        assertThat(desk.store.text())
                .as("the challenge is not the verifier")
                .doesNotContain("\"verifier\":\"" + query.get("code_challenge"));
    }

    @ParameterizedTest
    @DisplayName("E5.4 once a sign-in has ended, however it did, no file on the disk has its verifier")
    @ValueSource(strings = {"code=c", "error=access_denied", "abandon", "expire", "start again", "delete"})
    void verifier_isErased(String end, @TempDir Path folder) throws Exception {
        try (OAuthClient onDisk =
                desk.settings().store(RecordStore.directory(folder)).build()) {
            onDisk.profiles().create(desk.draft("disk").build());
            SignIn started = onDisk.signIns().start("disk");
            String verifier = verifierIn(folder);
            switch (end) {
                case "abandon" -> onDisk.signIns().cancel("disk");
                case "expire" -> {
                    desk.ticker.seconds(601);
                    assertThat(onDisk.signIns().current("disk")).isEmpty();
                }
                case "start again" -> onDisk.signIns().start("disk");
                case "delete" -> onDisk.profiles().delete("disk");
                default -> onDisk.signIns().handleCallback(callback(started, end));
            }
            assertThat(texts(folder)).doesNotContain(verifier);
            assertThat(texts(folder).contains("\"ended\"")).isNotEqualTo(end.equals("delete"));
        }
    }

    private static String verifierIn(Path folder) throws IOException {
        Matcher verifier = Pattern.compile("\"verifier\":\"([^\"]{43})\"").matcher(texts(folder));
        assertThat(verifier.find()).isTrue();
        return verifier.group(1);
    }

    private static String texts(Path folder) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    @Test
    @DisplayName("the new grant waits until Update Profile; then it is used, and renewed by its refresh token")
    void grant_waits_isSaved_used_andRenewed() {
        desk.server.onToken(FakeServer.issue("a", "r-1"), FakeServer.issue("b", "r-2"));
        assertThat(desk.post().toString())
                .contains("no user has signed in for this profile yet. Press Start Authorization");
        assertThat(desk.returned(callback(desk.start()))).is(SignInResults.GRANTED);
        assertThat(desk.post().toString())
                .contains("New credentials wait to be saved: press Update Profile.")
                .doesNotContain("ended it");
        assertThat(desk.client.signIns().save("desk")).isTrue();
        assertThat(desk.post().delivered()).isTrue();
        desk.ticker.seconds(Duration.ofHours(2).toSeconds());
        assertThat(desk.post().delivered()).isTrue();
        assertThat(desk.server.bearers()).containsExactly("Bearer a", "Bearer b");
        assertThat(FakeServer.form(desk.server.tokenRequests().get(1)))
                .containsExactly("grant_type=refresh_token", "refresh_token=r-1");
    }

    @Test
    @DisplayName(
            "E2.11 another scope than the requested one is reported with the new credentials, before they are saved")
    void scope_thatDiffers_isToldBeforeItIsSaved() {
        desk.server.onToken(FakeServer.json(
                200, "{\"access_token\":\"token-1\",\"token_type\":\"bearer\",\"expires_in\":60,\"scope\":\"read\"}"));
        assertThat(desk.returned(callback(desk.start())).toString())
                .endsWith("The provider has issued them, with another scope than requested: read.");
    }

    @Test
    @DisplayName("where a provider ends the earlier sign-in with a new one, the message says so")
    void signIn_thatEndsTheEarlierOne_saysSo() {
        OAuthProvider single = TestProvider.browser("SINGLE").traits(traits -> traits.sessionsPerUser(1));
        try (OAuthClient one = TestValues.client().provider(single).build()) {
            one.profiles()
                    .create(one.draft(desk.profile().toJson().replace("GENERIC", "SINGLE"))
                            .clientSecret(Secret.of(TestValues.CLIENT_SECRET))
                            .build());
            String first = one.signIns()
                    .handleCallback(callback(one.signIns().start("desk")))
                    .toString();
            assertThat(one.signIns().save("desk")).isTrue();
            String second = one.signIns()
                    .handleCallback(callback(one.signIns().start("desk")))
                    .toString();
            assertThat(first).doesNotContain("earlier sign-in");
            assertThat(second).contains("The provider ends the earlier sign-in when it issues a new one");
        }
    }

    @Test
    @DisplayName("until the commit the old grant is used, and the OAuth test says that new credentials wait")
    void oldGrant_isUsed_untilTheCommit() {
        desk.signIn();
        desk.returned(callback(desk.start()));
        OAuthTestResult report = desk.client.test(
                OAuthTestRequest.of("desk", desk.server.http("/v1").toString()));
        assertThat(report.passed()).isTrue();
        assertThat(report.toString())
                .contains(
                        "authorization: new credentials wait to be saved, and this test does not use them: press Update Profile");
        assertThat(desk.client.signIns().save("desk")).isTrue();
        desk.post();
        assertThat(desk.server.bearers()).containsExactly("Bearer access-1", "Bearer access-2");
    }

    @Test
    @DisplayName(
            "the old grant ended by the server while new ones wait: refused with that reason and Update Profile, which delivers")
    void oldGrant_endedByTheServer_whileNewOnesWait_pointsToUpdateProfile() {
        desk.server.onToken(FakeServer.issue("old", "r-old"), FakeServer.issue("new", "r-new"));
        desk.signIn();
        desk.returned(callback(desk.start()));
        desk.server.reject("old");
        desk.server.onToken(FakeServer.json(400, "{\"error\":\"invalid_grant\"}"));
        assertThat(desk.post().toString())
                .contains("(the provider may have ended it when it issued the new credentials)")
                .contains("New credentials wait to be saved: press Update Profile.");
        assertThat(desk.client.status("desk").toString())
                .startsWith("REAUTHORIZATION_REQUIRED")
                .endsWith("(sign-in UNSAVED: New credentials wait to be saved. Press Update Profile.)");
        assertThat(desk.client.signIns().save("desk")).isTrue();
        assertThat(desk.post().delivered()).isTrue();
        assertThat(desk.server.bearers()).endsWith("Bearer new");
    }

    @Test
    @DisplayName("a grant without a refresh token that has expired: authorise again, with the true reason")
    void grantWithoutARefreshToken_expires_withTheTrueReason() {
        desk.signIn();
        assertThat(desk.client.status("desk").state()).isEqualTo(ProfileStatus.State.READY);
        desk.ticker.seconds(Duration.ofHours(2).toSeconds());
        assertThat(desk.client.status("desk").state()).isEqualTo(ProfileStatus.State.REAUTHORIZATION_REQUIRED);
        assertThat(desk.post().toString())
                .contains("the access token has expired, and the provider has issued no refresh token with it")
                .contains("Press Start Authorization");
    }

    @Test
    @DisplayName("the status of each step")
    void status_tellsEachStep() {
        assertThat(desk.client.status("desk").toString())
                .startsWith(
                        "REAUTHORIZATION_REQUIRED: no user has signed in for this profile yet. Press Start Authorization");
        SignIn started = desk.start();
        desk.ticker.seconds(100);
        assertThat(desk.client.status("desk").toString())
                .startsWith(
                        "REAUTHORIZATION_REQUIRED: no user has signed in for this profile yet. Press Start Authorization")
                .endsWith("(sign-in WAITING: sign in for desk at login.example within 500 s)");
        desk.returned(callback(started));
        assertThat(desk.client.status("desk").toString())
                .startsWith("REAUTHORIZATION_REQUIRED: no user has signed in for this profile yet")
                .endsWith("(sign-in UNSAVED: New credentials wait to be saved. Press Update Profile.)");
        assertThat(desk.client.signIns().save("desk")).isTrue();
        assertThat(desk.client.status("desk").state()).isEqualTo(ProfileStatus.State.READY);
        assertThat(desk.events())
                .containsExactly(
                        "sign in for desk at login.example within 600 s",
                        "New credentials wait to be saved. Press Update Profile.",
                        "the new credentials are saved, and in use");
    }

    @Test
    @DisplayName("a sign-in survives a restart: the same address, and the callback finds its profile")
    void signIn_survivesARestart() {
        SignIn started = desk.start();
        desk.client.close();
        try (OAuthClient next = desk.another()) {
            assertThat(next.signIns().current("desk").flatMap(SignIn::browserUrl))
                    .isEqualTo(started.browserUrl());
            assertThat(next.signIns().handleCallback(callback(started))).is(SignInResults.GRANTED);
        }
        try (OAuthClient third = desk.another()) {
            assertThat(third.signIns().save("desk")).isTrue();
            assertThat(TestValues.post(third, desk.server).delivered()).isTrue();
        }
    }

    @Test
    @DisplayName(
            "E1.2 two sign-ins at one redirect URI, crossed: the state identifies the sign-in, and each verifier is its own challenge's")
    void profiles_shareARedirectUri() {
        desk.client.profiles().create(desk.draft("lobby").build());
        SignIn first = desk.start();
        SignIn second = desk.client.signIns().start("lobby");
        assertThat(desk.returned(callback(second)).profile()).contains("lobby");
        assertThat(desk.returned(callback(first)).profile()).contains("desk");
        assertThat(desk.server.tokenRequests())
                .extracting(request -> new Pkce(Secret.of(verifier(request))).challenge())
                .containsExactly(
                        query(second.browserUrl().orElseThrow()).get("code_challenge"),
                        query(first.browserUrl().orElseThrow()).get("code_challenge"));
        assertThat(desk.client.signIns().save("desk")).isTrue();
        assertThat(desk.client.signIns().save("lobby")).isTrue();
        desk.post();
        desk.client.post("lobby", desk.server.http("/v1"), Body.json("{}"));
        assertThat(desk.server.bearers())
                .as("two people have signed in, with the same app")
                .containsExactly("Bearer access-2", "Bearer access-1");
    }

    @Test
    @DisplayName("a sign-in expires by the monotonic clock, however the wall clock jumps")
    void signIn_expiresByTheTicker() {
        SignIn started = desk.start();
        desk.clock.set(Instant.parse("2031-01-01T00:00:00Z"));
        assertThat(desk.client.signIns().current("desk")).isPresent();
        desk.ticker.seconds(601);
        assertThat(desk.client.signIns().current("desk")).isEmpty();
        assertThat(desk.returned(callback(started)).toString())
                .isEqualTo(
                        "more than 10 minutes have passed since Start Authorization. Press Start Authorization again.");
        assertThat(desk.server.tokenRequests()).isEmpty();
        assertThat(desk.store.text()).doesNotContain("verifier\":\"");
    }

    @ParameterizedTest
    @DisplayName("after a restart it expires by the wall clock, if that can be right")
    @CsvSource({"PT9M, true", "PT11M, false", "PT-20M, true", "P-20000D, true"})
    void signIn_expiresByTheWallClock_afterARestart(Duration off, boolean good) {
        SignIn started = desk.start();
        desk.clock.set(TestValues.NOW.plus(off));
        try (OAuthClient next = desk.another()) {
            assertThat(next.signIns().handleCallback(callback(started)).accepted())
                    .isEqualTo(good);
        }
    }

    @Test
    @DisplayName("a second start supersedes the first: its callback is refused, the second's is good")
    void secondStart_supersedesTheFirst() {
        SignIn first = desk.start();
        SignIn second = desk.start();
        assertThat(desk.returned(callback(first)).toString())
                .startsWith("a newer Start Authorization has replaced this sign-in");
        assertThat(desk.server.tokenRequests()).isEmpty();
        assertThat(desk.returned(callback(second))).is(SignInResults.GRANTED);
    }

    @Test
    @DisplayName("a start while the first one's code is being redeemed: the tokens of the first are not kept")
    void secondStart_whileTheFirstIsRedeemed() throws Exception {
        SignIn first = desk.start();
        CountDownLatch replies = desk.server.holdTokenReplies();
        CompletableFuture<CallbackResult> late = Callers.elsewhere(() -> desk.returned(callback(first)));
        desk.server.awaitTokenRequest();
        SignIn second = desk.start();
        replies.countDown();
        assertThat(late.get(10, TimeUnit.SECONDS).toString()).startsWith("a newer Start Authorization");
        assertThat(desk.client.signIns().current("desk")).get().is(SignInResults.WITH_BROWSER);
        assertThat(desk.returned(callback(second))).is(SignInResults.GRANTED);
    }

    @Test
    @DisplayName("while dropped tokens are revoked at a slow provider, another sign-in can begin")
    void superseded_isRevoked_withNothingLocked() throws Exception {
        desk.edit(form -> form.revocationUrl(desk.server.http("/revoke")));
        SignIn first = desk.start();
        CountDownLatch replies = desk.server.holdTokenReplies();
        CompletableFuture<CallbackResult> late = Callers.elsewhere(() -> desk.returned(callback(first)));
        desk.server.awaitTokenRequest();
        desk.start();
        CountDownLatch revocation = desk.server.holdApiReplies();
        replies.countDown();
        while (desk.server.apiRequests().isEmpty()) {
            Thread.onSpinWait();
        }
        SignIn third = desk.start();
        assertThat(desk.client.events())
                .as("the provider has not answered yet, nor has its time run out")
                .extracting(Event::kind)
                .doesNotContain(Event.Kind.REVOCATION);
        revocation.countDown();
        assertThat(late.get(10, TimeUnit.SECONDS).toString()).startsWith("a newer Start Authorization");
        assertThat(desk.returned(callback(third))).is(SignInResults.GRANTED);
    }

    @Test
    @DisplayName("an abandoned sign-in is refused when it comes back, and nothing is left of it")
    void abandoned_isRefused() {
        SignIn started = desk.start();
        assertThat(desk.client.signIns().cancel("desk")).isTrue();
        assertThat(desk.client.signIns().current("desk")).isEmpty();
        assertThat(desk.returned(callback(started)).toString()).startsWith("this sign-in was cancelled");
        assertThat(desk.client.signIns().cancel("desk")).isFalse();
        assertThat(desk.client.signIns().cancel("absent")).isFalse();
        assertThat(desk.server.requests()).isZero();
    }

    @ParameterizedTest
    @DisplayName("E1.6 a field of the credential that is edited in between: no code is sent")
    @ValueSource(strings = {"Client ID", "Token URL", "Auth URL", "Issuer"})
    void edit_inBetween_sendsNoCode(String field) {
        SignIn started = desk.start();
        desk.edit(form -> switch (field) {
            case "Client ID" -> form.clientId("another");
            case "Token URL" -> form.tokenUrl(desk.server.http("/token2"));
            case "Auth URL" -> form.authUrl(URI.create("https://other.example/a"));
            default -> form.issuer(URI.create(SignInDesk.ISSUER));
        });
        assertThat(desk.returned(callback(started)).toString())
                .isEqualTo(field + " has been changed since Start Authorization, so the code is not for this profile."
                        + " Press Start Authorization again.");
        assertThat(desk.server.requests()).isZero();
    }

    @Test
    @DisplayName("a client id that is edited while the new grant waits refuses the commit")
    void edit_whileTheGrantWaits_refusesTheCommit() {
        desk.returned(callback(desk.start()));
        desk.edit(form -> form.clientId("another"));
        assertThatThrownBy(() -> desk.client.signIns().save("desk"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("Client ID has been changed since Start Authorization");
    }

    @Test
    @DisplayName(
            "name, API Hosts and redirect URI may change in between; the code goes with the redirect URI it was asked for with")
    void edit_ofWhatDoesNotMatter_isNoObstacle() {
        SignIn started = desk.start();
        desk.edit(form -> form.redirectUri(URI.create("https://192.0.2.99/cb")));
        assertThat(desk.returned(callback(started))).is(SignInResults.GRANTED);
        assertThat(FakeServer.form(desk.server.tokenRequests().get(0)))
                .contains("redirect_uri=https%3A%2F%2F192.0.2.7%2Fcontrol%2Foauth-callback.lua");
        assertThat(desk.client.signIns().save("desk")).isTrue();
    }

    @Test
    @DisplayName("a deleted profile leaves nothing of its sign-in")
    void deletedProfile_leavesNothing() throws Exception {
        SignIn started = desk.start();
        desk.client.profiles().delete("desk");
        assertThat(desk.store.list()).noneMatch(id -> id.startsWith("authorization-"));
        assertThat(desk.returned(callback(started)).toString()).startsWith("no sign-in of this device is waiting");
    }

    @Test
    @DisplayName("E2.7 a code is sent once: after a lost response it is not sent again, and the failure says so")
    void code_isSentOnce_whenTheReplyIsLost() {
        desk.server.onToken(new MockResponse.Builder()
                .onResponseStart(SocketEffect.ShutdownConnection.INSTANCE)
                .build());
        SignIn started = desk.start();
        assertThat(desk.returned(callback(started)).toString())
                .startsWith("the response to the code was lost")
                .contains("a code can be used only once")
                .contains("Start Authorization again.");
        assertThat(desk.returned(callback(started)).toString())
                .startsWith("a callback of this sign-in was received before, and was refused");
        assertThat(desk.server.tokenRequests()).hasSize(1);
    }

    @ParameterizedTest
    @DisplayName("E2.7 a code is sent once, whatever the token endpoint answers")
    @CsvSource({
        "500, {}, token endpoint",
        "503, {}, token endpoint",
        "400, '{\"error\":\"invalid_grant\"}', the provider does not accept the code",
        "401, '{\"error\":\"invalid_client\"}', client",
        "200, <html>, no access_token"
    })
    void code_isSentOnce_whateverIsAnswered(int status, String body, String said) {
        desk.server.onToken(FakeServer.json(status, body));
        SignIn started = desk.start();
        CallbackResult result = desk.returned(callback(started));
        assertThat(result).is(SignInResults.REFUSED);
        assertThat(result.toString()).contains(said).endsWith("Start Authorization again.");
        desk.returned(callback(started));
        assertThat(desk.server.tokenRequests()).hasSize(1);
        assertThat(desk.client.status("desk").state()).isEqualTo(ProfileStatus.State.REAUTHORIZATION_REQUIRED);
    }

    @Test
    @DisplayName("E2.7 a code is sent once: a token endpoint that stalls does not get it again")
    void code_isSentOnce_whenTheServerStalls() {
        desk.server.onToken(new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build());
        try (OAuthClient hasty = TestValues.client()
                .store(desk.store)
                .tokenTimeout(Duration.ofMillis(500))
                .build()) {
            String callback = callback(desk.start());
            assertThat(hasty.signIns().handleCallback(callback).toString())
                    .startsWith("the response to the code was lost");
            assertThat(hasty.signIns().handleCallback(callback).toString())
                    .startsWith("a callback of this sign-in was received before, and was refused");
        }
        assertThat(desk.server.tokenRequests()).hasSize(1);
    }

    @Test
    @DisplayName("a code that was certainly not sent is still good: the same page opened again goes on")
    void code_notSent_isStillGood() {
        AtomicBoolean online = new AtomicBoolean();
        desk.edit(form -> form.tokenUrl(URI.create("http://localhost:" + desk.server.port() + "/token")));
        try (OAuthClient own = desk.settings()
                .nameResolver(host -> {
                    if (online.get()) {
                        return List.of(InetAddress.getLoopbackAddress());
                    }
                    throw new UnknownHostException(host);
                })
                .build()) {
            SignIn started = own.signIns().start("desk");
            assertThat(own.signIns().handleCallback(callback(started)).toString())
                    .contains("the host name could not be resolved, so the code has not been sent yet")
                    .endsWith("Then open the same page again.");
            assertThat(own.signIns().current("desk")).contains(started);
            online.set(true);
            assertThat(own.signIns().handleCallback(callback(started))).is(SignInResults.GRANTED);
            assertThat(own.signIns().handleCallback(callback(started)).toString())
                    .startsWith("a callback of this sign-in was received before, and new credentials were obtained");
        }
        assertThat(desk.server.tokenRequests()).hasSize(1);
    }

    @Test
    @DisplayName("a plugin that throws while a code is redeemed: the failure says so, and the sign-in is over")
    void redemption_whosePluginThrows_isToldAsThat() {
        try (OAuthClient own =
                        TestValues.client().provider(TestProvider.throwing()).build();
                CapturedLog log = CapturedLog.open()) {
            own.profiles()
                    .create(own.draft(desk.profile().toJson().replace("GENERIC", "THROWER"))
                            .clientSecret(Secret.of(TestValues.CLIENT_SECRET))
                            .build());
            desk.server.onToken(FakeServer.json(200, "{\"access_token\":\"a\",\"token_type\":\"user\"}"));
            String callback = callback(own.signIns().start("desk"));
            assertThat(own.signIns().handleCallback(callback).toString())
                    .startsWith("an error in this library or in a plugin has ended the sign-in")
                    .endsWith("Then press Start Authorization again.");
            assertThat(own.signIns().handleCallback(callback).toString())
                    .startsWith("a callback of this sign-in was received before, and was refused");
            assertThat(log.lines().toString())
                    .contains("java.lang.IllegalStateException")
                    .doesNotContain("a mistake in a plugin");
            assertThat(desk.server.tokenRequests()).hasSize(1);
        }
    }

    @Test
    @DisplayName("a profile that is deleted while its code is redeemed and refused leaves no record of its sign-in")
    void deleted_whileItsCodeIsRefused_leavesNothing() throws Exception {
        SignIn started = desk.start();
        desk.server.onToken(FakeServer.json(400, "{\"error\":\"invalid_grant\"}"));
        CountDownLatch replies = desk.server.holdTokenReplies();
        CompletableFuture<CallbackResult> late = Callers.elsewhere(() -> desk.returned(callback(started)));
        desk.server.awaitTokenRequest();
        desk.client.profiles().delete("desk");
        replies.countDown();
        assertThat(late.get(10, TimeUnit.SECONDS)).is(SignInResults.REFUSED);
        assertThat(desk.store.list()).noneMatch(id -> id.startsWith(SignInRecord.ID_PREFIX));
    }

    /** A store in which the thread "late" waits once, after it has read a sign-in. */
    private static final class SlowReader extends ForwardingStore {
        final AtomicBoolean armed = new AtomicBoolean();
        final CountDownLatch hasRead = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);

        SlowReader(RecordStore kept) {
            super(kept);
        }

        @Override
        public Optional<StoredRecord> read(String id) throws IOException {
            Optional<StoredRecord> read = kept.read(id);
            if (id.startsWith(SignInRecord.ID_PREFIX)
                    && Thread.currentThread().getName().equals("late")
                    && armed.compareAndSet(true, false)) {
                hasRead.countDown();
                try {
                    assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
            return read;
        }
    }

    @Test
    @DisplayName("a callback that has read the storage before a newer start wrote it: the newest address is shown")
    void newestAddress_isShown_thoughACallbackHasReadBefore() throws Exception {
        SlowReader slow = new SlowReader(desk.store);
        try (OAuthClient own = desk.settings().store(slow).build()) {
            String first = callback(own.signIns().start("desk"));
            slow.armed.set(true);
            Thread late = new Thread(() -> own.signIns().handleCallback(first), "late");
            late.start();
            assertThat(slow.hasRead.await(10, TimeUnit.SECONDS)).isTrue();
            SignIn second = own.signIns().start("desk");
            slow.goOn.countDown();
            late.join(10_000);
            assertThat(own.signIns().current("desk")).contains(second);
        }
    }

    @Test
    @DisplayName("during a back-off no code is sent; the same page opened later goes on")
    void code_waitsWhereSilenceWasAskedFor() {
        desk.server.onToken(new MockResponse.Builder()
                .code(429)
                .addHeader("Retry-After", "20")
                .build());
        desk.returned(callback(desk.start()));
        SignIn second = desk.start();
        assertThat(desk.returned(callback(second)).toString())
                .contains("so the code has not been sent yet")
                .contains("Wait, and open the same page again.");
        desk.ticker.seconds(21);
        assertThat(desk.returned(callback(second))).is(SignInResults.GRANTED);
        assertThat(desk.server.tokenRequests()).hasSize(2);
    }

    @Test
    @DisplayName("E1.2 the same callback again, as by a reload: nothing is sent, and nothing is lost")
    void callback_again_isRefused_andNothingIsLost() {
        SignIn started = desk.start();
        desk.returned(callback(started));
        CallbackResult again = desk.returned(callback(started));
        assertThat(again).is(SignInResults.REFUSED);
        assertThat(again.toString())
                .startsWith(
                        "a callback of this sign-in was received before, and new credentials were obtained; opening the page again changes nothing");
        assertThat(again.failure().orElseThrow().kind()).isEqualTo(Failure.Kind.REQUEST);
        assertThat(desk.client.signIns().save("desk")).isTrue();
        assertThat(desk.returned(callback(started)).toString())
                .startsWith("a callback of this sign-in was received before");
        assertThat(desk.post().delivered()).isTrue();
        assertThat(desk.server.tokenRequests()).hasSize(1);
    }

    @Test
    @DisplayName("E2.7, E1.2 two callbacks at once, of two processes: the code is redeemed once")
    void callbacks_atOnce_redeemOnce() throws Exception {
        SignIn started = desk.start();
        CountDownLatch replies = desk.server.holdTokenReplies();
        try (OAuthClient other = desk.another()) {
            CompletableFuture<CallbackResult> first = Callers.elsewhere(() -> desk.returned(callback(started)));
            CompletableFuture<CallbackResult> second =
                    Callers.elsewhere(() -> other.signIns().handleCallback(callback(started)));
            desk.server.awaitTokenRequest();
            replies.countDown();
            List<CallbackResult> results = List.of(first.get(20, TimeUnit.SECONDS), second.get(20, TimeUnit.SECONDS));
            assertThat(results).filteredOn(CallbackResult::accepted).hasSize(1);
            assertThat(results)
                    .filteredOn(result -> !result.accepted())
                    .singleElement()
                    .asString()
                    .startsWith("a callback of this sign-in was received before");
        }
        assertThat(desk.server.tokenRequests()).hasSize(1);
    }

    @Test
    @DisplayName("a storage that fails: no sign-in begins, and no code is sent that could not be recorded")
    void storage_inTrouble_sendsNoCode() {
        SignIn started = desk.start();
        desk.store.fail(FaultyStore.Fault.DISK_FULL);
        assertThat(desk.client.signIns().start("desk").toString()).contains("could not be stored: no space left");
        assertThat(desk.returned(callback(started)).toString()).contains("storage failed", ", and no code was sent");
        assertThat(desk.server.requests()).isZero();
        desk.store.fail(FaultyStore.Fault.NONE);
        assertThat(desk.returned(callback(started))).is(SignInResults.GRANTED);
    }

    @Test
    @DisplayName("a record that cannot be read ends no other profile's sign-in, whichever profile comes first")
    void record_ofAnotherProfileThatCannotBeRead_endsNoSignIn(@TempDir Path folder) throws IOException {
        OAuthClient client = desk.start(desk.settings().store(RecordStore.directory(folder)));
        for (String name : List.of("a", "m", "z")) {
            client.profiles().create(desk.draft(name).build());
        }
        String late = callback(client.signIns().start("z"));
        SignIn started = client.signIns().start("m");
        for (String name : List.of("a", "z")) {
            Path record = folder.resolve("authorization-"
                    + client.profiles().find(name).orElseThrow().id() + ".record");
            Files.deleteIfExists(record);
            Files.createDirectory(record);
        }
        String unknown = callback(started).replaceFirst("state=.", "state=~");
        assertThat(client.signIns().handleCallback(unknown).toString()).contains("no sign-in of this device");
        assertThat(client.signIns().handleCallback(late).toString()).contains("storage failed", "is a folder");
        assertThat(client.signIns().handleCallback(callback(started))).is(SignInResults.GRANTED);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 429, 500, 502, 503, 504})
    @DisplayName(
            "a code whose response was lost or unusable is used up: the failure is not temporary, since its callback can never succeed")
    void code_thatWasSent_isNeverTemporary(int status) {
        MockResponse useless = FakeServer.json(status, "<html>");
        desk.server.onToken(useless, useless, useless, useless);
        SignIn started = desk.start();
        Failure failure = desk.returned(callback(started)).failure().orElseThrow();
        assertThat(failure.temporary()).isFalse();
        assertThat(failure.advice()).endsWith("Start Authorization again.");
        assertThat(started.failure()).contains(failure);
        assertThat(started.state()).isEqualTo(SignIn.State.FAILED);
        assertThat(desk.server.tokenRequests()).hasSize(1);
    }
}
