package com.algosolutions.oauth.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.RevocationResult;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.client.FakeServer;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.client.Parts;
import com.algosolutions.oauth.client.TestDevice;
import com.algosolutions.oauth.client.TestProvider;
import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.contract.FaultyStore;
import com.algosolutions.oauth.endpoint.TokenSet;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.jose.DpopProofs;
import com.algosolutions.oauth.profile.AccessTokenType;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.time.Deadline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7009, as the server and the operator see it. */
class RevocationTest {
    /** A provider that revokes all tokens of a grant with one call, and allows three calls a minute. */
    private static final OAuthProvider ENDS_ALL = TestProvider.marking("ENDS_ALL")
            .traits(traits -> traits.revocationEndsGrant(true).rateLimit(3, Duration.ofSeconds(60)));

    private final Deque<Task> later = new ArrayDeque<>();

    @RegisterExtension
    private final TestDevice test = new TestDevice()
            .with(settings -> settings.provider(ENDS_ALL))
            .withTimer((wait, work) -> later.addLast(new Task(wait, work)));

    private final FakeServer server = test.server();
    private final FaultyStore store = test.store;
    private final TestValues.ManualTicker ticker = test.ticker;
    private OAuthClient client = test.client();

    private record Task(Duration pause, Runnable work) {}

    private OAuthClient start() {
        later.clear();
        return test.restart();
    }

    private ProfileForm form(String name) {
        return TestValues.draft(client, name, server).revocationUrl(server.http("/revoke"));
    }

    /** A profile with tokens. */
    private void desk() {
        desk(form("desk").build());
    }

    private void desk(OAuthProfile profile) {
        client.profiles().create(profile);
        server.onToken(FakeServer.issue("access-x", "refresh-x"));
        assertThat(TestValues.post(client, server).delivered()).isTrue();
    }

    private OAuthProfile endsAll() {
        return client.draft("desk", "ENDS_ALL")
                .grantType(GrantType.CLIENT_CREDENTIALS)
                .tokenUrl(server.http("/token"))
                .revocationUrl(server.http("/revoke"))
                .apiHosts(ApiHost.of(server.host()))
                .clientId("app-1")
                .clientSecret(Secret.of(TestValues.CLIENT_SECRET))
                .clientAuthMode(ClientAuthMode.HTTP_BASIC)
                .scopes()
                .build();
    }

    private List<RecordedRequest> revocations() {
        return server.apiRequests().stream()
                .filter(request -> request.getTarget().startsWith("/revoke"))
                .toList();
    }

    private List<String> tokensRevoked() {
        return revocations().stream()
                .flatMap(request -> FakeServer.form(request).stream())
                .filter(parameter -> parameter.startsWith("token="))
                .toList();
    }

    private static MockResponse unavailable(String retryAfter) {
        return FakeServer.json(503, "{}")
                .newBuilder()
                .addHeader("Retry-After", retryAfter)
                .build();
    }

    private List<String> events() {
        return client.events().stream()
                .filter(event -> event.kind() == Event.Kind.REVOCATION)
                .map(event -> event.profile() + ": " + event.message())
                .toList();
    }

    private void runLater() {
        later.removeFirst().work().run();
    }

    private List<String> records() {
        try {
            return store.list().stream()
                    .filter(id -> id.startsWith("revocation-"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @DisplayName(
            "E9.1, E1.13, E2.1 a revocation is a POST of a form to the Revocation URL, by the client's authentication")
    void request_isAnAuthenticatedFormPost() {
        desk();
        assertThat(client.revoke("desk")).isEqualTo(RevocationReport.of(RevocationResult.Outcome.REVOKED));
        RecordedRequest request = revocations().get(0);
        assertThat(request.getMethod()).isEqualTo("POST");
        assertThat(request.getTarget()).isEqualTo("/revoke");
        assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
        assertThat(request.getHeaders().get("Authorization")).startsWith("Basic ");
        assertThat(FakeServer.form(request)).containsExactly("token=refresh-x", "token_type_hint=refresh_token");
    }

    private Secret newKey() {
        return DpopProofs.key(form("key").accessTokenType(AccessTokenType.DPOP).build(), Optional.empty())
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(
            value = ClientAuthMode.class,
            names = {"REQUEST_BODY", "CLIENT_SECRET_JWT", "PRIVATE_KEY_JWT", "NONE"})
    @DisplayName("E9.1 each client authentication works at the revocation endpoint as at the token endpoint")
    void clientAuthentication_isThatOfTheProfile(ClientAuthMode mode) {
        ProfileForm form = form("desk").clientAuthMode(mode).reset(ProfileField.CLIENT_SECRET);
        if (mode == ClientAuthMode.PRIVATE_KEY_JWT) {
            form.signingKey(newKey());
        } else if (mode != ClientAuthMode.NONE) {
            form.clientSecret(Secret.of("s".repeat(32)));
        }
        desk(form.build());
        client.revoke("desk");
        String expected = switch (mode) {
            case REQUEST_BODY -> "client_secret=" + "s".repeat(32);
            case CLIENT_SECRET_JWT, PRIVATE_KEY_JWT -> "client_assertion_type=";
            default -> "client_id=app-1";
        };
        assertThat(FakeServer.body(revocations().get(0))).contains(expected, "client_id=app-1");
        assertThat(revocations().get(0).getHeaders().get("Authorization")).isNull();
    }

    @Test
    @DisplayName(
            "E9.1, E1.17 a Revocation URL that is not https is a problem of the form, and of a client that does not allow loopback")
    void notHttps_isRefused() {
        assertThat(form("desk")
                        .revocationUrl(URI.create("http://as.example/revoke"))
                        .problems())
                .anySatisfy(problem -> assertThat(problem.toString()).startsWith("Revocation URL is not https"));
        OAuthProfile loopback =
                form("desk").tokenUrl(URI.create("https://as.example/token")).build();
        try (OAuthClient strict = OAuthClient.builder().build()) {
            assertThatThrownBy(() -> strict.profiles().create(loopback))
                    .hasMessageContaining("Revocation URL is not https");
        }
    }

    @Test
    @DisplayName("E9.2 the refresh token goes first, the access token after it")
    void refreshTokenFirst_thenAccessToken() {
        desk();
        client.revoke("desk");
        assertThat(tokensRevoked()).containsExactly("token=refresh-x", "token=access-x");
        assertThat(FakeServer.form(revocations().get(1))).contains("token_type_hint=access_token");
    }

    @Test
    @DisplayName("E9.2 one call is enough if the provider revokes all tokens of a grant")
    void providerThatEndsTheGrant_isAskedOnce() {
        desk(endsAll());
        assertThat(client.revoke("desk").outcome()).isEqualTo(RevocationResult.Outcome.REVOKED);
        assertThat(tokensRevoked()).containsExactly("token=refresh-x");
    }

    @Test
    @DisplayName("E9.3 a token that the provider does not know counts as revoked: 200, and the local copy is deleted")
    void unknownToken_isRevoked() throws IOException {
        desk();
        assertThat(stored()).contains("refresh-x", "access-x");
        server.onApi(new MockResponse.Builder().code(200).body("<html>what?").build());
        assertThat(client.revoke("desk").outcome()).isEqualTo(RevocationResult.Outcome.REVOKED);
        assertThat(client.status("desk").state()).isEqualTo(ProfileStatus.State.REVOKED);
        assertThat(records()).isEmpty();
        assertThat(stored()).contains("desk").doesNotContain("refresh-x", "access-x");
    }

    /** All records of the store as one text. */
    private String stored() throws IOException {
        StringBuilder all = new StringBuilder();
        for (String id : store.list()) {
            all.append(new String(store.read(id).orElseThrow().bytes(), StandardCharsets.UTF_8));
        }
        return all.toString();
    }

    @Test
    @DisplayName("E2.15 a provider's own mark of failure counts here too: a 200 with it has revoked nothing")
    void mark_ofFailure_isNotRevoked() {
        desk(endsAll());
        server.onApi(FakeServer.json(200, "{\"ok\":false,\"error\":\"no_permission\"}"));
        assertThat(client.revoke("desk").toString()).startsWith("FAILED").contains("no_permission");
    }

    @Test
    void revokedProfile_asksForNothing_untilItIsUpdated() {
        desk();
        client.revoke("desk");
        ApiResult refused = TestValues.post(client, server);
        assertThat(refused.outcome()).isEqualTo(ApiResult.Outcome.NO_CREDENTIAL);
        assertThat(refused.toString()).contains("revoked on request").contains("choose Update Profile");
        ticker.seconds(Duration.ofDays(400).toSeconds());
        assertThat(TestValues.post(client, server).delivered()).isFalse();
        assertThat(client.renew("desk").state()).isEqualTo(ProfileStatus.State.REVOKED);
        assertThat(server.tokenRequests()).hasSize(1);

        client.profiles()
                .update(client.edit(client.profiles().find("desk").orElseThrow())
                        .build());
        assertThat(client.status("desk").state()).isEqualTo(ProfileStatus.State.READY);
        assertThat(TestValues.post(client, server).delivered()).isTrue();
        assertThat(server.tokenRequests()).hasSize(2);
        assertThat(FakeServer.body(server.tokenRequests().get(1))).contains("assertion=");
    }

    @Test
    void revokedProfile_isUsedAgain_afterStartAuthorizationAndUpdate() {
        desk();
        client.revoke("desk");
        client.signIns().start("desk");
        assertThat(TestValues.post(client, server).delivered()).isFalse();
        assertThat(client.signIns().save("desk")).isTrue();
        assertThat(client.status("desk").state()).isEqualTo(ProfileStatus.State.READY);
        assertThat(TestValues.post(client, server).delivered()).isTrue();
        assertThat(server.tokenRequests()).hasSize(2);
    }

    @Test
    void revokedProfile_staysRevokedOverARestart() {
        desk();
        client.revoke("desk");
        client.close();
        client = start();
        assertThat(client.status("desk").state()).isEqualTo(ProfileStatus.State.REVOKED);
        assertThat(TestValues.post(client, server).delivered()).isFalse();
        assertThat(server.tokenRequests()).hasSize(1);
        client.profiles()
                .update(client.edit(client.profiles().find("desk").orElseThrow())
                        .build());
        client.close();
        client = start();
        assertThat(TestValues.post(client, server).delivered()).isTrue();
    }

    @Test
    void secondClientOnTheStore_learnsOfTheRevocation_ratherThanLoggingInAnew() {
        desk();
        try (OAuthClient second = test.another()) {
            client.revoke("desk");
            server.reject("access-x");
            assertThat(TestValues.post(second, server).toString()).contains("revoked on request");
            assertThat(server.tokenRequests()).hasSize(1);
        }
    }

    @Test
    void revoke_isTold_byAnEventAndByTheState() {
        desk();
        client.revoke("desk");
        assertThat(client.events())
                .extracting(event -> event.kind() + " " + event.message())
                .anySatisfy(text -> assertThat(text).startsWith("STATE_CHANGED REVOKED"))
                .contains("REVOCATION REVOKED");
    }

    @Test
    @DisplayName(
            "E9.4 503: the token counts as valid, the client backs off for Retry-After, and the status says so meanwhile")
    void unavailable_isPending_andToldAgain() {
        desk();
        server.onApi(unavailable("90"));
        RevocationResult pending = client.revoke("desk");
        assertThat(pending.outcome()).isEqualTo(RevocationResult.Outcome.PENDING);
        assertThat(pending.failure().orElseThrow().retryAfter()).contains(Duration.ofSeconds(90));
        assertThat(client.status("desk").toString()).startsWith("REVOKED").contains("revocation pending");
        assertThat(records()).hasSize(1);
        assertThat(later.getFirst().pause()).isEqualTo(Duration.ofSeconds(90));

        ticker.seconds(90);
        runLater();
        assertThat(tokensRevoked()).containsExactly("token=refresh-x", "token=refresh-x", "token=access-x");
        assertThat(client.status("desk").toString()).startsWith("REVOKED").doesNotContain("pending");
        assertThat(records()).isEmpty();
        assertThat(later).isEmpty();
        assertThat(events()).last().isEqualTo("desk: REVOKED");
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    @DisplayName("a back-off of the revocation host applies to that host only: requests to the token endpoint go on")
    void silenceOfTheRevocationHost_isItsOwn(int status) {
        try (FakeServer other = FakeServer.start()) {
            OAuthProfile profile =
                    form("desk").revocationUrl(other.http("/revoke")).build();
            desk(profile);
            other.onApi(FakeServer.json(status, "{}")
                    .newBuilder()
                    .addHeader("Retry-After", "3600")
                    .build());
            assertThat(client.revoke("desk").outcome()).isEqualTo(RevocationResult.Outcome.PENDING);

            client.profiles().update(client.edit(profile).build());
            assertThat(TestValues.post(client, server).delivered()).isTrue();
            assertThat(client.revoke("desk").outcome()).isEqualTo(RevocationResult.Outcome.PENDING);
            assertThat(other.apiRequests()).hasSize(1);
            ticker.seconds(3600);
            while (!later.isEmpty()) {
                runLater();
            }
            assertThat(records()).isEmpty();
        }
    }

    @Test
    @DisplayName("a revocation on another host counts in the rate limit of the token endpoint too")
    void budget_countsRevocationsOfAnotherHost() {
        try (FakeServer other = FakeServer.start()) {
            OAuthProfile profile =
                    client.edit(endsAll()).revocationUrl(other.http("/revoke")).build();
            desk(profile); // 1
            client.revoke("desk"); // 2
            client.profiles().update(client.edit(profile).build());
            TestValues.post(client, server); // 3
            assertThat(client.revoke("desk").toString()).contains("3 calls per app in 60 s");
            assertThat(other.apiRequests()).hasSize(1);
        }
    }

    @Test
    @DisplayName(
            "E9.4 a pending revocation outlives the profile and a restart, and is sent without the profile's assertion")
    void pending_outlivesProfileAndRestart() throws IOException {
        desk();
        server.onApi(unavailable("90"));
        assertThat(client.profiles().delete("desk").orElseThrow().outcome())
                .isEqualTo(RevocationResult.Outcome.PENDING);
        assertThat(client.profiles().list()).isEmpty();
        assertThat(new String(
                        store.read(records().get(0)).orElseThrow().bytes(), java.nio.charset.StandardCharsets.UTF_8))
                .doesNotContain(TestValues.JWT);
        client.close();
        ticker.seconds(200);
        client = start();
        assertThat(later).hasSize(1);
        assertThat(later.getFirst().pause()).isEqualTo(Duration.ofSeconds(90));
        runLater();
        assertThat(tokensRevoked()).containsExactly("token=refresh-x", "token=refresh-x", "token=access-x");
        assertThat(records()).isEmpty();
        assertThat(client.profiles().list()).isEmpty();
    }

    @Test
    @DisplayName("E9.4 a revocation that always fails is sent five times in all")
    void pending_ends() {
        desk();
        for (int i = 0; i < 5; i++) {
            server.onApi(FakeServer.json(500, ""));
        }
        assertThat(client.revoke("desk").outcome()).isEqualTo(RevocationResult.Outcome.PENDING);
        List<Long> minutes = new ArrayList<>();
        while (!later.isEmpty()) {
            minutes.add(later.getFirst().pause().toMinutes());
            runLater();
        }
        assertThat(minutes).containsExactly(1L, 10L, 60L, 360L);
        assertThat(records()).isEmpty();
        assertThat(events()).last().asString().startsWith("desk: FAILED");
        assertThat(revocations()).hasSize(5);
    }

    /** A Retry-After that is no longer than the first wait shortens no later one. */
    @ParameterizedTest
    @CsvSource({"59, 60 600 3600", "60, 60 600 3600", "61, 61 61 61", "4000, 4000 4000 4000"})
    void wait_isThatOfTheServer_ifItIsLongerThanAMinute(int retryAfter, String waits) {
        desk();
        for (int i = 0; i < 4; i++) {
            server.onApi(unavailable(String.valueOf(retryAfter)));
        }
        client.revoke("desk");
        List<String> seconds = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Duration wait = later.getFirst().pause();
            seconds.add(String.valueOf(wait.toSeconds()));
            ticker.seconds(wait.toSeconds());
            runLater();
        }
        assertThat(seconds).containsExactly(waits.split(" "));
    }

    @Test
    void pendingRevocation_isToldOfItsCredentialOnly() {
        desk();
        server.onApi(unavailable("90"));
        client.revoke("desk");
        client.profiles().create(form("other").clientId("app-2").build());
        client.revoke("other");
        assertThat(client.status("desk").toString()).contains("revocation pending");
        assertThat(client.status("other").toString()).startsWith("REVOKED").doesNotContain("pending");
    }

    /** Two processes have loaded one record: that which claims it first sends it. */
    @Test
    void pendingRevocation_ofTwoProcesses_isSentByOne() {
        desk();
        server.onApi(unavailable("90"), unavailable("90"));
        client.revoke("desk");
        later.clear();
        OAuthClient second = test.another();
        OAuthClient third = test.another();
        assertThat(second.status("desk").toString()).contains("revocation pending");
        ticker.seconds(90);
        runLater(); // the second process, which the server does not answer
        assertThat(revocations()).hasSize(2);
        runLater(); // the third
        assertThat(revocations()).hasSize(2);
        assertThat(third.status("desk").toString()).doesNotContain("revocation pending");
        assertThat(records()).hasSize(1);
        ticker.seconds(90);
        runLater();
        assertThat(tokensRevoked()).hasSize(4).endsWith("token=refresh-x", "token=access-x");
        assertThat(records()).isEmpty();
    }

    private static TokenSet accessToken() {
        return new TokenSet(
                Secret.of("a9"), Duration.ofHours(1), Optional.empty(), Optional.empty(), "", TestValues.NOW, 1);
    }

    /** Another process has recorded the same tokens, and may have died since: this one goes on too. */
    @Test
    void revocation_thatAnotherProcessHasRecorded_isKeptAllTheSame() {
        OAuthProfile profile = form("desk").build();
        try (Parts one = new Parts(TestValues.client().store(store));
                Parts two = new Parts(TestValues.client().store(store))) {
            one.revocations.begin(profile, Optional.of(accessToken()));
            Revocations.Started started = two.revocations.begin(profile, Optional.of(accessToken()));
            server.onApi(FakeServer.json(500, ""));
            assertThat(two.revocations
                            .finish(started, Deadline.after(Duration.ofSeconds(20)))
                            .outcome())
                    .isEqualTo(RevocationResult.Outcome.PENDING);
            assertThat(two.revocations.pending(CredentialFingerprint.of(profile)))
                    .isTrue();
            assertThat(two.revocations.pending("f".repeat(64))).isFalse();
        }
    }

    @Test
    void cancelledRevocation_isForgotten() {
        OAuthProfile profile = form("desk").build();
        try (Parts parts = new Parts(TestValues.client().store(store))) {
            Revocations.Started started = parts.revocations.begin(profile, Optional.of(accessToken()));
            assertThat(records()).hasSize(1);
            parts.revocations.cancel(started);
            assertThat(records()).isEmpty();
            assertThat(parts.revocations.pending(CredentialFingerprint.of(profile)))
                    .isFalse();
        }
    }

    @Test
    void unsavedTokens_areNotSentToAnotherServer() {
        OAuthProfile profile = form("desk").build();
        ProfileSnapshot issuedFor = ProfileSnapshot.of(profile);
        OAuthProfile moved = client.edit(profile)
                .tokenUrl(URI.create("https://other.example/token"))
                .build();
        try (Parts parts = new Parts(TestValues.client().store(store))) {
            Revocations.Started refused = parts.revocations.begin(moved, issuedFor, accessToken());
            assertThat(refused.what()).isEmpty();
            assertThat(refused.otherwise().toString()).contains("is at another server");
            assertThat(records()).isEmpty();
            assertThat(parts.revocations
                            .begin(profile, issuedFor, accessToken())
                            .what())
                    .isPresent();
        }
    }

    @Test
    void accessTokenAlone_isRevoked() {
        client.profiles().create(form("desk").build());
        TestValues.post(client, server);
        assertThat(client.revoke("desk")).isEqualTo(RevocationReport.of(RevocationResult.Outcome.REVOKED));
        assertThat(tokensRevoked()).containsExactly("token=access-1");
    }

    @Test
    @DisplayName("E9.4 no more than sixteen revocations are pending; one more is sent once and not retried")
    void pending_isBounded() {
        for (int i = 0; i <= Revocations.MOST; i++) {
            String name = "p" + i;
            client.profiles().create(form(name).clientId("app-" + i).build());
            server.onToken(FakeServer.issue("a" + i, "r" + i));
            client.post(name, server.http("/v1"), Body.json("{}"));
            server.onApi(FakeServer.json(500, ""));
            assertThat(client.profiles().delete(name).orElseThrow().outcome())
                    .isEqualTo(
                            i < Revocations.MOST ? RevocationResult.Outcome.PENDING : RevocationResult.Outcome.FAILED);
        }
        assertThat(records()).hasSize(Revocations.MOST);
    }

    @Test
    @DisplayName(
            "E9.5 unsupported_token_type for the refresh token: the access token is tried, the rest is reported, and nothing is repeated")
    void unsupportedRefreshToken_triesTheAccessToken_once() {
        desk();
        server.onApi(FakeServer.json(400, "{\"error\":\"unsupported_token_type\"}"));
        RevocationResult told = client.revoke("desk");
        assertThat(tokensRevoked()).containsExactly("token=refresh-x", "token=access-x");
        assertThat(told.outcome()).isEqualTo(RevocationResult.Outcome.FAILED);
        assertThat(told.toString()).contains("does not revoke tokens of this type");
        assertThat(later).isEmpty();
        assertThat(client.status("desk").state()).isEqualTo(ProfileStatus.State.REVOKED);
    }

    @Test
    @DisplayName(
            "E9.5 unsupported_token_type for the access token after the refresh token is revoked: revoked, and the rest is reported")
    void unsupportedAccessToken_isRevokedAllTheSame() {
        desk();
        server.onApi(FakeServer.json(200, ""), FakeServer.json(400, "{\"error\":\"unsupported_token_type\"}"));
        RevocationResult told = client.revoke("desk");
        assertThat(told.outcome()).isEqualTo(RevocationResult.Outcome.REVOKED);
        assertThat(told.failure()).isPresent();
        assertThat(revocations()).hasSize(2);
    }

    @Test
    @DisplayName(
            "E9.6 no network: the local copy is deleted, and the result says that the provider did not get the revocation")
    void networkDown_localCopyGoes_andTheResultSaysSo() throws IOException {
        desk();
        server.goDown();
        RevocationResult told = client.profiles().delete("desk").orElseThrow();
        assertThat(told.outcome()).isEqualTo(RevocationResult.Outcome.PENDING);
        assertThat(told.toString())
                .contains("no response to the revocation request")
                .contains("Check host and port");
        assertThat(client.profiles().list()).isEmpty();
        assertThat(store.list()).noneMatch(id -> id.startsWith("profile-"));
    }

    @Test
    @DisplayName(
            "E9.6 an encrypted store on disk has no token in clear while the network is down, and none once the retries have ended")
    void networkDown_noFileHasAToken(@TempDir Path parent) throws IOException {
        RecordStore files =
                RecordStore.directory(parent.resolve("records")).encryptedWith(new SecretKeySpec(new byte[32], "AES"));
        try (OAuthClient device = test.settings().store(files).build()) {
            device.profiles().create(form("desk").build());
            server.onToken(FakeServer.issue("access-x", "refresh-x"));
            TestValues.post(device, server);
            later.clear();
            server.goDown();
            assertThat(device.revoke("desk").outcome()).isEqualTo(RevocationResult.Outcome.PENDING);
            assertThat(files.list()).anyMatch(id -> id.startsWith(PendingRevocation.ID_PREFIX));
            assertThat(clear(parent)).doesNotContain("access-x", "refresh-x");
            for (String id : files.list()) {
                if (!id.startsWith(PendingRevocation.ID_PREFIX)) {
                    assertThat(new String(files.read(id).orElseThrow().bytes(), StandardCharsets.UTF_8))
                            .as(id)
                            .doesNotContain("access-x", "refresh-x");
                }
            }
            while (!later.isEmpty()) {
                runLater();
            }
            assertThat(files.list()).isNotEmpty().noneMatch(id -> id.startsWith(PendingRevocation.ID_PREFIX));
            assertThat(clear(parent)).doesNotContain("access-x", "refresh-x");
        }
    }

    /** The text that a reader of the files without the key sees. */
    private static String clear(Path folder) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(file.getFileName())
                        .append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"invalid_client", "unauthorized_client", "invalid_request", "another"})
    void refusedRevocation_isNotRepeated_andSaysWhy(String error) {
        desk();
        server.onApi(FakeServer.json(400, "{\"error\":\"" + error + "\"}"));
        RevocationResult told = client.revoke("desk");
        assertThat(told.outcome()).isEqualTo(RevocationResult.Outcome.FAILED);
        assertThat(told.failure().orElseThrow().serverError().orElseThrow().error())
                .contains(error);
        assertThat(revocations()).hasSize(1);
        assertThat(later).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    @DisplayName("E1.11 a redirect from the revocation endpoint is not followed")
    void redirect_isNotFollowed(int status) {
        desk();
        server.onApi(new MockResponse.Builder()
                .code(status)
                .addHeader("Location", server.http("/elsewhere").toString())
                .build());
        assertThat(client.revoke("desk").outcome()).isEqualTo(RevocationResult.Outcome.FAILED);
        assertThat(server.apiRequests()).extracting(RecordedRequest::getTarget).doesNotContain("/elsewhere");
    }

    @Test
    void sharedCredential_deletingOneOfTwoProfiles_leavesTheGrantToTheOther() {
        desk();
        client.profiles().create(form("lobby").build());
        assertThat(client.profiles().delete("desk")).contains(RevocationReport.of(RevocationResult.Outcome.SHARED));
        assertThat(revocations()).isEmpty();
        assertThat(client.post("lobby", server.http("/v1"), Body.json("{}")).delivered())
                .isTrue();
        assertThat(server.tokenRequests()).hasSize(1);
        assertThat(client.profiles().delete("lobby").orElseThrow().outcome())
                .isEqualTo(RevocationResult.Outcome.REVOKED);
        assertThat(tokensRevoked()).containsExactly("token=refresh-x", "token=access-x");
    }

    @Test
    void sharedCredential_revokedOnRequest_isRevokedForBoth() {
        desk();
        client.profiles().create(form("lobby").build());
        client.revoke("lobby");
        assertThat(client.status("desk").state()).isEqualTo(ProfileStatus.State.REVOKED);
        assertThat(client.status("lobby").state()).isEqualTo(ProfileStatus.State.REVOKED);
    }

    @Test
    void neverAuthorized_hasNothingToRevoke_andIsRevokedAllTheSame() {
        client.profiles().create(form("desk").build());
        assertThat(client.revoke("desk")).isEqualTo(RevocationReport.of(RevocationResult.Outcome.NOTHING_TO_REVOKE));
        assertThat(client.status("desk").state()).isEqualTo(ProfileStatus.State.REVOKED);
        assertThat(client.revoke("desk")).isEqualTo(RevocationReport.of(RevocationResult.Outcome.NOTHING_TO_REVOKE));
        assertThat(server.requests()).isZero();
    }

    @Test
    void withoutRevocationUrl_localCopyGoes_andTheResultSaysThatNobodyWasTold() {
        desk(form("desk").reset(ProfileField.REVOCATION_URL).build());
        RevocationResult told = client.revoke("desk");
        assertThat(told.outcome()).isEqualTo(RevocationResult.Outcome.FAILED);
        assertThat(told.toString()).contains("no Revocation URL");
        assertThat(client.status("desk").state()).isEqualTo(ProfileStatus.State.REVOKED);
    }

    @Test
    void unknownProfile_isToldAsSuch() {
        assertThat(client.revoke("absent").failure().orElseThrow().step()).isEqualTo(Step.PROFILE);
        assertThat(client.profiles().delete("absent")).isEmpty();
    }

    @Test
    void deleteThatTheStorageRefuses_changesNothing_andTellsNobody() {
        desk();
        store.fail(FaultyStore.Fault.DISK_FULL);
        assertThatThrownBy(() -> client.profiles().delete("desk")).isInstanceOf(UncheckedIOException.class);
        store.fail(FaultyStore.Fault.NONE);
        assertThat(TestValues.post(client, server).delivered()).isTrue();
        assertThat(revocations()).isEmpty();
        assertThat(server.tokenRequests()).hasSize(1);
    }

    @Test
    void storageInTrouble_doesNotKeepTheProviderFromBeingTold() {
        desk();
        store.fail(FaultyStore.Fault.DISK_FULL);
        assertThat(client.revoke("desk").outcome()).isEqualTo(RevocationResult.Outcome.REVOKED);
        assertThat(client.status("desk").state()).isEqualTo(ProfileStatus.State.REVOKED);
    }

    @Test
    void budgetUsedUp_isPending_andCountsRevocations() {
        OAuthProfile profile = endsAll();
        desk(profile); // 1
        client.revoke("desk"); // 2
        client.profiles().update(client.edit(profile).build());
        TestValues.post(client, server); // 3
        RevocationResult over = client.revoke("desk");
        assertThat(over.outcome()).isEqualTo(RevocationResult.Outcome.PENDING);
        assertThat(over.toString()).contains("3 calls per app in 60 s");
        assertThat(revocations()).hasSize(1);
        ticker.seconds(61);
        runLater();
        assertThat(revocations()).hasSize(2);
    }

    @Test
    @DisplayName(
            "E4.9 signed by a wrong clock, and the rate limit allows no second request: the record stays, and the retry has the right time")
    void budgetUsedUp_beforeItIsSignedAgain_isPending() {
        desk(client.edit(endsAll())
                .clientAuthMode(ClientAuthMode.CLIENT_SECRET_JWT)
                .clientSecret(Secret.of("s".repeat(32)))
                .build()); // 1
        client.renew("desk"); // 2
        later.clear();
        server.onApi(FakeServer.json(401, "{\"error\":\"invalid_client\"}")
                .newBuilder()
                .addHeader("Date", "Wed, 25 Nov 2026 00:00:00 GMT")
                .build()); // 3
        assertThat(client.revoke("desk").outcome()).isEqualTo(RevocationResult.Outcome.PENDING);
        assertThat(revocations()).hasSize(1);
        assertThat(records()).hasSize(1);
        ticker.seconds(61);
        runLater();
        assertThat(revocations()).hasSize(2);
        assertThat(records()).isEmpty();
        assertThat(events()).last().isEqualTo("desk: REVOKED");
    }

    @Test
    void renewalUnderWay_endsFirst_andWhatItBringsIsRevokedToo() throws InterruptedException {
        client.profiles().create(form("desk").build());
        CountDownLatch gate = server.holdTokenReplies();
        server.onToken(FakeServer.issue("late", "late-r"));
        Thread press = new Thread(() -> TestValues.post(client, server));
        press.start();
        server.awaitTokenRequest();
        Thread revoke = new Thread(() -> client.profiles().delete("desk"));
        revoke.start();
        gate.countDown();
        press.join(20_000);
        revoke.join(20_000);
        assertThat(tokensRevoked()).containsExactly("token=late-r", "token=late");
        assertThat(server.tokenRequests()).hasSize(1);
    }

    @Test
    void nothingPrinted_holdsASecret() {
        desk();
        server.onApi(FakeServer.json(
                400,
                "{\"error\":\"x\",\"error_description\":\"tokens refresh-x and access-x, secret "
                        + TestValues.CLIENT_SECRET + "\"}"));
        String printed = client.revoke("desk") + " " + client.events() + client.status("desk");
        assertThat(printed).doesNotContain(TestValues.CLIENT_SECRET, "refresh-x", "access-x");
    }

    @Test
    void grantThatIsInUseNowhere_canBeRevokedByItself() {
        OAuthProfile profile = form("desk").build();
        try (Parts parts = new Parts(TestValues.client())) {
            TokenSet pending = new TokenSet(
                    Secret.of("a9"),
                    Duration.ofHours(1),
                    java.util.Optional.of(Secret.of("r9")),
                    java.util.Optional.empty(),
                    "",
                    TestValues.NOW,
                    1);
            assertThat(parts.revocations
                            .revoke(profile, pending, Deadline.after(Duration.ofSeconds(20)))
                            .outcome())
                    .isEqualTo(RevocationResult.Outcome.REVOKED);
        }
        assertThat(tokensRevoked()).containsExactly("token=r9", "token=a9");
    }

    @Test
    void pendingRevocation_withADamagedToken_stillRevokesTheOthers() {
        PendingRevocation what = new PendingRevocation(
                form("desk").build(),
                "f".repeat(64),
                List.of(
                        new PendingRevocation.RevocableToken(Secret.of("damaged"), "refresh_token"),
                        new PendingRevocation.RevocableToken(Secret.of("whole"), "access_token")),
                0,
                Duration.ZERO);
        String record = new String(what.toBytes(), java.nio.charset.StandardCharsets.UTF_8);
        PendingRevocation read = PendingRevocation.read(
                record.replace("\"damaged\"", "7").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(read.tokens()).isEqualTo(what.tokens().subList(1, 2));
    }

    @Test
    void pendingRevocation_readsBackAsWritten_andAStrangeRecordIsKeptUntilItIsDiscarded() throws IOException {
        PendingRevocation what = new PendingRevocation(
                form("desk")
                        .grantType(new GrantType("REVOCATION"))
                        .reset(ProfileField.JWT_ASSERTION)
                        .build(),
                "f".repeat(64),
                List.of(new PendingRevocation.RevocableToken(Secret.of("r"), "refresh_token")),
                2,
                Duration.ofSeconds(7));
        PendingRevocation read = PendingRevocation.read(what.toBytes());
        assertThat(read.tokens()).isEqualTo(what.tokens());
        assertThat(read.profile().revealAll()).isEqualTo(what.profile().revealAll());
        assertThat(Map.of("tries", read.tries(), "pause", read.pause()))
                .isEqualTo(Map.of("tries", 2, "pause", Duration.ofSeconds(7)));
        assertThat(what).hasToString("revocation of desk, tried 2 times");
        assertThat(PendingRevocation.of(form("desk").build(), accessToken()).triedAgain())
                .hasToString("revocation of desk, tried 1 time");
        store.replace("revocation-strange", 0, "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        client.close();
        client = start();
        assertThat(later).isEmpty();
        assertThat(records()).containsExactly("revocation-strange");
        assertThat(client.profiles().loadProblems())
                .singleElement()
                .asString()
                .startsWith("Record revocation-strange cannot be read (")
                .endsWith(
                        "Delete it. The tokens that it was to revoke remain valid at the provider until they expire.");
        assertThat(client.profiles().discard("revocation-strange")).isTrue();
        assertThat(records()).isEmpty();
        assertThat(client.profiles().loadProblems()).isEmpty();
    }
}
