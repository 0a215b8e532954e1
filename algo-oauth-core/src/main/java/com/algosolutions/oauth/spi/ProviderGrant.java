package com.algosolutions.oauth.spi;

import static java.util.Objects.requireNonNull;

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
 * @since 0.1.0
 */
public final class ProviderGrant {
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

    private final GrantType type;
    private final String wireName;
    private final Map<String, String> parameters;

    private ProviderGrant(GrantType type, String wireName, Map<String, String> parameters) {
        this.type = type;
        this.wireName = wireName;
        this.parameters = Collections.unmodifiableMap(parameters);
    }

    /**
     * A grant without further parameters.
     *
     * @param type the name that the form's <em>Grant Type</em> has
     * @param wireName the {@code grant_type} in the request: a name, or an absolute URI
     * @return the grant
     * @throws IllegalArgumentException if a name is blank, if the type has the name of a standard grant, or if it is the password grant
     */
    public static ProviderGrant of(GrantType type, String wireName) {
        requireNonNull(type, "type");
        requireNonNull(wireName, "wireName");
        if (STANDARD.contains(type) || type.name().isBlank() || wireName.isBlank()) {
            throw new IllegalArgumentException(
                    "Grant " + type + " needs a wire name, and must not have the name of a standard grant.");
        }
        if (wireName.equals("password")) {
            throw new IllegalArgumentException(
                    "The password grant is not supported: RFC 9700 section 2.4 forbids it. Use another grant.");
        }
        return new ProviderGrant(type, wireName, Map.of());
    }

    /**
     * Returns this grant with a further parameter of the request.
     *
     * @param name the parameter's name
     * @param value its value, which replaces an earlier one
     * @return the grant
     * @throws IllegalArgumentException if the request sets this parameter itself
     */
    public ProviderGrant withParameter(String name, String value) {
        requireNonNull(name, "name");
        requireNonNull(value, "value");
        if (SET_BY_THE_REQUEST.contains(name)) {
            throw new IllegalArgumentException("Grant " + type + " must not set " + name + ".");
        }
        Map<String, String> more = new LinkedHashMap<>(parameters);
        more.put(name, value);
        return new ProviderGrant(type, wireName, more);
    }

    /** {@return the name that the form's <em>Grant Type</em> has} */
    public GrantType type() {
        return type;
    }

    /** {@return the {@code grant_type} in the request} */
    public String wireName() {
        return wireName;
    }

    /** {@return the further parameters of the request, in order} */
    public Map<String, String> parameters() {
        return parameters;
    }
}
