package com.algosolutions.oauth.ringcentral;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.RevocationResult;
import com.algosolutions.oauth.testkit.Fault;
import com.algosolutions.oauth.testkit.SandboxRequest;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Revocation at RingCentral: one call ends the session, and it counts as a login. */
class RevocationTest {
    private static List<SandboxRequest> revocations(Desk desk) {
        return desk.ringCentral.requests().stream()
                .filter(request -> request.path().equals("/restapi/oauth/revoke"))
                .toList();
    }

    private static Desk ready() {
        Desk desk = new Desk(UnaryOperator.identity(), app -> app.refreshTokens(true));
        desk.create(desk.jwt);
        return desk;
    }

    @Test
    @DisplayName("E9.1, E9.2 deleting the profile ends the session at RingCentral with one call, by the refresh token")
    void deletedProfile_endsItsSession() {
        try (Desk desk = ready()) {
            assertThat(desk.post().delivered()).isTrue();
            assertThat(desk.client.profiles().delete(Desk.PROFILE).orElseThrow().outcome())
                    .isEqualTo(RevocationResult.Outcome.REVOKED);
            assertThat(revocations(desk)).hasSize(1);
            assertThat(revocations(desk).get(0).body()).contains("token_type_hint=refresh_token");
            assertThat(desk.ringCentral.operator().liveSessionCount(desk.user, desk.app))
                    .isZero();
            assertThat(desk.client.profiles().list()).isEmpty();
        }
    }

    @Test
    void revokedProfile_postsNothing_untilItIsUpdated() {
        try (Desk desk = ready()) {
            desk.post();
            desk.client.revoke(Desk.PROFILE);
            assertThat(desk.client.status(Desk.PROFILE).state()).isEqualTo(ProfileStatus.State.REVOKED);
            assertThat(desk.failedPost().toString()).contains("revoked on request");
            desk.client
                    .profiles()
                    .update(desk.client
                            .edit(desk.client.profiles().find(Desk.PROFILE).orElseThrow())
                            .build());
            assertThat(desk.post().delivered()).isTrue();
            assertThat(desk.grants()).containsExactly("jwt-bearer", "jwt-bearer");
        }
    }

    @Test
    @DisplayName("E9.3 RingCentral's 400 for an unknown token means that the token is already revoked")
    void sessionEndedBefore_isRevoked() {
        try (Desk desk = ready()) {
            desk.post();
            desk.ringCentral.operator().endSessions(desk.user);
            desk.clock.advance(Duration.ofDays(8));
            assertThat(desk.client.revoke(Desk.PROFILE).outcome()).isEqualTo(RevocationResult.Outcome.REVOKED);
            assertThat(revocations(desk)).hasSize(1);
        }
    }

    @Test
    @DisplayName("E9.4 a revocation counts as one of RingCentral's five logins a minute, and waits for the rate limit")
    void revocation_countsAsALogin() {
        try (Desk desk = ready()) {
            desk.post();
            for (int i = 0; i < 4; i++) {
                desk.client.renew(Desk.PROFILE);
            }
            RevocationResult waits = desk.client.revoke(Desk.PROFILE);
            assertThat(waits.outcome()).isEqualTo(RevocationResult.Outcome.PENDING);
            assertThat(waits.toString()).contains("5 calls per app in 60 s");
            assertThat(revocations(desk)).isEmpty();
            assertThat(desk.client.status(Desk.PROFILE).toString()).contains("revocation pending");
        }
    }

    @Test
    void ringCentralUnavailable_isPending() {
        try (Desk desk = ready()) {
            desk.post();
            desk.ringCentral.faults().next(Fault.unavailable("30"));
            RevocationResult waits = desk.client.profiles().delete(Desk.PROFILE).orElseThrow();
            assertThat(waits.outcome()).isEqualTo(RevocationResult.Outcome.PENDING);
            assertThat(waits.failure().orElseThrow().retryAfter()).contains(Duration.ofSeconds(30));
        }
    }
}
