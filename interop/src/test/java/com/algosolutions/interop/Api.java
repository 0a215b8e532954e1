package com.algosolutions.interop;

import com.algosolutions.oauth.profile.ApiHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Handshake;
import org.jspecify.annotations.Nullable;

/**
 * The API behind an authorization server. Accepts a message if the server reports its token as active (RFC 7662) and, for a token bound to
 * a key (RFC 9449) or to a certificate (RFC 8705 section 3), if the request proves possession of it.
 */
final class Api implements AutoCloseable {
    private final MockWebServer http = new MockWebServer();
    private final AuthorizationServer server;
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile String lastToken = "";
    private volatile String lastScheme = "";

    Api(AuthorizationServer server) {
        this.server = server;
        http.useHttps(Certificates.CHAIN.sslSocketFactory());
        http.requestClientAuth();
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

    /** The accepted messages, in order. */
    List<String> messages() {
        return messages;
    }

    /** How many messages were answered with 401. */
    int refused() {
        return refused.get();
    }

    /** The token of the last accepted message. */
    String lastToken() {
        return lastToken;
    }

    /** The authentication scheme of the last accepted message. */
    String lastScheme() {
        return lastScheme;
    }

    private MockResponse answer(RecordedRequest request) {
        String[] header = Objects.requireNonNullElse(request.getHeaders().get("Authorization"), "")
                .split(" ", 2);
        if (header.length < 2) {
            return unauthorized("Bearer");
        }
        String token = header[1];
        Map<String, @Nullable Object> introspection = server.introspect(token);
        if (!Boolean.TRUE.equals(introspection.get("active"))) {
            return unauthorized(header[0] + " error=\"invalid_token\"");
        }
        Map<?, ?> bound = introspection.get("cnf") instanceof Map<?, ?> cnf ? cnf : Map.of();
        Object certificate = bound.get(Certificates.THUMBPRINT);
        if (certificate != null && !certificate.equals(presented(request))) {
            return unauthorized(header[0] + " error=\"invalid_token\"");
        }
        Object key = bound.get("jkt");
        String proof = request.getHeaders().get("DPoP");
        if (key == null
                ? !header[0].equalsIgnoreCase("Bearer")
                : !header[0].equalsIgnoreCase("DPoP")
                        || proof == null
                        || !DpopProof.holds(proof, request.getMethod(), messagesUri(), token, key)) {
            return unauthorized("DPoP error=\"invalid_dpop_proof\"");
        }
        lastScheme = header[0];
        lastToken = token;
        messages.add(request.getBody() == null ? "" : request.getBody().utf8());
        return new MockResponse.Builder()
                .code(201)
                .body("{\"id\":" + messages.size() + "}")
                .build();
    }

    /** The thumbprint of the connection's client certificate; empty if there is none. */
    private static String presented(RecordedRequest request) {
        Handshake handshake = request.getHandshake();
        return handshake == null || handshake.peerCertificates().isEmpty()
                ? ""
                : Certificates.thumbprint(handshake.peerCertificates().get(0));
    }

    private MockResponse unauthorized(String challenge) {
        refused.incrementAndGet();
        return new MockResponse.Builder()
                .code(401)
                .addHeader("WWW-Authenticate", challenge)
                .build();
    }

    @Override
    public void close() {
        http.close();
    }
}
