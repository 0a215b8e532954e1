package com.algosolutions.oauth.testkit;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The RSA key that signs personal JWTs. Generating a key takes some hundred milliseconds, so all sandboxes of a process share one; each
 * sandbox accepts only the JWTs that it issued.
 */
final class SigningKey {
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    private final KeyPair pair;
    private final String keyId;

    private SigningKey(KeyPair pair) throws GeneralSecurityException {
        this.pair = pair;
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(pair.getPublic().getEncoded());
        this.keyId = HexFormat.of().formatHex(digest, 0, 16);
    }

    /** The process's key, generated at the first call. */
    static SigningKey shared() {
        return Shared.KEY;
    }

    /** 32 hexadecimal digits, as the recorded header has them. */
    String keyId() {
        return keyId;
    }

    String sign(String signingInput) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(pair.getPrivate());
            signature.update(signingInput.getBytes(StandardCharsets.US_ASCII));
            return URL.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK cannot sign with RS256", e);
        }
    }

    boolean verifies(String signingInput, byte[] signatureBytes) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(pair.getPublic());
            signature.update(signingInput.getBytes(StandardCharsets.US_ASCII));
            return signature.verify(signatureBytes);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    /** The public half as a JSON Web Key. */
    JsonObject publicJwk() {
        RSAPublicKey key = (RSAPublicKey) pair.getPublic();
        return new JsonObject()
                .with("kty", "RSA")
                .with("alg", "RS256")
                .with("use", "sig")
                .with("kid", keyId)
                .with("n", URL.encodeToString(unsigned(key.getModulus())))
                .with("e", URL.encodeToString(unsigned(key.getPublicExponent())));
    }

    private static byte[] unsigned(BigInteger value) {
        byte[] bytes = value.toByteArray();
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    private static final class Shared {
        static final SigningKey KEY = generate();

        private static SigningKey generate() {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(2048);
                return new SigningKey(generator.generateKeyPair());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("This JDK cannot generate an RSA key", e);
            }
        }
    }
}
