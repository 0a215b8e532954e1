package com.algosolutions.oauth.providers;

import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.Preset;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.spi.ErrorTable;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.spi.TokenTraits;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Slack as a provider: the id {@code SLACK}. Immutable and thread-safe.
 *
 * <p>The token is the bot token at the top level of the {@code oauth.v2.access} response. The user token in {@code authed_user} of that
 * response is ignored.
 */
public final class Slack implements OAuthProvider {
    /** The provider type. */
    public static final String ID = "SLACK";

    /** For {@link java.util.ServiceLoader}, or for {@code OAuthClient.builder().provider(new Slack())}. */
    public Slack() {}

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String displayName() {
        return "Slack";
    }

    @Override
    public Preset preset() {
        return CodeFlow.of(ID, ClientAuthMode.HTTP_BASIC, List.of("chat:write"), "slack.com")
                .with(ProfileField.TOKEN_URL, URI.create("https://slack.com/api/oauth.v2.access"))
                .with(ProfileField.AUTH_URL, URI.create("https://slack.com/oauth/v2/authorize"));
    }

    /** Without token rotation a token is valid until the app is removed. Ten years represent that here. */
    @Override
    public TokenTraits traits() {
        return TokenTraits.builder().defaultExpiresIn(Duration.ofDays(3650)).build();
    }

    /** Slack responds 200 to every request that it can parse, also on failure. */
    @Override
    public Map<String, Object> failureMarks() {
        return Map.of("ok", false);
    }

    @Override
    public Set<String> bearerTypes() {
        return Set.of("bot");
    }

    @Override
    public String scopeSeparator() {
        return ",";
    }

    @Override
    public Optional<String> requestIdHeader() {
        return Optional.of("x-slack-req-id");
    }

    @Override
    public ErrorTable errors() {
        return SlackErrors.TABLE;
    }
}
