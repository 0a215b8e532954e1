package com.algosolutions.interop;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/** Serves the public keys of clients and issuers to the servers: plain http on loopback, because they do not trust our authority. */
final class PublishedKeys implements AutoCloseable {
    private final MockWebServer http = new MockWebServer();
    private final Map<String, String> sets = new ConcurrentHashMap<>();

    PublishedKeys() {
        http.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                String set = sets.get(request.getUrl().encodedPath());
                return set == null
                        ? new MockResponse.Builder().code(404).build()
                        : new MockResponse.Builder()
                                .addHeader("Content-Type", "application/json")
                                .body(set)
                                .build();
            }
        });
        try {
            http.start(InetAddress.getByName("127.0.0.1"), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI publish(JWKSet keys) {
        String path = "/" + UUID.randomUUID();
        sets.put(path, keys.toPublicJWKSet().toString());
        return URI.create("http://127.0.0.1:" + http.getPort() + path);
    }

    @Override
    public void close() {
        http.close();
    }
}
