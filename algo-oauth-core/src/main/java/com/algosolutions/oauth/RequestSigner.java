package com.algosolutions.oauth;

import com.algosolutions.oauth.input.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Makes the headers that authenticate a request. Called for each attempt to send it. Must be thread-safe.
 *
 * <p>If {@link #sign} or {@link #keepsSecret} throws, an {@link Error} included, or {@code sign} returns null, the request is not sent, and its
 * {@link Failure} names the exception. If one of the other methods throws, the response is reported without its part.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface RequestSigner {
    /**
     * Signs a request.
     *
     * @param request the request as it will be sent
     * @param now the time to sign with: the time that the target accepted last, else the best time known
     * @return the headers to add; they replace the request's headers of the same names
     */
    List<Header> sign(ApiRequest request, Instant now);

    /**
     * Whether the target may have rejected a request because of the signed time. If so, the client signs the request with the target's time
     * and sends it once more. Must be false for a status with which the target may have executed the request.
     *
     * @param status the HTTP status of the response
     * @param off how far the signed time was from the {@code Date} of the response, never negative
     * @return whether to sign again; by default false
     */
    default boolean clockMayBeWrong(int status, Duration off) {
        return false;
    }

    /**
     * Whether the headers prove a secret without revealing it. Only then may the client send a signed request by plain http, to hosts that
     * its builder names.
     *
     * @return whether a listener on the network learns nothing that authenticates another request; by default false
     */
    default boolean keepsSecret() {
        return false;
    }

    /**
     * The secrets that the client masks where it shows what a target said. A target knows the password with which it checks a signature, and
     * may print it. The headers of a signature are masked without this.
     *
     * @return the secrets; by default none
     */
    default List<Secret> secrets() {
        return List.of();
    }

    /**
     * Explains why a target rejected a signed request. A signer knows its targets, so it can name the settings to check.
     *
     * @param response the response, with the credentials that were sent masked
     * @param failure the explanation by the HTTP status, with what the target said
     * @return the failure with the signer's own message, advice or kind; by default the failure unchanged
     */
    default Failure explain(HttpResponse response, Failure failure) {
        Objects.requireNonNull(response, "response");
        return Objects.requireNonNull(failure, "failure");
    }
}
