package com.algosolutions.oauth.jdbc;

import static com.algosolutions.oauth.jdbc.DatabaseServer.pool;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Settings of PostgreSQL with which it would break the contract. */
@Timeout(60)
class PostgresSettingsTest {
    private static final String ID = "profile-1";

    private PostgresServer server;
    private String schema;

    @BeforeEach
    void open() throws Exception {
        server = PostgresServer.shared();
        schema = server.schema();
    }

    private JdbcRecordStore store() throws IOException {
        JdbcRecordStore store = JdbcRecordStore.postgresql(server.source(schema));
        store.createSchema();
        return store;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    @Test
    void connections_readOnly_areNamedWithTheFix() throws Exception {
        store().replace(ID, 0, bytes("one"));
        HikariConfig config = pool(server.source(schema), 2);
        config.setReadOnly(true);
        config.setAutoCommit(false); // the driver ignores it otherwise
        try (HikariDataSource pool = new HikariDataSource(config)) {
            JdbcRecordStore store = JdbcRecordStore.postgresql(pool);
            assertThat(store.read(ID)).isPresent();
            assertThatThrownBy(() -> store.replace(ID, 1, bytes("two")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("read-only");
        }
    }

    @Test
    void server_thatConfirmsBeforeItsWritesAreDurable_isRejected() throws Exception {
        store().replace(ID, 0, bytes("one"));
        var source = server.source(schema);
        source.setOptions("-c synchronous_commit=off");
        JdbcRecordStore store = JdbcRecordStore.postgresql(source);
        assertThat(store.read(ID)).isPresent();
        assertThatThrownBy(() -> store.replace(ID, 1, bytes("two")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("synchronous_commit");
    }
}
