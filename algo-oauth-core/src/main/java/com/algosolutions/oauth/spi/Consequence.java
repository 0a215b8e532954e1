package com.algosolutions.oauth.spi;

/** What follows from an error reply. The list is closed: it is what the grant engine can do about one. */
public enum Consequence {
    /** Nothing will change until somebody changes the profile or the provider's app. A token is asked for again after 10 min, 1 h, 6 h and daily. */
    CONFIGURATION,
    /** The grant that was presented (a refresh token, a code) is dead. The profile's assertion may be tried, once. */
    GRANT_DEAD,
    /** The access token is dead. It is dropped, one renewal follows, and the request is sent once more. */
    TOKEN_DEAD,
    /** This request is wrong; token and profile are not. Not repeated. */
    REQUEST,
    /** Asked too much: nothing more before the time that the reply names. */
    WAIT,
    /** The provider is in trouble; the same request may succeed later. */
    OUTAGE;

    /** {@return whether the same request may succeed later without anybody changing anything} */
    public boolean retryable() {
        return this == WAIT || this == OUTAGE;
    }

    /** {@return whether an API reply with this consequence condemns the access token that was sent} */
    public boolean condemnsToken() {
        return this == TOKEN_DEAD;
    }
}
