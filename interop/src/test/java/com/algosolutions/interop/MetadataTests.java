package com.algosolutions.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.DiscoveryResult;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileForm;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Discovery of the server's metadata. */
interface MetadataTests {
    Ground ground();

    @Test
    @Order(50)
    @DisplayName("Discovery with an issuer alone fills in URLs and client authentication, and the profile delivers")
    default void metadata_fillsInTheForm() {
        Registration registered = Registration.clientCredentials("discovered");
        ground().server().register(registered);
        try (Device device = ground().device()) {
            ProfileForm form = device.client()
                    .draft(Device.PROFILE, "GENERIC")
                    .grantType(GrantType.CLIENT_CREDENTIALS)
                    .apiHosts(ground().api().host())
                    .clientId(registered.id())
                    .clientSecret(Secret.of(registered.secret()));
            DiscoveryResult found = device.client().discover(ground().server().issuer());
            assertThat(found.metadata()).as(found.toString()).isPresent();
            OAuthProfile profile = form.fillFrom(found.metadata().orElseThrow()).build();
            assertThat(profile.tokenUrl()).isEqualTo(ground().server().endpoint("token_endpoint"));
            assertThat(profile.authUrl()).isEqualTo(ground().server().anyEndpoint(AuthorizationServer.AUTHORIZATION));
            assertThat(profile.deviceUrl()).isEqualTo(ground().server().anyEndpoint(AuthorizationServer.DEVICE));
            assertThat(profile.revocationUrl())
                    .isEqualTo(ground().server().anyEndpoint(AuthorizationServer.REVOCATION));
            device.client().profiles().create(profile);
            ApiResult result = device.press("discovered");
            assertThat(result.delivered()).as(result.toString()).isTrue();
            ground().matrix()
                    .line(
                            "metadata (RFC 8414 or OpenID Connect)",
                            "`" + ground().server().metadataPath() + "`: URLs and `" + profile.clientAuthMode()
                                    + "` filled in, delivered");
        }
    }
}
