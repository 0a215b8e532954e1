package com.algosolutions.oauth.testkit;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * A request that the sandbox has answered, for a listener: {@link RingCentralSandbox.Builder#listener}.
 *
 * <p><em>Thread safety</em>: immutable.
 *
 * @since 0.1.0
 */
public final class SandboxReply {
    private final SandboxRequest request;
    private final OptionalInt status;
    private final Duration elapsed;

    SandboxReply(SandboxRequest request, OptionalInt status, Duration elapsed) {
        this.request = request;
        this.status = status;
        this.elapsed = elapsed;
    }

    /**
     * The request.
     *
     * @return the request
     */
    public SandboxRequest request() {
        return request;
    }

    /**
     * The HTTP status of the response.
     *
     * @return the status; empty if a {@link Fault} lets the client get no response
     */
    public OptionalInt status() {
        return status;
    }

    /**
     * The time between request and response, delays of a fault included.
     *
     * @return the time
     */
    public Duration elapsed() {
        return elapsed;
    }

    /** One line without headers and body. */
    @Override
    public String toString() {
        return request + " answered "
                + (status.isPresent() ? String.valueOf(status.getAsInt()) : "nothing") + " after " + elapsed.toMillis()
                + " ms";
    }
}
