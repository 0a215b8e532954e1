package com.algosolutions.oauth.http;

import static com.algosolutions.oauth.client.TestValues.client;
import static com.algosolutions.oauth.client.TestValues.clientOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.client.FakeServer;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.time.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every call ends by its deadline: name lookup, connection, no response, slow response, token request. */
@Timeout(30)
class DeadlineTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final URI NAMED = URI.create("https://api.example/");

    private static ApiResult get(OAuthClient client, URI uri, Duration within) {
        return client.execute(ApiRequest.get(uri).timeout(within));
    }

    private static long lookupThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("algo-oauth name lookup"))
                .count();
    }

    @Test
    void resolver_thatHangs_endsByTheDeadline_andCostsOneThreadForAllCalls() {
        CountDownLatch hang = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        long before = lookupThreads();
        try (OAuthClient client = client().nameResolver(host -> {
                    asked.incrementAndGet();
                    awaitQuietly(hang);
                    return List.of(InetAddress.getLoopbackAddress());
                })
                .build()) {
            for (int call = 0; call < 5; call++) {
                ApiResult result = get(client, NAMED, SHORT);
                assertThat(result.toString())
                        .contains(NetworkError.NAME_TIMEOUT.meaning())
                        .contains("The request was not sent.");
                assertThat(result.elapsed()).isLessThan(SOON);
            }
            assertThat(asked).hasValue(1);
            assertThat(lookupThreads() - before).isOne();
        } finally {
            hang.countDown();
        }
    }

    @Test
    void resolver_thatRecovers_isAskedAgain() throws Exception {
        CountDownLatch hang = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        try (FakeServer server = FakeServer.start();
                OAuthClient client = client().nameResolver(host -> {
                            if (asked.incrementAndGet() == 1) {
                                awaitQuietly(hang);
                            }
                            return List.of(InetAddress.getLoopbackAddress());
                        })
                        .build()) {
            URI uri = URI.create("http://localhost:" + server.port() + "/v1");
            assertThat(get(client, uri, SHORT).delivered()).isFalse();
            hang.countDown();
            assertThat(get(client, uri, SOON).delivered()).isTrue();
        }
    }

    /** {@link BoundedTasks} finds the deadline of a call by the thread, so OkHttp must call it on the executing thread. */
    @Test
    void lookup_isOnTheThreadThatExecutesTheCall() throws IOException {
        List<Thread> askers = new CopyOnWriteArrayList<>();
        okhttp3.OkHttpClient http = new okhttp3.OkHttpClient.Builder()
                .dns(host -> {
                    askers.add(Thread.currentThread());
                    return List.of(InetAddress.getLoopbackAddress());
                })
                .build();
        try (FakeServer server = FakeServer.start();
                okhttp3.Response response = http.newCall(new okhttp3.Request.Builder()
                                .url("http://some.example:" + server.port() + "/v1")
                                .build())
                        .execute()) {
            assertThat(response.code()).isEqualTo(200);
        }
        assertThat(askers).containsExactly(Thread.currentThread());
        http.connectionPool().evictAll();
    }

    @Test
    void server_thatStalls_endsByTheDeadline_andMayHaveBeenSent() {
        try (FakeServer server = FakeServer.start();
                OAuthClient client = client().build()) {
            server.onApi(new MockResponse.Builder()
                    .onResponseStart(SocketEffect.Stall.INSTANCE)
                    .build());
            ApiResult result = get(client, server.http("/v1"), SHORT);
            assertThat(result.toString())
                    .contains(NetworkError.DEADLINE.meaning())
                    .contains("may have been delivered");
            assertThat(result.mayHaveBeenDelivered()).isTrue();
            assertThat(result.elapsed()).isLessThan(SOON);
        }
    }

    @Test
    void server_silentLongerThanTheReadTimeout_isASlowReply() {
        try (FakeServer server = FakeServer.start();
                OAuthClient client = client().readTimeout(SHORT).build()) {
            server.onApi(new MockResponse.Builder()
                    .onResponseStart(SocketEffect.Stall.INSTANCE)
                    .build());
            ApiResult result = get(client, server.http("/v1"), Duration.ofSeconds(20));
            assertThat(result.toString()).contains(NetworkError.SLOW_REPLY.meaning());
            assertThat(result.elapsed()).isLessThan(SOON);
        }
    }

    /** The body does not fit in the buffers of the two sockets. */
    @Test
    void server_thatDoesNotRead_longerThanTheReadTimeout_isASlowReply() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                OAuthClient client = client().readTimeout(SHORT).build()) {
            URI uri = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
            ApiResult result =
                    client.execute(ApiRequest.post(uri, Body.bytes("application/octet-stream", new byte[50_000_000]))
                            .timeout(Duration.ofSeconds(20)));
            assertThat(result.toString()).contains(NetworkError.SLOW_REPLY.meaning());
            assertThat(result.mayHaveBeenDelivered()).isTrue();
            assertThat(result.elapsed()).isLessThan(SOON);
        }
    }

    @Test
    void server_thatDripsABody_endsByTheDeadline() {
        try (FakeServer server = FakeServer.start();
                OAuthClient client =
                        client().readTimeout(Duration.ofSeconds(10)).build()) {
            server.onApi(new MockResponse.Builder()
                    .body("x".repeat(10_000))
                    .throttleBody(1, 50, TimeUnit.MILLISECONDS)
                    .build());
            ApiResult result = get(client, server.http("/v1"), SHORT);
            assertThat(result.toString()).contains(NetworkError.DEADLINE.meaning());
            assertThat(result.response().orElseThrow().status()).isEqualTo(200);
            assertThat(result.elapsed()).isLessThan(SOON);
        }
    }

    @Test
    void host_thatDoesNotAccept_isAConnectTimeout() throws IOException {
        List<Socket> fillers = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                OAuthClient client = client().connectTimeout(SHORT).build()) {
            for (int i = 0; i < 4; i++) { // fills the backlog of a socket whose connections are never accepted
                Socket socket = new Socket();
                fillers.add(socket);
                try {
                    socket.connect(full.getLocalSocketAddress(), 100);
                } catch (java.net.SocketTimeoutException e) {
                    break;
                }
            }
            ApiResult result =
                    get(client, URI.create("http://127.0.0.1:" + full.getLocalPort() + "/"), Duration.ofSeconds(20));
            assertThat(result.toString())
                    .contains(NetworkError.CONNECT_TIMEOUT.meaning())
                    .contains("not sent");
        } finally {
            for (Socket filler : fillers) {
                filler.close();
            }
        }
    }

    @Test
    void tokenEndpoint_thatStalls_endsTheCallByItsDeadline_andTheTargetSeesNothing() {
        try (FakeServer server = FakeServer.start();
                OAuthClient client = clientOf(server)) {
            server.holdTokenReplies();
            ApiResult result = client.execute(
                    ApiRequest.get(server.http("/v1")).profile("desk").timeout(SHORT));
            assertThat(result.outcome()).isEqualTo(ApiResult.Outcome.UNREACHABLE);
            assertThat(result.mayHaveBeenDelivered()).isFalse();
            assertThat(result.elapsed()).isLessThan(SOON);
            assertThat(server.apiRequests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT-2562047788015215H"})
    void time_alreadyOver_sendsNothing(String within) {
        try (FakeServer server = FakeServer.start();
                OAuthClient client = client().build()) {
            ApiResult result = get(client, server.http("/v1"), Duration.parse(within));
            assertThat(result.failure().orElseThrow().message()).contains(NetworkError.DEADLINE.meaning());
            assertThat(result.mayHaveBeenDelivered()).isFalse();
            assertThat(server.requests()).isZero();
        }
    }

    @Test
    void time_ofAges_isADay() {
        assertThat(Deadline.after(Duration.ofSeconds(Long.MAX_VALUE)).remaining())
                .isBetween(Duration.ofHours(23).toNanos(), Duration.ofDays(1).toNanos());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
