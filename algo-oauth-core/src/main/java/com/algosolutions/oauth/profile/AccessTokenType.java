package com.algosolutions.oauth.profile;

/** What kind of access token is asked for: the form's <em>Access Token Type</em>, RFC 6749 section 7.1. */
public enum AccessTokenType {
    /** Whoever has it can use it: RFC 6750. */
    BEARER,
    /** Bound to a key that the device makes and keeps; each request carries a signed proof: RFC 9449. */
    DPOP
}
