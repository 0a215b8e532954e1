package com.algosolutions.oauth.spi;

import java.time.Duration;

/**
 * How a provider's tokens behave, as far as the engine must know to keep them alive. Immutable and thread-safe.
 *
 * @param replayWindow how long a refresh token whose reply was lost may be presented again and brings the same new tokens; zero if a
 *     second presentation is refused or, worse, taken for theft
 * @param renewalKillsAccessToken whether the old access token dies the moment a renewal succeeds
 * @param refreshIdleLife how long a refresh token lives unused; zero if unknown
 * @param authCalls how many calls of the token and revocation endpoints a client may make within {@code authWindow}; zero for no budget
 * @param authWindow the time in which they are counted
 */
public record TokenTraits(
        Duration replayWindow,
        boolean renewalKillsAccessToken,
        Duration refreshIdleLife,
        int authCalls,
        Duration authWindow) {

    /** {@return what the RFCs let one assume: no replay, no budget, old access tokens live on} */
    public static TokenTraits standard() {
        return new TokenTraits(Duration.ZERO, false, Duration.ZERO, 0, Duration.ZERO);
    }

    /**
     * The same traits with a replay window.
     *
     * @param window how long a lost reply can be asked for again
     * @return the traits
     */
    public TokenTraits withReplayWindow(Duration window) {
        return new TokenTraits(window, renewalKillsAccessToken, refreshIdleLife, authCalls, authWindow);
    }

    /** {@return the same traits, with renewals that kill the old access token} */
    public TokenTraits withRenewalKillingAccessTokens() {
        return new TokenTraits(replayWindow, true, refreshIdleLife, authCalls, authWindow);
    }

    /**
     * The same traits with a life of idle refresh tokens.
     *
     * @param life how long a refresh token lives unused
     * @return the traits
     */
    public TokenTraits withRefreshIdleLife(Duration life) {
        return new TokenTraits(replayWindow, renewalKillsAccessToken, life, authCalls, authWindow);
    }

    /**
     * The same traits with a budget.
     *
     * @param calls how many calls
     * @param window in which time, a sliding window
     * @return the traits
     */
    public TokenTraits withBudget(int calls, Duration window) {
        return new TokenTraits(replayWindow, renewalKillsAccessToken, refreshIdleLife, calls, window);
    }
}
