package com.algosolutions.oauth.testkit;

import java.time.Instant;
import java.util.List;

/** One sign-in of a user through an app. All tokens issued in it become invalid when it ends. */
final class Session {
    private final String id;
    private final long serial;
    private final SandboxUser user;
    private final SandboxApp app;
    private final String endpointId;
    private final List<String> scopes;
    private final Instant created;
    private Instant lastActive;
    private boolean ended;

    Session(
            String id,
            long serial,
            SandboxUser user,
            SandboxApp app,
            String endpointId,
            List<String> scopes,
            Instant created) {
        this.id = id;
        this.serial = serial;
        this.user = user;
        this.app = app;
        this.endpointId = endpointId;
        this.scopes = List.copyOf(scopes);
        this.created = created;
        this.lastActive = created;
    }

    String id() {
        return id;
    }

    /** A sequence number, so that the order of sessions does not depend on the clock. */
    long serial() {
        return serial;
    }

    SandboxUser user() {
        return user;
    }

    SandboxApp app() {
        return app;
    }

    String endpointId() {
        return endpointId;
    }

    List<String> scopes() {
        return scopes;
    }

    Instant created() {
        return created;
    }

    void touch(Instant now) {
        lastActive = now;
    }

    void end() {
        ended = true;
    }

    boolean isAlive(SandboxRules rules, Instant now) {
        return !ended
                && rules.sessionTimeout()
                        .map(timeout -> now.isBefore(created.plus(timeout)))
                        .orElse(true)
                && rules.idleTimeout()
                        .map(timeout -> now.isBefore(lastActive.plus(timeout)))
                        .orElse(true);
    }
}
