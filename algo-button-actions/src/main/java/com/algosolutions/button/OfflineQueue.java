package com.algosolutions.button;

import com.algosolutions.oauth.RecordStore;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Keeps what could not be sent for want of a network, over a restart too, and sends it when that is possible: the settings of it, for {@link
 * ButtonActions.Builder#offlineQueue}. Immutable and thread-safe; each method that sets something returns new settings.
 *
 * <p>Only what was certainly not sent is kept, and what is repeatable. What the device was sending when it stopped is not sent again, and told as {@link
 * TargetResult.State#INTERRUPTED}, unless its request is repeatable. What is older than the expiry is not sent, and told as {@link
 * TargetResult.State#EXPIRED}. {@code docs/buttons.md} has the rules.
 *
 * @param store where the presses are kept: the client's own store, so that they are as safe as its tokens
 * @param capacity how many presses are kept; one more fails at once
 * @param expiry how old a press may be when it is sent
 * @param interval how long to wait between attempts
 * @param listener is told what came of each request that was kept, on a thread of the queue's, in order and one at a time. One
 *     that hangs holds up no sending, but what it has not been told stays in the store and takes up room
 */
public record OfflineQueue(
        RecordStore store, int capacity, Duration expiry, Duration interval, Consumer<? super QueuedOutcome> listener) {

    /**
     * Settings.
     *
     * @param store where the presses are kept
     * @param capacity how many presses are kept
     * @param expiry how old a press may be
     * @param interval how long to wait between attempts
     * @param listener is told what came of them
     * @throws IllegalArgumentException if a number or time is not positive
     */
    public OfflineQueue {
        if (capacity < 1 || expiry.isNegative() || expiry.isZero() || interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException(
                    "capacity, expiry and interval are positive. Leave the queue out for none.");
        }
    }

    /**
     * A queue of 32 presses, each at most ten minutes old, with an attempt every 15 s.
     *
     * @param store where the presses are kept
     * @return the settings
     */
    public static OfflineQueue in(RecordStore store) {
        return new OfflineQueue(store, 32, Duration.ofMinutes(10), Duration.ofSeconds(15), told -> {});
    }

    /**
     * Sets how many presses are kept.
     *
     * @param value the bound
     * @return the new settings
     */
    public OfflineQueue capacity(int value) {
        return new OfflineQueue(store, value, expiry, interval, listener);
    }

    /**
     * Sets how old a press may be when it is sent.
     *
     * @param value the time
     * @return the new settings
     */
    public OfflineQueue expiry(Duration value) {
        return new OfflineQueue(store, capacity, value, interval, listener);
    }

    /**
     * Sets how long to wait between attempts. Firmware that knows when the network is back need not wait: {@link ButtonActions#sendQueued}.
     *
     * @param value the time
     * @return the new settings
     */
    public OfflineQueue interval(Duration value) {
        return new OfflineQueue(store, capacity, expiry, value, listener);
    }

    /**
     * Sets who is told what came of each request that was kept.
     *
     * @param value the listener
     * @return the new settings
     */
    public OfflineQueue listener(Consumer<? super QueuedOutcome> value) {
        return new OfflineQueue(store, capacity, expiry, interval, value);
    }
}
