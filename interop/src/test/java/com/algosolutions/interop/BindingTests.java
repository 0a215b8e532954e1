package com.algosolutions.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.profile.AccessTokenType;
import com.algosolutions.oauth.profile.GrantType;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Tokens that are good for somebody or something only. */
interface BindingTests {
    Ground ground();

    @Test
    @Order(30)
    @DisplayName("A token that is bound to the device's key is issued, proved to the API, and renewed: RFC 9449")
    default void token_boundToAKey_isProved_andRenewed() {
        List<String> done = new ArrayList<>();
        for (GrantType grant : List.of(GrantType.CLIENT_CREDENTIALS, GrantType.JWT_BEARER)) {
            if (!ground().server().offers(grant)) {
                continue;
            }
            Registration registered = Registration.of("bound " + grant, ClientProof.HTTP_BASIC, grant)
                    .withTokenLife(Duration.ofSeconds(2));
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
                String first = ground().api().lastToken();
                Ground.until(() -> !ground().server().active(first));
                result = device.press("bound again");
                assertThat(result.delivered()).as(result.toString()).isTrue();
                assertThat(ground().api().lastToken()).isNotEqualTo(first);
                done.add("`" + grant + "`");
            }
        }
        ground().matrix().line("token bound to a key (DPoP), and its successor", "delivered by " + String.join(", ", done));
    }

    @Test
    @Order(31)
    @DisplayName("Resources are asked for, and the message is delivered or the server says that it knows none: RFC 8707")
    default void resources_areAskedFor() {
        Registration registered = Registration.clientCredentials("for resources");
        ground().server().register(registered);
        try (Device device = ground().device()) {
            device.client()
                    .profiles()
                    .create(device.form(registered)
                            .resources(ground().api().messagesUri(), URI.create("urn:example:calendar"))
                            .build());
            ApiResult result = device.press("for resources");
            String error = result.failure()
                    .flatMap(com.algosolutions.oauth.Failure::said)
                    .map(com.algosolutions.oauth.Failure.Said::error)
                    .orElse("");
            assertThat(result.delivered() || error.equals("invalid_target")).as(result.toString()).isTrue();
            ground().matrix().line("two resources asked for (RFC 8707)", result.delivered() ? "delivered" : "refused (`" + error + "`)");
        }
    }
}
