package com.algosolutions.oauth;

import java.net.URI;

/**
 * The form <em>Test OAuth Profile</em>. Immutable and thread-safe.
 *
 * @param profile the profile's name
 * @param providerType the provider type chosen in the test, which must be the profile's
 * @param target the form's <em>Target URL and Path</em>, as typed
 * @param payload the form's <em>Data Payload</em>, sent as JSON by POST
 */
public record OAuthTestRequest(String profile, String providerType, String target, String payload) {

    /** {@return the form without the payload and the target's query, which may contain secrets} */
    @Override
    public String toString() {
        int query = target.indexOf('?');
        return "OAuthTest[" + profile + ", " + providerType + ", " + (query < 0 ? target : target.substring(0, query))
                + "]";
    }

    /**
     * Makes the request that the form describes.
     *
     * @return the request
     * @throws IllegalArgumentException if the target cannot be called; the message says how to correct it
     */
    public ApiRequest request() {
        URI uri;
        try {
            uri = URI.create(target.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "Write a whole URL, such as https://platform.ringcentral.com/team-messaging/v1/chats/<Team_ID>/posts.");
        }
        return ApiRequest.post(uri, Body.json(payload)).profile(profile);
    }
}
