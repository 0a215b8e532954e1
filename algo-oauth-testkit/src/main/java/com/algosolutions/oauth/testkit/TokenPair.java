package com.algosolutions.oauth.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An access token and, if the app issues them, its refresh token, with their current state. */
final class TokenPair {
    /** How long a rotated access token is "corrupted" before it is "not found". */
    private static final Duration CORRUPTED = Duration.ofSeconds(10);

    /** How long an old refresh token can be replayed after the first use of the new access token. */
    private static final Duration REPLAY_AFTER_USE = Duration.ofSeconds(10);

    /** How long an old refresh token can be replayed while the new access token is unused. */
    private static final Duration REPLAY_UNUSED = Duration.ofMinutes(60);

    private final Session session;
    private final String accessToken;
    private final Instant accessExpires;
    private final @Nullable String refreshToken;
    private final Instant refreshExpires;
    private @Nullable Instant firstUsed;
    private @Nullable Instant replacedAt;
    private @Nullable TokenPair successor;
    private boolean accessInvalidated;

    TokenPair(
            Session session,
            String accessToken,
            Instant accessExpires,
            @Nullable String refreshToken,
            Instant refreshExpires) {
        this.session = session;
        this.accessToken = accessToken;
        this.accessExpires = accessExpires;
        this.refreshToken = refreshToken;
        this.refreshExpires = refreshExpires;
    }

    Session session() {
        return session;
    }

    String accessToken() {
        return accessToken;
    }

    Optional<String> refreshToken() {
        return Optional.ofNullable(refreshToken);
    }

    /** The access token's remaining lifetime in whole seconds. */
    long accessSecondsLeft(Instant now) {
        return Math.max(0, Duration.between(now, accessExpires).toSeconds());
    }

    /** The refresh token's remaining lifetime in whole seconds. */
    long refreshSecondsLeft(Instant now) {
        return Math.max(0, Duration.between(now, refreshExpires).toSeconds());
    }

    boolean isReplaced() {
        return replacedAt != null;
    }

    boolean isRefreshExpired(Instant now) {
        return !now.isBefore(refreshExpires);
    }

    /** Whether a token of this pair can still be used. */
    boolean isLive(Instant now) {
        boolean refreshable = refreshToken != null && !isRefreshExpired(now);
        return replacedAt == null && (refreshable || now.isBefore(accessExpires));
    }

    /** The time after which no token of this pair can be used. */
    Instant lastExpiry() {
        return refreshToken != null && refreshExpires.isAfter(accessExpires) ? refreshExpires : accessExpires;
    }

    void invalidateAccessToken() {
        accessInvalidated = true;
    }

    void replaceBy(TokenPair next, Instant now) {
        successor = next;
        replacedAt = now;
    }

    void use(Instant now) {
        if (firstUsed == null) {
            firstUsed = now;
        }
        session.touch(now);
    }

    /** The error response if the API rejects this access token. */
    Optional<Reply> accessRefusal(SandboxRules rules, Instant now) {
        Instant replaced = replacedAt;
        if (replaced != null && now.isBefore(replaced.plus(CORRUPTED)) && session.isAlive(rules, now)) {
            return Optional.of(ErrorReply.tokenInvalid("OAU-129", "Access token corrupted"));
        }
        boolean good =
                replaced == null && !accessInvalidated && session.isAlive(rules, now) && now.isBefore(accessExpires);
        return good ? Optional.empty() : Optional.of(ErrorReply.tokenInvalid("OAU-213", "Token not found"));
    }

    /** The pair that this pair's refresh token returns again while the replay window is open. */
    Optional<TokenPair> replay(Instant now) {
        TokenPair next = successor;
        if (next == null || replacedAt == null || next.isReplaced()) {
            return Optional.empty();
        }
        Instant unusedEnd = replacedAt.plus(REPLAY_UNUSED);
        Instant used = next.firstUsed;
        Instant end = used == null || !used.isBefore(unusedEnd) ? unusedEnd : used.plus(REPLAY_AFTER_USE);
        return now.isBefore(end) ? Optional.of(next) : Optional.empty();
    }
}
