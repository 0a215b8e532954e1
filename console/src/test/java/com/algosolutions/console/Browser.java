package com.algosolutions.console;

import com.algosolutions.oauth.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;
import org.jspecify.annotations.Nullable;

/** A browser of a test: one session of the operator, over HTTPS, with the page's CSRF token. */
final class Browser implements AutoCloseable {
    static final String PASSWORD = "correct horse";

    /** For what comes within milliseconds on a machine that is not loaded. */
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final OkHttpClient http;
    private final URI address;
    private @Nullable String cookie;
    private String csrf = "";

    /** An answer: its status, headers and text. */
    record Reply(int status, Map<String, String> headers, String text) {
        Map<String, Object> json() {
            return object(Json.readObject(text));
        }

        /** A list of objects by its path. */
        List<Map<String, Object>> list(String path) {
            return Browser.list(at(path));
        }

        /** A member of the JSON by its path: names and list places separated by dots. */
        Object at(String path) {
            return Browser.at(json(), path);
        }
    }

    Browser(Console console) {
        HandshakeCertificates trust = new HandshakeCertificates.Builder()
                .addTrustedCertificate(console.certificate())
                .build();
        http = new OkHttpClient.Builder()
                .sslSocketFactory(trust.sslSocketFactory(), trust.trustManager())
                .followRedirects(false)
                .readTimeout(Duration.ofSeconds(60))
                .build();
        address = console.address();
    }

    @SuppressWarnings("unchecked") // what the console sends has no null
    static Map<String, Object> object(Object json) {
        return (Map<String, Object>) json;
    }

    static List<Map<String, Object>> list(Object json) {
        return ((List<?>) json).stream().map(Browser::object).toList();
    }

    static Object at(Object json, String path) {
        Object here = json;
        for (String part : path.split("\\.")) {
            here = part.matches("\\d+")
                    ? ((List<?>) here).get(Integer.parseInt(part))
                    : Objects.requireNonNull(((Map<?, ?>) here).get(part), () -> path + " in " + json);
        }
        return here;
    }

    Browser loggedIn() {
        Reply reply = post("/login", Map.of("user", "admin", "password", PASSWORD));
        csrf = (String) reply.at("csrf");
        return this;
    }

    Reply get(String path) {
        return send("GET", path, null, Map.of());
    }

    Reply post(String path, Map<String, ?> body) {
        return send("POST", path, Json.write(body), Map.of());
    }

    Reply put(String path, Map<String, ?> body) {
        return send("PUT", path, Json.write(body), Map.of());
    }

    Reply delete(String path) {
        return send("DELETE", path, "", Map.of());
    }

    Reply send(String method, String path, @Nullable String body, Map<String, String> headers) {
        Request.Builder request =
                new Request.Builder().url(address.resolve(path).toString());
        request.method(method, body == null ? null : RequestBody.create(body, MediaType.get("application/json")));
        if (cookie != null) {
            request.header("Cookie", cookie);
        }
        if (!csrf.isEmpty()) {
            request.header("X-CSRF-Token", csrf);
        }
        headers.forEach((name, value) -> {
            if (value.isEmpty()) {
                request.removeHeader(name);
            } else {
                request.header(name, value);
            }
        });
        try (Response response = http.newCall(request.build()).execute()) {
            String set = response.header("Set-Cookie");
            if (set != null) {
                cookie = set.substring(0, set.indexOf(';'));
            }
            Map<String, String> received = new LinkedHashMap<>();
            response.headers().names().forEach(name -> received.put(name, String.valueOf(response.header(name))));
            return new Reply(response.code(), received, response.body().string());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        }
    }

    /** Reads events until one has the name and fulfils the condition; returns its data. */
    Map<String, Object> event(long after, String name, Predicate<? super Map<String, Object>> wanted) {
        return event(after, name, wanted, () -> {});
    }

    /** The same, with something to do once the stream is open. */
    Map<String, Object> event(
            long after, String name, Predicate<? super Map<String, Object>> wanted, Runnable whenOpen) {
        Request request = new Request.Builder()
                .url(address.resolve("/api/events?after=" + after).toString())
                .header("Cookie", Objects.requireNonNull(cookie))
                .build();
        List<String> others = new ArrayList<>();
        try (Response response =
                http.newBuilder().callTimeout(LONGEST).build().newCall(request).execute()) {
            whenOpen.run();
            BufferedReader source = new BufferedReader(response.body().charStream());
            String event = "";
            for (String line = source.readLine(); line != null; line = source.readLine()) {
                if (line.startsWith("event: ")) {
                    event = line.substring(7);
                } else if (line.startsWith("data: ") && event.equals(name)) {
                    Map<String, Object> data = object(Json.readObject(line.substring(6)));
                    if (wanted.test(data)) {
                        return data;
                    }
                    others.add(line);
                }
            }
            throw new AssertionError("no such event " + name + " in " + others);
        } catch (IOException e) {
            throw new AssertionError("no such event " + name + " in time, but " + others, e);
        }
    }

    Reply state() {
        return get("/api/state");
    }

    long lastEvent() {
        return ((Number) state().at("lastEventId")).longValue();
    }

    /** A demo credential of the sandbox. */
    String credential(String field) {
        return state().list("sandbox.credentials").stream()
                .filter(one -> field.equals(one.get("field")))
                .map(one -> (String) one.get("value"))
                .findFirst()
                .orElseThrow();
    }

    /** Creates the guide's profile, and returns its id. */
    String createFrontDesk() {
        Reply created = post(
                "/api/profiles",
                Map.of(
                        "providerType",
                        "RINGCENTRAL",
                        "values",
                        Map.of(
                                "name",
                                "Front desk",
                                "clientId",
                                credential("clientId"),
                                "clientSecret",
                                credential("clientSecret"),
                                "jwtAssertion",
                                credential("jwtAssertion"))));
        return (String) created.at("profile.id");
    }

    /** Presses a button and waits for its end: the press of the last event. */
    Map<String, Object> press(String button) {
        long before = lastEvent();
        long began = System.nanoTime();
        Reply pressed = post("/api/buttons/" + button + "/press", Map.of());
        // A press right after the last one of the same button counts as a contact bounce.
        while ("ignored".equals(pressed.at("press.state")) && System.nanoTime() - began < LONGEST.toNanos()) {
            pressed = post("/api/buttons/" + button + "/press", Map.of());
        }
        String id = (String) pressed.at("press.pressId");
        Map<String, Object> ended = event(
                before,
                "press",
                data -> at(data, "press.pressId").equals(id)
                        && !at(data, "press.state").equals("sending"));
        return object(at(ended, "press"));
    }

    @Override
    public void close() {
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
