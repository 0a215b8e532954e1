package com.algosolutions.oauth.endpoint;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.http.HttpOutcome;
import com.algosolutions.oauth.http.HttpTransport;
import com.algosolutions.oauth.http.HttpsOnly;
import com.algosolutions.oauth.jose.DpopProofs;
import com.algosolutions.oauth.time.Deadline;
import com.algosolutions.oauth.time.TrustedClock;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Sends requests to authorization servers, one instance for all profiles. Thread-safe.
 *
 * @param transport sends requests
 * @param clock knows the servers' time
 * @param proofs signs DPoP proofs and knows the servers' nonces
 * @param limiters count token-endpoint calls and record back-offs
 * @param retries limits how many requests are repeated
 * @param httpsOnly says which URLs are allowed
 */
public record BackChannel(
        HttpTransport transport,
        TrustedClock clock,
        DpopProofs proofs,
        RateLimiters limiters,
        RetryBudget retries,
        HttpsOnly httpsOnly) {

    /**
     * A response of an authorization server.
     *
     * @param reply the response
     * @param redactor knows every secret of the request
     */
    record Response(HttpResponse reply, Redactor redactor) {}

    /**
     * Sends a request other than a token request, within the rate limit. If the server rejects the client's signature and its response
     * corrects the device's clock, the request is signed and sent once more.
     *
     * @param attempt makes the request; called for each attempt
     * @param subject begins the message if no response arrives
     */
    Answer<Response> exchange(
            RateLimiter limiter, Supplier<ClientRequest> attempt, Step step, String subject, Deadline deadline) {
        RateLimiter.Permit permit = limiter.permit();
        for (boolean repeated = false; ; repeated = true) {
            ClientRequest request = attempt.get();
            Optional<Failure> rejection = permit.admit(request.url());
            if (rejection.isPresent()) {
                return new Answer.Failed<>(rejection.get());
            }
            HttpOutcome sent = request.send(transport, deadline);
            HttpOutcome outcome =
                    step == Step.REVOCATION ? sent : sent.withBody(); // RFC 7009 section 2.2: the status decides
            if (outcome instanceof HttpOutcome.NoResponse none && !none.mayHaveBeenSent()) {
                permit.notSent();
            } else {
                permit.ended();
            }
            if (outcome instanceof HttpOutcome.NoResponse none) {
                return new Answer.Failed<>(none.failure(step, subject));
            }
            HttpResponse reply = ((HttpOutcome.Received) outcome).reply();
            if (repeated || !request.signedAtWrongTime(reply, clock)) {
                return new Answer.Got<>(new Response(reply, request.redactor()));
            }
        }
    }
}
