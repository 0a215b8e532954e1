package com.algosolutions.oauth.endpoint;

import com.algosolutions.oauth.spi.TokenTraits;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
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

    private TokenTraits limit;

    CallWindow(TokenTraits limit) {
        this.limit = limit;
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

    /** The strictest limit declared so far; its {@code authCalls} is 0 if there is none. */
    TokenTraits limit() {
        return limit;
    }

    boolean limited() {
        return limit.authCalls() > 0;
    }

    /** Applies a limit if it is stricter than the present one; returns whether it is. */
    boolean tighten(TokenTraits declared) {
        boolean stricter =
                declared.authCalls() > 0 && (!limited() || perTime(declared, limit) < perTime(limit, declared));
        if (stricter) {
            limit = declared;
        }
        return stricter;
    }

    /** How many calls the first limit allows in the product of both windows. */
    private static double perTime(TokenTraits limit, TokenTraits other) {
        return (double) limit.authCalls() * other.authWindow().toNanos();
    }

    /**
     * How many nanoseconds to wait for the next call; empty if it may be made now.
     *
     * @param poll whether it is a poll of a device authorization. Polls use half of the limit; the other half stays free for tokens that a
     *     caller waits for.
     */
    OptionalLong wait(long now, boolean poll) {
        removeOld(now);
        int most = poll ? limit.authCalls() - limit.authCalls() / 2 : limit.authCalls();
        return limited() && calls.size() >= most
                ? OptionalLong.of(at(calls.size() - most) + limit.authWindow().toNanos() - now)
                : OptionalLong.empty();
    }

    private void removeOld(long now) {
        while (!calls.isEmpty()
                && (limited()
                        ? now - calls.getFirst().at >= limit.authWindow().toNanos()
                        : calls.size() >= REMEMBERED)) {
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
        for (int i = calls.size(); i < Math.min(count, limit.authCalls()); i++) {
            calls.addLast(new Call(now));
        }
    }

    /** Fills the window with calls made before all others. */
    void fillBefore(long earlier) {
        for (int i = calls.size(); i < limit.authCalls(); i++) {
            calls.addFirst(new Call(earlier));
        }
    }

    int size() {
        return calls.size();
    }
}
