package com.algosolutions.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.RevocationResult;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Expiry and revocation of access tokens. */
interface TokenTests {
    Ground ground();

    @Test
    @Order(18)
    @DisplayName("A short-lived token is renewed after it expired")
    default void token_expired_isRenewed() {
        Registration registered = Registration.clientCredentials("short-lived").withTokenLife(Duration.ofSeconds(2));
        ground().server().register(registered);
        try (Device device = ground().device()) {
            assertThat(device.configured(registered).press("first").delivered()).isTrue();
            String first = ground().api().lastToken();
            Ground.until(() -> !ground().server().active(first));
            ApiResult result = device.press("second");
            assertThat(result.delivered()).as(result.toString()).isTrue();
            assertThat(ground().api().lastToken()).isNotEqualTo(first);
            ground().matrix().line("token of 2 s, after it expired", "renewed, delivered");
        }
    }

    @Test
    @Order(19)
    @DisplayName("A token that the server has revoked is renewed after the API's 401, and the message is delivered")
    default void token_revokedAtTheServer_isRenewed() {
        Optional<URI> revocation = ground().server().anyEndpoint(AuthorizationServer.REVOCATION);
        if (revocation.isEmpty()) {
            ground().matrix().line("token revoked, but not by the device", Matrix.NO_ENDPOINT);
            return;
        }
        Registration registered = Registration.clientCredentials("revoked-outside");
        ground().server().register(registered);
        try (Device device = ground().device()) {
            assertThat(device.configured(registered).press("first").delivered()).isTrue();
            String first = ground().api().lastToken();
            Wire.Answer revoked = Wire.post(
                    revocation.get(),
                    registered.id(),
                    registered.secret(),
                    Map.of("token", first, "token_type_hint", "access_token"));
            assertThat(revoked.status()).as(revoked.toString()).isEqualTo(200);
            Ground.until(() -> !ground().server().active(first));
            int refused = ground().api().refused();
            ApiResult result = device.press("second");
            assertThat(result.delivered()).as(result.toString()).isTrue();
            assertThat(ground().api().refused()).isEqualTo(refused + 1);
            assertThat(ground().api().lastToken()).isNotEqualTo(first);
            ground().matrix().line("token revoked, but not by the device", "401, renewed, delivered");
        }
    }

    @Test
    @Order(20)
    @DisplayName("Revoking ends the token at the server, and the profile requests no token until it is reactivated")
    default void revoke_endsTheToken_andTheProfileRequestsNoOther() {
        if (ground().server().anyEndpoint(AuthorizationServer.REVOCATION).isEmpty()) {
            ground().matrix().line("revocation of an access token (RFC 7009)", Matrix.NO_ENDPOINT);
            return;
        }
        Registration registered = Registration.clientCredentials("revoked");
        ground().server().register(registered);
        try (Device device = ground().device()) {
            assertThat(device.configured(registered).press("first").delivered()).isTrue();
            String first = ground().api().lastToken();
            RevocationResult revoked = device.client().revoke(Device.PROFILE);
            assertThat(revoked.outcome()).as(revoked.toString()).isEqualTo(RevocationResult.Outcome.REVOKED);
            assertThat(ground().server().active(first)).isFalse();
            assertThat(device.status().state()).isEqualTo(ProfileStatus.State.REVOKED);
            assertThat(device.press("second").delivered()).isFalse();
            ground().matrix().line("revocation of an access token (RFC 7009)", "inactive at the server");
        }
    }
}
