package com.algosolutions.oauth.profile;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.algosolutions.oauth.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The private key of a profile, read from its form: PKCS#8 in PEM, a JWK (RFC 7517), or PKCS#12 in Base64 with a password. Immutable and
 * thread-safe; it prints nothing of the key.
 */
public final class SigningKey {
    private static final int LEAST_RSA_BITS = 2048;
    private static final String PASTE =
            "Paste a private key: PKCS#8 in PEM (BEGIN PRIVATE KEY), a JWK, or PKCS#12 in Base64 with its password.";

    private final PrivateKey key;
    private final @Nullable String keyId;

    private SigningKey(PrivateKey key, @Nullable String keyId) {
        this.key = key;
        this.keyId = keyId;
    }

    /** {@return the private key} */
    public PrivateKey privateKey() {
        return key;
    }

    /** {@return the key's id, if it is a JWK that has one} */
    public Optional<String> keyId() {
        return Optional.ofNullable(keyId);
    }

    /** {@return what the key signs by if the form does not say} */
    public SigningAlgorithm usualAlgorithm() {
        return SigningAlgorithm.usual(key);
    }

    /** The kind of key, for people. */
    String kind() {
        if (key instanceof RSAPrivateKey) {
            return "RSA";
        }
        return key instanceof ECPrivateKey ec
                ? "EC P-" + ec.getParams().getCurve().getField().getFieldSize()
                : "Ed25519";
    }

    /**
     * The key of a profile.
     *
     * @param profile the profile
     * @return its key, or empty if it has none
     * @throws IllegalArgumentException if it cannot be read, which the form's rules exclude
     */
    public static Optional<SigningKey> of(OAuthProfile profile) {
        return profile.signingKey().map(text -> read(text, profile.signingKeyPassword()));
    }

    static SigningKey read(Secret secret, Optional<Secret> password) {
        String text = secret.reveal().strip();
        try {
            SigningKey read = text.startsWith("{")
                    ? jwk(text)
                    : text.startsWith("-----")
                            ? new SigningKey(pem(text), null)
                            : new SigningKey(pkcs12(text, password), null);
            return read.checked();
        } catch (UnusableKeyException e) {
            throw e;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new UnusableKeyException("cannot be read", PASTE);
        }
    }

    private SigningKey checked() {
        if (key instanceof RSAPrivateKey rsa && rsa.getModulus().bitLength() < LEAST_RSA_BITS) {
            throw new UnusableKeyException(
                    "is an RSA key of " + rsa.getModulus().bitLength() + " bits",
                    "Make one of at least " + LEAST_RSA_BITS + " bits (RFC 7518 section 3.3).");
        }
        boolean known = key instanceof RSAPrivateKey
                || (key instanceof ECPrivateKey ec
                        && List.of(256, 384, 521)
                                .contains(ec.getParams().getCurve().getField().getFieldSize()))
                || (key instanceof EdECPrivateKey ed && ed.getParams().getName().equals("Ed25519"));
        if (!known) {
            throw new UnusableKeyException(
                    "is of a kind that no algorithm here uses", "Use RSA, P-256, P-384, P-521 or Ed25519.");
        }
        return this;
    }

    private static PrivateKey pem(String text) {
        if (text.contains("BEGIN ENCRYPTED PRIVATE KEY") || text.contains("Proc-Type: 4,ENCRYPTED")) {
            throw new UnusableKeyException(
                    "is encrypted",
                    "Decrypt it: openssl pkcs8 -in key.pem -out plain.pem (or paste PKCS#12 in Base64 with its password).");
        }
        if (text.contains("BEGIN RSA PRIVATE KEY") || text.contains("BEGIN EC PRIVATE KEY")) {
            throw new UnusableKeyException(
                    "is not PKCS#8",
                    "Convert it: openssl pkcs8 -topk8 -nocrypt -in key.pem -out pkcs8.pem and paste that file.");
        }
        if (text.contains("BEGIN OPENSSH PRIVATE KEY")) {
            throw new UnusableKeyException(
                    "is not PKCS#8",
                    "Convert a copy of it: ssh-keygen -p -N \"\" -m PKCS8 -f key and paste that file.");
        }
        int begin = text.indexOf("-----BEGIN PRIVATE KEY-----");
        int end = text.indexOf("-----END PRIVATE KEY-----");
        if (begin < 0 || end < begin) {
            throw new UnusableKeyException("is not a private key", PASTE);
        }
        String body = text.substring(begin + "-----BEGIN PRIVATE KEY-----".length(), end);
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body.replaceAll("\\s", "")));
        return pkcs8(spec, "RSA")
                .or(() -> pkcs8(spec, "EC"))
                .or(() -> pkcs8(spec, "EdDSA"))
                .orElseThrow(() -> new UnusableKeyException("cannot be read", PASTE));
    }

    /** Empty if the key is of another kind. */
    private static Optional<PrivateKey> pkcs8(PKCS8EncodedKeySpec spec, String kind) {
        try {
            return Optional.of(KeyFactory.getInstance(kind).generatePrivate(spec));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static SigningKey jwk(String text) throws GeneralSecurityException {
        Map<String, @Nullable Object> members = Json.readObject(text);
        String id = members.get("kid") instanceof String kid && !kid.isBlank() ? kid : null;
        return new SigningKey(new JwkReader(members).privateKey(), id);
    }

    private static PrivateKey pkcs12(String text, Optional<Secret> password) throws GeneralSecurityException {
        byte[] bytes = Base64.getMimeDecoder().decode(text.getBytes(US_ASCII));
        if (bytes.length == 0 || bytes[0] != 0x30) { // an ASN.1 sequence
            throw new UnusableKeyException("cannot be read", PASTE);
        }
        char[] chars = password.orElseThrow(() -> new UnusableKeyException(
                        "is PKCS#12 without its password",
                        "Fill in " + ProfileField.SIGNING_KEY_PASSWORD.label() + "."))
                .reveal()
                .toCharArray();
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(bytes), chars);
            for (String alias : Collections.list(store.aliases())) {
                Key found = store.getKey(alias, chars);
                if (found instanceof PrivateKey privateKey) {
                    return privateKey;
                }
            }
        } catch (IOException e) {
            throw new UnusableKeyException(
                    "cannot be opened with its password",
                    "Correct " + ProfileField.SIGNING_KEY_PASSWORD.label() + ", or export the key again.");
        }
        throw new UnusableKeyException(
                "is PKCS#12 without a private key", "Export the key together with its certificate.");
    }

    /** {@return the kind of key; nothing of the key} */
    @Override
    public String toString() {
        return "SigningKey[" + kind() + "]";
    }
}
