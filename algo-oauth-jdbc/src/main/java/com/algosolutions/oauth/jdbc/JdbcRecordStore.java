package com.algosolutions.oauth.jdbc;

import static java.util.Objects.requireNonNull;

import com.algosolutions.oauth.store.RecordLock;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.store.StoredRecord;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Records in one table of a database, {@code algo_oauth_record}, for any number of processes on any number of machines. Thread-safe.
 *
 * <p>The application provides the {@link DataSource}: driver, pool, TLS and credentials are its own. Each call takes a connection and returns it; a
 * profile that is idle holds none. All locks that a process holds or tries share one more connection, so a pool needs two connections at least. The
 * table is in the connections' schema.
 *
 * <pre>{@code
 * JdbcRecordStore store = JdbcRecordStore.postgresql(dataSource);
 * store.createSchema();
 * OAuthClient client = OAuthClient.builder().store(store.encryptedWith(key)).build();
 * }</pre>
 *
 * <p>Whatever the database rejects, loses or delays is an {@link IOException} by the time limit of the call. If the response to a commit is lost, the
 * write may have been made: read again, as {@link RecordStore#replace} requires.
 *
 * <p>A lock is one of the database session, so it ends with the process that holds it, however that ends. If the connection breaks, or a standby
 * takes over from the server, the locks are lost while their holders continue; {@link #replace} still lets only one of them write.
 */
public final class JdbcRecordStore implements RecordStore {
    private static final System.Logger LOG = System.getLogger(JdbcRecordStore.class.getName());
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);
    private static final int MAX_LENGTH = 16 << 20;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,128}");

    /** Between two attempts to lock: doubled from the first to the last. */
    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(5);

    private static final long LAST_PAUSE = TimeUnit.MILLISECONDS.toNanos(160);

    /** The transaction was rolled back in favour of another one, and can be repeated: serialization failure, deadlock. */
    private static final Set<String> ROLLED_BACK = Set.of("40001", "40P01");

    /** Another process has created the table meanwhile: unique violation in the catalog, duplicate table, duplicate type. */
    private static final Set<String> ALREADY_CREATED = Set.of("23505", "42P07", "42710");

    private static final String UNDEFINED_TABLE = "42P01";

    private final DataSource source;
    private final SqlFile sql;
    private final DatabaseCalls calls;
    private final LockSession session;

    /** Has no records, only locks: one thread of this process asks the database for an id. */
    private final RecordStore here = RecordStore.inMemory();

    /** Whether the server has been found to be a primary that makes commits durable. */
    private volatile boolean durable;

    private JdbcRecordStore(DataSource source, String database, Duration limit) {
        this.source = source;
        this.sql = new SqlFile(database);
        this.calls = new DatabaseCalls(limit);
        this.session = new LockSession(source, sql);
    }

    /**
     * A store in PostgreSQL 11 or newer, with a time limit of 10 seconds for each call.
     *
     * @param source the application's data source; nothing is requested from it before the first call
     * @return the store
     */
    public static JdbcRecordStore postgresql(DataSource source) {
        return postgresql(source, LIMIT);
    }

    /**
     * A store in PostgreSQL 11 or newer.
     *
     * @param source the application's data source; nothing is requested from it before the first call
     * @param limit the time limit of each call, the wait for a connection included; a millisecond at least
     * @return the store
     * @throws IllegalArgumentException if the limit is less than a millisecond
     */
    public static JdbcRecordStore postgresql(DataSource source, Duration limit) {
        requireNonNull(source, "source");
        if (requireNonNull(limit, "limit").compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException(
                    "the time limit of a call must be a millisecond at least, and is " + limit);
        }
        Duration bounded = limit.compareTo(LONGEST_WAIT) < 0 ? limit : LONGEST_WAIT;
        return new JdbcRecordStore(source, "postgresql", bounded);
    }

    /**
     * Creates the table if there is none: what the migration file {@code algo-oauth/postgresql/V1__algo_oauth_record.sql} in this jar does. Several
     * processes may call it at once. If the table is there, the user needs no right to create one.
     *
     * @throws IOException if the database fails
     */
    public void createSchema() throws IOException {
        calls.run(
                "create the table algo_oauth_record",
                call -> {
                    while (true) {
                        try {
                            return with(call, connection -> {
                                if (!hasTable(connection, call)) {
                                    try (Statement statement = connection.createStatement()) {
                                        statement.setQueryTimeout(call.seconds());
                                        statement.execute(sql.schema());
                                    }
                                }
                                return true;
                            });
                        } catch (SQLException e) {
                            if (!ALREADY_CREATED.contains(state(e)) || call.remaining() <= 0) {
                                throw e;
                            }
                        }
                    }
                },
                created -> {});
    }

    private boolean hasTable(Connection connection, DatabaseCalls.Call call) throws SQLException, IOException {
        try {
            read(connection, call, "device");
            return true;
        } catch (SQLException e) {
            if (!state(e).equals(UNDEFINED_TABLE)) {
                throw e;
            }
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
            return false;
        }
    }

    @Override
    public Optional<StoredRecord> read(String id) throws IOException {
        check(id);
        return run("read a record", (connection, call) -> Optional.ofNullable(read(connection, call, id)));
    }

    private @Nullable StoredRecord read(Connection connection, DatabaseCalls.Call call, String id)
            throws SQLException, IOException {
        try (PreparedStatement statement = prepare(connection, call, "read")) {
            statement.setString(1, id);
            try (ResultSet rows = statement.executeQuery()) {
                requirePrimary(rows, "read a record");
                long generation = rows.getLong(2);
                return generation == 0 ? null : new StoredRecord(generation, rows.getBytes(3));
            }
        }
    }

    @Override
    public List<String> list() throws IOException {
        return run("list the records", (connection, call) -> {
            List<String> ids = new ArrayList<>();
            try (PreparedStatement statement = prepare(connection, call, "list");
                    ResultSet rows = statement.executeQuery()) {
                requirePrimary(rows, "list the records");
                do {
                    String id = rows.getString(2);
                    if (id != null) {
                        ids.add(id);
                    }
                } while (rows.next());
            }
            return ids;
        });
    }

    private static void requirePrimary(ResultSet rows, String what) throws SQLException, IOException {
        if (!rows.next() || rows.getBoolean(1)) {
            throw DatabaseFailure.readOnly(what);
        }
    }

    @Override
    public boolean replace(String id, long expectedGeneration, byte[] bytes) throws IOException {
        check(id);
        if (requireNonNull(bytes, "bytes").length > MAX_LENGTH) {
            throw new IllegalArgumentException("a record has at most " + MAX_LENGTH + " bytes");
        }
        return expectedGeneration >= 0
                && run("store a record", (connection, call) -> {
                    requireDurable(connection, call);
                    try (PreparedStatement statement =
                            prepare(connection, call, expectedGeneration == 0 ? "insert" : "update")) {
                        if (expectedGeneration == 0) {
                            statement.setString(1, id);
                            statement.setBytes(2, bytes);
                        } else {
                            statement.setBytes(1, bytes);
                            statement.setString(2, id);
                            statement.setLong(3, expectedGeneration);
                        }
                        return statement.executeUpdate() == 1;
                    }
                });
    }

    @Override
    public void delete(String id) throws IOException {
        check(id);
        run("delete a record", (connection, call) -> {
            requireDurable(connection, call);
            try (PreparedStatement statement = prepare(connection, call, "delete")) {
                statement.setString(1, id);
                return statement.executeUpdate();
            }
        });
    }

    /** Checks before the first write that the server keeps what it confirms. */
    private void requireDurable(Connection connection, DatabaseCalls.Call call) throws SQLException, IOException {
        if (durable) {
            return;
        }
        try (PreparedStatement statement = prepare(connection, call, "probe");
                ResultSet rows = statement.executeQuery()) {
            requirePrimary(rows, "store a record");
            if (rows.getBoolean(2)) {
                throw DatabaseFailure.notDurable();
            }
            durable = true;
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>Ends within the limit and the time limit of one call. Between processes the lock is not fair: each tries it again and again, at most 160 ms
     * apart. Two ids whose keys of 64 bits are equal, which takes billions of ids, wait for each other's locks.
     */
    @Override
    public Optional<RecordLock> lock(String id, Duration limit) throws IOException {
        check(id);
        Duration bounded = requireNonNull(limit, "limit").compareTo(LONGEST_WAIT) < 0 ? limit : LONGEST_WAIT;
        long deadline = System.nanoTime() + (bounded.isNegative() ? 0 : bounded.toNanos());
        RecordLock ofThreads = here.lock(id, bounded).orElse(null);
        if (ofThreads == null) {
            return Optional.empty();
        }
        LockSession.Held held = null;
        try {
            held = await(id, deadline);
        } finally {
            if (held == null) {
                ofThreads.close();
            }
        }
        LockSession.Held obtained = held;
        return obtained == null
                ? Optional.empty()
                : Optional.of(RecordLock.of(() -> {
                    release(obtained);
                    ofThreads.close();
                }));
    }

    private LockSession.@Nullable Held await(String id, long deadline) throws IOException {
        long pause = FIRST_PAUSE;
        while (true) {
            Optional<LockSession.Held> held = calls.run(
                    "lock a record",
                    call -> Optional.ofNullable(session.tryLock(id, call)),
                    late -> late.ifPresent(session::abort));
            long remaining = deadline - System.nanoTime();
            if (held.isPresent() || remaining <= 0) {
                return held.orElse(null);
            }
            try {
                TimeUnit.NANOSECONDS.sleep(Math.min(
                        remaining, pause / 2 + ThreadLocalRandom.current().nextLong(pause)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for a lock");
            }
            pause = Math.min(LAST_PAUSE, pause * 2);
        }
    }

    private void release(LockSession.Held held) {
        try {
            calls.run(
                    "release a lock",
                    call -> {
                        session.unlock(held, call);
                        return true;
                    },
                    late -> {});
        } catch (IOException e) {
            session.abort(held);
            LOG.log(System.Logger.Level.WARNING, "The session that had the lock is ended: {0}", e.getMessage());
        }
    }

    private static void check(String id) {
        if (!ID.matcher(requireNonNull(id, "id")).matches()) {
            throw new IllegalArgumentException("a record's id must be 1 to 128 ASCII letters, digits and hyphens");
        }
    }

    /** What is done with a connection: one transaction. */
    private interface Transaction<T> {
        T run(Connection connection, DatabaseCalls.Call call) throws SQLException, IOException;
    }

    /** As {@link Transaction}, in a call. */
    private interface Step<T> {
        T run(Connection connection) throws SQLException, IOException;
    }

    private <T> T run(String what, Transaction<T> transaction) throws IOException {
        return calls.run(
                what,
                call -> {
                    for (long pause = FIRST_PAUSE; ; pause = Math.min(LAST_PAUSE, pause * 2)) {
                        try {
                            return with(call, connection -> transaction.run(connection, call));
                        } catch (SQLException e) {
                            if (!ROLLED_BACK.contains(state(e)) || call.remaining() <= pause) {
                                throw e;
                            }
                            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(pause));
                        }
                    }
                },
                late -> {});
    }

    /** Runs a step in a connection of the pool, and commits it if the pool's connections do not commit by themselves. */
    private <T> T with(DatabaseCalls.Call call, Step<T> step) throws SQLException, IOException {
        try (Connection connection = source.getConnection()) {
            call.use(connection);
            boolean committed = connection.getAutoCommit();
            try {
                T result = step.run(connection);
                if (!committed) {
                    connection.commit();
                    committed = true;
                }
                return result;
            } finally {
                if (!committed) {
                    rollback(connection);
                }
                call.release();
            }
        }
    }

    private static void rollback(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            // The connection is broken, which its exception says
        }
    }

    private PreparedStatement prepare(Connection connection, DatabaseCalls.Call call, String name) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql.statement(name));
        try {
            statement.setQueryTimeout(call.seconds());
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    private static String state(SQLException e) {
        String state = e.getSQLState();
        return state == null ? "" : state;
    }

    /** {@return "JdbcRecordStore"} */
    @Override
    public String toString() {
        return "JdbcRecordStore";
    }
}
