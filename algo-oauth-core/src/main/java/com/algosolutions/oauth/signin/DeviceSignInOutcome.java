package com.algosolutions.oauth.signin;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.endpoint.TokenResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The end of a device sign-in without tokens, after a poll or the expiry of the code.
 *
 * @param how how it ended
 * @param failure the reason
 */
record DeviceSignInOutcome(SignInOutcome how, Failure failure) {
    private static final String AGAIN = "Start Authorization again.";

    /**
     * The token endpoint rejected a poll.
     *
     * @param replyLost whether the response to an earlier poll was lost; it may have contained the token
     */
    static DeviceSignInOutcome refused(TokenResponse.Failed reply, boolean replyLost) {
        List<String> codes = reply.codes().orElse(List.of());
        Failure said = reply.failure();
        if (codes.contains("access_denied")) {
            return new DeviceSignInOutcome(SignInOutcome.DENIED, said);
        }
        if (codes.contains("expired_token")) {
            return new DeviceSignInOutcome(SignInOutcome.EXPIRED, said);
        }
        if (!replyLost || !codes.contains("invalid_grant")) {
            return new DeviceSignInOutcome(SignInOutcome.REFUSED, said);
        }
        return new DeviceSignInOutcome(
                SignInOutcome.REFUSED,
                said.withMessage(
                                "the device code has been used: the response with the token was lost (power or network)")
                        .withAdvice(AGAIN));
    }

    /**
     * The code has expired.
     *
     * @param pollFailure the failure of the last poll; null if the token endpoint responded to it
     */
    static DeviceSignInOutcome expired(@Nullable Failure pollFailure) {
        String why = pollFailure == null
                ? "the user did not sign in before the code expired"
                : "the code expired while the token endpoint could not be polled: " + pollFailure.message();
        return new DeviceSignInOutcome(
                SignInOutcome.EXPIRED, Failure.of(Step.SIGN_IN, Failure.Kind.GRANT_INVALID, why, AGAIN));
    }

    /** A poll threw an exception: an error in a plugin or in this library. */
    static DeviceSignInOutcome broken() {
        return new DeviceSignInOutcome(SignInOutcome.REFUSED, SignInOutcome.internalError());
    }
}
