package com.algosolutions.oauth.ringcentral;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.OAuthTestRequest;
import com.algosolutions.oauth.OAuthTestResult;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.testkit.Fault;
import com.algosolutions.oauth.testkit.RingCentralFixtures;
import com.algosolutions.oauth.testkit.RingCentralSandbox;
import com.algosolutions.oauth.testkit.SandboxApp;
import com.algosolutions.oauth.testkit.SandboxTeam;
import com.algosolutions.oauth.testkit.SandboxUser;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Mistakes of operators and failures at RingCentral. Each is explained in the form's words and leaks no secret. */
class RefusedPostTest {
    private static final UnaryOperator<RingCentralSandbox.Builder> RULES = UnaryOperator.identity();
    private static final UnaryOperator<SandboxApp.Builder> APP = UnaryOperator.identity();

    /** Posts, and checks the explanation. Nothing is delivered and no secret leaks. */
    private static void explained(Desk desk, Step step, String code, String... words) {
        ApiResult result = desk.post();
        Failure failure = result.failure().orElseThrow();
        OAuthTestResult report = desk.client.test(OAuthTestRequest.of(
                        Desk.PROFILE,
                        TeamMessaging.posts(new TeamId(desk.team.id())).toString())
                .providerType(RingCentral.ID));

        assertThat(failure.step()).isEqualTo(step);
        assertThat(failure.code().orElse("")).isEqualTo(code);
        assertThat(result.toString()).contains(words).doesNotContain(desk.secrets());
        assertThat(failure.toString()).contains(words).doesNotContain(desk.secrets());
        assertThat(report.passed()).isFalse();
        assertThat(report.toString()).contains(words).doesNotContain(desk.secrets());
        assertThat(desk.posts()).isZero();
    }

    private static void desk(
            UnaryOperator<RingCentralSandbox.Builder> rules,
            UnaryOperator<SandboxApp.Builder> app,
            Consumer<Desk> test) {
        try (Desk desk = new Desk(rules, app)) {
            test.accept(desk);
        }
    }

    @Test
    void jwtFlow_offInTheApp_saysWhereToSwitchItOn() {
        desk(RULES, app -> app.jwtFlow(false), desk -> {
            desk.create(desk.jwt);

            explained(desk, Step.TOKEN, "OAU-251", "JWT auth flow", "developer console", "HTTP 400", "request id");
        });
    }

    @Test
    void permission_missingInTheApp_saysWhichToAdd() {
        desk(RULES, app -> app.scopes("ReadAccounts"), desk -> {
            desk.create(desk.jwt);

            explained(desk, Step.REPLY, "CMN-401", "permission", "Team Messaging", "developer console", "HTTP 403");
            assertThat(desk.ringCentral.tokenRequestCount()).isEqualTo(1);
        });
    }

    @Test
    void jwt_damagedInPasting_saysSo() {
        desk(RULES, APP, desk -> {
            int middle = desk.jwt.indexOf('.') + 10;
            char other = desk.jwt.charAt(middle) == 'A' ? 'B' : 'A';
            desk.create(desk.jwt.substring(0, middle) + other + desk.jwt.substring(middle + 1));

            explained(desk, Step.TOKEN, "OAU-345", "JWT credential", "damaged", "Paste it again");
        });
    }

    @Test
    void jwt_cutShort_saysSo() {
        desk(RULES, APP, desk -> {
            desk.create(desk.jwt.substring(0, desk.jwt.length() - 12));

            explained(desk, Step.TOKEN, "OAU-345", "JWT credential", "damaged");
        });
    }

    @Test
    void jwt_revoked_saysToMakeANewOne() {
        desk(RULES, APP, desk -> {
            desk.create(desk.jwt);
            desk.ringCentral.operator().revokeJwt(desk.jwt);

            explained(desk, Step.TOKEN, "invalid_grant", "JWT credential", "revoked", "new JWT credential");
        });
    }

    @Test
    void jwt_ofOtherApps_saysToMakeANewOneForThisApp() {
        desk(RULES, APP, desk -> {
            SandboxApp other = desk.ringCentral.newApp("Another app").create();
            desk.create(desk.ringCentral.newJwt(desk.user).forApps(other).create());

            explained(desk, Step.TOKEN, "invalid_grant", "made for other apps", "for this app");
        });
    }

    @Test
    void jwt_expiredByATrustedClock_costsNoRequest() {
        desk(RULES, APP, desk -> {
            Instant end = Desk.MORNING.minus(Duration.ofHours(1));
            desk.create(desk.ringCentral.newJwt(desk.user).expires(end).create());

            explained(desk, Step.TOKEN, "", "JWT credential expired on " + end, "new JWT");
            assertThat(desk.ringCentral.requestCount()).isZero();
        });
    }

    @Test
    void jwt_expiredButTheClockCannotBeTrusted_isRingCentralsToRefuse() {
        desk(RULES, APP, desk -> {
            Clock first = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
            try (OAuthClient device = OAuthClient.builder()
                    .proxy(desk.ringCentral.proxy())
                    .trust(desk.ringCentral.trustManager())
                    .clock(first)
                    .build()) {
                device.profiles()
                        .create(desk.form(desk.ringCentral
                                        .newJwt(desk.user)
                                        .expires(Desk.MORNING.minus(Duration.ofHours(1)))
                                        .create())
                                .build());
                ApiResult result =
                        device.post(Desk.PROFILE, TeamMessaging.posts(new TeamId(desk.team.id())), Desk.HELLO);

                assertThat(result.toString()).contains("invalid_grant", "expired", "new JWT credential");
                assertThat(desk.ringCentral.tokenRequestCount()).isEqualTo(1);
            }
        });
    }

    @Test
    void clientSecret_wrong_saysToPasteItAgain() {
        desk(RULES, APP, desk -> {
            desk.client
                    .profiles()
                    .create(desk.form(desk.jwt)
                            .clientSecret(Secret.of("a-wrong-secret"))
                            .build());

            explained(desk, Step.TOKEN, "OAU-146", "client id and secret", "Paste Client ID and Client Secret again");
            assertThat(desk.post().toString()).doesNotContain("a-wrong-secret");
        });
    }

    @Test
    void clientId_unknown_saysToPasteItAgain() {
        desk(RULES, APP, desk -> {
            desk.client
                    .profiles()
                    .create(desk.form(desk.jwt).clientId("no-such-app").build());

            explained(desk, Step.TOKEN, "OAU-153", "no app with this client id", "Paste Client ID");
        });
    }

    @Test
    void user_disabled_saysWhoMayHelp() {
        desk(RULES, APP, desk -> {
            desk.create(desk.jwt);
            desk.ringCentral.operator().disableUser(desk.user);

            explained(desk, Step.TOKEN, "OAU-141", "may not log in", "administrator");
        });
    }

    @Test
    void team_unknown_saysToCopyItsLinkAgain() {
        try (Desk desk = Desk.ready()) {
            ApiResult result = desk.post("1");

            assertThat(result.outcome()).isEqualTo(ApiResult.Outcome.REJECTED);
            assertThat(result.toString())
                    .contains("CMN-102", "no such team", "team's link", "request id")
                    .doesNotContain(desk.secrets());
        }
    }

    @Test
    void team_withoutTheUser_saysThatHeIsNoMember() {
        try (Desk desk = Desk.ready()) {
            SandboxUser other = desk.ringCentral.createUser("Other user");
            SandboxTeam team = desk.ringCentral.createTeam("Board", other);

            assertThat(desk.post(team.id()).toString())
                    .contains("CMN-102", "not a member", "add the user to the team")
                    .doesNotContain(desk.secrets());
            assertThat(desk.ringCentral.posts(team)).isEmpty();
        }
    }

    @Test
    void login_tooOften_saysHowLongToWait() {
        desk(RULES, APP, desk -> {
            desk.create(desk.jwt);
            desk.ringCentral.faults().nextToken(Fault.tooManyRequests("60").always());

            Failure failure = desk.failedPost();
            assertThat(failure.kind()).isEqualTo(Failure.Kind.THROTTLED);
            assertThat(failure.retryAfter()).hasValue(Duration.ofSeconds(60));
            explained(desk, Step.TOKEN, "CMN-301", "too many logins", "Wait", "60 s");
        });
    }

    @Test
    void post_tooOften_saysHowLongToWaitAndIsNotRepeated() {
        try (Desk desk = Desk.ready()) {
            RingCentralFixtures recorded = RingCentralFixtures.RATE_EXCEEDED;
            desk.ringCentral.faults().nextApi(Fault.reply(recorded.status(), recorded.headers(), recorded.body()));

            Failure failure = desk.failedPost();

            assertThat(failure.kind()).isEqualTo(Failure.Kind.THROTTLED);
            assertThat(failure.retryAfter()).hasValue(Duration.ofSeconds(60));
            assertThat(failure.toString()).contains("CMN-301", "too many requests", "Wait", "60 s");
            assertThat(desk.posts()).isZero();
            assertThat(desk.ringCentral.requestCount()).isEqualTo(2);
        }
    }

    @Test
    void dailyLimit_reached_isSaidAndNotRepeated() {
        desk(rules -> rules.dailyPosts(1), APP, desk -> {
            desk.create(desk.jwt);
            assertThat(desk.post().delivered()).isTrue();
            desk.ringCentral.clearRequests();

            Failure failure = desk.failedPost();

            assertThat(failure.kind().temporary()).isFalse();
            assertThat(failure.toString()).contains("HTTP 500", "daily limit", "2500");
            assertThat(desk.ringCentral.requestCount()).isEqualTo(1);
            assertThat(desk.posts()).isEqualTo(1);
        });
    }

    @Test
    void ringCentral_unavailable_isSaidAndNotRepeated() {
        try (Desk desk = Desk.ready()) {
            desk.ringCentral.faults().nextApi(Fault.unavailable("120"));

            Failure failure = desk.failedPost();

            assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
            assertThat(failure.retryAfter()).hasValue(Duration.ofSeconds(120));
            assertThat(failure.toString()).contains("RingCentral is temporarily unavailable", "120 s");
            assertThat(desk.ringCentral.requestCount()).isEqualTo(2);
        }
    }

    @Test
    void tokenEndpoint_unavailable_isSaidAsAnOutage() {
        desk(RULES, APP, desk -> {
            desk.create(desk.jwt);
            desk.ringCentral.faults().nextToken(Fault.unavailable("30").always());

            explained(desk, Step.TOKEN, "", "RingCentral is temporarily unavailable", "30 s", "HTTP 503");
        });
    }

    @Test
    void token_rejectedAgainAfterTheRenewal_requiresReauthorization() {
        try (Desk desk = Desk.ready()) {
            RingCentralFixtures recorded = RingCentralFixtures.ACCESS_TOKEN_NOT_FOUND;
            desk.ringCentral
                    .faults()
                    .nextApi(Fault.reply(recorded.status(), Map.of(), recorded.body())
                            .always());

            ApiResult result = desk.post();

            assertThat(result.toString())
                    .contains("OAU-213", "access token", "authorise the profile again", "Update Profile")
                    .doesNotContain(desk.secrets());
            assertThat(desk.ringCentral.tokenRequestCount()).isEqualTo(2);
            assertThat(desk.ringCentral.requestCount()).isEqualTo(4);
        }
    }

    @Test
    void unauthorized_withoutInvalidToken_isNotResent() {
        try (Desk desk = Desk.ready()) {
            desk.ringCentral.faults().nextApi(Fault.reply(401, Map.of(), "<html>a proxy's page</html>"));

            assertThat(desk.failedPost().toString()).contains("not the token");
            assertThat(desk.ringCentral.requestCount()).isEqualTo(2);
            assertThat(desk.posts()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = RingCentralFixtures.class,
            names = {
                "UNKNOWN_CLIENT",
                "WRONG_CLIENT_SECRET",
                "GRANT_NOT_ALLOWED",
                "UNSUPPORTED_GRANT",
                "DAMAGED_ASSERTION"
            })
    void refusal_recordedAtTheTokenEndpoint_isNoReasonToPost(RingCentralFixtures recorded) {
        try (Desk desk = Desk.ready()) {
            desk.ringCentral.faults().nextToken(Fault.reply(recorded.status(), Map.of(), recorded.body()));

            ApiResult result = desk.post();

            assertThat(result.outcome()).isEqualTo(ApiResult.Outcome.NO_CREDENTIAL);
            assertThat(result.failure().orElseThrow().kind())
                    .isEqualTo(
                            recorded == RingCentralFixtures.DAMAGED_ASSERTION
                                    ? Failure.Kind.GRANT_INVALID
                                    : Failure.Kind.CONFIGURATION);
            assertThat(desk.ringCentral.requestCount()).isEqualTo(1);
        }
    }

    @Test
    void reply_thatRepeatsTheCredentials_isMasked() {
        desk(RULES, APP, desk -> {
            desk.create(desk.jwt);
            String echo = "{\"error\":\"invalid_request\",\"error_description\":\"no: " + desk.jwt + " "
                    + desk.app.clientSecret() + "\"}";
            desk.ringCentral.faults().nextToken(Fault.reply(400, Map.of(), echo).always());

            explained(desk, Step.TOKEN, "invalid_request", "no: ***");
        });
    }

    @Test
    void oauthTest_passed_printsEachStepAndNoSecret() {
        try (Desk desk = Desk.ready()) {
            OAuthTestResult report = desk.client.test(OAuthTestRequest.of(
                            Desk.PROFILE,
                            TeamMessaging.posts(TeamId.of(desk.team.link())).toString())
                    .providerType(RingCentral.ID));

            assertThat(report.passed()).as("%s", report).isTrue();
            assertThat(report.toString())
                    .contains("status 201", "Hello from OAuth test")
                    .doesNotContain(desk.secrets());
            assertThat(desk.posts()).isEqualTo(1);
        }
    }

    @Test
    void oauthTest_withAnotherProviderType_saysSo() {
        try (Desk desk = Desk.ready()) {
            OAuthTestResult report = desk.client.test(OAuthTestRequest.of(
                            Desk.PROFILE,
                            TeamMessaging.posts(TeamId.of(desk.team.link())).toString())
                    .providerType("GENERIC"));

            assertThat(report.passed()).isFalse();
            assertThat(report.toString()).contains("GENERIC", "RINGCENTRAL");
            assertThat(desk.ringCentral.requestCount()).isZero();
        }
    }
}
