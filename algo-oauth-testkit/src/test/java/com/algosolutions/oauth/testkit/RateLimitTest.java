package com.algosolutions.oauth.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import okhttp3.Credentials;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private final SandboxClock clock = SandboxClock.at(Instant.parse("2026-11-23T10:00:00Z"));
    private final RingCentralSandbox sandbox =
            RingCentralSandbox.builder().clock(clock).start();
    private final Client client = new Client(sandbox);
    private final SandboxApp app = sandbox.newApp("Front desk app").create();
    private final SandboxUser user = sandbox.createUser("Lobby console");
    private final SandboxTeam team = sandbox.createTeam("Reception", user);
    private final String jwt = sandbox.newJwt(user).create();

    @AfterEach
    void close() {
        client.close();
        sandbox.close();
    }

    @Test
    void auth_sixthRequestInAMinute_isRefused() throws Exception {
        for (int remaining = 4; remaining >= 0; remaining--) {
            Client.Answer answer = client.signIn(app, jwt);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers().get("X-Rate-Limit-Group")).isEqualTo("auth");
            assertThat(answer.headers().get("X-Rate-Limit-Limit")).isEqualTo("5");
            assertThat(answer.headers().get("X-Rate-Limit-Remaining")).isEqualTo(Integer.toString(remaining));
            assertThat(answer.headers().get("X-Rate-Limit-Window")).isEqualTo("60");
        }
        Client.Answer refused = client.signIn(app, jwt);

        assertThat(refused.outcome()).isEqualTo("429 CMN-301 CMN-301");
        assertThat(refused.headers().get("Retry-After")).isEqualTo("60");
        assertThat(refused.headers().get("X-Rate-Limit-Remaining")).isEqualTo("0");
    }

    @Test
    void window_slides_andAdmitsWhatHasLeftIt() throws Exception {
        client.signIn(app, jwt);
        clock.advance(Duration.ofSeconds(30));
        for (int i = 0; i < 4; i++) {
            client.signIn(app, jwt);
        }
        clock.advance(Duration.ofSeconds(30));

        assertThat(client.signIn(app, jwt).status()).isEqualTo(200);
        assertThat(client.signIn(app, jwt).status()).isEqualTo(429);
    }

    @Test
    void penalty_eachRequestInIt_restartsIt() throws Exception {
        drainAuth();
        clock.advance(Duration.ofSeconds(59));
        assertThat(client.signIn(app, jwt).status()).isEqualTo(429);
        clock.advance(Duration.ofSeconds(59));
        assertThat(client.signIn(app, jwt).status()).isEqualTo(429);
        clock.advance(Duration.ofSeconds(60));

        assertThat(client.signIn(app, jwt).status()).isEqualTo(200);
    }

    @Test
    void penalty_clockTurnedBack_isNotLengthened() throws Exception {
        drainAuth();
        clock.advance(Duration.ofHours(-5));

        assertThat(client.signIn(app, jwt).status()).isEqualTo(200);
    }

    @Test
    void auth_revokeAndWrongSecrets_spendTheSameBudget() throws Exception {
        client.signIn(app, jwt);
        client.revoke(app, "x");
        client.revoke(app, "x");
        String wrong = Credentials.basic(app.clientId(), "wrong");
        client.execute(Client.tokenRequest(wrong, Client.jwtForm(jwt)));
        client.execute(Client.tokenRequest(wrong, Client.jwtForm(jwt)));

        assertThat(client.signIn(app, jwt).status()).isEqualTo(429);
    }

    @Test
    void auth_isCountedPerApp() throws Exception {
        drainAuth();

        assertThat(client.signIn(sandbox.newApp("Other").create(), jwt).status())
                .isEqualTo(200);
    }

    @Test
    void medium_fortyFirstPost_isRejectedAndNotStored() throws Exception {
        String token = client.signIn(app, jwt).text("access_token");
        for (int i = 0; i < 40; i++) {
            assertThat(client.post(token, team.id(), "{\"text\":\"x\"}").status())
                    .isEqualTo(201);
        }

        assertThat(client.post(token, team.id(), "{\"text\":\"x\"}").status()).isEqualTo(429);
        assertThat(sandbox.posts(team)).hasSize(40);
        assertThat(client.get(token, "/team-messaging/v1/chats/~").status()).isEqualTo(200);
    }

    @Test
    void limits_reset_areOpen() throws Exception {
        drainAuth();
        sandbox.operator().resetRateLimits();

        assertThat(client.signIn(app, jwt).status()).isEqualTo(200);
    }

    @Test
    void limits_switchedOff_countNothing() throws Exception {
        try (RingCentralSandbox free =
                        RingCentralSandbox.builder().rateLimits(false).start();
                Client other = new Client(free)) {
            SandboxApp freeApp = free.newApp("App").create();
            String freeJwt = free.newJwt(free.createUser("User")).create();
            for (int i = 0; i < 7; i++) {
                Client.Answer answer = other.signIn(freeApp, freeJwt);
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.headers().get("X-Rate-Limit-Group")).isNull();
            }
        }
    }

    private void drainAuth() throws Exception {
        for (int i = 0; i < 6; i++) {
            client.signIn(app, jwt);
        }
    }
}
