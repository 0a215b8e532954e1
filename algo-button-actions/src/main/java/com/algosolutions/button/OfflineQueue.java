package com.algosolutions.button;

import com.algosolutions.oauth.store.RecordStore;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The settings of the offline queue, for {@link ButtonActions.Builder#offlineQueue}. The queue stores requests that could not be sent, also
 * across restarts, and sends them later. Immutable and thread-safe; each method that sets a value returns new settings.
 *
 * <p>The queue takes requests that were certainly not sent, and repeatable requests whose delivery is unknown. A request that the device was
 * sending when it stopped is reported as {@link TargetResult.Outcome#INTERRUPTED} and not sent again, unless it is repeatable. A request older
 * than the expiry is reported as {@link TargetResult.Outcome#EXPIRED} and not sent. {@code docs/buttons.md} has all rules.
 *
 * @since 0.1.0
 */
public final class OfflineQueue {
    private final RecordStore store;
    private final int capacity;
    private final Duration expiry;
    private final Duration interval;
    private final Consumer<? super QueuedResult> listener;

    private OfflineQueue(
            RecordStore store,
            int capacity,
            Duration expiry,
            Duration interval,
            Consumer<? super QueuedResult> listener) {
        this.store = store;
        this.capacity = capacity;
        this.expiry = expiry;
        this.interval = interval;
        this.listener = listener;
    }

    /**
     * Settings for 32 presses, each at most ten minutes old, with a round of attempts every 15 s and no listener.
     *
     * @param store the store of the presses; use the client's store, which protects its tokens as well
     * @return the settings
     */
    public static OfflineQueue in(RecordStore store) {
        return new OfflineQueue(
                Objects.requireNonNull(store, "store"),
                32,
                Duration.ofMinutes(10),
                Duration.ofSeconds(15),
                outcome -> {});
    }

    /** {@return the store of the presses} */
    public RecordStore store() {
        return store;
    }

    /** {@return the greatest number of stored presses; the next press fails at once} */
    public int capacity() {
        return capacity;
    }

    /** {@return the greatest age of a press when it is sent} */
    public Duration expiry() {
        return expiry;
    }

    /** {@return the time between two rounds of attempts} */
    public Duration interval() {
        return interval;
    }

    /** {@return the listener that gets the result of each stored request} */
    public Consumer<? super QueuedResult> listener() {
        return listener;
    }

    /**
     * Sets the greatest number of stored presses.
     *
     * @param value the number, at least 1
     * @return the new settings
     * @throws IllegalArgumentException if the number is not positive
     */
    public OfflineQueue capacity(int value) {
        if (value < 1) {
            throw notPositive("capacity", value);
        }
        return new OfflineQueue(store, value, expiry, interval, listener);
    }

    /**
     * Sets the greatest age of a press when it is sent.
     *
     * @param value the age
     * @return the new settings
     * @throws IllegalArgumentException if the age is not positive
     */
    public OfflineQueue expiry(Duration value) {
        return new OfflineQueue(store, capacity, positive("expiry", value), interval, listener);
    }

    /**
     * Sets the time between two rounds of attempts. Firmware that detects the network calls {@link ButtonActions#sendQueued} and does not
     * depend on it.
     *
     * @param value the time
     * @return the new settings
     * @throws IllegalArgumentException if the time is not positive
     */
    public OfflineQueue interval(Duration value) {
        return new OfflineQueue(store, capacity, expiry, positive("interval", value), listener);
    }

    /**
     * Sets the listener that gets the result of each stored request: at least once, in order, one call at a time, on a daemon thread of the
     * library that holds no lock. The listener may press buttons and call the client. A listener that hangs delays no request, but unreported
     * requests stay in the store and take up capacity. An exception of a listener is logged.
     *
     * @param value the listener
     * @return the new settings
     */
    public OfflineQueue listener(Consumer<? super QueuedResult> value) {
        return new OfflineQueue(store, capacity, expiry, interval, Objects.requireNonNull(value, "listener"));
    }

    private static Duration positive(String setting, Duration value) {
        if (Objects.requireNonNull(value, setting).isNegative() || value.isZero()) {
            throw notPositive(setting, value);
        }
        return value;
    }

    private static IllegalArgumentException notPositive(String setting, Object value) {
        return new IllegalArgumentException(setting + " is " + value
                + ", which is not positive. Give a positive value; for no queue, do not set offlineQueue.");
    }

    /** {@return capacity, expiry and interval} */
    @Override
    public String toString() {
        return "offline queue of " + capacity + (capacity == 1 ? " press" : " presses") + ", expiry " + expiry
                + ", interval " + interval;
    }
}
