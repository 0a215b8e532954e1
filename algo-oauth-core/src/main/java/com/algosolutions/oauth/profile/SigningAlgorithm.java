package com.algosolutions.oauth.profile;

import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.stream.Stream;

/**
 * The algorithm of an assertion's signature or MAC: the form's <em>Signing Algorithm</em>, RFC 7518 section 3.1 and RFC 8037.
 *
 * @since 0.1.0
 */
public enum SigningAlgorithm {
    /** HMAC with SHA-256; the client secret has at least 32 bytes. */
    HS256,
    /** HMAC with SHA-384; the client secret has at least 48 bytes. */
    HS384,
    /** HMAC with SHA-512; the client secret has at least 64 bytes. */
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

    /** The JDK's name for RSA-PSS keys and signatures. */
    static final String PSS = "RSASSA-PSS";

    /** {@return the {@code alg} of a JOSE header, such as {@code RS256} or {@code EdDSA}} */
    public String jose() {
        return this == EDDSA ? "EdDSA" : name();
    }

    /** {@return whether this is a MAC made with the client secret, not a signature made with a private key} */
    public boolean mac() {
        return name().startsWith("HS");
    }

    /** {@return the minimum length of a MAC's secret in bytes, which is that of its hash: RFC 7518 section 3.2} */
    int leastSecretBytes() {
        return Integer.parseInt(name().substring(2)) / Byte.SIZE;
    }

    /** Whether a private key can sign with this algorithm. */
    boolean fits(PrivateKey key) {
        if (key instanceof RSAPrivateKey rsa) {
            return name().startsWith("PS") ? allowedBy(rsa) : name().startsWith("RS") && !pssOnly(key);
        }
        if (key instanceof ECPrivateKey || key instanceof EdECPrivateKey) {
            return this == usual(key);
        }
        return false;
    }

    /** The algorithm of a key if the form has none. */
    static SigningAlgorithm usual(PrivateKey key) {
        if (key instanceof ECPrivateKey ec) {
            return switch (ec.getParams().getCurve().getField().getFieldSize()) {
                case 256 -> ES256;
                case 384 -> ES384;
                default -> ES512;
            };
        }
        if (pssOnly(key)) {
            return Stream.of(PS256, PS384, PS512)
                    .filter(algorithm -> algorithm.fits(key))
                    .findFirst()
                    .orElse(PS256);
        }
        return key instanceof RSAPrivateKey ? RS256 : EDDSA;
    }

    /** Whether a key is restricted to RSASSA-PSS: RFC 4055 section 1.2. */
    static boolean pssOnly(PrivateKey key) {
        return key.getAlgorithm().equals(PSS);
    }

    /** A key for RSASSA-PSS may prescribe a hash and a minimum salt length: RFC 4055 section 3.1. */
    private boolean allowedBy(RSAPrivateKey key) {
        return !(key.getParams() instanceof PSSParameterSpec only)
                || (only.getDigestAlgorithm().equals(pss().getDigestAlgorithm())
                        && only.getMGFParameters() instanceof MGF1ParameterSpec mask
                        && mask.getDigestAlgorithm().equals(pss().getDigestAlgorithm())
                        && only.getSaltLength() <= pss().getSaltLength());
    }

    /** The parameters of a PS algorithm: RFC 7518 section 3.5. */
    PSSParameterSpec pss() {
        String hash = "SHA-" + name().substring(2);
        return new PSSParameterSpec(
                hash, "MGF1", new MGF1ParameterSpec(hash), Integer.parseInt(name().substring(2)) / Byte.SIZE, 1);
    }
}
