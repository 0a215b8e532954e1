package com.algosolutions.oauth.http;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.profile.ApiHost;
import java.net.URI;

/**
 * The rule that a client sends requests by https only, or by http to servers on the same machine if its builder allows that. Immutable.
 *
 * @param loopbackHttp whether the builder allows plain http to loopback addresses
 */
public record HttpsOnly(boolean loopbackHttp) {
    /** The advice for a URL that is not https. */
    public static final String ADVICE =
            "Use https, or build the client with allowLoopbackHttp() for a server on this machine.";

    /** Whether a request may go to a URL at all. */
    public boolean allows(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme()) || (loopbackHttp && ApiHost.isLoopback(uri));
    }

    /** The failure of a URL that is not allowed; {@code subject} names the form's field. */
    public static Failure failure(Step step, String subject) {
        return Failure.of(step, Failure.Kind.CONFIGURATION, subject + " is not https", ADVICE);
    }
}
