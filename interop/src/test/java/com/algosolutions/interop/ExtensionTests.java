package com.algosolutions.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Discovery;
import com.algosolutions.oauth.profile.AccessTokenType;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.profile.Secret;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What providers begin to ask for, beyond the grants. */
interface ExtensionTests {
    Ground ground();

    @Test
    @Order(50)
    @DisplayName("An issuer alone fills in the URLs and the way of authentication, and the profile delivers")
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
            Discovery found = device.client().discover(form, ground().server().issuer());
            assertThat(found.metadata()).as(found.toString()).isPresent();
            OAuthProfile profile = form.build();
            assertThat(profile.tokenUrl()).isEqualTo(ground().server().endpoint("token_endpoint"));
            assertThat(profile.authUrl()).contains(ground().server().endpoint("authorization_endpoint"));
            assertThat(profile.deviceUrl()).contains(ground().server().endpoint("device_authorization_endpoint"));
            assertThat(profile.revocationUrl()).contains(ground().server().endpoint("revocation_endpoint"));
            device.client().profiles().create(profile);
            ApiResult result = device.press("discovered");
            assertThat(result.delivered()).as(result.toString()).isTrue();
            ground().matrix()
                    .line(
                            "metadata (RFC 8414 or OpenID Connect)",
                            "URLs and `" + profile.clientAuthMode() + "` filled in from the issuer, delivered");
        }
    }

    @Test
    @Order(60)
    @DisplayName("A token bound to the device's key delivers with a proof, and is of no use without one")
    default void dpop_tokenIsBound_andWorthlessWithoutProof() {
        if (!(ground().server().metadata().containsKey("dpop_signing_alg_values_supported"))) {
            ground().matrix().line("DPoP (RFC 9449)", "server lacks it: not in its metadata");
            return;
        }
        Registration registered = Registration.clientCredentials("dpop").withDpop();
        ground().server().register(registered);
        try (Device device = ground().device()) {
            device.client()
                    .profiles()
                    .create(device.form(registered)
                            .accessTokenType(AccessTokenType.DPOP)
                            .build());
            ApiResult result = device.press("bound");
            assertThat(result.delivered()).as(result.toString()).isTrue();
            assertThat(ground().api().lastScheme()).isEqualTo("DPoP");
            Wire.Answer stolen = Wire.send(HttpRequest.newBuilder(ground().api().messagesUri())
                    .header("Authorization", "Bearer " + ground().api().lastToken()));
            assertThat(stolen.status()).isEqualTo(401);
            ground().matrix()
                    .line("DPoP (RFC 9449), ES256", "delivered with a proof; the same token without one is refused");
        }
    }
}
