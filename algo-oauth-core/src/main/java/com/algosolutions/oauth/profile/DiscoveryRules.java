package com.algosolutions.oauth.profile;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
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
