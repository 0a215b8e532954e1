package com.algosolutions.oauth.profile;

/**
 * The type of access token to request: the form's <em>Access Token Type</em>, RFC 6749 section 7.1.
 *
 * @since 0.1.0
 */
public enum AccessTokenType {
    /** A bearer token, usable by any party that has it: RFC 6750. */
    BEARER,
    /** Bound to a key that the device generates and keeps; each request has a signed proof: RFC 9449. */
    DPOP,
    /**
     * Bound to the device's TLS certificate, however the client authenticates: RFC 8705 section 3. The device presents the certificate where
     * it obtains the token and where it uses it.
     */
    MTLS
}
