package com.algosolutions.oauth.time;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs short tasks in real time on one daemon thread, which starts with the first task and ends a second after the last one is done.
 * Thread-safe.
 *
 * <p>Nearly all tasks are deadlines of calls, and are cancelled long before they are due. The thread does not wake for them: it wakes when the
 * earliest task that it knew is due, even if that has been cancelled. A {@code ScheduledThreadPoolExecutor} wakes its thread for each.
 */
public final class DaemonTimer implements Timer, AutoCloseable {
    private static final long IDLE = Duration.ofSeconds(1).toNanos();

    /** Guarded by this, as are the fields below. */
    private final PriorityQueue<Task> waiting = new PriorityQueue<>();

    private @Nullable Thread thread;

    /** When the thread wakes by itself. */
    private long wakes;

    private boolean closed;

    /** A task that waits. */
    public final class Task implements Comparable<Task> {
        private final long due;
        private final Runnable work;

        private Task(long due, Runnable work) {
            this.due = due;
            this.work = work;
        }

        /** Forgets the task, unless it has begun. */
        public void cancel() {
            synchronized (DaemonTimer.this) {
                waiting.remove(this);
            }
        }

        @Override
        public int compareTo(Task other) {
            return Long.signum(due - other.due);
        }
    }

    @Override
    public void after(Duration time, Runnable task) {
        Task unused = schedule(time, task);
    }

    /** Runs a task once, after a delay, unless it is cancelled before or the timer is closed. */
    public synchronized Task schedule(Duration time, Runnable work) {
        long now = System.nanoTime();
        Task task = new Task(
                now + Math.min(time.toNanos(), Long.MAX_VALUE >> 1), work); // so that differences do not overflow
        if (closed) {
            return task;
        }
        waiting.add(task);
        if (thread == null) {
            start(task);
        } else if (task.due - wakes < 0) {
            notifyAll();
        }
        return task;
    }

    private void start(Task first) {
        wakes = first.due;
        boolean running = false;
        try {
            Thread started = new Thread(this::run, "algo-oauth timer");
            started.setDaemon(true);
            thread = started;
            started.start();
            running = true;
        } finally {
            if (!running) { // the JVM has no thread left: the caller learns it, and the next task tries again
                thread = null;
                waiting.remove(first);
            }
        }
    }

    private void run() {
        while (true) {
            try {
                Task due = await();
                if (due == null) {
                    return;
                }
                due.work.run();
            } catch (Throwable e) {
                // A task reports its own failures; an OutOfMemoryError must not end the deadlines of other calls
            }
        }
    }

    /** Waits for the next due task; null if there was none for a while, and the thread ends. */
    private synchronized @Nullable Task await() {
        long idleSince = System.nanoTime();
        while (true) {
            Task first = waiting.peek();
            long now = System.nanoTime();
            if (first != null && first.due - now <= 0) {
                return waiting.poll();
            }
            if (closed || (first == null && now - idleSince >= IDLE)) {
                thread = null;
                return null;
            }
            wakes = first == null ? idleSince + IDLE : first.due;
            try {
                TimeUnit.NANOSECONDS.timedWait(this, wakes - now);
            } catch (InterruptedException e) {
                // An application that interrupts all threads does not end the deadlines of its calls
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        waiting.clear();
        notifyAll();
    }
}
