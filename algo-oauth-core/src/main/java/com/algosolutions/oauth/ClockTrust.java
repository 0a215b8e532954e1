package com.algosolutions.oauth;

import java.time.Clock;
import java.time.Instant;

/**
 * How far the device's clock can be believed. It cannot be earlier than the day this library was built; a device without battery
 * starts in 1970 until the network tells it the time.
 */
final class ClockTrust {
    /** The same as project.build.outputTimestamp, which a test checks. */
    static final Instant BUILT = Instant.parse("2026-11-23T00:00:00Z");

    private final Clock clock;

    ClockTrust(Clock clock) {
        this.clock = clock;
    }

    /** Whether an instant is certainly past: by the clock if it can be right, and in any case if it was before the build. */
    boolean isPast(Instant instant) {
        Instant now = clock.instant();
        return !instant.isAfter(now.isBefore(BUILT) ? BUILT : now);
    }

    Instant now() {
        return clock.instant();
    }
}
