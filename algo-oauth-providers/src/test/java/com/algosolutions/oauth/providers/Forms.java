package com.algosolutions.oauth.providers;

import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.Preset;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.spi.OAuthProvider;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** The values that an operator adds to a preset. */
final class Forms {
    static final String TENANT = "0f1e2d3c-aaaa-bbbb-cccc-1234567890ab";

    private Forms() {}

    static Map<String, String> extraParams(Preset preset) {
        Map<String, String> params = new LinkedHashMap<>(
                preset.value(ProfileField.EXTRA_PARAMS, Map.of()).orElse(Map.of()));
        params.replace("tenant", TENANT);
        return params;
    }

    static ProfileForm of(OAuthProvider provider) {
        return OAuthProfile.builder(provider.preset())
                .name("Front desk")
                .clientId("an-id")
                .clientSecret(Secret.of("a-secret"))
                .redirectUri(URI.create("https://192.0.2.7/control/oauth-callback.lua"))
                .extraParams(extraParams(provider.preset()));
    }
}
