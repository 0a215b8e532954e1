package com.algosolutions.button;

import static java.lang.System.Logger.Level.WARNING;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;

/**
 * The application's clock. While it throws, returns null or is at a time that cannot be written in four digits of a year, it counts as a clock
 * that is not set. Thread-safe if the application's is.
 */
final class DeviceClock extends Clock {
    private static final System.Logger LOG = System.getLogger(DeviceClock.class.getName());

    private static final Instant LAST = Instant.parse("9999-12-30T00:00:00Z");

    private final Clock clock;

    DeviceClock(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Instant instant() {
        try {
            Instant now = clock.instant();
            if (now.isAfter(Instant.EPOCH) && now.isBefore(LAST)) {
                return now;
            }
        } catch (Throwable e) { // a clock in another language may throw checked exceptions too
            failed(e);
        }
        return Instant.EPOCH;
    }

    @Override
    public ZoneId getZone() {
        try {
            return Objects.requireNonNull(clock.getZone());
        } catch (Throwable e) {
            failed(e);
            return ZoneOffset.UTC;
        }
    }

    private static void failed(Throwable e) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        LOG.log(WARNING, "The clock of the buttons failed: {0}", e.getClass().getName());
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new DeviceClock(clock.withZone(zone));
    }
}
