package com.algosolutions.oauth.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A standby has the records, perhaps not the newest, and locks of its own: it is not used for anything. */
@Tag("heavy")
@Timeout(120)
class StandbyTest {
    private static final String ID = "profile-1";

    @Test
    void standby_isRefused_andNamedWithTheFix() throws Exception {
        try (PostgresServer server = PostgresServer.start()) {
            JdbcRecordStore store = JdbcRecordStore.postgresql(server.source());
            store.createSchema();
            store.replace(ID, 0, "one".getBytes(UTF_8));
            server.becomeStandby();
            assertRefused(() -> store.read(ID));
            assertRefused(store::list);
            assertRefused(() -> store.lock(ID, Duration.ZERO));
            assertRefused(() -> JdbcRecordStore.postgresql(server.source()).replace(ID, 1, "two".getBytes(UTF_8)));
            assertThatThrownBy(() -> store.replace(ID, 1, "two".getBytes(UTF_8)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("25006");
            assertRefused(() -> {
                store.createSchema();
                return true;
            });
        }
    }

    private interface Call {
        Object run() throws Exception;
    }

    private static void assertRefused(Call call) {
        assertThatThrownBy(call::run).isInstanceOf(IOException.class).hasMessageContaining("targetServerType=primary");
    }
}
