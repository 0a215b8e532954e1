package com.algosolutions.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.SigningAlgorithm;
import com.algosolutions.oauth.store.RecordStore;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestFactory;

/** Each grant with each client authentication: a message arrives at the API, or the server is shown to lack the combination. */
interface MatrixTests {
    Ground ground();

    @TestFactory
    @Order(1)
    @DisplayName("Each grant with each client authentication delivers a message, or the server lacks it")
    default Stream<DynamicTest> cells() {
        // A device waits five seconds before its first poll (RFC 8628 section 3.2), so all devices wait at the same
        // time.
        Map<ClientProof, CompletableFuture<String>> signIns = new EnumMap<>(ClientProof.class);
        for (ClientProof proof : ClientProof.values()) {
            signIns.put(proof, CompletableFuture.supplyAsync(() -> cell(GrantType.DEVICE_CODE, proof), Ground.THREADS));
        }
        return Stream.of(ClientProof.values())
                .flatMap(proof -> Matrix.GRANTS.stream()
                        .map(grant -> DynamicTest.dynamicTest(grant + " × " + proof.label(), () -> {
                            ground().matrix().cell(grant, proof, "**failed**");
                            String outcome = grant.equals(GrantType.DEVICE_CODE)
                                    ? Objects.requireNonNull(signIns.get(proof)).join()
                                    : cell(grant, proof);
                            ground().matrix().cell(grant, proof, outcome);
                        })));
    }

    private String cell(GrantType grant, ClientProof proof) {
        Registration registered = Registration.of(grant + "-" + proof, proof, grant);
        try (Device device = ground().device(RecordStore.inMemory(), proof)) {
            if (grant.equals(GrantType.CLIENT_CREDENTIALS) && proof == ClientProof.NONE) {
                assertThat(device.form(registered).problems())
                        .extracting(Problem::field)
                        .contains(ProfileField.CLIENT_AUTH_MODE.property());
                return "forbidden (RFC 6749 s4.4)";
            }
            if (!ground().server().reaches(grant)) {
                return Matrix.NO_ENDPOINT;
            }
            String lack = lack(grant, proof);
            ground().server().register(registered);
            device.configured(registered);
            Optional<Failure> notAuthorized = grant.needsSignIn() ? authorize(device) : Optional.empty();
            if (!lack.isEmpty() && notAuthorized.isPresent()) {
                return Matrix.lacks(lack, notAuthorized.get());
            }
            assertThat(notAuthorized).as(registered.id()).isEmpty();
            ApiResult result = device.press(registered.id());
            if (!lack.isEmpty()) {
                assertThat(result.delivered()).as("%s, yet %s", lack, result).isFalse();
                return Matrix.lacks(lack, result.failure().orElseThrow());
            }
            assertThat(result.delivered()).as(result.toString()).isTrue();
            assertThat(ground().api().messages()).contains("{\"text\":\"" + registered.id() + "\"}");
            return "delivered";
        }
    }

    /** Keycloak can lose a user's consent to one client while the user consents to others. */
    private static Optional<Failure> authorize(Device device) {
        Optional<Failure> failure = device.authorize();
        return failure.isPresent() && failure.get().toString().contains("no longer has requested consent")
                ? device.authorize()
                : failure;
    }

    /** Why the server lacks a cell, from its metadata and from {@link AuthorizationServer#lacks}; empty if it does not. */
    private String lack(GrantType grant, ClientProof proof) {
        List<String> lacks = new ArrayList<>();
        if (!ground().server().offers(grant)) {
            lacks.add("no such grant");
        }
        if (proof != ClientProof.NONE
                && !ground().server().offers("token_endpoint_auth_methods_supported", proof.method())) {
            lacks.add("no such method");
        }
        SigningAlgorithm algorithm = proof.algorithm();
        if (algorithm != null
                && !ground().server().offers("token_endpoint_auth_signing_alg_values_supported", algorithm.jose())) {
            lacks.add("no " + algorithm.jose());
        }
        ground().server().lacks(grant, proof).ifPresent(lacks::add);
        return String.join(", ", lacks);
    }
}
