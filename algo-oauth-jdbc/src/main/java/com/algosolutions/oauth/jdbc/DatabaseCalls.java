package com.algosolutions.oauth.jdbc;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs each call to the database on a daemon worker, so that the caller has its result or an {@link IOException} by the call's deadline: the
 * pool, the driver, the network or the server may block for longer. An interrupt of the caller does not reach the driver, which might break the
 * connection; it ends no call. Thread-safe.
 */
final class DatabaseCalls {
    /** More than most pools have connections. Further calls wait for a worker, until their deadlines. */
    private static final int MOST = 32;

    /** Between two attempts of what may be repeated: doubled from the first to the last. */
    static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(5);

    static final long LAST_PAUSE = TimeUnit.MILLISECONDS.toNanos(160);

    private final Database database;
    private final Duration limit;
    private final ThreadPoolExecutor workers = new ThreadPoolExecutor(
            MOST, MOST, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), DatabaseCalls::thread);

    /**
     * Calls that take no longer than a limit.
     *
     * @param database what its failures mean
     * @param limit the time from the begin of a call to its deadline
     */
    DatabaseCalls(Database database, Duration limit) {
        this.database = database;
        this.limit = limit;
        workers.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "algo-oauth jdbc");
        thread.setDaemon(true);
        return thread;
    }

    /** What a call does on its worker. */
    interface Work<T> {
        T run(Call call) throws SQLException, IOException;
    }

    /** One call, with its deadline. Thread-safe. */
    static final class Call {
        private final long deadline;

        /** Guarded by this, as are the fields below. */
        private boolean finished;

        private boolean abandoned;

        /** The connection in use: aborted when the deadline passes. */
        private @Nullable Connection connection;

        private Call(Duration limit) {
            deadline = System.nanoTime() + limit.toNanos();
        }

        /** Nanoseconds left; zero or less when the deadline has passed. */
        long remaining() {
            return deadline - System.nanoTime();
        }

        /** The time limit of a statement: the server cancels it before the caller stops waiting, if a second is left. */
        int seconds() {
            return Math.max(1, (int) TimeUnit.NANOSECONDS.toSeconds(remaining()));
        }

        /**
         * Notes the connection that is used from now on.
         *
         * @throws SQLException if the caller has stopped waiting; then no statement may be sent any more
         */
        synchronized void use(Connection used) throws SQLException {
            if (abandoned) {
                throw new SQLException("the call has been given up");
            }
            connection = used;
        }

        synchronized void release() {
            connection = null;
        }

        /** Returns false if the caller has stopped waiting. */
        private synchronized boolean finish() {
            finished = !abandoned;
            return finished;
        }

        /** Ends the call, unless it has finished. */
        private synchronized boolean abandon() {
            if (finished) {
                return false;
            }
            abandoned = true;
            if (connection != null) {
                abortSoon(connection);
            }
            return true;
        }
    }

    /** Closes a connection although a thread uses it. */
    static void abort(Connection connection) {
        try {
            connection.abort(task -> thread(task).start());
        } catch (SQLException | RuntimeException e) {
            // A driver that cannot abort: the thread that uses the connection ends by the driver's own limits
        }
    }

    /** The same, without waiting: if the connection is in use, MariaDB's driver opens another one to end it. */
    static void abortSoon(Connection connection) {
        thread(() -> abort(connection)).start();
    }

    /**
     * Runs a call.
     *
     * @param what what the call does, for the message of a failure: {@code be read}
     * @param undo takes the result if the caller does not wait for it any more; on the worker
     * @throws IOException if the database fails, or the deadline passes
     */
    <T> T run(String what, Work<T> work, Consumer<T> undo) throws IOException {
        Call call = new Call(limit);
        FutureTask<T> running = new FutureTask<>(() -> {
            T result = work.run(call);
            if (!call.finish()) {
                undo.accept(result);
            }
            return result;
        });
        try {
            workers.execute(running);
        } catch (OutOfMemoryError e) { // the JVM can start no thread now
            workers.remove(running);
            throw new IOException("The database could not " + what + ": no thread can be started.", e);
        }
        return await(what, call, running);
    }

    private <T> T await(String what, Call call, FutureTask<T> running) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return running.get(Math.max(0, call.remaining()), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (TimeoutException e) {
                    if (call.abandon()) {
                        workers.remove(running);
                        throw DatabaseFailure.late(what, limit);
                    }
                } catch (ExecutionException e) {
                    throw DatabaseFailure.of(database, what, e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
