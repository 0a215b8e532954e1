package com.algosolutions.oauth;

/**
 * New credentials are here, and wait until they are saved: the form's <em>Update Profile</em>, {@code client.profiles().commit(name)}. Until then the
 * profile works with what it had. Immutable and thread-safe; without secrets.
 *
 * @param profile the profile's name
 * @param message what there is, what to do, and what one should know, in whole sentences
 */
public record GrantedAuthorization(String profile, String message)
        implements StartedAuthorization, AuthorizationResult {

    /** {@return the message} */
    @Override
    public String toString() {
        return message;
    }
}
