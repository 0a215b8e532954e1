package com.algosolutions.oauth.profile;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a form with an issuer's metadata has in the fields that the operator left to discovery. See decision 0013. */
final class DiscoveryChoice {
    private DiscoveryChoice() {}

    /**
     * Chooses Client Auth Mode, and the endpoints for clients with or without a certificate.
     *
     * @param values the form's values, which are changed
     * @param decided whether the operator has chosen Client Auth Mode
     * @param certificate whether the client has a TLS certificate
     */
    static void apply(
            ServerMetadata metadata, Map<ProfileField<?>, Object> values, boolean decided, boolean certificate) {
        if (!decided) {
            clientAuthMode(metadata, values, certificate)
                    .ifPresent(mode -> values.put(ProfileField.CLIENT_AUTH_MODE, mode));
        }
        boolean presented = presentsCertificate(values);
        for (ProfileField<URI> field : ServerMetadata.fields()) {
            values.computeIfPresent(field, (same, url) -> metadata.forClient(field, (URI) url, presented));
        }
    }

    /** Whether a client presents its certificate to the servers of a form with these values. */
    static boolean presentsCertificate(Map<ProfileField<?>, Object> values) {
        return values.get(ProfileField.ACCESS_TOKEN_TYPE) == AccessTokenType.MTLS
                || (values.get(ProfileField.CLIENT_AUTH_MODE) instanceof ClientAuthMode mode && mode.usesCertificate());
    }

    /**
     * The best way to authenticate that a server offers, for the values that a form has at present. A key is safer than a secret that is sent:
     * RFC 9700 section 2.5. A secret goes before the certificate, because the certificate is the device's and serves all profiles, while a
     * secret that was typed shows how this client is registered. Without any of them, a public client if the server and the grant allow one;
     * else the form asks for what is missing.
     *
     * @param certificate whether the client has a TLS certificate
     */
    private static Optional<ClientAuthMode> clientAuthMode(
            ServerMetadata metadata, Map<ProfileField<?>, Object> values, boolean certificate) {
        List<ClientAuthMode> offered = ClientAuthMode.byPreference().stream()
                .filter(mode -> metadata.clientAuthMethods().contains(mode.method()))
                .toList();
        boolean key = values.containsKey(ProfileField.SIGNING_KEY);
        boolean secret = values.containsKey(ProfileField.CLIENT_SECRET);
        boolean anonymous = !GrantType.CLIENT_CREDENTIALS.equals(values.get(ProfileField.GRANT_TYPE));
        return offered.stream()
                .filter(mode -> mode.needsClientSecret()
                        ? secret
                        : mode.usesCertificate()
                                ? certificate && !secret
                                : mode == ClientAuthMode.PRIVATE_KEY_JWT ? key : !secret && anonymous)
                .findFirst()
                .or(() -> offered.stream()
                        .filter(ClientAuthMode::needsClientSecret)
                        .findFirst())
                .or(() -> offered.stream()
                        .filter(mode -> mode == ClientAuthMode.PRIVATE_KEY_JWT)
                        .findFirst());
    }
}
