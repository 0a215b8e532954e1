package com.algosolutions.oauth.spi;

import java.time.Duration;

/**
 * How a provider's tokens behave, as far as the client must know to keep them valid. Immutable and thread-safe.
 *
 * @param rotates whether a renewal replaces the refresh token, so that a second use of the old one is rejected or treated as theft
 * @param replayWindow how long a refresh token whose response was lost can be sent again, for the same new tokens; zero for never
 * @param renewalKillsAccessToken whether a successful renewal invalidates the old access token at once
 * @param revocationEndsGrant whether revoking one token of a grant, refresh or access, invalidates them all, so that one call is enough
 * @param refreshIdleLife the lifetime of an unused refresh token; zero if unknown
 * @param sessions how many sessions a user may have per app before the provider ends the oldest; zero if unknown. The client renews tokens
 *     rather than starting a session, and fewer devices than that should share a credential
 * @param authCalls how many calls of the token and revocation endpoints a client may make within {@code authWindow}; zero for no limit
 * @param authWindow the sliding window in which they are counted
 * @param defaultExpiresIn the lifetime of an access token whose response has no {@code expires_in}; zero if unknown, which means an hour. A
 *     profile's Default Expiry overrides it
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

    /** {@return the traits that the RFCs suggest: refresh tokens rotate without replay, no rate limit, old access tokens stay valid} */
    public static TokenTraits standard() {
        return new TokenTraits(true, Duration.ZERO, false, false, Duration.ZERO, 0, 0, Duration.ZERO, Duration.ZERO);
    }

    /**
     * The same traits with a replay window.
     *
     * @param window how long a lost response can be requested again
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

    /** {@return the same traits, with renewals that invalidate the old access token} */
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

    /** {@return the same traits, with a revocation that invalidates all tokens of the grant} */
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

    /** {@return the same traits, with refresh tokens that can be used repeatedly} */
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
     * @param most how many sessions a user may have per app
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
     * The same traits with a lifetime of unused refresh tokens.
     *
     * @param life the lifetime of an unused refresh token
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
     * The same traits with a rate limit.
     *
     * @param calls how many calls
     * @param window the sliding window in which they are counted
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
     * The same traits with a lifetime of access tokens whose response has no {@code expires_in}, such as those of a provider whose tokens
     * are valid until they are revoked.
     *
     * @param life their lifetime; at most a hundred years
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
