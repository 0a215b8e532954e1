package com.algosolutions.oauth.client;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;
import java.util.Optional;

/** Whether a client is open, and what its methods return once it is not. Thread-safe. */
final class Lifecycle {
    private static final String CLOSED = "the client is closed";
    private static final String ADVICE = "Build a new client.";

    private volatile boolean closed;

    void close() {
        closed = true;
    }

    /** The failure of a method that returns failures; empty while the client is open. */
    Optional<Failure> ended(Step step) {
        return closed ? Optional.of(Failure.of(step, Failure.Kind.UNAVAILABLE, CLOSED, ADVICE)) : Optional.empty();
    }

    /**
     * Called by methods that change something and return no failure.
     *
     * @throws IllegalStateException if the client is closed
     */
    void requireOpen() {
        if (closed) {
            throw new IllegalStateException(CLOSED + ", and nothing was changed. " + ADVICE);
        }
    }
}
