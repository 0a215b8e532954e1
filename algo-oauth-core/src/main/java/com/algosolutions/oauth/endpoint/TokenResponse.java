package com.algosolutions.oauth.endpoint;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.jose.DpopProofs;
import java.util.List;
import java.util.Optional;

/** What came of a token request: {@link Issued}, or {@link Failed}. */
public sealed interface TokenResponse {

    /**
     * The endpoint issued a token.
     *
     * @param grant what it issued
     */
    record Issued(TokenSet grant) implements TokenResponse {}

    /**
     * The endpoint did not.
     *
     * @param failure why
     * @param fate what is known of the request's fate
     * @param codes the codes that the endpoint wrote, the most telling first; empty if nothing answered that speaks JSON, as an endpoint
     *     does
     * @param time whether it is about what time it is, which the device may have wrong
     */
    record Failed(Failure failure, Fate fate, Optional<List<String>> codes, boolean time) implements TokenResponse {
        public Failed(Failure failure, Fate fate, Optional<List<String>> codes) {
            this(failure, fate, codes, false);
        }

        public Failed(Failure failure, Fate fate) {
            this(failure, fate, Optional.empty());
        }

        /** The same with a better reason. */
        public Failed withFailure(Failure better) {
            return new Failed(better, fate, codes, time);
        }

        /** Whether a code is among those that the endpoint wrote. */
        public boolean says(String code) {
            return codes.orElse(List.of()).contains(code);
        }

        public boolean unreachable() {
            return fate == Fate.NOT_SENT
                    || (fate == Fate.UNKNOWN && failure.said().isEmpty());
        }

        /** Whether the server has said that it is in trouble, by the status or by a code in any reply. */
        boolean inTrouble() {
            return failure.said().map(Failure.Said::status).orElse(0) >= 400
                    || !codes.orElse(List.of()).isEmpty();
        }

        Failed with(Fate other) {
            return new Failed(failure, other, codes, time);
        }

        /**
         * The same where a refresh token was presented. That it was not used up is proved by a refusal, a 429 and a 503, not by any other
         * trouble, nor by a success that nobody can read: the server may have rotated it before.
         */
        Failed asRefreshFailure() {
            if (fate == Fate.UNUSABLE && codes.isEmpty()) {
                return new Failed(
                        failure.withKind(Failure.Kind.UNAVAILABLE)
                                .withAdvice("Try again later; if it keeps happening, check Token URL."),
                        Fate.UNKNOWN,
                        codes);
            }
            int status = failure.said().map(Failure.Said::status).orElse(0);
            boolean nonce = status < 429 && says(DpopProofs.NONCE_REQUIRED); // a refusal, though it gives none
            boolean ambiguous =
                    fate == Fate.ANSWERED && !nonce && failure.kind() == Failure.Kind.UNAVAILABLE && status != 503;
            return ambiguous ? with(Fate.UNKNOWN) : this;
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
        NONCE_REQUIRED,
        /** The server has refused a signature that was made at a wrong time, and told the right one. */
        CLOCK_CORRECTED,
        /** It was due to be sent again, and the gate is closed: the device has kept it back. */
        WITHHELD,
        /** No answer came, or one that does not tell, and the server may have acted. */
        UNKNOWN,
        /** The server has not received it. */
        NOT_SENT;

        /** Whether the server has refused before it looked at the grant, which so may be presented again, signed anew. */
        boolean signAgain() {
            return this == NONCE_REQUIRED || this == CLOCK_CORRECTED;
        }
    }
}
