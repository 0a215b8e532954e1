package com.algosolutions.oauth.client;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.algosolutions.oauth.json.Json;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * An authorization server at {@code /token} and an API on the same port. Both check every proof by RFC 9449 section 4.3, with Nimbus, and
 * record what was wrong. Each requires its own nonce once a test has set one. A response that a test has queued is sent instead.
 */
public final class DpopServer implements AfterEachCallback {
    /** A proof as it came. */
    public record Proof(Map<String, Object> header, Map<String, @Nullable Object> claims, String thumbprint) {}

    private final MockWebServer server = new MockWebServer();
    private final Queue<MockResponse> tokenReplies = new ConcurrentLinkedQueue<>();
    private final Queue<MockResponse> apiReplies = new ConcurrentLinkedQueue<>();
    private final Set<String> seen = new HashSet<>();
    private final Map<String, String> boundTo = new LinkedHashMap<>();

    public final List<Proof> tokenProofs = new ArrayList<>();
    public final List<Proof> apiProofs = new ArrayList<>();
    public final List<RecordedRequest> tokenRequests = new ArrayList<>();
    public final List<RecordedRequest> apiRequests = new ArrayList<>();
    /** What a strict server would have refused, but for nonces. */
    public final List<String> wrong = new ArrayList<>();

    public int executed;
    int issued;
    String tokenType = "DPoP";

    @Nullable
    public String tokenNonce;

    @Nullable
    public String apiNonce;

    public DpopServer() {
        server.setServerSocketFactory(new PromptSockets());
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return reply(request);
            }
        });
        try {
            server.start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public String host() {
        return "127.0.0.1:" + server.getPort();
    }

    public URI http(String path) {
        return URI.create("http://" + host() + path);
    }

    public void onToken(MockResponse... replies) {
        tokenReplies.addAll(List.of(replies));
    }

    public void onApi(MockResponse... replies) {
        apiReplies.addAll(List.of(replies));
    }

    private synchronized MockResponse reply(RecordedRequest request) {
        boolean token = request.getTarget().startsWith("/token");
        Proof proof = proof(request);
        (token ? tokenProofs : apiProofs).add(proof);
        (token ? tokenRequests : apiRequests).add(request);
        MockResponse queued = (token ? tokenReplies : apiReplies).poll();
        if (queued != null) {
            return queued;
        }
        return token ? token(proof) : api(request, proof);
    }

    private MockResponse token(Proof proof) {
        String nonce = tokenNonce;
        if (nonce != null && !nonce.equals(proof.claims().get("nonce"))) {
            return wantsNonce(nonce);
        }
        issued++;
        boundTo.put("access-" + issued, proof.thumbprint());
        return issue(issued, tokenType);
    }

    public static MockResponse wantsNonce(String nonce) {
        return FakeServer.json(400, "{\"error\":\"use_dpop_nonce\"}")
                .newBuilder()
                .addHeader("DPoP-Nonce", nonce)
                .build();
    }

    public static MockResponse issue(int number, String type) {
        return FakeServer.json(
                200,
                Json.write(Map.<String, Object>of(
                        "access_token",
                        "access-" + number,
                        "token_type",
                        type,
                        "expires_in",
                        3600,
                        "refresh_token",
                        "refresh-" + number)));
    }

    public static MockResponse unauthorized(String challenge, @Nullable String nonce) {
        MockResponse.Builder reply = FakeServer.json(401, "{}").newBuilder().addHeader("WWW-Authenticate", challenge);
        return (nonce == null ? reply : reply.addHeader("DPoP-Nonce", nonce)).build();
    }

    private MockResponse api(RecordedRequest request, Proof proof) {
        String authorization = String.valueOf(request.getHeaders().get("Authorization"));
        expect(authorization.startsWith("DPoP "), "scheme");
        String token = authorization.substring(authorization.indexOf(' ') + 1);
        expect(hash(token).equals(proof.claims().get("ath")), "ath");
        expect(proof.thumbprint().equals(boundTo.get(token)), "bound key");
        String nonce = apiNonce;
        if (nonce != null && !nonce.equals(proof.claims().get("nonce"))) {
            return unauthorized("DPoP error=\"use_dpop_nonce\", algs=\"ES256\"", nonce);
        }
        executed++;
        return FakeServer.json(200, "{\"ok\":true}");
    }

    private Proof proof(RecordedRequest request) {
        List<String> headers = request.getHeaders().values("DPoP");
        expect(headers.size() == 1, "one proof, not " + headers.size());
        try {
            JWSObject jws = JWSObject.parse(headers.get(0));
            ECKey key = ECKey.parse(
                    jws.getHeader().toJSONObject().get("jwk") instanceof Map<?, ?> map ? Json.write(map) : "{}");
            Map<String, @Nullable Object> claims =
                    Json.readObject(jws.getPayload().toString());
            expect(jws.verify(new ECDSAVerifier(key)), "signature");
            expect("dpop+jwt".equals(jws.getHeader().getType().getType()), "typ");
            expect(!key.isPrivate(), "private key in the header");
            expect(String.valueOf(request.getMethod()).equals(claims.get("htm")), "htm");
            String path = request.getTarget().replaceAll("\\?.*", "");
            expect(Objects.equals(http(path).toString(), claims.get("htu")), "htu " + claims.get("htu"));
            expect(seen.add(String.valueOf(claims.get("jti"))), "jti used twice");
            return new Proof(
                    jws.getHeader().toJSONObject(),
                    claims,
                    key.computeThumbprint().toString());
        } catch (ParseException | JOSEException | RuntimeException e) {
            wrong.add(e.toString());
            return new Proof(Map.of(), Map.of(), "");
        }
    }

    private void expect(boolean right, String what) {
        if (!right) {
            wrong.add(what);
        }
    }

    static String hash(String token) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(token.getBytes(US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        server.close();
    }
}
