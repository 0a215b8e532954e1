package com.algosolutions.oauth.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings of MariaDB with which it would break the contract, or which differ from its defaults. */
@Timeout(60)
@Tag("heavy")
class MariaDbSettingsTest {
    private static final String ID = "profile-1";

    private MariaDbServer server;
    private String schema;

    @BeforeEach
    void open() throws Exception {
        server = MariaDbServer.shared();
        schema = server.schema();
    }

    private JdbcRecordStore store() throws IOException {
        JdbcRecordStore store = JdbcRecordStore.mariadb(server.source(schema));
        store.createSchema();
        return store;
    }

    private void execute(String sql) throws Exception {
        try (var connection = server.source(schema).getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private interface Body {
        void run() throws Exception;
    }

    /** Runs a body with a setting of the whole server. */
    private void with(String setting, String value, String before, Body body) throws Exception {
        server.requireOwn();
        execute("SET GLOBAL " + setting + " = " + value);
        try {
            body.run();
        } finally {
            execute("SET GLOBAL " + setting + " = " + before);
        }
    }

    @Test
    void replica_readOnly_isRefused_andNamedWithTheFix() throws Exception {
        JdbcRecordStore store = store();
        store.replace(ID, 0, bytes("one"));
        with("read_only", "1", "0", () -> {
            assertRefused(() -> store.read(ID));
            assertRefused(store::list);
            assertRefused(() -> store.lock(ID, Duration.ZERO));
            assertRefused(store::createSchema);
            assertRefused(() -> JdbcRecordStore.mariadb(server.source(schema)).replace(ID, 1, bytes("two")));
        });
        assertThat(store.replace(ID, 1, bytes("two"))).isTrue();
    }

    private static void assertRefused(Body call) {
        assertThatThrownBy(call::run)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("read-only replica")
                .hasMessageContaining("the primary's host");
    }

    @ParameterizedTest
    @CsvSource({
        "innodb_flush_log_at_trx_commit,0,1",
        "innodb_flush_log_at_trx_commit,2,1",
        "sync_binlog,0,1",
        "sync_binlog,100,1"
    })
    void server_thatConfirmsBeforeItsWritesAreDurable_isRejected(String setting, String value, String before)
            throws Exception {
        store().replace(ID, 0, bytes("one"));
        with(setting, value, before, () -> {
            JdbcRecordStore store = JdbcRecordStore.mariadb(server.source(schema));
            assertThat(store.read(ID)).isPresent();
            assertThatThrownBy(() -> store.replace(ID, 1, bytes("two")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(setting);
        });
    }

    /** The sync of InnoDB's own log at each commit, which needs none of the binary log. */
    @Test
    void server_thatSyncsItsOwnLogAtEachCommit_isAccepted() throws Exception {
        JdbcRecordStore store = store();
        with(
                "sync_binlog",
                "0",
                "1",
                () -> with(
                        "innodb_flush_log_at_trx_commit",
                        "3",
                        "1",
                        () -> assertThat(store.replace(ID, 0, bytes("one"))).isTrue()));
    }

    /** The wait for another transaction ends early, by a setting of the server: the statement is repeated. */
    @Test
    void write_thatWaitsForAnotherTransaction_isRepeated_ifTheServerEndsTheWait() throws Exception {
        JdbcRecordStore store = store();
        store.replace(ID, 0, bytes("one"));
        DataSource source = server.sourceWith(schema, "innodb_lock_wait_timeout=0");
        JdbcRecordStore hurried = JdbcRecordStore.mariadb(source);
        try (var other = server.source(schema).getConnection();
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("UPDATE algo_oauth_record SET bytes = 'x'");
            assertThatThrownBy(() -> JdbcRecordStore.mariadb(source, Duration.ofMillis(900))
                            .replace(ID, 1, bytes("two")))
                    .isInstanceOf(IOException.class);
            other.rollback();
        }
        assertThat(hurried.replace(ID, 1, bytes("two"))).isTrue();
    }

    @Test
    void ids_thatDifferInCase_areDifferent() throws Exception {
        JdbcRecordStore store = store();
        assertThat(store.replace("Profile-A", 0, bytes("one"))).isTrue();
        assertThat(store.replace("profile-a", 0, bytes("two"))).isTrue();
        assertThat(store.read("Profile-A").orElseThrow().bytes()).isEqualTo(bytes("one"));
        try (var one = store.lock("Profile-A", Duration.ZERO).orElseThrow();
                var two = JdbcRecordStore.mariadb(server.source(schema))
                        .lock("profile-a", Duration.ZERO)
                        .orElseThrow()) {
            assertThat(one.toString() + two).isEqualTo("heldheld");
        }
    }
}
