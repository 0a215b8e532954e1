package com.algosolutions.oauth.jdbc;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a failure of the database means for an operator. */
final class DatabaseFailure {
    private DatabaseFailure() {}

    /**
     * The exception for a failed call.
     *
     * @param what what the call was to do: {@code read a record}
     */
    static IOException of(String what, @Nullable Throwable cause) {
        if (cause instanceof IOException known) {
            return known;
        }
        if (!(cause instanceof SQLException failed)) {
            return new IOException(
                    "The database could not " + what + ": the driver or pool threw " + cause + ".", cause);
        }
        String state = failed.getSQLState();
        return new IOException(
                "The database could not " + what + ": " + firstLine(failed)
                        + (state == null ? "" : " (SQLSTATE " + state + ")") + ". "
                        + advice(failed, state == null ? "" : state),
                failed);
    }

    /** The exception for a call that has not ended by its deadline. */
    static IOException late(String what, Duration limit) {
        return new IOException(
                "The database did not " + what + " in " + limit.toMillis()
                        + " ms. Check the database, the network, and whether the connection pool has free connections: a process needs two at least.");
    }

    /** The exception for a server that accepts no write. */
    static IOException readOnly(String what) {
        return new IOException(
                "The database could not " + what
                        + ": the server is a read-only replica. Connect to the primary: in the JDBC URL, targetServerType=primary.");
    }

    /** The exception for a server that confirms what it may lose. */
    static IOException notDurable() {
        return new IOException(
                "The database confirms a write before it is durable (synchronous_commit or fsync is off), so a crash could lose a refresh token."
                        + " Set both to on, for this user at least: ALTER ROLE ... SET synchronous_commit = on.");
    }

    /** The exception for a connection whose statements reach different sessions. */
    static IOException sessionChanged() {
        return new IOException(
                "The database could not lock a record: two statements of one connection reached different sessions, as with PgBouncer's"
                        + " pool_mode=transaction. Connect to the database itself, or use pool_mode=session.");
    }

    private static String firstLine(SQLException failed) {
        String message = failed.getMessage();
        String line = message == null
                ? failed.getClass().getName()
                : message.lines().findFirst().orElse("");
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }

    private static String advice(SQLException failed, String state) {
        switch (state) {
            case "42P01":
                return "Create the table: createSchema(), or the migration file V1__algo_oauth_record.sql. Check the connection's schema (currentSchema in the JDBC URL).";
            case "42501":
                return "Grant the user SELECT, INSERT, UPDATE and DELETE on the table algo_oauth_record.";
            case "25006":
                return "Connect to the primary, with a connection that is not read-only.";
            case "53100":
                return "Free space on the database's disk.";
            case "57014":
                return "The statement took too long. Check the load of the database, and for locks on the table algo_oauth_record.";
            default:
        }
        if (failed instanceof SQLTransientConnectionException) {
            return "Give the connection pool more connections, two at least for a process, or check that the database accepts connections.";
        }
        if (state.startsWith("28")) {
            return "Check the user and password of the data source.";
        }
        return "Check that the database is running and accepts connections, and try again.";
    }
}
