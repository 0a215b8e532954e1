package com.algosolutions.oauth.jdbc;

import com.algosolutions.oauth.contract.RecordStoreContract;
import com.algosolutions.oauth.store.RecordStore;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract of a record store, on a real PostgreSQL. */
class PostgresContractTest extends RecordStoreContract {
    private static PostgresServer server;

    private String schema;

    @BeforeAll
    static void startServer() throws Exception {
        server = PostgresServer.start();
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected RecordStore open() throws Exception {
        schema = server.schema();
        JdbcRecordStore store = JdbcRecordStore.postgresql(server.source(schema));
        store.createSchema();
        return store;
    }

    @Override
    protected Optional<RecordStore> openAgain() {
        return Optional.of(JdbcRecordStore.postgresql(server.source(schema)));
    }
}
