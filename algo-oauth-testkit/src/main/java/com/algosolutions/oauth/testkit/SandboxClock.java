package com.algosolutions.oauth.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that changes only when a test sets or advances it.
 *
 * <p><em>Thread safety</em>: safe for any number of threads.
 *
 * @since 0.1
 */
public final class SandboxClock extends Clock {
    private final AtomicReference<Instant> now;
    private final ZoneId zone;

    private SandboxClock(AtomicReference<Instant> now, ZoneId zone) {
        this.now = now;
        this.zone = zone;
    }

    /**
     * A clock that shows the given instant, in UTC.
     *
     * @param instant the first time that it shows
     * @return the clock
     */
    public static SandboxClock at(Instant instant) {
        return new SandboxClock(new AtomicReference<>(instant), ZoneOffset.UTC);
    }

    /**
     * Advances the clock.
     *
     * @param amount the amount; a negative one sets the clock back
     */
    public void advance(Duration amount) {
        now.updateAndGet(instant -> instant.plus(amount));
    }

    /**
     * Sets the clock.
     *
     * @param instant the new time
     */
    public void set(Instant instant) {
        now.set(instant);
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    /**
     * A view of this clock in another zone: advancing either advances both.
     *
     * @param other the zone
     * @return a clock with that zone
     */
    @Override
    public Clock withZone(ZoneId other) {
        return new SandboxClock(now, other);
    }

    @Override
    public String toString() {
        return "SandboxClock[" + now.get() + "]";
    }
}
