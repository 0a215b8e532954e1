package com.algosolutions.oauth.profile;

import java.util.List;

/**
 * How the client authenticates at the token endpoint: the form's <em>Client Auth Mode</em>.
 *
 * @since 0.1.0
 */
public enum ClientAuthMode {
    /** Client id and secret in an HTTP Basic header, each form-encoded first: RFC 6749 section 2.3.1. */
    HTTP_BASIC("client_secret_basic"),
    /**
     * Client id and secret in an HTTP Basic header as they are, for a server that does not decode them: RFC 7617 without the encoding of RFC
     * 6749 section 2.3.1. Never chosen by discovery, since metadata does not distinguish it from {@link #HTTP_BASIC}.
     */
    HTTP_BASIC_RAW("client_secret_basic"),
    /** {@code client_id} and {@code client_secret} in the request body: RFC 6749 section 2.3.1. */
    REQUEST_BODY("client_secret_post"),
    /** A JWT with a MAC made from the client secret: {@code client_secret_jwt}, RFC 7523 section 2.2. */
    CLIENT_SECRET_JWT("client_secret_jwt"),
    /** A JWT signed with the device's private key: {@code private_key_jwt}, RFC 7523 section 2.2. */
    PRIVATE_KEY_JWT("private_key_jwt"),
    /** A TLS certificate that the provider identifies by its subject: {@code tls_client_auth}, RFC 8705 section 2.1. */
    TLS_CLIENT_AUTH("tls_client_auth"),
    /** A TLS certificate, self-signed or not, that is registered with the provider: RFC 8705 section 2.2. */
    SELF_SIGNED_TLS_CLIENT_AUTH("self_signed_tls_client_auth"),
    /** A public client: {@code client_id} in the body and no authentication, RFC 6749 section 3.2.1. */
    NONE("none");

    private final String method;

    ClientAuthMode(String method) {
        this.method = method;
    }

    /** {@return the registered name in server metadata, such as {@code client_secret_basic}: RFC 8414 section 2} */
    public String method() {
        return method;
    }

    /** In the order in which discovery chooses; decision 0013 has the reasons. */
    static List<ClientAuthMode> byPreference() {
        return List.of(
                PRIVATE_KEY_JWT,
                TLS_CLIENT_AUTH,
                SELF_SIGNED_TLS_CLIENT_AUTH,
                HTTP_BASIC,
                REQUEST_BODY,
                CLIENT_SECRET_JWT,
                NONE);
    }

    /** {@return whether the client authenticates by the device's TLS certificate} */
    public boolean usesCertificate() {
        return this == TLS_CLIENT_AUTH || this == SELF_SIGNED_TLS_CLIENT_AUTH;
    }

    /** {@return whether this mode needs the profile's client secret} */
    public boolean needsClientSecret() {
        return this == HTTP_BASIC || this == HTTP_BASIC_RAW || this == REQUEST_BODY || this == CLIENT_SECRET_JWT;
    }
}
