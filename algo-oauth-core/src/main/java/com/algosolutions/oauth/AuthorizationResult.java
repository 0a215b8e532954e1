package com.algosolutions.oauth;

/**
 * What came of a callback: {@link GrantedAuthorization} or {@link RefusedAuthorization}. Its text is fit for the page that the browser
 * is shown. Values: immutable, thread-safe, and without secrets.
 */
public sealed interface AuthorizationResult permits GrantedAuthorization, RefusedAuthorization {
    /** {@return the profile's name; an empty text where the callback belongs to no profile} */
    String profile();
}
