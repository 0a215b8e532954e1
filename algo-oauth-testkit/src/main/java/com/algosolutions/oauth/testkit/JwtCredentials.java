package com.algosolutions.oauth.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Issues personal JWTs and verifies those that clients present. Guarded by the lock of {@link RingCentral}. */
final class JwtCredentials {
    /** The lifetime of a "never expires" JWT: 2^31-1 seconds. */
    static final long UNLIMITED_LIFE_SECONDS = Integer.MAX_VALUE;

    private static final String ISSUER = "https://platform.ringcentral.com";
    private static final String AUDIENCE = "https://platform.ringcentral.com/restapi/oauth/token";

    private final Clock clock;
    private final Ids ids;
    private final Map<String, Credential> credentials = new HashMap<>();

    JwtCredentials(Clock clock, Ids ids) {
        this.clock = clock;
        this.ids = ids;
    }

    /** A JWT credential: its user, the apps that may present it (none listed: all), and whether it is revoked. */
    private record Credential(SandboxUser user, List<String> clientIds, boolean revoked) {}

    /** The user that an assertion identifies, or the error response. */
    record Verdict(@Nullable SandboxUser user, @Nullable Reply refusal) {
        private static Verdict refused(Reply reply) {
            return new Verdict(null, reply);
        }
    }

    String issue(SandboxJwt request) {
        Instant now = clock.instant();
        long issuedAt = now.getEpochSecond();
        long expires = request.expires().map(Instant::getEpochSecond).orElse(issuedAt + UNLIMITED_LIFE_SECONDS);
        String id = ids.token(16);
        JsonObject header = new JsonObject()
                .with("kid", SigningKey.shared().keyId())
                .with("typ", "JWT")
                .with("alg", "RS256");
        JsonObject claims = new JsonObject()
                .with("aud", AUDIENCE)
                .with("sub", request.user().id())
                .with("iss", ISSUER)
                .with("exp", expires)
                .with("iat", issuedAt)
                .with("jti", id);
        credentials.put(id, new Credential(request.user(), List.copyOf(request.clientIds()), false));
        String signingInput = encode(header) + "." + encode(claims);
        return signingInput + "." + SigningKey.shared().sign(signingInput);
    }

    /** Revokes the JWT; false if this sandbox did not issue it. */
    boolean revoke(String jwt) {
        String[] parts = jwt.split("\\.", -1);
        String id = parts.length == 3
                ? decode(parts[1]).map(claims -> claims.text("jti")).orElse("")
                : "";
        Credential credential = credentials.get(id);
        if (credential == null) {
            return false;
        }
        credentials.put(id, new Credential(credential.user(), credential.clientIds(), true));
        return true;
    }

    Verdict judge(String assertion, SandboxApp app) {
        String[] parts = assertion.split("\\.", -1);
        Optional<JsonObject> header = parts.length == 3 ? decode(parts[0]) : Optional.empty();
        Optional<JsonObject> claims = parts.length == 3 ? decode(parts[1]) : Optional.empty();
        if (header.isEmpty() || claims.isEmpty()) {
            return damaged();
        }
        if (!header.get().text("alg").equals("RS256")) {
            return Verdict.refused(ErrorReply.oauth(
                    400, "invalid_request", "OAU-347", "Assertion signing algorithm is not supported"));
        }
        Optional<byte[]> signature = bytes(parts[2]);
        SigningKey key = SigningKey.shared();
        if (!header.get().text("kid").equals(key.keyId())
                || signature.isEmpty()
                || !key.verifies(parts[0] + "." + parts[1], signature.get())) {
            return damaged();
        }
        return judgeClaims(claims.get(), app);
    }

    private Verdict judgeClaims(JsonObject claims, SandboxApp app) {
        Credential credential = credentials.get(claims.text("jti"));
        if (credential == null) {
            return Verdict.refused(ErrorReply.oauthWithoutCode("invalid_grant", "Assertion is not found"));
        }
        if (credential.revoked()) {
            return Verdict.refused(ErrorReply.oauthWithoutCode("invalid_grant", "Assertion is revoked"));
        }
        if (claims.number("exp") <= clock.instant().getEpochSecond()) {
            return Verdict.refused(ErrorReply.oauthWithoutCode("invalid_grant", "Assertion is expired"));
        }
        if (!credential.clientIds().isEmpty() && !credential.clientIds().contains(app.clientId())) {
            return Verdict.refused(
                    ErrorReply.oauthWithoutCode("invalid_grant", "Assertion is not allowed for this client"));
        }
        return new Verdict(credential.user(), null);
    }

    private static Verdict damaged() {
        return Verdict.refused(ErrorReply.oauth(400, "invalid_request", "OAU-345", "Invalid assertion signature"));
    }

    private static String encode(JsonObject object) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(object.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<JsonObject> decode(String part) {
        return bytes(part).flatMap(raw -> JsonObject.parse(new String(raw, StandardCharsets.UTF_8)));
    }

    /** Decodes strictly: a last character with unused bits that are not zero is rejected too. */
    private static Optional<byte[]> bytes(String part) {
        try {
            byte[] raw = Base64.getUrlDecoder().decode(part);
            boolean exact =
                    Base64.getUrlEncoder().withoutPadding().encodeToString(raw).equals(part);
            return exact ? Optional.of(raw) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
