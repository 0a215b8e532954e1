package com.algosolutions.oauth.token;

import com.algosolutions.oauth.time.Durations;
import java.time.Duration;

/**
 * The life of a refresh token while it is not used.
 *
 * @param whole how long it lives from its issue or its last use
 * @param left how much of that is left; zero if it is over
 */
public record RefreshTokenLife(Duration whole, Duration left) {

    /**
     * The time until half of the life is over, plus up to an eighth of the life; zero if that time has passed.
     *
     * @param jitter how much of that eighth, 0 to 1
     */
    public Duration untilHalf(double jitter) {
        Duration later = Duration.ofNanos((long) (whole.dividedBy(8).toNanos() * jitter));
        return Durations.max(left.minus(whole.dividedBy(2)).plus(later), Duration.ZERO);
    }
}
