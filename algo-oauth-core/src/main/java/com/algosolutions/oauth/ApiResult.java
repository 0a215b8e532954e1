package com.algosolutions.oauth;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The result of a request. Immutable and thread-safe; prints in one line, without a secret. Java serialization writes the text of the
 * response with its secrets masked.
 *
 * <p>A caller that wants to repeat the request asks {@link #mayHaveBeenDelivered} whether that is safe, and {@link Failure#temporary}
 * whether it may help.
 *
 * @since 0.1.0
 */
public final class ApiResult implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The method and the URL of the request, without its query. */
    private final String request;

    /** What became of the request. */
    private final Outcome outcome;

    /** The target's response; null if none came. */
    private final @Nullable HttpResponse response;

    /** Why the request was not delivered; null if it was. */
    private final @Nullable Failure failure;

    /** The provider's id of the request; null or empty if there is none. */
    private final @Nullable String requestId;

    /** How long the call took. */
    private final Duration elapsed;

    private ApiResult(Builder builder) {
        request = builder.request;
        outcome = builder.outcome;
        response = builder.response;
        failure = builder.failure;
        requestId = builder.requestId;
        elapsed = builder.elapsed;
    }

    /** What became of a request. A minor release may add an outcome. */
    public enum Outcome {
        /**
         * The target accepted the request: the response meets the request's {@link SuccessCondition}, by default a status in the 200s, and has
         * no member that the provider declares as a failure.
         */
        DELIVERED,
        /**
         * The target rejected the request, and did not act on it: another status, a body that the provider declares as a failure ({@link
         * com.algosolutions.oauth.spi.OAuthProvider#failureMarks()}), or a complete response that breaks the request's {@link
         * SuccessCondition}.
         */
        REJECTED,
        /**
         * There is no token or no permission to send the request: profile, API host, credentials or signer. It was not sent, or the target
         * rejected it together with its token (401) and no other token could be obtained.
         */
        NO_CREDENTIAL,
        /** The provider would reject the request with any token, for example a text that is too long. It was not sent. */
        INVALID,
        /** The target or the authorization server could not be reached. The request was not sent. */
        UNREACHABLE,
        /**
         * The target may have acted on the request: no response came, or a 5xx that the provider's rules do not define as a rejection, because
         * a gateway may have sent it after the server acted. Look at the target before you repeat the request.
         */
        UNCONFIRMED;

        /** {@return whether the target accepted the request} */
        public boolean delivered() {
            return this == DELIVERED;
        }

        /** {@return whether the target may have acted on the request; false means that it certainly has not} */
        public boolean mayHaveBeenDelivered() {
            return this == DELIVERED || this == UNCONFIRMED;
        }
    }

    /**
     * Starts a result, for a fake of {@link ApiClient}.
     *
     * @param request the request
     * @param outcome what became of it
     * @return the builder
     */
    public static Builder builder(ApiRequest request, Outcome outcome) {
        return new Builder(requireNonNull(request, "request").toString(), requireNonNull(outcome, "outcome"));
    }

    /** {@return the method and the URL of the request, without the URL's query, which may contain secrets} */
    public String request() {
        return request;
    }

    /** {@return what became of the request} */
    public Outcome outcome() {
        return outcome;
    }

    /** {@return the target's response, if one came} */
    public Optional<HttpResponse> response() {
        return Optional.ofNullable(response);
    }

    /** {@return why the request was not delivered: the step, what it means and what to do; empty if it was delivered} */
    public Optional<Failure> failure() {
        return Optional.ofNullable(failure);
    }

    /** {@return the provider's id of the request, for the provider's support; empty if its response has none} */
    public Optional<String> requestId() {
        return Optional.ofNullable(requestId)
                .or(() -> failure().flatMap(Failure::serverError).flatMap(Failure.ServerError::requestId));
    }

    /** {@return how long the call took, including the wait for a token} */
    public Duration elapsed() {
        return elapsed;
    }

    /** {@return whether the target accepted the request} */
    public boolean delivered() {
        return outcome.delivered();
    }

    /** {@return whether the target may have acted on the request; false means that it certainly has not} */
    public boolean mayHaveBeenDelivered() {
        return outcome.mayHaveBeenDelivered();
    }

    /**
     * Turns a failure into an exception.
     *
     * @return this result, if the request was delivered
     * @throws OAuthException with this result, if it was not
     */
    public ApiResult orThrow() {
        if (!delivered()) {
            throw new OAuthException(this);
        }
        return this;
    }

    /** {@return the result in one line: outcome, request, and the response or the failure} */
    @Override
    public String toString() {
        String why = request + ": " + failure;
        return switch (outcome) {
            case DELIVERED ->
                "delivered: " + request
                        + (response == null ? "" : " answered " + response)
                        + " in " + elapsed.toMillis() + " ms"
                        + requestId().map(id -> ", request id " + id).orElse("");
            case REJECTED -> "rejected: " + why;
            case NO_CREDENTIAL -> "no credential: " + why;
            case INVALID -> "not sent: " + why;
            case UNREACHABLE -> "unreachable: " + why + " The request was not sent.";
            case UNCONFIRMED ->
                "unconfirmed: " + why + " The request may have been delivered; check the target before you repeat it.";
        };
    }

    /** The parts of a result. Not thread-safe. */
    public static final class Builder {
        private final String request;
        private final Outcome outcome;
        private @Nullable HttpResponse response;
        private @Nullable Failure failure;
        private @Nullable String requestId;
        private Duration elapsed = Duration.ZERO;

        private Builder(String request, Outcome outcome) {
            this.request = request;
            this.outcome = Objects.requireNonNull(outcome, "outcome");
        }

        /**
         * Sets the target's response. Default: none came.
         *
         * @param value the response
         * @return this
         */
        public Builder response(HttpResponse value) {
            response = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets why the request was not delivered. Required for each outcome but {@link Outcome#DELIVERED}.
         *
         * @param value the failure
         * @return this
         */
        public Builder failure(Failure value) {
            failure = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets the provider's id of the request. Default: that of the failure, if it has one.
         *
         * @param value the id
         * @return this
         */
        public Builder requestId(String value) {
            requestId = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets how long the call took. Default: zero.
         *
         * @param value the time
         * @return this
         */
        public Builder elapsed(Duration value) {
            elapsed = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Makes the result.
         *
         * @return the result
         * @throws IllegalStateException if a delivered request has a failure, or another has none
         */
        public ApiResult build() {
            if (outcome.delivered() != (failure == null)) {
                throw new IllegalStateException(
                        outcome.delivered()
                                ? "A delivered request has no failure. Choose another outcome, or leave the failure out."
                                : "The outcome " + outcome + " needs a failure. Give one with failure(…).");
            }
            return new ApiResult(this);
        }
    }
}
