package com.algosolutions.oauth.profile;

/**
 * Whether a callback must have an {@code iss}: RFC 9207. If the issuer's metadata sets {@code
 * authorization_response_iss_parameter_supported}, it must, whatever this field's value is.
 *
 * @since 0.1.0
 */
public enum IssuerCheck {
    /** An {@code iss} is compared with the profile's Issuer; a callback without it is accepted, unless the metadata announces it. */
    IF_SENT,
    /** A callback without {@code iss} is rejected. */
    REQUIRED
}
