package com.algosolutions.oauth.profile;

import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.input.Secret;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
        hints.signatures();
        hints.accessTokens();
        hints.unusable();
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
        Set<String> hosts = metadata.foreignHosts(DiscoveryChoice.presentsCertificate(values));
        if (!hosts.isEmpty()) {
            hint(
                    ProfileField.ISSUER,
                    "has endpoints on other hosts: " + String.join(", ", hosts),
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

    /** A server that lists no algorithms is assumed to support the one in the form. */
    private void signatures() {
        List<String> algorithms = metadata.authAlgorithms();
        Object mode = values.get(ProfileField.CLIENT_AUTH_MODE);
        boolean mac = mode == ClientAuthMode.CLIENT_SECRET_JWT;
        if (algorithms.isEmpty() || !(mac || mode == ClientAuthMode.PRIVATE_KEY_JWT)) {
            return;
        }
        SigningAlgorithm used =
                values.get(ProfileField.SIGNING_ALGORITHM) instanceof SigningAlgorithm chosen && chosen.mac() == mac
                        ? chosen
                        : mac
                                ? SigningAlgorithm.HS256
                                : key().map(SigningKey::usualAlgorithm).orElse(null);
        if (used != null && !algorithms.contains(used.jose())) {
            List<SigningAlgorithm> fitting = Arrays.stream(SigningAlgorithm.values())
                    .filter(offer -> algorithms.contains(offer.jose()))
                    .filter(offer -> mac
                            ? offer.mac()
                            : key().filter(key -> offer.fits(key.privateKey())).isPresent())
                    .toList();
            hint(
                    ProfileField.SIGNING_ALGORITHM,
                    "is " + used.jose() + ", and the server lists only " + String.join(", ", algorithms)
                            + " for client authentication",
                    fitting.isEmpty()
                            ? "Paste a Signing Key for one of them, or choose another Client Auth Mode."
                            : "Choose " + fitting.get(0) + ".");
        }
    }

    private Optional<SigningKey> key() {
        try {
            return values.get(ProfileField.SIGNING_KEY) instanceof Secret pasted
                    ? Optional.of(SigningKey.read(
                            pasted, Optional.ofNullable((Secret) values.get(ProfileField.SIGNING_KEY_PASSWORD))))
                    : Optional.empty();
        } catch (UnusableKeyException e) {
            return Optional.empty(); // a problem of the form
        }
    }

    private void unusable() {
        for (ProfileField<URI> field : metadata.unusable()) {
            if (!values.containsKey(field)) {
                hint(
                        field,
                        "is empty: the server's metadata has a value for it that is not an https URL",
                        "Fill it in by hand, if this profile needs it.");
            }
        }
    }

    private void accessTokens() {
        if (values.get(ProfileField.ACCESS_TOKEN_TYPE) == AccessTokenType.MTLS && !metadata.bindsToCertificates()) {
            hint(
                    ProfileField.ACCESS_TOKEN_TYPE,
                    "is MTLS, and the server does not list tokens that are bound to a certificate",
                    "Choose BEARER, or check that the provider binds tokens to certificates.");
        }
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
