package com.algosolutions.oauth.providers;

import static com.algosolutions.oauth.Failure.Kind.GRANT_INVALID;
import static com.algosolutions.oauth.Failure.Kind.REQUEST;
import static com.algosolutions.oauth.Failure.Kind.TOKEN_INVALID;
import static com.algosolutions.oauth.spi.ErrorRule.api;

import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.Preset;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.spi.Endpoint;
import com.algosolutions.oauth.spi.ErrorRule;
import com.algosolutions.oauth.spi.ErrorTable;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.spi.TokenTraits;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Cisco Webex as a provider: the id {@code WEBEX}. Immutable and thread-safe.
 *
 * <p>The preset is for an "Integration" that posts messages to a space.
 *
 * @since 0.1.0
 */
public final class Webex implements OAuthProvider {
    /** The provider type. */
    public static final String ID = "WEBEX";

    private static final String AUTHORIZE = "Select Start Authorization, sign in, then Update Profile.";

    /** For {@link java.util.ServiceLoader}, or for {@code OAuthClient.builder().provider(new Webex())}. */
    public Webex() {}

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String displayName() {
        return "Cisco Webex";
    }

    /** {@code spark:all} is the scope in the device's manual; an app that only posts needs only {@code spark:messages_write}. */
    @Override
    public Preset preset() {
        return CodeFlow.of(ID, ClientAuthMode.REQUEST_BODY, List.of("spark:all"), "webexapis.com")
                .with(ProfileField.TOKEN_URL, URI.create("https://webexapis.com/v1/access_token"))
                .with(ProfileField.AUTH_URL, URI.create("https://webexapis.com/v1/authorize"));
    }

    /** Access tokens are valid for 14 days, refresh tokens for 90 days from their last use. */
    @Override
    public TokenTraits traits() {
        return TokenTraits.builder()
                .refreshTokenIdleLifetime(Duration.ofDays(90))
                .build();
    }

    @Override
    public Optional<String> requestIdHeader() {
        return Optional.of("trackingid");
    }

    /** Webex has no error codes, so the rows match by status and message. */
    @Override
    public ErrorTable errors() {
        return ErrorTable.of(
                ErrorRule.of(Endpoint.TOKEN, 400, GRANT_INVALID, "Webex does not accept the refresh token", AUTHORIZE)
                        .withBodyContaining("refresh token"),
                api(401, TOKEN_INVALID, "Webex does not accept the access token", AUTHORIZE),
                api(
                        403,
                        REQUEST,
                        "the token lacks a scope for this request, or the user may not do it",
                        "Add the scope to the integration and to Scope and authorise again, or add the user to the space."),
                api(
                        404,
                        REQUEST,
                        "there is no such space, or the user is not a member of it",
                        "Correct \"roomId\" in Data Payload, or add the user to the space."),
                api(
                        400,
                        REQUEST,
                        "the payload is not what Webex expects",
                        "Correct Data Payload; a message needs \"roomId\" and \"text\"."));
    }
}
