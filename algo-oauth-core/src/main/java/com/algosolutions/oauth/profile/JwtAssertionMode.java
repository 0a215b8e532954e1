package com.algosolutions.oauth.profile;

/** Who signs the assertion of a {@link GrantType#JWT_BEARER} profile: the form's <em>JWT Assertion Mode</em>. */
public enum JwtAssertionMode {
    /** Nobody here: the pasted assertion is sent as it is. */
    DISABLED,
    /** The device signs one for each request. */
    SELF_SIGNED
}
