package com.algosolutions.button;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Calls the listener of the offline queue, in order and one call at a time, on a thread of the presses. Thread-safe. */
final class QueueListener {
    /** How long the queue waits for the listener, so that a request leaves the store as soon as it is reported. */
    private static final long PATIENCE_MILLIS = 1000;

    private final Consumer<? super QueuedResult> listener;
    private final SerialNotifier notifier;

    /** Whether the listener has exceeded the patience and has not returned since. Guarded by this. */
    private boolean hangs;

    QueueListener(Consumer<? super QueuedResult> listener, Executor threads) {
        this.listener = listener;
        notifier = new SerialNotifier(threads);
    }

    /**
     * Reports an outcome. Waits until the listener has returned, unless the listener hangs or no thread is available.
     *
     * @return completed when the listener has returned
     */
    CompletableFuture<Void> report(QueuedResult outcome) {
        CompletableFuture<Void> reported = new CompletableFuture<>();
        synchronized (this) {
            hangs &= notifier.add(() -> {
                SerialNotifier.call(listener, outcome);
                reported.complete(null);
            });
            if (hangs) {
                return reported;
            }
        }
        reported.copy()
                .completeOnTimeout(null, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                .join();
        synchronized (this) {
            hangs |= !reported.isDone();
        }
        return reported;
    }
}
