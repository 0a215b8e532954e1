package com.algosolutions.oauth.http;

import com.algosolutions.oauth.HttpResponse;

/** The result of sending a request: {@link Received}, or {@link NoResponse}. */
public sealed interface HttpOutcome {
    /**
     * The whole response arrived.
     *
     * @param reply the response
     */
    record Received(HttpResponse reply) implements HttpOutcome {

        /** {@return status and length; not the body} */
        @Override
        public String toString() {
            return reply.toString();
        }
    }

    /**
     * No usable response arrived.
     *
     * @param error the reason
     * @param mayHaveBeenSent whether the server may have received the request
     */
    record NoResponse(NetworkError error, boolean mayHaveBeenSent) implements HttpOutcome {}
}
