package com.algosolutions.oauth;

/**
 * The steps of a call, in order.
 *
 * @since 0.1.0
 */
public enum Step {
    /** The profile exists, is complete, and its provider is installed. */
    PROFILE("profile"),
    /** The provider type named in the OAuth test is the profile's. */
    PROVIDER_TYPE("provider type"),
    /** The client reads an issuer's metadata. */
    DISCOVERY("discovery"),
    /** The target's host is on the profile's list of API hosts. */
    HOST("target host"),
    /** The user signs in, and the operator saves the new credentials: Start Authorization, Update Profile. */
    SIGN_IN("authorization"),
    /** The record store keeps the journal of a renewal before it begins, and its tokens. */
    STORAGE("storage"),
    /** The profile has a token, or the client obtains one. */
    TOKEN("token"),
    /** The client revokes the tokens at the provider. */
    REVOCATION("revocation"),
    /** The client sends the request. */
    REQUEST("request"),
    /** The client reads the target's response. */
    REPLY("reply");

    private final String label;

    Step(String words) {
        this.label = words;
    }

    /** {@return the step's name for operators} */
    public String label() {
        return label;
    }
}
