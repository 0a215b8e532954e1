package com.algosolutions.oauth.endpoint;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.jose.DpopProofs;
import java.util.List;
import java.util.Optional;

/** The result of a token request: {@link Issued}, or {@link Failed}. */
public sealed interface TokenResponse {

    /**
     * The endpoint issued a token.
     *
     * @param grant the tokens
     * @param habits names the deviations of the response from RFC 6749 that the device has accepted, each after a comma; empty without any
     */
    record Issued(TokenSet grant, String habits) implements TokenResponse {}

    /**
     * The endpoint did not issue a token.
     *
     * @param failure why
     * @param fate whether the server received and executed the request, as far as the device knows
     * @param codes the error codes of the response, the most specific first; empty if there was no JSON response, so that it did not come
     *     from the endpoint
     * @param time whether the device's clock may be the cause
     * @param guessed whether the response rejects a refresh token in words that the device does not know, so that its meaning is a guess
     */
    record Failed(Failure failure, Fate fate, Optional<List<String>> codes, boolean time, boolean guessed)
            implements TokenResponse {
        public Failed(Failure failure, Fate fate, Optional<List<String>> codes) {
            this(failure, fate, codes, false, false);
        }

        public Failed(Failure failure, Fate fate) {
            this(failure, fate, Optional.empty());
        }

        /** This response with a more precise failure. */
        public Failed withFailure(Failure better) {
            return new Failed(better, fate, codes, time, guessed);
        }

        /** Whether the response contains a code. */
        public boolean says(String code) {
            return codes.orElse(List.of()).contains(code);
        }

        /** Whether the server answered, and the same request cannot succeed later without a change. */
        public boolean refused() {
            return fate != Fate.WITHHELD
                    && fate != Fate.NOT_SENT
                    && failure.serverError().isPresent()
                    && !failure.kind().temporary();
        }

        public boolean unreachable() {
            return fate == Fate.NOT_SENT
                    || (fate == Fate.UNKNOWN && failure.serverError().isEmpty());
        }

        /** Whether the server reported an error, by the status or by a code. */
        boolean reportedError() {
            return failure.serverError().map(Failure.ServerError::status).orElse(0) >= 400
                    || !codes.orElse(List.of()).isEmpty();
        }

        /** Whether the server answered with an error of the server; a 503 says that it is temporary. */
        public boolean serverFailed() {
            int status = failure.serverError().map(Failure.ServerError::status).orElse(0);
            return status > 0 && status != 503 && failure.kind() == Failure.Kind.UNAVAILABLE;
        }

        Failed with(Fate other) {
            return new Failed(failure, other, codes, time, guessed);
        }

        /**
         * This response to a refresh token. A rejection, a 429 and a 503 prove that the server has not rotated the token. No other failure
         * does, nor a 2xx response that the device cannot read: the server may have rotated the token before.
         */
        Failed asRefreshFailure() {
            if (fate == Fate.UNUSABLE && codes.isEmpty()) {
                return new Failed(
                        failure.withKind(Failure.Kind.UNAVAILABLE)
                                .withAdvice("Try again later; if it keeps happening, check Token URL."),
                        Fate.UNKNOWN,
                        codes);
            }
            int status = failure.serverError().map(Failure.ServerError::status).orElse(0);
            boolean nonce =
                    status < 429 && says(DpopProofs.NONCE_REQUIRED); // a rejection, although the response has no nonce
            boolean ambiguous =
                    fate == Fate.ANSWERED && !nonce && failure.kind() == Failure.Kind.UNAVAILABLE && status != 503;
            return ambiguous ? with(Fate.UNKNOWN) : this;
        }

        /** {@return fate and failure; not the codes, which the server chose} */
        @Override
        public String toString() {
            return fate + ": " + failure;
        }
    }

    /** What the device knows of a request that returned no token. */
    enum Fate {
        /** The server answered. */
        ANSWERED,
        /** The server answered 2xx without a usable token; it may have issued one nevertheless. */
        UNUSABLE,
        /** The server requires the request again with its nonce: RFC 9449 section 8. */
        NONCE_REQUIRED,
        /** The server rejected a signature made at a wrong time, and its response contains the right time. */
        CLOCK_CORRECTED,
        /** The rate limit or a back-off did not admit the request, so the device has not sent it. */
        WITHHELD,
        /** No response arrived, or an ambiguous one, and the server may have executed the request. */
        UNKNOWN,
        /** The server has not received the request. */
        NOT_SENT;

        /** Whether the server rejected the signature before it checked the grant, so that the grant may be signed and sent again. */
        boolean signAgain() {
            return this == NONCE_REQUIRED || this == CLOCK_CORRECTED;
        }
    }
}
