package com.algosolutions.oauth.jdbc;

import com.algosolutions.oauth.contract.RecordStoreContract;
import com.algosolutions.oauth.store.RecordStore;
import java.util.Optional;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of a record store, on real servers, with a new connection for each call. */
@ParameterizedClass
@MethodSource(DatabaseServer.TESTED)
class DatabaseContractTest extends RecordStoreContract {
    @Parameter
    DatabaseServer.Kind database;

    private DatabaseServer server;
    private String schema;

    @Override
    protected RecordStore open() throws Exception {
        server = database.shared();
        schema = server.schema();
        JdbcRecordStore store = database.store(server.source(schema));
        store.createSchema();
        return store;
    }

    @Override
    protected Optional<RecordStore> openAgain() {
        return Optional.of(database.store(server.source(schema)));
    }
}
