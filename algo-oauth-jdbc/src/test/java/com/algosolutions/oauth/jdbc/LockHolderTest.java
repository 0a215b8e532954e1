package com.algosolutions.oauth.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.store.RecordLock;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A lock ends with the process that holds it. */
@Timeout(60)
@ParameterizedClass
@MethodSource(DatabaseServer.TESTED)
class LockHolderTest {
    private static final String ID = "credential-1";

    @Parameter
    DatabaseServer.Kind database;

    @Test
    void lock_ofAProcessThatIsKilled_isFree() throws Exception {
        DatabaseServer server = database.shared();
        String schema = server.schema();
        JdbcRecordStore store = database.store(server.source(schema));
        store.createSchema();
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolder.class.getName(),
                        database.name(),
                        server.url(schema),
                        ID)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(said.readLine()).isEqualTo("held");
            assertThat(store.lock(ID, Duration.ofMillis(20))).isEmpty();
        } finally {
            holder.destroyForcibly().waitFor();
        }
        try (RecordLock lock = store.lock(ID, Duration.ofSeconds(30)).orElseThrow()) {
            assertThat(lock).hasToString("held");
        }
    }
}
