package com.algosolutions.oauth;

import java.net.URI;
import java.time.Duration;

/**
 * A sign-in with a browser that the operator has to complete: RFC 6749 section 4.1 with PKCE (RFC 7636). Immutable and thread-safe.
 *
 * @param profile the profile's name
 * @param url the URL to open, in any browser that can reach the device afterwards. Valid for this sign-in only
 * @param redirectUri where the provider redirects the browser; the device's web server passes the request that it receives there to {@code client.authorizations().returned(…)}
 * @param expiresIn how long the URL can still be used
 */
public record CodeAuthorization(String profile, URI url, URI redirectUri, Duration expiresIn)
        implements StartedAuthorization {

    /** {@return what to do, with the host of the URL only, because its query is for one browser} */
    @Override
    public String toString() {
        return "sign in for " + profile + " at " + url.getHost() + " within " + expiresIn.toSeconds() + " s";
    }
}
