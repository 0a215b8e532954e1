package com.algosolutions.oauth.jdbc;

import com.algosolutions.oauth.contract.RecordStoreContract;
import com.algosolutions.oauth.store.RecordStore;
import java.util.Optional;

/** The contract of a record store, on a real PostgreSQL, with a new connection for each call. */
class PostgresContractTest extends RecordStoreContract {
    private PostgresServer server;
    private String schema;

    @Override
    protected RecordStore open() throws Exception {
        server = PostgresServer.shared();
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
