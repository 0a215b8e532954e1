package com.algosolutions.oauth.spi;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How a provider's tokens behave, as far as the client must know to keep them valid. Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class TokenTraits {
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private static final TokenTraits STANDARD = builder().build();

    private final boolean refreshTokensRotate;
    private final @Nullable Duration replayWindow;
    private final boolean renewalInvalidatesAccessToken;
    private final boolean revocationEndsGrant;
    private final @Nullable Duration refreshTokenIdleLifetime;
    private final int sessionsPerUser;
    private final @Nullable RateLimit rateLimit;
    private final @Nullable Duration defaultExpiresIn;
    private final List<String> tokenAt;

    private TokenTraits(Builder from) {
        refreshTokensRotate = from.refreshTokensRotate;
        replayWindow = from.replayWindow;
        renewalInvalidatesAccessToken = from.renewalInvalidatesAccessToken;
        revocationEndsGrant = from.revocationEndsGrant;
        refreshTokenIdleLifetime = from.refreshTokenIdleLifetime;
        sessionsPerUser = from.sessionsPerUser;
        rateLimit = from.rateLimit;
        defaultExpiresIn = from.defaultExpiresIn;
        tokenAt = from.tokenAt;
    }

    /** {@return the traits that the RFCs suggest: the defaults of {@link Builder}} */
    public static TokenTraits standard() {
        return STANDARD;
    }

    /** {@return a builder with the traits that the RFCs suggest} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return whether a renewal replaces the refresh token, so that the provider rejects a second use of the old one} */
    public boolean refreshTokensRotate() {
        return refreshTokensRotate;
    }

    /** {@return how long a renewal whose response was lost can be repeated; empty for never} */
    public Optional<Duration> replayWindow() {
        return Optional.ofNullable(replayWindow);
    }

    /** {@return whether a successful renewal invalidates the old access token at once} */
    public boolean renewalInvalidatesAccessToken() {
        return renewalInvalidatesAccessToken;
    }

    /** {@return whether revoking one token of a grant invalidates all of them} */
    public boolean revocationEndsGrant() {
        return revocationEndsGrant;
    }

    /** {@return the lifetime of an unused refresh token; empty if unknown} */
    public Optional<Duration> refreshTokenIdleLifetime() {
        return Optional.ofNullable(refreshTokenIdleLifetime);
    }

    /** {@return how many sessions a user may have per app; empty if unknown} */
    public OptionalInt sessionsPerUser() {
        return sessionsPerUser == 0 ? OptionalInt.empty() : OptionalInt.of(sessionsPerUser);
    }

    /** {@return the rate limit of the token and revocation endpoints; empty if there is none} */
    public Optional<RateLimit> rateLimit() {
        return Optional.ofNullable(rateLimit);
    }

    /** {@return the lifetime of an access token whose response has no {@code expires_in}; empty if unknown, which means an hour} */
    public Optional<Duration> defaultExpiresIn() {
        return Optional.ofNullable(defaultExpiresIn);
    }

    /** {@return the names of the nested members that lead to the tokens in a token response; empty if they are at its top level} */
    public List<String> tokenAt() {
        return tokenAt;
    }

    /** A number of calls in a sliding window. Immutable and thread-safe. */
    public static final class RateLimit {
        private final int calls;
        private final Duration window;

        private RateLimit(int calls, Duration window) {
            this.calls = calls;
            this.window = window;
        }

        /** {@return how many calls a client may make within the window; at least 1} */
        public int calls() {
            return calls;
        }

        /** {@return the window} */
        public Duration window() {
            return window;
        }
    }

    /**
     * Makes traits. The default of each trait is the behaviour that the RFCs suggest. A duration is more than zero and at most a hundred
     * years (36,500 days). Not thread-safe.
     */
    public static final class Builder {
        private boolean refreshTokensRotate = true;
        private @Nullable Duration replayWindow;
        private boolean renewalInvalidatesAccessToken;
        private boolean revocationEndsGrant;
        private @Nullable Duration refreshTokenIdleLifetime;
        private int sessionsPerUser;
        private @Nullable RateLimit rateLimit;
        private @Nullable Duration defaultExpiresIn;
        private List<String> tokenAt = List.of();

        private Builder() {}

        /**
         * Whether a renewal replaces the refresh token, so that the provider rejects a second use of the old one, or treats it as theft.
         * Default: true.
         *
         * @param value false if a refresh token can be used repeatedly
         * @return this
         */
        public Builder refreshTokensRotate(boolean value) {
            refreshTokensRotate = value;
            return this;
        }

        /**
         * How long a refresh token whose response was lost can be sent again, for the same new tokens. Default: never.
         *
         * @param value the time from the renewal whose response was lost
         * @return this
         * @throws IllegalArgumentException if the time is not in the range
         */
        public Builder replayWindow(Duration value) {
            replayWindow = inRange(value, "replayWindow");
            return this;
        }

        /**
         * Whether a successful renewal invalidates the old access token at once. Default: false.
         *
         * @param value true if it does
         * @return this
         */
        public Builder renewalInvalidatesAccessToken(boolean value) {
            renewalInvalidatesAccessToken = value;
            return this;
        }

        /**
         * Whether revoking one token of a grant, refresh or access, invalidates them all, so that one call is enough. Default: false.
         *
         * @param value true if it does
         * @return this
         */
        public Builder revocationEndsGrant(boolean value) {
            revocationEndsGrant = value;
            return this;
        }

        /**
         * The lifetime of an unused refresh token. Default: unknown.
         *
         * @param value the time from its issue, or from its last use if refresh tokens do not rotate
         * @return this
         * @throws IllegalArgumentException if the lifetime is not in the range
         */
        public Builder refreshTokenIdleLifetime(Duration value) {
            refreshTokenIdleLifetime = inRange(value, "refreshTokenIdleLifetime");
            return this;
        }

        /**
         * How many sessions a user may have per app before the provider ends the oldest. The client renews tokens rather than starting a
         * session, and fewer devices than that should share a credential. Default: unknown.
         *
         * @param value the number, at least 1
         * @return this
         * @throws IllegalArgumentException if the number is less than 1
         */
        public Builder sessionsPerUser(int value) {
            sessionsPerUser = positive(value, "sessionsPerUser");
            return this;
        }

        /**
         * How many calls of the token and revocation endpoints together a client may make. Default: no limit.
         *
         * @param calls how many, at least 1
         * @param window the sliding window in which they are counted
         * @return this
         * @throws IllegalArgumentException if there are less than 1, or if the window is not in the range
         */
        public Builder rateLimit(int calls, Duration window) {
            rateLimit = new RateLimit(positive(calls, "rateLimit"), inRange(window, "rateLimit"));
            return this;
        }

        /**
         * The lifetime of an access token whose response has no {@code expires_in}, such as that of a provider whose tokens are valid until
         * they are revoked. A profile's Default Expiry overrides it. Default: unknown, which means an hour.
         *
         * @param value the time from its issue
         * @return this
         * @throws IllegalArgumentException if the lifetime is not in the range
         */
        public Builder defaultExpiresIn(Duration value) {
            defaultExpiresIn = inRange(value, "defaultExpiresIn");
            return this;
        }

        /**
         * Where a token response has its tokens: the names of nested members, such as {@code authed_user} for Slack's user tokens. The object
         * there has {@code access_token}, and the other members of RFC 6749 section 5.1. A response to a refresh token may have them at its top
         * level instead. Default: the top level.
         *
         * @param members the names, the outermost first
         * @return this
         * @throws IllegalArgumentException if a name is empty
         */
        public Builder tokenAt(String... members) {
            tokenAt = List.of(requireNonNull(members, "members"));
            if (tokenAt.contains("")) {
                throw new IllegalArgumentException(
                        "A name in tokenAt is empty. Write the name of a member of the response.");
            }
            return this;
        }

        /** {@return the traits} */
        public TokenTraits build() {
            return new TokenTraits(this);
        }

        private static Duration inRange(Duration value, String name) {
            requireNonNull(value, name);
            if (value.isNegative() || value.isZero() || value.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(
                        name + " is " + value
                                + ", which is not more than zero and at most 36500 days. Correct it, or omit it for the default.");
            }
            return value;
        }

        private static int positive(int value, String name) {
            if (value < 1) {
                throw new IllegalArgumentException(
                        name + " is " + value + ", which is less than 1. Correct it, or omit it for the default.");
            }
            return value;
        }
    }
}
