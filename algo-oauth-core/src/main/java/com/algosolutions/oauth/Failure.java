package com.algosolutions.oauth;

import java.time.Duration;
import java.util.Optional;

/**
 * A failure, explained: which step failed, what the server said, what that means, and what to do. Immutable and thread-safe; without
 * secrets.
 *
 * @param step the step that failed
 * @param kind what the client does after it
 * @param message what the failure means, a sentence without its full stop
 * @param advice what to do, a sentence in the imperative
 * @param serverError what the server said, if it sent a response
 * @param retryAfter how long to back off, if the server said so
 */
public record Failure(
        Step step, Kind kind, String message, String advice, Optional<ServerError> serverError, Optional<Duration> retryAfter) {

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
        public boolean retryable() {
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
     * @param step the step
     * @param kind what the client does after it
     * @param meaning what the failure means, a sentence without its full stop
     * @param advice what to do, a sentence in the imperative
     * @return the failure
     */
    public static Failure local(Step step, Kind kind, String meaning, String advice) {
        return new Failure(step, kind, meaning, advice, Optional.empty(), Optional.empty());
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
     * Returns this failure with another meaning.
     *
     * @param other what the failure means
     * @return the failure
     */
    public Failure withMessage(String other) {
        return new Failure(step, kind, other, advice, serverError, retryAfter);
    }

    /**
     * Returns this failure with other advice.
     *
     * @param other what to do
     * @return the failure
     */
    public Failure withAdvice(String other) {
        return new Failure(step, kind, message, other, serverError, retryAfter);
    }

    /**
     * Returns this failure with another back-off time.
     *
     * @param other how long to back off
     * @return the failure
     */
    public Failure withRetryAfter(Duration other) {
        return new Failure(step, kind, message, advice, serverError, Optional.of(other));
    }

    /** {@return whether the failure is temporary, so that the same request may succeed later} */
    public boolean temporary() {
        return kind.retryable();
    }

    /** {@return the provider's code, or else the RFC's {@code error}; an empty text if there is neither} */
    public String code() {
        return serverError.map(s -> s.code().isEmpty() ? s.error() : s.code()).orElse("");
    }

    /** {@return what the failure means, what the server said, and what to do, in one line} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(message);
        serverError.ifPresent(s -> text.append(" (").append(s).append(')'));
        text.append(". ").append(advice);
        retryAfter.ifPresent(
                wait -> text.append(" Next try in ").append(wait.toSeconds()).append(" s at the earliest."));
        return text.toString();
    }

    /**
     * What a server said in an error response, cut to one line and with everything that could be a secret masked. A part that the response
     * does not have is an empty text.
     *
     * @param status the HTTP status
     * @param error the {@code error} of RFC 6749 section 5.2 or RFC 6750 section 3.1
     * @param code the provider's own code
     * @param message the response's message
     * @param requestId the provider's id of the request, for the provider's support
     */
    public record ServerError(int status, String error, String code, String message, String requestId) {

        /** {@return the parts that are not empty, in one line} */
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("HTTP ").append(status);
            append(text, " ", error, "");
            append(text, " ", code, "");
            append(text, " \"", message, "\"");
            append(text, ", request id ", requestId, "");
            return text.toString();
        }

        private static void append(StringBuilder text, String before, String part, String after) {
            if (!part.isEmpty()) {
                text.append(before).append(part).append(after);
            }
        }
    }
}
