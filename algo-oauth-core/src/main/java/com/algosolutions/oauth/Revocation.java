package com.algosolutions.oauth;

import com.algosolutions.oauth.spi.Consequence;
import java.util.Optional;

/**
 * What came of revoking a profile's tokens: RFC 7009. Immutable and thread-safe; prints in one line, without a secret.
 *
 * <p>Whatever came of it at the provider, the device has forgotten the tokens; but not with {@link Outcome#SHARED}, and not if there is a
 * failure of {@link Step#PROFILE}.
 *
 * @param outcome what the provider knows
 * @param failure why it does not know all of it; empty if it does, or need not
 */
public record Revocation(Outcome outcome, Optional<Failure> failure) {

    /** What a provider knows of a revocation. */
    public enum Outcome {
        /** The provider has ended the grant. */
        REVOKED,
        /** There was no token to revoke. */
        NOTHING_TO_REVOKE,
        /** Another profile uses the same grant, so it was left alone. */
        SHARED,
        /** The provider could not be told yet. The device tells it again by itself, also after a restart, some times. */
        PENDING,
        /** The provider has not been told, or has refused, and will not be told again. The tokens live there until they expire. */
        NOT_TOLD
    }

    static Revocation of(Outcome outcome) {
        return new Revocation(outcome, Optional.empty());
    }

    static Revocation notTold(Failure why) {
        return new Revocation(Outcome.NOT_TOLD, Optional.of(why));
    }

    static Revocation noEndpoint() {
        return notTold(Failure.local(
                Step.REVOCATION,
                Consequence.CONFIGURATION,
                "the profile has no Revocation URL, or its provider is not installed, so the provider was not told",
                "End the session in the provider's console, or let the tokens expire."));
    }

    /** {@return whether the provider knows, or need not} */
    public boolean settled() {
        return outcome != Outcome.PENDING && outcome != Outcome.NOT_TOLD;
    }

    /** {@return the outcome, and why, in one line} */
    @Override
    public String toString() {
        return outcome + failure.map(why -> ": " + why).orElse("");
    }
}
