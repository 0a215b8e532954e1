package com.algosolutions.oauth.token;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.endpoint.TokenSet;
import java.util.Optional;

/**
 * What is remembered of a credential across restarts.
 *
 * @param grant what was issued last, if anything
 * @param attempt the journal of a renewal whose end is not known: written before the refresh token is sent, removed
 *     when its fate is known; kept without a refresh token where the reply to it was lost for good
 * @param refusal the permanent refusal that stands, if one does
 */
public record CredentialState(Optional<TokenSet> grant, Optional<Attempt> attempt, Optional<Refusal> refusal) {
    public static final CredentialState EMPTY =
            new CredentialState(Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * A renewal that was begun.
     *
     * @param refreshTokenDigest which refresh token was sent, as a digest
     */
    public record Attempt(String refreshTokenDigest) {}

    /**
     * A refusal that only a person can mend, by the provider or by whoever revoked the profile.
     *
     * @param failure what the endpoint said and what it means
     * @param times how often in a row; 0 if the profile was revoked on request
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
     * The refresh token was refused.
     *
     * @param replyLost whether that is because the reply with its successor was lost; the journal goes on saying so
     */
    CredentialState refreshTokenDead(boolean replyLost) {
        return new CredentialState(
                grant.map(TokenSet::withoutRefreshToken), replyLost ? attempt : Optional.empty(), refusal);
    }

    /** Whether the end of a renewal is not known, and presenting the same refresh token again would tell. */
    public boolean unsettled() {
        return attempt.isPresent() && hasRefreshToken();
    }

    /** Whether the refresh token was lost with the reply that had its successor. */
    boolean lostByReply() {
        return attempt.isPresent() && !hasRefreshToken();
    }

    private boolean hasRefreshToken() {
        return grant.flatMap(TokenSet::refreshToken).isPresent();
    }

    public CredentialState refused(Failure failure) {
        return new CredentialState(
                grant,
                attempt,
                Optional.of(new Refusal(failure, refusal.map(Refusal::times).orElse(0) + 1)));
    }

    /** Without tokens, and never asked for any until somebody lets it. */
    public CredentialState revoked() {
        Failure onRequest = Failure.local(
                Step.TOKEN,
                Failure.Kind.CONFIGURATION,
                "the profile was revoked on request",
                "To use it again, choose Update Profile, or Start Authorization.");
        return new CredentialState(
                grant.map(TokenSet::revoked), Optional.empty(), Optional.of(new Refusal(onRequest, 0)));
    }

    /** Whether it was revoked on request, and nobody has let it be used again since. */
    public boolean isRevoked() {
        return refusal.filter(Refusal::revocation).isPresent();
    }

    /** Free to ask for tokens again. */
    public CredentialState reactivated() {
        return isRevoked() ? new CredentialState(grant.map(TokenSet::revoked), attempt, Optional.empty()) : this;
    }

    /** Whether this is newer than another copy. Of two successors of one grant, the revocation: a renewal must not undo it. */
    public boolean newerThan(CredentialState other) {
        return sequence() == other.sequence()
                ? grant.isPresent() && isRevoked() && !other.isRevoked()
                : sequence() > other.sequence();
    }

    private long sequence() {
        return grant.map(TokenSet::sequence).orElse(0L);
    }
}
