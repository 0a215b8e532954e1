package com.algosolutions.oauth.signin;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.SignIn.State;
import com.algosolutions.oauth.Step;
import java.util.Optional;

/** How a sign-in ended, with the failure that a repeated callback gets. */
public enum SignInOutcome {
    REDEEMING(
            "a callback of this sign-in was received before, and its code is being redeemed",
            "Wait for the first page, and close this one."),
    GRANTED(
            "a callback of this sign-in was received before, and new credentials were obtained; opening the page again changes nothing",
            "Close this page. If they are not saved yet, press Update Profile."),
    REFUSED("a callback of this sign-in was received before, and was refused", "Press Start Authorization again."),
    DENIED("a callback of this sign-in was received before, and was refused", "Press Start Authorization again."),
    LOST(
            "the device was stopped while the code of this sign-in was being redeemed, so the token response is lost, and a code"
                    + " can be used only once",
            "Press Start Authorization again."),
    SUPERSEDED(
            "a newer Start Authorization has replaced this sign-in",
            "Sign in at the newest address, or press Start Authorization again."),
    ABANDONED("this sign-in was cancelled", "Press Start Authorization again."),
    EXPIRED(
            "more than " + BrowserSignIn.LIFE.toMinutes() + " minutes have passed since Start Authorization",
            "Press Start Authorization again.");

    private final String meaning;
    private final String advice;

    SignInOutcome(String meaning, String advice) {
        this.meaning = meaning;
        this.advice = advice;
    }

    /** The failure of a sign-in that ended with an exception of this library or of a plugin. */
    public static Failure internalError() {
        return Failure.of(
                Step.SIGN_IN,
                Failure.Kind.UNAVAILABLE,
                "an error in this library or in a plugin has ended the sign-in",
                "Report it with the log, which has the stack trace.");
    }

    /** The state of a sign-in with this end; UNSAVED if it obtained tokens. */
    State state() {
        return switch (this) {
            case REDEEMING -> State.WAITING;
            case GRANTED -> State.UNSAVED;
            case REFUSED, LOST -> State.FAILED;
            case DENIED -> State.DENIED;
            case SUPERSEDED, ABANDONED -> State.CANCELLED;
            case EXPIRED -> State.EXPIRED;
        };
    }

    /** Why a sign-in of another process was denied, has expired or failed. That process has reported the details. */
    Optional<Failure> reason() {
        return switch (this) {
            case REFUSED -> reason("the sign-in was refused; the events of the process that has handled it say why");
            case DENIED -> reason("the user did not allow the sign-in, or is not permitted to sign in");
            case EXPIRED -> reason("the user did not sign in in time");
            case LOST -> reason(meaning);
            default -> Optional.empty();
        };
    }

    private static Optional<Failure> reason(String meaning) {
        return Optional.of(
                Failure.of(Step.SIGN_IN, Failure.Kind.GRANT_INVALID, meaning, "Press Start Authorization again."));
    }

    /** What has happened to the sign-in, without advice. */
    String meaning() {
        return meaning;
    }

    /** The failure that a callback gets after this end. */
    Failure failure() {
        return Failure.of(Step.SIGN_IN, Failure.Kind.REQUEST, meaning, advice);
    }
}
