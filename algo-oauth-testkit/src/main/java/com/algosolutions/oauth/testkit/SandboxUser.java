package com.algosolutions.oauth.testkit;

import java.util.Objects;

/**
 * A user (an extension) of the sandbox's account, who creates personal JWTs and is a member of teams.
 *
 * <p><em>Thread safety</em>: immutable.
 *
 * @since 0.1.0
 */
public final class SandboxUser {
    private final String id;
    private final String name;
    private final String personalChatId;

    SandboxUser(String id, String name, String personalChatId) {
        this.id = id;
        this.name = Objects.requireNonNull(name, "name");
        this.personalChatId = personalChatId;
    }

    /**
     * The extension id, which is the {@code owner_id} of a token response and the {@code creatorId} of a post.
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
     * The id of this user's Personal chat, for which {@code ~} is an alias in a chat's path.
     *
     * @return digits
     */
    public String personalChatId() {
        return personalChatId;
    }

    @Override
    public String toString() {
        return "SandboxUser[" + id + ", " + name + "]";
    }
}
