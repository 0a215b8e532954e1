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

/** The device's keys, made once for a run. */
final class Keys {
    private static final RSAKey RSA;
    private static final JWK PS;
    private static final JWK EC;
    private static final JWK ED;

    static {
        try {
            RSA = new RSAKeyGenerator(2048).keyID("device-rsa").generate();
            // A second name for the same key: Keycloak takes an RSA key of no alg for one of RS256.
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

    /** All public keys, as an issuer of assertions publishes them. */
    static JWKSet all() {
        return new JWKSet(List.of(RSA, PS, EC, ED)).toPublicJWKSet();
    }

    /** The key of a certificate, with the certificate itself. */
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

    /** By the JDK: Nimbus's own generator wants a further library. The last 32 bytes of each encoding are the key (RFC 8410). */
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
