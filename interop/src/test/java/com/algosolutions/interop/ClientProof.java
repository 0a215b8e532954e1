package com.algosolutions.interop;

import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.profile.SigningAlgorithm;
import org.jspecify.annotations.Nullable;

/** The rows of the matrix: a client authentication, by the profile's mode and, if the client signs, the algorithm. */
enum ClientProof {
    HTTP_BASIC(ClientAuthMode.HTTP_BASIC, "client_secret_basic", null),
    REQUEST_BODY(ClientAuthMode.REQUEST_BODY, "client_secret_post", null),
    CLIENT_SECRET_JWT(ClientAuthMode.CLIENT_SECRET_JWT, "client_secret_jwt", SigningAlgorithm.HS256),
    PRIVATE_KEY_JWT_RS256(ClientAuthMode.PRIVATE_KEY_JWT, "private_key_jwt", SigningAlgorithm.RS256),
    PRIVATE_KEY_JWT_PS256(ClientAuthMode.PRIVATE_KEY_JWT, "private_key_jwt", SigningAlgorithm.PS256),
    PRIVATE_KEY_JWT_ES256(ClientAuthMode.PRIVATE_KEY_JWT, "private_key_jwt", SigningAlgorithm.ES256),
    PRIVATE_KEY_JWT_EDDSA(ClientAuthMode.PRIVATE_KEY_JWT, "private_key_jwt", SigningAlgorithm.EDDSA),
    MUTUAL_TLS(ClientAuthMode.TLS_CLIENT_AUTH, "tls_client_auth", null),
    SELF_SIGNED_TLS(ClientAuthMode.SELF_SIGNED_TLS_CLIENT_AUTH, "self_signed_tls_client_auth", null),
    NONE(ClientAuthMode.NONE, "none", null);

    private final ClientAuthMode mode;
    private final String method;
    private final @Nullable SigningAlgorithm algorithm;

    ClientProof(ClientAuthMode mode, String method, @Nullable SigningAlgorithm algorithm) {
        this.mode = mode;
        this.method = method;
        this.algorithm = algorithm;
    }

    ClientAuthMode mode() {
        return mode;
    }

    /** The name in a server's metadata: RFC 8414 section 2. */
    String method() {
        return method;
    }

    /** The algorithm with which the client signs, or null. */
    @Nullable
    SigningAlgorithm algorithm() {
        return algorithm;
    }

    boolean secret() {
        return this == HTTP_BASIC || this == REQUEST_BODY || this == CLIENT_SECRET_JWT;
    }

    /** The name in the form and in docs/interop.md. */
    String label() {
        return algorithm == null || secret() ? mode.name() : mode + " " + algorithm.jose();
    }

    /** Fills in the fields that this client authentication needs. */
    void fill(ProfileForm form, Registration client) {
        form.clientId(client.id()).clientAuthMode(mode);
        if (secret()) {
            form.clientSecret(Secret.of(client.secret()));
        }
        if (algorithm != null && !secret()) {
            form.signingKey(Secret.of(Keys.of(algorithm).toJSONString())).signingAlgorithm(algorithm);
        }
    }
}
