package com.algosolutions.oauth.spi;

import static java.util.Objects.requireNonNull;

import com.algosolutions.oauth.Failure;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One row of a provider's error table: the responses that it matches, their meaning, and what the client does. Immutable and thread-safe.
 *
 * <p>A rule matches by code, by HTTP status, or by both. {@link #of(Endpoint, String, Failure.Kind, String, String) of} makes one for any
 * endpoint; {@code token} and {@code api} are short forms for the most frequent ones. In each of them, {@code message} is what the response
 * means, a sentence without its full stop, and {@code advice} is what the operator should do, a sentence in the imperative.
 *
 * @since 0.1.0
 */
public final class ErrorRule {
    private static final int ANY_STATUS = 0;
    private static final String ANY = "";

    private final Endpoint endpoint;
    private final int status;
    private final String code;
    private final String bodyText;
    private final Failure.Kind kind;
    private final String message;
    private final String advice;

    private ErrorRule(
            Endpoint endpoint,
            int status,
            String code,
            String bodyText,
            Failure.Kind kind,
            String message,
            String advice) {
        this.endpoint = requireNonNull(endpoint, "endpoint");
        this.status = status;
        this.code = code;
        this.bodyText = bodyText;
        this.kind = requireNonNull(kind, "kind");
        this.message = requireNonNull(message, "message");
        this.advice = requireNonNull(advice, "advice");
    }

    /**
     * A rule for responses with a code, whatever their status.
     *
     * @param endpoint the endpoint that sends the response
     * @param code the provider's code or the RFC's {@code error}
     * @param kind what the client does
     * @param message what the response means
     * @param advice what the operator should do
     * @return the rule
     * @throws IllegalArgumentException if the code is empty
     */
    public static ErrorRule of(Endpoint endpoint, String code, Failure.Kind kind, String message, String advice) {
        return new ErrorRule(endpoint, ANY_STATUS, notEmpty(code, "code"), ANY, kind, message, advice);
    }

    /**
     * A rule for responses with a status, if no rule with a code matches.
     *
     * @param endpoint the endpoint that sends the response
     * @param status the HTTP status, from 100 to 599
     * @param kind what the client does
     * @param message what the response means
     * @param advice what the operator should do
     * @return the rule
     * @throws IllegalArgumentException if there is no such status
     */
    public static ErrorRule of(Endpoint endpoint, int status, Failure.Kind kind, String message, String advice) {
        return new ErrorRule(endpoint, valid(status), ANY, ANY, kind, message, advice);
    }

    /**
     * A rule for responses with a status and a code.
     *
     * @param endpoint the endpoint that sends the response
     * @param status the HTTP status, from 100 to 599
     * @param code the provider's code or the RFC's {@code error}
     * @param kind what the client does
     * @param message what the response means
     * @param advice what the operator should do
     * @return the rule
     * @throws IllegalArgumentException if the code is empty, or there is no such status
     */
    public static ErrorRule of(
            Endpoint endpoint, int status, String code, Failure.Kind kind, String message, String advice) {
        return new ErrorRule(endpoint, valid(status), notEmpty(code, "code"), ANY, kind, message, advice);
    }

    /**
     * A rule for responses of the token endpoint with a code, whatever their status.
     *
     * @param code the provider's code or the RFC's {@code error}
     * @param kind what the client does
     * @param message what the response means
     * @param advice what the operator should do
     * @return the rule
     * @throws IllegalArgumentException if the code is empty
     */
    public static ErrorRule token(String code, Failure.Kind kind, String message, String advice) {
        return of(Endpoint.TOKEN, code, kind, message, advice);
    }

    /**
     * A rule for responses of the API with a code, whatever their status.
     *
     * @param code the provider's code or the RFC's {@code error}
     * @param kind what the client does
     * @param message what the response means
     * @param advice what the operator should do
     * @return the rule
     * @throws IllegalArgumentException if the code is empty
     */
    public static ErrorRule api(String code, Failure.Kind kind, String message, String advice) {
        return of(Endpoint.API, code, kind, message, advice);
    }

    /**
     * A rule for responses of the API with a status, if no rule with a code matches.
     *
     * @param status the HTTP status, from 100 to 599
     * @param kind what the client does
     * @param message what the response means
     * @param advice what the operator should do
     * @return the rule
     * @throws IllegalArgumentException if there is no such status
     */
    public static ErrorRule api(int status, Failure.Kind kind, String message, String advice) {
        return of(Endpoint.API, status, kind, message, advice);
    }

    /**
     * A rule for responses of the API with a status and a code.
     *
     * @param status the HTTP status, from 100 to 599
     * @param code the provider's code or the RFC's {@code error}
     * @param kind what the client does
     * @param message what the response means
     * @param advice what the operator should do
     * @return the rule
     * @throws IllegalArgumentException if the code is empty, or there is no such status
     */
    public static ErrorRule api(int status, String code, Failure.Kind kind, String message, String advice) {
        return of(Endpoint.API, status, code, kind, message, advice);
    }

    private static int valid(int status) {
        if (status < 100 || status > 599) { // RFC 9110 section 15
            throw new IllegalArgumentException(
                    "Status " + status + " is not from 100 to 599. For any status, make a rule with a code only.");
        }
        return status;
    }

    private static String notEmpty(String text, String name) {
        if (requireNonNull(text, name).isEmpty()) {
            throw new IllegalArgumentException("The " + name + " of an error rule is empty. Omit it to match any.");
        }
        return text;
    }

    /**
     * Returns this rule, only for responses whose body contains a text. It replaces an earlier text.
     *
     * @param text the text, in the body's own spelling
     * @return the narrower rule
     * @throws IllegalArgumentException if the text is empty
     */
    public ErrorRule withBodyContaining(String text) {
        return new ErrorRule(endpoint, status, code, notEmpty(text, "text"), kind, message, advice);
    }

    /** {@return the endpoint that sends the response} */
    public Endpoint endpoint() {
        return endpoint;
    }

    /** {@return the HTTP status of the responses; empty for any} */
    public OptionalInt status() {
        return status == ANY_STATUS ? OptionalInt.empty() : OptionalInt.of(status);
    }

    /** {@return the code in the responses; empty for any} */
    public Optional<String> code() {
        return Optional.of(code).filter(text -> !text.isEmpty());
    }

    /** {@return the text that the body of the responses contains; empty for any body} */
    public Optional<String> bodyContaining() {
        return Optional.of(bodyText).filter(text -> !text.isEmpty());
    }

    /** {@return what the client does} */
    public Failure.Kind kind() {
        return kind;
    }

    /** {@return what the response means, a sentence without its full stop} */
    public String message() {
        return message;
    }

    /** {@return what the operator should do, a sentence in the imperative} */
    public String advice() {
        return advice;
    }

    /** Whether the rule has this code, or has none if it is empty, and matches the rest of the response. */
    boolean matches(Endpoint from, int responseStatus, String responseCode, String body) {
        return endpoint == from
                && code.equals(responseCode)
                && (status == ANY_STATUS || status == responseStatus)
                && (bodyText.isEmpty() || body.contains(bodyText));
    }

    /** {@return the rule in one line} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(endpoint.label());
        if (status != ANY_STATUS) {
            text.append(' ').append(status);
        }
        if (!code.isEmpty()) {
            text.append(' ').append(code);
        }
        if (!bodyText.isEmpty()) {
            text.append(" \"").append(bodyText).append('"');
        }
        return text.append(": ").append(message).append(". ").append(advice).toString();
    }
}
