package com.algosolutions.oauth;

/**
 * Who vouches for a request: an OAuth profile, a signer, or nobody. Immutable and thread-safe. The list is closed: it is the three
 * ways in which the device's form lets a request be authenticated.
 */
public sealed interface Authorization {

    /**
     * The token of a profile.
     *
     * @param name the profile's name
     * @return the authorization
     */
    static Authorization profile(String name) {
        return new OfProfile(name);
    }

    /**
     * Headers that a signer makes for each request, such as Algo Standard Authentication.
     *
     * @param signer the signer
     * @return the authorization
     */
    static Authorization signedBy(RequestSigner signer) {
        return new BySigner(signer);
    }

    /** {@return no authorization} */
    static Authorization none() {
        return None.NONE;
    }

    /**
     * The token of a profile.
     *
     * @param name the profile's name
     */
    record OfProfile(String name) implements Authorization {}

    /**
     * Headers of a signer.
     *
     * @param signer the signer
     */
    record BySigner(RequestSigner signer) implements Authorization {}

    /** No authorization. */
    enum None implements Authorization {
        /** The only one. */
        NONE
    }
}
