package com.algosolutions.oauth;

import java.time.Duration;
import java.util.Optional;

/**
 * Why something did not work, explained: which step, what the server said, what it means, what to do. Immutable and thread-safe;
 * without secrets.
 *
 * @param step the step that failed
 * @param kind what the client does after it
 * @param meaning what it means, a sentence without its full stop
 * @param advice what to do, a sentence in the imperative
 * @param said what the server said, if one replied
 * @param retryAfter how long to leave the server alone, if it said so
 */
public record Failure(
        Step step, Kind kind, String meaning, String advice, Optional<Said> said, Optional<Duration> retryAfter) {

    /** What the client does after a failure. */
    public enum Kind {
        /** An operator must change the profile or the provider's app. A token is requested again after 10 min, 1 h, 6 h and then daily. */
        CONFIGURATION,
        /** The grant that was sent (a refresh token, a code) is invalid. The profile's assertion may be tried, once. */
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
     * A failure that no server replied about.
     *
     * @param step the step
     * @param kind what the client does after it
     * @param meaning what it means
     * @param advice what to do
     * @return the failure
     */
    public static Failure local(Step step, Kind kind, String meaning, String advice) {
        return new Failure(step, kind, meaning, advice, Optional.empty(), Optional.empty());
    }

    /**
     * This failure at another step.
     *
     * @param other the step
     * @return the failure
     */
    public Failure withStep(Step other) {
        return new Failure(other, kind, meaning, advice, said, retryAfter);
    }

    /**
     * This failure with another kind.
     *
     * @param other the kind
     * @return the failure
     */
    public Failure withKind(Kind other) {
        return new Failure(step, other, meaning, advice, said, retryAfter);
    }

    /**
     * This failure with another meaning.
     *
     * @param other what it means
     * @return the failure
     */
    public Failure withMeaning(String other) {
        return new Failure(step, kind, other, advice, said, retryAfter);
    }

    /**
     * This failure with other advice.
     *
     * @param other what to do
     * @return the failure
     */
    public Failure withAdvice(String other) {
        return new Failure(step, kind, meaning, other, said, retryAfter);
    }

    /**
     * This failure with another time to back off.
     *
     * @param other how long to leave the server alone
     * @return the failure
     */
    public Failure withRetryAfter(Duration other) {
        return new Failure(step, kind, meaning, advice, said, Optional.of(other));
    }

    /** {@return whether it may pass by itself, so that a later attempt can succeed} */
    public boolean mayPass() {
        return kind.retryable();
    }

    /** {@return the provider's code, or the {@code error}, or an empty text} */
    public String code() {
        return said.map(s -> s.code().isEmpty() ? s.error() : s.code()).orElse("");
    }

    /** {@return what it means, what the server said, and what to do, in one line} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(meaning);
        said.ifPresent(s -> text.append(" (").append(s).append(')'));
        text.append(". ").append(advice);
        retryAfter.ifPresent(
                wait -> text.append(" Next try in ").append(wait.toSeconds()).append(" s at the earliest."));
        return text.toString();
    }

    /**
     * What a server said in an error reply, cut to one line and with everything that could be a secret masked. A part that the reply
     * does not have is an empty text.
     *
     * @param status the HTTP status
     * @param error the RFC's {@code error}
     * @param code the provider's own code
     * @param message the reply's message
     * @param requestId the provider's id of the request, for its support
     */
    public record Said(int status, String error, String code, String message, String requestId) {

        /** {@return the parts that are there, in one line} */
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
