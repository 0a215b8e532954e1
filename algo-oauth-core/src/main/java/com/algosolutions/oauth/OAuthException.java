package com.algosolutions.oauth;

/**
 * Thrown if a request was not delivered, by {@link ApiResult#orThrow} and by methods that need a token. The message is the result in one
 * line, without a secret. Immutable; keeps its result through Java serialization.
 *
 * @since 0.1.0
 */
public final class OAuthException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The result of the request. */
    private final ApiResult result;

    /**
     * Makes an exception.
     *
     * @param result the result of the request
     */
    public OAuthException(ApiResult result) {
        super(result.toString());
        this.result = result;
    }

    /**
     * Makes an exception with another message, for a method that has not sent the request.
     *
     * @param message what has failed, in one line and without a secret
     * @param result the result that a request would have had
     */
    public OAuthException(String message, ApiResult result) {
        super(message);
        this.result = result;
    }

    /** {@return the result of the request} */
    public ApiResult result() {
        return result;
    }
}
