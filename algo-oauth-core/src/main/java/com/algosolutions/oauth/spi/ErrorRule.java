package com.algosolutions.oauth.spi;

import com.algosolutions.oauth.Failure;

/**
 * One row of a provider's error table: the responses that it matches, their meaning, and what the client does. Immutable and thread-safe.
 *
 * @param endpoint the endpoint that sent the response
 * @param status the HTTP status, or 0 for any
 * @param code the provider's code or the RFC's {@code error}, or an empty text for any
 * @param text text that the response's body must contain, or an empty text for any body
 * @param kind what the client does
 * @param meaning what the response means, a sentence without its full stop
 * @param advice what the operator should do, a sentence in the imperative
 */
public record ErrorRule(
        Endpoint endpoint, int status, String code, String text, Failure.Kind kind, String meaning, String advice) {

    /**
     * A row for responses of the token endpoint with a code, whatever their status.
     *
     * @param code the code
     * @param kind what the client does
     * @param meaning what the response means
     * @param advice what the operator should do
     * @return the row
     */
    public static ErrorRule token(String code, Failure.Kind kind, String meaning, String advice) {
        return new ErrorRule(Endpoint.TOKEN, 0, code, "", kind, meaning, advice);
    }

    /**
     * A row for responses of the API.
     *
     * @param status the HTTP status, or 0 for any
     * @param code the code, or an empty text for any
     * @param kind what the client does
     * @param meaning what the response means
     * @param advice what the operator should do
     * @return the row
     */
    public static ErrorRule api(int status, String code, Failure.Kind kind, String meaning, String advice) {
        return new ErrorRule(Endpoint.API, status, code, "", kind, meaning, advice);
    }

    /**
     * The same row, only for responses whose body contains a text.
     *
     * @param part the text
     * @return the narrower row
     */
    public ErrorRule saying(String part) {
        return new ErrorRule(endpoint, status, code, part, kind, meaning, advice);
    }

    boolean fits(Endpoint from, int responseStatus, String responseCode, String body) {
        return endpoint == from
                && (status == 0 || status == responseStatus)
                && (code.isEmpty() || code.equals(responseCode))
                && (text.isEmpty() || body.contains(text));
    }
}
