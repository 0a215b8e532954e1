package com.algosolutions.oauth.spi;

import static java.util.Objects.requireNonNull;

import com.algosolutions.oauth.ApiRequest;
import java.net.URI;
import java.util.Optional;

/**
 * A request to the provider's API as a plugin may see it before it is sent: without its headers, which may contain secrets, and without
 * the access token. Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class OutgoingRequest {
    private final ApiRequest request;

    private OutgoingRequest(ApiRequest request) {
        this.request = request;
    }

    /**
     * The plugin's view of a request. The client calls this method before each request. It is public so that the unit test of a plugin can
     * call {@link OAuthProvider#checkRequest} with the requests that an application makes, and without a client:
     *
     * <pre>{@code
     * provider.checkRequest(OutgoingRequest.of(ApiRequest.post(uri, Body.json(text))))
     * }</pre>
     *
     * @param request the request
     * @return the view
     */
    public static OutgoingRequest of(ApiRequest request) {
        return new OutgoingRequest(requireNonNull(request, "request"));
    }

    /** {@return the method, in upper case} */
    public String method() {
        return request.method();
    }

    /** {@return the request's URL, with its query} */
    public URI target() {
        return request.uri();
    }

    /** {@return the media type that will be sent; empty if there is none} */
    public Optional<String> contentType() {
        return request.contentType();
    }

    /** {@return a copy of the body's bytes, made by each call; no bytes if there is no body} */
    public byte[] body() {
        return request.body().toBytes();
    }

    /** {@return the method and the URL without its query, which may contain secrets; not the body} */
    @Override
    public String toString() {
        return request.toString();
    }
}
