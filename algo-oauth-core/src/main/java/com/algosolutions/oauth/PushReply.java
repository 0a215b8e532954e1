package com.algosolutions.oauth;

import java.time.Duration;
import java.util.Map;

/** What came of a pushed authorization request: {@link Accepted}, or {@link Failed}. */
sealed interface PushReply {

    /**
     * The authorization server keeps the request: RFC 9126 section 2.2.
     *
     * @param parameters what stands in the authorization URL in place of the request
     * @param expiresIn how long the URL can be opened
     */
    record Accepted(Map<String, String> parameters, Duration expiresIn) implements PushReply {}

    /**
     * It does not.
     *
     * @param failure why
     */
    record Failed(Failure failure) implements PushReply {}
}
