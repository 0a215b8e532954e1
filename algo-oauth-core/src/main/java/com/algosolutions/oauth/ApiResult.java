package com.algosolutions.oauth;

import java.time.Duration;
import java.util.Optional;

/**
 * The result of a request. Immutable and thread-safe; prints in one line, without a secret. There are four cases: the target accepted the
 * request, the target rejected it, the client did not send it because it had no authorization, or no response came.
 */
public sealed interface ApiResult {

    /** {@return the method and the URL of the request} */
    String request();

    /** {@return how long the call took, including the wait for a token} */
    Duration elapsed();

    /** {@return the target's response, if one came} */
    default Optional<HttpResponse> response() {
        return Optional.empty();
    }

    /** {@return why the request was not delivered; empty if it was} */
    default Optional<Failure> failure() {
        return Optional.empty();
    }

    /** {@return whether the target accepted the request} */
    default boolean delivered() {
        return false;
    }

    /** {@return whether the target may have acted on the request; false means that it certainly has not} */
    default boolean mayHaveBeenDelivered() {
        return false;
    }

    /**
     * Turns a failure into an exception.
     *
     * @return this result, if the request was delivered
     * @throws OAuthException with this result, if it was not
     */
    default Delivered orThrow() {
        throw new OAuthException(this);
    }

    /**
     * The target accepted the request: a status in the 200s, and no member in the body that the provider declares as a failure.
     *
     * @param request the method and the URL
     * @param elapsed how long the call took
     * @param accepted the target's response
     * @param requestId the provider's id of the request, if its response has one
     */
    record Delivered(String request, Duration elapsed, HttpResponse accepted, Optional<String> requestId)
            implements ApiResult {
        @Override
        public Optional<HttpResponse> response() {
            return Optional.of(accepted);
        }

        @Override
        public boolean delivered() {
            return true;
        }

        @Override
        public boolean mayHaveBeenDelivered() {
            return true;
        }

        @Override
        public Delivered orThrow() {
            return this;
        }

        @Override
        public String toString() {
            return "delivered: " + request + " answered " + accepted + " in " + elapsed.toMillis() + " ms"
                    + requestId.map(id -> ", request id " + id).orElse("");
        }
    }

    /**
     * The target rejected the request: another status, or a body that the provider declares as a failure
     * ({@link com.algosolutions.oauth.spi.OAuthProvider#failureMarks()}).
     *
     * @param request the method and the URL
     * @param elapsed how long the call took
     * @param refusal the target's response
     * @param why what the response means and what to do
     */
    record Rejected(String request, Duration elapsed, HttpResponse refusal, Failure why) implements ApiResult {
        @Override
        public Optional<HttpResponse> response() {
            return Optional.of(refusal);
        }

        @Override
        public Optional<Failure> failure() {
            return Optional.of(why);
        }

        /**
         * {@return true for a 5xx that the provider's rules do not define as a rejection, because a gateway may have sent it after the server
         * acted; and for a status in the 200s whose body reports a temporary failure}
         */
        @Override
        public boolean mayHaveBeenDelivered() {
            return (refusal.status() >= 500 || refusal.successful()) && why.kind() == Failure.Kind.UNAVAILABLE;
        }

        @Override
        public String toString() {
            return "rejected: " + request + ": " + why;
        }
    }

    /**
     * The client did not send the request: there is no authorization for it, or the provider {@link #objected() would reject it}.
     *
     * @param request the method and the URL
     * @param elapsed how long the call took
     * @param why which step failed, what it means and what to do
     */
    record Unauthorized(String request, Duration elapsed, Failure why) implements ApiResult {
        /** {@return whether the request itself is the cause: the provider would reject it with any authorization} */
        public boolean objected() {
            return why.step() == Step.REQUEST && why.kind() == Failure.Kind.REQUEST;
        }

        @Override
        public Optional<Failure> failure() {
            return Optional.of(why);
        }

        @Override
        public String toString() {
            return (objected() ? "not sent: " : "unauthorized: ") + request + ": " + why;
        }
    }

    /**
     * No response came, from the target or from the token endpoint.
     *
     * @param request the method and the URL
     * @param elapsed how long the call took
     * @param why which step failed, what it means and what to do
     * @param mayHaveBeenDelivered whether the target may have received the request
     */
    record Unreachable(String request, Duration elapsed, Failure why, boolean mayHaveBeenDelivered)
            implements ApiResult {
        @Override
        public Optional<Failure> failure() {
            return Optional.of(why);
        }

        @Override
        public String toString() {
            return "unreachable: " + request + ": " + why
                    + (mayHaveBeenDelivered
                            ? " The request may have been delivered; check the target before you repeat it."
                            : " The request was not sent.");
        }
    }
}
