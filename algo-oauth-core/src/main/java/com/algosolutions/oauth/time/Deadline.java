package com.algosolutions.oauth.time;

import java.time.Duration;

/** The latest time at which a call returns, on the monotonic clock. Immutable. */
public record Deadline(long nanos) {
    private static final Duration LONGEST = Duration.ofDays(1);

    public static Deadline after(Duration time) {
        Duration bounded = time.isNegative() ? Duration.ZERO : time.compareTo(LONGEST) > 0 ? LONGEST : time;
        return new Deadline(System.nanoTime() + bounded.toNanos());
    }

    /** The deadline after half of the remaining time. */
    public Deadline half() {
        return new Deadline(nanos - Math.max(0, remaining()) / 2);
    }

    /** Nanoseconds left; zero or less once the deadline has passed. */
    public long remaining() {
        return nanos - System.nanoTime();
    }

    public boolean passed() {
        return remaining() <= 0;
    }
}
