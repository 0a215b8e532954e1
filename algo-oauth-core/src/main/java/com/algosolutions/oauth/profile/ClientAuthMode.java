package com.algosolutions.oauth.profile;

/** How the device proves to the token endpoint which client it is: the form's <em>Client Auth Mode</em>. */
public enum ClientAuthMode {
    /** Client id and secret in an HTTP Basic header, each form-encoded first: RFC 6749 section 2.3.1. */
    HTTP_BASIC,
    /** {@code client_id} and {@code client_secret} in the request body: RFC 6749 section 2.3.1. */
    REQUEST_BODY,
    /** A JWT with a MAC made from the client secret: {@code client_secret_jwt}, RFC 7523 section 2.2. */
    CLIENT_SECRET_JWT,
    /** A JWT signed with the device's private key: {@code private_key_jwt}, RFC 7523 section 2.2. */
    PRIVATE_KEY_JWT,
    /** A public client: {@code client_id} in the body and no proof, RFC 6749 section 3.2.1. */
    NONE;

    /** {@return whether this mode needs the profile's client secret} */
    public boolean needsClientSecret() {
        return this == HTTP_BASIC || this == REQUEST_BODY || this == CLIENT_SECRET_JWT;
    }
}
