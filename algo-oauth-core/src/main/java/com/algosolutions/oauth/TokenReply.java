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
     * @param time whether it is about what time it is, which the device may have wrong
     */
    record Failed(Failure failure, Fate fate, Optional<List<String>> codes, boolean time) implements TokenReply {
        Failed(Failure failure, Fate fate, Optional<List<String>> codes) {
            this(failure, fate, codes, false);
        }

        Failed(Failure failure, Fate fate) {
            this(failure, fate, Optional.empty());
        }

        /** The same with a better reason. */
        Failed because(Failure better) {
            return new Failed(better, fate, codes, time);
        }

        /** Whether a code is among those that the endpoint wrote. */
        boolean says(String code) {
            return codes.orElse(List.of()).contains(code);
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
        /** The server has answered 2xx without a token that can be used; it may have issued one all the same. */
        UNUSABLE,
        /** The server wants the same request again, with the nonce that it gave: RFC 9449 section 8. */
        NONCE_WANTED,
        /** The server has refused a signature that was made at a wrong time, and told the right one. */
        TIME_TOLD,
        /** It was due to be sent again, and the gate is closed: the device has kept it back. */
        KEPT_BACK,
        /** No answer came, and the server may have acted. */
        UNKNOWN,
        /** The server has not received it. */
        NOT_SENT;

        /** Whether the server has refused before it looked at the grant, which so may be presented again, signed anew. */
        boolean signAgain() {
            return this == NONCE_WANTED || this == TIME_TOLD;
        }
    }
}
