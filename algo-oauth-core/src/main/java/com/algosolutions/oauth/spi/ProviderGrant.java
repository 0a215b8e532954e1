package com.algosolutions.oauth.spi;

import com.algosolutions.oauth.profile.GrantType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A grant of a provider's own, an extension grant of RFC 6749 section 4.5: its name in the form, and what stands in the token request.
 * Immutable and thread-safe.
 *
 * <p>The profile's client authentication, scopes and extra params join the request as they do for every grant, so what differs from
 * profile to profile, such as an account id, is an extra param.
 *
 * @param type the name that the form's <em>Grant Type</em> has
 * @param wireName the {@code grant_type} in the request: a word, or an absolute URI
 * @param parameters further parameters of the request, none of them one that the request sets itself
 */
public record ProviderGrant(GrantType type, String wireName, Map<String, String> parameters) {
    private static final Set<String> SET_BY_THE_REQUEST = Set.of(
            "client_assertion",
            "client_assertion_type",
            "client_id",
            "client_secret",
            "grant_type",
            "refresh_token",
            "resource",
            "scope");

    private static final Set<GrantType> STANDARD =
            Set.of(GrantType.JWT_BEARER, GrantType.CLIENT_CREDENTIALS, GrantType.AUTH_CODE_PKCE, GrantType.DEVICE_CODE);

    /**
     * A grant.
     *
     * @param type the form's grant type
     * @param wireName what is sent as {@code grant_type}
     * @param parameters what is sent with it
     * @throws IllegalArgumentException if it takes the name of a standard grant, if a parameter is one that the request sets itself, or if it
     *     is the password grant
     */
    public ProviderGrant {
        if (STANDARD.contains(type) || type.name().isBlank() || wireName.isBlank()) {
            throw new IllegalArgumentException("A provider's own grant needs names of its own, not " + type + ".");
        }
        if (wireName.equals("password")) {
            throw new IllegalArgumentException(
                    "The password grant is not for devices: RFC 9700 section 2.4 forbids it.");
        }
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        for (String name : parameters.keySet()) {
            if (SET_BY_THE_REQUEST.contains(name)) {
                throw new IllegalArgumentException("Grant " + type + " must not set " + name + ".");
            }
        }
    }
}
