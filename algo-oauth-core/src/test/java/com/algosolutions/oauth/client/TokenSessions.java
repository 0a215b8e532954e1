package com.algosolutions.oauth.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;

/**
 * The sessions of an authorization server with its API: access token a-n belongs to refresh token r-n, and a renewal replaces both. The first
 * session has a-0 and r-0. Thread-safe.
 */
public final class TokenSessions {
    /** How the server treats a refresh token that it has replaced. */
    public enum Rule {
        /** It answers with the same tokens again, until ten seconds after the new access token was first used. */
        REPLAYS,
        /** It refuses it. */
        ROTATES,
        /** It does not replace refresh tokens. */
        KEEPS
    }

    private static final MockResponse REFUSED = FakeServer.json(400, "{\"error\":\"invalid_grant\"}");
    private static final MockResponse NO_LOGIN = FakeServer.json(400, "{\"error\":\"unauthorized_client\"}");
    private static final long USED_REPLAY = 10;

    private final Rule rule;
    private final boolean logins;
    private final Map<String, Integer> successors = new ConcurrentHashMap<>();
    private final Map<String, Long> used = new ConcurrentHashMap<>();
    private final List<String> grants = new ArrayList<>();
    private int issued;
    private long now;

    /**
     * Creates the sessions.
     *
     * @param logins whether the server accepts an assertion
     */
    public TokenSessions(Rule rule, boolean logins) {
        this.rule = rule;
        this.logins = logins;
    }

    /** Has time pass at the server. */
    public synchronized void seconds(long more) {
        now += more;
    }

    /** The API rejects a token from now on. */
    public synchronized void reject(String accessToken) {
        used.put("rejected " + accessToken, now);
    }

    /** {@return the refresh token, or "login", of each token request so far} */
    public synchronized List<String> grants() {
        return List.copyOf(grants);
    }

    /** Answers a request to the token endpoint or to the API. */
    public synchronized MockResponse answer(RecordedRequest request) {
        if (!request.getTarget().startsWith("/token")) {
            return api(String.valueOf(request.getHeaders().get("Authorization")).replace("Bearer ", ""));
        }
        String presented = FakeServer.form(request).stream()
                .filter(parameter -> parameter.startsWith("refresh_token="))
                .map(parameter -> parameter.substring(parameter.indexOf('=') + 1))
                .findFirst()
                .orElse("login");
        grants.add(presented);
        if (presented.equals("login")) {
            return logins ? issue(++issued, "") : NO_LOGIN;
        }
        if (rule == Rule.KEEPS) {
            return issue(++issued, presented);
        }
        Integer successor = successors.get(presented);
        if (successor == null) {
            successors.put(presented, ++issued);
            return issue(issued, "");
        }
        Long since = used.get("a-" + successor);
        boolean repeats = rule == Rule.REPLAYS && (since == null || now - since < USED_REPLAY);
        return repeats ? issue(successor, "") : REFUSED;
    }

    private MockResponse api(String accessToken) {
        if (used.containsKey("rejected " + accessToken)) {
            return FakeServer.json(401, "{}");
        }
        used.putIfAbsent(accessToken, now);
        return FakeServer.json(200, "{}");
    }

    private static MockResponse issue(int number, String refreshToken) {
        return FakeServer.issue("a-" + number, refreshToken.isEmpty() ? "r-" + number : refreshToken);
    }
}
