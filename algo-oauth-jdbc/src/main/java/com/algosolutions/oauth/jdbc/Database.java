package com.algosolutions.oauth.jdbc;

import static java.util.Map.entry;

import com.algosolutions.oauth.jdbc.DatabaseFailure.Reason;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A database product: its statements, the meaning of its error codes, and the names of its settings. Immutable. */
final class Database {
    static final Database POSTGRESQL = new Database(
            "postgresql",
            Map.ofEntries(
                    entry("40001", Reason.ROLLED_BACK), // serialization failure
                    entry("40P01", Reason.ROLLED_BACK), // deadlock
                    entry("23505", Reason.TABLE_EXISTS), // unique violation in the catalog
                    entry("42P07", Reason.TABLE_EXISTS),
                    entry("42710", Reason.TABLE_EXISTS), // duplicate type
                    entry("42P01", Reason.TABLE_MISSING),
                    entry("42501", Reason.NOT_GRANTED),
                    entry("25006", Reason.READ_ONLY),
                    entry("53100", Reason.DISK_FULL),
                    entry("57014", Reason.TOO_SLOW)),
            "in the JDBC URL, targetServerType=primary",
            "(synchronous_commit or fsync is off), so a crash could lose a refresh token."
                    + " Set both to on, for this user at least: ALTER ROLE ... SET synchronous_commit = on",
            "with PgBouncer's pool_mode=transaction. Connect to the database itself, or use pool_mode=session");

    static final Database MARIADB = new Database(
            "mariadb",
            Map.ofEntries(
                    entry("1213", Reason.ROLLED_BACK), // deadlock
                    entry("1205", Reason.ROLLED_BACK), // innodb_lock_wait_timeout has passed
                    entry("1020", Reason.ROLLED_BACK), // changed since the snapshot (innodb_snapshot_isolation)
                    entry("1062", Reason.RECORD_EXISTS),
                    entry("1050", Reason.TABLE_EXISTS),
                    entry("1146", Reason.TABLE_MISSING),
                    entry("1046", Reason.TABLE_MISSING), // the URL names no database
                    entry("1044", Reason.NOT_GRANTED),
                    entry("1142", Reason.NOT_GRANTED),
                    entry("1290", Reason.READ_ONLY), // read_only
                    entry("1792", Reason.READ_ONLY), // the transaction
                    entry("1836", Reason.READ_ONLY), // innodb_read_only
                    entry("1021", Reason.DISK_FULL),
                    entry("1114", Reason.DISK_FULL), // the table space cannot grow
                    entry("1153", Reason.TOO_LARGE),
                    entry("1969", Reason.TOO_SLOW), // max_statement_time, which the driver sets
                    entry("1317", Reason.TOO_SLOW)), // KILL QUERY
            "in the JDBC URL, the primary's host and no other",
            "(innodb_flush_log_at_trx_commit is neither 1 nor 3, or the binary log is on and sync_binlog is not 1), so a crash could lose a refresh token."
                    + " Set both to 1 in the server's configuration",
            "with ProxySQL's multiplexing, MaxScale's readwritesplit or a JDBC URL of several hosts. Connect to the database itself");

    private final SqlFile sql;
    private final Map<String, Reason> reasons;
    private final String primary;
    private final String durability;
    private final String proxies;

    private Database(String name, Map<String, Reason> reasons, String primary, String durability, String proxies) {
        this.sql = new SqlFile(name);
        this.reasons = reasons;
        this.primary = primary;
        this.durability = durability;
        this.proxies = proxies;
    }

    SqlFile sql() {
        return sql;
    }

    /** Why the server refused a statement; null if the reason makes no difference. By the SQLSTATE, or where that is too general, the error code. */
    @Nullable
    Reason reason(SQLException failed) {
        Reason byState = failed.getSQLState() == null ? null : reasons.get(failed.getSQLState());
        return byState == null ? reasons.get(String.valueOf(failed.getErrorCode())) : byState;
    }

    /** How to connect to the primary. */
    String primary() {
        return primary;
    }

    /** Which settings make the server confirm a write too early, and the fix. */
    String durability() {
        return durability;
    }

    /** What hands the statements of one connection to several sessions, and the fix. */
    String proxies() {
        return proxies;
    }
}
