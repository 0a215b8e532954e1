package com.algosolutions.oauth.testkit;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** The simulated RingCentral service, and the operations that change it. Its lock guards all state. */
final class RingCentral {
    private final Clock clock;
    private final Ids ids = new Ids();
    private final Account account;
    private final JwtCredentials jwts;
    private final AuthorizationCodes codes;
    private final DeviceCodes devices;
    private final Sessions sessions;
    private final RateLimiter limiter;
    private final TokenService tokens;
    private final TeamMessaging messaging;
    private final ApiService api;

    RingCentral(Clock clock, SandboxRules rules) {
        this.clock = clock;
        this.account = new Account(clock, ids);
        this.jwts = new JwtCredentials(clock, ids);
        this.sessions = new Sessions(clock, ids, rules);
        this.limiter = new RateLimiter(clock, rules);
        this.codes = new AuthorizationCodes(clock, ids, account);
        this.devices = new DeviceCodes(clock, ids, account, rules.devicePollInterval());
        this.tokens = new TokenService(clock, rules, account, jwts, codes, devices, sessions, limiter);
        this.messaging = new TeamMessaging(clock, ids, rules, account);
        this.api = new ApiService(sessions, limiter, messaging);
    }

    /** Executes the request and returns the response. */
    synchronized Reply answer(SandboxRequest request) {
        Reply reply = finish(route(request));
        return request.method().equals("HEAD") ? reply.withoutBody() : reply;
    }

    private Reply route(SandboxRequest request) {
        return switch (request.pathWithoutQuery()) {
            case "/restapi/oauth/token" -> tokens.token(request);
            case "/restapi/oauth/revoke" -> tokens.revoke(request);
            case "/restapi/oauth/par" -> tokens.push(request);
            case "/restapi/oauth/device_authorization" -> tokens.authorizeDevice(request);
            case "/restapi/oauth/authorize" -> page(request, codes::page);
            case "/restapi/oauth/jwks" -> Discovery.keys();
            case "/.well-known/openid-configuration" -> Discovery.openIdConfiguration();
            default -> api.answer(request);
        };
    }

    /** What a user's browser gets from the sign-in page when the user has answered. */
    synchronized Reply authorize(SandboxRequest request, SandboxUser user, boolean consents) {
        return finish(page(request, query -> codes.answer(query, user, consents)));
    }

    /** The sign-in page, which is counted in the rate limit of its app. */
    private Reply page(SandboxRequest request, Function<FormBody, Reply> answer) {
        Optional<FormBody> query = FormBody.parse(request.query());
        if (query.isEmpty() || !request.method().equals("GET")) {
            return ErrorReply.oauthWithoutCode("invalid_request", "Malformed authorization request");
        }
        RateLimiter.Admission admission =
                limiter.admit(RateGroup.AUTH, query.get().value("client_id"));
        return admission.allowed() ? admission.stamp(answer.apply(query.get())) : admission.refusal();
    }

    /** Enters a user code; false if no device is waiting with it. */
    synchronized boolean enter(String userCode, SandboxUser user, boolean consents, Duration after) {
        return devices.enter(userCode, user, consents, after);
    }

    /** Adds the headers that every response has, without replacing those that are set. */
    Reply finish(Reply reply) {
        return reply.withDefault("RCRequestId", UUID.randomUUID().toString())
                .withDefault("Date", Timestamps.httpDate(clock.instant()))
                .withDefault("Content-Language", "en-US");
    }

    Clock clock() {
        return clock;
    }

    SandboxApp.Builder newApp(String name) {
        return new SandboxApp.Builder(name, ids, this::register);
    }

    private synchronized SandboxApp register(SandboxApp app) {
        return account.register(app);
    }

    synchronized SandboxUser createUser(String name) {
        return account.createUser(name);
    }

    synchronized SandboxTeam createTeam(String name, Collection<SandboxUser> members) {
        return account.createTeam(name, members);
    }

    synchronized String issueJwt(SandboxJwt jwt) {
        return jwts.issue(jwt);
    }

    synchronized boolean revokeJwt(String jwt) {
        return jwts.revoke(jwt);
    }

    synchronized List<SandboxPost> posts(String chatId) {
        return messaging.posts(chatId);
    }

    synchronized List<SandboxCard> cards(String chatId) {
        return messaging.cards(chatId);
    }

    synchronized void clearPosts() {
        messaging.clearPosts();
    }

    synchronized boolean isLive(SandboxApp app, String refreshToken) {
        return sessions.isLive(app, refreshToken);
    }

    synchronized int liveSessionCount(SandboxUser user, SandboxApp app) {
        return sessions.liveSessionCount(user, app);
    }

    synchronized void invalidateAccessTokens(SandboxUser user) {
        sessions.invalidateAccessTokens(user);
    }

    synchronized void endSessions(SandboxUser user) {
        sessions.endAll(user);
    }

    synchronized void enableUser(SandboxUser user, boolean enabled) {
        account.enabled(user, enabled);
        if (!enabled) {
            sessions.endAll(user);
        }
    }

    synchronized void jwtFlow(SandboxApp app, boolean enabled) {
        account.jwtFlow(app, enabled);
    }

    synchronized void resetRateLimits() {
        limiter.reset();
    }
}
