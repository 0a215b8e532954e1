package com.algosolutions.oauth;

import java.util.List;
import java.util.Optional;

/**
 * The result of <em>RUN OAuth Test</em>, step by step. Only the library implements it; it may get more methods in a minor release.
 * Immutable and thread-safe; prints one line for each step, without a secret.
 *
 * @since 0.1.0
 */
public interface OAuthTestResult {

    /**
     * The steps taken, in order. The test failed if the last step did. A failed step before the last one is a 401 after which the token was
     * renewed.
     *
     * @return the steps
     */
    List<TestStep> steps();

    /** {@return the result of the request; empty if a step before it failed} */
    Optional<ApiResult> result();

    /** {@return whether every step passed} */
    default boolean passed() {
        return failure().isEmpty();
    }

    /** {@return the failure of the last step, if it failed} */
    default Optional<Failure> failure() {
        return steps().isEmpty()
                ? Optional.empty()
                : steps().get(steps().size() - 1).failure();
    }
}
