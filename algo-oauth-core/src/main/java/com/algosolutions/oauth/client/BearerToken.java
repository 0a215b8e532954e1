package com.algosolutions.oauth.client;

import com.algosolutions.oauth.credential.Credential;
import com.algosolutions.oauth.credential.ProfileEntry;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.token.AccessToken;
import com.algosolutions.oauth.token.TokenManager;
import java.net.URI;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * An access token of a profile, for an application that sends requests with another HTTP client: from {@link OAuthClient#bearerToken}.
 * Immutable and thread-safe; prints without the token.
 *
 * @since 0.1.0
 */
public final class BearerToken {
    private final OAuthProfile profile;
    private final URI target;
    private final TokenManager tokens;
    private final AccessToken token;
    private final LongSupplier ticker;

    BearerToken(OAuthProfile profile, URI target, TokenManager tokens, AccessToken token, LongSupplier ticker) {
        this.profile = profile;
        this.target = target;
        this.tokens = tokens;
        this.token = token;
        this.ticker = ticker;
    }

    String profile() {
        return profile.name();
    }

    URI target() {
        return target;
    }

    /** Whether this is still the token of a profile for a URL: the profile has not been edited, and the token is fresh. */
    @SuppressWarnings("ReferenceEquality") // an edited profile is another instance
    boolean isCurrent(ProfileEntry entry, URI url) {
        Credential credential = entry.credential();
        return entry.profile() == profile
                && credential != null
                && credential.tokens() == tokens
                && tokens.isFresh(token)
                && target.equals(url);
    }

    /** {@return the value of the {@code Authorization} header, such as {@code Bearer …}: RFC 6750 section 2.1} */
    public Secret headerValue() {
        return token.authorization();
    }

    /**
     * Returns for how long from now the token may be sent: until a little before it expires, at most 30 s, as the client itself does. The
     * provider may invalidate the token earlier.
     *
     * @return the time by the client's monotonic clock; zero once it is over
     */
    public Duration expiresIn() {
        return Duration.ofNanos(Math.max(0, token.goodUntil() - ticker.getAsLong()));
    }

    /** Drops the token; false if that has already happened, or a newer token has replaced it. */
    boolean drop() {
        return tokens.reject(token);
    }

    /** {@return the profile and the remaining time} */
    @Override
    public String toString() {
        return "a token of profile " + profile.name() + ", good for "
                + expiresIn().toSeconds() + " s";
    }
}
