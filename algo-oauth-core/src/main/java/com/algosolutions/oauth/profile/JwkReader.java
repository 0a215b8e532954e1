package com.algosolutions.oauth.profile;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The private key of a JWK: RFC 7517 section 4, RFC 7518 section 6 and RFC 8037 section 2. */
final class JwkReader {
    /** An RSA key of 16,384 bits, the largest of the JDK. */
    private static final int MOST_BYTES = 2 * 1024;

    private final Map<?, ?> members;

    JwkReader(Map<?, ?> members) {
        this.members = members;
    }

    /** Whether a JWK is one that {@link #privateKey} should judge: not one half of a pair that has only the public members. */
    static boolean mayBePrivate(Map<?, ?> members) {
        return members.containsKey("d") || members.containsKey("k") || "oct".equals(members.get("kty"));
    }

    PrivateKey privateKey() throws GeneralSecurityException {
        String type = String.valueOf(members.get("kty"));
        if (type.equals("oct")) {
            throw new UnusableKeyException(
                    "is a shared secret", "Put a shared secret in Client Secret and choose Signing Algorithm HS256.");
        }
        if (!List.of("RSA", "EC", "OKP").contains(type)) {
            throw new UnusableKeyException("has the unknown kty " + printable("kty"), "Use RSA, EC or OKP.");
        }
        if (!usual().equals(type)) {
            throw new UnusableKeyException(
                    "has the kty " + type + ", but the members of a key of kty " + usual(),
                    "Export the JWK again, or correct kty.");
        }
        if ("enc".equals(members.get("use"))) {
            throw new UnusableKeyException(
                    "is a key for encryption: its use is enc", "Paste the key whose use is sig.");
        }
        return switch (type) {
            case "RSA" -> rsa();
            case "EC" -> ec();
            default -> ed25519();
        };
    }

    /** The {@code kty} that the other members are of. */
    private String usual() {
        Object curve = members.get("crv");
        if (curve == null) {
            return members.containsKey("n") ? "RSA" : String.valueOf(members.get("kty"));
        }
        return String.valueOf(curve).matches("(?:Ed|X).*") ? "OKP" : "EC";
    }

    /**
     * The algorithm that the JWK prescribes: RFC 7517 section 4.4.
     *
     * @throws UnusableKeyException if this library does not sign with it
     */
    @Nullable
    SigningAlgorithm algorithm() {
        if (!(members.get("alg") instanceof String alg) || alg.isBlank()) {
            return null;
        }
        return Stream.of(SigningAlgorithm.values())
                .filter(known -> !known.mac()
                        && (known.jose().equals(alg) || (known == SigningAlgorithm.EDDSA && alg.equals("Ed25519"))))
                .findFirst()
                .orElseThrow(() -> new UnusableKeyException(
                        "has the alg " + printable("alg") + ", with which assertions are not signed",
                        "Paste the key that is for signing, with an alg such as RS256, PS256 or ES256."));
    }

    private PrivateKey rsa() throws GeneralSecurityException {
        return KeyFactory.getInstance("RSA")
                .generatePrivate(new RSAPrivateCrtKeySpec(
                        number("n"),
                        number("e"),
                        number("d"),
                        number("p"),
                        number("q"),
                        number("dp"),
                        number("dq"),
                        number("qi")));
    }

    private PrivateKey ec() throws GeneralSecurityException {
        String curve = switch (String.valueOf(members.get("crv"))) {
            case "P-256" -> "secp256r1";
            case "P-384" -> "secp384r1";
            case "P-521" -> "secp521r1";
            default ->
                throw new UnusableKeyException("has the unknown crv " + printable("crv"), "Use P-256, P-384 or P-521.");
        };
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(curve));
        return KeyFactory.getInstance("EC")
                .generatePrivate(new ECPrivateKeySpec(number("d"), parameters.getParameterSpec(ECParameterSpec.class)));
    }

    private PrivateKey ed25519() throws GeneralSecurityException {
        if (!"Ed25519".equals(members.get("crv"))) {
            throw new UnusableKeyException("has the unknown crv " + printable("crv"), "Use Ed25519.");
        }
        return KeyFactory.getInstance("EdDSA")
                .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, bytes("d")));
    }

    private BigInteger number(String member) {
        byte[] bytes = bytes(member);
        if (bytes.length > MOST_BYTES) {
            throw new UnusableKeyException(
                    "has a member " + member + " of " + bytes.length + " bytes, which no key has",
                    "Export the JWK again.");
        }
        return new BigInteger(1, bytes);
    }

    /** Base64url; some exporters write the other alphabet, line breaks and padding. */
    private byte[] bytes(String member) {
        if (members.get(member) instanceof String text && !text.isBlank()) {
            try {
                return Base64.getUrlDecoder()
                        .decode(text.replaceAll("[\\s=]", "").replace('+', '-').replace('/', '_'));
            } catch (IllegalArgumentException e) {
                throw new UnusableKeyException(
                        "has a member " + member + " that is not Base64url", "Export the JWK again, as a whole.");
            }
        }
        throw new UnusableKeyException("lacks the member " + member, "Export the JWK again, with all private members.");
    }

    /** A member for a message: a name, and nothing that could be part of a key. */
    private String printable(String member) {
        return members.get(member) instanceof String text && text.matches("[A-Za-z0-9+._-]{1,20}")
                ? text
                : "(not printable)";
    }
}
