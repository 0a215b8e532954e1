package com.algosolutions.oauth;

import java.time.Duration;

/**
 * The life of a refresh token that nobody uses.
 *
 * @param whole how long it lives from when it was obtained, or used last
 * @param left how much of that is left; zero if it is over
 */
record RefreshLife(Duration whole, Duration left) {

    /** How long until half of it is over; zero if it is. */
    Duration untilHalf() {
        Duration until = left.minus(whole.dividedBy(2));
        return until.isNegative() ? Duration.ZERO : until;
    }
}
