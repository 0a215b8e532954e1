package com.algosolutions.button;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Tells the queue's listener, in order and one at a time, on threads of its own: one that hangs holds up no sending. Thread-safe. */
final class QueueListener {
    private static final System.Logger LOG = System.getLogger(QueueListener.class.getName());

    /** How long the queue waits for a listener, so that a request leaves the store as soon as it was told. */
    private static final long PATIENCE_MILLIS = 1000;

    private final Consumer<? super QueuedOutcome> listener;
    private final Executor threads;

    /** An outcome to be told, and whether it was. */
    private record Telling(QueuedOutcome outcome, CompletableFuture<Void> told) {}

    /** Guarded by this, as are those below. */
    private final Deque<Telling> untold = new ArrayDeque<>();

    private boolean telling;
    private boolean hangs;

    QueueListener(Consumer<? super QueuedOutcome> listener, Executor threads) {
        this.listener = listener;
        this.threads = threads;
    }

    /** Is done when it was told; waits for that, unless the listener hangs, or there is no thread to tell it. */
    CompletableFuture<Void> tell(QueuedOutcome outcome) {
        CompletableFuture<Void> told = new CompletableFuture<>();
        synchronized (this) {
            hangs &= telling;
            untold.add(new Telling(outcome, told));
            begin();
            if (hangs) {
                return told;
            }
        }
        told.copy()
                .completeOnTimeout(null, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                .join();
        synchronized (this) {
            hangs |= !told.isDone();
        }
        return told;
    }

    private synchronized void begin() {
        if (!telling && !untold.isEmpty()) {
            telling = true;
            if (!PressThreads.begin(threads, this::tellAll)) {
                telling = false;
                PressThreads.later(this::begin);
            }
        }
    }

    private void tellAll() {
        while (true) {
            Telling next;
            synchronized (this) {
                next = untold.poll();
                if (next == null) {
                    telling = false;
                    return;
                }
            }
            try {
                listener.accept(next.outcome());
            } catch (RuntimeException | Error e) { // of the firmware's own: the next one is told all the same
                LOG.log(
                        Level.WARNING,
                        "a listener of queued presses failed: " + e.getClass().getName());
            }
            next.told().complete(null);
        }
    }
}
