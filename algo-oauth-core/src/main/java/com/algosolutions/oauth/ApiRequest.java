package com.algosolutions.oauth;

import com.algosolutions.oauth.profile.ApiHost;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request to an API: method, address, headers, body, and who vouches for it. Without a credential in it. Immutable and
 * thread-safe; each method that changes something returns a new request.
 */
public final class ApiRequest {
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

    /** Headers that the transport or the authorization writes. */
    private static final Set<String> RESERVED = Set.of(
            "authorization",
            "connection",
            "content-length",
            "dpop",
            "expect",
            "host",
            "proxy-authorization",
            "te",
            "transfer-encoding",
            "upgrade");

    private final String method;
    private final URI uri;
    private final List<Header> headers;
    private final Body body;
    private final Authorization authorization;
    private final @Nullable Duration timeout;

    private ApiRequest(
            String method,
            URI uri,
            List<Header> headers,
            Body body,
            Authorization authorization,
            @Nullable Duration timeout) {
        this.method = method;
        this.uri = uri;
        this.headers = headers;
        this.body = body;
        this.authorization = authorization;
        this.timeout = timeout;
    }

    /**
     * A request without body, headers and authorization.
     *
     * @param method GET, POST, PUT, PATCH or DELETE
     * @param uri an absolute https URL; plain http only to a loopback address, and only if the client allows it
     * @return the request
     * @throws IllegalArgumentException if method or URL is not usable; the message says how to mend it
     */
    public static ApiRequest of(String method, URI uri) {
        String name = method.toUpperCase(Locale.ROOT);
        if (!METHODS.contains(name)) {
            throw new IllegalArgumentException("Method " + method + " is not one of GET, POST, PUT, PATCH, DELETE.");
        }
        if (uri.getHost() == null
                || !("https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme()))) {
            throw new IllegalArgumentException("The target is not a whole URL. Write it as https://host/path.");
        }
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("The target has a user name in it. Remove what stands before the @.");
        }
        if (uri.getRawFragment() != null) {
            throw new IllegalArgumentException("The target has a fragment. Remove # and what follows.");
        }
        if (uri.getQuery() != null && ("&" + uri.getQuery()).contains("&access_token=")) {
            throw new IllegalArgumentException(
                    "The target has an access_token in its query, where logs keep it (RFC 9700 section 4.3.2)."
                            + " Remove it and name an OAuth profile.");
        }
        ApiHost.of(uri);
        return new ApiRequest(name, uri, List.of(), Body.none(), Authorization.none(), null);
    }

    /**
     * A POST.
     *
     * @param uri an absolute https URL
     * @param body what it carries
     * @return the request
     */
    public static ApiRequest post(URI uri, Body body) {
        return of("POST", uri).body(body);
    }

    /**
     * A GET.
     *
     * @param uri an absolute https URL
     * @return the request
     */
    public static ApiRequest get(URI uri) {
        return of("GET", uri);
    }

    /**
     * The same request with one more header. A {@code Content-Type} given here stands in place of the body's, byte for byte.
     *
     * @param name the name
     * @param value the value
     * @return the new request
     * @throws IllegalArgumentException if the header is one that the transport or the authorization writes, or not well-formed
     */
    public ApiRequest header(String name, String value) {
        if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("Header " + name + " is not yours to set. "
                    + (name.equalsIgnoreCase("Authorization")
                            ? "Name an OAuth profile, or use a signer."
                            : "Remove it: it follows from the request."));
        }
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new ApiRequest(method, uri, List.copyOf(more), body, authorization, timeout);
    }

    /**
     * The same request with a body.
     *
     * @param value the body
     * @return the new request
     * @throws IllegalArgumentException for a GET, which carries none
     */
    public ApiRequest body(Body value) {
        if (method.equals("GET") && !value.isNone()) {
            throw new IllegalArgumentException(
                    "A GET carries no payload. Clear Data Payload, or choose another method.");
        }
        return new ApiRequest(method, uri, headers, value, authorization, timeout);
    }

    /**
     * The same request, vouched for.
     *
     * @param value by whom
     * @return the new request
     */
    public ApiRequest authorizedBy(Authorization value) {
        return new ApiRequest(method, uri, headers, body, value, timeout);
    }

    /**
     * The same request with its own time limit, token work and name lookup included.
     *
     * @param value the limit
     * @return the new request
     */
    public ApiRequest within(Duration value) {
        return new ApiRequest(method, uri, headers, body, authorization, value);
    }

    /** {@return the method, in capitals} */
    public String method() {
        return method;
    }

    /** {@return the address} */
    public URI uri() {
        return uri;
    }

    /** {@return the headers in order} */
    public List<Header> headers() {
        return headers;
    }

    /** {@return the body} */
    public Body body() {
        return body;
    }

    /** {@return the media type that will be sent: the header's, or else the body's} */
    public Optional<String> contentType() {
        for (Header header : headers) {
            if (header.name().equalsIgnoreCase("Content-Type")) {
                return Optional.of(header.value());
            }
        }
        return body.contentType();
    }

    /** {@return who vouches for the request} */
    public Authorization authorization() {
        return authorization;
    }

    /** {@return the request's own time limit; the client's stands if it is empty} */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /** {@return method and address without its query, which may hold what should not be printed} */
    @Override
    public String toString() {
        return method + " " + uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
    }
}
