package com.algosolutions.oauth;

import java.time.Instant;
import java.util.List;

/** Makes the headers that authenticate one request. Must be thread-safe. */
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
}
