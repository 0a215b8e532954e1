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

    /** {@return how long until the token endpoint is asked again, if the client backs off until then} */
    Optional<Duration> nextTry();

    /** {@return how long the present access token is good; empty if there is none} */
    Optional<Duration> tokenGoodFor();

    /**
     * How long the refresh token is good if it is not used: the time that its token response named, or that the provider declares, whichever
     * is less. After a restart it is computed by the wall clock, and is a hint.
     *
     * @return the time; empty if there is no refresh token, or neither time is known
     */
    Optional<Duration> refreshGoodFor();

    /** {@return the sign-in with a code on another device that is in progress, to be shown; it continues while the page shows it} */
    Optional<DeviceAuthorization> signIn();

    /** The states of a profile. */
    public enum State {
        /** There is no such profile, or its provider is not installed. */
        NOT_CONFIGURED,
        /** Somebody is authorising it: a sign-in is waited for, or new credentials wait to be saved. It works with what it had, if that is good. */
        AUTHORIZING,
        /** A token is at hand, or can be obtained without anybody's help. */
        READY,
        /** A token is being obtained, and callers wait for it. */
        RENEWING,
        /** It works with what it has, but the token endpoint or the storage is in trouble. */
        DEGRADED,
        /** The provider has asked for silence, or its budget is used up. */
        THROTTLED,
        /** The device's clock is wrong, and for that reason no token can be obtained. */
        CLOCK_UNTRUSTED,
        /** The provider has refused; somebody must change the profile or authorise it again. */
        REAUTHORIZATION_REQUIRED,
        /** It was revoked on request. */
        REVOKED
    }
}
