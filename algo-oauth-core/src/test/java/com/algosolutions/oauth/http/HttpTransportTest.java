package com.algosolutions.oauth.http;

import static com.algosolutions.oauth.client.TestValues.client;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.client.FakeServer;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.client.TestDevice;
import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.time.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The requests that are sent, and the NetworkError of every kind of failure. */
class HttpTransportTest {
    @RegisterExtension
    private final TestDevice device = new TestDevice();

    private final FakeServer server = device.server();

    private static final Body BODY = Body.json("{}");

    private static HttpOutcome send(OAuthClient.Builder settings, String method, URI uri, Body body) {
        try (HttpTransport transport = TestValues.transport(settings)) {
            return transport.send(method, uri, List.of(), body, Deadline.after(Duration.ofSeconds(10)));
        }
    }

    private static HttpOutcome post(OAuthClient.Builder settings, URI uri) {
        return send(settings, "POST", uri, BODY);
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json", "application/json;charset=UTF-8;x=\" y\"", "TEXT/plain ; Charset=latin1", "x"
            })
    void contentType_ofBody_arrivesByteForByte(String type) {
        send(client(), "POST", server.http("/v1"), Body.text(type, "é"));
        RecordedRequest request = server.apiRequests().get(0);
        assertThat(request.getHeaders().values("Content-Type")).containsExactly(type);
        assertThat(FakeServer.body(request)).isEqualTo("é");
    }

    @Test
    void header_ofCaller_replacesTheBodysContentType_andKeepsRepeats() {
        try (HttpTransport transport = TestValues.transport(client().userAgent("Desk/1.0"))) {
            transport.send(
                    "PUT",
                    server.http("/v1"),
                    List.of(new Header("content-type", "text/x"), new Header("X-Many", "1"), new Header("x-many", "2")),
                    BODY,
                    Deadline.after(Duration.ofSeconds(10)));
            RecordedRequest request = server.apiRequests().get(0);
            assertThat(request.getMethod()).isEqualTo("PUT");
            assertThat(request.getHeaders().values("Content-Type")).containsExactly("text/x");
            assertThat(request.getHeaders().values("X-Many")).containsExactly("1", "2");
            assertThat(request.getHeaders().values("User-Agent")).containsExactly("Desk/1.0");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    @DisplayName("E1.11, E3.4 no redirect is followed, whichever endpoint sends it")
    void redirect_toAnotherServer_isAReplyAndNotFollowed(int status) {
        try (FakeServer other = FakeServer.start()) {
            server.onApi(new MockResponse.Builder()
                    .code(status)
                    .addHeader("Location", other.http("/evil").toString())
                    .build());
            assertThat(post(client(), server.http("/v1"))).hasToString(status + ", 0 bytes");
            assertThat(server.requests()).isOne();
            assertThat(other.requests()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "DELETE"})
    void reset_afterRequest_isNotRepeated_andMayHaveBeenSent(String method) {
        server.onApi(new MockResponse.Builder()
                .onResponseStart(new SocketEffect.CloseSocket())
                .build());
        HttpOutcome outcome = send(client(), method, server.http("/v1"), method.equals("GET") ? Body.none() : BODY);
        assertThat(outcome).isEqualTo(new HttpOutcome.NoResponse(NetworkError.BROKEN, true));
        assertThat(server.requests()).isOne();
    }

    /** As a request to many devices makes them, 8 at a time: a new connection costs a TLS handshake. */
    @Test
    void connections_ofParallelCalls_areUsedAgain() throws Exception {
        CyclicBarrier all = new CyclicBarrier(8);
        Set<Integer> connections = ConcurrentHashMap.newKeySet();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (MockWebServer parallel = new MockWebServer();
                HttpTransport transport = TestValues.transport(client())) {
            parallel.setDispatcher(new Dispatcher() {
                @Override
                public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
                    connections.add(request.getConnectionIndex());
                    try {
                        all.await(20, TimeUnit.SECONDS);
                    } catch (BrokenBarrierException | TimeoutException e) {
                        return new MockResponse.Builder().code(500).build();
                    }
                    return new MockResponse.Builder().code(204).build();
                }
            });
            parallel.start();
            URI uri = parallel.url("/").uri();
            for (int round = 0; round < 3; round++) {
                List<Future<HttpOutcome>> calls = threads.invokeAll(Collections.nCopies(
                        8, () -> transport.send("POST", uri, List.of(), BODY, Deadline.after(Duration.ofSeconds(20)))));
                for (Future<HttpOutcome> call : calls) {
                    assertThat(call.get()).hasToString("204, 0 bytes");
                }
            }
            assertThat(connections).hasSize(8);
        } finally {
            threads.shutdown();
        }
    }

    /** The server may have closed an idle connection; by default OkHttp then repeats a GET. */
    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void reset_onKeptConnection_isNotRepeated(String method) {
        try (HttpTransport transport = TestValues.transport(client())) {
            server.onApi(
                    FakeServer.json(200, "{}"),
                    new MockResponse.Builder()
                            .onResponseStart(new SocketEffect.CloseSocket())
                            .build());
            Body body = method.equals("GET") ? Body.none() : BODY;
            Deadline deadline = Deadline.after(Duration.ofSeconds(10));
            assertThat(transport.send(method, server.http("/1"), List.of(), body, deadline))
                    .isInstanceOf(HttpOutcome.Received.class);
            assertThat(transport.send(method, server.http("/2"), List.of(), body, deadline))
                    .isEqualTo(new HttpOutcome.NoResponse(NetworkError.BROKEN, true));
            assertThat(server.requests()).isEqualTo(2);
            assertThat(server.apiRequests().get(1).getConnectionIndex()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"408, GET", "408, POST", "503, GET", "503, POST", "421, GET", "401, GET", "407, POST"})
    void status_thatInvitesARepeat_isAReply(int status, String method) {
        server.onApi(new MockResponse.Builder()
                .code(status)
                .addHeader("Retry-After", "0")
                .addHeader("WWW-Authenticate", "Basic realm=\"x\"")
                .build());
        HttpOutcome outcome = send(client(), method, server.http("/v1"), method.equals("GET") ? Body.none() : BODY);
        assertThat(outcome).hasToString(status + ", 0 bytes");
        assertThat(((HttpOutcome.Received) outcome).reply().header("retry-after"))
                .contains("0");
        assertThat(server.requests()).isOne();
    }

    @Test
    void port_refused_isNotSent() throws IOException {
        assertThat(post(client(), URI.create("http://127.0.0.1:" + closedPort() + "/")))
                .isEqualTo(new HttpOutcome.NoResponse(NetworkError.REFUSED, false));
    }

    @Test
    void firstAddress_refused_nextIsTried() {
        HttpOutcome outcome = post(
                client().nameResolver(host -> List.of(
                        InetAddress.getByAddress(host, new byte[] {127, 0, 0, 2}),
                        InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1}))),
                URI.create("http://two.example:" + server.port() + "/v1"));
        assertThat(outcome).isInstanceOf(HttpOutcome.Received.class);
    }

    @Test
    void host_unknown_isNotSent() {
        HttpOutcome outcome = post(
                client().nameResolver(host -> {
                    throw new UnknownHostException(host);
                }),
                URI.create("https://nowhere.example/"));
        assertThat(outcome).isEqualTo(new HttpOutcome.NoResponse(NetworkError.NAME_UNKNOWN, false));
    }

    @Test
    void resolver_withoutAnAddress_isNamed() {
        assertThat(post(client().nameResolver(host -> List.of()), URI.create("https://nowhere.example/")))
                .isEqualTo(new HttpOutcome.NoResponse(
                        NetworkError.RESOLVER,
                        false,
                        "the name resolver " + getClass().getName() + " returned no address for nowhere.example"));
    }

    /** RFC 6761 section 6.3: the request to this name may have no TLS. */
    @ParameterizedTest
    @CsvSource({
        "http://localhost, 192.0.2.1",
        "http://LOCALHOST, 192.0.2.1",
        "https://localhost, 192.0.2.1",
        "http://localhost, 169.254.169.254",
        "http://localhost, 0.0.0.0",
        "http://localhost, fe80::1"
    })
    void localhost_atAnAddressThatIsNotLoopback_getsNothing(String origin, String address) {
        assertThat(post(
                        client().nameResolver(host ->
                                List.of(InetAddress.getLoopbackAddress(), InetAddress.getByName(address))),
                        URI.create(origin + ":" + server.port() + "/v1")))
                .isEqualTo(new HttpOutcome.NoResponse(
                        NetworkError.RESOLVER,
                        false,
                        "the name resolver " + getClass().getName()
                                + " returned an address for localhost that is not loopback"));
        assertThat(server.apiRequests()).isEmpty();
    }

    @Test
    void reply_overTheCap_keepsItsStatusOnly_atTheCapIsWhole() {
        server.onApi(FakeServer.json(200, "x".repeat(100)), FakeServer.json(200, "x".repeat(101)));
        assertThat(post(client().maxResponseBytes(100), server.http("/v1"))).hasToString("200, 100 bytes");
        HttpOutcome large = post(client().maxResponseBytes(100), server.http("/v1"));
        assertThat(large).hasToString("200, 0 bytes, body lost: " + NetworkError.TOO_LARGE.meaning());
        assertThat(large.withBody()).isEqualTo(new HttpOutcome.NoResponse(NetworkError.TOO_LARGE, true));
    }

    @Test
    void reply_halfOfIt_keepsItsStatusOnly() {
        server.onApi(new MockResponse.Builder()
                .body("x".repeat(10_000))
                .onResponseBody(new SocketEffect.CloseSocket())
                .build());
        HttpOutcome half = post(client(), server.http("/v1"));
        assertThat(half).hasToString("200, 0 bytes, body lost: " + NetworkError.BROKEN.meaning());
        assertThat(half.withBody()).isEqualTo(new HttpOutcome.NoResponse(NetworkError.BROKEN, true));
    }

    @ParameterizedTest
    @CsvSource({"X Spaced, 1", "X-Lätin, 1", "X-Good, é", "'', 1"})
    void replyHeader_thatNoRequestCouldHave_isLeftOut(String name, String value) {
        server.onApi(new MockResponse.Builder()
                .addHeaderLenient(name, value)
                .addHeader("X-Id", "7")
                .build());
        HttpOutcome outcome = post(client(), server.http("/v1"));
        assertThat(outcome).isInstanceOf(HttpOutcome.Received.class);
        assertThat(((HttpOutcome.Received) outcome).reply().header("X-Id")).contains("7");
        assertThat(((HttpOutcome.Received) outcome).reply().header(name)).isEmpty();
    }

    @Test
    void server_thatIsNoHttpServer_isNamed() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answer = new Thread(() -> {
                try (java.net.Socket accepted = socket.accept()) {
                    accepted.getOutputStream().write("SSH-2.0-OpenSSH_9.6\r\n".getBytes());
                    accepted.getOutputStream().flush();
                    accepted.getInputStream().read();
                } catch (IOException e) {
                    // The test has ended.
                }
            });
            answer.start();
            assertThat(post(client(), URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/")))
                    .isEqualTo(new HttpOutcome.NoResponse(NetworkError.NOT_HTTP, true));
        }
    }

    @Test
    void thread_interruptedBefore_isATrouble_andStaysInterrupted() {
        Thread.currentThread().interrupt();
        HttpOutcome outcome = post(client(), server.http("/v1"));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(outcome).isEqualTo(new HttpOutcome.NoResponse(NetworkError.INTERRUPTED, false));
    }
}
