package com.algosolutions.oauth.time;

import java.time.Duration;

/**
 * A wait that grows with each failure in a row, up to a longest one. Immutable.
 *
 * @param first the wait after the first failure
 * @param longest no wait is longer
 * @param factor how many times as long each wait is as the one before
 */
public record BackOff(Duration first, Duration longest, int factor) {

    /**
     * The wait after a number of failures in a row.
     *
     * @param failures how many, from 1
     */
    public Duration after(int failures) {
        Duration wait = first;
        for (int i = 1; i < failures && wait.compareTo(longest) < 0; i++) {
            wait = wait.multipliedBy(factor);
        }
        return wait.compareTo(longest) > 0 ? longest : wait;
    }
}
