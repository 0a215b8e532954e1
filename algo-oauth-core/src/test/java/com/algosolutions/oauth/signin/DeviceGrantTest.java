package com.algosolutions.oauth.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.SignIn;
import com.algosolutions.oauth.SignIn.State;
import com.algosolutions.oauth.client.FakeServer;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.client.TestDevice;
import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.client.TestValues.ManualTicker;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.ProfileField;
import java.time.Duration;
import java.util.List;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Start Authorization with a code on another device, as firmware uses it. */
@Timeout(90)
class DeviceGrantTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @RegisterExtension
    private final TestDevice device = new TestDevice().withTimer();

    private final FakeServer server = device.server();
    private final ManualTicker ticker = device.ticker;
    private OAuthClient client = device.client();

    @BeforeEach
    void configure() {
        client.profiles()
                .create(TestValues.draft(client, "desk", server)
                        .grantType(GrantType.DEVICE_CODE)
                        .reset(ProfileField.JWT_ASSERTION)
                        .deviceUrl(server.http("/device"))
                        .build());
    }

    private SignIn start() {
        return client.signIns().start("desk");
    }

    private void restart() {
        client.close();
        ticker.reset();
        client = device.restart();
    }

    private List<String> told() {
        return client.events().stream()
                .filter(event -> event.kind() == Event.Kind.SIGN_IN)
                .map(Event::message)
                .toList();
    }

    private static MockResponse error(String code) {
        return FakeServer.json(400, "{\"error\":\"" + code + "\"}");
    }

    @Test
    @DisplayName(
            "E6.5, E6.6 the status page has code, address and time while a sign-in is in progress, and the events report the rest")
    void signIn_thenCommit_thenPost() {
        server.onToken(FakeServer.issue("signed-in", "refresh-1"), FakeServer.issue("renewed", "refresh-2"));
        assertThat(client.status("desk").state()).isEqualTo(ProfileStatus.State.REAUTHORIZATION_REQUIRED);
        SignIn authorization = start();

        ProfileStatus status = client.status("desk");
        assertThat(status.state()).isEqualTo(ProfileStatus.State.REAUTHORIZATION_REQUIRED);
        assertThat(status.signIn()).contains(authorization);
        assertThat(status.toString())
                .startsWith("REAUTHORIZATION_REQUIRED: no user has signed in for this profile yet")
                .endsWith("(sign-in WAITING: enter WDJB-MJH1 at https://example.com/device within 600 s)");
        assertThat(client.signIns().current("desk")).contains(authorization);

        ticker.seconds(5);
        assertThat(authorization.await(SOON)).isEqualTo(State.UNSAVED);
        assertThat(client.signIns().current("desk")).get().is(SignInResults.GRANTED);
        assertThat(client.status("desk").signIn()).get().is(SignInResults.GRANTED);
        assertThat(client.signIns().save("desk")).isTrue();
        assertThat(client.status("desk").state()).isEqualTo(ProfileStatus.State.READY);

        assertThat(TestValues.post(client, server).delivered()).isTrue();
        ticker.seconds(4_000);
        assertThat(TestValues.post(client, server).delivered()).isTrue();
        assertThat(server.bearers()).containsExactly("Bearer signed-in", "Bearer renewed");
        assertThat(FakeServer.form(server.tokenRequests().get(1))).contains("refresh_token=refresh-1");
        assertThat(told())
                .hasSize(3)
                .first()
                .asString()
                .startsWith("enter WDJB-MJH1 at https://example.com/device within 600 s");
        assertThat(client.events().toString()).doesNotContain("device-code-1", "signed-in", "refresh-1");
    }

    @Test
    @DisplayName("E6.4 denied: the status is what it was, and the event names the reason")
    void denied_leavesTheProfileAsItWas() {
        server.onToken(error("access_denied"));
        SignIn authorization = start();
        ticker.seconds(5);
        assertThat(authorization.await(SOON)).isEqualTo(State.DENIED);
        assertThat(authorization.toString()).startsWith("the user did not allow the sign-in");
        assertThat(client.status("desk").state()).isEqualTo(ProfileStatus.State.REAUTHORIZATION_REQUIRED);
        assertThat(client.signIns().current("desk")).isEmpty();
        assertThat(told()).last().asString().contains("did not allow the sign-in");
    }

    @Test
    @DisplayName("E6.8 after a restart of the device the sign-in in progress continues, and its tokens can be saved")
    void restart_goesOn() {
        start();
        restart();
        SignIn authorization = client.signIns().current("desk").orElseThrow();
        assertThat(authorization.deviceCode().orElseThrow().userCode()).isEqualTo("WDJB-MJH1");
        ticker.seconds(5);
        assertThat(authorization.await(SOON)).isEqualTo(State.UNSAVED);
        restart();
        assertThat(client.signIns().current("desk")).get().is(SignInResults.GRANTED);
        assertThat(client.signIns().save("desk")).isTrue();
        assertThat(TestValues.post(client, server).delivered()).isTrue();
        assertThat(server.tokenRequests()).hasSize(1);
    }

    @Test
    @DisplayName(
            "E6.8 abandoned, superseded or deleted with its profile: no sign-in is in progress, and nothing is left in the store")
    void abandoned_orDeleted_endsIt() throws Exception {
        SignIn first = start();
        assertThat(client.signIns().cancel("desk")).isTrue();
        assertThat(client.signIns().cancel("desk")).isFalse();
        assertThat(first.state()).isEqualTo(State.CANCELLED);
        SignIn second = start();
        client.profiles().delete("desk");
        assertThat(second.state()).isEqualTo(State.CANCELLED);
        ticker.seconds(600);
        assertThat(server.tokenRequests()).isEmpty();
        assertThat(device.store.list()).noneMatch(id -> id.startsWith(DeviceSignInRecords.ID_PREFIX));
    }

    @Test
    @DisplayName("a start that the server refuses is a value with its reason, and nothing is under way")
    void refusedStart_isExplained() {
        server.onDevice(error("unauthorized_client"));
        SignIn started = client.signIns().start("desk");
        assertThat(started).is(SignInResults.REFUSED);
        assertThat(started.toString()).contains("not set up for this grant type", "HTTP 400 unauthorized_client");
        assertThat(client.signIns().current("desk")).isEmpty();
    }

    @Test
    @DisplayName("a start that the server refuses drops nothing that waits to be saved; one that begins does")
    void refusedStart_dropsNothing() {
        SignIn first = start();
        ticker.seconds(5);
        assertThat(first.await(SOON)).isEqualTo(State.UNSAVED);
        server.onDevice(error("unauthorized_client"));
        assertThat(client.signIns().start("desk")).is(SignInResults.REFUSED);
        assertThat(client.signIns().current("desk")).get().is(SignInResults.GRANTED);
        start();
        assertThat(client.signIns().cancel("desk")).isTrue();
        assertThat(client.signIns().current("desk")).isEmpty();
    }

    @Test
    @DisplayName("a press before the user has signed in says what to do, and sends no request")
    void press_beforeAnybodySignedIn_isExplained() {
        start();
        assertThat(TestValues.post(client, server).toString()).contains("Start Authorization");
        assertThat(server.tokenRequests()).isEmpty();
    }

    @Test
    @DisplayName("closing the client releases waiting callers")
    void close_releasesWhoWaits() {
        SignIn authorization = start();
        client.close();
        assertThat(authorization.await(SOON)).isEqualTo(State.WAITING);
    }
}
