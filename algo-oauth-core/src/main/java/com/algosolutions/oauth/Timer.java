package com.algosolutions.oauth;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs something later. Thread-safe; a seam, so that tests turn time by hand. */
@FunctionalInterface
interface Timer {
    /**
     * Has a task run, on a worker, when a time is over.
     *
     * @return what takes it back, as long as it has not begun
     */
    Runnable after(Duration wait, Runnable task);

    /** Forgets what has not begun, and takes nothing more. */
    default void close() {}

    /** A timer whose one daemon thread lives while something is due, and hands it over to the workers. */
    static Timer lazy(Executor workers) {
        return new Timer() {
            /** Guarded by this, as is the one below. */
            private @Nullable ScheduledThreadPoolExecutor thread;

            private boolean closed;

            @Override
            public synchronized Runnable after(Duration wait, Runnable task) {
                if (closed) {
                    return () -> {};
                }
                ScheduledThreadPoolExecutor timer = thread == null ? start() : thread;
                thread = timer;
                ScheduledFuture<?> due =
                        timer.schedule(() -> handOver(task), Math.max(0, wait.toNanos()), TimeUnit.NANOSECONDS);
                return () -> due.cancel(false);
            }

            private void handOver(Runnable task) {
                try {
                    workers.execute(task);
                } catch (RejectedExecutionException e) {
                    // the client is closed
                }
            }

            private ScheduledThreadPoolExecutor start() {
                ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
                    Thread created = new Thread(task, "algo-oauth timer");
                    created.setDaemon(true);
                    return created;
                });
                timer.setKeepAliveTime(10, TimeUnit.SECONDS);
                timer.allowCoreThreadTimeOut(true);
                timer.setRemoveOnCancelPolicy(true);
                return timer;
            }

            @Override
            public synchronized void close() {
                closed = true;
                if (thread != null) {
                    thread.shutdownNow();
                }
            }
        };
    }
}
