package com.algosolutions.oauth.spi;

/**
 * The endpoint of a provider that sent a response.
 *
 * @since 0.1.0
 */
public enum Endpoint {
    /** The token endpoint: RFC 6749 section 3.2. */
    TOKEN("token endpoint"),
    /** The device authorization endpoint: RFC 8628 section 3.1. */
    DEVICE("device authorization endpoint"),
    /** The pushed authorization request (PAR) endpoint: RFC 9126 section 2. */
    PAR("PAR endpoint"),
    /** The revocation endpoint: RFC 7009 section 2. */
    REVOCATION("revocation endpoint"),
    /** A resource of the provider's API, called with an access token. */
    API("API");

    private final String label;

    Endpoint(String label) {
        this.label = label;
    }

    /** {@return the endpoint's name in messages, such as {@code token endpoint}} */
    public String label() {
        return label;
    }
}
