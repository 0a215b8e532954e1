package com.algosolutions.oauth.profile;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** How a server's metadata changes a form: which fields it fills in. See decision 0013. */
final class DiscoveryRules {
    private final ProfileForm form;
    private final ServerMetadata metadata;

    DiscoveryRules(ProfileForm form, ServerMetadata metadata) {
        this.form = form;
        this.metadata = metadata;
    }

    /** Sets the form's endpoints, issuer and metadata. */
    void fillIn() {
        endpoints();
        form.set(ProfileField.ISSUER, metadata.issuer());
        form.set(ProfileField.SERVER_METADATA, metadata);
    }

    private void endpoints() {
        Optional<Object> before = form.given(ProfileField.SERVER_METADATA);
        for (ProfileField<URI> field : ServerMetadata.fields()) {
            boolean typed = form.given(field).orElse(null) instanceof URI value
                    && !(before.orElse(null) instanceof ServerMetadata known && known.names(field, value));
            if (!typed && metadata.fills(field)) {
                metadata.endpoint(field).ifPresentOrElse(url -> form.set(field, url), () -> form.reset(field));
            }
        }
    }

    /**
     * The best way to authenticate that a server offers, for the values that a form has at present. A key is safer than a secret that is sent:
     * RFC 9700 section 2.5. A secret goes before the certificate, because the certificate is the device's and serves all profiles, while a
     * secret that was typed shows how this client is registered. Without any of them, a public client if the server and the grant allow one;
     * else the form asks for what is missing.
     *
     * @param certificate whether the client has a TLS certificate
     */
    static Optional<ClientAuthMode> clientAuthMode(
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
                .or(() -> offered.stream().filter(ClientAuthMode::needsClientSecret).findFirst())
                .or(() -> offered.stream()
                        .filter(mode -> mode == ClientAuthMode.PRIVATE_KEY_JWT)
                        .findFirst());
    }

    /** The endpoint fields whose value differs from the stored metadata, because an operator set them. */
    static List<ProfileField<?>> customEndpoints(Function<ProfileField<?>, Optional<?>> values) {
        List<ProfileField<?>> customEndpoints = new ArrayList<>();
        if (values.apply(ProfileField.SERVER_METADATA).orElse(null) instanceof ServerMetadata metadata) {
            for (ProfileField<URI> field : ServerMetadata.fields()) {
                if (values.apply(field).orElse(null) instanceof URI url && !metadata.names(field, url)) {
                    customEndpoints.add(field);
                }
            }
        }
        return List.copyOf(customEndpoints);
    }
}
