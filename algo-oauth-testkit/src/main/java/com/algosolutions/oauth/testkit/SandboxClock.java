package com.algosolutions.oauth.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that stands still until a test turns it.
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
     * @param instant what it shows first
     * @return the clock
     */
    public static SandboxClock at(Instant instant) {
        return new SandboxClock(new AtomicReference<>(instant), ZoneOffset.UTC);
    }

    /**
     * Turns the clock.
     *
     * @param amount how far; a negative amount turns it back
     */
    public void advance(Duration amount) {
        now.updateAndGet(instant -> instant.plus(amount));
    }

    /**
     * Sets the clock.
     *
     * @param instant what it shows from now on
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
     * The same hands with another zone: turning either turns both.
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
