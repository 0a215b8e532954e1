package com.algosolutions.oauth.credential;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.PkceMethod;
import com.algosolutions.oauth.profile.Preset;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ResponseType;
import com.algosolutions.oauth.profile.ScopeMode;
import com.algosolutions.oauth.spi.ErrorRule;
import com.algosolutions.oauth.spi.ErrorTable;
import com.algosolutions.oauth.spi.OAuthProvider;

/** Any provider that follows the RFCs. The operator fills in the provider's values; API hosts have no default. */
public final class GenericProvider implements OAuthProvider {
    static final String ID = "GENERIC";

    /** For requests without a profile: a 401 rejects another authorization than a token. */
    public static final OAuthProvider WITHOUT_PROFILE = new GenericProvider(ErrorTable.of(ErrorRule.api(
            401,
            Failure.Kind.CONFIGURATION,
            "the target does not accept this authorization, or wants one",
            "Choose an OAuth Profile, or check Custom Headers or the Remote Device RESTful API Password.")));

    private final ErrorTable errors;

    public GenericProvider() {
        this(ErrorTable.empty());
    }

    private GenericProvider(ErrorTable errors) {
        this.errors = errors;
    }

    @Override
    public ErrorTable errors() {
        return errors;
    }

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
