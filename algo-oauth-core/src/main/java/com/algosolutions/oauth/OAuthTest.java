package com.algosolutions.oauth;

import org.jspecify.annotations.Nullable;

/**
 * The form <em>Test OAuth Profile</em>. Immutable and thread-safe.
 *
 * @param profile the profile's name
 * @param providerType the provider type, chosen again, which must be the profile's
 * @param target the form's <em>Target URL and Path</em>, as typed
 * @param payload the form's <em>Data Payload</em>, sent as JSON by POST
 */
public record OAuthTest(String profile, String providerType, String target, String payload) {

    /** {@return the form without its payload and the target's query, which may hold what should not be printed} */
    @Override
    public String toString() {
        int query = target.indexOf('?');
        return "OAuthTest[" + profile + ", " + providerType + ", " + (query < 0 ? target : target.substring(0, query))
                + "]";
    }

    /** The request that the form describes, or null if the target is no URL. */
    @Nullable
    ApiRequest request() {
        try {
            return ApiRequest.post(java.net.URI.create(target.strip()), Body.json(payload))
                    .authorizedBy(Authorization.profile(profile));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
