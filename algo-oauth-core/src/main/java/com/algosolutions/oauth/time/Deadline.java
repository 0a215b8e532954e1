package com.algosolutions.oauth.time;

import java.time.Duration;

/** The instant by which a call has ended, on the clock that nobody can set. */
public record Deadline(long nanos) {
    private static final Duration LONGEST = Duration.ofDays(1);

    public static Deadline after(Duration time) {
        Duration bounded = time.isNegative() ? Duration.ZERO : time.compareTo(LONGEST) > 0 ? LONGEST : time;
        return new Deadline(System.nanoTime() + bounded.toNanos());
    }

    /** When half of what is left will be over. */
    public Deadline half() {
        return new Deadline(nanos - Math.max(0, remaining()) / 2);
    }

    /** Nanoseconds left, zero or less once it has passed. */
    public long remaining() {
        return nanos - System.nanoTime();
    }

    public boolean passed() {
        return remaining() <= 0;
    }
}
