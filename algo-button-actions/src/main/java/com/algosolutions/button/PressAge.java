package com.algosolutions.button;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The age of queued presses. Presses stored by this process are timed by the monotonic ticker. Presses stored before a restart are timed by
 * the wall clock, if it is set. Thread-safe.
 */
final class PressAge {
    /** An earlier time means that the clock has not been set since power-on. */
    private static final long SET_CLOCK = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

    private final Duration expiry;
    private final Clock clock;
    private final LongSupplier ticker;
    private final long started;

    /** Ticker time at which each press was stored. */
    private final Map<String, Long> kept = new ConcurrentHashMap<>();

    PressAge(Duration expiry, Clock clock, LongSupplier ticker) {
        this.expiry = expiry;
        this.clock = clock;
        this.ticker = ticker;
        started = ticker.getAsLong();
    }

    /** Records that a press is being stored. Forgets presses of more than twice the expiry, which have expired in any case. */
    void keep(String press) {
        kept.values().removeIf(at -> since(at).minus(expiry).compareTo(expiry) > 0);
        kept.put(press, ticker.getAsLong());
    }

    private Duration since(long tick) {
        return Duration.ofNanos(ticker.getAsLong() - tick);
    }

    /** Whether a press has expired. A press of unknown age expires when this process has run for that long. */
    boolean expired(QueuedPress queued) {
        return of(queued).orElseGet(() -> since(started)).compareTo(expiry) > 0;
    }

    /** The age of a press; empty while the clock is not set or is behind the time of the press. */
    Optional<Duration> of(QueuedPress queued) {
        Long at = kept.get(queued.press());
        if (at != null) {
            return Optional.of(since(at));
        }
        if (queued.pressed() < SET_CLOCK) {
            return Optional.of(since(started)); // pressed before the clock was set: the true age stays unknown
        }
        long now = clock.millis();
        return now < SET_CLOCK || now < queued.pressed()
                ? Optional.empty()
                : Optional.of(Duration.ofMillis(now - queued.pressed()));
    }
}
