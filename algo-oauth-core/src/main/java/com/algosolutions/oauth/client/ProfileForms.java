package com.algosolutions.oauth.client;

import com.algosolutions.oauth.credential.ProviderCatalog;
import com.algosolutions.oauth.http.HttpsOnly;
import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.json.MalformedJsonException;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.spi.OAuthProvider;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The forms of a client, with the presets of its providers. Immutable and thread-safe. */
final class ProfileForms {
    private final ProviderCatalog providers;
    private final HttpsOnly httpsOnly;
    private final boolean hasCertificate;

    /**
     * Forms.
     *
     * @param hasCertificate whether the client has a certificate for mutual TLS
     */
    ProfileForms(ProviderCatalog providers, HttpsOnly httpsOnly, boolean hasCertificate) {
        this.providers = providers;
        this.httpsOnly = httpsOnly;
        this.hasCertificate = hasCertificate;
    }

    ProfileForm draft(String name, String providerType) {
        return form(OAuthProfile.builder(provider(providerType).preset()).name(name));
    }

    ProfileForm draft(String json) {
        try {
            Map<String, @Nullable Object> members = Json.readObject(json);
            String providerType =
                    members.get(ProfileField.PROVIDER_TYPE.property()) instanceof String text ? text.strip() : "";
            return form(OAuthProfile.builder(provider(providerType).preset()).members(members));
        } catch (MalformedJsonException e) {
            throw new InvalidInputException(
                    List.of(Problem.of("profile", "is " + e.getMessage(), "Correct the JSON text.")));
        }
    }

    ProfileForm edit(OAuthProfile profile) {
        return form(profile.edit(provider(profile.providerType()).preset()));
    }

    private ProfileForm form(ProfileForm form) {
        if (hasCertificate) {
            form.certificateAvailable();
        }
        return httpsOnly.loopbackHttp() ? form.allowLoopbackHttp() : form;
    }

    private OAuthProvider provider(String providerType) {
        return providers.find(providerType).orElseThrow(() -> {
            Problem missing = providers.missing(providerType);
            return new InvalidInputException(List.of(missing));
        });
    }
}
