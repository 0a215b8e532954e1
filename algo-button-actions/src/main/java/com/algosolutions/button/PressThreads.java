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
 * The threads of all presses: daemon threads, started on demand, that end when idle. Each press limits its threads, but there is no common
 * limit, so that a button with unreachable targets does not delay others. If the device cannot start a thread, the JVM throws an Error, and
 * the caller tries again {@link #later}.
 */
final class PressThreads {
    private static final Duration IDLE = Duration.ofSeconds(10);

    private static final System.Logger LOG = System.getLogger(PressThreads.class.getName());

    private static final long MOMENT_MILLIS = 50;

    private PressThreads() {}

    /** Starts a task. Returns false if no thread is available; then the task does not run. */
    static boolean begin(Executor threads, Runnable task) {
        try {
            threads.execute(task);
            return true;
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            LOG.log(Level.DEBUG, "no thread for a press: " + e.getClass().getName());
            return false;
        }
    }

    /** Runs a short task after 50 ms, on the timer thread of the JDK, so that no new thread is needed. */
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
