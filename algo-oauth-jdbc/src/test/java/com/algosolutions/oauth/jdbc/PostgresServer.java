package com.algosolutions.oauth.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;
import org.tukaani.xz.XZInputStream;

/** A PostgreSQL server of the tests. */
public final class PostgresServer extends DatabaseServer {
    private static PostgresServer shared;

    private Path binaries;

    private PostgresServer() throws IOException {
        super("postgresql");
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
    public static PostgresServer start() throws Exception {
        PostgresServer server = new PostgresServer();
        server.begin();
        return server;
    }

    @Override
    void install() throws IOException, InterruptedException {
        binaries =
                unpacked("postgresql-" + System.getProperty("postgresql-server.version", "18"), PostgresServer::unpack);
        run("initdb", "-D", data.toString(), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale");
    }

    private static void unpack(Path folder) throws IOException, InterruptedException {
        boolean mac = System.getProperty("os.name").startsWith("Mac");
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        String name = "postgres-" + (mac ? "darwin" : "linux") + "-" + (arm ? "arm_64" : "x86_64") + ".txz";
        try (InputStream packed = PostgresServer.class.getResourceAsStream("/" + name)) {
            if (packed == null) {
                throw new IOException(
                        "the class path has no " + name + ": this build has no PostgreSQL for this machine");
            }
            Process tar = new ProcessBuilder("tar", "-x", "-C", folder.toString())
                    .redirectErrorStream(true)
                    .start();
            try (XZInputStream content = new XZInputStream(packed);
                    var to = tar.getOutputStream()) {
                content.transferTo(to);
            }
            String output = new String(tar.getInputStream().readAllBytes(), UTF_8);
            if (tar.waitFor() != 0) {
                throw new IOException("tar ended with " + tar.exitValue() + ": " + output);
            }
        }
    }

    private void run(String program, String... arguments) throws IOException, InterruptedException {
        run(binaries.resolve("bin").resolve(program), arguments);
    }

    @Override
    public synchronized void kill() throws IOException {
        requireOwn();
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
        ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
        List<ProcessHandle> sessions = server.children().toList();
        server.destroyForcibly();
        sessions.forEach(ProcessHandle::destroyForcibly);
        server.onExit().join();
        sessions.forEach(session -> session.onExit().join());
    }

    @Override
    public synchronized void resume() throws IOException, InterruptedException {
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

    @Override
    void stop() throws IOException, InterruptedException {
        if (Files.exists(data.resolve("postmaster.pid"))) {
            run("pg_ctl", "stop", "-m", "immediate", "-w", "-s", "-D", data.toString());
        }
    }

    /** Starts the server again as one that follows a primary, which is never there. */
    void becomeStandby() throws IOException, InterruptedException {
        run("pg_ctl", "stop", "-m", "fast", "-w", "-s", "-D", data.toString());
        Files.createFile(data.resolve("standby.signal"));
        resume();
    }

    @Override
    public PGSimpleDataSource source() {
        return source(port);
    }

    private PGSimpleDataSource source(int via) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(other.isEmpty() ? "jdbc:postgresql://127.0.0.1:" + via + "/postgres?user=postgres" : other);
        source.setConnectTimeout(5);
        return source;
    }

    @Override
    PGSimpleDataSource source(String schema) {
        return source(schema, port);
    }

    @Override
    PGSimpleDataSource source(String schema, int via) {
        PGSimpleDataSource source = source(via);
        source.setCurrentSchema(schema);
        source.setApplicationName(schema);
        return source;
    }

    @Override
    PGSimpleDataSource source(String schema, String user) {
        PGSimpleDataSource source = source(schema);
        source.setUser(user);
        return source;
    }

    @Override
    String url(String schema) {
        return other.isEmpty()
                ? source(schema).getUrl() + "&user=postgres"
                : source(schema).getUrl();
    }

    @Override
    String createUser(String user, String schema) {
        return "CREATE ROLE " + user + " LOGIN; GRANT USAGE ON SCHEMA " + schema + " TO " + user;
    }

    @Override
    String countLocks(String schema) {
        return "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE locktype = 'advisory' AND granted AND application_name = '"
                + schema + "'";
    }

    @Override
    String countTransactions() {
        return "SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'";
    }
}
