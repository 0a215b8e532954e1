package com.algosolutions.oauth.token;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.time.BackOff;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The reason why there is no token.
 *
 * @param failure the failure that callers get
 * @param unreachable whether the token endpoint did not answer, as opposed to rejecting the request
 * @param quiet the back-off: until it ends, callers get this same failure and no request is sent
 * @param time whether a wrong clock of the device may be the cause
 */
public record NoToken(Failure failure, boolean unreachable, Duration quiet, boolean time) implements TokenResult {
    /** When a rejected credential is tried again without an operator: the cause may have been corrected at the provider. */
    static final BackOff REJECTED = new BackOff(Duration.ofMinutes(10), Duration.ofHours(24), 6);

    private static final Duration UNTIL_REACTIVATED = Duration.ofDays(36_500);

    public NoToken(Failure failure, boolean unreachable, Duration quiet) {
        this(failure, unreachable, quiet, false);
    }

    static NoToken once(Failure failure, boolean unreachable) {
        return new NoToken(failure, unreachable, Duration.ZERO);
    }

    /** The stored rejection, an earlier process's included; null if there is none. */
    public static @Nullable NoToken remembered(CredentialState state) {
        CredentialState.Refusal refusal = state.refusal().orElse(null);
        return refusal == null ? null : new NoToken(refusal.failure(), false, backOff(state));
    }

    static Duration backOff(CredentialState rejected) {
        return rejected.isRevoked()
                ? UNTIL_REACTIVATED
                : REJECTED.after(
                        rejected.refusal().map(CredentialState.Refusal::times).orElse(1));
    }

    /** Whether it lasts until an operator reactivates the credential. */
    public boolean isUntilReactivated() {
        return quiet.equals(UNTIL_REACTIVATED);
    }
}
