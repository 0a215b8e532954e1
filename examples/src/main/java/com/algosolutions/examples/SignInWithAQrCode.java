package com.algosolutions.examples;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.DeviceCode;
import com.algosolutions.oauth.SignIn;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.GrantType;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.nayuki.qrcodegen.QrCode;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/**
 * Start Authorization on a device with a screen and no keyboard: it shows a QR code, and the address and code as text. A user scans the
 * code and signs in on a phone; the device then saves the credentials and posts. The example starts its own authorization server, whose
 * user signs in at once, so that it ends without input.
 */
public final class SignInWithAQrCode {
    private static final String PROFILE = "Help desk";

    /** The width of the quiet zone around the code, in modules (ISO/IEC 18004). */
    private static final int QUIET = 4;

    private SignInWithAQrCode() {}

    /**
     * Runs the example; the exit status is 0 if the sign-in succeeded and the post was delivered.
     *
     * @param args none
     */
    public static void main(String[] args) {
        boolean done;
        try (Demo demo = Demo.of(System.getenv())) { // in production: run(System.getenv(), System.out)
            done = run(demo.environment(), System.out);
        }
        if (!done) {
            System.exit(1);
        }
    }

    static boolean run(Map<String, String> environment, PrintStream out) {
        try (SignInServer server = new SignInServer();
                OAuthClient client = OAuthClient.builder()
                        .store(DeviceStore.of(environment))
                        .allowLoopbackHttp()
                        .proxy(Proxy.NO_PROXY)
                        .build()) {
            DeviceStore.saveProfile(
                    client,
                    DeviceStore.form(client, PROFILE, "GENERIC")
                            .grantType(GrantType.DEVICE_CODE)
                            .deviceUrl(server.uri("/device"))
                            .tokenUrl(server.uri("/token"))
                            .apiHosts(ApiHost.of(server.uri("/")))
                            .clientId("front-desk-console")
                            .clientAuthMode(ClientAuthMode.NONE));
            return signIn(client, server, out);
        }
    }

    private static boolean signIn(OAuthClient client, SignInServer server, PrintStream out) {
        SignIn signIn = client.signIns().start(PROFILE);
        signIn.deviceCode().ifPresent(code -> {
            show(code, signIn.expiresIn(), out);
            server.userSignsIn(code.userCode());
        });
        signIn.await(Duration.ofMinutes(1));
        out.println();
        out.println(signIn.message()); // what to do next, or the reason of a failure
        if (!client.signIns().save(PROFILE)) { // Update Profile
            return false;
        }

        ApiResult posted = client.post(PROFILE, server.uri("/posts"), Body.json("{\"text\": \"Hello\"}"));
        out.println(posted);
        return posted.delivered();
    }

    /**
     * The QR code saves typing. Users who cannot scan it need the address and the code, and every user compares the code with the one on
     * the phone.
     */
    private static void show(DeviceCode code, Duration expiresIn, PrintStream out) {
        code.verificationUriComplete().ifPresent(uri -> out.print(blocks(uri)));
        out.println("Scan the code, or open  " + code.verificationUri());
        out.println("and enter               " + code.userCode());
        out.println("within                  " + expiresIn.plusSeconds(59).toMinutes() + " minutes");
    }

    /**
     * A QR code as text. A line of text shows two rows of modules. The light modules are drawn, because text screens are dark: ▀ is light
     * above, ▄ light below.
     */
    static String blocks(String text) {
        QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
        StringBuilder blocks = new StringBuilder();
        for (int y = -QUIET; y < code.size + QUIET; y += 2) {
            for (int x = -QUIET; x < code.size + QUIET; x++) {
                boolean above = !code.getModule(x, y); // modules outside the code are light
                boolean below = !code.getModule(x, y + 1);
                blocks.append(above ? (below ? '█' : '▀') : below ? '▄' : ' ');
            }
            blocks.append(System.lineSeparator());
        }
        return blocks.toString();
    }

    /** A minimal authorization server for RFC 8628 with an API, on loopback. */
    private static final class SignInServer implements AutoCloseable {
        private static final String USER_CODE = "WDJB-MJHT";

        private final String deviceCode = "GmRhmhcxhwAzkoEqiMEg_" + UUID.randomUUID();
        private final HttpServer http;
        private volatile boolean signedIn;

        SignInServer() {
            try {
                http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            http.createContext("/device", this::issueCodes);
            http.createContext("/token", this::answerPoll);
            http.createContext("/posts", this::answerPost);
            http.start();
        }

        URI uri(String path) {
            return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + path);
        }

        void userSignsIn(String userCode) {
            signedIn = userCode.equals(USER_CODE);
        }

        private void issueCodes(HttpExchange exchange) throws IOException {
            answer(
                    exchange,
                    200,
                    Map.<String, Object>of(
                            "device_code",
                            deviceCode,
                            "user_code",
                            USER_CODE,
                            "verification_uri",
                            "https://example.com/device",
                            "verification_uri_complete",
                            "https://example.com/device?user_code=" + USER_CODE,
                            "expires_in",
                            900,
                            "interval",
                            1));
        }

        private void answerPoll(HttpExchange exchange) throws IOException {
            if (!read(exchange).contains("device_code=" + deviceCode)) {
                answer(exchange, 400, Map.of("error", "invalid_grant"));
            } else if (!signedIn) {
                answer(exchange, 400, Map.of("error", "authorization_pending"));
            } else {
                answer(
                        exchange,
                        200,
                        Map.<String, Object>of(
                                "access_token", "2YotnFZFEjr1zCsicMWpAA", "token_type", "Bearer", "expires_in", 3600));
            }
        }

        private void answerPost(HttpExchange exchange) throws IOException {
            String bearer = exchange.getRequestHeaders().getFirst("Authorization");
            answer(exchange, "Bearer 2YotnFZFEjr1zCsicMWpAA".equals(bearer) ? 200 : 401, Map.of("text", "Hello"));
        }

        private static String read(HttpExchange exchange) throws IOException {
            return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        }

        private static void answer(HttpExchange exchange, int status, Map<String, ?> members) throws IOException {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                byte[] body = Json.write(members).getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(status, body.length);
                exchange.getResponseBody().write(body);
            }
        }

        @Override
        public void close() {
            http.stop(0);
        }
    }
}
