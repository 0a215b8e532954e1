package com.algosolutions.oauth.profile;

/** Whether the provider's callbacks name their issuer: RFC 9207. A field that is left empty leaves it to the issuer's metadata. */
public enum IssuerCheck {
    /** One that is named is compared with the profile's Issuer; a callback that names none is taken. */
    IF_SENT,
    /** A callback that names none is refused: the metadata has {@code authorization_response_iss_parameter_supported}. */
    REQUIRED
}
