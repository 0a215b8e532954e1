package com.algosolutions.oauth.profile;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** How a server's metadata changes a form: which fields it fills in, and what the operator should know. See decision 0013. */
final class DiscoveryRules {
    private final ProfileForm form;
    private final ServerMetadata metadata;

    DiscoveryRules(ProfileForm form, ServerMetadata metadata) {
        this.form = form;
        this.metadata = metadata;
    }

    /**
     * Sets the form's endpoints, issuer, metadata and, unless one is chosen, Client Auth Mode.
     *
     * @param certificate whether the client has a TLS certificate
     * @return what the operator should know
     */
    List<String> fillIn(boolean certificate) {
        endpoints();
        form.set(ProfileField.ISSUER, metadata.issuer());
        form.set(ProfileField.SERVER_METADATA, metadata);
        chooseClientAuth(certificate);
        return notes();
    }

    private void endpoints() {
        Optional<Object> before = form.given(ProfileField.SERVER_METADATA);
        for (ProfileField<URI> field : ServerMetadata.fields()) {
            boolean typed = form.given(field).orElse(null) instanceof URI value
                    && !(before.orElse(null) instanceof ServerMetadata known && known.names(field, value));
            if (!typed && metadata.fills(field)) {
                form.set(field, metadata.endpoint(field).orElse(null));
            }
        }
    }

    /**
     * A key is safer than a secret that is sent: RFC 9700 section 2.5. A secret goes before the certificate, because the certificate is the
     * device's and serves all profiles, while a secret that was typed shows how this client is registered.
     */
    private void chooseClientAuth(boolean certificate) {
        if (form.given(ProfileField.CLIENT_AUTH_MODE).isPresent()) {
            return;
        }
        Map<ProfileField<?>, Object> values = form.values();
        boolean secret = values.containsKey(ProfileField.CLIENT_SECRET);
        for (ClientAuthMode mode : ClientAuthMode.byPreference()) {
            boolean able = mode == ClientAuthMode.NONE
                    ? !secret
                    : mode == ClientAuthMode.PRIVATE_KEY_JWT
                            ? values.containsKey(ProfileField.SIGNING_KEY)
                            : mode.needsClientSecret() || (mode.usesCertificate() && certificate && !secret);
            if (able && metadata.clientAuthMethods().contains(mode.method())) {
                form.set(ProfileField.CLIENT_AUTH_MODE, mode);
                return;
            }
        }
    }

    private List<String> notes() {
        Map<ProfileField<?>, Object> values = form.values();
        List<String> notes = new ArrayList<>();
        List<String> methods = metadata.clientAuthMethods();
        if (!(values.get(ProfileField.CLIENT_AUTH_MODE) instanceof ClientAuthMode mode
                && methods.contains(mode.method()))) {
            notes.add("the server does not offer this Client Auth Mode; it offers " + String.join(", ", methods));
        }
        if (!metadata.foreignHosts().isEmpty()) {
            notes.add("endpoints are on other hosts than the issuer: " + String.join(", ", metadata.foreignHosts()));
        }
        if (GrantType.AUTH_CODE_PKCE.equals(values.get(ProfileField.GRANT_TYPE))
                && !metadata.codeChallengeMethods().contains("S256")) {
            notes.add("the server does not list S256 as a PKCE method");
        }
        // A server that lists no grant types is assumed to support the one in the form.
        List<String> grants = metadata.grantTypes();
        if (values.get(ProfileField.GRANT_TYPE) instanceof GrantType grant
                && !grants.isEmpty()
                && grant.wireName().filter(name -> !grants.contains(name)).isPresent()) {
            notes.add("the server does not offer this Grant Type; it offers " + String.join(", ", grants));
        }
        if (values.get(ProfileField.ACCESS_TOKEN_TYPE) == AccessTokenType.DPOP
                && !metadata.dpopAlgorithms().contains("ES256")) {
            notes.add("the server does not list ES256 for DPoP proofs");
        }
        return List.copyOf(notes);
    }

    /** The endpoint fields whose value differs from the stored metadata, because an operator set them. */
    static List<ProfileField<?>> overridden(Function<ProfileField<?>, Optional<?>> values) {
        List<ProfileField<?>> overridden = new ArrayList<>();
        if (values.apply(ProfileField.SERVER_METADATA).orElse(null) instanceof ServerMetadata metadata) {
            for (ProfileField<URI> field : ServerMetadata.fields()) {
                if (values.apply(field).orElse(null) instanceof URI url && !metadata.names(field, url)) {
                    overridden.add(field);
                }
            }
        }
        return List.copyOf(overridden);
    }
}
