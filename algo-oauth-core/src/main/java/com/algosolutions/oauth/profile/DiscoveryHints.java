package com.algosolutions.oauth.profile;

import com.algosolutions.oauth.input.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Where a form does not match its issuer's metadata. Each hint is about a value that may still be right: metadata is often incomplete. */
final class DiscoveryHints {
    private final Map<ProfileField<?>, Object> values;
    private final ServerMetadata metadata;
    private final List<Problem> hints = new ArrayList<>();

    private DiscoveryHints(Map<ProfileField<?>, Object> values, ServerMetadata metadata) {
        this.values = values;
        this.metadata = metadata;
    }

    /** {@return the hints in the order of the form; none for a form without metadata} */
    static List<Problem> of(Map<ProfileField<?>, Object> values) {
        if (!(values.get(ProfileField.SERVER_METADATA) instanceof ServerMetadata metadata)) {
            return List.of();
        }
        DiscoveryHints hints = new DiscoveryHints(values, metadata);
        hints.grant();
        hints.hosts();
        hints.clientAuth();
        hints.pkce();
        hints.dpop();
        return List.copyOf(hints.hints);
    }

    /** A server that lists no grant types is assumed to support the one in the form. */
    private void grant() {
        List<String> grants = metadata.grantTypes();
        if (values.get(ProfileField.GRANT_TYPE) instanceof GrantType grant
                && !grants.isEmpty()
                && grant.wireName().filter(name -> !grants.contains(name)).isPresent()) {
            hint(
                    ProfileField.GRANT_TYPE,
                    "is " + grant + ", and the server lists only " + String.join(", ", grants),
                    "Choose another Grant Type, or check that the provider allows this one.");
        }
    }

    private void hosts() {
        if (!metadata.foreignHosts().isEmpty()) {
            hint(
                    ProfileField.ISSUER,
                    "has endpoints on other hosts: " + String.join(", ", metadata.foreignHosts()),
                    "Check that these hosts belong to the provider.");
        }
    }

    private void clientAuth() {
        List<String> methods = metadata.clientAuthMethods();
        Object mode = values.get(ProfileField.CLIENT_AUTH_MODE);
        if (mode instanceof ClientAuthMode chosen && methods.contains(chosen.method())) {
            return;
        }
        List<String> offered = Arrays.stream(ClientAuthMode.values())
                .filter(ClientAuthMode.byPreference()::contains)
                .filter(offer -> methods.contains(offer.method()))
                .map(ClientAuthMode::name)
                .toList();
        hint(
                ProfileField.CLIENT_AUTH_MODE,
                "is " + (mode == null ? "empty" : mode) + ", and the server lists only " + String.join(", ", methods),
                offered.isEmpty()
                        ? "Check in the provider's documentation how this client authenticates."
                        : "Choose one of " + String.join(", ", offered) + ".");
    }

    private void pkce() {
        if (GrantType.AUTH_CODE_PKCE.equals(values.get(ProfileField.GRANT_TYPE))
                && !metadata.codeChallengeMethods().contains("S256")) {
            hint(
                    ProfileField.PKCE_METHOD,
                    "S256 is not listed by the server",
                    "Check that the provider supports it: Start Authorization always sends it.");
        }
    }

    private void dpop() {
        if (values.get(ProfileField.ACCESS_TOKEN_TYPE) == AccessTokenType.DPOP
                && !metadata.dpopAlgorithms().contains("ES256")) {
            hint(
                    ProfileField.ACCESS_TOKEN_TYPE,
                    "is DPOP, and the server does not list ES256 for DPoP proofs",
                    "Choose BEARER, or check that the provider accepts ES256.");
        }
    }

    private void hint(ProfileField<?> field, String message, String advice) {
        hints.add(field.problem(message, advice));
    }
}
