package com.algosolutions.oauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.ApiResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The JVM's ProxySelector, which an application may have set: whatever it does, a call has a result by its deadline. */
@Timeout(60)
class ProxySelectorTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    /** The second is one that java.net.URI does not read, so that the transport asks in place of OkHttp. */
    private static final List<String> HOSTS = List.of("desk.example", "front_desk.example");

    private final ProxySelector before = ProxySelector.getDefault();

    @AfterEach
    void restore() {
        ProxySelector.setDefault(before);
        Thread.interrupted();
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable, R> R sneak(Throwable e) throws T {
        throw (T) e;
    }

    private static void select(Supplier<@Nullable List<Proxy>> selected, Runnable failed) {
        ProxySelector.setDefault(new ProxySelector() {
            @Override
            @SuppressWarnings("NullAway") // what its contract does not allow
            public List<Proxy> select(URI uri) {
                return selected.get();
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {
                failed.run();
            }
        });
    }

    private static ApiResult get(String host, int port, Duration within) {
        try (OAuthClient client = OAuthClient.builder()
                .nameResolver(name -> List.of(InetAddress.getLoopbackAddress()))
                .build()) {
            return client.execute(ApiRequest.get(URI.create("https://" + host + ":" + port + "/v1?to=desk"))
                    .timeout(within));
        }
    }

    private static void assertNamed(ApiResult result, String said) {
        assertThat(result.outcome()).isEqualTo(ApiResult.Outcome.UNREACHABLE);
        assertThat(result.toString())
                .contains("the proxy selector " + ProxySelectorTest.class.getName())
                .contains(said)
                .contains("ProxySelector.setDefault")
                .contains("not sent")
                .doesNotContain("s3cret");
    }

    private static List<Throwable> thrown() {
        return List.of(
                new IllegalStateException("s3cret"),
                new IOException("s3cret"), // OkHttp would ask again until the deadline
                new Exception("undeclared"),
                new InterruptedException("undeclared"),
                new Throwable("neither an exception nor an error"),
                new AssertionError("a bug"),
                new StackOverflowError(),
                new OutOfMemoryError("of the selector"));
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void selector_thatThrows_isNamed_andNothingIsSent(Throwable thrown) {
        select(() -> sneak(thrown), () -> {});
        for (String host : HOSTS) {
            assertNamed(get(host, 443, LONG), "threw " + thrown.getClass().getName());
        }
    }

    private static Proxy http(int port) {
        return new Proxy(Proxy.Type.HTTP, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    private static List<Arguments> notUsable() {
        return List.of(
                Arguments.of(Collections.singletonList(null), "null"),
                Arguments.of(Arrays.asList(null, Proxy.NO_PROXY), "null"),
                Arguments.of(Arrays.asList(Proxy.NO_PROXY, null), "null"),
                Arguments.of(List.of(http(0)), ":0"),
                Arguments.of(List.of(new Proxy(Proxy.Type.SOCKS, http(0).address())), ":0"));
    }

    @ParameterizedTest
    @MethodSource("notUsable")
    void selector_thatReturnsWhatIsNoProxy_isNamed_andNothingIsSent(List<Proxy> selected, String said) {
        select(() -> selected, () -> {});
        for (String host : HOSTS) {
            assertNamed(get(host, 443, LONG), "returned a list with ");
            assertThat(get(host, 443, LONG).toString()).contains(said);
        }
    }

    @Test
    void selector_thatHangs_isNamed_byTheDeadline() throws Exception {
        CountDownLatch hang = new CountDownLatch(1);
        select(
                () -> {
                    try {
                        hang.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return List.of();
                },
                () -> {});
        for (String host : HOSTS) {
            assertNamed(get(host, 443, Duration.ofMillis(50)), "did not answer in time");
        }
        hang.countDown();
    }

    private static List<Arguments> direct() throws IOException {
        try (ServerSocket closed = new ServerSocket(0)) {
            Proxy dead = http(closed.getLocalPort());
            return List.of(
                    Arguments.of((Supplier<List<Proxy>>) () -> null),
                    Arguments.of((Supplier<List<Proxy>>) List::of),
                    Arguments.of((Supplier<List<Proxy>>) () -> List.of(dead, dead, Proxy.NO_PROXY)));
        }
    }

    /** OkHttp takes no list and an empty one for a connection without a proxy. */
    @ParameterizedTest
    @MethodSource("direct")
    void selector_withoutAProxyThatAnswers_leadsToTheServer(Supplier<@Nullable List<Proxy>> selected)
            throws IOException {
        select(selected, () -> sneak(new Exception("undeclared")));
        try (ServerSocket closing = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> {
                try {
                    while (true) {
                        closing.accept().close();
                    }
                } catch (IOException e) {
                    // the end of the test
                }
            });
            server.setDaemon(true);
            server.start();
            assertThat(get("desk.example", closing.getLocalPort(), LONG).toString())
                    .contains("no reply from desk.example")
                    .doesNotContain("proxy");
        }
    }
}
