package com.algosolutions.oauth.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeviceFlowTest {
    private final SandboxClock clock = SandboxClock.at(Instant.parse("2026-11-23T10:00:00Z"));
    private final RingCentralSandbox sandbox =
            RingCentralSandbox.builder().clock(clock).start();
    private final Client client = new Client(sandbox);
    private final SandboxUser user = sandbox.createUser("Lobby console");
    private final SandboxApp app =
            sandbox.newApp("Front desk app").deviceFlow(true).create();

    @AfterEach
    void close() {
        client.close();
        sandbox.close();
    }

    private Client.Answer begin(SandboxApp by) throws IOException {
        Request token = Client.tokenRequest(Client.basic(by), Map.of("scope", "TeamMessaging"));
        return client.execute(token.newBuilder()
                .url(Client.SERVER + "/restapi/oauth/device_authorization")
                .build());
    }

    private Client.Answer poll(Client.Answer begun) throws IOException {
        return poll(app, begun);
    }

    private Client.Answer poll(SandboxApp by, Client.Answer begun) throws IOException {
        clock.advance(Duration.ofSeconds(5));
        return client.execute(Client.tokenRequest(
                Client.basic(by),
                Map.of(
                        "grant_type",
                        "urn:ietf:params:oauth:grant-type:device_code",
                        "device_code",
                        begun.text("device_code"))));
    }

    @Test
    void code_typedByAPerson_isWorthTokensOnce() throws Exception {
        Client.Answer begun = begin(app);
        assertThat(begun.text("user_code")).matches("[B-DF-HJ-NP-TV-XZ]{4}-[B-DF-HJ-NP-TV-XZ]{4}");
        assertThat(begun.json().number("interval")).isEqualTo(5);
        assertThat(begun.json().number("expires_in")).isEqualTo(900);
        assertThat(poll(begun).outcome()).isEqualTo("400 authorization_pending -");

        sandbox.person(user)
                .enter(begun.text("user_code").toLowerCase(Locale.ROOT).replace("-", " "));

        Client.Answer tokens = poll(begun);
        assertThat(tokens.status()).isEqualTo(200);
        assertThat(tokens.text("owner_id")).isEqualTo(user.id());
        assertThat(poll(begun).outcome()).isEqualTo("400 invalid_grant -");
    }

    @Test
    void qrCode_scanned_isTheSame() throws Exception {
        Client.Answer begun = begin(app);
        sandbox.person(user).scan(URI.create(begun.text("verification_uri_complete")));

        assertThat(poll(begun).status()).isEqualTo(200);
        assertThatThrownBy(() -> sandbox.person(user).scan(URI.create(begun.text("verification_uri"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void person_whoRefuses_isAccessDenied() throws Exception {
        Client.Answer begun = begin(app);
        sandbox.person(user).refuses().enter(begun.text("user_code"));

        assertThat(poll(begun).outcome()).isEqualTo("400 access_denied -");
    }

    @Test
    void person_whoTakesTime_isWaitedFor_byTheSandboxClock() throws Exception {
        Client.Answer begun = begin(app);
        sandbox.person(user).takes(Duration.ofSeconds(12)).enter(begun.text("user_code"));

        assertThat(poll(begun).outcome()).isEqualTo("400 authorization_pending -");
        assertThat(poll(begun).outcome()).isEqualTo("400 authorization_pending -");
        assertThat(poll(begun).status()).isEqualTo(200);
    }

    @Test
    void code_thatNoDeviceShows_orIsTypedTwice_isAnError() throws Exception {
        Client.Answer begun = begin(app);
        sandbox.person(user).enter(begun.text("user_code"));

        assertThatThrownBy(() -> sandbox.person(user).enter(begun.text("user_code")))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> sandbox.person(user).enter("BCDF-GHJK")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void poll_tooEarly_slowsDown_forEachLaterPoll() throws Exception {
        Client.Answer begun = begin(app);
        poll(begun);
        clock.advance(Duration.ofSeconds(-1));

        assertThat(poll(begun).outcome()).isEqualTo("400 slow_down -");
        assertThat(poll(begun).outcome()).isEqualTo("400 slow_down -");
        clock.advance(Duration.ofSeconds(10));
        assertThat(poll(begun).outcome()).isEqualTo("400 authorization_pending -");
    }

    @Test
    void code_tooLate_isExpired() throws Exception {
        Client.Answer begun = begin(app);
        clock.advance(Duration.ofMinutes(15));

        assertThat(poll(begun).outcome()).isEqualTo("400 expired_token -");
        assertThatThrownBy(() -> sandbox.person(user).enter(begun.text("user_code")))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void polls_areNotCounted_andAreForTheirAppOnly() throws Exception {
        SandboxApp other = sandbox.newApp("Other").deviceFlow(true).create();
        Client.Answer begun = begin(app);
        for (int i = 0; i < 10; i++) {
            assertThat(poll(begun).outcome()).isEqualTo("400 authorization_pending -");
        }

        assertThat(poll(other, begun).outcome()).isEqualTo("400 invalid_grant -");
    }

    @Test
    void app_notRegisteredForTheFlow_hasNoSuchEndpoint() throws Exception {
        SandboxApp other = sandbox.newApp("Other").create();

        assertThat(begin(other).status()).isEqualTo(404);
        assertThat(poll(other, begin(app)).outcome()).isEqualTo("400 invalid_request OAU-250");
    }

    @Test
    void user_disabledMeanwhile_getsNoTokens() throws Exception {
        Client.Answer begun = begin(app);
        sandbox.person(user).enter(begun.text("user_code"));
        sandbox.operator().disableUser(user);

        assertThat(poll(begun).outcome()).isEqualTo("400 invalid_grant OAU-141");
    }

    @Test
    void pollInterval_isASetting() throws Exception {
        try (RingCentralSandbox slow = RingCentralSandbox.builder()
                        .devicePollInterval(Duration.ofSeconds(30))
                        .start();
                Client mine = new Client(slow)) {
            SandboxApp there = slow.newApp("Mine").deviceFlow(true).create();
            Request token = Client.tokenRequest(Client.basic(there), Map.of());

            assertThat(mine.execute(token.newBuilder()
                                    .url(Client.SERVER + "/restapi/oauth/device_authorization")
                                    .build())
                            .json()
                            .number("interval"))
                    .isEqualTo(30);
        }
        assertThatThrownBy(() -> RingCentralSandbox.builder().devicePollInterval(Duration.ofMillis(999)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
