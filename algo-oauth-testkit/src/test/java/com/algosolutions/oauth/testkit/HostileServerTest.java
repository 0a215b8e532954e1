package com.algosolutions.oauth.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class HostileServerTest {
    private static final String REQUEST = "GET /v1?a=b HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String ORDINARY =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

    private static Socket connect(HostileServer server) throws IOException {
        Socket socket = new Socket("127.0.0.1", server.uri("/").getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static SSLSocket secure(HostileServer server, Socket below) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {server.trustManager()}, null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(below, "localhost", 443, true);
        SSLParameters settings = socket.getSSLParameters();
        settings.setEndpointIdentificationAlgorithm("HTTPS");
        settings.setApplicationProtocols(new String[] {"http/1.1"});
        socket.setSSLParameters(settings);
        return socket;
    }

    private static void ask(Socket socket, String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
    }

    private static String text(Socket socket, int most) throws IOException {
        return new String(socket.getInputStream().readNBytes(most), ISO_8859_1);
    }

    private static String reply(HostileServer server, int most) throws IOException {
        try (Socket socket = connect(server)) {
            ask(socket, REQUEST);
            return text(socket, most);
        }
    }

    @Test
    void catalogue_namesEachFaultOnce() {
        assertThat(Stream.of(HostileReply.all(), HostileReply.handshakes(), HostileReply.tunnels())
                        .flatMap(List::stream)
                        .map(HostileReply::name))
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(300);
    }

    @Test
    void server_behaves_attacks_andBehavesAgain_onOneConnection() throws IOException {
        try (HostileServer server = HostileServer.start().answer("/v1", "{\"a\":1}");
                Socket socket = connect(server)) {
            for (String body : List.of("{\"a\":1}", "[", "{\"a\":1}")) {
                if (body.equals("[")) {
                    server.attack(HostileReply.json("an array", body));
                } else {
                    server.behave();
                }
                ask(socket, REQUEST);
                assertThat(text(socket, ORDINARY.length() - 2 + body.length())).endsWith("\r\n\r\n" + body);
            }
            assertThat(server.attacks()).isOne();
        }
    }

    @Test
    void request_withABody_isReadWhole() throws IOException {
        try (HostileServer server = HostileServer.start();
                Socket socket = connect(server)) {
            ask(socket, "POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc");
            ask(socket, "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\na\r\n0123456789\r\n0\r\n\r\n");
            assertThat(text(socket, 2 * ORDINARY.length())).isEqualTo(ORDINARY + ORDINARY);
        }
    }

    @Test
    void bytes_areSentAsScripted_thenTheEnd() throws IOException {
        HostileReply reply = HostileReply.of("script", "\0\u00ff").thenRepeated("ab", 3, ".");
        try (HostileServer server = HostileServer.start().attack(reply)) {
            assertThat(reply(server, 100)).isEqualTo("\0\u00ffababab.");
            assertThat(server.bytesSent()).isEqualTo(9);
        }
    }

    @Test
    void flood_endsWhenTheClientCloses() throws IOException {
        try (HostileServer server =
                HostileServer.start().attack(HostileReply.of("flood", "").thenForever("abc"))) {
            assertThat(reply(server, 300_000)).isEqualTo("abc".repeat(100_000));
        }
    }

    static Stream<Integer> lengths() {
        return IntStream.rangeClosed(0, ORDINARY.length()).boxed();
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void reset_comesAfterEachByte(int length) throws IOException {
        HostileReply reply =
                HostileReply.json("ordinary", "{}").cutAfter(length).thenReset();
        try (HostileServer server = HostileServer.start().attack(reply);
                Socket socket = connect(server)) {
            ask(socket, REQUEST);
            ByteArrayOutputStream seen = new ByteArrayOutputStream();
            InputStream in = socket.getInputStream();
            assertThatThrownBy(() -> {
                        for (int next = in.read(); next >= 0; next = in.read()) {
                            seen.write(next);
                        }
                    })
                    .isInstanceOf(SocketException.class);
            assertThat(ORDINARY).startsWith(seen.toString(ISO_8859_1)); // a reset overtakes what was not read
        }
    }

    @Test
    void silence_endsWithTheAttack() throws IOException {
        HostileReply silence = HostileReply.of("silence", "").toConnection().thenSilence();
        try (HostileServer server = HostileServer.start().attack(silence);
                Socket socket = connect(server)) {
            ask(socket, REQUEST);
            while (server.attacks() == 0) {
                Thread.onSpinWait();
            }
            server.behave();
            assertThat(socket.getInputStream().read()).isNegative();
            assertThat(reply(server, ORDINARY.length())).isEqualTo(ORDINARY);
        }
    }

    @Test
    void tls_behaves_andIsTrusted_alsoInATunnel() throws Exception {
        try (HostileServer server = HostileServer.startTls();
                Socket below = new Socket()) {
            below.connect(server.proxy().address());
            ask(below, "CONNECT localhost:443 HTTP/1.1\r\nHost: localhost:443\r\n\r\n");
            String tunnel = "HTTP/1.1 200 Connection established\r\n\r\n";
            assertThat(text(below, tunnel.length())).isEqualTo(tunnel);
            try (SSLSocket socket = secure(server, below)) {
                ask(socket, REQUEST);
                assertThat(text(socket, ORDINARY.length())).isEqualTo(ORDINARY);
            }
        }
    }

    static Stream<HostileReply> handshakes() {
        return HostileReply.handshakes().stream()
                .filter(reply -> reply.end() == HostileReply.End.NEXT_REQUEST)
                .filter(reply -> !reply.name().contains("slow"));
    }

    @ParameterizedTest
    @MethodSource("handshakes")
    void handshake_fails_andTheNextOneDoesNot(HostileReply fault) throws Exception {
        try (HostileServer server = HostileServer.startTls().attack(fault)) {
            try (SSLSocket socket = secure(server, connect(server))) {
                assertThatThrownBy(() -> {
                            ask(socket, REQUEST);
                            text(socket, 1);
                        })
                        .isInstanceOf(IOException.class);
            }
            assertThat(server.attacks()).isOne();
            server.behave();
            try (SSLSocket socket = secure(server, connect(server))) {
                ask(socket, REQUEST);
                assertThat(text(socket, ORDINARY.length())).isEqualTo(ORDINARY);
            }
        }
    }

    private static HostileServer withoutEnd(String version) {
        HostileReply fault = HostileReply.handshakes().stream()
                .filter(reply -> reply.name().equals("handshakes without end, " + version))
                .findAny()
                .orElseThrow();
        return HostileServer.startTls().attack(fault);
    }

    @Test
    void handshakesWithoutEnd_inTls12_areRenegotiations() throws Exception {
        try (HostileServer server = withoutEnd("TLSv1.2");
                Socket below = connect(server)) {
            AtomicInteger handshakes = new AtomicInteger();
            SSLSocket socket = secure(server, below);
            socket.addHandshakeCompletedListener(event -> {
                if (handshakes.incrementAndGet() == 5) {
                    try {
                        below.shutdownInput();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            });
            assertThat(text(socket, 1)).isEmpty();
            assertThat(handshakes.get()).isGreaterThanOrEqualTo(5);
        }
    }

    @Test
    void handshakesWithoutEnd_inTls13_areKeyUpdates() throws Exception {
        try (HostileServer server = withoutEnd("TLSv1.3");
                Socket below = connect(server)) {
            SSLSocket socket = secure(server, below);
            socket.startHandshake();
            assertThat(below.getInputStream().readNBytes(100_000)).hasSize(100_000);
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
        }
    }

    @Test
    void address_fitsTheServer() {
        try (HostileServer plain = HostileServer.start();
                HostileServer tls = HostileServer.startTls("api.example")) {
            assertThat(plain.uri("/v1")).isEqualTo(URI.create("http://127.0.0.1:" + port(plain) + "/v1"));
            assertThat(tls.uri("/v1")).isEqualTo(URI.create("https://api.example:" + port(tls) + "/v1"));
            assertThatIllegalStateException().isThrownBy(plain::trustStore).withMessageContaining("startTls");
        }
    }

    private static int port(HostileServer server) {
        return ((InetSocketAddress) server.proxy().address()).getPort();
    }

    @Test
    void close_endsItsConnections() throws IOException {
        HostileServer server = HostileServer.start();
        try (Socket socket = connect(server)) {
            ask(socket, REQUEST);
            text(socket, ORDINARY.length());
            server.close();
            assertThat(socket.getInputStream().read()).isNegative();
        }
    }
}
