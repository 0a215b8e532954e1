package com.algosolutions.oauth;

import java.util.Optional;

/**
 * The result of revoking a profile's tokens: RFC 7009. Only the library implements it; it may get more methods in a minor release. Immutable
 * and thread-safe; prints in one line, without a secret.
 *
 * <p>Whatever the provider answers, the device has deleted the tokens, except with {@link Outcome#SHARED} and with a failure of {@link
 * Step#PROFILE}.
 */
public interface Revocation {

    /** {@return what the provider knows} */
    Outcome outcome();

    /** {@return why the provider does not know all of it; empty if it does, or need not} */
    Optional<Failure> failure();

    /** {@return whether the provider knows, or need not} */
    default boolean settled() {
        return outcome() != Outcome.PENDING && outcome() != Outcome.FAILED;
    }

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
        FAILED
    }
}
