package com.algosolutions.button;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * How old the presses are that wait. Those that this process has kept are timed by its ticker, whatever the clock does; those from before a
 * restart by the clock, as far as it can be believed. Thread-safe.
 */
final class PressAge {
    /** A clock that shows less has not been set since power came. */
    private static final long SET_CLOCK = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

    private final Duration expiry;
    private final Clock clock;
    private final LongSupplier ticker;
    private final long started;

    /** By the ticker, when each press was kept. */
    private final Map<String, Long> kept = new ConcurrentHashMap<>();

    PressAge(Duration expiry, Clock clock, LongSupplier ticker) {
        this.expiry = expiry;
        this.clock = clock;
        this.ticker = ticker;
        started = ticker.getAsLong();
    }

    /** A press is being kept; those that are forgotten with it are too old in any case. */
    void keep(String press) {
        kept.values().removeIf(at -> since(at).minus(expiry).compareTo(expiry) > 0);
        kept.put(press, ticker.getAsLong());
    }

    private Duration since(long tick) {
        return Duration.ofNanos(ticker.getAsLong() - tick);
    }

    /** Whether it is too old; if its age cannot be told, once this process has waited so long for the time. */
    boolean expired(QueuedPress queued) {
        return of(queued).orElseGet(() -> since(started)).compareTo(expiry) > 0;
    }

    /** How old it is; empty if only a clock that is set right can tell. */
    Optional<Duration> of(QueuedPress queued) {
        Long at = kept.get(queued.press());
        if (at != null) {
            return Optional.of(since(at));
        }
        if (queued.pressed() < SET_CLOCK) {
            return Optional.of(since(started)); // nobody will ever know
        }
        long now = clock.millis();
        return now < SET_CLOCK || now < queued.pressed()
                ? Optional.empty()
                : Optional.of(Duration.ofMillis(now - queued.pressed()));
    }
}
