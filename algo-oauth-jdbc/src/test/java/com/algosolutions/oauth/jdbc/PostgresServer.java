package com.algosolutions.oauth.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.zaxxer.hikari.HikariConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Assumptions;
import org.postgresql.ds.PGSimpleDataSource;
import org.tukaani.xz.XZInputStream;

/**
 * A PostgreSQL server of the tests, from the binaries on the class path, on a free port of the loopback interface. PostgreSQL refuses to run as
 * root: a test that runs as root starts it as the user nobody.
 *
 * <p>{@code -Dpostgresql.url=jdbc:postgresql://host/database?user=...&password=...} runs the tests that do not kill the server on another one.
 */
final class PostgresServer implements AutoCloseable {
    private static final String OTHER = System.getProperty("postgresql.url", "");
    private static final AtomicInteger SCHEMAS = new AtomicInteger();
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    private static PostgresServer shared;

    private final Path binaries;
    private final Path data;
    private final int port;

    private PostgresServer(Path binaries, Path data, int port) {
        this.binaries = binaries;
        this.data = data;
        this.port = port;
    }

    /** The server that all tests of this process share, which end it with the process. */
    static synchronized PostgresServer shared() throws Exception {
        PostgresServer running = shared;
        if (running == null) {
            running = start();
            shared = running;
        }
        return running;
    }

    /** A server that is the test's own, to be killed. Without one the test is skipped, except in continuous integration. */
    static PostgresServer start() throws Exception {
        PostgresServer server;
        try {
            Path binaries = unpacked();
            Path data = Files.createTempDirectory("algo-oauth-postgresql-data");
            own(data);
            int port = freePort();
            server = new PostgresServer(binaries, data, port);
            server.run("initdb", "-D", data.toString(), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale");
        } catch (IOException e) {
            if (System.getenv("CI") != null) {
                throw e;
            }
            Assumptions.abort("No PostgreSQL can be started here, so these tests are skipped: " + e.getMessage());
            throw e;
        }
        server.resume();
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        return server;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The folder with the unpacked binaries, which later runs use again. */
    private static synchronized Path unpacked() throws IOException, InterruptedException {
        boolean mac = System.getProperty("os.name").startsWith("Mac");
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        String name = "postgres-" + (mac ? "darwin" : "linux") + "-" + (arm ? "arm_64" : "x86_64") + ".txz";
        Path folder = Path.of(System.getProperty("java.io.tmpdir"))
                .resolve("algo-oauth-postgresql-" + System.getProperty("user.name") + "-"
                        + System.getProperty("postgresql-server.version", "18"));
        if (Files.exists(folder)) {
            return folder;
        }
        Path unpacking = Files.createTempDirectory("algo-oauth-postgresql-new");
        Files.setPosixFilePermissions(unpacking, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (InputStream packed = PostgresServer.class.getResourceAsStream("/" + name)) {
            if (packed == null) {
                throw new IOException(
                        "the class path has no " + name + ": this build has no PostgreSQL for this machine");
            }
            Process tar = new ProcessBuilder("tar", "-x", "-C", unpacking.toString())
                    .redirectErrorStream(true)
                    .start();
            try (XZInputStream content = new XZInputStream(packed);
                    var to = tar.getOutputStream()) {
                content.transferTo(to);
            }
            end(tar, "tar");
        }
        try {
            Files.move(unpacking, folder);
        } catch (IOException e) {
            if (!Files.exists(folder)) { // else another process was faster
                throw e;
            }
        }
        return folder;
    }

    private static void own(Path folder) throws IOException {
        if (ROOT) {
            Files.setOwner(
                    folder,
                    folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        }
    }

    /** Runs a program of the server, as another user than root. */
    private void run(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (ROOT) {
            command.addAll(List.of("setpriv", "--reuid=nobody", "--regid=65534", "--clear-groups", "--"));
        }
        command.add(binaries.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        Path log = Files.createTempFile("algo-oauth-postgresql", ".log"); // no pipe: the server would inherit it
        try {
            Process process = new ProcessBuilder(command)
                    .directory(data.toFile().getParentFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(program + " has not ended in 60 s");
            }
            if (process.exitValue() != 0) {
                throw new IOException(program + " ended with " + process.exitValue() + ": " + Files.readString(log));
            }
        } finally {
            Files.delete(log);
        }
    }

    private static void end(Process process, String name) throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(name + " ended with " + process.exitValue() + ": " + output);
        }
    }

    int port() {
        return port;
    }

    /** Ends the server and its sessions at once, as the operating system does when memory is short. */
    void kill() throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
        ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
        List<ProcessHandle> sessions = server.children().toList();
        server.destroyForcibly();
        sessions.forEach(ProcessHandle::destroyForcibly);
        server.onExit().join();
        sessions.forEach(session -> session.onExit().join());
    }

    /** Starts the server, for the first time or again, and waits until it accepts connections. */
    void resume() throws IOException, InterruptedException {
        run(
                "pg_ctl",
                "start",
                "-w",
                "-s",
                "-D",
                data.toString(),
                "-l",
                data.resolve("log").toString(),
                "-o",
                "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=300");
    }

    /** Starts the server again as one that follows a primary, which is never there. */
    void becomeStandby() throws IOException, InterruptedException {
        run("pg_ctl", "stop", "-m", "fast", "-w", "-s", "-D", data.toString());
        Files.createFile(data.resolve("standby.signal"));
        resume();
    }

    /** A data source without a pool. */
    PGSimpleDataSource source() {
        return source(port);
    }

    private PGSimpleDataSource source(int via) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(OTHER.isEmpty() ? "jdbc:postgresql://127.0.0.1:" + via + "/postgres?user=postgres" : OTHER);
        source.setConnectTimeout(5);
        return source;
    }

    /** The name of a new, empty schema. */
    String schema() throws Exception {
        String name = "test_" + ProcessHandle.current().pid() + "_" + SCHEMAS.incrementAndGet();
        try (var connection = source().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA " + name);
        }
        return name;
    }

    /** Connections whose schema is the given one. */
    PGSimpleDataSource source(String schema) {
        return source(schema, port);
    }

    /** Connections through another port. */
    PGSimpleDataSource source(String schema, int via) {
        PGSimpleDataSource source = source(via);
        source.setCurrentSchema(schema);
        source.setApplicationName(schema);
        return source;
    }

    /** A pool of such connections, which gives a connection within 30 s or none. */
    static HikariConfig pool(DataSource source, int most) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        config.setMaximumPoolSize(most);
        config.setMinimumIdle(0);
        return config;
    }

    /** The number of locks that the sessions of a schema hold. */
    int locks(String schema) throws SQLException {
        try (var connection = source().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)"
                        + " WHERE locktype = 'advisory' AND granted AND application_name = '" + schema + "'")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @Override
    public void close() {
        try {
            if (Files.exists(data.resolve("postmaster.pid"))) {
                run("pg_ctl", "stop", "-m", "immediate", "-w", "-s", "-D", data.toString());
            }
            if (Files.exists(data)) {
                try (Stream<Path> files = Files.walk(data)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
        } catch (IOException | InterruptedException e) {
            System.err.println("The PostgreSQL of a test could not be removed: " + e);
        }
    }
}
