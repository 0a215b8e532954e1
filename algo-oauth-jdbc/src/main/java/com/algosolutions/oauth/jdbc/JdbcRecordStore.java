package com.algosolutions.oauth.jdbc;

import static java.util.Objects.requireNonNull;

import com.algosolutions.oauth.jdbc.DatabaseFailure.Reason;
import com.algosolutions.oauth.store.RecordLock;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.store.StoredRecord;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Records in one table of a PostgreSQL or MariaDB database, {@code algo_oauth_record}, for any number of processes on any number of machines. Thread-safe.
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
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);
    private static final int MAX_LENGTH = 16 << 20;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,128}");

    private final DataSource source;
    private final Database database;
    private final DatabaseCalls calls;
    private final DatabaseLocks locks;

    /** Whether the server has been found to be a primary that makes commits durable, and no node of a cluster. */
    private volatile boolean durable;

    private JdbcRecordStore(Database database, DataSource source, Duration limit) {
        if (requireNonNull(limit, "limit").compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException(
                    "the time limit of a call must be a millisecond at least, and is " + limit);
        }
        this.database = database;
        this.source = requireNonNull(source, "source");
        this.calls = new DatabaseCalls(database, limit.compareTo(LONGEST_WAIT) < 0 ? limit : LONGEST_WAIT);
        this.locks = new DatabaseLocks(source, database, calls);
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
        return new JdbcRecordStore(Database.POSTGRESQL, source, limit);
    }

    /**
     * A store in MariaDB 10.11 or newer, with a time limit of 10 seconds for each call. Not in a Galera cluster, whose locks hold on one node only, and
     * not in MySQL.
     *
     * @param source the application's data source; nothing is requested from it before the first call
     * @return the store
     */
    public static JdbcRecordStore mariadb(DataSource source) {
        return mariadb(source, LIMIT);
    }

    /**
     * A store in MariaDB 10.11 or newer. Not in a Galera cluster, whose locks hold on one node only, and not in MySQL.
     *
     * @param source the application's data source; nothing is requested from it before the first call
     * @param limit the time limit of each call, the wait for a connection included; a millisecond at least
     * @return the store
     * @throws IllegalArgumentException if the limit is less than a millisecond
     */
    public static JdbcRecordStore mariadb(DataSource source, Duration limit) {
        return new JdbcRecordStore(Database.MARIADB, source, limit);
    }

    /**
     * Creates the table if there is none: what the migration file {@code V1__algo_oauth_record.sql} in this jar does, in {@code algo-oauth/postgresql} or {@code algo-oauth/mariadb}. Several
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
                                        statement.execute(database.sql().schema());
                                    }
                                }
                                return true;
                            });
                        } catch (SQLException e) {
                            if (database.reason(e) != Reason.TABLE_EXISTS || call.remaining() <= 0) {
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
            if (database.reason(e) != Reason.TABLE_MISSING) {
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

    private void requirePrimary(ResultSet rows, String what) throws SQLException, IOException {
        if (!rows.next() || rows.getBoolean(1)) {
            throw DatabaseFailure.readOnly(database, what);
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
                    } catch (SQLException e) {
                        if (database.reason(e) == Reason.RECORD_EXISTS) {
                            return false;
                        }
                        throw e;
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
                throw DatabaseFailure.notDurable(database);
            }
            if (rows.getBoolean(3)) {
                throw DatabaseFailure.clustered();
            }
            durable = true;
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>Ends within the limit and the time limit of one call. Between processes the lock is not fair: each tries it again and again, at most 160 ms
     * apart. In PostgreSQL, two ids whose keys of 64 bits are equal, which takes billions of ids, wait for each other's locks.
     */
    @Override
    public Optional<RecordLock> lock(String id, Duration limit) throws IOException {
        check(id);
        Duration bounded = requireNonNull(limit, "limit").compareTo(LONGEST_WAIT) < 0 ? limit : LONGEST_WAIT;
        return locks.lock(id, bounded);
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
                    for (long pause = DatabaseCalls.FIRST_PAUSE;
                            ;
                            pause = Math.min(DatabaseCalls.LAST_PAUSE, pause * 2)) {
                        try {
                            return with(call, connection -> transaction.run(connection, call));
                        } catch (SQLException e) {
                            if (database.reason(e) != Reason.ROLLED_BACK || call.remaining() <= pause) {
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
        PreparedStatement statement = connection.prepareStatement(database.sql().statement(name));
        try {
            statement.setQueryTimeout(call.seconds());
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    /** {@return "JdbcRecordStore"} */
    @Override
    public String toString() {
        return "JdbcRecordStore";
    }
}
