package com.algosolutions.oauth.jdbc;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The session of the database that has the locks of this process: one connection for all of them, taken from the pool for the first lock and
 * returned after the last. With a connection for each lock, a pool could be used up by threads that hold a lock and wait for a connection to
 * read. The database releases the locks when the session ends, and so when the process ends.
 *
 * <p>A connection goes back to the pool only if the database has confirmed that each lock was released. Otherwise it is aborted.
 *
 * <p>Thread-safe. The caller makes sure that no two threads of this process request one id at a time: the database grants it twice to one session.
 */
final class LockSession {
    private static final System.Logger LOG = System.getLogger(LockSession.class.getName());

    private final DataSource source;
    private final Database database;

    /** Held while the connection is used. */
    private final ReentrantLock turn = new ReentrantLock();

    /** Guarded by {@link #turn}; null while this process has no lock. */
    private @Nullable Session session;

    LockSession(DataSource source, Database database) {
        this.source = source;
        this.database = database;
    }

    /** A lock that the database has granted. */
    record Held(Session session, String id) {}

    /** A connection with its locks; what is not final is guarded by {@link #turn}. */
    static final class Session {
        private final Connection connection;
        private final boolean autoCommit;
        private @Nullable Object backend;
        private int locks;

        /** Whether the connection has to be aborted: the database releases its locks when it notices. */
        private volatile boolean lost;

        private Session(Connection connection) throws SQLException {
            this.connection = connection;
            this.autoCommit = connection.getAutoCommit();
        }

        /** Returns the connection to the pool, and without its locks in any case. */
        private void close() {
            if (lost) {
                DatabaseCalls.abort(connection);
            }
            try {
                connection.close();
            } catch (SQLException | RuntimeException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "A connection could not be returned to the pool: {0}",
                        e.toString());
            }
        }
    }

    /**
     * Tries once to lock an id.
     *
     * @return the lock; null if another process has it
     */
    @Nullable
    Held tryLock(String id, DatabaseCalls.Call call) throws SQLException, IOException {
        enter(call);
        try {
            Session current = session;
            if (current != null && current.lost) {
                session = null;
                current.close();
                current = null;
            }
            if (current == null) {
                current = new Session(source.getConnection());
                session = current;
            }
            try {
                Boolean locked = ask(current, "lock", id, call);
                if (locked == null) {
                    throw DatabaseFailure.readOnly(database, "lock a record");
                }
                current.locks += locked ? 1 : 0;
                return locked ? new Held(current, id) : null;
            } catch (SQLException | IOException | RuntimeException e) {
                current.lost = true; // whether it has the lock is not known
                throw e;
            } finally {
                leave(current);
            }
        } finally {
            turn.unlock();
        }
    }

    /** Releases a lock. */
    void unlock(Held lock, DatabaseCalls.Call call) throws SQLException, IOException {
        enter(call);
        Session current = lock.session;
        try {
            if (current.lost) {
                return;
            }
            if (!Boolean.TRUE.equals(ask(current, "unlock", lock.id, call))) {
                throw DatabaseFailure.sessionChanged(database);
            }
        } catch (SQLException | IOException | RuntimeException e) {
            current.lost = true;
            throw e;
        } finally {
            current.locks--;
            leave(current);
            turn.unlock();
        }
    }

    /** Gives a lock up whose release was not confirmed in time: ends the session, with all its locks. Does not wait. */
    void abort(Held lock) {
        lock.session.lost = true;
        DatabaseCalls.abortSoon(lock.session.connection);
    }

    private void enter(DatabaseCalls.Call call) throws SQLException {
        try {
            if (!turn.tryLock(Math.max(0, call.remaining()), TimeUnit.NANOSECONDS)) {
                throw new SQLException("another lock statement of this process has not ended");
            }
        } catch (InterruptedException e) {
            throw new SQLException("interrupted", e);
        }
    }

    /** Returns the connection after the last lock, or after a failure. */
    private void leave(Session used) {
        if (session == used && (used.locks == 0 || used.lost)) {
            session = null;
            used.close();
        }
    }

    /** Runs a statement whose result is the number of the session, and yes, no or null. */
    private @Nullable Boolean ask(Session on, String name, String id, DatabaseCalls.Call call)
            throws SQLException, IOException {
        call.use(on.connection);
        try (PreparedStatement statement =
                on.connection.prepareStatement(database.sql().statement(name))) {
            statement.setQueryTimeout(call.seconds());
            statement.setString(1, id);
            Object backend;
            Boolean result;
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                backend = rows.getObject(1);
                boolean yes = rows.getBoolean(2);
                result = rows.wasNull() ? null : yes;
            }
            if (!on.autoCommit) {
                on.connection.commit();
            }
            if (on.backend != null && !on.backend.equals(backend)) {
                throw DatabaseFailure.sessionChanged(database);
            }
            on.backend = backend;
            return result;
        } finally {
            call.release();
        }
    }
}
