package com.algosolutions.oauth;

/**
 * How a request is authorized: by an OAuth profile, by a signer, or not at all, as the device's form offers. Immutable and thread-safe.
 */
public sealed interface Authorization {

    /**
     * Authorizes by an access token of a profile: RFC 6750, or RFC 9449 for a profile with DPoP.
     *
     * @param name the profile's name
     * @return the authorization
     */
    static Authorization profile(String name) {
        return new OfProfile(name);
    }

    /**
     * Authorizes by headers that a signer makes for each request, such as Algo Standard Authentication.
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
     * An access token of a profile.
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
        /** The only constant. */
        NONE
    }
}
