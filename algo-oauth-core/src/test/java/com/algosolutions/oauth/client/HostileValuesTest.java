package com.algosolutions.oauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.SignIn;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.PkceMethod;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ResponseType;
import com.algosolutions.oauth.profile.ScopeMode;
import com.algosolutions.oauth.spi.OAuthProvider;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What code of the application returns in place of a value, and the state of the calling thread: no operation throws. */
@Timeout(60)
class HostileValuesTest {
    @RegisterExtension
    private final TestDevice device = new TestDevice();

    private final FakeServer server = device.server();

    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    /** Each operation of a client whose result is a value. */
    private Map<String, Runnable> operations(OAuthClient client) {
        ApiRequest plain = ApiRequest.post(server.http("/v1/posts"), Body.json("{}"));
        Map<String, Runnable> all = new LinkedHashMap<>();
        all.put(
                "execute",
                () -> assertThat(client.execute(plain.profile("desk"))).isNotNull());
        all.put(
                "execute, without a profile",
                () -> assertThat(client.execute(plain)).isNotNull());
        all.put(
                "obstacle",
                () -> assertThat(client.obstacle(plain.profile("desk"))).isNotNull());
        all.put("renew", () -> assertThat(client.renew("desk")).isNotNull());
        all.put("status", () -> assertThat(client.status("desk").toString()).isNotBlank());
        all.put(
                "discover",
                () -> assertThat(client.discover(server.http("/issuer"))).isNotNull());
        all.put("start", () -> assertThat(client.signIns().start("door")).isNotNull());
        all.put("current", () -> assertThat(client.signIns().current("door")).isNotNull());
        all.put(
                "callback",
                () -> assertThat(client.signIns().handleCallback("/cb?state=x&code=y"))
                        .isNotNull());
        all.put(
                "callback of the sign-in",
                () -> client.signIns()
                        .current("door")
                        .flatMap(SignIn::browserUrl)
                        .ifPresent(url -> {
                            String state = url.getRawQuery()
                                    .replaceFirst("(?:.*&)?state=", "")
                                    .replaceFirst("&.*", "");
                            assertThat(client.signIns()
                                            .handleCallback("/cb?code=c&state=" + state)
                                            .message())
                                    .isNotBlank();
                        }));
        all.put("events", () -> assertThat(client.events()).isNotNull());
        all.put("revoke", () -> assertThat(client.revoke("desk")).isNotNull());
        return all;
    }

    private List<String> thrown(OAuthClient client) {
        List<String> thrown = new ArrayList<>();
        operations(client).forEach((name, operation) -> {
            try {
                operation.run();
            } catch (Throwable e) {
                StackTraceElement[] trace = e.getStackTrace();
                thrown.add(name + ": " + e + Arrays.asList(trace).subList(0, Math.min(6, trace.length)));
            }
            Thread.interrupted();
        });
        return thrown;
    }

    private OAuthClient withProfiles(OAuthClient client, String providerType) {
        client.profiles()
                .create(TestValues.draft(client, "desk", providerType, server).build());
        client.profiles()
                .create(TestValues.draft(client, "door", providerType, server)
                        .grantType(GrantType.AUTH_CODE_PKCE)
                        .authUrl(server.http("/authorize"))
                        .pkceMethod(PkceMethod.S256)
                        .responseType(ResponseType.CODE)
                        .scopeMode(ScopeMode.SCOPES_LIST)
                        .scopes("a", "b")
                        .redirectUri(URI.create("https://desk.example/cb"))
                        .reset(ProfileField.JWT_ASSERTION)
                        .build());
        return client;
    }

    /** A provider whose methods return a value of the test, after the profiles have been created. */
    private static OAuthProvider provider(AtomicReference<Map.Entry<String, Supplier<Object>>> broken) {
        OAuthProvider sound = new FakeProvider("ACME");
        return (OAuthProvider) Proxy.newProxyInstance(
                HostileValuesTest.class.getClassLoader(),
                new Class<?>[] {OAuthProvider.class},
                (proxy, method, arguments) -> {
                    Map.Entry<String, Supplier<Object>> now = broken.get();
                    if (now != null && now.getKey().equals(method.getName())) {
                        return now.getValue().get();
                    }
                    if (method.getName().equals("checkProfile")) {
                        return List.of();
                    }
                    try {
                        return method.invoke(sound, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static List<Arguments> valuesOfAProvider() {
        List<Arguments> rows = new ArrayList<>();
        Map<String, Object> withNull = new HashMap<>();
        withNull.put(null, null);
        withNull.put("ok", null);
        for (Method method : OAuthProvider.class.getMethods()) {
            String name = method.getName();
            if (name.equals("id") || method.getReturnType() == boolean.class) {
                continue;
            }
            rows.add(Arguments.of(name, "null", (Supplier<Object>) () -> null));
            if (method.getReturnType() == List.class) {
                rows.add(Arguments.of(name, "a list with null", (Supplier<Object>) () -> Arrays.asList(null, null)));
                rows.add(Arguments.of(
                        name, "a list of another kind", (Supplier<Object>) () -> List.of(1, new Object())));
                rows.add(Arguments.of(
                        name, "a long list", (Supplier<Object>) () -> Collections.nCopies(1_000_000, "CODE")));
            } else if (method.getReturnType() == Map.class) {
                rows.add(Arguments.of(name, "a map with null", (Supplier<Object>) () -> withNull));
            } else if (method.getReturnType() == Set.class) {
                rows.add(Arguments.of(name, "a set with null", (Supplier<Object>) () -> Collections.singleton(null)));
            } else if (method.getReturnType() == Optional.class) {
                rows.add(Arguments.of(name, "an Optional of another kind", (Supplier<Object>) () -> Optional.of(1)));
                rows.add(Arguments.of(name, "an empty text", (Supplier<Object>) () -> Optional.of("")));
            } else if (method.getReturnType() == String.class) {
                rows.add(Arguments.of(name, "an empty text", (Supplier<Object>) () -> ""));
                rows.add(Arguments.of(name, "a line break", (Supplier<Object>) () -> "\r\nX: y\u0000"));
            }
        }
        return rows;
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("valuesOfAProvider")
    void provider_thatReturnsWhatIsNoValue_failsNoOperation(String method, String what, Supplier<Object> value) {
        AtomicReference<Map.Entry<String, Supplier<Object>>> broken = new AtomicReference<>();
        OAuthClient client = withProfiles(device.start(device.settings().provider(provider(broken))), "ACME");
        broken.set(Map.entry(method, value));
        assertThat(thrown(client)).isEmpty();
        device.ticker.seconds(7_200);
        server.onToken(FakeServer.json(400, "{\"error\":\"invalid_grant\",\"code\":\"GONE\"}"));
        server.onApi(FakeServer.json(404, "{\"code\":\"GONE\"}"));
        assertThat(thrown(client)).isEmpty();
        broken.set(null);
        assertThat(thrown(client)).isEmpty();
    }

    /** A clock or ticker that is broken from some time on. */
    private static Clock clock(Supplier<Instant> instant) {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return instant.get();
            }
        };
    }

    private static <T> T fail() {
        throw new IllegalStateException("no time");
    }

    private static List<Arguments> times() {
        AtomicLong back = new AtomicLong();
        return List.of(
                Arguments.of("the clock is at its last instant", (Supplier<Instant>) () -> Instant.MAX, (LongSupplier)
                        System::nanoTime),
                Arguments.of("the clock is at its first instant", (Supplier<Instant>) () -> Instant.MIN, (LongSupplier)
                        System::nanoTime),
                Arguments.of("the clock returns null", (Supplier<Instant>) () -> null, (LongSupplier) System::nanoTime),
                Arguments.of("the clock throws", (Supplier<Instant>) HostileValuesTest::fail, (LongSupplier)
                        System::nanoTime),
                Arguments.of("the ticker throws", (Supplier<Instant>) () -> TestValues.NOW, (LongSupplier)
                        HostileValuesTest::fail),
                Arguments.of("the ticker goes back", (Supplier<Instant>) () -> TestValues.NOW, (LongSupplier)
                        () -> back.addAndGet(-1_000_000_000_000L)),
                Arguments.of("the ticker jumps", (Supplier<Instant>) () -> TestValues.NOW, (LongSupplier)
                        () -> back.addAndGet(Long.MAX_VALUE / 3)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("times")
    void clock_thatIsBroken_failsNoOperation(String what, Supplier<Instant> instant, LongSupplier ticks) {
        AtomicReference<Boolean> broken = new AtomicReference<>(false);
        OAuthClient client = withProfiles(
                device.start(device.settings()
                        .clock(clock(() -> broken.get() ? instant.get() : TestValues.NOW))
                        .ticker(() -> broken.get() ? ticks.getAsLong() : 0)),
                "GENERIC");
        broken.set(true);
        assertThat(thrown(client)).isEmpty();
    }

    @Test
    void thread_thatIsInterrupted_failsNoOperation_andStaysInterrupted() {
        OAuthClient client = withProfiles(device.client(), "GENERIC");
        operations(client).forEach((name, operation) -> {
            Thread.currentThread().interrupt();
            operation.run();
            assertThat(Thread.interrupted()).as(name).isTrue();
        });
    }

    private static int deepest(int depth, Runnable last) {
        if (depth == 0) {
            last.run();
            return 0;
        }
        return deepest(depth - 1, last) + 1;
    }

    /** A caller that has used up its stack gets an error at any place of the call; the client is usable afterwards. */
    @Test
    void caller_withoutStack_leavesTheClientUsable() throws InterruptedException {
        OAuthClient client = withProfiles(device.client(), "GENERIC");
        assertThat(TestValues.post(client, server).delivered()).isTrue();
        Thread thread = new Thread(
                null,
                () -> {
                    for (int depth = 200; depth < 20_000; depth += depth / 40 + 1) {
                        int frames = depth;
                        for (Runnable operation :
                                List.<Runnable>of(() -> TestValues.post(client, server), () -> client.renew("desk"))) {
                            try {
                                deepest(frames, operation);
                            } catch (StackOverflowError e) {
                                // somewhere in the call
                            }
                        }
                    }
                },
                "deep",
                256 * 1024);
        thread.start();
        thread.join();
        assertThat(TestValues.post(client, server).delivered()).isTrue();
        assertThat(client.renew("desk").usable()).isTrue();
    }

    private static final HeldCertificate ROOT =
            new HeldCertificate.Builder().certificateAuthority(0).build();

    private static final HeldCertificate LEAF = new HeldCertificate.Builder()
            .signedBy(ROOT)
            .addSubjectAlternativeName("localhost")
            .build();

    /** A trust manager or key manager of the application, one of whose methods throws or returns null. */
    private static <T> T manager(Class<T> type, T sound, String method, Supplier<Object> value) {
        return type.cast(Proxy.newProxyInstance(
                HostileValuesTest.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, called, arguments) ->
                        called.getName().equals(method) ? value.get() : called.invoke(sound, arguments)));
    }

    private static Object sneak(Throwable thrown) {
        return HostileValuesTest.<RuntimeException>thrown(thrown);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> Object thrown(Throwable e) throws E {
        throw (E) e;
    }

    private static List<Arguments> managers() {
        List<Arguments> rows = new ArrayList<>();
        for (String method :
                List.of("checkServerTrusted", "getPrivateKey", "getCertificateChain", "chooseClientAlias")) {
            for (Throwable e : List.of(
                    new IllegalStateException("a bug"),
                    new StackOverflowError(),
                    new Exception("undeclared"),
                    new AssertionError("a bug"))) {
                rows.add(Arguments.of(method, e.getClass().getSimpleName(), (Supplier<Object>) () -> sneak(e)));
            }
            rows.add(Arguments.of(method, "null", (Supplier<Object>) () -> null));
        }
        return rows;
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("managers")
    void managerOfCertificates_thatFails_failsNoOperation(String method, String what, Supplier<Object> value)
            throws Exception {
        HandshakeCertificates known = new HandshakeCertificates.Builder()
                .heldCertificate(LEAF, ROOT.certificate())
                .addTrustedCertificate(ROOT.certificate())
                .build();
        try (MockWebServer tls = new MockWebServer()) {
            tls.useHttps(known.sslSocketFactory());
            tls.requestClientAuth();
            tls.setDispatcher(new Dispatcher() {
                @Override
                public MockResponse dispatch(RecordedRequest request) {
                    return FakeServer.json(404, "{}");
                }
            });
            tls.start();
            OAuthClient client = device.start(device.settings()
                    .trust(manager(X509TrustManager.class, known.trustManager(), method, value))
                    .clientCertificate(manager(X509KeyManager.class, known.keyManager(), method, value)));
            client.profiles()
                    .create(TestValues.draft(
                                    client.draft("desk", "GENERIC"),
                                    tls.url("/token").uri(),
                                    ApiHost.of("localhost:" + tls.getPort()))
                            .clientAuthMode(ClientAuthMode.TLS_CLIENT_AUTH)
                            .build());
            assertThat(client.post("desk", tls.url("/v1").uri(), Body.json("{}"))
                            .delivered())
                    .isFalse();
            assertThat(client.execute(ApiRequest.get(tls.url("/v1").uri()).timeout(Duration.ofMillis(500))))
                    .isNotNull();
            assertThat(client.renew("desk").failure()).isPresent();
            assertThat(client.discover(tls.url("/issuer").uri()).failure()).isPresent();
        }
    }
}
