package com.algosolutions.oauth.profile;

import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.input.Secret;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Presets and filled-in forms for the tests of this package. */
final class Forms {
    static final Secret JWT = Secret.of("eyJh.eyJz.c2ln");

    /** Like RingCentral's: two environments, chosen by an extra param. */
    static final Preset PRESET = Preset.of("ACME")
            .with(ProfileField.GRANT_TYPE, GrantType.JWT_BEARER)
            .with(ProfileField.TOKEN_URL, URI.create("https://acme.com/token"))
            .with(ProfileField.API_HOSTS, List.of(ApiHost.of("acme.com")))
            .with(ProfileField.CLIENT_AUTH_MODE, ClientAuthMode.HTTP_BASIC)
            .with(ProfileField.SCOPE_MODE, ScopeMode.NONE)
            .with(ProfileField.EXTRA_PARAMS, Map.of("environment", "production"))
            .with(ProfileField.JWT_ASSERTION_MODE, JwtAssertionMode.DISABLED)
            .withEnvironment("environment", "production", Preset.of("ACME"))
            .withEnvironment(
                    "environment",
                    "segregated",
                    Preset.of("ACME")
                            .with(ProfileField.TOKEN_URL, URI.create("https://acme.biz/token"))
                            .with(ProfileField.API_HOSTS, List.of(ApiHost.of("acme.biz"))));

    private Forms() {}

    /** Everything that the preset leaves to the operator. */
    static ProfileForm complete() {
        return OAuthProfile.builder(PRESET)
                .name("Front desk")
                .clientId("id")
                .clientSecret(Secret.of("hunter2"))
                .jwtAssertion(JWT);
    }

    /** Without environments, so that only the field under test can be wrong. */
    static ProfileForm plain() {
        return OAuthProfile.builder(Preset.of("GENERIC"))
                .name("Front desk")
                .grantType(GrantType.JWT_BEARER)
                .tokenUrl(URI.create("https://as.example/token"))
                .apiHosts(ApiHost.of("api.example"))
                .clientId("id")
                .clientSecret(Secret.of("hunter2"))
                .clientAuthMode(ClientAuthMode.HTTP_BASIC)
                .scopes()
                .jwtAssertion(JWT);
    }

    static List<String> fields(ProfileForm form) {
        return form.problems().stream().map(Problem::field).toList();
    }
}
