package com.algosolutions.oauth.signin;

import com.algosolutions.oauth.CallbackResult;
import com.algosolutions.oauth.SignIn;
import org.assertj.core.api.Condition;

/** What a start or a callback has resulted in. */
public final class SignInResults {
    /** New credentials wait to be saved. */
    public static final Condition<Object> GRANTED = new Condition<>(
            result -> result instanceof SignIn signIn
                    ? signIn.state() == SignIn.State.UNSAVED
                    : ((CallbackResult) result).accepted(),
            "granted");

    /** A start or a callback that was refused. */
    public static final Condition<Object> REFUSED = new Condition<>(
            result -> result instanceof SignIn signIn
                    ? signIn.state() == SignIn.State.FAILED
                    : !((CallbackResult) result).accepted(),
            "refused");

    /** A sign-in that waits for a user with a browser. */
    public static final Condition<Object> WITH_BROWSER = new Condition<>(
            result -> result instanceof SignIn signIn
                    && signIn.state() == SignIn.State.WAITING
                    && signIn.browserUrl().isPresent(),
            "a sign-in with a browser");

    /** A sign-in that waits for a user with a code. */
    public static final Condition<Object> WITH_CODE = new Condition<>(
            result -> result instanceof SignIn signIn
                    && signIn.state() == SignIn.State.WAITING
                    && signIn.deviceCode().isPresent(),
            "a sign-in with a code");

    private SignInResults() {}
}
