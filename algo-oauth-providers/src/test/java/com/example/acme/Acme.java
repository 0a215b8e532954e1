package com.example.acme;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.Preset;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ScopeMode;
import com.algosolutions.oauth.spi.ErrorRule;
import com.algosolutions.oauth.spi.ErrorTable;
import com.algosolutions.oauth.spi.OAuthProvider;
import java.net.URI;
import java.util.List;

/** Acme's doors: the provider type ACME. */
public final class Acme implements OAuthProvider {
    @Override
    public String id() {
        return "ACME";
    }

    @Override
    public Preset preset() {
        return Preset.of("ACME")
                .with(ProfileField.GRANT_TYPE, GrantType.CLIENT_CREDENTIALS)
                .with(ProfileField.TOKEN_URL, URI.create("https://login.acme.example/token"))
                .with(ProfileField.API_HOSTS, List.of(ApiHost.of("api.acme.example")))
                .with(ProfileField.CLIENT_AUTH_MODE, ClientAuthMode.HTTP_BASIC)
                .with(ProfileField.SCOPE_MODE, ScopeMode.NONE);
    }

    @Override
    public ErrorTable errors() {
        return ErrorTable.of(
                ErrorRule.api("DOOR_BLOCKED", Failure.Kind.REQUEST, "something is in the door", "Clear the door."));
    }
}
