package com.algosolutions.oauth.spi;

import com.algosolutions.oauth.profile.GrantType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * An extension grant of a provider: RFC 6749 section 4.5. Has its name in the form, and its parameters of the token request. Immutable and
 * thread-safe.
 *
 * <p>The request has the profile's client authentication, scopes and extra params too, as for every grant. A value that differs between
 * profiles, such as an account id, is an extra param.
 *
 * @param type the name that the form's <em>Grant Type</em> has
 * @param wireName the {@code grant_type} in the request: a name, or an absolute URI
 * @param parameters further parameters of the request, none of which the request sets itself
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
     * @throws IllegalArgumentException if it has the name of a standard grant, if the request sets a parameter itself, or if it is the
     *     password grant
     */
    public ProviderGrant {
        if (STANDARD.contains(type) || type.name().isBlank() || wireName.isBlank()) {
            throw new IllegalArgumentException(
                    "Grant " + type + " needs a wire name, and must not have the name of a standard grant.");
        }
        if (wireName.equals("password")) {
            throw new IllegalArgumentException(
                    "The password grant is not supported: RFC 9700 section 2.4 forbids it. Use another grant.");
        }
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        for (String name : parameters.keySet()) {
            if (SET_BY_THE_REQUEST.contains(name)) {
                throw new IllegalArgumentException("Grant " + type + " must not set " + name + ".");
            }
        }
    }
}
