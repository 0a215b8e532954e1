package com.algosolutions.oauth;

/** Thrown if a request was not delivered. The message is the result in one line, without a secret. */
public final class OAuthException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ApiResult result;

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
