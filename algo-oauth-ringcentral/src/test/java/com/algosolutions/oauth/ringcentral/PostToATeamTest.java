package com.algosolutions.oauth.ringcentral;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.testkit.Fault;
import com.algosolutions.oauth.testkit.RingCentralFixtures;
import com.algosolutions.oauth.testkit.SandboxRequest;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Posts that are delivered, and how their token was obtained. */
class PostToATeamTest {

    @Test
    void post_withTheProfileOfTheManual_isInTheTeam() {
        try (Desk desk = Desk.ready()) {
            ApiResult result = desk.post();

            assertThat(result.delivered()).as("%s", result).isTrue();
            assertThat(result.orThrow().response().orElseThrow().status()).isEqualTo(201);
            assertThat(result.orThrow().requestId()).isPresent();
            assertThat(desk.ringCentral.posts(desk.team)).singleElement().satisfies(post -> {
                assertThat(post.text()).isEqualTo("Hello from OAuth test");
                assertThat(post.creatorId()).isEqualTo(desk.user.id());
            });
            assertThat(desk.ringCentral.requests())
                    .extracting(SandboxRequest::toString)
                    .satisfiesExactly(
                            token -> assertThat(token)
                                    .startsWith("POST https://platform.ringcentral.com/restapi/oauth/token "),
                            post -> assertThat(post)
                                    .startsWith("POST https://platform.ringcentral.com/team-messaging/v1/chats/"
                                            + desk.team.id() + "/posts "));
            assertThat(result.toString()).doesNotContain(desk.secrets());
        }
    }

    @Test
    void tokenRequest_onTheWire_isTheOneRingCentralDocuments() {
        try (Desk desk = Desk.ready()) {
            desk.post();

            SandboxRequest asked = desk.ringCentral.requests().get(0);
            String pair = desk.app.clientId() + ":" + desk.app.clientSecret();
            assertThat(asked.header("Authorization"))
                    .hasValue("Basic " + Base64.getEncoder().encodeToString(pair.getBytes()));
            assertThat(asked.header("Content-Type")).hasValue("application/x-www-form-urlencoded");
            assertThat(asked.body().split("&"))
                    .containsExactlyInAnyOrder(
                            "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer",
                            "assertion=" + desk.jwt);
        }
    }

    @Test
    void environment_inTheExtraParams_isNeverOnTheWire() {
        try (Desk desk = new Desk()) {
            desk.client
                    .profiles()
                    .create(desk.form(desk.jwt)
                            .extraParams(Map.of("environment", "production", "access_token_ttl", "600"))
                            .build());
            desk.post();
            desk.clock.advance(Duration.ofMinutes(20));
            desk.post();

            assertThat(desk.grants()).containsExactly("jwt-bearer", "refresh_token");
            assertThat(desk.ringCentral.requests())
                    .filteredOn(SandboxRequest::isTokenRequest)
                    .allSatisfy(asked -> assertThat(asked.body())
                            .contains("access_token_ttl=600")
                            .doesNotContain("environment", "production"));
        }
    }

    @Test
    void environment_segregated_talksToTheBizHostAlone() {
        try (Desk desk = new Desk()) {
            desk.client
                    .profiles()
                    .create(desk.form(desk.jwt)
                            .extraParams(Map.of("environment", "segregated"))
                            .build());
            ApiResult result = desk.client.post(
                    Desk.PROFILE,
                    URI.create(
                            "https://platform.ringcentral.biz/" + TeamMessaging.postsPath(new TeamId(desk.team.id()))),
                    Desk.HELLO);

            assertThat(result.delivered()).as("%s", result).isTrue();
            assertThat(desk.ringCentral.tunnels()).containsOnly("platform.ringcentral.biz:443");
            assertThat(desk.failedPost().message()).contains("may not send its token to platform.ringcentral.com");
        }
    }

    @Test
    void host_outsideTheProfiles_isRejectedBeforeATokenIsRequested() {
        try (Desk desk = Desk.ready()) {
            ApiResult result = desk.client.post(Desk.PROFILE, URI.create("https://example.com/posts"), Desk.HELLO);

            assertThat(result.outcome()).isEqualTo(ApiResult.Outcome.NO_CREDENTIAL);
            assertThat(result.toString()).contains("example.com", "API Hosts");
            assertThat(desk.ringCentral.requestCount()).isZero();
        }
    }

    @Test
    void token_stillGood_isUsedForManyPosts() {
        try (Desk desk = Desk.ready()) {
            for (int i = 0; i < 10; i++) {
                assertThat(desk.post().delivered()).isTrue();
                desk.clock.advance(Duration.ofMinutes(5));
            }

            assertThat(desk.ringCentral.tokenRequestCount()).isEqualTo(1);
            assertThat(desk.posts()).isEqualTo(10);
        }
    }

    @Test
    void token_expired_isRefreshedWithTheRotatedRefreshTokenEachTime() {
        try (Desk desk = Desk.ready()) {
            for (int i = 0; i < 4; i++) {
                assertThat(desk.post().delivered()).isTrue();
                desk.clock.advance(Duration.ofHours(2));
            }

            assertThat(desk.grants()).containsExactly("jwt-bearer", "refresh_token", "refresh_token", "refresh_token");
            assertThat(desk.ringCentral.requests().stream()
                            .filter(SandboxRequest::isTokenRequest)
                            .map(SandboxRequest::body))
                    .doesNotHaveDuplicates();
            assertThat(desk.posts()).isEqualTo(4);
        }
    }

    @Test
    void app_withoutRefreshTokens_asksWithTheJwtAgain() {
        try (Desk desk = new Desk(UnaryOperator.identity(), app -> app.refreshTokens(false))) {
            desk.create(desk.jwt);
            desk.post();
            desk.clock.advance(Duration.ofHours(2));

            assertThat(desk.post().delivered()).isTrue();
            assertThat(desk.grants()).containsExactly("jwt-bearer", "jwt-bearer");
        }
    }

    @Test
    void refreshToken_pastItsLife_fallsBackToTheJwt() {
        try (Desk desk = Desk.ready()) {
            desk.post();
            desk.clock.advance(Duration.ofDays(8));

            assertThat(desk.post().delivered()).isTrue();
            assertThat(desk.grants()).containsExactly("jwt-bearer", "refresh_token", "jwt-bearer");
        }
    }

    @Test
    void refreshToken_ofAnEndedSession_fallsBackToTheJwt() {
        try (Desk desk = Desk.ready()) {
            desk.post();
            desk.ringCentral.operator().changePassword(desk.user);
            desk.clock.advance(Duration.ofHours(2));

            assertThat(desk.post().delivered()).isTrue();
            assertThat(desk.grants()).containsExactly("jwt-bearer", "refresh_token", "jwt-bearer");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = RingCentralFixtures.class,
            names = {"REFRESH_TOKEN_NOT_FOUND", "REFRESH_TOKEN_EXPIRED"})
    void refreshToken_refusedAsRecorded_fallsBackToTheJwt(RingCentralFixtures recorded) {
        refusedRefresh(recorded.status(), recorded.body(), true);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | {\"errors\":[{\"errorCode\":\"OAU-211\",\"message\":\"Token revoked\"}]} | true",
                "401 | {\"errorCode\":\"OAU-213\",\"message\":\"Token not found\"} | true",
                "400 | {\"error\":\"invalid_grant\"} | true",
                "400 | {\"error\":\"invalid_client\",\"errors\":[{\"errorCode\":\"OAU-153\"}]} | true",
                "400 | {\"error\":\"unauthorized_client\",\"errors\":[{\"errorCode\":\"OAU-251\"}]} | true",
                "400 | {\"error\":\"invalid_grant\",\"errors\":[{\"errorCode\":\"OAU-141\"}]} | true",
                "400 | {\"error\":\"invalid_request\"} | true",
                "429 | {\"errorCode\":\"CMN-301\"} | false",
                "503 | <html/> | false",
            })
    void refreshToken_refusedInAnyWords_fallsBackToTheJwt_butNotIfTheServerIsBusy(
            int status, String body, boolean fallsBack) {
        refusedRefresh(status, body, fallsBack);
    }

    /** Takes seconds, as each server error does: its retries wait. */
    @Test
    @Tag("heavy")
    void refreshToken_refusedByABrokenServer_doesNotFallBack() {
        refusedRefresh(500, "{\"error\":\"server_error\"}", false);
    }

    private static void refusedRefresh(int status, String body, boolean fallsBack) {
        try (Desk desk = Desk.ready()) {
            desk.post();
            desk.clock.advance(Duration.ofHours(2));
            int requests = status >= 500 ? 4 : 1; // a 5xx is retried three times
            Fault refusal = Fault.reply(status, Map.of("Content-Type", "application/json"), body);
            desk.ringCentral.faults().nextToken(refusal.times(requests));

            ApiResult result = desk.post();

            assertThat(result.delivered()).as("%s", result).isEqualTo(fallsBack);
            if (fallsBack) {
                assertThat(desk.grants()).containsExactly("jwt-bearer", "refresh_token", "jwt-bearer");
            } else {
                assertThat(desk.grants().subList(1, desk.grants().size()))
                        .hasSize(requests)
                        .containsOnly("refresh_token");
            }
            assertThat(result.toString()).doesNotContain(desk.secrets());
        }
    }

    @Test
    void token_invalidatedByTheProvider_isRenewedOnceAndThePostArrivesOnce() {
        try (Desk desk = Desk.ready()) {
            desk.post();
            desk.ringCentral.operator().invalidateAccessTokens(desk.user);
            desk.ringCentral.clearRequests();

            assertThat(desk.post().delivered()).isTrue();
            assertThat(desk.posts()).isEqualTo(2);
            assertThat(desk.ringCentral.tokenRequestCount()).isEqualTo(1);
            assertThat(desk.ringCentral.requestCount()).isEqualTo(3);
        }
    }

    @Test
    void session_endedByTheProvider_isOpenedAnewAndThePostArrivesOnce() {
        try (Desk desk = Desk.ready()) {
            desk.post();
            desk.ringCentral.operator().endSessions(desk.user);

            assertThat(desk.post().delivered()).isTrue();
            assertThat(desk.posts()).isEqualTo(2);
            assertThat(desk.grants()).containsExactly("jwt-bearer", "refresh_token", "jwt-bearer");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = RingCentralFixtures.class,
            names = {"ACCESS_TOKEN_UNKNOWN", "ACCESS_TOKEN_CORRUPTED", "ACCESS_TOKEN_NOT_FOUND"})
    void token_rejectedAsRecorded_isRenewedOnce(RingCentralFixtures recorded) {
        try (Desk desk = Desk.ready()) {
            desk.ringCentral.faults().nextApi(Fault.reply(recorded.status(), recorded.headers(), recorded.body()));

            assertThat(desk.post().delivered()).isTrue();
            assertThat(desk.posts()).isEqualTo(1);
            assertThat(desk.ringCentral.tokenRequestCount()).isEqualTo(2);
        }
    }

    @Test
    void token_rejectedByTheChallengeAlone_isRenewedOnce() {
        try (Desk desk = Desk.ready()) {
            desk.ringCentral
                    .faults()
                    .nextApi(Fault.reply(401, Map.of("WWW-Authenticate", "Bearer error=\"invalid_token\""), ""));

            assertThat(desk.post().delivered()).isTrue();
            assertThat(desk.ringCentral.tokenRequestCount()).isEqualTo(2);
        }
    }
}
