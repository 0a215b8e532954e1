package com.algosolutions.oauth;

import java.util.Optional;

/**
 * The result of revoking a profile's tokens: RFC 7009. Only the library implements it; it may get more methods in a minor release. Immutable
 * and thread-safe; prints in one line, without a secret.
 *
 * <p>The device has deleted the tokens whatever the provider's response is, except with {@link Outcome#SHARED} and with a failure at {@link
 * Step#PROFILE}.
 *
 * @since 0.1.0
 */
public interface RevocationResult {

    /** {@return the state of the revocation at the provider} */
    Outcome outcome();

    /** {@return why the revocation is not complete; empty if it is, or is not needed} */
    Optional<Failure> failure();

    /** {@return whether the revocation is complete, or not needed} */
    default boolean isFinal() {
        return outcome() != Outcome.PENDING && outcome() != Outcome.FAILED;
    }

    /** The state of a revocation at the provider. */
    public enum Outcome {
        /** The provider has revoked the tokens. */
        REVOKED,
        /** There was no token to revoke. */
        NOTHING_TO_REVOKE,
        /** Another profile uses the same grant, so it was left alone. */
        SHARED,
        /** The revocation request failed. The device retries it a limited number of times, also after a restart. */
        PENDING,
        /** The revocation failed, and the device does not retry it. The tokens remain valid at the provider until they expire. */
        FAILED
    }
}
