package com.algosolutions.oauth.endpoint;

import com.algosolutions.oauth.spi.TokenTraits.RateLimit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Counts the calls of one app in the sliding window of its provider's rate limit. A call counts from the time it was admitted, and from its
 * end once it has ended, because the provider counts it when it arrives. Does no I/O. Not thread-safe.
 */
final class CallWindow {
    /** How many calls are remembered while no provider has declared a limit: one may be declared later. */
    private static final int REMEMBERED = 100;

    /** In the order of their times. */
    private final Deque<Call> calls = new ArrayDeque<>();

    /** How many calls may be made within the window; 0 without a limit. */
    private int most;

    private long nanos;

    CallWindow(Optional<RateLimit> limit) {
        tighten(limit);
    }

    /** One call. */
    static final class Call {
        private long at;

        Call(long at) {
            this.at = at;
        }

        long at() {
            return at;
        }
    }

    /** How many calls the strictest limit declared so far allows; 0 if there is none. */
    int most() {
        return most;
    }

    /** The window of that limit, in nanoseconds. */
    long nanos() {
        return nanos;
    }

    boolean limited() {
        return most > 0;
    }

    /** Applies a limit if it is stricter than the present one; returns whether it is. */
    boolean tighten(Optional<RateLimit> declared) {
        RateLimit limit = declared.orElse(null);
        if (limit == null || (limited() && !isStricter(limit))) {
            return false;
        }
        most = limit.calls();
        nanos = limit.window().toNanos();
        return true;
    }

    /** Compares how many calls each limit allows in the product of both windows. */
    private boolean isStricter(RateLimit limit) {
        return (double) limit.calls() * nanos < (double) most * limit.window().toNanos();
    }

    /**
     * How many nanoseconds to wait for the next call; empty if it may be made now.
     *
     * @param poll whether it is a poll of a device authorization. Polls use half of the limit; the other half stays free for tokens that a
     *     caller waits for.
     */
    OptionalLong wait(long now, boolean poll) {
        removeOld(now);
        int allowed = poll ? most - most / 2 : most;
        return limited() && calls.size() >= allowed
                ? OptionalLong.of(at(calls.size() - allowed) + nanos - now)
                : OptionalLong.empty();
    }

    private void removeOld(long now) {
        while (!calls.isEmpty() && (limited() ? now - calls.getFirst().at >= nanos : calls.size() >= REMEMBERED)) {
            calls.removeFirst();
        }
    }

    private long at(int index) {
        Iterator<Call> made = calls.iterator();
        for (int i = 0; i < index; i++) {
            made.next();
        }
        return made.next().at;
    }

    void add(Call call) {
        calls.addLast(call);
    }

    void remove(Call call) {
        calls.remove(call);
    }

    /** Counts a call from now on. */
    void end(Call call, long now) {
        calls.remove(call);
        call.at = now;
        calls.addLast(call);
    }

    /** Adds calls made now, by another process or before a restart, until there are so many or the window is full. */
    void fill(long count, long now) {
        for (int i = calls.size(); i < Math.min(count, most); i++) {
            calls.addLast(new Call(now));
        }
    }

    /** Fills the window with calls made before all others. */
    void fillBefore(long earlier) {
        for (int i = calls.size(); i < most; i++) {
            calls.addFirst(new Call(earlier));
        }
    }

    int size() {
        return calls.size();
    }
}
