package com.algosolutions.oauth.http;

import static com.algosolutions.oauth.client.TestValues.client;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.time.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which connection a request is written to, and what is known if it breaks. */
class ConnectionTest {
    private static final HeldCertificate CERTIFICATE = new HeldCertificate.Builder()
            .addSubjectAlternativeName("api.example")
            .build();

    /** The ways to a server. */
    enum Way {
        PLAIN,
        TLS,
        PROXY;

        ScriptedServer server() {
            ScriptedServer server = new ScriptedServer(
                    this == PLAIN
                            ? null
                            : new HandshakeCertificates.Builder()
                                    .heldCertificate(CERTIFICATE)
                                    .build()
                                    .sslContext()
                                    .getSocketFactory());
            return this == PROXY ? server.tunnel() : server;
        }

        OAuthClient.Builder settings(ScriptedServer server) {
            OAuthClient.Builder settings =
                    client().trustOnly(trusted()).nameResolver(host -> List.of(InetAddress.getLoopbackAddress()));
            return this == PROXY ? settings.proxy(server.asProxy()) : settings;
        }

        URI target(ScriptedServer server) {
            return this == PLAIN
                    ? server.http("/v1")
                    : URI.create("https://api.example:" + (this == PROXY ? 443 : server.port()) + "/v1");
        }
    }

    private static KeyStore trusted() {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("root", CERTIFICATE.certificate());
            return trusted;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpOutcome post(HttpTransport transport, URI uri, int number) {
        return transport.send(
                "POST",
                uri,
                List.of(),
                Body.text("text/plain", "post-" + number),
                Deadline.after(Duration.ofSeconds(10)));
    }

    private static boolean received(HttpOutcome outcome) {
        return outcome instanceof HttpOutcome.Received;
    }

    /** What ends an idle connection. */
    enum End {
        CLOSE,
        RESET,
        HALF_CLOSE,
        TIMEOUT_MESSAGE;

        void of(ScriptedServer server) throws IOException {
            switch (this) {
                case CLOSE -> server.closeIdle();
                case RESET -> server.resetIdle();
                case HALF_CLOSE -> server.halfClose();
                case TIMEOUT_MESSAGE -> server.say("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PLAIN, CLOSE", "PLAIN, RESET", "PLAIN, HALF_CLOSE", "PLAIN, TIMEOUT_MESSAGE",
        "TLS, CLOSE", "TLS, RESET", "TLS, HALF_CLOSE", "TLS, TIMEOUT_MESSAGE",
        "PROXY, CLOSE", "PROXY, RESET", "PROXY, HALF_CLOSE", "PROXY, TIMEOUT_MESSAGE"
    })
    void idleConnection_endedByTheServer_isNotUsed_andEachPostArrivesOnce(Way way, End end) throws IOException {
        try (ScriptedServer server = way.server();
                HttpTransport transport = TestValues.transport(way.settings(server))) {
            for (int number = 0; number < 5; number++) {
                assertThat(post(transport, way.target(server), number)).hasToString("200, 2 bytes");
                end.of(server);
            }
            assertThat(server.requests()).hasSize(5);
            for (int number = 0; number < 5; number++) {
                assertThat(server.requests().get(number)).endsWith("post-" + number);
            }
            assertThat(server.connections()).isEqualTo(5);
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void openConnection_isUsedAgain_withoutAFurtherHandshakeOrTunnel(Way way) throws IOException {
        try (ScriptedServer server = way.server();
                HttpTransport transport = TestValues.transport(way.settings(server))) {
            for (int number = 0; number < 10; number++) {
                assertThat(post(transport, way.target(server), number)).hasToString("200, 2 bytes");
            }
            assertThat(server.requests()).hasSize(10);
            assertThat(server.connections()).isOne();
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void manyIdleConnections_allClosed_eachPostStillArrivesOnce(Way way) throws Exception {
        try (ScriptedServer server = way.server();
                HttpTransport transport = TestValues.transport(way.settings(server))) {
            for (int round = 0; round < 3; round++) {
                List<CompletableFuture<HttpOutcome>> posts = new ArrayList<>();
                for (int number = 0; number < 8; number++) {
                    int one = number;
                    posts.add(CompletableFuture.supplyAsync(() -> post(transport, way.target(server), one)));
                }
                for (CompletableFuture<HttpOutcome> one : posts) {
                    assertThat(one.get(20, TimeUnit.SECONDS)).hasToString("200, 2 bytes");
                }
                server.closeIdle();
            }
            assertThat(server.requests()).hasSize(24);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nOK",
                "HTTP/1.1 200 OK\r\nconnection: Keep-Alive, Close\r\nContent-Length: 2\r\n\r\nOK",
                "HTTP/1.1 200 OK\r\nKeep-Alive: timeout=0\r\nContent-Length: 2\r\n\r\nOK",
                "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nOK"
            })
    void end_thatTheServerAnnounces_isBelieved_beforeItComes(String reply) throws IOException {
        try (ScriptedServer server = Way.PLAIN.server().always(reply);
                HttpTransport transport = TestValues.transport(client())) {
            for (int number = 0; number < 3; number++) {
                assertThat(post(transport, server.http("/v1"), number)).hasToString("200, 2 bytes");
            }
            assertThat(server.requests()).hasSize(3);
            assertThat(server.connections()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"timeout=5, max=100", "timeout=75", "max=99", "timeout=999999999999"})
    void keepAlive_thatLeavesTime_keepsTheConnection(String value) throws IOException {
        try (ScriptedServer server = Way.PLAIN
                        .server()
                        .always("HTTP/1.1 200 OK\r\nKeep-Alive: " + value + "\r\nContent-Length: 2\r\n\r\nOK");
                HttpTransport transport = TestValues.transport(client())) {
            for (int number = 0; number < 3; number++) {
                assertThat(post(transport, server.http("/v1"), number)).hasToString("200, 2 bytes");
            }
            assertThat(server.connections()).isOne();
        }
    }

    /** The server has read the request: it may have acted on it. */
    @ParameterizedTest
    @EnumSource(Way.class)
    void connection_closedAfterTheRequest_isNotRepeated(Way way) throws IOException {
        try (ScriptedServer server =
                        way.server().answering(ScriptedServer.OK, ScriptedServer.CLOSE, ScriptedServer.CLOSE);
                HttpTransport transport = TestValues.transport(way.settings(server))) {
            assertThat(post(transport, way.target(server), 1)).hasToString("200, 2 bytes");
            for (int number = 2; number < 4; number++) { // on a kept connection, and on a new one
                assertThat(post(transport, way.target(server), number))
                        .isEqualTo(new HttpOutcome.NoResponse(NetworkError.BROKEN, true));
            }
            assertThat(server.requests()).hasSize(3);
        }
    }

    @Test
    void connection_thatBreaksInTheHandshake_isMadeAnewOnce() throws IOException {
        try (ScriptedServer noTls = new ScriptedServer(null)
                        .always(ScriptedServer.CLOSE)
                        .tunnel(ScriptedServer.CLOSE, ScriptedServer.CLOSE);
                HttpTransport transport = TestValues.transport(client().proxy(noTls.asProxy()))) {
            assertThat(received(post(transport, URI.create("https://api.example/"), 1)))
                    .isFalse();
            assertThat(noTls.connections()).isEqualTo(2);
        }
    }

    /** In real time: servers that close after an idle time, and posts at gaps around it. */
    @ParameterizedTest
    @CsvSource({
        "PLAIN, 100",
        "PLAIN, 400",
        "PLAIN, 2000",
        "PLAIN, 5000",
        "TLS, 100",
        "TLS, 400",
        "TLS, 2000",
        "TLS, 5000",
        "PROXY, 100",
        "PROXY, 400",
        "PROXY, 2000",
        "PROXY, 5000"
    })
    @Tag("heavy")
    void gaps_aroundTheIdleTime_loseAndRepeatNothing(Way way, int idle) throws Exception {
        try (ScriptedServer server = way.server().closingAfter(idle);
                HttpTransport transport = TestValues.transport(way.settings(server))) {
            int delivered = 0;
            int number = 0;
            for (int gap : new int[] {0, 2 * idle, idle / 2, idle - 40, idle - 20, idle + 20, idle + 40, 2 * idle}) {
                pause(gap);
                HttpOutcome outcome = post(transport, way.target(server), number++);
                boolean mayMeetTheClose =
                        gap > 0 && gap < 2 * idle; // on a busy machine; such a post is lost before it is read
                if (received(outcome)) {
                    delivered++;
                } else {
                    assertThat(mayMeetTheClose).as(gap + " ms: " + outcome).isTrue();
                    assertThat(outcome).hasFieldOrPropertyWithValue("mayHaveBeenSent", true);
                }
                assertThat(server.requests()).hasSize(delivered);
            }
            assertThat(delivered).isGreaterThanOrEqualTo(number - 2);
            assertThat(server.connections()).isBetween(3, number);
        }
    }

    private static void pause(int millis) throws Exception {
        CompletableFuture<Void> end = new CompletableFuture<>();
        end.completeOnTimeout(null, millis, TimeUnit.MILLISECONDS).get();
    }
}
