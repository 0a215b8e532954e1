package com.algosolutions.oauth.token;

import com.algosolutions.oauth.Failure;
import java.time.Duration;

/**
 * The reason why there is no token.
 *
 * @param failure the failure that callers get
 * @param unreachable whether the token endpoint did not answer, as opposed to rejecting the request
 * @param quiet the back-off: until it ends, callers get this same failure and no request is sent
 * @param time whether a wrong clock of the device may be the cause
 */
public record NoToken(Failure failure, boolean unreachable, Duration quiet, boolean time) implements TokenResult {

    public NoToken(Failure failure, boolean unreachable, Duration quiet) {
        this(failure, unreachable, quiet, false);
    }

    static NoToken once(Failure failure, boolean unreachable) {
        return new NoToken(failure, unreachable, Duration.ZERO);
    }
}
