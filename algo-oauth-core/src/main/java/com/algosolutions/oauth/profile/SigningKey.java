package com.algosolutions.oauth.profile;

import com.algosolutions.oauth.input.Secret;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The private key of a profile, parsed from the form's text: PKCS#8, PKCS#1 or SEC 1 in PEM, a JWK (RFC 7517), a service account's JSON file, or
 * PKCS#12 in Base64 with a password. Immutable and thread-safe; never printed.
 *
 * @since 0.1.0
 */
public final class SigningKey {
    private static final int LEAST_RSA_BITS = 2048;
    private final PrivateKey key;
    private final @Nullable String keyId;
    private final @Nullable SigningAlgorithm algorithm;

    SigningKey(PrivateKey key) {
        this(key, null, null);
    }

    /**
     * A key with what its file says about it.
     *
     * @param algorithm the algorithm that it is for, or null for the usual one of its type
     */
    SigningKey(PrivateKey key, @Nullable String keyId, @Nullable SigningAlgorithm algorithm) {
        this.key = key;
        this.keyId = keyId;
        this.algorithm = algorithm;
    }

    SigningKey named(@Nullable String id) {
        return new SigningKey(key, id, algorithm);
    }

    /** {@return the private key} */
    public PrivateKey privateKey() {
        return key;
    }

    /** {@return the key's id, if the JWK or the service account's file has one} */
    public Optional<String> keyId() {
        return Optional.ofNullable(keyId);
    }

    /** {@return the algorithm of this key if the form has none: the JWK's {@code alg}, or the usual one of its type} */
    public SigningAlgorithm usualAlgorithm() {
        return algorithm == null ? SigningAlgorithm.usual(key) : algorithm;
    }

    /** The type of key, for messages. */
    String kind() {
        if (key instanceof RSAPrivateKey) {
            return SigningAlgorithm.pssOnly(key) ? "RSA-PSS" : "RSA";
        }
        return key instanceof ECPrivateKey ec
                ? "EC P-" + ec.getParams().getCurve().getField().getFieldSize()
                : "Ed25519";
    }

    static SigningKey read(Secret secret, Optional<Secret> password) {
        try {
            return KeyReader.read(secret.reveal(), password).checked();
        } catch (UnusableKeyException e) {
            throw e;
        } catch (GeneralSecurityException | RuntimeException e) { // a security provider may throw any
            throw new UnusableKeyException("cannot be read", KeyReader.PASTE);
        }
    }

    private SigningKey checked() {
        if (key instanceof RSAPrivateKey rsa && rsa.getModulus().bitLength() < LEAST_RSA_BITS) {
            throw new UnusableKeyException(
                    "is an RSA key of " + rsa.getModulus().bitLength() + " bits",
                    "Make one of at least " + LEAST_RSA_BITS + " bits (RFC 7518 section 3.3).");
        }
        boolean known = (key instanceof RSAPrivateKey
                        && Stream.of(SigningAlgorithm.values()).anyMatch(algorithm -> algorithm.fits(key)))
                || (key instanceof ECPrivateKey ec
                        && List.of(256, 384, 521)
                                .contains(ec.getParams().getCurve().getField().getFieldSize()))
                || (key instanceof EdECPrivateKey ed && ed.getParams().getName().equals("Ed25519"));
        if (!known) {
            throw new UnusableKeyException("is of an unsupported type", "Use RSA, P-256, P-384, P-521 or Ed25519.");
        }
        if (algorithm != null && !algorithm.fits(key)) {
            throw new UnusableKeyException(
                    "has the alg " + algorithm.jose() + ", but is " + kind(),
                    "Export the JWK again; its usual alg is "
                            + SigningAlgorithm.usual(key).jose() + ".");
        }
        return this;
    }

    /**
     * Signs once: a key may be readable and still not sign, such as a JWK with one wrong member.
     *
     * @throws UnusableKeyException if it cannot sign
     */
    void trial() {
        try {
            Signature signature = Signature.getInstance(
                    key instanceof EdECPrivateKey
                            ? "Ed25519"
                            : key instanceof ECPrivateKey ? "SHA256withECDSA" : "SHA256withRSA");
            if (SigningAlgorithm.pssOnly(key)) {
                signature = Signature.getInstance(key.getAlgorithm());
                signature.setParameter(usualAlgorithm().pss());
            }
            signature.initSign(key);
            signature.update((byte) 0);
            signature.sign();
        } catch (GeneralSecurityException | RuntimeException e) { // a provider may throw either
            throw new UnusableKeyException(
                    "can be read, but cannot sign: its parts do not match",
                    "Export it again, as a whole, and paste it.");
        }
    }

    /** {@return the type of key, without the key itself} */
    @Override
    public String toString() {
        return "SigningKey[" + kind() + "]";
    }
}
