package com.algosolutions.oauth.endpoint;

import com.algosolutions.oauth.spi.TokenTraits.RateLimit;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Counts the calls of one app in the sliding window of its provider's rate limit. A call counts from the time it was admitted, and from its
 * end once it has ended, because the provider counts it when it arrives. Does no I/O. Thread-safe; a caller that makes one step of several
 * calls holds another lock.
 */
final class CallWindow {
    /** How many calls are remembered while no provider has declared a limit: one may be declared later. */
    private static final int REMEMBERED = 100;

    private static final long[] NONE = {};

    /** The times of the calls, in their order: the first {@code size} elements. */
    private long[] calls = NONE;

    private int size;

    /** How many calls may be made within the window; 0 without a limit. */
    private int most;

    private long nanos;

    CallWindow(Optional<RateLimit> limit) {
        tighten(limit);
    }

    /** How many calls the strictest limit declared so far allows; 0 if there is none. */
    synchronized int most() {
        return most;
    }

    /** The window of that limit, in nanoseconds. */
    synchronized long nanos() {
        return nanos;
    }

    synchronized boolean limited() {
        return most > 0;
    }

    /** Applies a limit if it is stricter than the present one; returns whether it is. */
    synchronized boolean tighten(Optional<RateLimit> declared) {
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
     * @param poll whether it is a poll of a device authorization, or another call for which no caller waits. These use half of the limit; the
     *     other half stays free for tokens that a caller waits for.
     */
    synchronized OptionalLong wait(long now, boolean poll) {
        removeOld(now);
        int allowed = poll ? most - most / 2 : most;
        return limited() && size >= allowed
                ? OptionalLong.of(calls[size - allowed] + nanos - now)
                : OptionalLong.empty();
    }

    /** How many calls may be made now; {@link Integer#MAX_VALUE} without a limit. */
    synchronized int left(long now) {
        removeOld(now);
        return limited() ? Math.max(0, most - size) : Integer.MAX_VALUE;
    }

    private void removeOld(long now) {
        int old = 0;
        while (old < size && (limited() ? now - calls[old] >= nanos : size - old >= REMEMBERED)) {
            old++;
        }
        drop(0, old);
    }

    private void drop(int first, int count) {
        System.arraycopy(calls, first + count, calls, first, size - first - count);
        size -= count;
    }

    private void insert(int index, long at) {
        long[] room = size < calls.length ? calls : Arrays.copyOf(calls, size + 1 + size / 2);
        System.arraycopy(calls, index, room, index + 1, size - index);
        room[index] = at;
        calls = room;
        size++;
    }

    /** Adds a call. */
    synchronized void add(long at) {
        insert(size, at);
    }

    /** Removes the call that was added with this time, if the window still has it. */
    synchronized void remove(long at) {
        for (int i = size - 1; i >= 0; i--) {
            if (calls[i] == at) {
                drop(i, 1);
                return;
            }
        }
    }

    /** Counts the call that was added with one time from another time on. */
    synchronized void end(long at, long now) {
        remove(at);
        add(now);
    }

    /** Adds calls made now, by another process or before a restart, until there are so many or the window is full. */
    synchronized void fill(long count, long now) {
        while (size < Math.min(count, most)) {
            add(now);
        }
    }

    /** Fills the window with calls made before all others. */
    synchronized void fillBefore(long earlier) {
        while (size < most) {
            insert(0, earlier);
        }
    }

    synchronized int size() {
        return size;
    }
}
