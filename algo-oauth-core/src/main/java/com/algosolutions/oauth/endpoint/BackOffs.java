package com.algosolutions.oauth.endpoint;

import com.algosolutions.oauth.Failure;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Who has asked to be left alone (429 or 503 with Retry-After), for how long, and in which words. Thread-safe. */
final class BackOffs {
    private final LongSupplier ticker;
    private final Map<String, Asked> asked = new ConcurrentHashMap<>();

    BackOffs(LongSupplier ticker) {
        this.ticker = ticker;
    }

    private record Asked(long until, Failure words) {}

    /** Takes note that somebody, an origin or a client at an endpoint, is to be left alone; a longer silence that stands stays. */
    void ask(String who, Duration time, Failure words) {
        Asked now = new Asked(ticker.getAsLong() + time.toNanos(), words);
        asked.merge(who, now, (standing, other) -> standing.until() - other.until() >= 0 ? standing : other);
    }

    /** What was said, with the time that is left of it; empty once it is over. */
    Optional<Failure> of(String who) {
        Asked found = asked.get(who);
        long nanos = found == null ? 0 : found.until() - ticker.getAsLong();
        if (found != null && nanos <= 0) {
            asked.remove(who, found);
        }
        return found == null || nanos <= 0
                ? Optional.empty()
                : Optional.of(found.words().withRetryAfter(seconds(nanos)));
    }

    /** Rounded up: asked again at the second named, it must be over. */
    static Duration seconds(long nanos) {
        return Duration.ofSeconds(Math.max(1, (nanos + 999_999_999L) / 1_000_000_000L));
    }
}
