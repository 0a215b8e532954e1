package com.algosolutions.interop;

import com.algosolutions.oauth.profile.ApiHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/** The API behind an authorization server: takes a message if the server itself calls its bearer good. */
final class Api implements AutoCloseable {
    private final MockWebServer http = new MockWebServer();
    private final AuthorizationServer server;
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private volatile String lastToken = "";

    Api(AuthorizationServer server) {
        this.server = server;
        http.useHttps(Certificates.CHAIN.sslSocketFactory());
        http.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return answer(request);
            }
        });
        try {
            http.start(InetAddress.getByName("127.0.0.1"), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI messagesUri() {
        return URI.create("https://127.0.0.1:" + http.getPort() + "/messages");
    }

    ApiHost host() {
        return ApiHost.of("127.0.0.1:" + http.getPort());
    }

    /** The messages taken, in order. */
    List<String> messages() {
        return messages;
    }

    /** The token of the newest message. */
    String lastToken() {
        return lastToken;
    }

    private MockResponse answer(RecordedRequest request) {
        String header = Objects.requireNonNullElse(request.getHeaders().get("Authorization"), "");
        String token = header.startsWith("Bearer ") ? header.substring("Bearer ".length()) : "";
        if (token.isEmpty() || !server.active(token)) {
            return new MockResponse.Builder()
                    .code(401)
                    .addHeader("WWW-Authenticate", token.isEmpty() ? "Bearer" : "Bearer error=\"invalid_token\"")
                    .build();
        }
        lastToken = token;
        messages.add(request.getBody() == null ? "" : request.getBody().utf8());
        return new MockResponse.Builder()
                .code(201)
                .body("{\"id\":" + messages.size() + "}")
                .build();
    }

    @Override
    public void close() {
        http.close();
    }
}
