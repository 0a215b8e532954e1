package com.algosolutions.oauth;

/**
 * Thrown if a request was not delivered, by {@link ApiResult#orThrow} and by methods that need a token. The message is the result in one
 * line, without a secret. Immutable; keeps its result through Java serialization.
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

    /** {@return the result of the request} */
    public ApiResult result() {
        return result;
    }
}
