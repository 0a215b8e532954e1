package com.algosolutions.oauth;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** The origins that have asked to be left alone (503 with Retry-After), and for how long. Thread-safe. */
final class Silence {
    private final LongSupplier ticker;
    private final Map<String, Long> until = new ConcurrentHashMap<>();

    Silence(LongSupplier ticker) {
        this.ticker = ticker;
    }

    void ask(String origin, Duration time) {
        until.put(origin, ticker.getAsLong() + time.toNanos());
    }

    /** How long an origin is still to be left alone, if it is. */
    Optional<Duration> left(String origin) {
        Long end = until.get(origin);
        long nanos = end == null ? 0 : end - ticker.getAsLong();
        if (end != null && nanos <= 0) {
            until.remove(origin, end);
        }
        return nanos > 0 ? Optional.of(Duration.ofNanos(nanos)) : Optional.empty();
    }
}
