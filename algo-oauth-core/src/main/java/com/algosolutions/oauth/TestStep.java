package com.algosolutions.oauth;

import java.time.Duration;
import java.util.Optional;

/**
 * One step of an OAuth test. Only the library implements it; it may get more methods in a minor release. Immutable and thread-safe; prints
 * in one line, without a secret.
 *
 * @since 0.1.0
 */
public interface TestStep {

    /** {@return the step; {@link Step#label()} is its name for operators} */
    Step step();

    /** {@return what was found or done; for a failed step, what the failure means} */
    String message();

    /** {@return how long the step took} */
    Duration elapsed();

    /** {@return the failure with its advice, if the step failed} */
    Optional<Failure> failure();

    /** {@return whether the step passed} */
    default boolean passed() {
        return failure().isEmpty();
    }
}
