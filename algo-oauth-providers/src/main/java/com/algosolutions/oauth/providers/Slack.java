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
 * response is ignored; {@link SlackUser} uses it.
 *
 * @since 0.1.0
 */
public final class Slack implements OAuthProvider {
    /** The provider type. */
    public static final String ID = "SLACK";

    static final String HOST = "slack.com";
    static final URI TOKEN_URL = URI.create("https://slack.com/api/oauth.v2.access");
    static final URI AUTH_URL = URI.create("https://slack.com/oauth/v2/authorize");
    static final String SCOPE_SEPARATOR = ",";
    static final String REQUEST_ID = "x-slack-req-id";

    /** Slack responds 200 to every request that it can parse, also on failure. */
    static final Map<String, Object> FAILURE = Map.of("ok", false);

    /** Without token rotation a token is valid until the app is removed. Ten years represent that here. */
    static final Duration WITHOUT_ROTATION = Duration.ofDays(3650);

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
        return CodeFlow.of(ID, ClientAuthMode.HTTP_BASIC, List.of("chat:write"), HOST)
                .with(ProfileField.TOKEN_URL, TOKEN_URL)
                .with(ProfileField.AUTH_URL, AUTH_URL);
    }

    @Override
    public TokenTraits traits() {
        return TokenTraits.builder().defaultExpiresIn(WITHOUT_ROTATION).build();
    }

    @Override
    public Map<String, Object> failureMarks() {
        return FAILURE;
    }

    @Override
    public Set<String> bearerTypes() {
        return Set.of("bot");
    }

    @Override
    public String scopeSeparator() {
        return SCOPE_SEPARATOR;
    }

    @Override
    public Optional<String> requestIdHeader() {
        return Optional.of(REQUEST_ID);
    }

    @Override
    public ErrorTable errors() {
        return SlackErrors.TABLE;
    }
}
