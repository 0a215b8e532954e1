package com.algosolutions.oauth.token;

import com.algosolutions.oauth.Failure;
import java.time.Duration;

/**
 * No token, and why.
 *
 * @param failure why
 * @param unreachable whether the token endpoint did not answer, as against refused
 * @param quiet how long the token endpoint is left alone: until then, callers get this same failure
 * @param time whether it is about what time it is, which the device may have wrong
 */
public record NoToken(Failure failure, boolean unreachable, Duration quiet, boolean time) implements TokenResult {

    public NoToken(Failure failure, boolean unreachable, Duration quiet) {
        this(failure, unreachable, quiet, false);
    }

    static NoToken once(Failure failure, boolean unreachable) {
        return new NoToken(failure, unreachable, Duration.ZERO);
    }
}
