package com.algosolutions.oauth.testkit;

import java.time.Instant;

/**
 * A message in a chat, with the request that created it.
 *
 * <p><em>Thread safety</em>: immutable.
 *
 * @since 0.1.0
 */
public final class SandboxPost {
    private final String id;
    private final String teamId;
    private final String text;
    private final String creatorId;
    private final Instant creationTime;
    private final String body;
    private final String contentType;

    SandboxPost(
            String id,
            String teamId,
            String text,
            String creatorId,
            Instant creationTime,
            String body,
            String contentType) {
        this.id = id;
        this.teamId = teamId;
        this.text = text;
        this.creatorId = creatorId;
        this.creationTime = creationTime;
        this.body = body;
        this.contentType = contentType;
    }

    /**
     * The post's id.
     *
     * @return digits
     */
    public String id() {
        return id;
    }

    /**
     * The id of the chat: of a team, or of a user's Personal chat.
     *
     * @return digits
     */
    public String teamId() {
        return teamId;
    }

    /**
     * The message's text.
     *
     * @return the text; empty if the post has attachments only
     */
    public String text() {
        return text;
    }

    /**
     * The id of the user whose token sent the post.
     *
     * @return digits
     */
    public String creatorId() {
        return creatorId;
    }

    /**
     * When the post was created, by the sandbox's clock.
     *
     * @return the time
     */
    public Instant creationTime() {
        return creationTime;
    }

    /**
     * The request's body, verbatim.
     *
     * @return JSON text
     */
    public String body() {
        return body;
    }

    /**
     * The request's {@code Content-Type}, verbatim.
     *
     * @return the header's value, for example {@code application/json}
     */
    public String contentType() {
        return contentType;
    }

    /** Id, chat, creator, time and body. */
    @Override
    public String toString() {
        return "SandboxPost[" + id + " in " + teamId + " by " + creatorId + " at " + creationTime + ": " + body + "]";
    }
}
