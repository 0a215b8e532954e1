package com.algosolutions.oauth.profile;

import java.util.Optional;

/**
 * How a profile obtains its token: the form's <em>Grant Type</em>. Immutable and thread-safe.
 *
 * <p>An open value: a name that this version does not know is loaded, listed and written back, and rejected when it is used. So an older
 * version does not damage the document of a newer one.
 *
 * @param name the name as the form has it
 * @since 0.1.0
 */
public record GrantType(String name) {
    /** A JWT assertion is exchanged for a token: RFC 7523 section 2.1. */
    public static final GrantType JWT_BEARER = new GrantType("JWT_BEARER");

    /** The device's own credentials are exchanged for a token: RFC 6749 section 4.4. */
    public static final GrantType CLIENT_CREDENTIALS = new GrantType("CLIENT_CREDENTIALS");

    /** A user signs in with a browser: RFC 6749 section 4.1 with PKCE, RFC 7636. */
    public static final GrantType AUTH_CODE_PKCE = new GrantType("AUTH_CODE_PKCE");

    /** A user signs in on another device: RFC 8628. */
    public static final GrantType DEVICE_CODE = new GrantType("DEVICE_CODE");

    /** {@return whether a user has to sign in before there is a token: the form's <em>Start Authorization</em>} */
    public boolean needsSignIn() {
        return equals(AUTH_CODE_PKCE) || equals(DEVICE_CODE);
    }

    /**
     * The {@code grant_type} of a token request, which is also the name in a server's metadata (RFC 8414 section 2).
     *
     * @return the value, such as {@code client_credentials}; empty if this is not one of the standard grant types above
     */
    public Optional<String> wireName() {
        return switch (name) {
            case "JWT_BEARER" -> Optional.of("urn:ietf:params:oauth:grant-type:jwt-bearer");
            case "CLIENT_CREDENTIALS" -> Optional.of("client_credentials");
            case "AUTH_CODE_PKCE" -> Optional.of("authorization_code");
            case "DEVICE_CODE" -> Optional.of("urn:ietf:params:oauth:grant-type:device_code");
            default -> Optional.empty();
        };
    }

    /** {@return the name} */
    @Override
    public String toString() {
        return name;
    }
}
