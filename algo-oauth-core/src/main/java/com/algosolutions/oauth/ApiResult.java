package com.algosolutions.oauth;

import java.time.Duration;
import java.util.Optional;

/**
 * What came of a request. Immutable and thread-safe; prints in one line, without a secret. The list is closed: the target accepted
 * the request, or refused it, or it was not sent for want of an authorization, or no reply came.
 */
public sealed interface ApiResult {

    /** {@return method and address of the request} */
    String request();

    /** {@return how long it took, token work included} */
    Duration elapsed();

    /** {@return the target's reply, if one came} */
    default Optional<HttpResponse> reply() {
        return Optional.empty();
    }

    /** {@return why it was not delivered; empty if it was} */
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
     * For callers who want exceptions.
     *
     * @return this result, if the request was delivered
     * @throws OAuthException with this result, if it was not
     */
    default Delivered orThrow() {
        throw new OAuthException(this);
    }

    /**
     * The target accepted the request: a status in the 200s, and nothing in the body that the provider declares a failure.
     *
     * @param request method and address
     * @param elapsed how long it took
     * @param accepted the target's reply
     * @param requestId the provider's id of the request, if its reply has one
     */
    record Delivered(String request, Duration elapsed, HttpResponse accepted, Optional<String> requestId)
            implements ApiResult {
        @Override
        public Optional<HttpResponse> reply() {
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
     * The target replied, but not with success: another status, or a body that the provider declares a failure
     * ({@link com.algosolutions.oauth.spi.OAuthProvider#failureMarks()}).
     *
     * @param request method and address
     * @param elapsed how long it took
     * @param refusal the target's reply
     * @param why what it means and what to do
     */
    record Rejected(String request, Duration elapsed, HttpResponse refusal, Failure why) implements ApiResult {
        @Override
        public Optional<HttpResponse> reply() {
            return Optional.of(refusal);
        }

        @Override
        public Optional<Failure> failure() {
            return Optional.of(why);
        }

        /**
         * {@return true for a 5xx that the provider does not call a refusal, which may come from a gateway whose server acted; and for a
         * 200 whose body says that the provider is in trouble}
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
     * The request was not sent: there is no authorization for it, or it is {@link #objected() not one that the provider takes}.
     *
     * @param request method and address
     * @param elapsed how long it took
     * @param why which step failed, what it means and what to do
     */
    record Unauthorized(String request, Duration elapsed, Failure why) implements ApiResult {
        /** {@return whether the request itself is at fault: its provider would refuse it, whoever sends it} */
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
     * No reply came, from the target or from the token endpoint.
     *
     * @param request method and address
     * @param elapsed how long it took
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
                            ? " The request may have been delivered; look before you repeat it."
                            : " The request was not sent.");
        }
    }
}
