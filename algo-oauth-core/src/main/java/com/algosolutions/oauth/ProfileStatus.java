package com.algosolutions.oauth;

import java.time.Duration;
import java.util.Optional;

/**
 * How a profile stands: what a device shows as its <em>OAuth Profile Status</em>. Immutable and thread-safe; without secrets.
 *
 * @param state the state
 * @param failure why it is not {@link State#READY}, where there is a reason to tell
 * @param nextTry how long until the token endpoint is asked again, where it is left alone until then
 * @param tokenGoodFor how long the present token is good; empty if there is none
 * @param refreshGoodFor how long the refresh token is good if nobody uses it: what its reply has said, or what the provider declares, if that
 *     is less. Empty if there is none, or neither is known. After a restart it is reckoned by the wall clock, and a hint
 * @param signIn the sign-in with a code on another device that is waited for, to be shown; it goes on while one looks at it
 */
public record ProfileStatus(
        State state,
        Optional<Failure> failure,
        Optional<Duration> nextTry,
        Optional<Duration> tokenGoodFor,
        Optional<Duration> refreshGoodFor,
        Optional<DeviceAuthorization> signIn) {

    ProfileStatus(
            State state,
            Optional<Failure> failure,
            Optional<Duration> nextTry,
            Optional<Duration> tokenGoodFor,
            Optional<Duration> refreshGoodFor) {
        this(state, failure, nextTry, tokenGoodFor, refreshGoodFor, Optional.empty());
    }

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

    static ProfileStatus notConfigured() {
        return without(State.NOT_CONFIGURED, Optional.empty());
    }

    /** A state in which there are no tokens. */
    static ProfileStatus without(State state, Optional<Failure> why) {
        return new ProfileStatus(state, why, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same, while somebody authorises it. */
    ProfileStatus authorizing(Failure what) {
        return new ProfileStatus(State.AUTHORIZING, Optional.of(what), nextTry, tokenGoodFor, refreshGoodFor);
    }

    /** The same, while somebody is asked to sign in with a code on another device. */
    ProfileStatus authorizing(DeviceAuthorization waitedFor) {
        return new ProfileStatus(
                State.AUTHORIZING, failure, nextTry, tokenGoodFor, refreshGoodFor, Optional.of(waitedFor));
    }

    /** The same, with a better reason. */
    ProfileStatus because(Failure why) {
        return new ProfileStatus(state, Optional.of(why), nextTry, tokenGoodFor, refreshGoodFor, signIn);
    }

    /** {@return the status in one line} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(state.name());
        signIn.ifPresent(waitedFor -> text.append(", ").append(waitedFor));
        tokenGoodFor.ifPresent(left ->
                text.append(", token good for ").append(left.toSeconds()).append(" s"));
        refreshGoodFor.ifPresent(left -> text.append(", refresh token good for ")
                .append(left.toSeconds())
                .append(" s"));
        nextTry.ifPresent(
                wait -> text.append(", next try in ").append(wait.toSeconds()).append(" s"));
        failure.ifPresent(why -> text.append(": ").append(why));
        return text.toString();
    }
}
