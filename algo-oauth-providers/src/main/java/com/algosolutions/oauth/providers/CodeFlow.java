package com.algosolutions.oauth.providers;

import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.PkceMethod;
import com.algosolutions.oauth.profile.Preset;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ResponseType;
import com.algosolutions.oauth.profile.ScopeMode;
import java.util.ArrayList;
import java.util.List;

/** The part that all presets of this module share: a user signs in with a browser. */
final class CodeFlow {
    private CodeFlow() {}

    /** Returns a preset for {@code AUTH_CODE_PKCE}, without URLs. */
    static Preset of(String id, ClientAuthMode mode, List<String> scopes, String... hosts) {
        List<ApiHost> apiHosts = new ArrayList<>();
        for (String host : hosts) {
            apiHosts.add(ApiHost.of(host));
        }
        return Preset.of(id)
                .with(ProfileField.GRANT_TYPE, GrantType.AUTH_CODE_PKCE)
                .with(ProfileField.API_HOSTS, List.copyOf(apiHosts))
                .with(ProfileField.CLIENT_AUTH_MODE, mode)
                .with(ProfileField.SCOPE_MODE, ScopeMode.SCOPES_LIST)
                .with(ProfileField.SCOPES, scopes)
                .with(ProfileField.PKCE_METHOD, PkceMethod.S256)
                .with(ProfileField.RESPONSE_TYPE, ResponseType.CODE);
    }
}
