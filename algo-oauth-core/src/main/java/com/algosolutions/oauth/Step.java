package com.algosolutions.oauth;

/** The steps of a call, in order. */
public enum Step {
    /** The profile is found, complete, and its provider installed. */
    PROFILE("profile"),
    /** The provider type named in the OAuth test is the profile's. */
    PROVIDER_TYPE("provider type"),
    /** An issuer is asked for its metadata. */
    DISCOVERY("discovery"),
    /** The target is one that the profile's token may go to. */
    HOST("target host"),
    /** Somebody signs in, and the new credentials are saved: Start Authorization, Update Profile. */
    AUTHORIZATION("authorization"),
    /** A token is at hand, or obtained. */
    TOKEN("token"),
    /** The provider is told that the tokens are not to be used any more. */
    REVOCATION("revocation"),
    /** The request is sent. */
    REQUEST("request"),
    /** The target's reply is read. */
    REPLY("reply");

    private final String words;

    Step(String words) {
        this.words = words;
    }

    /** {@return the step in an operator's words} */
    public String words() {
        return words;
    }
}
