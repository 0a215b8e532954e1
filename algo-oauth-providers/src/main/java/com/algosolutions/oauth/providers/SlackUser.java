package com.algosolutions.oauth.providers;

import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.Preset;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.spi.ErrorTable;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.spi.TokenTraits;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Slack as a provider of user tokens: the id {@code SLACK_USER}. Immutable and thread-safe.
 *
 * <p>A message appears under the name of the user who signed in, not of the app. The scopes are sent as {@code user_scope}, and the token is the
 * one in {@code authed_user} of the {@code oauth.v2.access} response; a bot token at its top level is ignored. {@link Slack} is the opposite.
 *
 * @since 0.1.0
 */
public final class SlackUser implements OAuthProvider {
    /** The provider type. */
    public static final String ID = "SLACK_USER";

    /** For {@link java.util.ServiceLoader}, or for {@code OAuthClient.builder().provider(new SlackUser())}. */
    public SlackUser() {}

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String displayName() {
        return "Slack, as a user";
    }

    @Override
    public Preset preset() {
        return CodeFlow.of(ID, ClientAuthMode.HTTP_BASIC, List.of("chat:write"), Slack.HOST)
                .with(ProfileField.TOKEN_URL, Slack.TOKEN_URL)
                .with(ProfileField.AUTH_URL, Slack.AUTH_URL);
    }

    /** As those of the bot token, but nested; after a refresh, Slack sends them at the top level. */
    @Override
    public TokenTraits traits() {
        return TokenTraits.builder()
                .defaultExpiresIn(Slack.WITHOUT_ROTATION)
                .tokenAt("authed_user")
                .build();
    }

    @Override
    public Map<String, Object> failureMarks() {
        return Slack.FAILURE;
    }

    @Override
    public Set<String> bearerTypes() {
        return Set.of("user");
    }

    @Override
    public String scopeParameter() {
        return "user_scope";
    }

    @Override
    public String scopeSeparator() {
        return Slack.SCOPE_SEPARATOR;
    }

    @Override
    public Optional<String> requestIdHeader() {
        return Optional.of(Slack.REQUEST_ID);
    }

    @Override
    public ErrorTable errors() {
        return SlackErrors.TABLE;
    }
}
