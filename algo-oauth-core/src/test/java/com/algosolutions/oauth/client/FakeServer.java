package com.algosolutions.oauth.client;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.tls.HandshakeCertificates;
import org.jspecify.annotations.Nullable;

/**
 * An authorization server and an API on one loopback port: {@code /token} issues access-1, access-2 and so on, {@code /device}
 * device-code-1 and so on, everything else answers 200, unless a test has queued another reply.
 */
public final class FakeServer implements AutoCloseable {
    private final MockWebServer server = new MockWebServer();
    private final AtomicInteger issued = new AtomicInteger();
    private final Queue<MockResponse> tokenReplies = new ArrayDeque<>();
    private volatile @Nullable Function<RecordedRequest, MockResponse> answer;
    private final Queue<MockResponse> apiReplies = new ArrayDeque<>();
    private final Queue<MockResponse> deviceReplies = new ConcurrentLinkedQueue<>();
    private final List<RecordedRequest> deviceRequests = new CopyOnWriteArrayList<>();
    private final List<RecordedRequest> tokenRequests = new CopyOnWriteArrayList<>();
    private final List<RecordedRequest> apiRequests = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch tokenGate = new CountDownLatch(0);
    private final Set<String> rejected = ConcurrentHashMap.newKeySet();
    private volatile CountDownLatch apiGate = new CountDownLatch(0);
    private final CountDownLatch tokenAsked = new CountDownLatch(1);

    private FakeServer() {
        server.setServerSocketFactory(new PromptSockets());
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
                return reply(request);
            }
        });
    }

    public static FakeServer start() {
        return new FakeServer().listen();
    }

    public static FakeServer startTls(HandshakeCertificates certificates) {
        FakeServer fake = new FakeServer();
        fake.server.useHttps(certificates.sslSocketFactory());
        return fake.listen();
    }

    private FakeServer listen() {
        try {
            server.start();
            return this;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private MockResponse reply(RecordedRequest request) throws InterruptedException {
        Function<RecordedRequest, MockResponse> scripted = answer;
        if (scripted != null) {
            (request.getTarget().startsWith("/token") ? tokenRequests : apiRequests).add(request);
            return scripted.apply(request);
        }
        if (request.getTarget().startsWith("/device")) {
            deviceRequests.add(request);
            MockResponse queued = deviceReplies.poll();
            return queued == null ? codes(deviceRequests.size()) : queued;
        }
        if (!request.getTarget().startsWith("/token")) {
            apiRequests.add(request);
            apiGate.await(20, TimeUnit.SECONDS);
            if (rejected.contains(String.valueOf(request.getHeaders().get("Authorization")))) {
                return json(401, "{}");
            }
            synchronized (apiReplies) {
                MockResponse queued = apiReplies.poll();
                return queued == null ? json(200, "{\"ok\":true}") : queued;
            }
        }
        tokenRequests.add(request);
        tokenAsked.countDown();
        tokenGate.await(20, TimeUnit.SECONDS);
        synchronized (tokenReplies) {
            MockResponse queued = tokenReplies.poll();
            return queued == null ? issue("access-" + issued.incrementAndGet()) : queued;
        }
    }

    public static MockResponse json(int status, String body) {
        return new MockResponse.Builder()
                .code(status)
                .addHeader("Content-Type", "application/json")
                .body(body)
                .build();
    }

    public static MockResponse issue(String token) {
        return json(200, "{\"access_token\":\"" + token + "\",\"token_type\":\"bearer\",\"expires_in\":3600}");
    }

    public static MockResponse issue(String token, String refreshToken) {
        return json(
                200,
                "{\"access_token\":\"" + token + "\",\"token_type\":\"bearer\",\"expires_in\":3600,\"refresh_token\":\""
                        + refreshToken + "\"}");
    }

    /** The codes number n, whose interval is 5 s and whose life is 600 s. */
    public static MockResponse codes(int n) {
        return json(
                200,
                "{\"device_code\":\"device-code-" + n + "\",\"user_code\":\"WDJB-MJH" + n
                        + "\",\"verification_uri\":\"https://example.com/device\",\"expires_in\":600,\"interval\":5,"
                        + "\"verification_uri_complete\":\"https://example.com/device?user_code=WDJB-MJH" + n + "\"}");
    }

    public FakeServer onDevice(MockResponse... replies) {
        deviceReplies.addAll(List.of(replies));
        return this;
    }

    public FakeServer onToken(MockResponse... replies) {
        synchronized (tokenReplies) {
            tokenReplies.addAll(List.of(replies));
        }
        return this;
    }

    public FakeServer onApi(MockResponse... replies) {
        synchronized (apiReplies) {
            apiReplies.addAll(List.of(replies));
        }
        return this;
    }

    /** Answers all requests from now on, in place of the queued replies. */
    public void answer(Function<RecordedRequest, MockResponse> all) {
        answer = all;
    }

    /** Holds token responses back until the returned latch is counted down. */
    public CountDownLatch holdTokenReplies() {
        CountDownLatch gate = new CountDownLatch(1);
        tokenGate = gate;
        return gate;
    }

    /** The API answers 401 to a token from now on. */
    public void reject(String token) {
        rejected.add("Bearer " + token);
    }

    /** Holds API responses back until the returned latch is counted down. */
    public CountDownLatch holdApiReplies() {
        CountDownLatch gate = new CountDownLatch(1);
        apiGate = gate;
        return gate;
    }

    public void awaitTokenRequest() throws InterruptedException {
        if (!tokenAsked.await(10, TimeUnit.SECONDS)) {
            throw new AssertionError("no token request came");
        }
    }

    public int port() {
        return server.getPort();
    }

    /** The server's host as a profile names it. */
    public String host() {
        return "127.0.0.1:" + port();
    }

    public URI http(String path) {
        return URI.create("http://" + host() + path);
    }

    public URI https(String host, String path) {
        return URI.create("https://" + host + ":" + port() + path);
    }

    public List<RecordedRequest> deviceRequests() {
        return deviceRequests;
    }

    public List<RecordedRequest> tokenRequests() {
        return tokenRequests;
    }

    public List<RecordedRequest> apiRequests() {
        return apiRequests;
    }

    public int requests() {
        return tokenRequests.size() + apiRequests.size();
    }

    public static String body(RecordedRequest request) {
        return request.getBody() == null ? "" : request.getBody().string(StandardCharsets.UTF_8);
    }

    /** The parameters of a form, each as on the wire, sorted. */
    public static List<String> form(RecordedRequest request) {
        return Stream.of(body(request).split("&")).sorted().collect(Collectors.toList());
    }

    public List<String> bearers() {
        return apiRequests.stream()
                .map(request -> String.valueOf(request.getHeaders().get("Authorization")))
                .toList();
    }

    /** Nothing listens on the port any more. */
    public void goDown() {
        server.close();
    }

    @Override
    public void close() {
        tokenGate.countDown();
        apiGate.countDown();
        server.close();
    }
}
