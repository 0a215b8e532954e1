package com.algosolutions.oauth;

/**
 * New credentials that wait to be saved by the form's <em>Update Profile</em>, {@code client.profiles().commit(name)}. Until then the profile
 * uses the old ones. Immutable and thread-safe; without secrets.
 *
 * @param profile the profile's name
 * @param message the state, what to do and what to know, in whole sentences
 */
public record GrantedAuthorization(String profile, String message)
        implements StartedAuthorization, AuthorizationResult {

    /** {@return the message} */
    @Override
    public String toString() {
        return message;
    }
}
