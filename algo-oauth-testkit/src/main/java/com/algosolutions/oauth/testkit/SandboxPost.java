package com.algosolutions.oauth.testkit;

import java.time.Instant;

/**
 * A message in a chat, with the request that created it.
 *
 * <p><em>Thread safety</em>: immutable.
 *
 * @param id the post's id
 * @param teamId the id of its chat
 * @param text the message's text; empty if the post has attachments only
 * @param creatorId the id of the user whose token sent it
 * @param creationTime when it was posted, by the sandbox's clock
 * @param body the request's body, verbatim
 * @param contentType the request's {@code Content-Type}, verbatim; empty if there was none
 * @since 0.1
 */
public record SandboxPost(
        String id,
        String teamId,
        String text,
        String creatorId,
        Instant creationTime,
        String body,
        String contentType) {}
