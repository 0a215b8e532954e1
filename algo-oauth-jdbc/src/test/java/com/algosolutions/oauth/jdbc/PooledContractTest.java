package com.algosolutions.oauth.jdbc;

import static com.algosolutions.oauth.jdbc.DatabaseServer.pool;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.contract.RecordStoreContract;
import com.algosolutions.oauth.store.RecordStore;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The contract of a record store, on real servers and the least convenient pool: two connections, which do not commit by themselves, and whose
 * transactions are serializable, so that the database rolls some of them back.
 */
@ParameterizedClass
@MethodSource(DatabaseServer.TESTED)
class PooledContractTest extends RecordStoreContract {
    @Parameter
    DatabaseServer.Kind database;

    private final List<HikariDataSource> pools = new ArrayList<>();
    private DatabaseServer server;
    private String schema;

    private JdbcRecordStore store() {
        HikariConfig config = pool(server.source(schema), 2);
        config.setAutoCommit(false);
        config.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
        HikariDataSource pool = new HikariDataSource(config);
        pools.add(pool);
        return database.store(pool);
    }

    @Override
    protected RecordStore open() throws Exception {
        server = database.shared();
        schema = server.schema();
        JdbcRecordStore store = store();
        store.createSchema();
        return store;
    }

    @Override
    protected Optional<RecordStore> openAgain() {
        return Optional.of(store());
    }

    /** Each connection has been returned but that of a lock which the test has kept, and none of them has a transaction open. */
    @AfterEach
    void closePools() throws Exception {
        for (HikariDataSource pool : pools) {
            assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isLessThanOrEqualTo(1);
        }
        assertThat(server.transactions()).isZero();
        pools.forEach(HikariDataSource::close);
    }
}
