package com.algosolutions.oauth;

import java.util.List;
import java.util.Optional;

/** What came of a token request: {@link Issued}, or {@link Failed}. */
sealed interface TokenReply {

    /**
     * The endpoint issued a token.
     *
     * @param grant what it issued
     */
    record Issued(Grant grant) implements TokenReply {}

    /**
     * The endpoint did not.
     *
     * @param failure why
     * @param fate what is known of the request's fate
     * @param codes the codes that the endpoint wrote, the most telling first; empty if nothing answered that speaks JSON, as an endpoint
     *     does
     */
    record Failed(Failure failure, Fate fate, Optional<List<String>> codes) implements TokenReply {
        Failed(Failure failure, Fate fate) {
            this(failure, fate, Optional.empty());
        }

        boolean unreachable() {
            return fate == Fate.UNKNOWN || fate == Fate.NOT_SENT;
        }

        /** {@return why; not the codes, which are a server's own words} */
        @Override
        public String toString() {
            return fate + ": " + failure;
        }
    }

    /** What is known of a request that did not bring a token. */
    enum Fate {
        /** The server answered. */
        ANSWERED,
        /** The server wants the same request again, with the nonce that it gave: RFC 9449 section 8. */
        NONCE_WANTED,
        /** No answer came, and the server may have acted. */
        UNKNOWN,
        /** The server has not received it. */
        NOT_SENT
    }
}
