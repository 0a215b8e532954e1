package com.algosolutions.oauth;

/** A request that was not delivered, for callers who want exceptions. Its message is the result's one line, without a secret. */
public final class OAuthException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ApiResult result;

    public OAuthException(ApiResult result) {
        super(result.toString());
        this.result = result;
    }

    /** {@return what came of the request} */
    public ApiResult result() {
        return result;
    }
}
