package com.algosolutions.oauth.client;

import static java.lang.System.Logger.Level.WARNING;

import com.algosolutions.oauth.time.Uninterruptibly;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import java.util.function.LongSupplier;

/** The application's clock. While it throws or returns null, it counts as a clock that is not set. Thread-safe if the application's is. */
final class ApplicationClock extends Clock {
    private static final System.Logger LOG = System.getLogger(ApplicationClock.class.getName());

    private final Clock clock;

    ApplicationClock(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Instant instant() {
        try {
            return Objects.requireNonNull(clock.instant());
        } catch (Throwable e) {
            LOG.log(WARNING, "The clock failed: {0}", Uninterruptibly.caught(e));
            return Instant.EPOCH;
        }
    }

    @Override
    public ZoneId getZone() {
        return clock.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new ApplicationClock(clock.withZone(zone));
    }

    /** The application's ticker. While it throws, it stands still. */
    static final class Ticker implements LongSupplier {
        private final LongSupplier ticker;
        private volatile long last;

        Ticker(LongSupplier ticker) {
            this.ticker = ticker;
        }

        @Override
        public long getAsLong() {
            try {
                last = ticker.getAsLong();
            } catch (Throwable e) {
                LOG.log(WARNING, "The ticker failed: {0}", Uninterruptibly.caught(e));
            }
            return last;
        }
    }
}
