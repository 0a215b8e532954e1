package com.algosolutions.oauth.signin;

import com.algosolutions.oauth.DeviceCode;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.SignIn;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A sign-in that could not be started. An earlier one of the profile is not affected. Immutable.
 *
 * @param profile the profile's name
 * @param why the reason
 */
record FailedSignIn(String profile, Failure why) implements SignIn {

    @Override
    public State state() {
        return State.FAILED;
    }

    @Override
    public Optional<URI> browserUrl() {
        return Optional.empty();
    }

    @Override
    public Optional<DeviceCode> deviceCode() {
        return Optional.empty();
    }

    @Override
    public Duration expiresIn() {
        return Duration.ZERO;
    }

    @Override
    public Optional<Failure> failure() {
        return Optional.of(why);
    }

    @Override
    public String message() {
        return why.toString();
    }

    @Override
    public State await(Duration limit) {
        return State.FAILED;
    }

    @Override
    public State await() {
        return State.FAILED;
    }

    @Override
    public CompletableFuture<State> future() {
        return CompletableFuture.completedFuture(State.FAILED);
    }

    @Override
    public boolean cancel() {
        return false;
    }

    /** {@return the failure, in one line} */
    @Override
    public String toString() {
        return message();
    }
}
