package com.algosolutions.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.profile.AccessTokenType;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.ProfileForm;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Tokens that are good for one device, or at some resources only. */
interface BindingTests {
    Ground ground();

    private ApiResult press(Device device, Registration registered, UnaryOperator<ProfileForm> change) {
        device.client().profiles().create(change.apply(device.form(registered)).build());
        return device.press(registered.id());
    }

    @Test
    @Order(90)
    @DisplayName("A token that is bound to the device's key is issued, proved to the API, and renewed: RFC 9449")
    default void token_boundToAKey_isProved_andRenewed() {
        List<String> done = new ArrayList<>();
        for (GrantType grant : List.of(GrantType.CLIENT_CREDENTIALS, GrantType.JWT_BEARER)) {
            if (ground().server().offers(grant)) {
                Registration registered = Registration.of("bound " + grant, ClientProof.HTTP_BASIC, grant)
                        .withTokenLife(Duration.ofSeconds(2));
                ground().server().register(registered);
                try (Device device = ground().device()) {
                    ApiResult result = press(device, registered, form -> form.accessTokenType(AccessTokenType.DPOP));
                    assertThat(result.delivered()).as(result.toString()).isTrue();
                    assertThat(ground().api().lastScheme()).isEqualTo("DPoP");
                    String first = ground().api().lastToken();
                    Ground.until(() -> !ground().server().active(first));
                    result = device.press("bound again");
                    assertThat(result.delivered()).as(result.toString()).isTrue();
                    assertThat(ground().api().lastToken()).isNotEqualTo(first);
                }
                done.add("`" + grant + "`");
            }
        }
        ground().matrix()
                .line("token bound to a key (DPoP), and its successor", "delivered by " + String.join(", ", done));
    }

    @Test
    @Order(91)
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
            ApiResult result = press(device, registered, form -> form.resources(resources));
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
