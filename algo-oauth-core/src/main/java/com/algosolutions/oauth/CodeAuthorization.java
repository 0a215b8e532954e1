package com.algosolutions.oauth;

import java.net.URI;
import java.time.Duration;

/**
 * Somebody has to sign in with a browser: RFC 6749 section 4.1 with PKCE, RFC 7636. Immutable and thread-safe.
 *
 * @param profile the profile's name
 * @param url the address to open, in any browser that can reach the device afterwards. It is for this one sign-in
 * @param redirectUri where the browser comes back to; what the device's web server receives there goes to {@link
 *     Authorizations#returned(String)}
 * @param expiresIn how long it can be used from now on
 */
public record CodeAuthorization(String profile, URI url, URI redirectUri, Duration expiresIn)
        implements StartedAuthorization {

    /** {@return what to do, without the address's query, which is for one browser alone} */
    @Override
    public String toString() {
        return "sign in for " + profile + " at " + url.getHost() + " within " + expiresIn.toSeconds() + " s";
    }
}
