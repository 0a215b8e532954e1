package com.algosolutions.oauth.testkit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Authenticates the client of a request to an OAuth endpoint. A public client only names itself. */
final class ClientAuthentication {
    private static final String REALM = "Basic realm=\"RingCentral REST API\"";

    private final Account account;

    ClientAuthentication(Account account) {
        this.account = account;
    }

    /** The authenticated app, or the error response. */
    record Verdict(@Nullable SandboxApp app, @Nullable Reply refusal) {}

    /** The credentials in the request: a client id and, with Basic, a secret. */
    private record Presented(String clientId, String secret) {}

    /** The client id in the request, the key of the rate limit; empty if there is none. */
    String presentedClientId(SandboxRequest request, FormBody form) {
        return basic(request).map(Presented::clientId).orElse(form.value("client_id"));
    }

    Verdict judge(SandboxRequest request, FormBody form) {
        if (request.header("authorization").isEmpty()) {
            String clientId = form.value("client_id");
            Optional<SandboxApp> named = account.app(clientId);
            if (form.has("client_id") && named.isEmpty()) {
                return refused(unknownClient(clientId));
            }
            if (named.isPresent() && named.get().publicClient()) {
                return new Verdict(named.get(), null);
            }
            return refused(challenge("OAU-123", "Client authentication is required"));
        }
        Optional<Presented> presented = basic(request);
        if (presented.isEmpty()) {
            return refused(challenge("OAU-123", "Invalid Authorization header value"));
        }
        Optional<SandboxApp> app = account.app(presented.get().clientId());
        if (app.isEmpty()) {
            return refused(unknownClient(presented.get().clientId()));
        }
        if (app.get().publicClient()
                || !MessageDigest.isEqual(
                        utf8(app.get().clientSecret()), utf8(presented.get().secret()))) {
            return refused(challenge("OAU-146", "Invalid client credentials"));
        }
        return new Verdict(app.get(), null);
    }

    private static Optional<Presented> basic(SandboxRequest request) {
        String header = request.header("authorization").orElse("");
        if (!header.toLowerCase(Locale.ROOT).startsWith("basic ")) {
            return Optional.empty();
        }
        try {
            String pair =
                    new String(Base64.getDecoder().decode(header.substring(6).trim()), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : Optional.of(new Presented(pair.substring(0, colon), pair.substring(colon + 1)));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static Reply unknownClient(String clientId) {
        String message = "Invalid client: " + clientId;
        JsonObject parameter =
                new JsonObject().with("parameterName", "client_id").with("parameterValue", clientId);
        JsonObject detail = new JsonObject()
                .with("errorCode", "OAU-153")
                .with("message", message)
                .with("parameters", List.of(parameter));
        return ErrorReply.oauth(400, "invalid_client", detail, message).with("WWW-Authenticate", REALM);
    }

    private static Reply challenge(String code, String message) {
        return ErrorReply.oauth(401, "invalid_client", code, message).with("WWW-Authenticate", REALM);
    }

    private static Verdict refused(Reply reply) {
        return new Verdict(null, reply);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
