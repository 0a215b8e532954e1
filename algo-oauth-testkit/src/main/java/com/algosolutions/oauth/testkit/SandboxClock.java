package com.algosolutions.oauth.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * A clock that changes only when a test sets or advances it. A client that measures age by a monotonic clock needs {@link #ticker()} too:
 * with one of the two, its tokens never age.
 *
 * <p><em>Thread safety</em>: safe for any number of threads.
 *
 * @since 0.1.0
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
        return new SandboxClock(new AtomicReference<>(Objects.requireNonNull(instant, "instant")), ZoneOffset.UTC);
    }

    /**
     * Advances the clock.
     *
     * @param amount the amount; a negative one sets the clock back
     */
    public void advance(Duration amount) {
        Objects.requireNonNull(amount, "amount");
        now.updateAndGet(instant -> instant.plus(amount));
    }

    /**
     * Sets the clock.
     *
     * @param instant the new time
     */
    public void set(Instant instant) {
        now.set(Objects.requireNonNull(instant, "instant"));
    }

    /**
     * This clock as a monotonic clock in nanoseconds, in place of {@link System#nanoTime()}: it advances when this clock is advanced or set.
     *
     * <p>Only the difference of two values has a meaning, as with {@code nanoTime()}; it is exact for times less than 292 years apart. Unlike
     * {@code nanoTime()}, the value goes back if the test sets this clock back. For a device whose wall clock is wrong or is set, take the
     * ticker of a second {@code SandboxClock}.
     *
     * @return the ticker, safe for any number of threads
     */
    public LongSupplier ticker() {
        return () -> {
            Instant instant = now.get();
            return instant.getEpochSecond() * 1_000_000_000L + instant.getNano(); // may overflow, as nanoTime may
        };
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
        return new SandboxClock(now, Objects.requireNonNull(other, "other"));
    }

    @Override
    public String toString() {
        return "SandboxClock[" + now.get() + "]";
    }
}
