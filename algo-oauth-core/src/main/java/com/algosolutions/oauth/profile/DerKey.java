package com.algosolutions.oauth.profile;

import com.algosolutions.oauth.input.Secret;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;

/**
 * A private key in DER. Its structure says which format it is, whatever the lines around it say: PKCS#8 (RFC 5958), also encrypted; PKCS#1
 * (RFC 8017 appendix A.1.2) and SEC 1 (RFC 5915), which are put into PKCS#8; PKCS#12 (RFC 7292).
 */
final class DerKey {
    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;
    private static final int OCTETS = 0x04;
    private static final int BITS = 0x03;
    private static final int OID = 0x06;
    private static final int CURVE = 0xA0;

    /** A length of three bytes, which is that of every key by far. */
    private static final int LONGEST_LENGTH = 0x83;

    private static final int LEAST_BYTES = 16;

    /** More than an RSA key of 16,384 bits, the largest of the JDK, has in PKCS#8. */
    private static final int MOST_BYTES = 16 * 1024;

    /** The limit of the JDK for PKCS#12. A hostile number would take hours. */
    private static final int MOST_ITERATIONS = 5_000_000;

    /** Certificates in one part, and one more. */
    private static final int MOST_ENCRYPTED_PARTS = 4;

    /** The most names of keys in a message. */
    private static final int MOST_NAMED = 5;

    /** RFC 2315 section 14: 1.2.840.113549.1.7.6. */
    private static final byte[] ENCRYPTED_DATA = HexFormat.of().parseHex("06092a864886f70d010706");

    private static final byte[] VERSION_0 = {INTEGER, 1, 0};
    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

    /** The curves' identifiers, which a SEC 1 key may leave out, in the order of {@link #CURVE_BYTES}. */
    private static final List<String> CURVES = List.of("06082a8648ce3d030107", "06052b81040022", "06052b81040023");

    private static final List<Integer> CURVE_BYTES = List.of(32, 48, 66);

    private final byte[] der;
    private final Optional<Secret> password;

    /** One element of DER: its tag, and where its contents begin and end. */
    private record Element(int tag, int start, int from, int to) {
        int length() {
            return to - from;
        }
    }

    private DerKey(byte[] der, Optional<Secret> password) {
        this.der = der;
        this.password = password;
    }

    /**
     * Reads a private key.
     *
     * @throws UnusableKeyException if it is none, or one of another format; with the fix
     */
    static PrivateKey read(byte[] bytes, Optional<Secret> password) throws GeneralSecurityException {
        return new DerKey(bytes, password).privateKey();
    }

    private PrivateKey privateKey() throws GeneralSecurityException {
        if (der.length < 2 || der[0] != SEQUENCE || (der[1] & 0xFF) > LONGEST_LENGTH) {
            throw new UnusableKeyException("cannot be read", KeyReader.PASTE);
        }
        Element whole = element(0);
        if (whole.to > der.length || der.length < LEAST_BYTES) {
            throw new UnusableKeyException(
                    "is incomplete: only its first " + der.length + " bytes are there",
                    "Copy it again as a whole, from BEGIN to END.");
        }
        Element first = element(whole.from);
        Element second = element(first.to);
        if (first.tag == INTEGER && first.length() == 1) {
            int version = der[first.from];
            return switch (second.tag) {
                case SEQUENCE -> version == 3 ? pkcs12(whole.to) : pkcs8(Arrays.copyOf(der, whole.to));
                case OCTETS -> pkcs8(wrapped(curve(second), Arrays.copyOf(der, whole.to)));
                default -> pkcs8(wrapped(RSA, Arrays.copyOf(der, whole.to)));
            };
        }
        boolean identifier = first.tag == SEQUENCE && element(first.from).tag == OID;
        if (identifier && second.tag == OCTETS) {
            return pkcs8(decrypted(Arrays.copyOf(der, whole.to)));
        }
        if (first.tag == INTEGER || (identifier && second.tag == BITS)) {
            throw new UnusableKeyException("is a public key", KeyReader.PASTE_OTHER_HALF);
        }
        throw new UnusableKeyException("is a certificate, or a request for one", KeyReader.PASTE_OTHER_HALF);
    }

    /** The element at an offset; one of tag 0 without contents if there is none. */
    private Element element(int at) {
        if (at > der.length - 2) {
            return new Element(0, at, der.length, der.length);
        }
        int length = der[at + 1];
        int from = at + 2;
        if (length < 0) { // the number of bytes that the length has
            int bytes = length & 0x7F;
            length = bytes == 0 ? der.length - from : 0; // 0 is BER: up to a mark at the end
            for (int i = 0; i < bytes && from < der.length; i++) {
                length = (int) Math.min(Integer.MAX_VALUE, ((long) length << 8) | (der[from++] & 0xFF));
            }
        }
        return new Element(der[at] & 0xFF, at, from, (int) Math.min(Integer.MAX_VALUE, (long) from + length));
    }

    private static byte[] element(int tag, byte[]... contents) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : contents) {
            out.writeBytes(part);
        }
        int length = out.size();
        byte[] header = length < 0x80
                ? new byte[] {(byte) tag, (byte) length}
                : length <= 0xFF
                        ? new byte[] {(byte) tag, (byte) 0x81, (byte) length}
                        : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
        byte[] whole = Arrays.copyOf(header, header.length + length);
        System.arraycopy(out.toByteArray(), 0, whole, header.length, length);
        return whole;
    }

    private static byte[] wrapped(byte[] algorithm, byte[] key) {
        return element(SEQUENCE, VERSION_0, algorithm, element(OCTETS, key));
    }

    /** The algorithm of a SEC 1 key, with the curve that the key names, or that its length shows. */
    private byte[] curve(Element number) {
        Element parameters = element(number.to);
        byte[] curve = parameters.tag == CURVE
                ? Arrays.copyOfRange(der, parameters.from, Math.min(parameters.to, der.length))
                : HexFormat.of().parseHex(CURVES.get(Math.max(0, CURVE_BYTES.indexOf(number.length()))));
        return element(SEQUENCE, EC, curve);
    }

    private static PrivateKey pkcs8(byte[] encoded) {
        if (encoded.length > MOST_BYTES) {
            throw new UnusableKeyException("has " + encoded.length + " bytes, which no key has", KeyReader.PASTE);
        }
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(encoded);
        for (String kind : List.of("RSA", SigningAlgorithm.PSS, "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(spec);
            } catch (GeneralSecurityException e) {
                // try the next type
            }
        }
        throw new UnusableKeyException(
                "is of an unsupported type, or damaged",
                "Use RSA, P-256, P-384, P-521 or Ed25519, and copy the key as a whole.");
    }

    /** RFC 8018: PBES2, or an older scheme that the JDK knows. */
    private byte[] decrypted(byte[] encrypted) {
        char[] chars = password.orElseThrow(() -> KeyReader.encrypted("openssl pkcs8 -in key.pem -out plain.pem"))
                .reveal()
                .toCharArray();
        try {
            EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(encrypted);
            String scheme =
                    info.getAlgName().equals("PBES2") ? info.getAlgParameters().toString() : info.getAlgName();
            int iterations = info.getAlgParameters()
                    .getParameterSpec(PBEParameterSpec.class)
                    .getIterationCount();
            if (iterations > MOST_ITERATIONS) {
                throw new UnusableKeyException(
                        "is encrypted with " + iterations + " iterations, which would take hours",
                        "Encrypt it again with at most " + MOST_ITERATIONS + ".");
            }
            Cipher cipher = Cipher.getInstance(scheme);
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    SecretKeyFactory.getInstance(scheme).generateSecret(new PBEKeySpec(chars)),
                    info.getAlgParameters());
            return info.getKeySpec(cipher).getEncoded();
        } catch (UnusableKeyException e) {
            throw e;
        } catch (IOException | GeneralSecurityException | RuntimeException e) { // a security provider may throw any
            throw wrongPassword();
        }
    }

    private PrivateKey pkcs12(int length) throws GeneralSecurityException {
        if (encryptedParts(length) > MOST_ENCRYPTED_PARTS) {
            throw new UnusableKeyException(
                    "is PKCS#12 with more than " + MOST_ENCRYPTED_PARTS + " encrypted parts", "Export one key alone.");
        }
        char[] chars = password.map(Secret::reveal).orElse("").toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(new ByteArrayInputStream(der, 0, length), chars);
        } catch (IOException e) {
            throw password.isPresent()
                    ? wrongPassword()
                    : new UnusableKeyException(
                            "is PKCS#12 without its password",
                            "Fill in " + ProfileField.SIGNING_KEY_PASSWORD.label() + ".");
        }
        List<String> keys = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            if (store.entryInstanceOf(alias, KeyStore.PrivateKeyEntry.class)) {
                keys.add(alias);
            }
        }
        if (keys.size() > 1) {
            throw new UnusableKeyException(
                    "is PKCS#12 with several private keys: "
                            + String.join(", ", keys.subList(0, Math.min(keys.size(), MOST_NAMED)))
                            + (keys.size() > MOST_NAMED ? ", …" : ""),
                    "Export one of them alone.");
        }
        if (keys.size() == 1 && store.getKey(keys.get(0), chars) instanceof PrivateKey only) {
            return only;
        }
        throw new UnusableKeyException(
                "is PKCS#12 without a private key", "Export the key together with its certificate.");
    }

    /** How often the type EncryptedData of PKCS#7 occurs: opening each part takes as many iterations as it says, up to the JDK's limit. */
    private int encryptedParts(int length) {
        int parts = 0;
        for (int i = 0; i + ENCRYPTED_DATA.length <= length; i++) {
            if (Arrays.equals(der, i, i + ENCRYPTED_DATA.length, ENCRYPTED_DATA, 0, ENCRYPTED_DATA.length)) {
                parts++;
            }
        }
        return parts;
    }

    private static UnusableKeyException wrongPassword() {
        return new UnusableKeyException(
                "cannot be opened with its password",
                "Correct " + ProfileField.SIGNING_KEY_PASSWORD.label() + ", or export the key again.");
    }
}
