package com.algosolutions.button;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of all presses: daemons that come when something is to be sent and die when idle. A press bounds how many it takes; the
 * presses do not share a bound, so that a button whose targets are dead holds up no other. A device may have no thread to give for a
 * moment: the JVM says so by an Error, and whoever wants one tries again {@link #later}.
 */
final class PressThreads {
    private static final Duration IDLE = Duration.ofSeconds(10);

    private static final System.Logger LOG = System.getLogger(PressThreads.class.getName());

    private static final long MOMENT_MILLIS = 50;

    private PressThreads() {}

    /** Whether there was a thread for a task; without one nothing of it is done. */
    static boolean begin(Executor threads, Runnable task) {
        try {
            threads.execute(task);
            return true;
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            LOG.log(Level.DEBUG, "no thread for a press: " + e.getClass().getName());
            return false;
        }
    }

    /** Runs what is short after a moment, on the timer's own thread, which is there already. */
    static void later(Runnable task) {
        CompletableFuture.delayedExecutor(MOMENT_MILLIS, TimeUnit.MILLISECONDS, Runnable::run)
                .execute(task);
    }

    static Executor create() {
        return create(IDLE);
    }

    static Executor create(Duration idle) {
        AtomicInteger number = new AtomicInteger();
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, idle.toMillis(), TimeUnit.MILLISECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "algo-button press " + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }
}
