package com.algosolutions.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.SignIn;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.IssuerCheck;
import com.algosolutions.oauth.store.RecordStore;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Pushed authorization requests, and callbacks that name their issuer. */
interface PushTests {
    Ground ground();

    @Test
    @Order(60)
    @DisplayName("A pushed authorization request delivers with each authentication with which a code does: RFC 9126")
    default void pushedRequest_delivers_byEveryAuthentication() {
        Optional<URI> endpoint = ground().server().anyEndpoint(AuthorizationServer.PUSHED);
        if (endpoint.isEmpty()) {
            ground().matrix().line("pushed authorization request (RFC 9126)", Matrix.NO_ENDPOINT);
            return;
        }
        String none = "no code, see the table";
        Map<String, String> outcomes = new LinkedHashMap<>();
        for (ClientProof proof : ClientProof.values()) {
            boolean code = ground().matrix().delivered(GrantType.AUTH_CODE_PKCE, proof);
            outcomes.put(proof.label(), code ? pushed(proof, endpoint.get()) : none);
        }
        // Some servers accept pushed requests only from clients that authenticate, which RFC 9126 section 2 allows.
        assertThat(outcomes)
                .containsValue("delivered")
                .allSatisfy((proof, outcome) -> assertThat(outcome)
                        .as(proof)
                        .matches(
                                proof.equals(ClientProof.NONE.label())
                                        ? "delivered|server lacks it .*|" + none
                                        : "delivered|" + none));
        ground().matrix().line("pushed authorization request (RFC 9126)", outcomes);
    }

    private String pushed(ClientProof proof, URI endpoint) {
        Registration registered = Registration.of("pushed-" + proof, proof, GrantType.AUTH_CODE_PKCE);
        ground().server().register(registered);
        try (Device device = ground().device(RecordStore.inMemory(), proof)) {
            device.client()
                    .profiles()
                    .create(device.form(registered).parUrl(endpoint).build());
            SignIn started = device.client().signIns().start(Device.PROFILE);
            Optional<Failure> refused = started.failure();
            if (refused.isPresent()) {
                return Matrix.lacks("", refused.get());
            }
            assertThat(started.browserUrl().orElseThrow().getQuery())
                    .contains("request_uri=")
                    .doesNotContain("code_challenge", "state=", "redirect_uri=");
            Optional<Failure> failure = device.authorize();
            assertThat(failure).as(registered.id()).isEmpty();
            ApiResult result = device.press(registered.id());
            assertThat(result.delivered()).as(result.toString()).isTrue();
            return "delivered";
        }
    }

    @Test
    @Order(61)
    @DisplayName(
            "A profile that requires callbacks to name their issuer delivers, or the server does not name it: RFC 9207")
    default void callback_namesItsIssuer_orIsRejected() {
        if (!ground().server().reaches(GrantType.AUTH_CODE_PKCE)) {
            ground().matrix().line("callback that names its issuer (RFC 9207)", Matrix.NO_ENDPOINT);
            return;
        }
        boolean named =
                Boolean.TRUE.equals(ground().server().metadata().get("authorization_response_iss_parameter_supported"));
        Registration registered = Registration.of("named issuer", ClientProof.HTTP_BASIC, GrantType.AUTH_CODE_PKCE);
        ground().server().register(registered);
        try (Device device = ground().device()) {
            device.client()
                    .profiles()
                    .create(device.form(registered)
                            .issuerCheck(IssuerCheck.REQUIRED)
                            .build());
            Optional<Failure> failure = device.authorize();
            assertThat(failure.isEmpty()).as(failure.toString()).isEqualTo(named);
            if (named) {
                assertThat(device.press("named").delivered()).isTrue();
            }
            ground().matrix()
                    .line(
                            "callback that names its issuer (RFC 9207)",
                            named
                                    ? "required and delivered"
                                    : "server lacks it: not in its metadata; if required, the callback is rejected");
        }
    }
}
