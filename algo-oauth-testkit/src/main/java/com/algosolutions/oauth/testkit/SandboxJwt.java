package com.algosolutions.oauth.testkit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Builds a personal JWT credential, as a user creates one in RingCentral's Developer Console. {@link #create()} signs it.
 *
 * <p><em>Thread safety</em>: not thread-safe.
 *
 * @since 0.1.0
 */
public final class SandboxJwt {
    private final SandboxUser user;
    private final Function<SandboxJwt, String> issuance;
    private Optional<Instant> expires = Optional.empty();
    private final List<String> clientIds = new ArrayList<>();

    SandboxJwt(SandboxUser user, Function<SandboxJwt, String> issuance) {
        this.user = Objects.requireNonNull(user, "user");
        this.issuance = issuance;
    }

    /**
     * When the JWT expires. By default it "never expires", which RingCentral encodes as an {@code exp} of 2<sup>31</sup>-1 seconds after
     * its creation: a number that does not fit in 32 bits.
     *
     * @param instant the expiry, by the sandbox's clock
     * @return this builder
     */
    public SandboxJwt expires(Instant instant) {
        this.expires = Optional.of(Objects.requireNonNull(instant, "instant"));
        return this;
    }

    /**
     * Restricts the JWT to some apps. By default every app of the account can present it.
     *
     * @param apps the apps that may present it
     * @return this builder
     */
    public SandboxJwt forApps(SandboxApp... apps) {
        for (SandboxApp app : List.of(apps)) {
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
