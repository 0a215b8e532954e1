package com.algosolutions.oauth.testkit;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * A request that the sandbox has answered, for a listener: {@link RingCentralSandbox.Builder#listener}.
 *
 * @param request the request
 * @param status the HTTP status of the response; empty if a {@link Fault} lets the client get none
 * @param elapsed the time between request and response, delays of a fault included
 * @since 0.1
 */
public record SandboxReply(SandboxRequest request, OptionalInt status, Duration elapsed) {
    /**
     * Creates a reply.
     *
     * @param request the request
     * @param status the HTTP status, or empty
     * @param elapsed the time between request and response
     */
    public SandboxReply {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(elapsed, "elapsed");
    }
}
