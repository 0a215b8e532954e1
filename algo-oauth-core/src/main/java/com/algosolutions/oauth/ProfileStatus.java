package com.algosolutions.oauth;

import java.time.Duration;
import java.util.Optional;

/**
 * The state of a profile at one instant: what a device shows as its <em>OAuth Profile Status</em>. Only the library implements it; it may get
 * more methods in a minor release. Immutable and thread-safe; prints in one line, without a secret.
 *
 * @since 0.1.0
 */
public interface ProfileStatus {

    /** {@return the state} */
    State state();

    /**
     * Returns whether the profile works now: a call has a valid access token, or obtains one without an operator. It is true in the state
     * {@link State#READY}; in {@link State#RENEWING}, unless the client tries again after a failure that is not {@linkplain
     * Failure#temporary() temporary}; and in any state in which the profile has a valid access token: in {@link State#DEGRADED} until that
     * token expires. An API can still reject the token; the result of a call says so.
     *
     * @return whether it works
     */
    default boolean usable() {
        return state() == State.READY
                || accessTokenExpiresIn().isPresent()
                || (state() == State.RENEWING
                        && failure().map(Failure::temporary).orElse(true));
    }

    /**
     * Returns whether an operator must act before the profile works again, or so that it continues to work. It is true in the states {@link
     * State#NOT_CONFIGURED}, {@link State#REAUTHORIZATION_REQUIRED}, {@link State#MISCONFIGURED} and {@link
     * State#REVOKED}, and in {@link State#DEGRADED} and {@link State#RENEWING} if there is a failure that is not {@linkplain
     * Failure#temporary() temporary}. With a valid access token, {@link #usable()} is true as well. It is false in {@link State#THROTTLED} and {@link State#CLOCK_UNTRUSTED}: the client
     * retries by itself, and NTP may set the clock. A {@link #signIn()} does not change it.
     *
     * @return whether an operator must act; {@link #failure()} says what to do
     */
    default boolean needsOperator() {
        return switch (state()) {
            case NOT_CONFIGURED, REAUTHORIZATION_REQUIRED, MISCONFIGURED, REVOKED -> true;
            case READY, THROTTLED, CLOCK_UNTRUSTED -> false;
            case DEGRADED, RENEWING -> failure().filter(why -> !why.temporary()).isPresent();
        };
    }

    /** {@return why the state is not {@link State#READY}, if there is a reason to show} */
    Optional<Failure> failure();

    /** {@return how long until the client sends the next token request; empty if it does not back off} */
    Optional<Duration> retryAfter();

    /** {@return how long the access token is still valid; empty if there is none} */
    Optional<Duration> accessTokenExpiresIn();

    /**
     * Returns how long the refresh token remains valid if it is not used: the lifetime in its token response, or the one that the provider
     * declares, whichever is shorter. After a restart it is computed from the wall clock, and is only an estimate.
     *
     * @return the time; empty if there is no refresh token, or neither lifetime is known
     */
    Optional<Duration> refreshTokenExpiresIn();

    /**
     * Returns the sign-in of the profile that is in progress, or whose new credentials wait to be saved, as far as this client knows it.
     * {@code client.signIns().current(…)} also finds one that another process has started. Meanwhile the profile uses its old credentials,
     * if it has any, and the {@linkplain #state() state} is theirs.
     *
     * @return the sign-in; empty if there is none
     */
    Optional<SignIn> signIn();

    /** The states of a profile. */
    public enum State {
        /** There is no such profile, or its provider is not installed. */
        NOT_CONFIGURED,
        /** The profile has a token, or the client can obtain one without an operator. */
        READY,
        /** The client is obtaining a token, and callers wait for it. */
        RENEWING,
        /**
         * The token endpoint or the store fails, or has rejected the credentials. The profile works as long as it has a valid access token
         * ({@link #usable()}), and the client tries again. If the store is the cause, the failure's step is {@link Step#STORAGE}: no user has to
         * sign in.
         */
        DEGRADED,
        /** The client backs off: the provider has asked for that, or its rate limit is reached. */
        THROTTLED,
        /** No token can be obtained, because the device's clock is wrong. */
        CLOCK_UNTRUSTED,
        /**
         * There is no token, and the refresh token or assertion is missing, expired, or rejected by the provider: a user must sign in (again), or
         * an operator must paste a new assertion. The failure's kind is {@link Failure.Kind#GRANT_INVALID}.
         */
        REAUTHORIZATION_REQUIRED,
        /**
         * There is no token, and the provider does not accept the profile or its app: a wrong client secret, an unknown client, a scope that is
         * not allowed, a wrong URL. An operator must correct the profile's field or the app; a new sign-in does not help. The failure's kind is
         * {@link Failure.Kind#CONFIGURATION}, or another one that is neither temporary nor {@link Failure.Kind#GRANT_INVALID}.
         */
        MISCONFIGURED,
        /** The tokens were revoked on request. */
        REVOKED
    }
}
