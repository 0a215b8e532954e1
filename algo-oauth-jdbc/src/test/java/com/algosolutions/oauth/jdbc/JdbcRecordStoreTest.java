package com.algosolutions.oauth.jdbc;

import static com.algosolutions.oauth.jdbc.DatabaseServer.pool;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.store.RecordLock;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.store.UnreadableRecordException;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What the contract does not cover: pools, limits and users. */
@Timeout(60)
@ParameterizedClass
@MethodSource(DatabaseServer.TESTED)
class JdbcRecordStoreTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String ID = "profile-1";

    @Parameter
    DatabaseServer.Kind database;

    private DatabaseServer server;
    private String schema;

    @BeforeEach
    void open() throws Exception {
        server = database.shared();
        schema = server.schema();
    }

    private JdbcRecordStore store() throws IOException {
        JdbcRecordStore store = database.store(server.source(schema));
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

    @Test
    void createSchema_byManyAtOnce_createsOneTable() throws Exception {
        int many = 8;
        CountDownLatch ready = new CountDownLatch(many);
        ExecutorService threads = Executors.newFixedThreadPool(many);
        List<Future<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            all.add(threads.submit(() -> {
                JdbcRecordStore store = database.store(server.source(schema));
                ready.countDown();
                ready.await();
                store.createSchema();
                return store.list().isEmpty();
            }));
        }
        for (Future<Boolean> one : all) {
            assertThat(one.get()).isTrue();
        }
        threads.shutdown();
    }

    @Test
    void createSchema_byAUserWithoutTheRight_needsItForANewTableOnly() throws Exception {
        String user = "limited_" + schema;
        execute(server.createUser(user, schema));
        JdbcRecordStore limited = database.store(server.source(schema, user));
        assertThatThrownBy(limited::createSchema)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Grant the user");

        store();
        assertThatThrownBy(() -> limited.read(ID))
                .hasMessageContaining("Grant the user SELECT, INSERT, UPDATE and DELETE");
        execute("GRANT SELECT, INSERT, UPDATE, DELETE ON algo_oauth_record TO " + user);
        limited.createSchema();
        assertThat(limited.replace(ID, 0, bytes("one"))).isTrue();
    }

    @Test
    void table_missing_isNamedWithTheFix() {
        JdbcRecordStore store = database.store(server.source(schema));
        assertThatThrownBy(() -> store.read(ID)).isInstanceOf(IOException.class).hasMessageContaining("createSchema()");
        assertThatThrownBy(() -> store.replace(ID, 0, bytes("one"))).hasMessageContaining("createSchema()");
        assertThatThrownBy(() -> store.lock(ID, Duration.ZERO)).hasMessageContaining("createSchema()");
    }

    @Test
    void schemas_haveTheirOwnRecords_andLocks() throws Exception {
        JdbcRecordStore one = store();
        one.replace(ID, 0, bytes("one"));
        schema = server.schema();
        JdbcRecordStore other = store();
        assertThat(other.read(ID)).isEmpty();
        try (RecordLock lock = one.lock(ID, Duration.ZERO).orElseThrow();
                RecordLock another = other.lock(ID, Duration.ZERO).orElseThrow()) {
            assertThat(List.of(lock, another)).hasToString("[held, held]");
        }
    }

    @Test
    void record_of16Mebibytes_isTheLongest() throws Exception {
        JdbcRecordStore store = store();
        byte[] longest = new byte[16 << 20];
        longest[longest.length - 1] = 7;
        assertThat(store.replace(ID, 0, longest)).isTrue();
        assertThat(store.read(ID).orElseThrow().bytes()).isEqualTo(longest);
        assertThatThrownBy(() -> store.replace(ID, 1, new byte[(16 << 20) + 1]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void records_encrypted_areReadWithTheirKeyOnly() throws Exception {
        SecretKey key = new SecretKeySpec(new byte[32], "AES");
        JdbcRecordStore store = store();
        RecordStore encrypted = store.encryptedWith(key);
        assertThat(encrypted.replace(ID, 0, bytes("secret"))).isTrue();
        assertThat(encrypted.read(ID).orElseThrow().bytes()).isEqualTo(bytes("secret"));
        assertThat(new String(store.read(ID).orElseThrow().bytes(), UTF_8)).doesNotContain("secret");
        execute("UPDATE algo_oauth_record SET generation = 2");
        assertThatThrownBy(() -> encrypted.read(ID)).isInstanceOf(UnreadableRecordException.class);
    }

    @Test
    void pool_usedUp_isAFailureByTheLimit_andTheLateConnectionGoesBack() throws Exception {
        store();
        try (HikariDataSource pool = new HikariDataSource(pool(server.source(schema), 1))) {
            JdbcRecordStore store = database.store(pool, SHORT);
            try (Connection taken = pool.getConnection()) {
                assertThat(taken.isValid(5)).isTrue();
                assertThatThrownBy(() -> store.replace(ID, 0, bytes("late")))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("300 ms")
                        .hasMessageContaining("two at least");
            }
            JdbcRecordStore patient = database.store(pool);
            assertThat(patient.read(ID))
                    .isEmpty(); // the abandoned call has had the connection first, and has sent nothing
            assertThat(pool.getHikariPoolMXBean().getTotalConnections()).isEqualTo(1);
        }
    }

    @Test
    void pool_thatRefuses_isAFailureWithTheAdvice() throws Exception {
        store();
        HikariConfig config = pool(server.source(schema), 1);
        config.setConnectionTimeout(250);
        try (HikariDataSource pool = new HikariDataSource(config);
                Connection taken = pool.getConnection()) {
            assertThat(taken.isValid(5)).isTrue();
            assertThatThrownBy(() -> database.store(pool).list())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Give the connection pool more connections");
        }
    }

    @Test
    void locks_manyOfThem_holdOneConnection_andNoneAfterwards() throws Exception {
        store();
        try (HikariDataSource pool = new HikariDataSource(pool(server.source(schema), 2))) {
            JdbcRecordStore store = database.store(pool);
            List<RecordLock> locks = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                locks.add(store.lock("profile-" + i, Duration.ZERO).orElseThrow());
            }
            assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isEqualTo(1);
            assertThat(server.locks(schema)).isEqualTo(50);
            assertThat(store.replace(ID, 0, bytes("one"))).isTrue();
            locks.forEach(RecordLock::close);
            assertThat(server.locks(schema)).isZero();
            assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
        }
    }

    @Test
    void lock_waitedFor_holdsNoConnectionBetweenTheAttempts() throws Exception {
        JdbcRecordStore holder = store();
        RecordLock lock = holder.lock(ID, Duration.ZERO).orElseThrow();
        try (HikariDataSource pool = new HikariDataSource(pool(server.source(schema), 1))) {
            JdbcRecordStore store = database.store(pool);
            ExecutorService waiting = Executors.newSingleThreadExecutor();
            Future<Boolean> obtained = waiting.submit(() -> {
                try (RecordLock second = store.lock(ID, LONG).orElseThrow()) {
                    return second.toString().equals("held");
                }
            });
            for (int i = 0; i < 5; i++) {
                assertThat(store.read(ID)).isEmpty();
            }
            lock.close();
            assertThat(obtained.get()).isTrue();
            waiting.shutdown();
        }
    }

    @Test
    void database_thatIsSilent_isAFailureByTheLimit() throws Exception {
        store();
        try (Link link = new Link(server.port());
                HikariDataSource pool = new HikariDataSource(pool(server.source(schema, link.port()), 2))) {
            JdbcRecordStore store = database.store(pool, Duration.ofSeconds(2));
            RecordLock lock = store.lock(ID, Duration.ZERO).orElseThrow();
            assertThat(store.replace(ID, 0, bytes("one"))).isTrue();
            link.silence();
            long begun = System.nanoTime();
            assertThatThrownBy(() -> store.read(ID))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("2000 ms");
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isLessThan(Duration.ofMillis(4_900)); // drivers wait 5 s for a new connection
            assertThatThrownBy(() -> store.lock("another", Duration.ZERO)).isInstanceOf(IOException.class);
            lock.close(); // ends its session, since the database does not confirm the release
            link.cut();
            link.speak();
            assertThat(database.store(pool).read(ID)).isPresent();
            assertThat(database.store(server.source(schema)).lock(ID, LONG)).isPresent();
        }
    }

    @Test
    void write_thatWaitsForAnotherTransaction_isCancelledByTheLimit() throws Exception {
        JdbcRecordStore store = store();
        store.replace(ID, 0, bytes("one"));
        try (Connection other = server.source(schema).getConnection();
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("UPDATE algo_oauth_record SET bytes = 'x'");
            JdbcRecordStore hurried = database.store(server.source(schema), Duration.ofSeconds(4));
            assertThatThrownBy(() -> hurried.replace(ID, 1, bytes("two")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("The statement took too long");
            other.rollback();
        }
        assertThat(store.read(ID).orElseThrow().generation()).isEqualTo(1);
    }

    /** As behind PgBouncer in its mode transaction: each statement of a connection may reach another session. */
    @Test
    void connection_whoseStatementsReachDifferentSessions_cannotLock_andLeavesNoLock() throws Exception {
        store();
        AtomicInteger statements = new AtomicInteger();
        DataSource source = (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    Connection first = server.source(schema).getConnection();
                    Connection second = server.source(schema).getConnection();
                    return Proxy.newProxyInstance(
                            getClass().getClassLoader(), new Class<?>[] {Connection.class}, (self, called, given) -> {
                                try {
                                    if (called.getName().equals("abort")
                                            || called.getName().equals("close")) {
                                        called.invoke(second, given);
                                    }
                                    boolean to = called.getName().equals("prepareStatement")
                                            && statements.getAndIncrement() % 2 == 1;
                                    return called.invoke(to ? second : first, given);
                                } catch (InvocationTargetException e) {
                                    throw e.getCause();
                                }
                            });
                });
        JdbcRecordStore store = database.store(source);
        RecordLock lock = store.lock(ID, Duration.ZERO).orElseThrow();
        assertThatThrownBy(() -> store.lock("another", Duration.ZERO))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("reached different sessions");
        lock.close();
        assertThat(database.store(server.source(schema)).lock(ID, LONG)).isPresent();
    }

    @Test
    void statements_useNoClockOfTheDatabase() {
        SqlFile sql = database.product().sql();
        for (String name : List.of("probe", "read", "insert", "update", "list", "delete", "lock", "unlock")) {
            assertThat(sql.statement(name))
                    .doesNotContainPattern("(?i)now\\(|clock|current_(date|time)|interval|timestamp");
        }
        assertThat(sql.schema()).doesNotContainPattern("(?i)now\\(|clock|current_(date|time)|interval|timestamp");
    }

    @Test
    void limit_ofNothing_isRejected() {
        assertThatThrownBy(() -> database.store(server.source(schema), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
