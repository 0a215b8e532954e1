package com.algosolutions.oauth.http;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.profile.ApiHost;
import java.net.URI;
import java.util.Set;

/**
 * The rule that a client sends requests by https only, or by http to servers on the same machine if its builder allows that. Immutable.
 *
 * @param loopbackHttp whether the builder allows plain http to loopback addresses
 * @param plain the hosts to which the builder allows plain http for requests whose signature reveals no secret; port 443 stands for 80
 */
public record HttpsOnly(boolean loopbackHttp, Set<ApiHost> plain) {
    /** The advice for a URL that is not https. */
    public static final String ADVICE =
            "Use https, or build the client with allowLoopbackHttp() for a server on this machine.";

    /** Whether a request may go to a URL at all. */
    public boolean allows(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme()) || (loopbackHttp && ApiHost.isLoopback(uri));
    }

    /** Whether the server of a URL is the one that it names, or on this machine: by plain http, anyone on the network can answer. */
    public static boolean authenticated(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme()) || ApiHost.isLoopback(uri);
    }

    /** Whether the builder allows plain http to a host; its port, if that is 443, stands for the port of http. */
    public boolean plainHttp(ApiHost host) {
        return plain.contains(host) || plain.contains(new ApiHost(host.host(), host.port() == 80 ? 443 : host.port()));
    }

    /** The same for the host of a URL. */
    public boolean plainHttp(URI uri) {
        return "http".equalsIgnoreCase(uri.getScheme()) && plainHttp(ApiHost.of(uri));
    }

    /** Why a request may not go to a URL that is not {@link #allows allowed}. {@code credential} is what the request would show. */
    public Failure refusal(URI uri, String credential) {
        boolean named = plainHttp(uri);
        return Failure.of(
                Step.HOST,
                Failure.Kind.CONFIGURATION,
                named
                        ? "the target is not https, and plain http would show " + credential + " to the network"
                        : "the target is not https",
                named
                        ? "Use https, or Standard Authentication, which signs the request and does not reveal the password."
                        : "Use https. For an Algo device without https on this site, build the client with allowPlainHttp(host), and use"
                                + " Standard Authentication.");
    }

    /** The failure of a URL that is not allowed; {@code subject} names the form's field. */
    public static Failure failure(Step step, String subject) {
        return Failure.of(step, Failure.Kind.CONFIGURATION, subject + " is not https", ADVICE);
    }
}
