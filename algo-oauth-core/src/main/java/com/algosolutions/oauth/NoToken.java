package com.algosolutions.oauth;

import java.time.Duration;

/**
 * No token, and why.
 *
 * @param failure why
 * @param unreachable whether the token endpoint did not answer, as against refused
 * @param quiet how long the token endpoint is left alone: until then, callers get this same failure
 */
record NoToken(Failure failure, boolean unreachable, Duration quiet) implements TokenOutcome {

    static NoToken once(Failure failure, boolean unreachable) {
        return new NoToken(failure, unreachable, Duration.ZERO);
    }
}
