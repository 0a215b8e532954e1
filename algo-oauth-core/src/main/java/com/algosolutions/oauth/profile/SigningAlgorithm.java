package com.algosolutions.oauth.profile;

import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateKey;

/** What an assertion is signed with, or protected by a MAC: the form's <em>Signing Algorithm</em>, RFC 7518 section 3.1 and RFC 8037. */
public enum SigningAlgorithm {
    /** HMAC with SHA-256 by the client secret, of 32 bytes at least. */
    HS256,
    /** HMAC with SHA-384 by the client secret, of 48 bytes at least. */
    HS384,
    /** HMAC with SHA-512 by the client secret, of 64 bytes at least. */
    HS512,
    /** RSASSA-PKCS1-v1_5 with SHA-256. */
    RS256,
    /** RSASSA-PKCS1-v1_5 with SHA-384. */
    RS384,
    /** RSASSA-PKCS1-v1_5 with SHA-512. */
    RS512,
    /** RSASSA-PSS with SHA-256. */
    PS256,
    /** RSASSA-PSS with SHA-384. */
    PS384,
    /** RSASSA-PSS with SHA-512. */
    PS512,
    /** ECDSA on P-256 with SHA-256. */
    ES256,
    /** ECDSA on P-384 with SHA-384. */
    ES384,
    /** ECDSA on P-521 with SHA-512. */
    ES512,
    /** Ed25519: RFC 8037. */
    EDDSA;

    /** {@return the {@code alg} of a JOSE header, such as {@code RS256} or {@code EdDSA}} */
    public String jose() {
        return this == EDDSA ? "EdDSA" : name();
    }

    /** {@return whether this is a MAC made with the client secret, not a signature made with a private key} */
    public boolean mac() {
        return name().startsWith("HS");
    }

    /** {@return the least length of a MAC's secret in bytes, that of its hash: RFC 7518 section 3.2} */
    int leastSecretBytes() {
        return Integer.parseInt(name().substring(2)) / Byte.SIZE;
    }

    /** Whether a private key can sign by this. */
    boolean fits(PrivateKey key) {
        if (key instanceof RSAPrivateKey) {
            return name().startsWith("RS") || name().startsWith("PS");
        }
        if (key instanceof ECPrivateKey || key instanceof EdECPrivateKey) {
            return this == usual(key);
        }
        return false;
    }

    /** What a key signs by if the form does not say. */
    static SigningAlgorithm usual(PrivateKey key) {
        if (key instanceof ECPrivateKey ec) {
            return switch (ec.getParams().getCurve().getField().getFieldSize()) {
                case 256 -> ES256;
                case 384 -> ES384;
                default -> ES512;
            };
        }
        return key instanceof RSAPrivateKey ? RS256 : EDDSA;
    }
}
