package com.algosolutions.button;

import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;

/**
 * Twenty targets {@code t1.test}, {@code t2.test} … on one loopback server, each with its own behaviour, and a client that resolves them.
 * The server counts every request before it responds.
 */
final class Targets implements AutoCloseable {
    private static final int ALL = 20;

    private final MockWebServer server = new MockWebServer();
    private final Map<String, Function<RecordedRequest, MockResponse>> behaviours = new ConcurrentHashMap<>();
    private final Set<String> dead = ConcurrentHashMap.newKeySet();
    private final Set<String> closedPorts = ConcurrentHashMap.newKeySet();
    private final AtomicInteger lookups = new AtomicInteger();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final OAuthClient client;

    /** Guarded by itself: {@code host path} of each request, in the order of arrival. */
    private final List<String> arrived = new ArrayList<>();

    Targets() {
        HeldCertificate.Builder certificate = new HeldCertificate.Builder();
        IntStream.rangeClosed(1, ALL).forEach(i -> certificate.addSubjectAlternativeName("t" + i + ".test"));
        HeldCertificate held = certificate.build();
        server.useHttps(new HandshakeCertificates.Builder()
                .heldCertificate(held)
                .build()
                .sslSocketFactory());
        server.setProtocolNegotiationEnabled(false); // no HTTP/2: each target has separate connections, as devices do
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return answer(request);
            }
        });
        try {
            server.start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        client = OAuthClient.builder()
                .trust(new HandshakeCertificates.Builder()
                        .addTrustedCertificate(held.certificate())
                        .build()
                        .trustManager())
                .nameResolver(this::resolve)
                .build();
    }

    private List<InetAddress> resolve(String host) throws UnknownHostException {
        lookups.incrementAndGet();
        if (dead.contains(host)) {
            throw new UnknownHostException(host);
        }
        // No server listens at the other address.
        return List.of(InetAddress.getByAddress(
                host, new byte[] {127, 0, 0, (byte) (closedPorts.contains(host) ? 7 : 1)}));
    }

    private MockResponse answer(RecordedRequest request) {
        String host = request.getUrl().host();
        synchronized (arrived) {
            arrived.add(host + " " + request.getTarget());
            arrived.notifyAll();
        }
        mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        try {
            return behaviours.getOrDefault(host, any -> status(200)).apply(request);
        } finally {
            atOnce.decrementAndGet();
        }
    }

    static MockResponse status(int status) {
        return new MockResponse.Builder().code(status).build();
    }

    Targets answers(int target, int status) {
        behaviours.put("t" + target + ".test", request -> status(status));
        return this;
    }

    Targets responds(int target, MockResponse response) {
        behaviours.put("t" + target + ".test", request -> response);
        return this;
    }

    /** The target responds 429, with Retry-After unless {@code seconds} is zero. */
    Targets asksToWait(int target, int seconds) {
        MockResponse.Builder reply = new MockResponse.Builder().code(429);
        MockResponse wait = seconds == 0
                ? reply.build()
                : reply.addHeader("Retry-After", seconds).build();
        behaviours.put("t" + target + ".test", request -> wait);
        return this;
    }

    /** The target closes the connection after the request, without a response. */
    Targets drops(int target) {
        return dropsAfter(target, new CountDownLatch(0));
    }

    /** The target closes the connection without a response when the latch is counted down. */
    Targets dropsAfter(int target, CountDownLatch release) {
        behaviours.put("t" + target + ".test", request -> {
            await(release);
            return new MockResponse.Builder()
                    .onResponseStart(new SocketEffect.CloseSocket())
                    .build();
        });
        return this;
    }

    /** The target sends its response byte by byte, for longer than any press waits. */
    Targets drips(int target) {
        behaviours.put(
                "t" + target + ".test",
                request -> new MockResponse.Builder()
                        .body("x".repeat(1000))
                        .throttleBody(1, 200, TimeUnit.MILLISECONDS)
                        .build());
        return this;
    }

    /** The target responds when the latch is counted down. */
    Targets delays(int target, CountDownLatch release) {
        behaviours.put("t" + target + ".test", request -> {
            await(release);
            return status(200);
        });
        return this;
    }

    /** The target never responds. */
    Targets stalls(int target) {
        return delays(target, closed);
    }

    /** The target refuses connections. */
    Targets refusesConnections(int target) {
        closedPorts.add("t" + target + ".test");
        return this;
    }

    /** The name of the target cannot be resolved. */
    Targets dies(int target) {
        dead.add("t" + target + ".test");
        return this;
    }

    /** The name of the target can be resolved again. */
    Targets revives(int target) {
        dead.remove("t" + target + ".test");
        return this;
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the test did not release a response");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A target as written in the form. */
    String target(int number) {
        return "t" + number + ".test:" + server.getPort();
    }

    /** The number of name lookups; nothing is sent without one. */
    int lookups() {
        return lookups.get();
    }

    OAuthClient client() {
        return client;
    }

    List<String> arrived() {
        synchronized (arrived) {
            return List.copyOf(arrived);
        }
    }

    /** The greatest number of requests in progress at the same time. */
    int mostAtOnce() {
        return mostAtOnce.get();
    }

    long arrivedAt(int target) {
        return arrived().stream()
                .filter(line -> line.startsWith("t" + target + ".test "))
                .count();
    }

    void awaitArrivals(int count) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        synchronized (arrived) {
            while (arrived.size() < count) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError("only " + arrived + " arrived");
                }
                arrived.wait(left);
            }
        }
    }

    /** A document with a button {@code go} whose n-th request goes to {@code /rn} at the given targets. */
    String document(int requests, int... targets) {
        return document(requests, request -> targets);
    }

    String document(int requests, IntFunction<int[]> targets) {
        return document(requests, targets, false);
    }

    /** A document as {@link #document(int, int...)} with repeatable requests. */
    String repeatable(int requests, int... targets) {
        return document(requests, request -> targets, true);
    }

    private String document(int requests, IntFunction<int[]> targets, boolean repeatable) {
        List<Object> list = new ArrayList<>();
        for (int i = 1; i <= requests; i++) {
            Map<String, @Nullable Object> request = new LinkedHashMap<>();
            request.put("method", "POST");
            request.put("customPath", "r" + i);
            request.put(
                    "targets",
                    IntStream.of(targets.apply(i)).mapToObj(this::target).toList());
            if (repeatable) {
                request.put("repeatable", true);
            }
            list.add(request);
        }
        Map<String, @Nullable Object> button = new LinkedHashMap<>();
        button.put("identifier", "go");
        button.put("action", "Send API Request");
        button.put("numberOfApiRequests", requests);
        button.put("requests", list);
        return Json.write(Map.of("buttons", List.of(button)));
    }

    @Override
    public void close() {
        closed.countDown();
        client.close();
        server.close();
    }
}
