package com.algosolutions.oauth.testkit;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The authorization code grant: the sign-in page, pushed authorization requests and the redemption of codes (RFC 6749 section 4.1, RFC
 * 7636, RFC 9126). Guarded by the lock of {@link RingCentral}.
 */
final class AuthorizationCodes {
    private static final Duration CODE_LIFE = Duration.ofSeconds(60);
    private static final Duration PUSHED_LIFE = Duration.ofSeconds(60);
    private static final String PUSHED = "urn:ietf:params:oauth:request_uri:";

    private final Clock clock;
    private final Ids ids;
    private final Account account;
    private final Map<String, Issued> codes = new HashMap<>();
    private final Map<String, Pushed> pushed = new HashMap<>();

    AuthorizationCodes(Clock clock, Ids ids, Account account) {
        this.clock = clock;
        this.ids = ids;
        this.account = account;
    }

    /** A valid authorization request. */
    private record Request(SandboxApp app, String redirectUri, FormBody parameters) {
        String challenge() {
            return parameters.value("code_challenge");
        }
    }

    private record Pushed(Request request, Instant expires) {}

    private record Issued(Request request, SandboxUser user, Instant expires) {}

    /** A request, or the reason to refuse it. */
    private record Verdict(
            @Nullable Request request, @Nullable Refusal refusal) {}

    /** Why a request is refused; the reason is sent to the redirect URI if that is known to be the app's. */
    private record Refusal(int status, String error, String code, String message, String redirectUri) {
        Reply page() {
            return code.isEmpty()
                    ? ErrorReply.oauth(status, error, (JsonObject) null, message)
                    : ErrorReply.oauth(status, error, code, message);
        }
    }

    /** The user of a code, or the error response to its redemption. */
    record Redemption(@Nullable SandboxUser user, @Nullable Reply refusal) {}

    /** The sign-in page without a user, as any HTTP client gets it. */
    Reply page(FormBody query) {
        Verdict verdict = judge(query, false);
        return verdict.request() == null
                ? refused(verdict, query)
                : Reply.html(
                        200,
                        "<html><head><title>Sign in</title></head><body>RingCentralSandbox: a test continues with"
                                + " sandbox.person(user).open(url).</body></html>");
    }

    /** What the user's browser gets when the user has answered: a redirect to the app, or an error page. */
    Reply answer(FormBody query, SandboxUser user, boolean consents) {
        Verdict verdict = judge(query, true);
        Request request = verdict.request();
        if (request == null) {
            return refused(verdict, query);
        }
        if (!account.isEnabled(user)) {
            return ErrorReply.oauth(403, "invalid_grant", "OAU-141", "Extension state forbids login");
        }
        Map<String, String> answer = new LinkedHashMap<>();
        if (consents) {
            Instant now = clock.instant();
            codes.values().removeIf(issued -> now.isAfter(issued.expires().plus(Duration.ofHours(1))));
            String code = ids.token(32);
            codes.put(code, new Issued(request, user, now.plus(CODE_LIFE)));
            answer.put("code", code);
            answer.put("expires_in", Long.toString(CODE_LIFE.toSeconds()));
        } else {
            answer.put("error", "access_denied");
            answer.put("error_description", "The user denied access");
        }
        return redirect(request.redirectUri(), request.parameters(), answer);
    }

    /** {@code POST /restapi/oauth/par} of an authenticated client. */
    Reply push(SandboxApp app, FormBody form) {
        if (!app.requirePushedAuthorizationRequests()) {
            return ErrorReply.notFound();
        }
        if (form.has("request_uri")) {
            return ErrorReply.oauthWithoutCode("invalid_request", "A pushed request must not contain request_uri");
        }
        if (!form.value("client_id").equals(app.clientId())) {
            return ErrorReply.oauthWithoutCode("invalid_request", "client_id is not the authenticated client");
        }
        Verdict verdict = validate(app, form);
        Request request = verdict.request();
        if (request == null) {
            return verdict.refusal() == null
                    ? Reply.empty(500)
                    : verdict.refusal().page();
        }
        Instant now = clock.instant();
        pushed.values().removeIf(one -> now.isAfter(one.expires().plus(Duration.ofHours(1))));
        String uri = PUSHED + ids.token(16);
        pushed.put(uri, new Pushed(request, now.plus(PUSHED_LIFE)));
        return Reply.json(201, new JsonObject().with("request_uri", uri).with("expires_in", PUSHED_LIFE.toSeconds()));
    }

    /** Redeems a code. The app's first attempt uses the code up, whatever its result. */
    Redemption redeem(SandboxApp app, FormBody form) {
        if (form.value("code").isEmpty()) {
            return new Redemption(null, ErrorReply.oauthParameter("code"));
        }
        Issued issued = codes.get(form.value("code"));
        if (issued == null) {
            return invalid("OAU-106", "Authorization code is invalid");
        }
        if (!issued.request().app().clientId().equals(app.clientId())) {
            return invalid("OAU-110", "Authorization code was issued to another application");
        }
        codes.remove(form.value("code"));
        if (!clock.instant().isBefore(issued.expires())) {
            return invalid("OAU-108", "Authorization code is expired");
        }
        if (!form.value("redirect_uri").equals(issued.request().redirectUri())) {
            return invalid("OAU-109", "Redirect URIs do not match");
        }
        if (!proves(form, issued.request())) {
            return new Redemption(
                    null, ErrorReply.oauthWithoutCode("invalid_grant", "code_verifier does not match code_challenge"));
        }
        return account.isEnabled(issued.user())
                ? new Redemption(issued.user(), null)
                : invalid("OAU-141", "Extension state forbids login");
    }

    private static Redemption invalid(String code, String message) {
        return new Redemption(null, ErrorReply.oauth(400, "invalid_grant", code, message));
    }

    /** RFC 7636 section 4.6; a verifier without a challenge is a downgrade (RFC 9700 section 4.8.2). */
    private static boolean proves(FormBody form, Request request) {
        String verifier = form.value("code_verifier");
        if (request.challenge().isEmpty() || verifier.isEmpty()) {
            return request.challenge().isEmpty() && verifier.isEmpty();
        }
        return request.challenge()
                .equals(request.parameters().value("code_challenge_method").equals("S256") ? s256(verifier) : verifier);
    }

    private static String s256(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JDK has no SHA-256", e);
        }
    }

    /** Judges the request that a browser brings: whole, or as the reference to a pushed one, which {@code use} uses up. */
    private Verdict judge(FormBody query, boolean use) {
        String clientId = query.value("client_id");
        Optional<SandboxApp> app = account.app(clientId);
        if (app.isEmpty()) {
            return page(400, "invalid_client", "OAU-153", "Invalid client: " + clientId);
        }
        if (!query.has("request_uri")) {
            Verdict whole = validate(app.get(), query);
            return whole.request() != null && app.get().requirePushedAuthorizationRequests()
                    ? redirected("invalid_request", "The app must push its authorization requests", query)
                    : whole;
        }
        String uri = query.value("request_uri");
        Pushed request = use ? pushed.remove(uri) : pushed.get(uri);
        return request != null
                        && request.request().app().clientId().equals(clientId)
                        && clock.instant().isBefore(request.expires())
                ? new Verdict(request.request(), null)
                : page(400, "invalid_request_uri", "", "request_uri is unknown, used or expired");
    }

    private static Verdict validate(SandboxApp app, FormBody parameters) {
        Optional<String> duplicated = parameters.duplicated();
        if (duplicated.isPresent()) {
            return page(400, "invalid_request", "OAU-111", "Duplicated parameter [" + duplicated.get() + "]");
        }
        if (app.redirectUris().isEmpty()) {
            return page(403, "invalid_client", "OAU-113", "No redirect URI is registered for the application");
        }
        String redirectUri = parameters.value("redirect_uri");
        if (app.redirectUris().stream().noneMatch(uri -> uri.toString().equals(redirectUri))) {
            return page(403, "invalid_grant", "OAU-109", "Redirect URIs do not match");
        }
        if (!parameters.value("response_type").equals("code")) {
            return redirected("unsupported_response_type", "response_type must be code", parameters);
        }
        if (parameters.has("code_challenge_method")
                && !parameters.value("code_challenge_method").matches("S256|plain")) {
            return redirected("invalid_request", "code_challenge_method must be S256 or plain", parameters);
        }
        if (app.publicClient() && parameters.value("code_challenge").isEmpty()) {
            return redirected("invalid_request", "A public client must send code_challenge", parameters);
        }
        return new Verdict(new Request(app, redirectUri, parameters), null);
    }

    private static Verdict page(int status, String error, String code, String message) {
        return new Verdict(null, new Refusal(status, error, code, message, ""));
    }

    private static Verdict redirected(String error, String message, FormBody parameters) {
        return new Verdict(null, new Refusal(400, error, "", message, parameters.value("redirect_uri")));
    }

    private static Reply refused(Verdict verdict, FormBody query) {
        Refusal refusal = verdict.refusal();
        if (refusal == null) {
            return Reply.empty(500);
        }
        return refusal.redirectUri().isEmpty()
                ? refusal.page()
                : redirect(
                        refusal.redirectUri(),
                        query,
                        Map.of("error", refusal.error(), "error_description", refusal.message()));
    }

    private static Reply redirect(String redirectUri, FormBody request, Map<String, String> answer) {
        Map<String, String> parameters = new LinkedHashMap<>(answer);
        if (request.has("state")) {
            parameters.put("state", request.value("state"));
        }
        StringBuilder location = new StringBuilder(redirectUri);
        parameters.forEach((name, value) -> location.append(location.indexOf("?") < 0 ? '?' : '&')
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return Reply.empty(302).with("Location", location.toString()).with("Cache-Control", "no-store");
    }
}
