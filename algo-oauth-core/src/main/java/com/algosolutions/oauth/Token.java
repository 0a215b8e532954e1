package com.algosolutions.oauth;

import com.algosolutions.oauth.profile.Secret;

/**
 * An access token while it is good. Its age is told by the monotonic ticker.
 *
 * @param bearer the header value that carries it: RFC 6750 section 2.1
 * @param goodUntil the ticker's nanoseconds at which it is renewed, a little before it dies
 * @param origin how it was obtained, in an operator's words
 */
record Token(Secret bearer, long goodUntil, String origin) implements TokenOutcome {

    boolean goodAt(long ticks) {
        return goodUntil - ticks > 0;
    }
}
