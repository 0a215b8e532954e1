package com.algosolutions.console.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The HTTPS server on the loopback interface. It checks host, origin, login and CSRF token before any handler sees a request, and adds the security
 * headers to every answer.
 */
public final class WebServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(WebServer.class.getName());
    private static final String COOKIE = "__Host-console";

    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none';"
                            + " frame-ancestors 'none'",
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer",
            "Cache-Control", "no-store",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin");

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "console web");
        thread.setDaemon(true);
        return thread;
    });
    private final Routes routes;
    private final Routes open;
    private final Sessions sessions;
    private final EventStream events;

    /**
     * A server that listens and does not answer yet: {@link #start}.
     *
     * @param routes what needs a login
     * @param open what needs none
     */
    public WebServer(
            int port,
            ServerCertificate certificate,
            Routes routes,
            Routes open,
            Sessions sessions,
            EventStream events) {
        this.routes = routes;
        this.open = open;
        this.sessions = sessions;
        this.events = events;
        try {
            server = HttpsServer.create(
                    new InetSocketAddress(InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1}), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Port " + port + " cannot be used. Set CONSOLE_PORT to another one, or to 0.", e);
        }
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
        server.setExecutor(threads);
        server.createContext("/", this::handle);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public void start() {
        server.start();
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            HEADERS.forEach(exchange.getResponseHeaders()::set);
            String path = exchange.getRequestURI().getRawPath();
            if (path.equals("/api/events") && exchange.getRequestMethod().equals("GET")) {
                stream(exchange);
            } else {
                send(exchange, answer(exchange, path));
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "A browser has closed its connection: {0}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "A request failed", e);
        }
    }

    private Answer answer(HttpExchange exchange, String path) {
        try {
            checkHost(exchange);
            return dispatch(exchange, path);
        } catch (HttpError e) {
            return Answer.json(e.status(), e.view());
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "A request failed", e);
            return Answer.json(500, new HttpError(500, "internal", "The console has failed; its log says why.").view());
        }
    }

    private Answer dispatch(HttpExchange exchange, String path) {
        String method = exchange.getRequestMethod().equals("HEAD") ? "GET" : exchange.getRequestMethod();
        Request plain = new Request(exchange, List.of(), "");
        if (path.equals("/login")) {
            return method.equals("POST") ? logIn(plain) : page("/login.html");
        }
        Optional<Routes.Match> free = open.find(method, path);
        if (free.isPresent()) {
            return free.get().handler().answer(new Request(exchange, free.get().variables(), ""));
        }
        boolean api = path.startsWith("/api/");
        Optional<Answer> file = api || !method.equals("GET") ? Optional.empty() : StaticFiles.find(path);
        if (file.isPresent()) {
            return file.get();
        }
        Optional<Sessions.Session> session = sessions.find(plain.cookie(COOKIE).orElse(null), true);
        if (path.equals("/") && method.equals("GET")) {
            return session.isPresent() ? page("/index.html") : Answer.redirect("/login");
        }
        Sessions.Session valid = session.orElseThrow(HttpError::loggedOut);
        if (!method.equals("GET") && !plain.header("X-CSRF-Token").equals(Optional.of(valid.csrf()))) {
            throw new HttpError(403, "csrf", "The header X-CSRF-Token is missing or old. Load the page again.");
        }
        return answerLoggedIn(exchange, method, path, valid);
    }

    private Answer answerLoggedIn(HttpExchange exchange, String method, String path, Sessions.Session session) {
        if (path.equals("/logout") && method.equals("POST")) {
            sessions.end(session.id());
            return Answer.empty()
                    .with("Set-Cookie", COOKIE + "=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0");
        }
        if (path.equals("/api/session") && method.equals("GET")) {
            return Answer.json(new View()
                    .with("user", Sessions.USER)
                    .with("csrf", session.csrf())
                    .with("idleMillis", sessions.idle()));
        }
        Routes.Match match =
                routes.find(method, path).orElseThrow(() -> HttpError.notFound("path " + method + " " + path));
        return match.handler().answer(new Request(exchange, match.variables(), session.csrf()));
    }

    private Answer logIn(Request request) {
        Sessions.Session session = sessions.logIn(request.text("user"), request.text("password"));
        return Answer.json(new View().with("user", Sessions.USER).with("csrf", session.csrf()))
                .with("Set-Cookie", COOKIE + "=" + session.id() + "; Path=/; Secure; HttpOnly; SameSite=Strict");
    }

    private static Answer page(String file) {
        return StaticFiles.find(file).orElseThrow(() -> HttpError.notFound("file " + file));
    }

    /** Rejects names that another site's DNS may let point here (DNS rebinding), and requests that another site's page sends. */
    private void checkHost(HttpExchange exchange) {
        String host = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Host"))
                .orElse("");
        if (!Set.of("localhost:" + port(), "127.0.0.1:" + port(), "[::1]:" + port())
                .contains(host)) {
            throw new HttpError(421, "host", "This server answers as https://localhost:" + port() + " only.");
        }
        String origin = exchange.getRequestHeaders().getFirst("Origin");
        if (origin != null && !origin.equals("https://" + host)) {
            throw new HttpError(403, "origin", "The request comes from another site.");
        }
    }

    private void stream(HttpExchange exchange) throws IOException {
        Request request = new Request(exchange, List.of(), "");
        String id = request.cookie(COOKIE).orElse(null);
        try {
            checkHost(exchange);
            if (sessions.find(id, false).isEmpty()) {
                throw HttpError.loggedOut();
            }
        } catch (HttpError e) {
            send(exchange, Answer.json(e.status(), e.view()));
            return;
        }
        String after =
                request.header("Last-Event-ID").or(() -> request.query("after")).orElse("");
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            long number = after.matches("\\d{1,18}") ? Long.parseLong(after) : events.last();
            events.writeTo(out, number, () -> sessions.find(id, false).isPresent());
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        boolean empty = answer.body().length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(answer.status(), empty ? -1 : answer.body().length);
        if (!empty) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(answer.body());
            }
        }
    }

    @Override
    public void close() {
        events.close();
        server.stop(0);
        threads.shutdownNow();
    }
}
