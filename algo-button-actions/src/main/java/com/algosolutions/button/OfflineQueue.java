package com.algosolutions.button;

import com.algosolutions.oauth.store.RecordStore;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The settings of the offline queue, for {@link ButtonActions.Builder#offlineQueue}. The queue stores requests that could not be sent, also
 * across restarts, and sends them later. Immutable and thread-safe; each method that sets a value returns new settings.
 *
 * <p>The queue takes requests that were certainly not sent, and repeatable requests whose delivery is unknown. A request that the device was
 * sending when it stopped is reported as {@link TargetResult.Outcome#INTERRUPTED} and not sent again, unless it is repeatable. A request older
 * than the expiry is reported as {@link TargetResult.Outcome#EXPIRED} and not sent. {@code docs/buttons.md} has all rules.
 *
 * @param store the store of the presses; use the client's store, which protects its tokens as well
 * @param capacity the greatest number of stored presses; the next press fails at once
 * @param expiry the greatest age of a press when it is sent
 * @param interval the time between two rounds of attempts
 * @param listener called with the outcome of each stored request, in order, one call at a time, on a thread of the library. A listener that
 *     hangs delays no request, but unreported requests stay in the store and take up capacity
 */
public record OfflineQueue(
        RecordStore store, int capacity, Duration expiry, Duration interval, Consumer<? super QueuedResult> listener) {

    /**
     * Settings.
     *
     * @param store the store of the presses
     * @param capacity the greatest number of stored presses
     * @param expiry the greatest age of a press when it is sent
     * @param interval the time between two rounds of attempts
     * @param listener called with the outcome of each stored request
     * @throws IllegalArgumentException if a number or time is not positive
     */
    public OfflineQueue {
        if (capacity < 1 || expiry.isNegative() || expiry.isZero() || interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException(
                    "capacity, expiry or interval is not positive. For no queue, do not set offlineQueue.");
        }
    }

    /**
     * Settings for 32 presses, each at most ten minutes old, with a round of attempts every 15 s and no listener.
     *
     * @param store the store of the presses
     * @return the settings
     */
    public static OfflineQueue in(RecordStore store) {
        return new OfflineQueue(store, 32, Duration.ofMinutes(10), Duration.ofSeconds(15), outcome -> {});
    }

    /**
     * Sets the greatest number of stored presses.
     *
     * @param value the number, at least 1
     * @return the new settings
     */
    public OfflineQueue capacity(int value) {
        return new OfflineQueue(store, value, expiry, interval, listener);
    }

    /**
     * Sets the greatest age of a press when it is sent.
     *
     * @param value the age
     * @return the new settings
     */
    public OfflineQueue expiry(Duration value) {
        return new OfflineQueue(store, capacity, value, interval, listener);
    }

    /**
     * Sets the time between two rounds of attempts. Firmware that detects the network calls {@link ButtonActions#sendQueued} and does not
     * depend on it.
     *
     * @param value the time
     * @return the new settings
     */
    public OfflineQueue interval(Duration value) {
        return new OfflineQueue(store, capacity, expiry, value, listener);
    }

    /**
     * Sets the listener that gets the outcome of each stored request.
     *
     * @param value the listener
     * @return the new settings
     */
    public OfflineQueue listener(Consumer<? super QueuedResult> value) {
        return new OfflineQueue(store, capacity, expiry, interval, value);
    }
}
