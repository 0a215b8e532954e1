package com.algosolutions.oauth.http;

import static com.algosolutions.oauth.client.TestValues.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.client.FakeServer;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.testkit.HostileReply;
import com.algosolutions.oauth.testkit.HostileServer;
import com.algosolutions.oauth.time.DaemonTimer;
import com.algosolutions.oauth.time.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a server sends in place of a response, the call has a documented result, and the next call has its response. */
@Timeout(60)
class HostileReplyTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final int LIMIT = 64 * 1024;
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String RESPONSE = OK + "Content-Length: 2\r\n\r\n{}";
    private static final String BROKEN = "body lost: " + NetworkError.BROKEN.meaning();
    private static final String TOO_LARGE = "body lost: " + NetworkError.TOO_LARGE.meaning();
    private static final String NO_RESPONSE = "NoResponse[error=BROKEN, mayHaveBeenSent=true, seen=null]";
    private static final String NOT_HTTP = "NoResponse[error=NOT_HTTP, mayHaveBeenSent=true, seen=null]";

    private static HttpOutcome post(HttpTransport transport, URI target, Duration within) {
        return transport.send("POST", target, List.of(), Body.json("{}"), Deadline.after(within));
    }

    private static OAuthClient.Builder settings() {
        return client().maxResponseBytes(LIMIT).nameResolver(host -> List.of(InetAddress.getLoopbackAddress()));
    }

    private static HostileServer plain(String reply) {
        return HostileServer.start().attack(HostileReply.of(reply, reply));
    }

    /** Replies, each of which the server ends by closing the connection, with the result. */
    private static Map<String, String> faults() {
        Map<String, String> faults = new LinkedHashMap<>();
        for (String length : List.of(
                "-5", "-0", "+2", "0x2", "2, 3", "", "two", "2 2", "99999999999999999999", "-9223372036854775808")) {
            faults.put(OK + "Content-Length: " + length + "\r\n\r\nOK", "200, 0 bytes, " + BROKEN);
        }
        faults.put(OK + "Content-Length: 2\r\nContent-Length: 3\r\n\r\nOK", "200, 0 bytes, " + BROKEN);
        faults.put(OK + "Content-Length: 2\r\nContent-Length: 2\r\n\r\nOK", "200, 2 bytes");
        faults.put(OK + "Content-Length: 999999999999999999\r\n\r\nOK", "200, 0 bytes, " + BROKEN);
        faults.put(OK + "Content-Length: -5\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nOK\r\n0\r\n\r\n", "200, 2 bytes");
        faults.put(OK + "Content-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nOK\r\n0\r\n\r\n", "200, 2 bytes");
        for (String coding : List.of(
                "gzip, chunked",
                "chunked, gzip",
                "chunked, chunked",
                "chunked;q=1",
                "gzip\r\nTransfer-Encoding: chunked",
                "chunked\r\nTransfer-Encoding: identity",
                "")) {
            String unknown = OK + "Transfer-Encoding: " + coding + "\r\n";
            faults.put(unknown + "\r\n2\r\nOK\r\n0\r\n\r\n", "200, 0 bytes, " + BROKEN);
            faults.put(unknown + "Content-Length: -5\r\n\r\n2\r\nOK\r\n0\r\n\r\n", "200, 0 bytes, " + BROKEN);
            faults.put(unknown + "Content-Length: 2\r\n\r\nOK", "200, 0 bytes, " + BROKEN);
        }
        faults.put(OK + "Transfer-Encoding: identity\r\nContent-Length: 2\r\n\r\nOK", "200, 2 bytes");
        faults.put(OK + "Transfer-Encoding: identity\r\n\r\nOK", "200, 2 bytes");
        faults.put(OK + "Transfer-Encoding: identity\r\nContent-Length: -2\r\n\r\nOK", "200, 0 bytes, " + BROKEN);
        faults.put("HTTP/1.1 503 No\r\nContent-Length: -1\r\n\r\n", "503, 0 bytes, " + BROKEN);
        faults.put("HTTP/1.1 407 No\r\nContent-Length: -1\r\n\r\n", "407, 0 bytes, " + BROKEN);
        for (String size :
                List.of("-1", "zz", "", " ", "ffffffffffffffffffffffff", "7fffffffffffffff", "0x2", "2x", "\0")) {
            faults.put(
                    OK + "Transfer-Encoding: chunked\r\n\r\n" + size + "\r\nOK\r\n0\r\n\r\n",
                    "200, 0 bytes, " + BROKEN);
        }
        faults.put("HTTP/1.1 200 OK\nContent-Length: 2\n\nOK", "200, 2 bytes");
        faults.put("", NO_RESPONSE);
        faults.put("\r\n\r\n", NOT_HTTP);
        faults.put("\0\0\0\0\r\n\r\n", NOT_HTTP);
        faults.put("<html>HTTP/0.9</html>\r\n", NOT_HTTP);
        faults.put("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", NOT_HTTP);
        faults.put("HTTP/1.1 99999999999 OK\r\n\r\n", NOT_HTTP);
        faults.put("HTTP/1.1 -12 OK\r\n\r\n", NO_RESPONSE);
        faults.put("HTTP/1.1 000 OK\r\n\r\n", NOT_HTTP);
        faults.put("HTTP/1.1 100 Continue\r\n\r\n".repeat(100), NO_RESPONSE);
        faults.put(
                "HTTP/1.1 103 Hints\r\nLink: x\r\n\r\n".repeat(3) + OK + "Content-Length: 2\r\n\r\nOK", "200, 2 bytes");
        faults.put("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n", NOT_HTTP);
        faults.put("HTTP/1.1 204 None\r\nContent-Length: 5\r\n\r\nhello", "204, 0 bytes, " + BROKEN);
        faults.put(OK + "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\nOK", "200, 0 bytes, " + BROKEN);
        faults.put(OK + "No colon\r\nContent-Length: 2\r\n\r\nOK", "200, 2 bytes");
        faults.put(OK + "\0: \0\r\nContent-Length: 2\r\n\r\nOK", "200, 2 bytes");
        return faults;
    }

    static Stream<String> faultyReplies() {
        return faults().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("faultyReplies")
    void fault_hasADocumentedResult_leavesNoSocket_andTheNextCallIsServed(String reply) {
        try (HostileServer server = plain(reply);
                HttpTransport transport = TestValues.transport(settings())) {
            assertThat(post(transport, server.uri("/v1"), LONG)).hasToString(faults().get(reply));
            server.behave();
            assertThat(post(transport, server.uri("/v1"), LONG)).hasToString("200, 2 bytes");
            assertThat(transport.sockets.open()).isLessThanOrEqualTo(1);
        }
    }

    static Stream<Integer> lengths() {
        return IntStream.range(0, RESPONSE.length()).boxed();
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void response_cutAtEachByte_isBroken_orItsStatusCounts(int length) {
        try (HostileServer server = plain(RESPONSE.substring(0, length));
                HttpTransport transport = TestValues.transport(settings())) {
            int head = RESPONSE.indexOf("\r\n\r\n") + 3;
            assertThat(post(transport, server.uri("/v1"), LONG).toString())
                    .isIn(length > head ? List.of("200, 0 bytes, " + BROKEN) : List.of(NO_RESPONSE, NOT_HTTP));
            assertThat(transport.sockets.open()).isZero();
        }
    }

    static Stream<Arguments> excess() {
        String chunked = OK + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n";
        return Stream.of(RESPONSE, chunked, "HTTP/1.1 204 None\r\n\r\n", OK + "Content-Length: 0\r\n\r\n")
                .flatMap(reply -> Stream.of(
                                "\n", "\r\n", "}", "\0", OK + "Content-Length: 5\r\n\r\nstale", "x".repeat(20_000))
                        .map(more -> Arguments.of(reply, more)));
    }

    /** A server answers more than it announced, and keeps the connection: the rest is no response to the next request. */
    @ParameterizedTest
    @MethodSource("excess")
    void bytesBehindAResponse_areNotTakenForTheNextOne(String reply, String more) {
        for (boolean tls : List.of(false, true)) {
            try (HostileServer server = tls ? HostileServer.startTls("api.example") : HostileServer.start();
                    HttpTransport transport =
                            TestValues.transport(tls ? settings().trustOnly(server.trustStore()) : settings())) {
                server.attack(HostileReply.of("more", reply + more).thenNextRequest());
                assertThat(post(transport, server.uri("/v1"), LONG).toString()).startsWith("20");
                server.behave();
                assertThat(post(transport, server.uri("/v1"), LONG)).hasToString("200, 2 bytes");
            }
        }
    }

    /** A beginning, what is repeated behind it without end, and the end of the result. */
    static Stream<List<String>> floods() {
        String chunked = OK + "Transfer-Encoding: chunked\r\n\r\n";
        String gzip = OK + "Content-Encoding: gzip\r\n\r\n\u001f\u008b\b\b\0\0\0\0\0\0";
        return Stream.of(
                List.of("", "a", NO_RESPONSE),
                List.of("HTTP/1.1 200 ", "a", NO_RESPONSE),
                List.of(OK + "X-Long: ", "a", NO_RESPONSE),
                List.of(OK, "X-Many: " + "1".repeat(100) + "\r\n", NO_RESPONSE),
                List.of("", "HTTP/1.1 100 Continue\r\n\r\n", NO_RESPONSE),
                List.of("HTTP/1.1 103 Hints\r\n", "Link: </a>\r\n", NO_RESPONSE),
                List.of(chunked, "a", TOO_LARGE),
                List.of(chunked + "1;", "a", TOO_LARGE),
                List.of(chunked + "1;", "a=b;", TOO_LARGE),
                List.of(chunked, "0", TOO_LARGE),
                List.of(chunked, "1;a=\"" + "b".repeat(1000) + "\"\r\nx\r\n", TOO_LARGE),
                List.of(chunked + "2\r\nOK\r\n0\r\n", "X-Trailer: 1\r\n", BROKEN),
                List.of(chunked + "2\r\nOK\r\n0\r\nX-Trailer: ", "a", BROKEN),
                List.of(OK + "\r\n", "a", TOO_LARGE),
                List.of(OK + "Content-Length: 999999999\r\n\r\n", "a", TOO_LARGE),
                List.of(gzip, "a", TOO_LARGE));
    }

    @ParameterizedTest
    @MethodSource("floods")
    void flood_isCutOff_andTheNextCallIsServed(List<String> flood) {
        HostileReply reply = HostileReply.of("flood", flood.get(0)).thenForever(flood.get(1));
        for (boolean tls : List.of(false, true)) {
            try (HostileServer server = tls ? HostileServer.startTls("api.example") : HostileServer.start();
                    HttpTransport transport =
                            TestValues.transport(tls ? settings().trustOnly(server.trustStore()) : settings())) {
                server.attack(reply);
                URI target = server.uri("/v1");
                assertThat(post(transport, target, LONG).toString()).endsWith(flood.get(2));
                assertThat(server.bytesSent()).isLessThan(8L * 1024 * 1024);
                server.behave();
                assertThat(post(transport, target, LONG)).hasToString("200, 2 bytes");
                assertThat(transport.sockets.open()).isOne();
            }
        }
    }

    /** The JDK makes the socket of a connection through a SOCKS proxy. */
    @Test
    void flood_throughASocksProxy_isCutOff_andTheNextCallIsServed() throws IOException {
        HostileReply flood = HostileReply.of("flood", OK + "Transfer-Encoding: chunked\r\n\r\n1;")
                .thenForever("a");
        try (HostileServer server = HostileServer.startTls("api.example").attack(flood);
                ServerSocket proxy = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                HttpTransport transport = overTls(server, proxy)) {
            assertThat(post(transport, server.uri("/v1"), LONG).toString()).endsWith(TOO_LARGE);
            assertThat(server.bytesSent()).isLessThan(8L * 1024 * 1024);
            server.behave();
            assertThat(post(transport, server.uri("/v1"), LONG)).hasToString("200, 2 bytes");
        }
    }

    /** The JDK's TLS reads until the peer closes, as long as the read timeout: it must not begin to. */
    @ParameterizedTest
    @CsvSource({"false, ''", "false, Connection: close", "true, ''", "true, Connection: close"})
    void peer_thatNeverCloses_delaysNoCallAndNoClose(boolean socks, String header) throws IOException {
        HostileReply open = HostileReply.of(
                        "open", OK + (header.isEmpty() ? "" : header + "\r\n") + "Content-Length: 2\r\n\r\nOK")
                .thenSilence();
        try (HostileServer server = HostileServer.startTls("api.example").attack(open);
                ServerSocket proxy = socks ? new ServerSocket(0, 5, InetAddress.getLoopbackAddress()) : null) {
            HttpTransport transport = overTls(server, proxy);
            assertThat(post(transport, server.uri("/v1"), Duration.ofMinutes(10)))
                    .hasToString("200, 2 bytes");
            transport.close(); // a read timeout is longer than a test of this class may take
        }
    }

    private static HttpTransport overTls(HostileServer server, @Nullable ServerSocket socks) {
        OAuthClient.Builder settings = settings().trustOnly(server.trustStore()).readTimeout(Duration.ofSeconds(65));
        if (socks != null) {
            daemon(() -> serveSocks(socks, server.uri("/").getPort()));
            settings.proxy(new Proxy(Proxy.Type.SOCKS, socks.getLocalSocketAddress()));
        }
        return TestValues.transport(settings);
    }

    private static void daemon(Callable<?> task) {
        Thread thread = new Thread(new FutureTask<>(task), "socks");
        thread.setDaemon(true);
        thread.start();
    }

    /** RFC 1928, without authentication, to one port. */
    private static Object serveSocks(ServerSocket proxy, int port) throws IOException {
        while (true) {
            Socket client = proxy.accept();
            InputStream in = client.getInputStream();
            in.readNBytes(1);
            in.readNBytes(in.read());
            client.getOutputStream().write(new byte[] {5, 0});
            in.readNBytes(4);
            in.readNBytes(in.read() + 2);
            client.getOutputStream().write(new byte[] {5, 0, 0, 1, 127, 0, 0, 1, 0, 1});
            Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
            daemon(() -> server.getInputStream().transferTo(client.getOutputStream()));
            daemon(() -> in.transferTo(server.getOutputStream()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 ",
                "HTTP/1.1 200 OK\r\n",
                "HTTP/1.1 407 No\r\nX: ",
                "HTTP/1.1 502 No\r\nTransfer-Encoding: chunked\r\n\r\n"
            })
    void flood_inPlaceOfATunnel_isNotSent(String reply) {
        HostileReply flood = HostileReply.of("flood", reply).thenForever("a").toConnect();
        try (HostileServer proxy = HostileServer.startTls().attack(flood);
                HttpTransport transport = TestValues.transport(settings().proxy(proxy.proxy()))) {
            HttpOutcome outcome = post(transport, URI.create("https://api.example/v1"), LONG);
            assertThat(((HttpOutcome.NoResponse) outcome).mayHaveBeenSent()).isFalse();
            assertThat(proxy.bytesSent()).isLessThan(64L * 1024 * 1024); // what fits into the buffers of four sockets
            assertThat(transport.sockets.open()).isZero();
        }
    }

    @Test
    void server_thatOffersHttp2_getsHttp1() {
        HeldCertificate certificate = new HeldCertificate.Builder()
                .addSubjectAlternativeName("api.example")
                .build();
        HandshakeCertificates both = new HandshakeCertificates.Builder()
                .heldCertificate(certificate)
                .addTrustedCertificate(certificate.certificate())
                .build();
        try (FakeServer server = FakeServer.startTls(both);
                HttpTransport transport = TestValues.transport(settings().trust(both.trustManager()))) {
            assertThat(post(transport, server.https("api.example", "/v1"), LONG).toString())
                    .startsWith("200, ");
            assertThat(server.apiRequests().get(0).getVersion()).isEqualTo("HTTP/1.1");
        }
    }

    /** Closing a TLS connection writes to it, and that waits for a peer that does not read. */
    @Test
    void idleSocket_refusesToWrite_soThatClosingItDoesNotWait() throws Exception {
        OpenSockets sockets = new OpenSockets(Duration.ofSeconds(10), new DaemonTimer());
        try (ServerSocket peer = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                OpenSocket socket = new OpenSocket(sockets)) {
            socket.connect(peer.getLocalSocketAddress());
            OutputStream out = socket.getOutputStream();
            out.write(1);
            socket.release();
            assertThatThrownBy(() -> out.write(2)).isInstanceOf(SocketException.class);
            socket.use();
            out.write(3);
            assertThat(peer.accept().getInputStream().readNBytes(2)).containsExactly(1, 3);
        }
    }

    @Test
    void close_duringACallToAPeerThatDoesNotRead_returns_andTheCallEndsByItsDeadline() throws Exception {
        try (ServerSocket peer = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            HttpTransport transport = TestValues.transport(settings());
            FutureTask<HttpOutcome> call = new FutureTask<>(() -> transport.send(
                    "POST",
                    URI.create("http://127.0.0.1:" + peer.getLocalPort() + "/"),
                    List.of(),
                    Body.bytes("x/y", new byte[16 * 1024 * 1024]),
                    Deadline.after(Duration.ofMillis(500))));
            new Thread(call).start();
            try (Socket accepted = peer.accept()) {
                assertThat(accepted.getInputStream().read()).isEqualTo('P');
                assertTimeoutPreemptively(LONG, transport::close);
                assertThat(call.get()).isEqualTo(new HttpOutcome.NoResponse(NetworkError.DEADLINE, true));
                assertThat(transport.sockets.open()).isZero();
            }
        }
    }
}
