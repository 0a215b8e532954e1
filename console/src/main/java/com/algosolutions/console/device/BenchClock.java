package com.algosolutions.console.device;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The time of the bench: real time, and what a simulated day has added. The servers have this time; the device's own clock may differ from it, its
 * monotonic ticker does not. Thread-safe.
 */
public final class BenchClock {
    private final Instant start;
    private final LongSupplier real;
    private final long realStart;
    private long added;
    private Duration deviceError = Duration.ZERO;

    /**
     * A clock.
     *
     * @param real the nanoseconds that pass, such as those of {@link System#nanoTime()}
     */
    public BenchClock(Instant start, LongSupplier real) {
        this.start = start;
        this.real = real;
        realStart = real.getAsLong();
    }

    public synchronized Instant now() {
        return start.plusNanos(real.getAsLong() - realStart + added);
    }

    /** {@return the monotonic ticker of the device} */
    public LongSupplier ticker() {
        return this::ticks;
    }

    private synchronized long ticks() {
        return real.getAsLong() + added;
    }

    public synchronized void advance(Duration time) {
        added += time.toNanos();
    }

    /** {@return how far the device's clock is ahead; negative if it is behind} */
    public synchronized Duration deviceError() {
        return deviceError;
    }

    public synchronized void deviceError(Duration error) {
        deviceError = error;
    }

    /** {@return the clock of the servers} */
    public Clock server() {
        return new View(this::now, ZoneOffset.UTC);
    }

    /** {@return the device's wall clock, in its time zone} */
    public Clock device() {
        return new View(this::deviceTime, ZoneId.systemDefault());
    }

    private synchronized Instant deviceTime() {
        return now().plus(deviceError);
    }

    private static final class View extends Clock {
        private final Supplier<Instant> time;
        private final ZoneId zone;

        View(Supplier<Instant> time, ZoneId zone) {
            this.time = time;
            this.zone = zone;
        }

        @Override
        public Instant instant() {
            return time.get();
        }

        @Override
        public ZoneId getZone() {
            return zone;
        }

        @Override
        public Clock withZone(ZoneId other) {
            return new View(time, other);
        }
    }
}
