package com.algosolutions.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.profile.AccessTokenType;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.store.RecordStore;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Tokens that are bound to a key, to a certificate or to resources. */
interface BindingTests {
    Ground ground();

    @Test
    @Order(90)
    @DisplayName("A token bound to the device's key is sent with a proof, rejected without one, and renewed: RFC 9449")
    default void token_boundToAKey_isSentWithAProof_rejectedWithoutOne_andRenewed() {
        String what = "token bound to a key (DPoP, RFC 9449), ES256, and its successor";
        if (!offersDpop()) {
            Registration registered =
                    Registration.clientCredentials("not bound").withDpop();
            ground().server().register(registered);
            try (Device device = ground().device()) {
                device.client().profiles().create(boundForm(device, registered).build());
                ApiResult result = device.press("not bound");
                ground().matrix()
                        .line(what, Matrix.lacks(NOT_OFFERED, result.failure().orElseThrow()));
            }
            return;
        }
        List<String> done = new ArrayList<>();
        for (GrantType grant : Matrix.GRANTS) {
            if (ground().server().offers(grant) && ground().server().reaches(grant)) {
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
                .line(what, "delivered by " + String.join(", ", done) + "; the same token without a proof is rejected");
    }

    @Test
    @Order(91)
    @DisplayName("A code bound to the device's key is pushed, and redeemed with that key: RFC 9449 section 10")
    default void code_boundToAKey_isPushed_andRedeemed() {
        String what = "code bound to a key (DPoP), pushed (RFC 9126)";
        Optional<URI> endpoint = ground().server().anyEndpoint(AuthorizationServer.PUSHED);
        if (endpoint.isEmpty()) {
            ground().matrix().line(what, Matrix.NO_ENDPOINT);
            return;
        }
        Registration registered = Registration.of("bound code", ClientProof.HTTP_BASIC, GrantType.AUTH_CODE_PKCE)
                .withDpop();
        ground().server().register(registered);
        try (Device device = ground().device()) {
            if (offersDpop()) {
                bound(device, registered, form -> form.parUrl(endpoint.get()));
                ground().matrix().line(what, "delivered");
            } else {
                device.client()
                        .profiles()
                        .create(boundForm(device, registered)
                                .parUrl(endpoint.get())
                                .build());
                ground().matrix()
                        .line(what, Matrix.lacks(NOT_OFFERED, device.authorize().orElseThrow()));
            }
        }
    }

    String NOT_OFFERED = "not in its metadata";

    private boolean offersDpop() {
        return ground().server().metadata().containsKey("dpop_signing_alg_values_supported");
    }

    private static ProfileForm boundForm(Device device, Registration registered) {
        return device.form(registered).accessTokenType(AccessTokenType.DPOP);
    }

    /** Delivers a message with a bound token, and checks that the API rejects the token without its proof. Returns the token. */
    private String bound(Device device, Registration registered, UnaryOperator<ProfileForm> change) {
        device.client()
                .profiles()
                .create(change.apply(boundForm(device, registered)).build());
        if (registered.grant().needsSignIn()) {
            assertThat(device.authorize()).isEmpty();
        }
        ApiResult result = device.press(registered.id());
        assertThat(result.delivered()).as(result.toString()).isTrue();
        assertThat(ground().api().lastScheme()).isEqualTo("DPoP");
        String token = ground().api().lastToken();
        rejectedAlone(token);
        return token;
    }

    /** The server reports the token as active, and the API rejects it in a request that has nothing but the token. */
    private void rejectedAlone(String token) {
        Wire.Answer stolen = Wire.send(
                HttpRequest.newBuilder(ground().api().messagesUri()).header("Authorization", "Bearer " + token));
        assertThat(stolen.status()).isEqualTo(401);
        assertThat(ground().server().active(token)).isTrue();
    }

    @Test
    @Order(92)
    @DisplayName("A token bound to the device's certificate is rejected without it: RFC 8705 section 3")
    default void token_boundToACertificate_isRejectedWithoutIt() {
        Map<String, String> outcomes = new LinkedHashMap<>();
        for (ClientProof proof : List.of(
                ClientProof.MUTUAL_TLS,
                ClientProof.SELF_SIGNED_TLS,
                ClientProof.HTTP_BASIC,
                ClientProof.REQUEST_BODY,
                ClientProof.PRIVATE_KEY_JWT_ES256)) {
            Registration registered = Registration.of("by certificate " + proof, proof, GrantType.CLIENT_CREDENTIALS)
                    .withCertificate();
            ground().server().register(registered);
            try (Device device = ground().device(RecordStore.inMemory(), proof)) {
                device.client()
                        .profiles()
                        .create(device.form(registered)
                                .accessTokenType(AccessTokenType.MTLS)
                                .build());
                ApiResult result = device.press(registered.id());
                outcomes.put(proof.label(), certificateOutcome(result));
            }
        }
        ground().matrix().line("token bound to a certificate (RFC 8705 section 3)", outcomes);
    }

    private String certificateOutcome(ApiResult result) {
        if (!result.delivered()) {
            return Matrix.lacks("", result.failure().orElseThrow());
        }
        String token = ground().api().lastToken();
        if (!(ground().server().introspect(token).get("cnf") instanceof Map<?, ?> bound)
                || !bound.containsKey(Certificates.THUMBPRINT)) {
            return "server lacks it: its tokens are not bound";
        }
        rejectedAlone(token);
        return "delivered; rejected without the certificate";
    }

    @Test
    @Order(93)
    @DisplayName("A token for one resource or two names them as its audience, or the server lacks it: RFC 8707")
    default void resources_areNamedByTheToken_orTheServerLacksIt() {
        URI first = ground().api().messagesUri();
        ground().matrix().line("one resource requested (RFC 8707)", outcome("one resource", first));
        ground().matrix()
                .line(
                        "two resources requested (RFC 8707 section 2)",
                        outcome("two resources", first, URI.create("urn:example:calendar")));
    }

    /** Delivers with a server that ignores the parameter too, so the token's audience decides. */
    private String outcome(String id, URI... resources) {
        Registration registered = Registration.clientCredentials(id);
        ground().server().register(registered);
        try (Device device = ground().device()) {
            device.client()
                    .profiles()
                    .create(device.form(registered).resources(resources).build());
            ApiResult result = device.press(id);
            if (!result.delivered()) {
                Failure failure = result.failure().orElseThrow();
                assertThat(failure.serverError()).as(failure.toString()).isPresent();
                return Matrix.lacks("", failure);
            }
            Object audience =
                    ground().server().introspect(ground().api().lastToken()).get("aud");
            List<?> named = audience instanceof List<?> several ? several : Collections.singletonList(audience);
            return Stream.of(resources).map(URI::toString).allMatch(named::contains)
                    ? "delivered"
                    : "server lacks it: the token's `aud` does not name " + (resources.length == 1 ? "it" : "them");
        }
    }
}
