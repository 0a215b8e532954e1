package com.algosolutions.oauth.profile;

/**
 * Whether the provider's callbacks name their issuer: RFC 9207. Where the issuer's metadata has {@code
 * authorization_response_iss_parameter_supported}, they do, whatever this field says.
 */
public enum IssuerCheck {
    /** One that is named is compared with the profile's Issuer; a callback that names none is taken, unless the metadata promises one. */
    IF_SENT,
    /** A callback that names none is refused. */
    REQUIRED
}
