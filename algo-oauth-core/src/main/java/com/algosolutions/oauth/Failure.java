package com.algosolutions.oauth;

import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A failure, explained: which step failed, what the server said, what that means, and what to do. Immutable and thread-safe; without
 * secrets. A method that changes a part returns a new failure.
 *
 * @since 0.1.0
 */
public final class Failure implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The step that failed. */
    private final Step step;

    /** What the client does after the failure. */
    private final Kind kind;

    /** What is wrong, in one line. */
    private final String message;

    /** What to do. */
    private final String advice;

    /** What the server said; null without a response. */
    private final @Nullable ServerError serverError;

    /** How long to back off; null if the server does not say. */
    private final @Nullable Duration retryAfter;

    private Failure(
            Step step,
            Kind kind,
            String message,
            String advice,
            @Nullable ServerError serverError,
            @Nullable Duration retryAfter) {
        this.step = Objects.requireNonNull(step, "step");
        this.kind = Objects.requireNonNull(kind, "kind");
        this.message = Objects.requireNonNull(message, "message");
        this.advice = Objects.requireNonNull(advice, "advice");
        this.serverError = serverError;
        this.retryAfter = retryAfter;
    }

    /** What the client does after a failure. */
    public enum Kind {
        /** An operator must change the profile or the provider's app. A token is requested again after 10 min, 1 h, 6 h and then daily. */
        CONFIGURATION,
        /**
         * The grant (a refresh token, a code, an assertion) is missing, expired, or rejected. The profile's assertion may be tried, once;
         * otherwise a user must sign in again, or an operator must paste a new assertion. A token is requested again as for {@link
         * #CONFIGURATION}.
         */
        GRANT_INVALID,
        /** The access token is invalid. The client drops it, renews it once, and sends the request once more. */
        TOKEN_INVALID,
        /** The request is invalid; token and profile are valid. The request is not repeated. */
        REQUEST,
        /** Rate limited: the client sends nothing more before the time in the response. */
        THROTTLED,
        /** The provider has a temporary failure; the same request may succeed later. */
        UNAVAILABLE;

        /** {@return whether the same request may succeed later without any change} */
        public boolean temporary() {
            return this == THROTTLED || this == UNAVAILABLE;
        }

        /** {@return whether an API response of this kind rejects the access token that was sent} */
        public boolean rejectsToken() {
            return this == TOKEN_INVALID;
        }
    }

    /**
     * Makes a failure without a server's response.
     *
     * @param step the step that failed
     * @param kind what the client does after it
     * @param message what the failure means, a sentence without its full stop
     * @param advice what to do, a sentence in the imperative
     * @return the failure
     */
    public static Failure of(Step step, Kind kind, String message, String advice) {
        return new Failure(step, kind, message, advice, null, null);
    }

    /**
     * Returns this failure with another step.
     *
     * @param other the step
     * @return the failure
     */
    public Failure withStep(Step other) {
        return new Failure(other, kind, message, advice, serverError, retryAfter);
    }

    /**
     * Returns this failure with another kind.
     *
     * @param other the kind
     * @return the failure
     */
    public Failure withKind(Kind other) {
        return new Failure(step, other, message, advice, serverError, retryAfter);
    }

    /**
     * Returns this failure with another message.
     *
     * @param other what the failure means, a sentence without its full stop
     * @return the failure
     */
    public Failure withMessage(String other) {
        return new Failure(step, kind, other, advice, serverError, retryAfter);
    }

    /**
     * Returns this failure with other advice.
     *
     * @param other what to do, a sentence in the imperative
     * @return the failure
     */
    public Failure withAdvice(String other) {
        return new Failure(step, kind, message, other, serverError, retryAfter);
    }

    /**
     * Returns this failure with what a server said.
     *
     * @param other the server's error
     * @return the failure
     */
    public Failure withServerError(ServerError other) {
        return new Failure(step, kind, message, advice, Objects.requireNonNull(other, "other"), retryAfter);
    }

    /**
     * Returns this failure with another back-off time.
     *
     * @param other how long to back off
     * @return the failure
     */
    public Failure withRetryAfter(Duration other) {
        return new Failure(step, kind, message, advice, serverError, Objects.requireNonNull(other, "other"));
    }

    /** {@return the step that failed} */
    public Step step() {
        return step;
    }

    /** {@return what the client does after the failure} */
    public Kind kind() {
        return kind;
    }

    /** {@return what the failure means, a sentence without its full stop} */
    public String message() {
        return message;
    }

    /** {@return what to do, a sentence in the imperative} */
    public String advice() {
        return advice;
    }

    /** {@return what the server said; empty without a response} */
    public Optional<ServerError> serverError() {
        return Optional.ofNullable(serverError);
    }

    /** {@return how long to back off; empty if the server does not say} */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** {@return whether the failure is temporary, so that the same request may succeed later without any change} */
    public boolean temporary() {
        return kind.temporary();
    }

    /** {@return the provider's code, or else the RFC's {@code error}, that of a callback included; empty if the server sent neither} */
    public Optional<String> code() {
        return serverError().flatMap(said -> said.code().or(said::error));
    }

    /** {@return whether the other object is a failure with the same parts} */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Failure that
                && step == that.step
                && kind == that.kind
                && message.equals(that.message)
                && advice.equals(that.advice)
                && Objects.equals(serverError, that.serverError)
                && Objects.equals(retryAfter, that.retryAfter);
    }

    @Override
    public int hashCode() {
        return Objects.hash(step, kind, message, advice, serverError, retryAfter);
    }

    /** {@return what the failure means, what the server said, and what to do, in one line} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(message);
        if (serverError != null) {
            text.append(" (").append(serverError).append(')');
        }
        text.append(". ").append(advice);
        long wait = retryAfter == null ? 0 : retryAfter.plusNanos(999_999_999).toSeconds();
        if (wait > 0) {
            text.append(" Next try in ").append(wait).append(" s at the earliest.");
        }
        return text.toString();
    }

    /**
     * What a server said in an error response, cut to one line and with everything that could be a secret masked. Immutable and thread-safe.
     */
    public static final class ServerError implements Serializable {
        private static final long serialVersionUID = 1L;

        /** The HTTP status; 0 for an error in a callback. */
        private final int status;

        /** The RFC's code; empty if there is none. */
        private final String error;

        /** The provider's code; empty if there is none. */
        private final String code;

        /** What is wrong, in one line. */
        private final String message;

        /** The provider's id of the request; null or empty if there is none. */
        private final String requestId;

        private ServerError(int status, String error, String code, String message, String requestId) {
            this.status = status;
            this.error = Objects.requireNonNull(error, "error");
            this.code = Objects.requireNonNull(code, "code");
            this.message = Objects.requireNonNull(message, "message");
            this.requestId = Objects.requireNonNull(requestId, "requestId");
        }

        /**
         * Makes an error without codes and message.
         *
         * @param status the HTTP status; 0 for an error in a callback
         * @return the error
         */
        public static ServerError of(int status) {
            return new ServerError(status, "", "", "", "");
        }

        /**
         * Returns this error with the RFC's code.
         *
         * @param other the {@code error} of RFC 6749 section 5.2 or RFC 6750 section 3.1; an empty text for none
         * @return the error
         */
        public ServerError withError(String other) {
            return new ServerError(status, other, code, message, requestId);
        }

        /**
         * Returns this error with the provider's code.
         *
         * @param other the provider's code; an empty text for none
         * @return the error
         */
        public ServerError withCode(String other) {
            return new ServerError(status, error, other, message, requestId);
        }

        /**
         * Returns this error with a message.
         *
         * @param other the response's message, in one line and without a secret; an empty text for none
         * @return the error
         */
        public ServerError withMessage(String other) {
            return new ServerError(status, error, code, other, requestId);
        }

        /**
         * Returns this error with the request's id.
         *
         * @param other the provider's id of the request; an empty text for none
         * @return the error
         */
        public ServerError withRequestId(String other) {
            return new ServerError(status, error, code, message, other);
        }

        /** {@return the HTTP status; 0 for an error that a browser brought in a callback (RFC 6749 section 4.1.2.1)} */
        public int status() {
            return status;
        }

        /** {@return the {@code error} of RFC 6749 section 5.2 or RFC 6750 section 3.1; empty if the response has none} */
        public Optional<String> error() {
            return given(error);
        }

        /** {@return the provider's own code; empty if the response has none} */
        public Optional<String> code() {
            return given(code);
        }

        /** {@return the response's message; empty if it has none} */
        public Optional<String> message() {
            return given(message);
        }

        /** {@return the provider's id of the request, for the provider's support; empty if the response has none} */
        public Optional<String> requestId() {
            return given(requestId);
        }

        private static Optional<String> given(String text) {
            return text.isEmpty() ? Optional.empty() : Optional.of(text);
        }

        /** {@return whether the other object is an error with the same parts} */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof ServerError that
                    && status == that.status
                    && error.equals(that.error)
                    && code.equals(that.code)
                    && message.equals(that.message)
                    && requestId.equals(that.requestId);
        }

        @Override
        public int hashCode() {
            return Objects.hash(status, error, code, message, requestId);
        }

        /** {@return the parts that the response has, in one line} */
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(status == 0 ? "" : "HTTP " + status);
            append(text, " ", error, "");
            append(text, " ", code, "");
            append(text, " \"", message, "\"");
            append(text, ", request id ", requestId, "");
            return text.toString().strip();
        }

        private static void append(StringBuilder text, String before, String part, String after) {
            if (!part.isEmpty()) {
                text.append(before).append(part).append(after);
            }
        }
    }
}
