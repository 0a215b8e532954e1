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
 * @since 0.1.0
 */
public final class SandboxRequest {
    private final String method;
    private final String host;
    private final String path;
    private final Map<String, List<String>> headers;
    private final String body;

    SandboxRequest(String method, String host, String path, Map<String, List<String>> headers, String body) {
        this.method = method;
        this.host = host;
        this.path = path;
        this.headers = Map.copyOf(headers);
        this.body = body;
    }

    /**
     * The HTTP method.
     *
     * @return the method, for example {@code POST}
     */
    public String method() {
        return method;
    }

    /**
     * The server's name, as the {@code Host} header contains it.
     *
     * @return the name without a port
     */
    public String host() {
        return host;
    }

    /**
     * The path with its query.
     *
     * @return the path, for example {@code /restapi/oauth/token}
     */
    public String path() {
        return path;
    }

    /**
     * All headers.
     *
     * @return the headers by lower-case name, each with its values in order; the map cannot be modified
     */
    public Map<String, List<String>> headers() {
        return headers;
    }

    /**
     * The body as UTF-8 text.
     *
     * @return the body; empty if there was none
     */
    public String body() {
        return body;
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
