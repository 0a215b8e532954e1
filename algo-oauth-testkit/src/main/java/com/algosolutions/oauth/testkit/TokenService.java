package com.algosolutions.oauth.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The endpoints that clients call with their own authentication, below {@code /restapi/oauth}: {@code token}, {@code revoke}, {@code par} and
 * {@code device_authorization}. Guarded by the lock of {@link RingCentral}.
 */
final class TokenService {
    private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final String DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";
    private static final Duration MAX_REFRESH_LIFE = Duration.ofDays(30);
    private static final long MIN_ACCESS_SECONDS = 600;
    private static final long MAX_ACCESS_SECONDS = 3600;

    private final Clock clock;
    private final SandboxRules rules;
    private final Account account;
    private final ClientAuthentication clients;
    private final JwtCredentials jwts;
    private final AuthorizationCodes codes;
    private final DeviceCodes devices;
    private final Sessions sessions;
    private final RateLimiter limiter;

    TokenService(
            Clock clock,
            SandboxRules rules,
            Account account,
            JwtCredentials jwts,
            AuthorizationCodes codes,
            DeviceCodes devices,
            Sessions sessions,
            RateLimiter limiter) {
        this.clock = clock;
        this.rules = rules;
        this.account = account;
        this.clients = new ClientAuthentication(account);
        this.jwts = jwts;
        this.codes = codes;
        this.devices = devices;
        this.sessions = sessions;
        this.limiter = limiter;
    }

    Reply token(SandboxRequest request) {
        return uncached(counted(request, this::grant));
    }

    Reply push(SandboxRequest request) {
        return uncached(counted(request, codes::push));
    }

    Reply authorizeDevice(SandboxRequest request) {
        return uncached(counted(request, devices::authorize));
    }

    private static Reply uncached(Reply reply) {
        return reply.with("Cache-Control", "no-store").with("Pragma", "no-cache");
    }

    Reply revoke(SandboxRequest request) {
        return counted(request, (app, form) -> {
            String token = form.has("token")
                    ? form.value("token")
                    : FormBody.parse(request.query())
                            .map(query -> query.value("token"))
                            .orElse("");
            if (token.isEmpty()) {
                return ErrorReply.oauthParameter("token");
            }
            return sessions.revoke(token, app)
                    ? Reply.empty(200)
                    : ErrorReply.oauth(400, "invalid_request", "OAU-213", "Token not found");
        });
    }

    private interface Endpoint {
        Reply answer(SandboxApp app, FormBody form);
    }

    /** The steps that all endpoints share: rate limit, form, client authentication. Polls of a device are not counted. */
    private Reply counted(SandboxRequest request, Endpoint endpoint) {
        Optional<FormBody> form = isForm(request) ? FormBody.parse(request.body()) : Optional.empty();
        String clientId = clients.presentedClientId(request, form.orElseGet(() -> new FormBody(Map.of())));
        if (form.map(body -> body.value("grant_type")).orElse("").equals(DEVICE_CODE)) {
            return answer(request, form, endpoint);
        }
        RateLimiter.Admission admission = limiter.admit(RateGroup.AUTH, clientId);
        return admission.allowed() ? admission.stamp(answer(request, form, endpoint)) : admission.refusal();
    }

    private Reply answer(SandboxRequest request, Optional<FormBody> form, Endpoint endpoint) {
        if (!request.method().equals("POST")) {
            return Reply.text(405, "Method Not Allowed").with("Allow", "POST");
        }
        if (!isForm(request)) {
            return ErrorReply.oauth(415, "invalid_request", (JsonObject) null, "Unsupported media type");
        }
        if (form.isEmpty()) {
            return ErrorReply.oauthWithoutCode("invalid_request", "Malformed form");
        }
        ClientAuthentication.Verdict client = clients.judge(request, form.get());
        if (client.app() == null) {
            return client.refusal() == null ? Reply.empty(500) : client.refusal();
        }
        Optional<String> duplicated = form.get().duplicated();
        if (duplicated.isPresent()) {
            return ErrorReply.oauth(
                    400, "invalid_request", "OAU-111", "Duplicated parameter [" + duplicated.get() + "]");
        }
        return endpoint.answer(client.app(), form.get());
    }

    private Reply grant(SandboxApp app, FormBody form) {
        Optional<Sessions.Lives> lives = lives(form);
        if (lives.isEmpty()) {
            return ErrorReply.oauthParameter(
                    seconds(form, "access_token_ttl").isEmpty() ? "access_token_ttl" : "refresh_token_ttl");
        }
        return switch (form.value("grant_type")) {
            case JWT_BEARER -> jwtBearer(app, form, lives.get());
            case "refresh_token" -> refresh(app, form, lives.get());
            case "client_credentials" ->
                ErrorReply.oauth(400, "unauthorized_client", "OAU-270", "Grant type is reserved for partners");
            case "authorization_code" ->
                app.redirectUris().isEmpty() ? notAllowed() : signedIn(codes.redeem(app, form), app, form, lives.get());
            case DEVICE_CODE ->
                app.deviceFlow() ? signedIn(devices.poll(app, form), app, form, lives.get()) : unsupported();
            default -> unsupported();
        };
    }

    private Reply jwtBearer(SandboxApp app, FormBody form, Sessions.Lives lives) {
        if (!account.hasJwtFlow(app) || app.publicClient()) {
            return notAllowed();
        }
        if (form.value("assertion").isEmpty()) {
            return ErrorReply.oauthParameter("assertion");
        }
        JwtCredentials.Verdict verdict = jwts.judge(form.value("assertion"), app);
        SandboxUser user = verdict.user();
        if (user == null) {
            return verdict.refusal() == null ? Reply.empty(500) : verdict.refusal();
        }
        if (!account.isEnabled(user)) {
            return ErrorReply.oauth(400, "invalid_grant", "OAU-141", "Extension state forbids login");
        }
        List<String> scopes = app.scopes();
        if (!form.value("scope").isEmpty()) {
            List<String> wanted = Arrays.asList(form.value("scope").split(" ", -1));
            if (!app.scopes().containsAll(wanted)) {
                return ErrorReply.oauthWithoutCode("invalid_scope", "Requested scope exceeds the app's permissions");
            }
            scopes = wanted;
        }
        return issued(sessions.open(user, app, form.value("endpoint_id"), scopes, lives));
    }

    /** RingCentral ignores the scope of an authorization request: the session has the app's permissions. */
    private Reply signedIn(
            AuthorizationCodes.Redemption redemption, SandboxApp app, FormBody form, Sessions.Lives lives) {
        SandboxUser user = redemption.user();
        if (user == null) {
            return redemption.refusal() == null ? Reply.empty(500) : redemption.refusal();
        }
        return issued(sessions.open(user, app, form.value("endpoint_id"), app.scopes(), lives));
    }

    private Reply refresh(SandboxApp app, FormBody form, Sessions.Lives lives) {
        if (form.value("refresh_token").isEmpty()) {
            return ErrorReply.oauthParameter("refresh_token");
        }
        Sessions.Outcome outcome = sessions.refresh(form.value("refresh_token"), app, lives);
        if (outcome.pair() == null) {
            return outcome.refusal() == null ? Reply.empty(500) : outcome.refusal();
        }
        return issued(outcome.pair());
    }

    private static Reply notAllowed() {
        return ErrorReply.oauth(400, "unauthorized_client", "OAU-251", "Unauthorized for this grant type");
    }

    private static Reply unsupported() {
        return ErrorReply.oauth(400, "invalid_request", "OAU-250", "Unsupported grant type");
    }

    private Reply issued(TokenPair pair) {
        Instant now = clock.instant();
        Session session = pair.session();
        JsonObject body = new JsonObject()
                .with("access_token", pair.accessToken())
                .with("token_type", "bearer")
                .with("expires_in", pair.accessSecondsLeft(now));
        pair.refreshToken()
                .ifPresent(token -> body.with("refresh_token", token)
                        .with("refresh_token_expires_in", pair.refreshSecondsLeft(now)));
        body.with("scope", String.join(" ", session.scopes()))
                .with("owner_id", session.user().id())
                .with("endpoint_id", session.endpointId())
                .with("session_id", session.id());
        rules.sessionTimeout().ifPresent(timeout -> {
            Instant end = session.created().plus(timeout);
            body.with("session_expires_in", Duration.between(now, end).toSeconds())
                    .with("session_expiration_time", Timestamps.iso(end));
        });
        rules.idleTimeout().ifPresent(timeout -> body.with("session_idle_timeout", timeout.toSeconds()));
        return Reply.json(200, body);
    }

    /** Empty if one of the two parameters is not a number. */
    private Optional<Sessions.Lives> lives(FormBody form) {
        Optional<Long> access = seconds(form, "access_token_ttl");
        Optional<Long> refresh = seconds(form, "refresh_token_ttl");
        if (access.isEmpty() || refresh.isEmpty()) {
            return Optional.empty();
        }
        Duration accessLife = form.has("access_token_ttl")
                ? Duration.ofSeconds(Math.min(MAX_ACCESS_SECONDS, Math.max(MIN_ACCESS_SECONDS, access.get())))
                : rules.accessTokenLife();
        Duration refreshLife = Duration.ofSeconds(refresh.get());
        if (!form.has("refresh_token_ttl") || refreshLife.compareTo(MAX_REFRESH_LIFE) > 0) {
            refreshLife = rules.refreshTokenLife();
        }
        return Optional.of(new Sessions.Lives(accessLife, refreshLife));
    }

    /** The parameter as a number of seconds, 0 if it is absent, empty if it is not a number. */
    private static Optional<Long> seconds(FormBody form, String name) {
        String value = form.has(name) ? form.value(name) : "0";
        return value.matches("\\d{1,9}") ? Optional.of(Long.parseLong(value)) : Optional.empty();
    }

    private static boolean isForm(SandboxRequest request) {
        String type = request.header("content-type").orElse("").toLowerCase(Locale.ROOT);
        int parameters = type.indexOf(';');
        return (parameters < 0 ? type : type.substring(0, parameters))
                .strip()
                .equals("application/x-www-form-urlencoded");
    }
}
