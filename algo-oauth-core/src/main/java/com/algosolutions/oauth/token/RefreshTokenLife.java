package com.algosolutions.oauth.token;

import java.time.Duration;

/**
 * The life of a refresh token that nobody uses.
 *
 * @param whole how long it lives from when it was obtained, or used last
 * @param left how much of that is left; zero if it is over
 */
public record RefreshTokenLife(Duration whole, Duration left) {

    /**
     * How long until half of it is over, and up to an eighth of it more; zero if it is.
     *
     * @param jitter how much of that eighth, 0 to 1
     */
    Duration untilHalf(double jitter) {
        Duration later = Duration.ofNanos((long) (whole.dividedBy(8).toNanos() * jitter));
        Duration until = left.minus(whole.dividedBy(2)).plus(later);
        return until.isNegative() ? Duration.ZERO : until;
    }
}
