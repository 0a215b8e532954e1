package com.algosolutions.oauth.http;

import com.algosolutions.oauth.HttpResponse;

/** The result of sending a request: {@link Received}, or {@link NoResponse}. */
public sealed interface HttpOutcome {
    /**
     * A response arrived whole.
     *
     * @param reply the response
     */
    record Received(HttpResponse reply) implements HttpOutcome {

        /** {@return status and length; not the content} */
        @Override
        public String toString() {
            return reply.toString();
        }
    }

    /**
     * No usable response arrived.
     *
     * @param trouble why
     * @param mayHaveBeenSent whether the server may have received the request
     */
    record NoResponse(NetworkError trouble, boolean mayHaveBeenSent) implements HttpOutcome {}
}
