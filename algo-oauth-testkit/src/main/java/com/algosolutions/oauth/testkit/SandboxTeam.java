package com.algosolutions.oauth.testkit;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;

/**
 * A team of the sandbox: a chat with a name and members.
 *
 * <p><em>Thread safety</em>: immutable.
 *
 * @since 0.1.0
 */
public final class SandboxTeam {
    private final String id;
    private final String name;
    private final Set<String> memberIds;
    private final Instant creationTime;

    SandboxTeam(String id, String name, Set<String> memberIds, Instant creationTime) {
        this.id = id;
        this.name = Objects.requireNonNull(name, "name");
        this.memberIds = Set.copyOf(memberIds);
        this.creationTime = creationTime;
    }

    /**
     * The team's id, which is also the id of its chat.
     *
     * @return digits
     */
    public String id() {
        return id;
    }

    /**
     * The name that it was created with.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * The address of the team in RingCentral's web application, as a user would copy it.
     *
     * @return {@code https://app.ringcentral.com/messages/<id>}
     */
    public String link() {
        return "https://app.ringcentral.com/messages/" + id;
    }

    boolean hasMember(SandboxUser user) {
        return memberIds.contains(user.id());
    }

    Instant creationTime() {
        return creationTime;
    }

    @Override
    public String toString() {
        return "SandboxTeam[" + id + ", " + name + "]";
    }
}
