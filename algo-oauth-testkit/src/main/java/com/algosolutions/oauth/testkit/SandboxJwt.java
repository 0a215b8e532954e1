package com.algosolutions.oauth.testkit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A personal JWT credential being made, as a user makes one in RingCentral's Developer Console.
 *
 * <p><em>Thread safety</em>: belongs to one thread. The text that {@link #create()} gives is an immutable value.
 *
 * @since 0.1
 */
public final class SandboxJwt {
    private final SandboxUser user;
    private final Function<SandboxJwt, String> issuance;
    private Optional<Instant> expires = Optional.empty();
    private final List<String> clientIds = new ArrayList<>();

    SandboxJwt(SandboxUser user, Function<SandboxJwt, String> issuance) {
        this.user = user;
        this.issuance = issuance;
    }

    /**
     * When the JWT expires. Without this it "never expires", which RingCentral writes as an {@code exp} of
     * 2<sup>31</sup>-1 seconds after it was made: a number that no longer fits 32 bits.
     *
     * @param instant the expiry, by the sandbox's clock
     * @return this
     */
    public SandboxJwt expires(Instant instant) {
        this.expires = Optional.of(instant);
        return this;
    }

    /**
     * Restricts the JWT to some apps. Without this it serves every app of the account.
     *
     * @param apps the apps that may present it
     * @return this
     */
    public SandboxJwt forApps(SandboxApp... apps) {
        for (SandboxApp app : apps) {
            clientIds.add(app.clientId());
        }
        return this;
    }

    /**
     * Signs the JWT.
     *
     * @return the JWT in its compact form, to be pasted into a profile
     */
    public String create() {
        return issuance.apply(this);
    }

    SandboxUser user() {
        return user;
    }

    Optional<Instant> expires() {
        return expires;
    }

    List<String> clientIds() {
        return clientIds;
    }
}
