package com.algosolutions.oauth;

import com.algosolutions.oauth.profile.ApiHost;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request to an API: method, URL, headers, body, and the OAuth profile or the signer that authorizes it. Contains no credential. Immutable and thread-safe; a method
 * that changes a part returns a new request.
 *
 * @since 0.1.0
 */
public final class ApiRequest {
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

    /** Headers that the transport or the authorization sets. */
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
    private final ApiHost host;
    private final List<Header> headers;
    private final Body body;
    private final @Nullable String profile;
    private final @Nullable RequestSigner signer;
    private final SuccessCondition success;
    private final @Nullable Duration timeout;

    private ApiRequest(
            String method,
            URI uri,
            ApiHost host,
            List<Header> headers,
            Body body,
            @Nullable String profile,
            @Nullable RequestSigner signer,
            SuccessCondition success,
            @Nullable Duration timeout) {
        this.method = method;
        this.uri = uri;
        this.host = host;
        this.headers = headers;
        this.body = body;
        this.profile = profile;
        this.signer = signer;
        this.success = success;
        this.timeout = timeout;
    }

    /**
     * Makes a request without body and headers, which is sent without credentials.
     *
     * @param method GET, POST, PUT, PATCH or DELETE
     * @param uri an absolute https URL; plain http only to a loopback address, and only if the client allows it
     * @return the request
     * @throws IllegalArgumentException if the method or the URL cannot be used; the message says how to correct it
     */
    public static ApiRequest of(String method, URI uri) {
        Objects.requireNonNull(uri, "uri");
        String name = Objects.requireNonNull(method, "method").toUpperCase(Locale.ROOT);
        if (!METHODS.contains(name)) {
            throw new IllegalArgumentException("Method " + method + " is not one of GET, POST, PUT, PATCH, DELETE.");
        }
        if (uri.getRawAuthority() == null
                || !("https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme()))) {
            throw new IllegalArgumentException("The target is not a whole URL. Write it as https://host/path.");
        }
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("The target contains a user name. Remove the part before the @.");
        }
        if (uri.getRawFragment() != null) {
            throw new IllegalArgumentException("The target has a fragment. Remove the # and the text after it.");
        }
        if (uri.getQuery() != null && ("&" + uri.getQuery()).contains("&access_token=")) {
            throw new IllegalArgumentException(
                    "The target has an access_token in its query, where logs keep it (RFC 9700 section 4.3.2)."
                            + " Remove it and name an OAuth profile.");
        }
        ApiHost host = ApiHost.of(uri);
        return new ApiRequest(name, uri, host, List.of(), Body.none(), null, null, SuccessCondition.any(), null);
    }

    /**
     * Makes a POST.
     *
     * @param uri an absolute https URL
     * @param body the body
     * @return the request
     * @throws IllegalArgumentException if the URL cannot be used; the message says how to correct it
     */
    public static ApiRequest post(URI uri, Body body) {
        return of("POST", uri).body(body);
    }

    /**
     * Makes a GET.
     *
     * @param uri an absolute https URL
     * @return the request
     * @throws IllegalArgumentException if the URL cannot be used; the message says how to correct it
     */
    public static ApiRequest get(URI uri) {
        return of("GET", uri);
    }

    /**
     * Adds a header. A {@code Content-Type} replaces the body's, and is sent unchanged.
     *
     * @param name the name
     * @param value the value
     * @return the new request
     * @throws IllegalArgumentException if the transport or the authorization sets this header, or it is not well-formed
     */
    public ApiRequest header(String name, String value) {
        Objects.requireNonNull(value, "value");
        if (RESERVED.contains(Objects.requireNonNull(name, "name").toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("Header " + name + " cannot be set. "
                    + (name.equalsIgnoreCase("Authorization")
                            ? "Name an OAuth profile, or use a signer."
                            : "Remove it: the client derives it from the request."));
        }
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new ApiRequest(method, uri, host, List.copyOf(more), body, profile, signer, success, timeout);
    }

    /**
     * Replaces the body.
     *
     * @param value the body
     * @return the new request
     * @throws IllegalArgumentException for a GET, which has no body
     */
    public ApiRequest body(Body value) {
        if (!Objects.requireNonNull(value, "body").isNone() && method.equals("GET")) {
            throw new IllegalArgumentException("A GET has no payload. Clear Data Payload, or choose another method.");
        }
        return new ApiRequest(method, uri, host, headers, value, profile, signer, success, timeout);
    }

    /**
     * Sends the request with an access token of an OAuth profile: RFC 6750, or RFC 9449 for a profile with DPoP. Replaces the signer.
     *
     * @param name the profile's name
     * @return the new request
     */
    public ApiRequest profile(String name) {
        return new ApiRequest(
                method, uri, host, headers, body, Objects.requireNonNull(name, "name"), null, success, timeout);
    }

    /**
     * Sends the request with the headers that a signer makes for it, such as Algo Standard Authentication. Replaces the profile.
     *
     * @param value the signer
     * @return the new request
     */
    public ApiRequest signedBy(RequestSigner value) {
        return new ApiRequest(
                method, uri, host, headers, body, null, Objects.requireNonNull(value, "value"), success, timeout);
    }

    /**
     * Sets a time limit for this request, including the wait for a token and the name lookup. Replaces the client's {@code callTimeout}.
     *
     * @param value the limit
     * @return the new request
     */
    public ApiRequest timeout(Duration value) {
        return new ApiRequest(
                method, uri, host, headers, body, profile, signer, success, Objects.requireNonNull(value, "value"));
    }

    /**
     * Sets which responses mean that the target accepted the request. Default: {@link SuccessCondition#any()}. A response that breaks the
     * condition is {@link ApiResult.Outcome#REJECTED}, and the request is not sent again.
     *
     * @param value the condition
     * @return the new request
     */
    public ApiRequest successCondition(SuccessCondition value) {
        return new ApiRequest(
                method, uri, host, headers, body, profile, signer, Objects.requireNonNull(value, "value"), timeout);
    }

    /** {@return the method, in upper case} */
    public String method() {
        return method;
    }

    /** {@return the URL} */
    public URI uri() {
        return uri;
    }

    /** {@return the host that the request goes to, with its port} */
    public ApiHost host() {
        return host;
    }

    /** {@return the headers in order} */
    public List<Header> headers() {
        return headers;
    }

    /** {@return the body} */
    public Body body() {
        return body;
    }

    /** {@return the media type that will be sent: the {@code Content-Type} header, or else the body's; empty if there is neither} */
    public Optional<String> contentType() {
        for (Header header : headers) {
            if (header.name().equalsIgnoreCase("Content-Type")) {
                return Optional.of(header.value());
            }
        }
        return body.contentType();
    }

    /** {@return the name of the OAuth profile whose token is sent; empty for a signed request, or one without credentials} */
    public Optional<String> profile() {
        return Optional.ofNullable(profile);
    }

    /** {@return the signer of the request; empty if there is none} */
    public Optional<RequestSigner> signer() {
        return Optional.ofNullable(signer);
    }

    /** {@return which responses mean that the target accepted the request} */
    public SuccessCondition successCondition() {
        return success;
    }

    /** {@return the request's time limit; empty if the client's {@code callTimeout} applies} */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /** {@return the method and the URL without its query, which may contain secrets} */
    @Override
    public String toString() {
        return method + " " + uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
    }
}
