package com.algosolutions.oauth.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.zaxxer.hikari.HikariConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Assumptions;

/**
 * A database server of the tests, from the binaries on the class path, on a free port of the loopback interface. Database servers refuse to run as
 * root: a test that runs as root starts it as the user nobody.
 *
 * <p>A system property names another server, {@code -Dpostgresql.url=jdbc:postgresql://host/database?user=...&password=...} or
 * {@code -Dmariadb.url=jdbc:mariadb://host/?user=...&password=...}. Then the tests that cut connections, kill the server or change its settings are skipped.
 */
abstract class DatabaseServer implements AutoCloseable {
    private static final AtomicInteger SCHEMAS = new AtomicInteger();
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    /** The method with the databases that the tests run on. */
    static final String TESTED = "com.algosolutions.oauth.jdbc.DatabaseServer$Kind#tested";

    /** The databases that the tests can run on, each with a server that all tests of this process share, and that ends with the process. */
    enum Kind {
        POSTGRESQL,
        MARIADB;

        /** PostgreSQL, and with the property {@code mariadb}, which the heavy form sets, MariaDB too. */
        static Stream<Kind> tested() {
            return Stream.of(values()).filter(kind -> kind == POSTGRESQL || Boolean.getBoolean("mariadb"));
        }

        Database product() {
            return this == POSTGRESQL ? Database.POSTGRESQL : Database.MARIADB;
        }

        DatabaseServer shared() throws Exception {
            return this == POSTGRESQL ? PostgresServer.shared() : MariaDbServer.shared();
        }

        JdbcRecordStore store(DataSource source, Duration limit) {
            return this == POSTGRESQL
                    ? JdbcRecordStore.postgresql(source, limit)
                    : JdbcRecordStore.mariadb(source, limit);
        }

        JdbcRecordStore store(DataSource source) {
            return this == POSTGRESQL ? JdbcRecordStore.postgresql(source) : JdbcRecordStore.mariadb(source);
        }
    }

    private final String name;

    /** The address of another server; empty if there is none. */
    final String other;

    /** An empty folder for the data. */
    final Path data;

    final int port;

    DatabaseServer(String name) throws IOException {
        this.name = name;
        this.other = System.getProperty(name + ".url", "");
        this.data = Files.createTempDirectory("algo-oauth-" + name + "-data");
        own(data);
        this.port = freePort();
    }

    /** Ends the server and its sessions at once, as the operating system does when memory is short. */
    abstract void kill() throws IOException;

    /** Starts the server, for the first time or again, and waits until it accepts connections. */
    abstract void resume() throws IOException, InterruptedException;

    /** Ends the server without waiting for its sessions. */
    abstract void stop() throws IOException, InterruptedException;

    /** A data source without a pool. */
    abstract DataSource source();

    /** Connections whose schema is the given one. */
    DataSource source(String schema) {
        return source(schema, port);
    }

    /** Connections through another port. */
    abstract DataSource source(String schema, int via);

    /** Connections of another user. */
    abstract DataSource source(String schema, String user) throws SQLException;

    /** The address of {@link #source(String)}. */
    abstract String url(String schema);

    /** What creates a user who may connect to a schema at most. */
    abstract String createUser(String user, String schema);

    /** The number of locks that the sessions of a schema hold. */
    abstract String countLocks(String schema);

    /** The number of transactions that are open without a statement. */
    abstract String countTransactions();

    /** Skips the test on another server than its own. */
    void requireOwn() {
        Assumptions.assumeTrue(other.isEmpty(), "this test needs the server that the tests start themselves");
    }

    int port() {
        requireOwn();
        return port;
    }

    /** The name of a new, empty schema. */
    String schema() throws Exception {
        String schema = "test_" + ProcessHandle.current().pid() + "_" + SCHEMAS.incrementAndGet();
        try (var connection = source().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA " + schema);
        }
        return schema;
    }

    int locks(String schema) throws SQLException {
        return number(countLocks(schema));
    }

    int transactions() throws SQLException {
        return number(countTransactions());
    }

    private int number(String query) throws SQLException {
        try (var connection = source().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    /** A pool of connections, which gives a connection within 30 s or none. */
    static HikariConfig pool(DataSource source, int most) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        config.setMaximumPoolSize(most);
        config.setMinimumIdle(0);
        return config;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** What fills a new folder. */
    interface Unpacking {
        void to(Path folder) throws IOException, InterruptedException;
    }

    /** A folder with unpacked binaries, which later runs use again. */
    static synchronized Path unpacked(String name, Unpacking unpacking) throws IOException, InterruptedException {
        Path folder = Path.of(System.getProperty("java.io.tmpdir"))
                .resolve("algo-oauth-" + name + "-" + System.getProperty("user.name"));
        if (Files.exists(folder)) {
            return folder;
        }
        Path fresh = Files.createTempDirectory("algo-oauth-" + name + "-new");
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
        unpacking.to(fresh);
        try {
            Files.move(fresh, folder);
        } catch (IOException e) {
            if (!Files.exists(folder)) { // else another process was faster
                throw e;
            }
        }
        return folder;
    }

    /** Unpacks the binaries, and fills the folder of the data. */
    abstract void install() throws IOException, InterruptedException;

    /** Starts the server, which ends with this process; unless there is another one. If it cannot be started here, the test is skipped, except in continuous integration. */
    void begin() throws IOException, InterruptedException {
        if (other.isEmpty()) {
            try {
                install();
            } catch (IOException e) {
                close();
                if (System.getenv("CI") == null) {
                    Assumptions.abort(
                            "No " + name + " can be started here, so these tests are skipped: " + e.getMessage());
                }
                throw e;
            }
            resume();
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    private static void own(Path folder) throws IOException {
        if (ROOT) {
            Files.setOwner(
                    folder,
                    folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        }
    }

    /** A program of the server, as another user than root, whose output goes to a file: a pipe would be inherited by the server. */
    ProcessBuilder program(Path program, Path log, String... arguments) {
        List<String> command = new ArrayList<>();
        if (ROOT) {
            command.addAll(List.of("setpriv", "--reuid=nobody", "--regid=65534", "--clear-groups", "--"));
        }
        command.add(program.toString());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(data.toFile().getParentFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    }

    /** Runs a program of the server. */
    void run(Path program, String... arguments) throws IOException, InterruptedException {
        Path log = Files.createTempFile("algo-oauth-" + name, ".log");
        try {
            Process process = program(program, log, arguments).start();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(program.getFileName() + " has not ended in 60 s");
            }
            if (process.exitValue() != 0) {
                throw new IOException(program.getFileName() + " ended with " + process.exitValue() + ": "
                        + Files.readString(log, UTF_8));
            }
        } finally {
            Files.delete(log);
        }
    }

    @Override
    public void close() {
        try {
            stop();
            if (Files.exists(data)) {
                try (Stream<Path> files = Files.walk(data)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
        } catch (IOException | InterruptedException e) {
            System.err.println("The " + name + " of a test could not be removed: " + e);
        }
    }
}
