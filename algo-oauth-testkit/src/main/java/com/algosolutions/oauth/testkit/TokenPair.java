package com.algosolutions.oauth.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An access token and, if the app issues them, its refresh token, with what became of them. */
final class TokenPair {
    /** How long a rotated access token is called corrupted before it is not found any more. */
    private static final Duration CORRUPTED = Duration.ofSeconds(10);

    /** How long an old refresh token still replays after the new access token was first used. */
    private static final Duration REPLAY_AFTER_USE = Duration.ofSeconds(10);

    /** How long an old refresh token replays while the new access token is unused. */
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

    /** Whole seconds that the access token has left. */
    long accessSecondsLeft(Instant now) {
        return Math.max(0, Duration.between(now, accessExpires).toSeconds());
    }

    /** Whole seconds that the refresh token has left. */
    long refreshSecondsLeft(Instant now) {
        return Math.max(0, Duration.between(now, refreshExpires).toSeconds());
    }

    boolean isReplaced() {
        return replacedAt != null;
    }

    boolean isRefreshExpired(Instant now) {
        return !now.isBefore(refreshExpires);
    }

    /** Whether anything of this pair can still be used. */
    boolean isLive(Instant now) {
        boolean refreshable = refreshToken != null && !isRefreshExpired(now);
        return replacedAt == null && (refreshable || now.isBefore(accessExpires));
    }

    /** When nothing of this pair can be used any more, whatever happens. */
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

    /** Why the API refuses this access token, if it does. */
    Optional<Reply> accessRefusal(SandboxRules rules, Instant now) {
        Instant replaced = replacedAt;
        if (replaced != null && now.isBefore(replaced.plus(CORRUPTED)) && session.isAlive(rules, now)) {
            return Optional.of(ErrorReply.tokenInvalid("OAU-129", "Access token corrupted"));
        }
        boolean good =
                replaced == null && !accessInvalidated && session.isAlive(rules, now) && now.isBefore(accessExpires);
        return good ? Optional.empty() : Optional.of(ErrorReply.tokenInvalid("OAU-213", "Token not found"));
    }

    /** The pair which a repeat of this pair's refresh token gives, while the replay window is open. */
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
