package com.algosolutions.oauth.time;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs tasks in real time on one daemon thread, which starts with the first task and ends when no task is waiting. Thread-safe. */
final class DaemonTimer implements Timer, AutoCloseable {
    /** Guarded by this, as is the one below. */
    private @Nullable ScheduledThreadPoolExecutor thread;

    private boolean closed;

    @Override
    public synchronized void after(Duration time, Runnable task) {
        if (closed) {
            return;
        }
        ScheduledThreadPoolExecutor waiting = thread;
        if (waiting == null) {
            waiting = start();
            thread = waiting;
        }
        Future<?> unused = waiting.schedule(task, time.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static ScheduledThreadPoolExecutor start() {
        ScheduledThreadPoolExecutor started = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(task, "algo-oauth timer");
            made.setDaemon(true);
            return made;
        });
        started.setKeepAliveTime(1, TimeUnit.SECONDS);
        started.allowCoreThreadTimeOut(true);
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
