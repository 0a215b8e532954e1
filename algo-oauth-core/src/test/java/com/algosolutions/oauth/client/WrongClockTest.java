package com.algosolutions.oauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.RevocationResult;
import com.algosolutions.oauth.SignIn;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.profile.AccessTokenType;
import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.signin.SignInDesk;
import com.algosolutions.oauth.signin.SignInResults;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A device that starts in 1970 and whose client signs: each endpoint's rejection has the time, and the client sends the request again. */
class WrongClockTest {
    private final Deque<Runnable> later = new ArrayDeque<>();

    @RegisterExtension
    private final TestDevice device = new TestDevice().withTimer((wait, task) -> later.addLast(task));

    private final FakeServer server = device.server();
    private final TestValues.ManualClock clock = device.clock;
    private final OAuthClient client = start();

    private OAuthClient start() {
        clock.set(Instant.EPOCH);
        return device.client();
    }

    private ProfileForm form(GrantType grant) {
        return TestValues.draft(client, "desk", server)
                .grantType(grant)
                .reset(ProfileField.JWT_ASSERTION)
                .clientAuthMode(ClientAuthMode.CLIENT_SECRET_JWT)
                .clientSecret(Secret.of("0123456789abcdef".repeat(4)))
                .revocationUrl(server.http("/revoke"));
    }

    private ProfileForm device() {
        return form(GrantType.DEVICE_CODE).deviceUrl(server.http("/device"));
    }

    private ProfileForm browser() {
        return form(GrantType.AUTH_CODE_PKCE)
                .authUrl(URI.create("https://login.example/authorize"))
                .redirectUri(URI.create(SignInDesk.REDIRECT));
    }

    private static MockResponse refusal(int status, String error) {
        return FakeServer.json(status, "{\"error\":\"" + error + "\"}");
    }

    /** A rejection with a Date header. */
    private static MockResponse told(int status, String error) {
        return refusal(status, error)
                .newBuilder()
                .addHeader("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(TestValues.NOW.atZone(ZoneOffset.UTC)))
                .build();
    }

    private static String claim(RecordedRequest request, String name) {
        String jwt = FakeServer.form(request).stream()
                .filter(part -> part.startsWith("client_assertion="))
                .findFirst()
                .orElseThrow()
                .substring("client_assertion=".length());
        String claims = new String(Base64.getUrlDecoder().decode(jwt.split("\\.")[1]), StandardCharsets.UTF_8);
        return String.valueOf(Json.readObject(claims).get(name));
    }

    /** Two requests that differ in the signature only: with the wrong time, and with the server's. */
    private static void assertSignedAgain(List<RecordedRequest> requests) {
        assertThat(requests).hasSize(2);
        assertThat(requests)
                .extracting(request -> Instant.ofEpochSecond(Long.parseLong(claim(request, "iat"))))
                .containsExactly(Instant.EPOCH.minusSeconds(5), TestValues.NOW.minusSeconds(5));
        assertThat(requests).extracting(request -> claim(request, "jti")).doesNotHaveDuplicates();
        assertThat(requests)
                .extracting(request -> FakeServer.form(request).stream()
                        .filter(part -> !part.startsWith("client_assertion="))
                        .toList())
                .satisfies(forms -> assertThat(forms.get(0)).isEqualTo(forms.get(1)));
    }

    @ParameterizedTest
    @CsvSource({"401, invalid_client", "400, invalid_client", "401, unauthorized_client"})
    @DisplayName("E4.9, E4.6 the device authorization request is signed again with the time of the rejection")
    void deviceRequest_isSignedAgain(int status, String error) {
        client.profiles().create(device().build());
        server.onDevice(told(status, error));
        assertThat(client.signIns().start("desk")).is(SignInResults.WITH_CODE);
        assertSignedAgain(server.deviceRequests());
    }

    @Test
    @DisplayName("E4.9, E4.6 a poll is signed again, and the sign-in goes on")
    void poll_isSignedAgain() {
        client.profiles().create(device().build());
        server.onToken(told(401, "invalid_client"));
        SignIn started = client.signIns().start("desk");
        device.ticker.seconds(5);
        later.removeFirst().run();
        assertThat(started.await(Duration.ofSeconds(20))).isEqualTo(SignIn.State.UNSAVED);
        assertSignedAgain(server.tokenRequests());
    }

    @Test
    @DisplayName("E4.9, E4.6 a pushed authorization request is signed again")
    void pushedRequest_isSignedAgain() {
        client.profiles().create(browser().parUrl(server.http("/par")).build());
        server.onApi(told(401, "invalid_client"), FakeServer.json(201, "{\"request_uri\":\"urn:x\"}"));
        assertThat(client.signIns().start("desk")).is(SignInResults.WITH_BROWSER);
        assertSignedAgain(server.apiRequests());
    }

    @Test
    @DisplayName(
            "E4.9, E4.6 a code is sent again after the client was rejected for its time: the server has not checked the code")
    void code_isSignedAgain() {
        client.profiles().create(browser().build());
        SignIn started = client.signIns().start("desk");
        server.onToken(told(401, "invalid_client"));
        assertThat(client.signIns().handleCallback(SignInDesk.callback(started)))
                .is(SignInResults.GRANTED);
        assertSignedAgain(server.tokenRequests());
    }

    @Test
    @DisplayName("E2.7 a rejected code is not sent again, although the clock was wrong")
    void code_thatWasRefused_isNotSentAgain() {
        client.profiles().create(browser().build());
        SignIn started = client.signIns().start("desk");
        server.onToken(told(400, "invalid_grant"));
        assertThat(client.signIns().handleCallback(SignInDesk.callback(started)))
                .is(SignInResults.REFUSED);
        assertThat(server.tokenRequests()).hasSize(1);
    }

    @Test
    @DisplayName("E4.9 a code is sent again if its DPoP proof was rejected for its time")
    void code_withAProof_isProvedAgain() {
        client.profiles()
                .create(browser()
                        .clientAuthMode(ClientAuthMode.NONE)
                        .reset(ProfileField.CLIENT_SECRET)
                        .accessTokenType(AccessTokenType.DPOP)
                        .build());
        SignIn started = client.signIns().start("desk");
        server.onToken(told(400, "invalid_dpop_proof"), DpopServer.issue(1, "DPoP"));
        assertThat(client.signIns().handleCallback(SignInDesk.callback(started)))
                .is(SignInResults.GRANTED);
        assertThat(server.tokenRequests())
                .hasSize(2)
                .extracting(request -> request.getHeaders().get("DPoP"))
                .doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("E4.9, E4.6 deleting a profile: the revocation is signed again, and the refresh token is revoked")
    void revocation_isSignedAgain() {
        client.profiles().create(form(GrantType.CLIENT_CREDENTIALS).build());
        server.onToken(FakeServer.issue("a", "r"));
        TestValues.post(client, server);
        server.onApi(told(401, "invalid_client"));
        assertThat(client.profiles().delete("desk").orElseThrow().outcome())
                .isEqualTo(RevocationResult.Outcome.REVOKED);
        List<RecordedRequest> requests = server.apiRequests().stream()
                .filter(request -> request.getTarget().equals("/revoke"))
                .toList();
        assertThat(requests).hasSize(3); // and the access token
        assertSignedAgain(requests.subList(0, 2));
    }

    @Test
    @DisplayName("E4.9, E9.4 without a trusted time the revocation stays recorded, and is sent once the time is known")
    void revocation_whileNobodyKnowsTheTime_isAskedAgain() throws Exception {
        client.profiles().create(form(GrantType.CLIENT_CREDENTIALS).build());
        server.onToken(FakeServer.issue("a", "r"));
        TestValues.post(client, server);
        later.clear();
        server.onApi(refusal(401, "invalid_client"));
        assertThat(client.profiles().delete("desk").orElseThrow().outcome())
                .isEqualTo(RevocationResult.Outcome.PENDING);
        assertThat(device.store.list()).anyMatch(id -> id.startsWith("revocation-"));
        clock.set(TestValues.NOW);
        later.removeFirst().run();
        assertThat(device.store.list()).noneMatch(id -> id.startsWith("revocation-"));
        assertThat(client.events()).last().asString().contains("REVOKED");
    }

    @Test
    @DisplayName("E4.9 with the right time a rejected client is rejected: nothing is sent again")
    void rightTime_isNotSignedAgain() {
        clock.set(TestValues.NOW);
        client.profiles().create(device().build());
        server.onDevice(told(401, "invalid_client"));
        assertThat(client.signIns().start("desk")).is(SignInResults.REFUSED);
        assertThat(server.deviceRequests()).hasSize(1);
    }

    @Test
    @DisplayName("E4.9 a client that does not sign is rejected at once, independent of the clock")
    void clientThatDoesNotSign_isNotSentAgain() {
        client.profiles()
                .create(device().clientAuthMode(ClientAuthMode.HTTP_BASIC).build());
        server.onDevice(told(401, "invalid_client"));
        assertThat(client.signIns().start("desk")).is(SignInResults.REFUSED);
        assertThat(server.deviceRequests()).hasSize(1);
    }
}
