package com.algosolutions.oauth;

import java.time.Duration;
import java.util.Optional;

/**
 * The state of a profile at one instant: what a device shows as its <em>OAuth Profile Status</em>. Only the library implements it; it may get
 * more methods in a minor release. Immutable and thread-safe; prints in one line, without a secret.
 */
public interface ProfileStatus {

    /** {@return the state} */
    State state();

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

    /** {@return the device sign-in in progress (RFC 8628), to be shown; it continues while the page shows it} */
    Optional<DeviceAuthorization> signIn();

    /** The states of a profile. */
    public enum State {
        /** There is no such profile, or its provider is not installed. */
        NOT_CONFIGURED,
        /** A sign-in is in progress, or new credentials wait to be saved. The profile uses its old credentials, if they are valid. */
        AUTHORIZING,
        /** The profile has a token, or the client can obtain one without an operator. */
        READY,
        /** The client is obtaining a token, and callers wait for it. */
        RENEWING,
        /** The profile works with the tokens it has, but the token endpoint or the store fails. */
        DEGRADED,
        /** The client backs off: the provider has asked for that, or its rate limit is reached. */
        THROTTLED,
        /** No token can be obtained, because the device's clock is wrong. */
        CLOCK_UNTRUSTED,
        /** The provider has rejected the credentials; an operator must change the profile or authorize it again. */
        REAUTHORIZATION_REQUIRED,
        /** The tokens were revoked on request. */
        REVOKED
    }
}
