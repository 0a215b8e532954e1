package com.algosolutions.oauth;

import com.algosolutions.oauth.profile.ApiHost;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;

/**
 * Sends requests to APIs: {@link com.algosolutions.oauth.client.OAuthClient}, or a fake in a unit test. An application that only sends
 * requests depends on this interface, and its test on a lambda:
 *
 * <pre>{@code
 * ApiClient fake = request -> ApiResult.builder(request, ApiResult.Outcome.DELIVERED).response(HttpResponse.of(200)).build();
 * }</pre>
 *
 * <p>An implementation is thread-safe, and may get more {@code default} methods in a minor release.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ApiClient {

    /**
     * Sends a request. Blocks until the call's deadline at most: {@link ApiRequest#timeout(java.time.Duration)}, or else the client's own.
     *
     * @param request the request
     * @return the result; a failure is a result too, never null
     */
    ApiResult execute(ApiRequest request);

    /**
     * Says what would keep a request from being sent, as far as that is known without sending anything: an unknown profile, a target that is
     * not among the profile's API Hosts, a request that the provider rejects, a profile without credentials or with an expired JWT. For a
     * warning when a configuration is loaded.
     *
     * @param request the request
     * @return the failure that {@link #execute} would return now; empty if none is known, as always in a fake that does not override this
     */
    default Optional<Failure> obstacle(ApiRequest request) {
        Objects.requireNonNull(request, "request");
        return Optional.empty();
    }

    /**
     * Posts to an API with a profile's token. Blocks until the call's deadline at most.
     *
     * @param profile the profile's name
     * @param uri an absolute https URL on one of the profile's API hosts
     * @param body what to post
     * @return the result; a failure is a result too
     * @throws IllegalArgumentException if the URL cannot be used; the message says how to correct it
     */
    default ApiResult post(String profile, URI uri, Body body) {
        return execute(ApiRequest.post(uri, body).profile(profile));
    }

    /**
     * Whether a request to a host has an {@code http} URL, because the host has no https.
     *
     * @param host the host
     * @return whether the client is built with {@code allowPlainHttp} for it; by default false
     */
    default boolean usesPlainHttp(ApiHost host) {
        return false;
    }
}
