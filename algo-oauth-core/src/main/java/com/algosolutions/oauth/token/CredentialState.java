package com.algosolutions.oauth.token;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.endpoint.TokenSet;
import java.util.Optional;

/**
 * The stored state of a credential. Immutable.
 *
 * @param grant the last token set, if there is one
 * @param attempt the journal of a renewal whose result is not known: written before the refresh token is sent, removed when the result is
 *     known; kept without a refresh token if the response was lost for good
 * @param refusal the permanent rejection, if there is one
 */
public record CredentialState(Optional<TokenSet> grant, Optional<Attempt> attempt, Optional<Refusal> refusal) {
    public static final CredentialState EMPTY =
            new CredentialState(Optional.empty(), Optional.empty(), Optional.empty());

    /** How often a refresh token is sent that the server refuses in unknown words: at once, 10 min, 1 h and 6 h later. */
    private static final int MOST_UNKNOWN_REFUSALS = 4;

    /**
     * A renewal in progress.
     *
     * @param refreshTokenDigest the digest of the refresh token that was sent
     */
    public record Attempt(String refreshTokenDigest) {}

    /**
     * A permanent rejection by the provider, or a revocation that an operator requested. Only a person can resolve it.
     *
     * @param failure the server's error and its meaning
     * @param times how often in a row; 0 if an operator revoked the profile
     */
    public record Refusal(Failure failure, int times) {
        boolean revocation() {
            return times == 0;
        }
    }

    public CredentialState begun(String refreshTokenDigest) {
        return new CredentialState(grant, Optional.of(new Attempt(refreshTokenDigest)), refusal);
    }

    public CredentialState issued(TokenSet next) {
        return new CredentialState(Optional.of(next), Optional.empty(), Optional.empty());
    }

    /**
     * The state after the server rejected the refresh token.
     *
     * @param responseLost whether the cause is a lost response, which had the next refresh token; the journal keeps that fact
     */
    CredentialState refreshTokenRejected(boolean responseLost) {
        return new CredentialState(
                grant.map(TokenSet::withoutRefreshToken), responseLost ? attempt : Optional.empty(), refusal);
    }

    /** Whether the result of a renewal is not known, and sending the same refresh token again would show it. */
    public boolean unsettled() {
        return attempt.isPresent() && hasRefreshToken();
    }

    /** Whether the refresh token was lost with the response that had its successor. */
    boolean lostWithResponse() {
        return attempt.isPresent() && !hasRefreshToken();
    }

    private boolean hasRefreshToken() {
        return grant.flatMap(TokenSet::refreshToken).isPresent();
    }

    /** Whether the refresh token has been refused so often that it is not sent again, although no response had a known reason. */
    boolean refusedOften() {
        return refusal.filter(known -> known.failure().kind() == Failure.Kind.GRANT_INVALID
                        && known.times() >= MOST_UNKNOWN_REFUSALS - 1)
                .isPresent();
    }

    public CredentialState refused(Failure failure) {
        return new CredentialState(
                grant,
                attempt,
                Optional.of(new Refusal(failure, refusal.map(Refusal::times).orElse(0) + 1)));
    }

    /** The state after a revocation: no tokens, and none requested until an operator reactivates the profile. */
    public CredentialState revoked() {
        Failure onRequest = Failure.of(
                Step.TOKEN,
                Failure.Kind.CONFIGURATION,
                "the profile was revoked on request",
                "To use it again, choose Update Profile, or Start Authorization.");
        return new CredentialState(
                grant.map(TokenSet::revoked), Optional.empty(), Optional.of(new Refusal(onRequest, 0)));
    }

    /** The state without its tokens, for a profile whose tokens may be those of others too. */
    public CredentialState withoutTokens() {
        return new CredentialState(grant.map(TokenSet::revoked), Optional.empty(), refusal);
    }

    /** Whether an operator revoked it and has not reactivated it since. */
    public boolean isRevoked() {
        return refusal.filter(Refusal::revocation).isPresent();
    }

    /** The state in which tokens are requested again. */
    public CredentialState reactivated() {
        return isRevoked() ? new CredentialState(grant.map(TokenSet::revoked), attempt, Optional.empty()) : this;
    }

    /**
     * Whether this is newer than another copy. If two copies have the same sequence number, the revoked one is newer, so that a renewal
     * cannot undo a revocation.
     */
    public boolean newerThan(CredentialState other) {
        return sequence() == other.sequence()
                ? grant.isPresent() && isRevoked() && !other.isRevoked()
                : sequence() > other.sequence();
    }

    private long sequence() {
        return grant.map(TokenSet::sequence).orElse(0L);
    }
}
