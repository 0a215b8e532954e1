package com.algosolutions.oauth.signin;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;

/** How a sign-in ended, and what is told when its callback comes once more. */
public enum SignInOutcome {
    REDEEMING(
            "this sign-in has come back before, and its code is being redeemed",
            "Wait for the page that came first, and close this one."),
    GRANTED(
            "this sign-in has come back before, and has brought new credentials; nothing is lost by opening the page again",
            "Close this page. If they are not saved yet, press Update Profile."),
    REFUSED("this sign-in has come back before, and was refused", "Press Start Authorization again."),
    LOST(
            "the device was stopped while the code of this sign-in was being redeemed, so what it brought is lost, and a code is good"
                    + " for once",
            "Press Start Authorization again."),
    SUPERSEDED(
            "a newer Start Authorization has taken the place of this sign-in",
            "Sign in at the newest address, or press Start Authorization again."),
    ABANDONED("this sign-in was abandoned", "Press Start Authorization again."),
    EXPIRED(
            "more than " + BrowserSignIn.LIFE.toMinutes() + " minutes have passed since Start Authorization",
            "Press Start Authorization again.");

    private final String meaning;
    private final String advice;

    SignInOutcome(String meaning, String advice) {
        this.meaning = meaning;
        this.advice = advice;
    }

    /** A sign-in that the provider did not reject: the code of this library or of a plugin failed. */
    public static Failure internalError() {
        return Failure.local(
                Step.AUTHORIZATION,
                Failure.Kind.UNAVAILABLE,
                "the authorization ended by an error in this library or in a plugin",
                "Report it with the log, which has the stack trace.");
    }

    Failure failure() {
        return Failure.local(Step.AUTHORIZATION, Failure.Kind.REQUEST, meaning, advice);
    }
}
