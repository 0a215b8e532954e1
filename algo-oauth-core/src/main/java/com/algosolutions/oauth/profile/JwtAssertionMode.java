package com.algosolutions.oauth.profile;

/**
 * Who signs the assertion of a {@link GrantType#JWT_BEARER} profile: the form's <em>JWT Assertion Mode</em>.
 *
 * @since 0.1.0
 */
public enum JwtAssertionMode {
    /** The provider: the assertion that the operator pasted is sent unchanged. */
    DISABLED,
    /** The device: it signs an assertion for each request. */
    SELF_SIGNED
}
