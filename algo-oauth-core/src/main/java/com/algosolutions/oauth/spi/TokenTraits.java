package com.algosolutions.oauth.spi;

import java.time.Duration;

/**
 * How a provider's tokens behave, as far as the engine must know to keep them alive. Immutable and thread-safe.
 *
 * @param rotates whether a renewal replaces the refresh token, so that a second use of the old one is refused or taken for theft
 * @param replayWindow how long a refresh token whose reply was lost may be presented again and brings the same new tokens; zero for never
 * @param renewalKillsAccessToken whether the old access token dies the moment a renewal succeeds
 * @param revocationEndsGrant whether revoking one token of a grant, refresh or access, ends them all, so that one call is enough
 * @param refreshIdleLife how long a refresh token lives unused; zero if unknown
 * @param sessions how many sessions a user of an app may have before the oldest is ended; zero if unknown. The engine renews rather than
 *     logs in anew, and devices that share a credential should be fewer
 * @param authCalls how many calls of the token and revocation endpoints a client may make within {@code authWindow}; zero for no budget
 * @param authWindow the time in which they are counted
 * @param defaultExpiresIn how long an access token lives when its reply does not say; zero if unknown, which is an hour. A profile's own
 *     Default Expiry comes first
 */
public record TokenTraits(
        boolean rotates,
        Duration replayWindow,
        boolean renewalKillsAccessToken,
        boolean revocationEndsGrant,
        Duration refreshIdleLife,
        int sessions,
        int authCalls,
        Duration authWindow,
        Duration defaultExpiresIn) {

    /** {@return what the RFCs let one assume: refresh tokens rotate without a replay, no budget, old access tokens live on} */
    public static TokenTraits standard() {
        return new TokenTraits(true, Duration.ZERO, false, false, Duration.ZERO, 0, 0, Duration.ZERO, Duration.ZERO);
    }

    /**
     * The same traits with a replay window.
     *
     * @param window how long a lost reply can be asked for again
     * @return the traits
     */
    public TokenTraits withReplayWindow(Duration window) {
        return new TokenTraits(
                rotates,
                window,
                renewalKillsAccessToken,
                revocationEndsGrant,
                refreshIdleLife,
                sessions,
                authCalls,
                authWindow,
                defaultExpiresIn);
    }

    /** {@return the same traits, with renewals that kill the old access token} */
    public TokenTraits withRenewalKillingAccessTokens() {
        return new TokenTraits(
                rotates,
                replayWindow,
                true,
                revocationEndsGrant,
                refreshIdleLife,
                sessions,
                authCalls,
                authWindow,
                defaultExpiresIn);
    }

    /** {@return the same traits, with a revocation that ends all tokens of the grant} */
    public TokenTraits withRevocationEndingTheGrant() {
        return new TokenTraits(
                rotates,
                replayWindow,
                renewalKillsAccessToken,
                true,
                refreshIdleLife,
                sessions,
                authCalls,
                authWindow,
                defaultExpiresIn);
    }

    /** {@return the same traits, with refresh tokens that can be used again and again} */
    public TokenTraits withoutRotation() {
        return new TokenTraits(
                false,
                replayWindow,
                renewalKillsAccessToken,
                revocationEndsGrant,
                refreshIdleLife,
                sessions,
                authCalls,
                authWindow,
                defaultExpiresIn);
    }

    /**
     * The same traits with a limit of sessions.
     *
     * @param most how many sessions a user of an app may have
     * @return the traits
     */
    public TokenTraits withSessions(int most) {
        return new TokenTraits(
                rotates,
                replayWindow,
                renewalKillsAccessToken,
                revocationEndsGrant,
                refreshIdleLife,
                most,
                authCalls,
                authWindow,
                defaultExpiresIn);
    }

    /**
     * The same traits with a life of idle refresh tokens.
     *
     * @param life how long a refresh token lives unused
     * @return the traits
     */
    public TokenTraits withRefreshIdleLife(Duration life) {
        return new TokenTraits(
                rotates,
                replayWindow,
                renewalKillsAccessToken,
                revocationEndsGrant,
                life,
                sessions,
                authCalls,
                authWindow,
                defaultExpiresIn);
    }

    /**
     * The same traits with a budget.
     *
     * @param calls how many calls
     * @param window in which time, a sliding window
     * @return the traits
     */
    public TokenTraits withBudget(int calls, Duration window) {
        return new TokenTraits(
                rotates,
                replayWindow,
                renewalKillsAccessToken,
                revocationEndsGrant,
                refreshIdleLife,
                sessions,
                calls,
                window,
                defaultExpiresIn);
    }

    /**
     * The same traits with a life of access tokens whose reply names none, such as those of a provider whose tokens live until somebody
     * revokes them.
     *
     * @param life how long they live; at most a hundred years
     * @return the traits
     */
    public TokenTraits withDefaultExpiresIn(Duration life) {
        return new TokenTraits(
                rotates,
                replayWindow,
                renewalKillsAccessToken,
                revocationEndsGrant,
                refreshIdleLife,
                sessions,
                authCalls,
                authWindow,
                life);
    }
}
