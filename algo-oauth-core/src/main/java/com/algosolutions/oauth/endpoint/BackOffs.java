package com.algosolutions.oauth.endpoint;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.time.BackOff;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * How long a client waits after an error response of an authorization server. Thread-safe.
 *
 * <ul>
 *   <li>429: this client sends nothing to that origin for {@code Retry-After}, 30 s without one.
 *   <li>503, or another temporary failure, with {@code Retry-After}: no client sends anything to that origin for that time.
 *   <li>503, or another temporary failure, without it: {@link RetryingTokenEndpoint} retries after the {@link #RETRY} waits.
 * </ul>
 */
final class BackOffs {
    private static final Duration AFTER_429 = Duration.ofSeconds(30);

    /** The waits before the three retries of a token request: 2.1 s in all, so that a press that began in a short outage ends within 3 s. */
    static final BackOff RETRY = new BackOff(Duration.ofMillis(300), Duration.ofMillis(1_200), 2);

    /**
     * The wait before the only retry of a refresh whose response was lost, at a provider that rotates refresh tokens and does not replay
     * the lost response.
     */
    static final Duration RETRY_OF_LOST_ROTATION = Duration.ofSeconds(2);

    private final LongSupplier ticker;
    private final Map<String, Running> running = new ConcurrentHashMap<>();

    BackOffs(LongSupplier ticker) {
        this.ticker = ticker;
    }

    private record Running(long until, Failure failure) {}

    /** The ticker now, in nanoseconds. */
    long now() {
        return ticker.getAsLong();
    }

    /**
     * Starts the back-off that a failure requires.
     *
     * @param client the key of this client at that origin
     * @param origin the key of the origin
     * @return whether this client backs off (429), which must be stored because it must survive a restart
     */
    boolean record(String client, String origin, Failure failure) {
        if (failure.kind() == Failure.Kind.THROTTLED) {
            start(client, failure.retryAfter().orElse(AFTER_429), failure);
            return true;
        }
        if (failure.kind() == Failure.Kind.UNAVAILABLE) {
            failure.retryAfter().ifPresent(time -> start(origin, time, failure));
        }
        return false;
    }

    /** Records a back-off for an origin or a client. A longer back-off already recorded is kept. */
    void start(String key, Duration time, Failure failure) {
        Running started = new Running(ticker.getAsLong() + time.toNanos(), failure);
        running.merge(key, started, (earlier, later) -> earlier.until() - later.until() >= 0 ? earlier : later);
    }

    /** The failure that started a back-off, with the time left; empty if there is none, or it is over. */
    Optional<Failure> of(String key) {
        Running found = running.get(key);
        long nanos = found == null ? 0 : found.until() - ticker.getAsLong();
        if (found != null && nanos <= 0) {
            running.remove(key, found);
        }
        return found == null || nanos <= 0
                ? Optional.empty()
                : Optional.of(found.failure().withRetryAfter(seconds(nanos)));
    }

    /** Rounds up to whole seconds, at least one, so that a call after that time is not too early. */
    static Duration seconds(long nanos) {
        return Duration.ofSeconds(Math.max(1, (nanos + 999_999_999L) / 1_000_000_000L));
    }
}
