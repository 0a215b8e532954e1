package com.algosolutions.oauth.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import okhttp3.Credentials;
import okhttp3.FormBody;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;

/** A plain OkHttp client of the sandbox, with production's addresses. */
final class Client implements AutoCloseable {
    static final String SERVER = "https://platform.ringcentral.com";
    static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    private final OkHttpClient http;

    Client(RingCentralSandbox sandbox) {
        HandshakeCertificates trust = new HandshakeCertificates.Builder()
                .addTrustedCertificate(sandbox.trustManager().getAcceptedIssuers()[0])
                .build();
        this.http = new OkHttpClient.Builder()
                .proxy(sandbox.proxy())
                .sslSocketFactory(trust.sslSocketFactory(), sandbox.trustManager())
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .callTimeout(Duration.ofSeconds(10))
                .build();
    }

    /** A response; {@code json} is empty if the body is not a JSON object. */
    record Answer(int status, Headers headers, String body) {
        JsonObject json() {
            return JsonObject.parse(body).orElseThrow(() -> new AssertionError("No JSON object: " + body));
        }

        String text(String name) {
            return json().text(name);
        }

        /** The code in {@code errors[0]}. */
        String innerCode() {
            return ((JsonObject) json().list("errors").get(0)).text("errorCode");
        }

        String outcome() {
            return json().has("error")
                    ? status + " " + text("error") + " " + (json().has("errors") ? innerCode() : "-")
                    : status + " " + text("errorCode") + " " + (json().has("errors") ? innerCode() : "-");
        }
    }

    Answer execute(Request request) throws IOException {
        return execute(http, request);
    }

    Answer execute(Duration limit, Request request) throws IOException {
        return execute(http.newBuilder().callTimeout(limit).build(), request);
    }

    private static Answer execute(OkHttpClient client, Request request) throws IOException {
        try (Response response = client.newCall(request).execute()) {
            return new Answer(
                    response.code(), response.headers(), response.body().string());
        }
    }

    OkHttpClient http() {
        return http;
    }

    static Request tokenRequest(String authorization, Map<String, String> form) {
        FormBody.Builder body = new FormBody.Builder();
        form.forEach(body::add);
        return new Request.Builder()
                .url(SERVER + "/restapi/oauth/token")
                .header("Authorization", authorization)
                .post(body.build())
                .build();
    }

    static String basic(SandboxApp app) {
        return Credentials.basic(app.clientId(), app.clientSecret());
    }

    static Map<String, String> jwtForm(String jwt) {
        return Map.of("grant_type", JWT_BEARER, "assertion", jwt);
    }

    Answer signIn(SandboxApp app, String jwt) throws IOException {
        return execute(tokenRequest(basic(app), jwtForm(jwt)));
    }

    Answer refresh(SandboxApp app, String refreshToken) throws IOException {
        return execute(tokenRequest(basic(app), Map.of("grant_type", "refresh_token", "refresh_token", refreshToken)));
    }

    Answer revoke(SandboxApp app, String token) throws IOException {
        return execute(new Request.Builder()
                .url(SERVER + "/restapi/oauth/revoke")
                .header("Authorization", basic(app))
                .post(new FormBody.Builder().add("token", token).build())
                .build());
    }

    static Request postRequest(String bearer, String chatId, String json) {
        return new Request.Builder()
                .url(SERVER + "/team-messaging/v1/chats/" + chatId + "/posts")
                .header("Authorization", "Bearer " + bearer)
                .post(RequestBody.create(json.getBytes(StandardCharsets.UTF_8), MediaType.get("application/json")))
                .build();
    }

    Answer post(String bearer, String chatId, String json) throws IOException {
        return execute(postRequest(bearer, chatId, json));
    }

    Answer get(String bearer, String path) throws IOException {
        return execute(new Request.Builder()
                .url(SERVER + path)
                .header("Authorization", "Bearer " + bearer)
                .build());
    }

    @Override
    public void close() {
        http.connectionPool().evictAll();
        http.dispatcher().executorService().shutdown();
    }
}
