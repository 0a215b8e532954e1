package com.algosolutions.oauth.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All sessions and the tokens in them. Guarded by the lock of {@link RingCentral}. */
final class Sessions {
    /** How long an ended token is remembered, so that it is "not found" and not "invalid". */
    private static final Duration MEMORY = Duration.ofDays(7);

    private final Clock clock;
    private final Ids ids;
    private final SandboxRules rules;
    private final Map<String, TokenPair> byAccessToken = new HashMap<>();
    private final Map<String, TokenPair> byRefreshToken = new HashMap<>();
    private Instant nextCleaning = Instant.MIN;
    private long opened;

    Sessions(Clock clock, Ids ids, SandboxRules rules) {
        this.clock = clock;
        this.ids = ids;
        this.rules = rules;
    }

    /** The lifetimes of the tokens in one response; a refresh token lifetime of zero means no refresh token. */
    record Lives(Duration access, Duration refresh) {}

    /** A token pair, or the error response. */
    record Outcome(@Nullable TokenPair pair, @Nullable Reply refusal) {
        static Outcome of(TokenPair pair) {
            return new Outcome(pair, null);
        }

        static Outcome refused(Reply refusal) {
            return new Outcome(null, refusal);
        }
    }

    /** Signs in: starts a session, or returns the tokens of an earlier one if the rules say so. */
    TokenPair open(SandboxUser user, SandboxApp app, String endpointId, List<String> scopes, Lives lives) {
        Instant now = clock.instant();
        if (rules.remainingLifeReplies()) {
            Optional<TokenPair> issued = livePairs(user, app, now).stream()
                    .filter(pair -> pair.accessRefusal(rules, now).isEmpty())
                    .filter(pair -> pair.session().scopes().equals(scopes))
                    .findFirst();
            if (issued.isPresent()) {
                return issued.get();
            }
        }
        String endpoint = endpointId.isEmpty() ? ids.token(16) : endpointId;
        TokenPair pair = issue(new Session(ids.token(16), ++opened, user, app, endpoint, scopes, now), lives, now);
        List<TokenPair> live = livePairs(user, app, now);
        for (int i = 0; i < live.size() - rules.sessionsPerUserAndApp(); i++) {
            live.get(i).session().end();
        }
        return pair;
    }

    /** Refreshes: returns a new pair, the same pair again within the replay window, or an error. */
    Outcome refresh(String refreshToken, SandboxApp app, Lives lives) {
        Instant now = clock.instant();
        TokenPair pair = byRefreshToken.get(refreshToken);
        if (pair == null
                || !pair.session().app().clientId().equals(app.clientId())
                || !pair.session().isAlive(rules, now)) {
            return Outcome.refused(notFound());
        }
        if (pair.isReplaced()) {
            Optional<TokenPair> replayed = rules.replayWindow() ? pair.replay(now) : Optional.empty();
            return replayed.map(Outcome::of).orElseGet(() -> Outcome.refused(notFound()));
        }
        if (pair.isRefreshExpired(now)) {
            return Outcome.refused(ErrorReply.oauth(400, "invalid_grant", "OAU-210", "Token expired"));
        }
        TokenPair next = issue(pair.session(), lives, now);
        pair.replaceBy(next, now);
        pair.session().touch(now);
        return Outcome.of(next);
    }

    /** The pair of an access token that the API accepts, or the 401 response. */
    Outcome access(String accessToken) {
        Instant now = clock.instant();
        TokenPair pair = byAccessToken.get(accessToken);
        if (pair == null) {
            return Outcome.refused(ErrorReply.tokenInvalid("OAU-149", "OAuth token is invalid"));
        }
        Optional<Reply> refusal = pair.accessRefusal(rules, now);
        if (refusal.isPresent()) {
            return Outcome.refused(refusal.get());
        }
        pair.use(now);
        return Outcome.of(pair);
    }

    /** Ends the session of an access or refresh token; false if the app has no such token. */
    boolean revoke(String token, SandboxApp app) {
        TokenPair pair = byAccessToken.getOrDefault(token, byRefreshToken.get(token));
        if (pair == null || !pair.session().app().clientId().equals(app.clientId())) {
            return false;
        }
        pair.session().end();
        return true;
    }

    void endAll(SandboxUser user) {
        pairsOf(user).forEach(pair -> pair.session().end());
    }

    void invalidateAccessTokens(SandboxUser user) {
        pairsOf(user).forEach(TokenPair::invalidateAccessToken);
    }

    private List<TokenPair> pairsOf(SandboxUser user) {
        List<TokenPair> pairs = new ArrayList<>(byAccessToken.values());
        pairs.removeIf(pair -> !pair.session().user().id().equals(user.id()));
        return pairs;
    }

    /** The current pair of each active session, oldest session first. */
    private List<TokenPair> livePairs(SandboxUser user, SandboxApp app, Instant now) {
        List<TokenPair> pairs = pairsOf(user);
        pairs.removeIf(pair -> !pair.session().app().clientId().equals(app.clientId())
                || !pair.session().isAlive(rules, now)
                || !pair.isLive(now));
        pairs.sort(Comparator.comparing(pair -> pair.session().serial()));
        return pairs;
    }

    boolean isLive(SandboxApp app, String refreshToken) {
        TokenPair pair = byRefreshToken.get(refreshToken);
        return pair != null
                && pair.session().app().clientId().equals(app.clientId())
                && pair.session().isAlive(rules, clock.instant())
                && !pair.isReplaced()
                && !pair.isRefreshExpired(clock.instant());
    }

    int liveSessionCount(SandboxUser user, SandboxApp app) {
        return livePairs(user, app, clock.instant()).size();
    }

    private TokenPair issue(Session session, Lives lives, Instant now) {
        forget(now);
        boolean refreshable = session.app().refreshTokens() && !lives.refresh().isZero();
        TokenPair pair = new TokenPair(
                session,
                ids.token(48),
                now.plus(lives.access()),
                refreshable ? ids.token(48) : null,
                now.plus(lives.refresh()));
        byAccessToken.put(pair.accessToken(), pair);
        pair.refreshToken().ifPresent(token -> byRefreshToken.put(token, pair));
        return pair;
    }

    private void forget(Instant now) {
        if (now.isBefore(nextCleaning)) {
            return;
        }
        nextCleaning = now.plus(Duration.ofHours(1));
        byAccessToken.values().removeIf(pair -> now.isAfter(pair.lastExpiry().plus(MEMORY)));
        byRefreshToken.values().removeIf(pair -> now.isAfter(pair.lastExpiry().plus(MEMORY)));
    }

    private static Reply notFound() {
        return ErrorReply.oauth(400, "invalid_grant", "OAU-213", "Token not found");
    }
}
