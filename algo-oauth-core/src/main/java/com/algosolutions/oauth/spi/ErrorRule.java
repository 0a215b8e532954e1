package com.algosolutions.oauth.spi;

/**
 * One row of a provider's error table: which replies it is about, what they mean, and what follows. Immutable and thread-safe.
 *
 * @param endpoint who replied
 * @param status the HTTP status, or 0 for any
 * @param code the provider's code or the RFC's {@code error}, or an empty text for any
 * @param text a part of the message that must be in the reply's body, or an empty text for any
 * @param consequence what follows
 * @param meaning what it means, a sentence without its full stop
 * @param advice what the operator should do, a sentence in the imperative
 */
public record ErrorRule(
        Endpoint endpoint,
        int status,
        String code,
        String text,
        Consequence consequence,
        String meaning,
        String advice) {

    /**
     * A row for replies of the token endpoint with a code, whatever their status.
     *
     * @param code the code
     * @param consequence what follows
     * @param meaning what it means
     * @param advice what to do
     * @return the row
     */
    public static ErrorRule token(String code, Consequence consequence, String meaning, String advice) {
        return new ErrorRule(Endpoint.TOKEN, 0, code, "", consequence, meaning, advice);
    }

    /**
     * A row for replies of the API.
     *
     * @param status the HTTP status, or 0 for any
     * @param code the code, or an empty text for any
     * @param consequence what follows
     * @param meaning what it means
     * @param advice what to do
     * @return the row
     */
    public static ErrorRule api(int status, String code, Consequence consequence, String meaning, String advice) {
        return new ErrorRule(Endpoint.API, status, code, "", consequence, meaning, advice);
    }

    /**
     * The same row for replies whose body has a text only.
     *
     * @param part the text
     * @return the narrower row
     */
    public ErrorRule saying(String part) {
        return new ErrorRule(endpoint, status, code, part, consequence, meaning, advice);
    }

    boolean fits(Endpoint from, int replyStatus, String replyCode, String body) {
        return endpoint == from
                && (status == 0 || status == replyStatus)
                && (code.isEmpty() || code.equals(replyCode))
                && (text.isEmpty() || body.contains(text));
    }
}
