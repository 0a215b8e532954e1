package com.algosolutions.oauth.client;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.Preset;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ScopeMode;
import com.algosolutions.oauth.spi.ErrorRule;
import com.algosolutions.oauth.spi.ErrorTable;
import com.algosolutions.oauth.spi.OAuthProvider;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A provider with its code in {@code code}, a request id, and an extra param that it does not send. */
public record FakeProvider(String id) implements OAuthProvider {
    @Override
    public String displayName() {
        return "Acme";
    }

    @Override
    public Preset preset() {
        return Preset.of(id)
                .with(ProfileField.GRANT_TYPE, GrantType.JWT_BEARER)
                .with(ProfileField.CLIENT_AUTH_MODE, ClientAuthMode.HTTP_BASIC)
                .with(ProfileField.SCOPE_MODE, ScopeMode.NONE)
                .with(ProfileField.EXTRA_PARAMS, Map.of("region", "eu", "keep", "sent"))
                .withEnvironment("region", "eu", Preset.of(id));
    }

    @Override
    public ErrorTable errors() {
        return ErrorTable.of(
                ErrorRule.api(401, "NOT_YOURS", Failure.Kind.REQUEST, "it is not yours", "Ask its owner."),
                ErrorRule.token("OAU-213", Failure.Kind.GRANT_INVALID, "the token is gone", "Renew it."));
    }

    @Override
    public List<String> errorCodes(Map<String, ? extends @Nullable Object> body) {
        return body.get("code") instanceof String code ? List.of(code) : List.of();
    }

    @Override
    public Optional<String> requestIdHeader() {
        return Optional.of("X-Request-Id");
    }

    @Override
    public List<Problem> checkProfile(OAuthProfile profile) {
        if (profile.clientSecret().isPresent() || profile.jwtAssertion().isPresent()) {
            return List.of(Problem.of("clientSecret", "was shown to a plugin", "Do not show it."));
        }
        return profile.name().equals("forbidden")
                ? List.of(Problem.of("name", "is not liked by Acme", "Choose another."))
                : List.of();
    }
}
