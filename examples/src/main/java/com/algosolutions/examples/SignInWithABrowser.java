package com.algosolutions.examples;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.CallbackResult;
import com.algosolutions.oauth.SignIn;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.GrantType;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Start Authorization with a browser: the device's web server sends the browser to the provider, receives the callback, and shows the
 * result. Then the credentials are saved, and the device posts. The example starts its own authorization server and a simulated browser
 * that signs in at once, so that it ends without input.
 */
public final class SignInWithABrowser {
    private static final String PROFILE = "Meeting room";
    static final String CALLBACK = "/control/oauth-callback";

    private SignInWithABrowser() {}

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
        try (Server provider = new Server();
                Server device = new Server();
                OAuthClient client = OAuthClient.builder()
                        .store(DeviceStore.of(environment))
                        .allowLoopbackHttp()
                        .proxy(Proxy.NO_PROXY)
                        .build()) {
            provider.on("/authorize", SignInWithABrowser::signIn);
            provider.on("/token", SignInWithABrowser::issue);
            provider.on("/posts", SignInWithABrowser::post);
            device.on(CALLBACK, exchange -> page(exchange, client));
            DeviceStore.saveProfile(
                    client,
                    DeviceStore.form(client, PROFILE, "GENERIC")
                            .grantType(GrantType.AUTH_CODE_PKCE)
                            .authUrl(provider.uri("/authorize"))
                            .tokenUrl(provider.uri("/token"))
                            .redirectUri(device.uri(CALLBACK))
                            .apiHosts(ApiHost.of(provider.uri("/")))
                            .clientId("meeting-room-console")
                            .clientAuthMode(ClientAuthMode.NONE)
                            .scopes("post"));
            return authorize(client, provider, out);
        }
    }

    private static boolean authorize(OAuthClient client, Server provider, PrintStream out) {
        SignIn signIn = client.signIns().start(PROFILE);
        out.println(
                "To do:  " + signIn.message()); // or the reason of a failure; not the URL, which only the browser needs
        signIn.browserUrl().ifPresent(url -> out.println("Page:   " + browse(url)));
        out.println("Status: " + client.status(PROFILE));
        if (!client.signIns().save(PROFILE)) { // Update Profile
            return false; // the page shows the reason
        }

        ApiResult posted = client.post(PROFILE, provider.uri("/posts"), Body.json("{\"text\": \"Hello\"}"));
        out.println(posted);
        return posted.delivered();
    }

    /** The device's callback page: passes the callback to the client. It contains no links and sends no referrer. */
    static void page(HttpExchange exchange, OAuthClient client) throws IOException {
        CallbackResult result =
                client.signIns().handleCallback(exchange.getRequestURI().toString());
        exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        send(exchange, result.accepted() ? 200 : 400, result.message());
    }

    /** A simulated browser with a user who signs in: follows the redirect and returns the page's text. */
    private static String browse(URI address) {
        try {
            HttpURLConnection page = (HttpURLConnection) address.toURL().openConnection(Proxy.NO_PROXY);
            page.setConnectTimeout(10_000);
            page.setReadTimeout(30_000);
            boolean good = page.getResponseCode() < 400;
            try (InputStream text = good ? page.getInputStream() : page.getErrorStream()) {
                return new String(text.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The provider's sign-in page, which signs the user in at once and redirects to the device with a code. */
    private static void signIn(HttpExchange exchange) throws IOException {
        String redirectUri = parameter(exchange.getRequestURI().getQuery(), "redirect_uri");
        String state = parameter(exchange.getRequestURI().getRawQuery(), "state");
        exchange.getResponseHeaders().set("Location", redirectUri + "?code=SplxlOBeZQQYbYS6WxSbIA&state=" + state);
        send(exchange, 302, "");
    }

    private static String parameter(String query, String name) {
        return Stream.of(query.split("&"))
                .filter(part -> part.startsWith(name + "="))
                .map(part -> part.substring(name.length() + 1))
                .findFirst()
                .orElseThrow();
    }

    private static void issue(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean good = form.contains("code=SplxlOBeZQQYbYS6WxSbIA") && form.contains("code_verifier=");
        json(
                exchange,
                good ? 200 : 400,
                good
                        ? Map.<String, Object>of(
                                "access_token", "2YotnFZFEjr1zCsicMWpAA", "token_type", "Bearer", "expires_in", 3600)
                        : Map.<String, Object>of("error", "invalid_grant"));
    }

    private static void post(HttpExchange exchange) throws IOException {
        String bearer = exchange.getRequestHeaders().getFirst("Authorization");
        json(exchange, "Bearer 2YotnFZFEjr1zCsicMWpAA".equals(bearer) ? 200 : 401, Map.of("text", "Hello"));
    }

    private static void json(HttpExchange exchange, int status, Map<String, ?> members) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        send(exchange, status, Json.write(members));
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    /** A web server on loopback. */
    private static final class Server implements AutoCloseable {
        private final HttpServer http;

        Server() {
            try {
                http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            http.start();
        }

        /** Handles a request. */
        private interface Page {
            void answer(HttpExchange exchange) throws IOException;
        }

        void on(String path, Page page) {
            http.createContext(path, page::answer);
        }

        URI uri(String path) {
            return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + path);
        }

        @Override
        public void close() {
            http.stop(0);
        }
    }
}
