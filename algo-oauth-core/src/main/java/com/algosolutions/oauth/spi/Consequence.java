package com.algosolutions.oauth.spi;

/** What the client does after an error response. The list is closed. */
public enum Consequence {
    /** An operator must change the profile or the provider's app. A token is requested again after 10 min, 1 h, 6 h and then daily. */
    CONFIGURATION,
    /** The grant that was sent (a refresh token, a code) is invalid. The profile's assertion may be tried, once. */
    GRANT_DEAD,
    /** The access token is invalid. The client drops it, renews it once, and sends the request once more. */
    TOKEN_DEAD,
    /** The request is invalid; token and profile are valid. The request is not repeated. */
    REQUEST,
    /** Rate limited: the client sends nothing more before the time in the response. */
    WAIT,
    /** The provider has a temporary failure; the same request may succeed later. */
    OUTAGE;

    /** {@return whether the same request may succeed later without any change} */
    public boolean retryable() {
        return this == WAIT || this == OUTAGE;
    }

    /** {@return whether an API response with this consequence rejects the access token that was sent} */
    public boolean condemnsToken() {
        return this == TOKEN_DEAD;
    }
}
