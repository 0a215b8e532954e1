package com.algosolutions.oauth.signin;

import com.algosolutions.oauth.DeviceAuthorization.State;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.endpoint.TokenResponse;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a device authorization has ended without a grant.
 *
 * @param state the final state
 * @param failure why, unless somebody has given it up
 * @param words the same in one line
 */
record DeviceSignInOutcome(State state, Optional<Failure> failure, String words) {
    private static final String AGAIN = "Start Authorization again.";

    private DeviceSignInOutcome(State state, Failure failure) {
        this(state, Optional.of(failure), failure.toString());
    }

    static DeviceSignInOutcome cancelled(String why) {
        return new DeviceSignInOutcome(State.CANCELLED, Optional.empty(), why);
    }

    /** The token endpoint has refused. If an earlier reply was lost, it may have been the one with the token. */
    static DeviceSignInOutcome refused(TokenResponse.Failed reply, boolean replyLost) {
        List<String> codes = reply.codes().orElse(List.of());
        Failure said = reply.failure();
        if (codes.contains("access_denied") || codes.contains("authorization_declined")) {
            return new DeviceSignInOutcome(State.DENIED, said);
        }
        if (codes.contains("expired_token")) {
            return new DeviceSignInOutcome(State.EXPIRED, said);
        }
        if (!replyLost || !codes.contains("invalid_grant")) {
            return new DeviceSignInOutcome(State.FAILED, said);
        }
        return new DeviceSignInOutcome(
                State.FAILED,
                said.withMeaning(
                                "the device code is used up: the reply that had the token in it was lost (power or network)")
                        .withAdvice(AGAIN));
    }

    /**
     * The code has expired.
     *
     * @param trouble why the token endpoint could not be asked at the end, if it could not
     */
    static DeviceSignInOutcome expired(@Nullable Failure trouble) {
        String why = trouble == null
                ? "nobody signed in before the code expired"
                : "the code expired while the token endpoint could not be asked: " + trouble.meaning();
        return new DeviceSignInOutcome(
                State.EXPIRED, Failure.local(Step.AUTHORIZATION, Failure.Kind.GRANT_INVALID, why, AGAIN));
    }

    /** Something threw that should not have. */
    static DeviceSignInOutcome broken() {
        return new DeviceSignInOutcome(State.FAILED, SignInOutcome.internalError());
    }
}
