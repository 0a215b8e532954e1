package com.algosolutions.oauth.testkit;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request that reached one of the servers, through the tunnel.
 *
 * <p>Headers and body contain secrets as they were sent; {@link #toString()} prints neither.
 *
 * <p><em>Thread safety</em>: immutable.
 *
 * @param method the method, for example {@code POST}
 * @param host the server's name as the {@code Host} header gives it, without a port
 * @param path the path with its query
 * @param headers the headers by lower-case name, each with its values in order
 * @param body the body as UTF-8 text; empty if there was none
 * @since 0.1
 */
public record SandboxRequest(String method, String host, String path, Map<String, List<String>> headers, String body) {

    /**
     * Creates a request; copies the headers.
     *
     * @param method the method
     * @param host the server's name
     * @param path the path with its query
     * @param headers the headers by lower-case name
     * @param body the body
     */
    public SandboxRequest {
        headers = Map.copyOf(headers);
    }

    /**
     * The first value of a header.
     *
     * @param name the header's name, in any case
     * @return the value, or empty if the request has no such header
     */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst();
    }

    /**
     * Whether this is a request for the token endpoint.
     *
     * @return true for {@code /restapi/oauth/token}
     */
    public boolean isTokenRequest() {
        return pathWithoutQuery().equals("/restapi/oauth/token");
    }

    String pathWithoutQuery() {
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }

    String query() {
        int query = path.indexOf('?');
        return query < 0 ? "" : path.substring(query + 1);
    }

    /** One line without headers and body. */
    @Override
    public String toString() {
        return method + " https://" + host + pathWithoutQuery() + " <" + body.length() + " characters>";
    }
}
