package com.algosolutions.interop;

import com.algosolutions.oauth.profile.SigningAlgorithm;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;

/** The device's keys, generated once per test run. */
final class Keys {
    private static final RSAKey RSA;
    private static final JWK PS;
    private static final JWK EC;
    private static final JWK ED;

    static {
        try {
            RSA = new RSAKeyGenerator(2048).keyID("device-rsa").generate();
            // A second id for the same key: Keycloak treats an RSA key without alg as a key for RS256.
            PS = new RSAKey.Builder(RSA)
                    .keyID("device-rsa-pss")
                    .algorithm(JWSAlgorithm.PS256)
                    .build();
            EC = new ECKeyGenerator(Curve.P_256).keyID("device-ec").generate();
            ED = ed25519();
        } catch (JOSEException | GeneralSecurityException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Keys() {}

    /** The public keys of {@link AuthorizationServer#ASSERTION_ISSUER}. */
    static JWKSet all() {
        return new JWKSet(List.of(RSA, PS, EC, ED)).toPublicJWKSet();
    }

    /** The public key of a certificate, as a JWK that contains the certificate. */
    static JWK of(X509Certificate certificate) {
        try {
            return JWK.parse(certificate);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static JWK of(SigningAlgorithm algorithm) {
        return switch (algorithm) {
            case PS256 -> PS;
            case ES256 -> EC;
            case EDDSA -> ED;
            default -> RSA;
        };
    }

    /** Uses the JDK, because Nimbus's generator needs another library. The last 32 bytes of each encoding are the key (RFC 8410). */
    private static JWK ed25519() throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        return new OctetKeyPair.Builder(Curve.Ed25519, last32(pair.getPublic().getEncoded()))
                .d(last32(pair.getPrivate().getEncoded()))
                .keyID("device-ed")
                .build();
    }

    private static Base64URL last32(byte[] encoded) {
        return Base64URL.encode(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    }
}
