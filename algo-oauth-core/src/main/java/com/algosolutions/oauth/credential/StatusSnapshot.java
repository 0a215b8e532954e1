package com.algosolutions.oauth.credential;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.SignIn;
import java.time.Duration;
import java.util.Optional;

/**
 * A profile's status as the client computes it.
 *
 * @param state the state
 * @param failure why it is not READY, if there is a reason to show
 * @param retryAfter how long the client backs off
 * @param accessTokenExpiresIn how long the access token is good
 * @param refreshTokenExpiresIn how long the refresh token is good if it is not used
 * @param signIn the sign-in that is in progress, or whose tokens are not saved yet
 * @param signInText the state and the message of that sign-in when this status was computed; empty if there is none
 */
public record StatusSnapshot(
        State state,
        Optional<Failure> failure,
        Optional<Duration> retryAfter,
        Optional<Duration> accessTokenExpiresIn,
        Optional<Duration> refreshTokenExpiresIn,
        Optional<SignIn> signIn,
        String signInText)
        implements ProfileStatus {

    public StatusSnapshot(
            State state,
            Optional<Failure> failure,
            Optional<Duration> retryAfter,
            Optional<Duration> accessTokenExpiresIn,
            Optional<Duration> refreshTokenExpiresIn) {
        this(state, failure, retryAfter, accessTokenExpiresIn, refreshTokenExpiresIn, Optional.empty(), "");
    }

    public static StatusSnapshot notConfigured() {
        return without(State.NOT_CONFIGURED, Optional.empty());
    }

    /** A status without tokens. */
    static StatusSnapshot without(State state, Optional<Failure> why) {
        return new StatusSnapshot(state, why, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** This status with a sign-in in progress, or one whose tokens are not saved yet. */
    public StatusSnapshot with(SignIn inProgress, String text) {
        return new StatusSnapshot(
                state, failure, retryAfter, accessTokenExpiresIn, refreshTokenExpiresIn, Optional.of(inProgress), text);
    }

    /** This status with a more precise reason. */
    public StatusSnapshot withFailure(Failure why) {
        return new StatusSnapshot(
                state, Optional.of(why), retryAfter, accessTokenExpiresIn, refreshTokenExpiresIn, signIn, signInText);
    }

    /** {@return the status in one line} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(state.name());
        accessTokenExpiresIn.ifPresent(left ->
                text.append(", token good for ").append(left.toSeconds()).append(" s"));
        refreshTokenExpiresIn.ifPresent(left -> text.append(", refresh token good for ")
                .append(left.toSeconds())
                .append(" s"));
        long wait = retryAfter.orElse(Duration.ZERO).plusNanos(999_999_999).toSeconds(); // rounded up
        if (wait > 0) {
            text.append(", next try in ").append(wait).append(" s");
        }
        failure.ifPresent(why -> text.append(": ").append(why));
        if (signIn.isPresent()) {
            text.append(" (sign-in ").append(signInText).append(')');
        }
        return text.toString();
    }
}
