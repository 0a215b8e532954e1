package com.algosolutions.oauth;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Makes the headers that authenticate one request, anew for each sending. Must be thread-safe. */
@FunctionalInterface
public interface RequestSigner {
    /**
     * Signs a request.
     *
     * @param request the request as it will be sent
     * @param now the time to sign with
     * @return the headers to add; they replace the request's own of the same names
     */
    List<Header> sign(ApiRequest request, Instant now);

    /**
     * Whether a refusal may be due to the signed time. The request is then signed by the target's own time and sent once more, so this
     * must be false for a status with which the target may have acted.
     *
     * @param status the HTTP status of the reply
     * @param off how far the signed time was from the {@code Date} of the reply, never negative
     * @return whether to sign again; never, unless a signer says otherwise
     */
    default boolean clockMayBeWrong(int status, Duration off) {
        return false;
    }
}
