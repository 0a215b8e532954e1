package com.algosolutions.oauth.time;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads of a client: at most eight daemon workers that start with the first task and end when idle, and a timer. Tasks wait in an
 * unbounded queue. Thread-safe.
 */
public final class Workers implements Executor, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Workers.class.getName());
    private static final int MOST = 8;
    private static final Duration NO_THREAD = Duration.ofSeconds(5);

    /** Visible to this package's tests. */
    final ThreadPoolExecutor pool = pool();

    private final DaemonTimer alarm = new DaemonTimer();
    private final Timer timer;
    private final Timer here = this::later;
    private final Timer onWorker = this::laterOnWorker;
    private final Duration noThread;

    /**
     * Workers that have no thread yet.
     *
     * @param timer runs due tasks itself, in tests; null for real time
     */
    public Workers(@Nullable Timer timer) {
        this(timer, NO_THREAD);
    }

    /**
     * As {@link #Workers(Timer)}, for this package's tests.
     *
     * @param noThread after how long a due task is tried again for which no thread could be started
     */
    Workers(@Nullable Timer timer, Duration noThread) {
        this.timer = timer == null ? alarm : timer;
        this.noThread = noThread;
    }

    private static ThreadPoolExecutor pool() {
        ThreadPoolExecutor workers =
                new ThreadPoolExecutor(MOST, MOST, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "algo-oauth renewal");
                    thread.setDaemon(true);
                    return thread;
                });
        workers.allowCoreThreadTimeOut(true);
        return workers;
    }

    /**
     * Runs a task on a worker.
     *
     * @throws java.util.concurrent.RejectedExecutionException if the client is closed
     */
    @Override
    public void execute(Runnable task) {
        pool.execute(task);
    }

    /** {@return runs a short task on the timer's thread after a delay, unless the client is closed by then} */
    public Timer timer() {
        return here;
    }

    /** {@return runs a task that waits for a server on a worker after a delay, so that it does not block the timer's thread} */
    public Timer workerTimer() {
        return onWorker;
    }

    private void later(Duration delay, Runnable task) {
        timer.after(delay, () -> {
            if (!pool.isShutdown()) {
                task.run();
            }
        });
    }

    private void laterOnWorker(Duration delay, Runnable task) {
        later(delay, timer == alarm ? () -> submit(task) : task);
    }

    private void submit(Runnable task) {
        try {
            pool.execute(task);
        } catch (RuntimeException | Error e) { // no thread can be started now, and no caller asks for this task again
            if (!pool.isShutdown()) {
                LOG.log(System.Logger.Level.WARNING, "No thread for a due task, which is retried: {0}", e.toString());
                laterOnWorker(noThread, task);
            }
        }
    }

    /** Starts no more tasks. Running tasks end by their own deadlines. */
    @Override
    public void close() {
        alarm.close();
        pool.shutdown();
    }
}
