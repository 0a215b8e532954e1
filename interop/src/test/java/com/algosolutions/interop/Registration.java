package com.algosolutions.interop;

import com.algosolutions.oauth.profile.GrantType;
import com.nimbusds.jose.jwk.JWKSet;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A client registration, as in a provider's console.
 *
 * @param id the client id
 * @param secret the client secret, at least 32 bytes; ignored if the client authenticates without a secret
 * @param proof the client authentication
 * @param grant the grant that it may use, besides refresh tokens
 * @param tokenLife how long its access tokens live
 * @param grantLife how long its codes, device codes and refresh tokens live; null for the server's default
 * @param dpop whether its tokens must be bound to a key of the device: RFC 9449
 * @param certificate whether its tokens are bound to the device's certificate: RFC 8705 section 3
 */
record Registration(
        String id,
        String secret,
        ClientProof proof,
        GrantType grant,
        Duration tokenLife,
        @Nullable Duration grantLife,
        boolean dpop,
        boolean certificate) {
    /** The redirect URI; nothing listens there, the tests read the callback from the redirect. */
    static final URI REDIRECT = URI.create("https://console.example.com/oauth/callback");

    static Registration of(String id, ClientProof proof, GrantType grant) {
        return new Registration(
                id,
                id + "-secret-0123456789abcdef0123456789abcdef",
                proof,
                grant,
                Duration.ofMinutes(5),
                null,
                false,
                proof.mode().usesCertificate());
    }

    /** A client for {@code CLIENT_CREDENTIALS}, authenticated by its secret with HTTP Basic. */
    static Registration clientCredentials(String id) {
        return of(id, ClientProof.HTTP_BASIC, GrantType.CLIENT_CREDENTIALS);
    }

    Registration withSecret(String value) {
        return new Registration(id, value, proof, grant, tokenLife, grantLife, dpop, certificate);
    }

    Registration withTokenLife(Duration value) {
        return new Registration(id, secret, proof, grant, value, grantLife, dpop, certificate);
    }

    Registration withGrantLife(Duration value) {
        return new Registration(id, secret, proof, grant, tokenLife, value, dpop, certificate);
    }

    Registration withDpop() {
        return new Registration(id, secret, proof, grant, tokenLife, grantLife, true, certificate);
    }

    Registration withCertificate() {
        return new Registration(id, secret, proof, grant, tokenLife, grantLife, dpop, true);
    }

    /** Sends a request as this client, independent of the device. */
    Wire.Answer post(URI endpoint, Map<String, String> form) {
        if (proof == ClientProof.NONE) {
            Map<String, String> named = new HashMap<>(form);
            named.put("client_id", id);
            return Wire.post(endpoint, named);
        }
        return Wire.post(endpoint, id, secret, form);
    }

    /** The public keys of a client that signs. */
    JWKSet publicKeys() {
        return new JWKSet(Keys.of(Objects.requireNonNull(proof.algorithm())).toPublicJWK());
    }
}
