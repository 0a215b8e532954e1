package com.algosolutions.button;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Runs calls of listeners in order, one at a time, on a thread of the presses. A listener that hangs delays the calls behind it, and no
 * request. Thread-safe.
 */
final class SerialNotifier {
    private static final System.Logger LOG = System.getLogger(SerialNotifier.class.getName());

    private final Executor threads;

    /** Guarded by this, as is the flag below. */
    private final Deque<Runnable> waiting = new ArrayDeque<>();

    private boolean running;

    SerialNotifier(Executor threads) {
        this.threads = threads;
    }

    /** Adds a call, which must not throw, and returns whether an earlier call is still running. */
    synchronized boolean add(Runnable call) {
        boolean wasRunning = running;
        waiting.add(call);
        begin();
        return wasRunning;
    }

    private synchronized void begin() {
        if (!running && !waiting.isEmpty()) {
            running = true;
            if (!PressThreads.begin(threads, this::runAll)) {
                running = false;
                PressThreads.later(this::begin);
            }
        }
    }

    private void runAll() {
        while (true) {
            Runnable next;
            synchronized (this) {
                next = waiting.poll();
                if (next == null) {
                    running = false;
                    return;
                }
            }
            next.run();
        }
    }

    /** Calls a listener of the firmware. Whatever it throws is logged, so that the next call follows. */
    static <T> void call(Consumer<? super T> listener, T event) {
        try {
            listener.accept(event);
        } catch (Throwable e) { // also an exception that a listener in another language does not declare
            LOG.log(
                    Level.WARNING,
                    "a listener of presses failed: " + e.getClass().getName());
        }
    }
}
