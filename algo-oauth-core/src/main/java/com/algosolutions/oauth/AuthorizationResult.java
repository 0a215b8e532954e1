package com.algosolutions.oauth;

/**
 * The result of a callback: {@link GrantedAuthorization} or {@link RefusedAuthorization}. Its text is for the page that the browser shows.
 * Immutable and thread-safe; without secrets.
 */
public sealed interface AuthorizationResult permits GrantedAuthorization, RefusedAuthorization {
    /** {@return the profile's name; an empty text if the callback belongs to no profile} */
    String profile();
}
