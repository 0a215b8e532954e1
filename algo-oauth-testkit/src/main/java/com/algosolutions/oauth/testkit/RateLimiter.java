package com.algosolutions.oauth.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Sliding windows of one minute. Exceeding the limit blocks the key for one minute, and every request in that minute restarts the minute.
 * Guarded by the lock of {@link RingCentral}.
 */
final class RateLimiter {
    private static final Duration WINDOW = Duration.ofSeconds(60);
    private static final Duration PENALTY = Duration.ofSeconds(60);

    private final Clock clock;
    private final boolean enforced;
    private final Map<RateGroup, Integer> limits;
    private final Map<String, Window> windows = new HashMap<>();

    RateLimiter(Clock clock, SandboxRules rules) {
        this.clock = clock;
        this.enforced = rules.rateLimits();
        this.limits = rules.limits();
    }

    /** Counts one request of the group for the given key. */
    Admission admit(RateGroup group, String key) {
        if (!enforced) {
            return new Admission(true, false, group, 0, 0);
        }
        int limit = limits.getOrDefault(group, group.perMinute());
        Instant now = clock.instant();
        Window window = windows.computeIfAbsent(group + " " + key, absent -> new Window());
        if (window.isPunished(now) || window.admitted(now) >= limit) {
            window.punishedUntil = now.plus(PENALTY);
            return new Admission(false, true, group, limit, 0);
        }
        window.requests.addLast(now);
        return new Admission(true, true, group, limit, limit - window.requests.size());
    }

    /** Clears all windows and penalties. */
    void reset() {
        windows.clear();
    }

    private static final class Window {
        private final Deque<Instant> requests = new ArrayDeque<>();
        private Instant punishedUntil = Instant.MIN;

        /** Setting the clock back does not lengthen a penalty. */
        boolean isPunished(Instant now) {
            return now.isBefore(punishedUntil) && !punishedUntil.isAfter(now.plus(PENALTY));
        }

        int admitted(Instant now) {
            requests.removeIf(then -> then.isAfter(now) || !then.isAfter(now.minus(WINDOW)));
            return requests.size();
        }
    }

    /** Whether a request is allowed, and the values of its rate-limit headers. */
    record Admission(boolean allowed, boolean counted, RateGroup group, int limit, int remaining) {

        /** Returns the response with the rate-limit headers if the request was counted. */
        Reply stamp(Reply reply) {
            if (!counted) {
                return reply;
            }
            return reply.withDefault("X-Rate-Limit-Group", group.name().toLowerCase(Locale.ROOT))
                    .withDefault("X-Rate-Limit-Limit", Integer.toString(limit))
                    .withDefault("X-Rate-Limit-Remaining", Integer.toString(remaining))
                    .withDefault("X-Rate-Limit-Window", Long.toString(WINDOW.toSeconds()));
        }

        /** The 429 response to the rejected request. */
        Reply refusal() {
            return stamp(ErrorReply.rateExceeded().with("Retry-After", Long.toString(PENALTY.toSeconds())));
        }
    }
}
