package com.algosolutions.oauth.testkit;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests with a bearer token: checks token, rate limit and permission, then routes the request. Guarded by the lock of {@link
 * RingCentral}.
 */
final class ApiService {
    private static final String BASE = "/team-messaging/v1";
    private static final String PERMISSION = "TeamMessaging";

    private final Sessions sessions;
    private final RateLimiter limiter;
    private final List<Route> routes;

    ApiService(Sessions sessions, RateLimiter limiter, TeamMessaging messaging) {
        this.sessions = sessions;
        this.limiter = limiter;
        this.routes = List.of(
                new Route("POST", "/chats/([^/]+)/posts", RateGroup.MEDIUM, messaging::createPost),
                new Route("POST", "/chats/([^/]+)/adaptive-cards", RateGroup.MEDIUM, messaging::createCard),
                new Route("GET", "/chats/([^/]+)/posts", RateGroup.MEDIUM, messaging::listPosts),
                new Route(
                        "GET",
                        "/chats/([^/]+)",
                        RateGroup.LIGHT,
                        (chat, user, request) -> messaging.readChat(chat, user)),
                new Route(
                        "GET",
                        "/chats()",
                        RateGroup.MEDIUM,
                        (none, user, request) -> messaging.listChats(user, request)),
                new Route(
                        "GET",
                        "/teams()",
                        RateGroup.MEDIUM,
                        (none, user, request) -> messaging.listTeams(user, request)));
    }

    private interface Handler {
        Reply answer(String pathParameter, SandboxUser user, SandboxRequest request);
    }

    private record Route(String method, Pattern path, RateGroup group, Handler handler) {
        Route(String method, String path, RateGroup group, Handler handler) {
            this(method, Pattern.compile(Pattern.quote(BASE) + path), group, handler);
        }
    }

    Reply answer(SandboxRequest request) {
        String authorization = request.header("authorization").orElse("");
        if (authorization.isEmpty()) {
            return ErrorReply.gateway("AGW-401", "Authorization header is not specified");
        }
        if (!authorization.toLowerCase(Locale.ROOT).startsWith("bearer ")) {
            return ErrorReply.gateway("AGW-402", "Invalid Authorization header");
        }
        Sessions.Outcome access = sessions.access(authorization.substring(7).trim());
        if (access.pair() == null) {
            return access.refusal() == null ? Reply.empty(500) : access.refusal();
        }
        return answer(request, access.pair().session());
    }

    private Reply answer(SandboxRequest request, Session session) {
        Route route = find(request);
        RateGroup group = route == null ? RateGroup.LIGHT : route.group();
        RateLimiter.Admission admission = limiter.admit(
                group, session.app().clientId() + " " + session.user().id());
        return admission.allowed() ? admission.stamp(route(route, request, session)) : admission.refusal();
    }

    private @Nullable Route find(SandboxRequest request) {
        return routes.stream()
                .filter(route -> route.method().equals(request.method()))
                .filter(route ->
                        route.path().matcher(request.pathWithoutQuery()).matches())
                .findFirst()
                .orElse(null);
    }

    private static Reply route(@Nullable Route route, SandboxRequest request, Session session) {
        if (route == null) {
            return ErrorReply.notFound();
        }
        if (!session.scopes().contains(PERMISSION)) {
            return ErrorReply.permissionMissing(PERMISSION);
        }
        Matcher path = route.path().matcher(request.pathWithoutQuery());
        String parameter = path.matches() ? path.group(1) : "";
        return route.handler().answer(parameter, session.user(), request);
    }
}
