package com.algosolutions.oauth.profile;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The private key of a profile, parsed from the form's text: PKCS#8 in PEM, a JWK (RFC 7517), or PKCS#12 in Base64 with a password. Immutable and
 * thread-safe; never printed.
 */
public final class SigningKey {
    private static final int LEAST_RSA_BITS = 2048;
    private static final String BEGIN = "-----BEGIN ";
    private static final String PASTE =
            "Paste a private key: PKCS#8 in PEM (BEGIN PRIVATE KEY), a JWK, or PKCS#12 in Base64 with its password.";

    /** How the two older formats begin inside their sequence: version 0 and the modulus, version 1 and the private number. */
    private static final byte[] PKCS_1 = {2, 1, 0, 2};

    private static final byte[] SEC_1 = {2, 1, 1, 4};

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

    /** {@return the algorithm of this key if the form has none} */
    public SigningAlgorithm usualAlgorithm() {
        return SigningAlgorithm.usual(key);
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
        String text = secret.reveal().strip();
        try {
            SigningKey read = text.startsWith("{")
                    ? jwk(text)
                    : text.contains(BEGIN) // openssl writes "Bag Attributes" before it
                            ? new SigningKey(pem(text), null)
                            : new SigningKey(der(text, password), null);
            return read.checked();
        } catch (UnusableKeyException e) {
            throw e;
        } catch (GeneralSecurityException | RuntimeException e) { // a security provider may throw any
            throw new UnusableKeyException("cannot be read", PASTE);
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

    private static PrivateKey pem(String text) {
        if (text.contains("BEGIN ENCRYPTED PRIVATE KEY")) {
            throw encrypted("openssl pkcs8 -in key.pem -out plain.pem");
        }
        if (text.contains(
                "Proc-Type: 4,ENCRYPTED")) { // an encrypted PKCS#1 or SEC1 file, which that command does not read
            throw encrypted("openssl pkcs8 -topk8 -nocrypt -in key.pem -out plain.pem");
        }
        if (text.contains("BEGIN RSA PRIVATE KEY") || text.contains("BEGIN EC PRIVATE KEY")) {
            throw notPkcs8();
        }
        if (text.contains("BEGIN OPENSSH PRIVATE KEY")) {
            throw new UnusableKeyException(
                    "is not PKCS#8",
                    "Convert a copy of it: ssh-keygen -p -N \"\" -m PKCS8 -f key and paste that file. That does not"
                            + " convert an Ed25519 key: make a new one with openssl genpkey -algorithm ed25519 -out key.pem.");
        }
        int begin = text.indexOf("-----BEGIN PRIVATE KEY-----");
        int end = text.indexOf("-----END PRIVATE KEY-----");
        if (begin < 0 || end < begin) {
            throw new UnusableKeyException("is not a private key", PASTE);
        }
        if (text.indexOf("-----BEGIN PRIVATE KEY-----", end) >= 0) {
            throw new UnusableKeyException("is more than one private key", "Paste one of them.");
        }
        String body = text.substring(begin + "-----BEGIN PRIVATE KEY-----".length(), end);
        return pkcs8(Base64.getDecoder().decode(body.replaceAll("\\s", "")))
                .orElseThrow(() -> new UnusableKeyException("cannot be read", PASTE));
    }

    private static UnusableKeyException encrypted(String command) {
        return new UnusableKeyException(
                "is encrypted", "Decrypt it: " + command + " (or paste PKCS#12 in Base64 with its password).");
    }

    private static UnusableKeyException notPkcs8() {
        return new UnusableKeyException(
                "is not PKCS#8",
                "Convert it: openssl pkcs8 -topk8 -nocrypt -in key.pem -out pkcs8.pem and paste that file.");
    }

    /** A key of a supported type; empty if it is of another one. */
    private static Optional<PrivateKey> pkcs8(byte[] der) {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(der);
        for (String kind : List.of("RSA", SigningAlgorithm.PSS, "EC", "EdDSA")) {
            try {
                return Optional.of(KeyFactory.getInstance(kind).generatePrivate(spec));
            } catch (GeneralSecurityException e) {
                // try the next type
            }
        }
        return Optional.empty();
    }

    private static SigningKey jwk(String text) throws GeneralSecurityException {
        Map<String, @Nullable Object> members = Json.readObject(text);
        String id = members.get("kid") instanceof String kid && !kid.isBlank() ? kid : null;
        return new SigningKey(new JwkReader(members).privateKey(), id);
    }

    /** Base64 without the BEGIN and END lines of PEM: PKCS#12, or PKCS#8. */
    private static PrivateKey der(String text, Optional<Secret> password) throws GeneralSecurityException {
        byte[] bytes = Base64.getMimeDecoder().decode(text.getBytes(US_ASCII));
        if (bytes.length < 3 || bytes[0] != 0x30) { // an ASN.1 sequence
            throw new UnusableKeyException("cannot be read", PASTE);
        }
        Optional<PrivateKey> bare = pkcs8(bytes);
        if (bare.isPresent()) {
            return bare.get();
        }
        int length = bytes[1] < 0 ? bytes[1] & 0x7F : 0; // of the length itself, if it does not fit in seven bits
        int at = Math.min(bytes.length, 2 + length);
        byte[] first = Arrays.copyOfRange(bytes, at, at + PKCS_1.length);
        if (Arrays.equals(first, PKCS_1) || Arrays.equals(first, SEC_1)) {
            throw notPkcs8();
        }
        return pkcs12(bytes, password);
    }

    private static PrivateKey pkcs12(byte[] bytes, Optional<Secret> password) throws GeneralSecurityException {
        char[] chars = password.orElseThrow(() -> new UnusableKeyException(
                        "is PKCS#12 without its password",
                        "Fill in " + ProfileField.SIGNING_KEY_PASSWORD.label() + "."))
                .reveal()
                .toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(new ByteArrayInputStream(bytes), chars);
        } catch (IOException e) {
            throw new UnusableKeyException(
                    "cannot be opened with its password",
                    "Correct " + ProfileField.SIGNING_KEY_PASSWORD.label() + ", or export the key again.");
        }
        List<String> keys = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            if (store.entryInstanceOf(alias, KeyStore.PrivateKeyEntry.class)) {
                keys.add(alias);
            }
        }
        if (keys.size() > 1) {
            throw new UnusableKeyException(
                    "is PKCS#12 with several private keys: " + String.join(", ", keys), "Export one of them alone.");
        }
        if (keys.size() == 1 && store.getKey(keys.get(0), chars) instanceof PrivateKey only) {
            return only;
        }
        throw new UnusableKeyException(
                "is PKCS#12 without a private key", "Export the key together with its certificate.");
    }

    /** {@return the type of key, without the key itself} */
    @Override
    public String toString() {
        return "SigningKey[" + kind() + "]";
    }
}
