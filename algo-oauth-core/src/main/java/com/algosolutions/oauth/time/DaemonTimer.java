package com.algosolutions.oauth.time;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs short tasks in real time on one daemon thread, which starts with the first task and ends when no task is waiting. Thread-safe. */
public final class DaemonTimer implements Timer, AutoCloseable {
    /** Guarded by this, as is the one below. */
    private @Nullable ScheduledThreadPoolExecutor thread;

    private boolean closed;

    @Override
    public void after(Duration time, Runnable task) {
        Future<?> unused = schedule(time, task);
    }

    /** Runs a task once, after a delay, unless it is cancelled before or the timer is closed. */
    public synchronized Future<?> schedule(Duration time, Runnable task) {
        if (closed) {
            return CompletableFuture.completedFuture(null);
        }
        ScheduledThreadPoolExecutor waiting = thread;
        if (waiting == null) {
            waiting = start();
            thread = waiting;
        }
        return waiting.schedule(task, time.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static ScheduledThreadPoolExecutor start() {
        ScheduledThreadPoolExecutor started = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(task, "algo-oauth timer");
            made.setDaemon(true);
            return made;
        });
        started.setKeepAliveTime(1, TimeUnit.SECONDS);
        started.allowCoreThreadTimeOut(true);
        started.setRemoveOnCancelPolicy(true);
        return started;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (thread != null) {
            thread.shutdownNow();
        }
    }
}
