package com.algosolutions.oauth;

/**
 * What came of <em>Start Authorization</em>: {@link CodeAuthorization}, {@link GrantedAuthorization} or {@link RefusedAuthorization}.
 * Values: immutable, thread-safe, and without secrets in what they print.
 */
public sealed interface StartedAuthorization permits CodeAuthorization, GrantedAuthorization, RefusedAuthorization {
    /** {@return the profile's name} */
    String profile();
}
