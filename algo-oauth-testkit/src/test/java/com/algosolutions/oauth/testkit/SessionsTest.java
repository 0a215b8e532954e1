package com.algosolutions.oauth.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private static final String TEAMS = "/team-messaging/v1/teams";
    private static final String NOT_FOUND = "401 TokenInvalid OAU-213";
    private static final String DEAD = "400 invalid_grant OAU-213";

    private final SandboxClock clock = SandboxClock.at(Instant.parse("2026-11-23T10:00:00Z"));
    private RingCentralSandbox sandbox;
    private Client client;
    private SandboxApp app;
    private SandboxUser user;
    private String jwt;

    @BeforeEach
    void start() {
        start(builder -> builder);
    }

    private void start(UnaryOperator<RingCentralSandbox.Builder> settings) {
        close();
        sandbox = settings.apply(RingCentralSandbox.builder().clock(clock).rateLimits(false))
                .start();
        client = new Client(sandbox);
        app = sandbox.newApp("Front desk app").create();
        user = sandbox.createUser("Lobby console");
        jwt = sandbox.newJwt(user).create();
    }

    @AfterEach
    void close() {
        if (sandbox != null) {
            client.close();
            sandbox.close();
        }
    }

    @Test
    void accessToken_afterAnHour_isNotFound() throws Exception {
        String token = client.signIn(app, jwt).text("access_token");
        clock.advance(Duration.ofHours(1).minusNanos(1));
        assertThat(client.get(token, TEAMS).status()).isEqualTo(200);
        clock.advance(Duration.ofNanos(1));

        assertThat(client.get(token, TEAMS).outcome()).isEqualTo(NOT_FOUND);
    }

    @Test
    void life_ofTheBuilder_isTheDefault() throws Exception {
        start(builder -> builder.accessTokenLife(Duration.ofSeconds(10)).refreshTokenLife(Duration.ofMinutes(2)));
        Client.Answer answer = client.signIn(app, jwt);

        assertThat(answer.json().number("expires_in")).isEqualTo(10);
        assertThat(answer.json().number("refresh_token_expires_in")).isEqualTo(120);
    }

    @Test
    void refresh_first_rotatesBothTokensInTheSameSession() throws Exception {
        Client.Answer first = client.signIn(app, jwt);
        Client.Answer second = client.refresh(app, first.text("refresh_token"));

        assertThat(second.status()).isEqualTo(200);
        assertThat(second.text("access_token")).isNotEqualTo(first.text("access_token"));
        assertThat(second.text("refresh_token")).isNotEqualTo(first.text("refresh_token"));
        assertThat(second.text("session_id")).isEqualTo(first.text("session_id"));
        assertThat(second.text("endpoint_id")).isEqualTo(first.text("endpoint_id"));
        assertThat(client.get(second.text("access_token"), TEAMS).status()).isEqualTo(200);
    }

    @Test
    void refresh_repeatedWhileUnused_replaysTheSamePairForAnHour() throws Exception {
        String old = client.signIn(app, jwt).text("refresh_token");
        Client.Answer first = client.refresh(app, old);
        clock.advance(Duration.ofMinutes(50));
        Client.Answer replayed = client.refresh(app, old);
        clock.advance(Duration.ofMinutes(10));

        assertThat(replayed.text("access_token")).isEqualTo(first.text("access_token"));
        assertThat(replayed.text("refresh_token")).isEqualTo(first.text("refresh_token"));
        assertThat(replayed.json().number("expires_in")).isEqualTo(600);
        assertThat(client.refresh(app, old).outcome()).isEqualTo(DEAD);
    }

    @Test
    void refresh_repeatedAfterUse_replaysForTenSeconds() throws Exception {
        String old = client.signIn(app, jwt).text("refresh_token");
        Client.Answer first = client.refresh(app, old);
        clock.advance(Duration.ofMinutes(5));
        client.get(first.text("access_token"), TEAMS);
        clock.advance(Duration.ofSeconds(10).minusNanos(1));
        assertThat(client.refresh(app, old).text("access_token")).isEqualTo(first.text("access_token"));
        clock.advance(Duration.ofNanos(1));

        assertThat(client.refresh(app, old).outcome()).isEqualTo(DEAD);
        assertThat(client.refresh(app, first.text("refresh_token")).status()).isEqualTo(200);
    }

    @Test
    void refresh_repeatedAfterAFirstUseThatCameAfterTheHour_isRejected() throws Exception {
        start(builder -> builder.accessTokenLife(Duration.ofHours(3)));
        String old = client.signIn(app, jwt).text("refresh_token");
        Client.Answer first = client.refresh(app, old);
        clock.advance(Duration.ofMinutes(61));
        assertThat(client.get(first.text("access_token"), TEAMS).status()).isEqualTo(200);

        assertThat(client.refresh(app, old).outcome()).isEqualTo(DEAD);
    }

    @Test
    void refresh_repeatedAfterTheNextRotation_isRejected() throws Exception {
        String old = client.signIn(app, jwt).text("refresh_token");
        client.refresh(app, client.refresh(app, old).text("refresh_token"));

        assertThat(client.refresh(app, old).outcome()).isEqualTo(DEAD);
    }

    @Test
    void refresh_repeatedWithoutReplayWindow_isRejectedAtOnce() throws Exception {
        start(builder -> builder.replayWindow(false));
        String old = client.signIn(app, jwt).text("refresh_token");
        client.refresh(app, old);

        assertThat(client.refresh(app, old).outcome()).isEqualTo(DEAD);
    }

    @Test
    void refresh_byAnotherApp_isRejected() throws Exception {
        String token = client.signIn(app, jwt).text("refresh_token");

        assertThat(client.refresh(sandbox.newApp("Other").create(), token).outcome())
                .isEqualTo(DEAD);
        assertThat(client.refresh(app, token).status()).isEqualTo(200);
    }

    @Test
    void session_sixth_dropsTheOldest() throws Exception {
        List<Client.Answer> answers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            answers.add(client.signIn(app, jwt));
        }

        assertThat(sandbox.operator().liveSessionCount(user, app)).isEqualTo(5);
        assertThat(client.get(answers.get(0).text("access_token"), TEAMS).outcome())
                .isEqualTo(NOT_FOUND);
        assertThat(client.refresh(app, answers.get(0).text("refresh_token")).outcome())
                .isEqualTo(DEAD);
        for (Client.Answer answer : answers.subList(1, 6)) {
            assertThat(client.get(answer.text("access_token"), TEAMS).status()).isEqualTo(200);
        }
    }

    @Test
    void session_ofAnotherUserOrApp_isCountedByItself() throws Exception {
        String first = client.signIn(app, jwt).text("access_token");
        SandboxApp other = sandbox.newApp("Other").create();
        String otherJwt = sandbox.newJwt(sandbox.createUser("Another")).create();
        for (int i = 0; i < 5; i++) {
            client.signIn(other, jwt);
            client.signIn(app, otherJwt);
        }

        assertThat(client.get(first, TEAMS).status()).isEqualTo(200);
    }

    @Test
    void session_refreshed_countsOnce() throws Exception {
        Client.Answer answer = client.signIn(app, jwt);
        for (int i = 0; i < 7; i++) {
            answer = client.refresh(app, answer.text("refresh_token"));
        }

        assertThat(sandbox.operator().liveSessionCount(user, app)).isEqualTo(1);
    }

    @Test
    void session_withoutAnythingLeft_isNotCounted() throws Exception {
        client.signIn(app, jwt);
        clock.advance(Duration.ofDays(7));

        assertThat(sandbox.operator().liveSessionCount(user, app)).isZero();
    }

    @Test
    void timeout_absolute_endsTheSessionDespiteRefreshes() throws Exception {
        start(builder -> builder.sessionTimeout(Duration.ofHours(8)));
        Client.Answer first = client.signIn(app, jwt);
        clock.advance(Duration.ofHours(7));
        Client.Answer second = client.refresh(app, first.text("refresh_token"));
        clock.advance(Duration.ofHours(1));

        assertThat(first.json().number("session_expires_in")).isEqualTo(28_800);
        assertThat(first.text("session_expiration_time")).isEqualTo("2026-11-23T18:00:00.000Z");
        assertThat(second.json().number("session_expires_in")).isEqualTo(3600);
        assertThat(client.get(second.text("access_token"), TEAMS).outcome()).isEqualTo(NOT_FOUND);
        assertThat(client.refresh(app, second.text("refresh_token")).outcome()).isEqualTo(DEAD);
    }

    @Test
    void timeout_idle_isPutOffByUse() throws Exception {
        start(builder -> builder.idleTimeout(Duration.ofMinutes(30)));
        Client.Answer answer = client.signIn(app, jwt);
        clock.advance(Duration.ofMinutes(29));
        assertThat(client.get(answer.text("access_token"), TEAMS).status()).isEqualTo(200);
        clock.advance(Duration.ofMinutes(29));
        assertThat(client.get(answer.text("access_token"), TEAMS).status()).isEqualTo(200);
        clock.advance(Duration.ofMinutes(30));

        assertThat(answer.json().number("session_idle_timeout")).isEqualTo(1800);
        assertThat(client.refresh(app, answer.text("refresh_token")).outcome()).isEqualTo(DEAD);
    }

    @Test
    void remainingLife_enabled_answersWithTheIssuedPair() throws Exception {
        start(builder -> builder.remainingLifeReplies(true));
        Client.Answer first = client.signIn(app, jwt);
        clock.advance(Duration.ofSeconds(883));
        Client.Answer again = client.signIn(app, jwt);
        sandbox.operator().invalidateAccessTokens(user);
        Client.Answer fresh = client.signIn(app, jwt);

        assertThat(again.text("access_token")).isEqualTo(first.text("access_token"));
        assertThat(again.json().number("expires_in")).isEqualTo(2717);
        assertThat(again.json().number("refresh_token_expires_in")).isEqualTo(603_917);
        assertThat(fresh.text("access_token")).isNotEqualTo(first.text("access_token"));
    }

    @Test
    void revoke_ofEitherToken_endsTheWholeSession() throws Exception {
        for (String member : List.of("access_token", "refresh_token")) {
            Client.Answer answer = client.signIn(app, jwt);
            Client.Answer revoked = client.revoke(app, answer.text(member));

            assertThat(revoked.status()).isEqualTo(200);
            assertThat(revoked.body()).isEmpty();
            assertThat(client.get(answer.text("access_token"), TEAMS).outcome()).isEqualTo(NOT_FOUND);
            assertThat(client.refresh(app, answer.text("refresh_token")).outcome())
                    .isEqualTo(DEAD);
        }
    }

    @Test
    void revoke_ofAnotherAppsToken_isRefused() throws Exception {
        Client.Answer answer = client.signIn(app, jwt);

        assertThat(client.revoke(sandbox.newApp("Other").create(), answer.text("access_token"))
                        .status())
                .isEqualTo(400);
        assertThat(client.revoke(app, "unknown").status()).isEqualTo(400);
        assertThat(client.revoke(app, "").outcome()).isEqualTo("400 invalid_request CMN-101");
        assertThat(client.get(answer.text("access_token"), TEAMS).status()).isEqualTo(200);
    }

    @Test
    void accessTokens_invalidated_leaveTheRefreshTokenGood() throws Exception {
        Client.Answer answer = client.signIn(app, jwt);
        sandbox.operator().invalidateAccessTokens(user);

        assertThat(client.get(answer.text("access_token"), TEAMS).outcome()).isEqualTo(NOT_FOUND);
        Client.Answer refreshed = client.refresh(app, answer.text("refresh_token"));
        assertThat(client.get(refreshed.text("access_token"), TEAMS).status()).isEqualTo(200);
    }

    @Test
    void password_changed_endsSessionsOfThatUserOnly() throws Exception {
        Client.Answer answer = client.signIn(app, jwt);
        Client.Answer other =
                client.signIn(app, sandbox.newJwt(sandbox.createUser("Another")).create());
        sandbox.operator().changePassword(user);

        assertThat(client.refresh(app, answer.text("refresh_token")).outcome()).isEqualTo(DEAD);
        assertThat(client.get(other.text("access_token"), TEAMS).status()).isEqualTo(200);
        assertThat(client.signIn(app, jwt).status()).isEqualTo(200);
    }

    @Test
    void sessions_ended_areNotFound() throws Exception {
        Client.Answer answer = client.signIn(app, jwt);
        sandbox.operator().endSessions(user);

        assertThat(client.get(answer.text("access_token"), TEAMS).outcome()).isEqualTo(NOT_FOUND);
        assertThat(client.refresh(app, answer.text("refresh_token")).outcome()).isEqualTo(DEAD);
    }

    @Test
    void token_endedLongAgo_isForgotten() throws Exception {
        String token = client.signIn(app, jwt).text("access_token");
        clock.advance(Duration.ofDays(15));
        client.signIn(app, jwt);

        assertThat(client.get(token, TEAMS).outcome()).isEqualTo("401 TokenInvalid OAU-149");
    }
}
