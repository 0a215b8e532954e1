package com.algosolutions.oauth.http;

import com.algosolutions.oauth.time.Deadline;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Waits for code of the application or the JVM within the call's deadline. Such code may hang and cannot be interrupted, so each task runs on
 * a daemon thread; concurrent calls with the same key wait for the same task, so that code which hangs uses one thread for each key.
 */
final class BoundedTasks<V> {
    private static final ThreadLocal<@Nullable Deadline> DEADLINE = new ThreadLocal<>();

    private final ConcurrentMap<String, FutureTask<V>> running = new ConcurrentHashMap<>();
    private final String thread;

    /** Tasks whose threads have this name. */
    BoundedTasks(String thread) {
        this.thread = thread;
    }

    /** Sets the deadline for the waits of this thread; null removes it. Returns the earlier one, which the caller sets again. */
    static @Nullable Deadline deadline(@Nullable Deadline value) {
        Deadline earlier = DEADLINE.get();
        if (value == null) {
            DEADLINE.remove();
        } else {
            DEADLINE.set(value);
        }
        return earlier;
    }

    V get(String key, Callable<V> task) throws ExecutionException, InterruptedException, TimeoutException {
        Deadline until = DEADLINE.get();
        FutureTask<V> started = begin(key, task);
        return until == null ? started.get() : started.get(until.remaining(), TimeUnit.NANOSECONDS);
    }

    /** Begins a task, unless one with this key is running, and does not wait for it. */
    FutureTask<V> begin(String key, Callable<V> task) {
        return running.computeIfAbsent(key, none -> start(key, task));
    }

    private FutureTask<V> start(String key, Callable<V> task) {
        FutureTask<V> started = new FutureTask<>(() -> {
            try {
                return task.call();
            } finally {
                running.remove(key);
            }
        });
        Thread daemon = new Thread(started, thread);
        daemon.setDaemon(true);
        daemon.start();
        return started;
    }
}
