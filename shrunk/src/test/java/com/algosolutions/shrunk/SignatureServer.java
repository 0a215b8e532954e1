package com.algosolutions.shrunk;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.ECPublicKey;
import java.text.ParseException;
import java.util.stream.Stream;

/** An authorization server and API that accept an assertion signed with a given key, and proofs (RFC 9449) of the key in their header. */
final class SignatureServer implements AutoCloseable {
    static final String TOKEN = "2YotnFZFEjr1zCsicMWpAA";

    private final HttpServer http;
    private final ECPublicKey key;

    SignatureServer(ECPublicKey key) throws IOException {
        this.key = key;
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/token", exchange -> answer(exchange, assertion(exchange) && proof(exchange)));
        http.createContext("/posts", exchange -> answer(exchange, proof(exchange)));
        http.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/");
    }

    private boolean assertion(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String jwt = Stream.of(form.split("&"))
                .filter(part -> part.startsWith("assertion="))
                .findFirst()
                .orElse("")
                .replace("assertion=", "");
        try {
            return SignedJWT.parse(jwt).verify(new ECDSAVerifier(key));
        } catch (ParseException | JOSEException e) {
            return false;
        }
    }

    private static boolean proof(HttpExchange exchange) {
        try {
            SignedJWT proof = SignedJWT.parse(exchange.getRequestHeaders().getFirst("DPoP"));
            return proof.verify(new ECDSAVerifier(proof.getHeader().getJWK().toECKey()));
        } catch (ParseException | JOSEException e) {
            return false;
        }
    }

    private static void answer(HttpExchange exchange, boolean good) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            String json = "{\"access_token\": \"" + TOKEN + "\", \"token_type\": \"DPoP\", \"expires_in\": 3600}";
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(good ? 200 : 400, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
