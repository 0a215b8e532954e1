package com.algosolutions.oauth.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;

/**
 * A simulated Algo device inside the test's process. It listens on a free loopback port with a self-signed certificate, checks the
 * signature, time and nonce of each request, and records the commands that it accepted.
 *
 * <pre>{@code
 * try (AlgoDeviceSimulator horn = AlgoDeviceSimulator.start("Hall horn", "algo")) {
 *     ... // a client that sends to horn.target() and trusts horn.certificate() there
 *     List<DeviceCommand> commands = horn.commands();
 * }
 * }</pre>
 *
 * <p>It serves the paths that public clients of the device use, for all products at once. A command without a member that those clients
 * always send, or with one that they do not use, is answered with 400 and the reason. A real device may be more lenient.
 *
 * <p><em>Thread safety</em>: safe for any number of threads. Requests are answered one at a time.
 *
 * @since 0.1.0
 */
public final class AlgoDeviceSimulator implements AutoCloseable {
    private static final List<String> PRELOADED_TONES = List.of(
            "bell-na.wav",
            "bell-uk.wav",
            "buzzer.wav",
            "chime.wav",
            "dogs.wav",
            "gong.wav",
            "page-notif.wav",
            "speech-test.wav",
            "tone-1kHz-max.wav",
            "warble1-low.wav",
            "warble2-med.wav",
            "warble3-high.wav",
            "warble4-trill.wav");

    /** MockWebServer logs each connection. A strong reference, because the log manager keeps loggers by weak reference only. */
    private final Logger logger = Logger.getLogger(MockWebServer.class.getName());

    private final String name;
    private final String password;
    private final Clock clock;
    private final int refusalStatus;
    private final DeviceAuthentication authentication;
    private final Set<String> tones;
    private final MockWebServer server = new MockWebServer();
    private final X509Certificate certificate;

    /** How long the certificate is valid before and after today. */
    private static final Duration LIFE = Duration.ofDays(365);

    /** Guarded by {@code this}, like the fields below. */
    private final List<DeviceCommand> commands = new ArrayList<>();

    private final List<String> refusals = new ArrayList<>();
    private final Map<String, @Nullable Object> settings = new TreeMap<>();
    private int requests;

    private AlgoDeviceSimulator(Builder builder) {
        name = builder.name;
        password = builder.password;
        clock = builder.clock;
        refusalStatus = builder.refusalStatus;
        tones = new TreeSet<>(builder.tones);
        authentication = new DeviceAuthentication(builder.method, builder.password, builder.clock, builder.clockWindow);
        if (logger.getLevel() == null) {
            logger.setLevel(Level.SEVERE);
        }
        Instant today = Instant.now();
        HeldCertificate held = CertificateWriter.selfSigned("algo device", today.minus(LIFE), today.plus(LIFE));
        certificate = held.certificate();
        server.useHttps(new HandshakeCertificates.Builder()
                .heldCertificate(held)
                .build()
                .sslSocketFactory());
        server.setProtocolNegotiationEnabled(false);
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return new Delivery.Whole(answer(TunnelDispatcher.describe(request))).response(() -> {});
            }
        });
        try {
            server.start(InetAddress.getByAddress("127.0.0.1", new byte[] {127, 0, 0, 1}), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("The simulated device cannot listen on a loopback port", e);
        }
    }

    /**
     * How a device expects requests to be authenticated.
     *
     * @since 0.1.0
     */
    public enum Method {
        /** An HMAC over the request, the time and a nonce. */
        STANDARD,
        /** User name and password. */
        BASIC,
        /** No authentication. */
        NONE
    }

    /**
     * Starts a device that requires Standard authentication.
     *
     * @param name the device's name
     * @param password its RESTful API password
     * @return the device, to be closed by the caller
     * @throws UncheckedIOException if no loopback port is free
     */
    public static AlgoDeviceSimulator start(String name, String password) {
        return builder(name, password).start();
    }

    /**
     * Describes devices by the environment variables that a program reads for real ones: {@code ALGO_DEVICES}, as {@code host=fingerprint}
     * separated by spaces, and {@code ALGO_PASSWORD}. So the same program runs against simulated and real devices.
     *
     * @param devices the devices; all must have the same password
     * @return the variables' names and values
     * @throws IllegalArgumentException if no device is given
     */
    public static Map<String, String> environment(AlgoDeviceSimulator... devices) {
        if (devices.length == 0) {
            throw new IllegalArgumentException("environment needs at least one device");
        }
        return Map.of(
                "ALGO_DEVICES",
                Stream.of(devices)
                        .map(device -> device.target() + "=" + device.fingerprint())
                        .collect(Collectors.joining(" ")),
                "ALGO_PASSWORD",
                devices[0].password);
    }

    /**
     * Starts building a device with other settings.
     *
     * @param name the device's name
     * @param password its RESTful API password
     * @return a builder
     */
    public static Builder builder(String name, String password) {
        return new Builder(name, password);
    }

    /**
     * The device's address, in the form that the button form's Targets take.
     *
     * @return the address and port
     */
    public String target() {
        return "127.0.0.1:" + server.getPort();
    }

    /**
     * The device's self-signed certificate, which does not contain its address.
     *
     * @return the certificate
     */
    public X509Certificate certificate() {
        return certificate;
    }

    /**
     * The certificate's fingerprint, for pinning.
     *
     * @return the SHA-256 of the certificate, 64 hex digits
     */
    public String fingerprint() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK cannot compute the certificate's fingerprint", e);
        }
    }

    /**
     * The commands that the device accepted, in order. Requests that only read are not listed.
     *
     * @return the accepted requests
     */
    public synchronized List<DeviceCommand> commands() {
        return List.copyOf(commands);
    }

    /**
     * The reasons for which requests were rejected, in order.
     *
     * @return one reason for each rejected request
     */
    public synchronized List<String> refusals() {
        return List.copyOf(refusals);
    }

    /**
     * The number of requests that arrived, including rejected ones.
     *
     * @return the number of requests
     */
    public synchronized int requestCount() {
        return requests;
    }

    private synchronized Reply answer(SandboxRequest request) {
        requests++;
        Reply reply = authentication
                .refusal(request)
                .map(why -> refuse(refusalStatus, why))
                .orElseGet(() -> act(request));
        return reply.withDefault("Date", Timestamps.httpDate(clock.instant()));
    }

    /** A rejection that does not say why, as of the authentication. */
    private Reply refuse(int status, String why) {
        refusals.add(why);
        return Reply.empty(status);
    }

    private Reply explain(int status, String why) {
        refusals.add(why);
        return Reply.json(status, new JsonObject().with("error", why));
    }

    /** The problem with a tone that the device does not have; empty if the command plays none. */
    private Optional<String> missingTone(String path, String body) {
        String member = switch (path) {
            case "/api/controls/tone/start" -> "path";
            case "/api/controls/call/start" -> "tone";
            default -> "";
        };
        return member.isEmpty()
                ? Optional.empty()
                : JsonObject.parse(body)
                        .map(command -> command.text(member))
                        .filter(tone -> !tones.contains(tone))
                        .map(tone -> "Tone " + tone + " not found");
    }

    private Reply act(SandboxRequest request) {
        String path = request.pathWithoutQuery();
        if (request.method().equals("GET") && path.startsWith("/api/settings/")) {
            String setting = path.substring("/api/settings/".length());
            return Reply.json(200, new JsonObject().with(setting, settings.getOrDefault(setting, "")));
        }
        Optional<DeviceEndpoint> endpoint = DeviceEndpoint.ALL.stream()
                .filter(candidate ->
                        candidate.path().equals(path) && candidate.method().equals(request.method()))
                .findFirst();
        if (endpoint.isEmpty()) {
            return explain(404, "no " + request.method() + " " + path);
        }
        Optional<String> wrong = endpoint.get().wrong(request.body()).or(() -> missingTone(path, request.body()));
        if (wrong.isPresent()) {
            return explain(400, wrong.get());
        }
        if (path.equals("/api/info/tonelist")) {
            return Reply.json(200, new JsonObject().with("tonelist", List.copyOf(tones)));
        }
        if (request.method().equals("GET")) {
            return Reply.json(200, DeviceEndpoint.answer(path, name));
        }
        JsonObject.parse(path.equals("/api/settings") ? request.body() : "")
                .ifPresent(changed -> changed.names().forEach(key -> settings.put(key, changed.value(key))));
        commands.add(new DeviceCommand(request.method(), path, request.body()));
        return Reply.empty(200);
    }

    /** Closes all connections and stops all threads. */
    @Override
    public void close() {
        server.close();
    }

    @Override
    public String toString() {
        return "AlgoDeviceSimulator[" + name + " at " + target() + "]";
    }

    /**
     * Settings of a simulated device.
     *
     * <p><em>Thread safety</em>: not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder {
        private final String name;
        private final String password;
        private Clock clock = Clock.systemUTC();
        private Duration clockWindow = Duration.ofSeconds(30);
        private Method method = Method.STANDARD;
        private int refusalStatus = 403;
        private final Set<String> tones = new TreeSet<>(PRELOADED_TONES);

        private Builder(String name, String password) {
            this.name = Objects.requireNonNull(name, "name");
            this.password = Objects.requireNonNull(password, "password");
        }

        /**
         * The device's clock.
         *
         * @param clock the clock, for example a {@link SandboxClock}; the system's by default
         * @return this builder
         */
        public Builder clock(Clock clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /**
         * How far the time in a signature may differ from the device's clock.
         *
         * @param window the smallest difference that is rejected; 30 s by default
         * @return this builder
         */
        public Builder clockWindow(Duration window) {
            this.clockWindow = Objects.requireNonNull(window, "window");
            return this;
        }

        /**
         * How requests must be authenticated.
         *
         * @param method {@link Method#STANDARD} by default
         * @return this builder
         */
        public Builder authentication(Method method) {
            this.method = Objects.requireNonNull(method, "method");
            return this;
        }

        /**
         * The HTTP status for a rejected authentication. The status of a real device is not published.
         *
         * @param status 403 by default
         * @return this builder
         */
        public Builder refusalStatus(int status) {
            this.refusalStatus = status;
            return this;
        }

        /**
         * Adds tone files to the pre-loaded ones, such as {@code chime.wav}. The device rejects a command that plays another tone.
         *
         * @param files the names of the files
         * @return this builder
         */
        public Builder tones(String... files) {
            tones.addAll(List.of(files));
            return this;
        }

        /**
         * Starts the device on a free loopback port.
         *
         * @return the device, to be closed by the caller
         * @throws UncheckedIOException if no loopback port is free
         */
        public AlgoDeviceSimulator start() {
            return new AlgoDeviceSimulator(this);
        }
    }
}
