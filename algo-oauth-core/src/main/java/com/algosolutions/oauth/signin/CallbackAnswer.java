package com.algosolutions.oauth.signin;

import com.algosolutions.oauth.CallbackResult;
import com.algosolutions.oauth.Failure;
import java.util.Optional;

/**
 * The result of a callback, or of new tokens that were to be kept.
 *
 * @param profile the profile's name, if there is one
 * @param message what has happened, and what to do
 * @param failure why it was refused; empty if it was accepted
 */
record CallbackAnswer(Optional<String> profile, String message, Optional<Failure> failure) implements CallbackResult {

    static CallbackAnswer accepted(String profile, String message) {
        return new CallbackAnswer(Optional.of(profile), message, Optional.empty());
    }

    static CallbackAnswer refused(String profile, Failure failure) {
        return new CallbackAnswer(Optional.of(profile), failure.toString(), Optional.of(failure));
    }

    /** A callback that belongs to no sign-in. */
    static CallbackAnswer unknown(Failure failure) {
        return new CallbackAnswer(Optional.empty(), failure.toString(), Optional.of(failure));
    }

    @Override
    public boolean accepted() {
        return failure.isEmpty();
    }

    /** {@return the message} */
    @Override
    public String toString() {
        return message;
    }
}
