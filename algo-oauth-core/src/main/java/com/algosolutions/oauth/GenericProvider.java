package com.algosolutions.oauth;

import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.PkceMethod;
import com.algosolutions.oauth.profile.Preset;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ResponseType;
import com.algosolutions.oauth.profile.ScopeMode;
import com.algosolutions.oauth.spi.OAuthProvider;

/** Any provider that keeps to the RFCs. The operator fills in what differs; API hosts have no default. */
final class GenericProvider implements OAuthProvider {
    static final String ID = "GENERIC";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String displayName() {
        return "Generic OAuth 2.0";
    }

    @Override
    public Preset preset() {
        return Preset.of(ID)
                .with(ProfileField.CLIENT_AUTH_MODE, ClientAuthMode.HTTP_BASIC)
                .with(ProfileField.SCOPE_MODE, ScopeMode.NONE)
                .with(ProfileField.PKCE_METHOD, PkceMethod.S256)
                .with(ProfileField.RESPONSE_TYPE, ResponseType.CODE);
    }
}
