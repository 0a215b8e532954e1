package com.algosolutions.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** HTTP requests of the tests themselves, sent with the JDK's client and not with the library's. */
final class Wire {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .sslContext(Certificates.trusting())
            .connectTimeout(LIMIT)
            .build();

    private Wire() {}

    /** An HTTP response. */
    record Answer(int status, String body) {
        Map<String, @Nullable Object> json() {
            return Json.readObject(body);
        }
    }

    static Answer get(URI uri) {
        return send(HttpRequest.newBuilder(uri));
    }

    /** Posts a form with HTTP Basic authentication. */
    static Answer post(URI uri, String id, String secret, Map<String, String> form) {
        String pair = encode(id) + ":" + encode(secret);
        return send(form(uri, form)
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8))));
    }

    static Answer post(URI uri, Map<String, String> form) {
        return send(form(uri, form));
    }

    static Answer json(String method, URI uri, String bearer, Object body) {
        return send(HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + bearer)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(Json.write(body))));
    }

    static Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> reply = CLIENT.send(request.timeout(LIMIT).build(), BodyHandlers.ofString());
            return new Answer(reply.statusCode(), reply.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static String encode(Map<String, String> form) {
        return form.entrySet().stream()
                .map(parameter -> encode(parameter.getKey()) + "=" + encode(parameter.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static HttpRequest.Builder form(URI uri, Map<String, String> form) {
        return HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(encode(form)));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
