package com.algosolutions.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.profile.AccessTokenType;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.ProfileForm;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Tokens that are good for one device, or at some resources only. */
interface BindingTests {
    Ground ground();

    @Test
    @Order(90)
    @DisplayName(
            "A token bound to the device's key is proved to the API, of no use without a proof, and renewed: RFC 9449")
    default void token_boundToAKey_isProved_worthlessWithoutProof_andRenewed() {
        if (!ground().server().metadata().containsKey("dpop_signing_alg_values_supported")) {
            ground().matrix().line("token bound to a key (DPoP, RFC 9449)", "server lacks it: not in its metadata");
            return;
        }
        List<String> done = new ArrayList<>();
        for (GrantType grant : Matrix.GRANTS) {
            if (ground().server().offers(grant)) {
                Registration registered = Registration.of("bound " + grant, ClientProof.HTTP_BASIC, grant)
                        .withDpop();
                ground().server().register(registered);
                try (Device device = ground().device()) {
                    String first = bound(device, registered, form -> form);
                    device.client().renew(Device.PROFILE);
                    ApiResult result = device.press("bound again");
                    assertThat(result.delivered()).as(result.toString()).isTrue();
                    assertThat(ground().api().lastScheme()).isEqualTo("DPoP");
                    assertThat(ground().api().lastToken()).isNotEqualTo(first);
                }
                done.add("`" + grant + "`");
            }
        }
        ground().matrix()
                .line(
                        "token bound to a key (DPoP, RFC 9449), ES256, and its successor",
                        "delivered by " + String.join(", ", done) + "; the same token without a proof is refused");
    }

    @Test
    @Order(91)
    @DisplayName("A code bound to the device's key is pushed, and redeemed by that key: RFC 9449 section 10")
    default void code_boundToAKey_isPushed_andRedeemed() {
        Map<String, ?> metadata = ground().server().metadata();
        if (!metadata.containsKey("dpop_signing_alg_values_supported") || !metadata.containsKey(PushTests.ENDPOINT)) {
            return;
        }
        Registration registered = Registration.of("bound code", ClientProof.HTTP_BASIC, GrantType.AUTH_CODE_PKCE)
                .withDpop();
        ground().server().register(registered);
        try (Device device = ground().device()) {
            bound(device, registered, form -> form.parUrl(ground().server().endpoint(PushTests.ENDPOINT)));
        }
        ground().matrix().line("code bound to a key (DPoP), pushed (RFC 9126)", "delivered");
    }

    /** Delivers by a token that is bound, which is then good for its holder alone. */
    private String bound(Device device, Registration registered, UnaryOperator<ProfileForm> change) {
        device.client()
                .profiles()
                .create(change.apply(device.form(registered).accessTokenType(AccessTokenType.DPOP))
                        .build());
        if (registered.grant().needsSignIn()) {
            assertThat(device.authorize()).isEmpty();
        }
        ApiResult result = device.press(registered.id());
        assertThat(result.delivered()).as(result.toString()).isTrue();
        assertThat(ground().api().lastScheme()).isEqualTo("DPoP");
        String token = ground().api().lastToken();
        Wire.Answer stolen = Wire.send(
                HttpRequest.newBuilder(ground().api().messagesUri()).header("Authorization", "Bearer " + token));
        assertThat(stolen.status()).isEqualTo(401);
        assertThat(ground().server().active(token)).isTrue();
        return token;
    }

    @Test
    @Order(92)
    @DisplayName(
            "A resource is asked for and the message delivered; two are, or the server takes the parameter once: RFC 8707")
    default void resources_areAskedFor() {
        URI first = ground().api().messagesUri();
        assertThat(outcome("one resource", first)).isEqualTo("delivered");
        String two = outcome("two resources", first, URI.create("urn:example:calendar"));
        assertThat(two).isIn("delivered", "server lacks it (`invalid_request`)");
        ground().matrix().line("one resource asked for", "delivered");
        ground().matrix().line("two resources asked for (RFC 8707 section 2)", two);
    }

    private String outcome(String id, URI... resources) {
        Registration registered = Registration.clientCredentials(id);
        ground().server().register(registered);
        try (Device device = ground().device()) {
            device.client()
                    .profiles()
                    .create(device.form(registered).resources(resources).build());
            ApiResult result = device.press(id);
            return result.delivered()
                    ? "delivered"
                    : "server lacks it (`"
                            + result.failure()
                                    .flatMap(Failure::said)
                                    .map(Failure.Said::error)
                                    .orElse(result.toString())
                            + "`)";
        }
    }
}
