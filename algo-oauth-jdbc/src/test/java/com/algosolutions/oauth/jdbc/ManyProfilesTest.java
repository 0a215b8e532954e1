package com.algosolutions.oauth.jdbc;

import static com.algosolutions.oauth.jdbc.DatabaseServer.pool;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.GrantType;
import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With 100,000 profiles in the database, heap and statements of a press are those of a few. Prints the figures, with the time. */
@Tag("heavy")
@Timeout(600)
class ManyProfilesTest {
    static {
        System.setProperty(
                "sun.net.httpserver.nodelay", "true"); // else each response waits 40 ms for an acknowledgement
    }

    private static final int MANY = 100_000;
    private static final int PRESSES = 1_000;
    private static final int IN_MEMORY = 200;

    private final Statements statements = new Statements();

    /** What was measured with a number of profiles. */
    private record Figures(
            int profiles, long buildMillis, long heapKib, long firstMicros, long againMicros, double statements) {}

    @Test
    void press_ofOneOfManyProfiles_costsWhatThatOfOneDoes() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = "{\"access_token\":\"a\",\"token_type\":\"bearer\",\"expires_in\":36000}".getBytes(UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        ExecutorService threads = Executors.newFixedThreadPool(2);
        server.setExecutor(threads);
        server.start();
        try {
            Figures few = measure(IN_MEMORY, server.getAddress().getPort());
            Figures many = measure(MANY, server.getAddress().getPort());
            System.out.println(few);
            System.out.println(many);
            assertThat(many.heapKib()).isLessThan(few.heapKib() + 2_048);
            assertThat(many.statements()).isZero();
            assertThat(few.statements()).isZero();
        } finally {
            server.stop(0);
            threads.shutdown();
        }
    }

    private Figures measure(int profiles, int port) throws Exception {
        PostgresServer database = PostgresServer.shared();
        String schema = database.schema();
        try (HikariDataSource pool = new HikariDataSource(pool(database.source(schema), 4))) {
            JdbcRecordStore store = JdbcRecordStore.postgresql(statements.of(pool));
            store.createSchema();
            fill(store, pool, profiles, port);
            long begun = System.nanoTime();
            try (OAuthClient client = client(store)) {
                long built = System.nanoTime() - begun;
                Random random = new Random(1);
                for (int i = 0; i < PRESSES; i++) { // new tokens, and then evicted
                    press(client, random.nextInt(profiles), port);
                }
                int[] recent = random.ints(IN_MEMORY / 2, 0, profiles).toArray();
                long first = time(client, recent, port);
                statements.take();
                long again = time(client, recent, port);
                long needed = statements.take().stream()
                        .filter(statement -> !statement.startsWith("UNLOCK"))
                        .count(); // without the end of the renewal before
                double each = (double) needed / recent.length;
                return new Figures(profiles, built / 1_000_000, heap(), first / 1_000, again / 1_000, each);
            }
        }
    }

    private static OAuthClient client(JdbcRecordStore store) {
        return OAuthClient.builder()
                .store(store)
                .allowLoopbackHttp()
                .proxy(Proxy.NO_PROXY)
                .profilesInMemory(IN_MEMORY)
                .build();
    }

    private static long time(OAuthClient client, int[] numbers, int port) {
        long begun = System.nanoTime();
        for (int number : numbers) {
            press(client, number, port);
        }
        return (System.nanoTime() - begun) / numbers.length;
    }

    private static void press(OAuthClient client, int number, int port) {
        assertThat(client.post("desk " + number, URI.create("http://127.0.0.1:" + port + "/posts"), Body.json("{}"))
                        .delivered())
                .isTrue();
    }

    private static long heap() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(
                    least,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least / 1024;
    }

    /** Creates the first profile as an application does, and the others as copies of its records. */
    private static void fill(JdbcRecordStore store, HikariDataSource pool, int profiles, int port) throws Exception {
        String id;
        try (OAuthClient client = client(store)) {
            client.profiles()
                    .create(client.draft("desk 0", "GENERIC")
                            .grantType(GrantType.CLIENT_CREDENTIALS)
                            .tokenUrl(URI.create("http://127.0.0.1:" + port + "/token"))
                            .apiHosts(ApiHost.of("127.0.0.1:" + port))
                            .clientId("app 0")
                            .clientSecret(Secret.of("secret-of-the-app"))
                            .build());
            id = client.profiles().find("desk 0").orElseThrow().id();
        }
        String record = new String(store.read("profile-" + id).orElseThrow().bytes(), UTF_8);
        try (Connection connection = pool.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO algo_oauth_record VALUES (?, 1, ?)")) {
            connection.setAutoCommit(false);
            for (int i = 1; i < profiles; i++) {
                String other = "p" + i;
                add(
                        insert,
                        "profile-" + other,
                        record.replace(id, other).replace("desk 0", "desk " + i).replace("app 0", "app " + i));
                add(insert, "name-" + digest("desk " + i), "{\"version\":1,\"id\":\"" + other + "\"}");
                if (i % 1_000 == 0) {
                    insert.executeBatch();
                }
            }
            insert.executeBatch();
            connection.commit();
        }
    }

    private static void add(PreparedStatement insert, String id, String text) throws Exception {
        insert.setString(1, id);
        insert.setBytes(2, text.getBytes(UTF_8));
        insert.addBatch();
    }

    private static String digest(String name) throws IOException {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, 32);
        } catch (NoSuchAlgorithmException e) {
            throw new IOException(e);
        }
    }
}
