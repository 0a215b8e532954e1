package com.algosolutions.verification;

import com.algosolutions.button.AlgoStandardAuthentication;
import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.RevocationResult;
import com.algosolutions.oauth.SignIn;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.testkit.HostileReply;
import com.algosolutions.oauth.testkit.HostileServer;
import com.algosolutions.oauth.testkit.SandboxClock;
import com.sun.management.OperatingSystemMXBean;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * A device with 16 MB of heap and a hostile server, in one process: each fault at each endpoint, and then an ordinary call of the same client. Prints
 * a line for each call that threw, was late, or was followed by an ordinary call that failed, and the figures.
 */
final class HostileMatrix implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMillis(300);
    private static final Duration MARGIN = Duration.ofSeconds(8);
    private static final String JSON_TOKEN =
            "{\"access_token\":\"access\",\"token_type\":\"bearer\",\"expires_in\":3600}";

    private static final String JSON_CODES =
            "{\"device_code\":\"code-%d\",\"user_code\":\"WDJB-MJHT\",\"verification_uri\":\"https://example.com/d\",\"expires_in\":600,\"interval\":300}";

    private final Way way;
    private final HostileServer server;
    private final SandboxClock clock = SandboxClock.at(Instant.now());
    private final OAuthClient client;
    private final Figures figures;
    private int codes;

    /** What lies between the client and the server. */
    enum Way {
        PLAIN,
        TLS,
        PROXY
    }

    /** A request of the client, by the operation that sends it. */
    enum Endpoint {
        TOKEN,
        DEVICE,
        REVOCATION,
        PAR,
        METADATA,
        API,
        SIGNED
    }

    /** What was measured. */
    private static final class Figures {
        private int combinations;
        private int failures;
        private Duration latest = Duration.ZERO;
        private String slowest = "";
        private String reason = "";
        private long heap;

        private void failed(Object what) {
            failures++;
            System.out.println("FAILED " + what);
        }

        /** Runs a call that must succeed. A busy machine may need longer than the deadline, and only then it has another try. */
        private void expect(String what, BooleanSupplier call) {
            for (int i = 0; i < 20; i++) {
                try {
                    if (call.getAsBoolean()) {
                        return;
                    }
                } catch (Throwable e) {
                    failed(what + ": " + e);
                    return;
                }
                if (!reason.contains("its time")) {
                    break;
                }
            }
            failed(what + ": " + reason);
        }

        private void answered(String what, Duration beyond) {
            if (beyond.compareTo(latest) > 0) {
                latest = beyond;
                slowest = what;
            }
            if (beyond.compareTo(MARGIN) > 0) {
                failed(what + ", " + beyond.toMillis() + " ms after the deadline");
            }
            long live = 0;
            for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
                MemoryUsage after = pool.getCollectionUsage();
                live += after == null ? 0 : after.getUsed();
            }
            heap = Math.max(heap, live);
        }
    }

    private HostileMatrix(Way way, Figures figures) {
        this.way = way;
        this.figures = figures;
        server = switch (way) {
            case PLAIN -> HostileServer.start();
            case TLS -> HostileServer.startTls("localhost");
            case PROXY -> HostileServer.startTls("api.example");
        };
        server.answer("/token", JSON_TOKEN)
                .answer("/par", "{\"request_uri\":\"urn:request:1\",\"expires_in\":60}")
                .answer(
                        "/.well-known/oauth-authorization-server",
                        "{\"issuer\":\"" + uri("") + "\",\"token_endpoint\":\"" + uri("/token") + "\"}");
        OAuthClient.Builder settings = OAuthClient.builder()
                .clock(clock)
                .ticker(clock.ticker())
                .allowLoopbackHttp()
                .proxy(way == Way.PROXY ? server.proxy() : Proxy.NO_PROXY)
                .tokenTimeout(LIMIT)
                .callTimeout(LIMIT);
        client = (way == Way.PLAIN ? settings : settings.trustOnly(server.trustStore())).build();
        client.profiles().create(form("desk", GrantType.CLIENT_CREDENTIALS).build());
        client.profiles()
                .create(form("kiosk", GrantType.CLIENT_CREDENTIALS)
                        .revocationUrl(uri("/revoke"))
                        .build());
        client.profiles()
                .create(form("phone", GrantType.DEVICE_CODE)
                        .deviceUrl(uri("/device"))
                        .build());
        client.profiles()
                .create(form("browser", GrantType.AUTH_CODE_PKCE)
                        .authUrl(uri("/authorize"))
                        .parUrl(uri("/par"))
                        .redirectUri(URI.create("https://device.example/callback"))
                        .build());
    }

    private ProfileForm form(String name, GrantType grant) {
        return client.draft(name, "GENERIC")
                .grantType(grant)
                .tokenUrl(uri("/token"))
                .apiHosts(ApiHost.of(uri("/")))
                .clientId(name)
                .clientSecret(Secret.of("secret-of-" + name));
    }

    private URI uri(String path) {
        return way == Way.PROXY ? URI.create("https://api.example" + path) : server.uri(path);
    }

    private boolean post() {
        ApiResult result = client.post("desk", uri("/v1/posts"), Body.json("{}"));
        return explained(result.delivered(), result.failure());
    }

    private void needToken() {
        clock.advance(Duration.ofHours(25)); // later than each back-off, and the token has expired
    }

    /** The state in which the endpoint is asked next. */
    private boolean prepare(Endpoint endpoint) {
        return switch (endpoint) {
            case API -> post();
            case REVOCATION ->
                client.signIns().start("kiosk").state() == SignIn.State.UNSAVED
                        && client.signIns().save("kiosk");
            case TOKEN -> {
                needToken();
                yield true;
            }
            case DEVICE -> {
                server.answer("/device", JSON_CODES.formatted(++codes));
                yield true;
            }
            default -> true;
        };
    }

    /** Whether the operation has succeeded. Its result must be there, with a failure if it has not. */
    private boolean run(Endpoint endpoint) {
        switch (endpoint) {
            case TOKEN, API, SIGNED -> {
                ApiRequest request = ApiRequest.post(uri("/v1/posts"), Body.json("{}"));
                ApiResult result = client.execute(
                        endpoint == Endpoint.SIGNED
                                ? request.signedBy(new AlgoStandardAuthentication(Secret.of("algo")))
                                : request.profile("desk"));
                return explained(result.delivered(), result.failure());
            }
            case METADATA -> {
                var result = client.discover(uri(""));
                return explained(result.metadata().isPresent(), result.failure());
            }
            case REVOCATION -> {
                RevocationResult result = client.revoke("kiosk");
                return explained(result.outcome() == RevocationResult.Outcome.REVOKED, result.failure());
            }
            default -> {
                SignIn signIn = client.signIns().start(endpoint == Endpoint.PAR ? "browser" : "phone");
                return explained(signIn.state() == SignIn.State.WAITING, signIn.failure());
            }
        }
    }

    private boolean explained(boolean success, Optional<Failure> failure) {
        if (success == failure.isPresent()) {
            throw new IllegalStateException(success ? "a success has a failure" : "a failure has no reason");
        }
        figures.reason = failure.map(Failure::toString).orElse("");
        return success;
    }

    private void attack(HostileReply reply, Endpoint endpoint) {
        String what = way + " " + endpoint + ", " + reply.name().replaceAll("\\P{Print}", "?");
        clock.advance(Duration.ofMinutes(1));
        server.behave();
        figures.expect(what + ": the call before it", () -> prepare(endpoint));
        int before = server.attacks();
        server.attack(reply);
        figures.expect(what + ": the fault", () -> {
            long start = System.nanoTime();
            run(endpoint);
            figures.answered(what, Duration.ofNanos(System.nanoTime() - start).minus(LIMIT));
            return server.attacks() > before;
        });
        figures.combinations++;
        server.behave();
        figures.expect(what + ": the call after it", () -> {
            needToken();
            return prepare(endpoint) && run(endpoint);
        });
    }

    private void each(List<HostileReply> replies, List<Endpoint> endpoints) {
        for (HostileReply reply : replies) {
            for (Endpoint endpoint : endpoints) {
                attack(reply, endpoint);
            }
        }
    }

    /** One of six faults, the endpoints in turn. */
    private void sample(List<HostileReply> replies) {
        for (int i = 0; i < replies.size(); i += 6) {
            attack(replies.get(i), Endpoint.values()[i % Endpoint.values().length]);
        }
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }

    private static int descriptors() {
        String[] open = new File("/proc/self/fd").list();
        return open == null ? 0 : open.length;
    }

    /** A reset at each byte of a reply, at each endpoint; a reset at each byte of a handshake, and each reply over TLS, at the API. */
    private void rest() {
        if (way == Way.PLAIN) {
            HostileReply token = HostileReply.json("token", JSON_TOKEN);
            each(
                    IntStream.rangeClosed(0, token.length())
                            .mapToObj(bytes -> token.cutAfter(bytes).thenReset())
                            .toList(),
                    List.of(Endpoint.values()));
        } else if (way == Way.TLS) {
            each(HostileReply.all(), List.of(Endpoint.API));
            each(
                    IntStream.range(0, 900)
                            .mapToObj(HostileReply::handshakeCutAfter)
                            .toList(),
                    List.of(Endpoint.API));
        }
    }

    /** What ends by itself, such as a name lookup or a worker, has ended. */
    private static boolean leaks(int threads, int descriptors) {
        for (int i = 0; i < 400 && (Thread.activeCount() > threads || descriptors() > descriptors); i++) {
            LockSupport.parkNanos(50_000_000L);
        }
        return Thread.activeCount() > threads || descriptors() > descriptors;
    }

    public static void main(String[] arguments) {
        Figures figures = new Figures();
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> figures.failed(thread + ": " + e));
        boolean all = arguments[0].equals("all");
        for (Way way : Way.values()) {
            try (HostileMatrix matrix = new HostileMatrix(way, figures)) {
                for (Endpoint endpoint : Endpoint.values()) {
                    figures.expect(way + " " + endpoint, () -> matrix.prepare(endpoint) && matrix.run(endpoint));
                }
                int threads = Thread.activeCount() + 8; // workers
                int descriptors = descriptors() + 4;
                List<HostileReply> faults = switch (way) {
                    case PLAIN -> HostileReply.all();
                    case TLS -> HostileReply.handshakes();
                    case PROXY -> HostileReply.tunnels();
                };
                if (all) {
                    matrix.each(faults, List.of(Endpoint.values()));
                    matrix.rest();
                } else {
                    matrix.sample(faults);
                }
                if (leaks(threads, descriptors)) {
                    figures.failed(Thread.activeCount() + " threads, " + descriptors() + " descriptors at the end");
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%d combinations of %d faults and %d endpoints, %d failed; slowest %d ms after its deadline (%s); %.1f"
                        + " MB live of %d MB of heap; %d threads, %d descriptors, %d s of CPU%n",
                figures.combinations,
                HostileReply.all().size()
                        + HostileReply.handshakes().size()
                        + HostileReply.tunnels().size(),
                Endpoint.values().length,
                figures.failures,
                figures.latest.toMillis(),
                figures.slowest,
                figures.heap / 1e6,
                Runtime.getRuntime().maxMemory() >> 20,
                Thread.activeCount(),
                descriptors(),
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1_000_000_000L);
    }
}
