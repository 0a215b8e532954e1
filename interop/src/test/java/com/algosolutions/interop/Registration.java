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
 * A client as a provider's console would register it.
 *
 * @param id the client id
 * @param secret the client secret, of 32 bytes at least; ignored by those who have none
 * @param proof how it authenticates
 * @param grant what it may use, besides refresh tokens
 * @param tokenLife how long its access tokens live
 * @param grantLife how long its codes, device codes and refresh tokens live; null for what the server does otherwise
 * @param dpop whether its tokens must be bound to a key of the device: RFC 9449
 */
record Registration(
        String id,
        String secret,
        ClientProof proof,
        GrantType grant,
        Duration tokenLife,
        @Nullable Duration grantLife,
        boolean dpop) {
    /** Where a browser returns to; nothing listens there, the tests read it off the redirect. */
    static final URI REDIRECT = URI.create("https://console.example.com/oauth/callback");

    static Registration of(String id, ClientProof proof, GrantType grant) {
        return new Registration(
                id, id + "-secret-0123456789abcdef0123456789abcdef", proof, grant, Duration.ofMinutes(5), null, false);
    }

    /** A client that needs nobody, authenticated by its secret. */
    static Registration clientCredentials(String id) {
        return of(id, ClientProof.HTTP_BASIC, GrantType.CLIENT_CREDENTIALS);
    }

    Registration withSecret(String value) {
        return new Registration(id, value, proof, grant, tokenLife, grantLife, dpop);
    }

    Registration withTokenLife(Duration value) {
        return new Registration(id, secret, proof, grant, value, grantLife, dpop);
    }

    Registration withGrantLife(Duration value) {
        return new Registration(id, secret, proof, grant, tokenLife, value, dpop);
    }

    Registration withDpop() {
        return new Registration(id, secret, proof, grant, tokenLife, grantLife, true);
    }

    /** A request of the client's own, beside those that the device makes for it. */
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
