package com.algosolutions.oauth.jdbc;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a failure of the database means for an operator. */
final class DatabaseFailure {
    private DatabaseFailure() {}

    /** Why a server refuses a statement, with the fix. */
    enum Reason {
        /** In favour of another transaction; nothing was done, and the statement can be repeated. */
        ROLLED_BACK("Check the load of the database, and for locks on the table algo_oauth_record."),
        RECORD_EXISTS("Read the record again."),
        TABLE_EXISTS("Another process has created the table meanwhile: try again."),
        TABLE_MISSING(
                "Create the table: createSchema(), or the migration file V1__algo_oauth_record.sql."
                        + " Check the connection's schema: in the JDBC URL, currentSchema (PostgreSQL) or the name of the database (MariaDB)."),
        NOT_GRANTED("Grant the user SELECT, INSERT, UPDATE and DELETE on the table algo_oauth_record."),
        READ_ONLY("Connect to the primary, with a connection that is not read-only."),
        DISK_FULL("Free space on the database's disk."),
        TOO_LARGE("Set max_allowed_packet of the server to 34M."),
        TOO_SLOW(
                "The statement took too long. Check the load of the database, and for locks on the table algo_oauth_record.");

        private final String advice;

        Reason(String advice) {
            this.advice = advice;
        }
    }

    /**
     * The exception for a failed call.
     *
     * @param what what the call was to do: {@code read a record}
     */
    static IOException of(Database database, String what, @Nullable Throwable cause) {
        if (cause instanceof IOException known) {
            return known;
        }
        if (!(cause instanceof SQLException failed)) {
            return new IOException(
                    "The database could not " + what + ": the driver or pool threw " + cause + ".", cause);
        }
        return new IOException(
                "The database could not " + what + ": " + firstLine(failed) + codes(failed) + ". "
                        + advice(database, failed),
                failed);
    }

    /** The exception for a call that has not ended by its deadline. */
    static IOException late(String what, Duration limit) {
        return new IOException(
                "The database did not " + what + " in " + limit.toMillis()
                        + " ms. Check the database, the network, and whether the connection pool has free connections: a process needs two at least.");
    }

    /** The exception for a server that accepts no write. */
    static IOException readOnly(Database database, String what) {
        return new IOException("The database could not " + what
                + ": the server is a read-only replica. Connect to the primary: " + database.primary() + ".");
    }

    /** The exception for a server that confirms what it may lose. */
    static IOException notDurable(Database database) {
        return new IOException("The database confirms a write before it is durable " + database.durability() + ".");
    }

    /** The exception for a server that shares its records with others, but not its locks. */
    static IOException clustered() {
        return new IOException(
                "The database is a node of a Galera cluster (wsrep_on), whose locks hold on one node only."
                        + " Use a MariaDB without Galera, or PostgreSQL.");
    }

    /** The exception for a connection whose statements reach different sessions. */
    static IOException sessionChanged(Database database) {
        return new IOException(
                "The database could not lock a record: two statements of one connection reached different sessions, as "
                        + database.proxies() + ".");
    }

    private static String firstLine(SQLException failed) {
        String message = failed.getMessage();
        String line = message == null
                ? failed.getClass().getName()
                : message.lines().findFirst().orElse("");
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }

    private static String codes(SQLException failed) {
        String error = failed.getErrorCode() <= 0 ? "" : ", error " + failed.getErrorCode();
        return failed.getSQLState() == null ? "" : " (SQLSTATE " + failed.getSQLState() + error + ")";
    }

    private static String advice(Database database, SQLException failed) {
        Reason reason = database.reason(failed);
        if (reason != null) {
            return reason.advice;
        }
        if (failed instanceof SQLTransientConnectionException) {
            return "Give the connection pool more connections, two at least for a process, or check that the database accepts connections.";
        }
        if (failed.getSQLState() != null && failed.getSQLState().startsWith("28")) {
            return "Check the user and password of the data source.";
        }
        return "Check that the database is running and accepts connections, and try again.";
    }
}
