package com.algosolutions.oauth.jdbc;

import static com.algosolutions.oauth.jdbc.DatabaseServer.pool;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.store.RecordLock;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.store.StoredRecord;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The database is lost in the middle of each call: before the statement arrives, while it runs, or when its response is on the way. The call ends by
 * its deadline; a record is the old one or the new one; a lock that was reported is held, and no other stays; and the same store works again.
 */
@Timeout(120)
@ParameterizedClass
@MethodSource(DatabaseServer.TESTED)
class DatabaseFaultTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final String ID = "profile-1";

    @Parameter
    DatabaseServer.Kind database;

    private enum Operation {
        READ,
        LIST,
        INSERT,
        UPDATE,
        DELETE,
        LOCK,
        UNLOCK
    }

    private enum Moment {
        BEFORE_THE_REQUEST,
        AFTER_THE_REQUEST,
        BEFORE_THE_RESPONSE
    }

    static Stream<Arguments> moments() {
        return Stream.of(Operation.values())
                .flatMap(operation -> Stream.of(Moment.values()).map(moment -> Arguments.of(operation, moment)));
    }

    @ParameterizedTest
    @MethodSource("moments")
    void connection_cut_isAFailureOrTheResult_andTheStoreGoesOn(Operation operation, Moment moment) throws Exception {
        DatabaseServer server = database.shared();
        try (Link link = new Link(server.port())) {
            check(server, link, link::cut, () -> {}, operation, moment);
        }
    }

    @Tag("heavy")
    @ParameterizedTest
    @MethodSource("moments")
    void server_killed_isAFailureOrTheResult_andTheStoreGoesOn(Operation operation, Moment moment) throws Exception {
        DatabaseServer server = database.shared();
        try (Link link = new Link(server.port())) {
            Runnable kill = () -> {
                try {
                    link.silence(); // also a response that has left the server is lost
                    server.kill();
                    link.cut();
                    link.speak();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            };
            check(server, link, kill, server::resume, operation, moment);
        }
    }

    private interface Step {
        void run() throws Exception;
    }

    private void check(
            DatabaseServer server, Link link, Runnable fault, Step repair, Operation operation, Moment moment)
            throws Exception {
        String schema = server.schema();
        JdbcRecordStore other = database.store(server.source(schema), LIMIT);
        other.createSchema();
        HikariConfig config = pool(server.source(schema, link.port()), 2);
        config.setConnectionTimeout(2_000);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            JdbcRecordStore store = database.store(pool, LIMIT);
            long generation = operation == Operation.INSERT ? 0 : 1;
            if (generation == 1) {
                assertThat(store.replace(ID, 0, bytes("old"))).isTrue();
            } else {
                store.delete(ID); // opens the connection, and checks the server
            }
            RecordLock held = operation == Operation.UNLOCK
                    ? store.lock(ID, Duration.ZERO).orElseThrow()
                    : RecordLock.of(() -> {});
            switch (moment) {
                case BEFORE_THE_REQUEST -> link.beforeRequest(fault);
                case AFTER_THE_REQUEST -> link.afterRequest(fault);
                case BEFORE_THE_RESPONSE -> link.beforeResponse(fault);
            }
            boolean failed = !succeeds(operation, store, generation, held);
            repair.run();
            assertThat(failed).isEqualTo(operation != Operation.UNLOCK);

            assertRecord(other.read(ID), operation, moment, generation);
            try (RecordLock lock = other.lock(ID, LIMIT).orElseThrow()) { // the fault has ended the session that had it
                assertThat(lock).hasToString("held");
            }
            assertThat(worksAgain(store)).isTrue();
            assertThat(server.locks(schema)).isZero();
            assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
        }
    }

    /** Runs the call that meets the fault; returns whether it reported success. */
    private static boolean succeeds(Operation operation, RecordStore store, long generation, RecordLock held) {
        long begun = System.nanoTime();
        try {
            switch (operation) {
                case READ -> store.read(ID);
                case LIST -> store.list();
                case INSERT, UPDATE -> store.replace(ID, generation, bytes("new"));
                case DELETE -> store.delete(ID);
                case LOCK -> store.lock(ID, Duration.ZERO).ifPresent(RecordLock::close);
                case UNLOCK -> held.close();
            }
            return true;
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("The database could not ");
            return false;
        } finally {
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LIMIT.plusSeconds(5));
        }
    }

    private static void assertRecord(Optional<StoredRecord> found, Operation operation, Moment moment, long before) {
        String text = found.map(record -> record.generation() + " " + new String(record.bytes(), UTF_8))
                .orElse("none");
        String old = before == 0 ? "none" : "1 old";
        String done = switch (operation) {
            case INSERT -> "1 new";
            case UPDATE -> "2 new";
            case DELETE -> "none";
            default -> old;
        };
        switch (moment) {
            case BEFORE_THE_REQUEST -> assertThat(text).isEqualTo(old);
            case AFTER_THE_REQUEST -> assertThat(text).isIn(old, done);
            case BEFORE_THE_RESPONSE -> assertThat(text).isEqualTo(done);
        }
    }

    /** The pool may have one more connection that was lost without its knowledge. */
    private static boolean worksAgain(RecordStore store) {
        for (int attempt = 0; attempt < 5; attempt++) {
            try {
                long generation = store.read(ID).map(StoredRecord::generation).orElse(0L);
                try (RecordLock lock = store.lock(ID, LIMIT).orElseThrow()) {
                    return lock.toString().equals("held") && store.replace(ID, generation, bytes("again"));
                }
            } catch (IOException e) {
                // once more
            }
        }
        return false;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
