package com.algosolutions.oauth;

/**
 * No token, and why.
 *
 * @param failure why
 * @param unreachable whether the token endpoint did not answer, as against refused
 */
record NoToken(Failure failure, boolean unreachable) implements TokenOutcome {

    static NoToken refused(Failure failure) {
        return new NoToken(failure, false);
    }
}
