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
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The private key of a JWK: RFC 7518 section 6 and RFC 8037 section 2. */
final class JwkReader {
    private final Map<String, @Nullable Object> members;

    JwkReader(Map<String, @Nullable Object> members) {
        this.members = members;
    }

    PrivateKey privateKey() throws GeneralSecurityException {
        if (members.containsKey("keys")) {
            throw new UnusableKeyException("is a set of keys", "Paste one of them.");
        }
        String type = String.valueOf(members.get("kty"));
        if (type.equals("oct")) {
            throw new UnusableKeyException(
                    "is a shared secret", "Put a shared secret in Client Secret and choose Signing Algorithm HS256.");
        }
        if (!members.containsKey("d")) {
            throw new UnusableKeyException("has no private part", "Paste the JWK with its private members.");
        }
        return switch (type) {
            case "RSA" -> rsa();
            case "EC" -> ec();
            case "OKP" -> ed25519();
            default -> throw new UnusableKeyException("has the unknown kty " + printable(type), "Use RSA, EC or OKP.");
        };
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
            default -> throw new UnusableKeyException("has an unknown crv", "Use P-256, P-384 or P-521.");
        };
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(curve));
        return KeyFactory.getInstance("EC")
                .generatePrivate(new ECPrivateKeySpec(number("d"), parameters.getParameterSpec(ECParameterSpec.class)));
    }

    private PrivateKey ed25519() throws GeneralSecurityException {
        if (!"Ed25519".equals(members.get("crv"))) {
            throw new UnusableKeyException("has an unknown crv", "Use Ed25519.");
        }
        return KeyFactory.getInstance("EdDSA")
                .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, bytes("d")));
    }

    private BigInteger number(String member) {
        return new BigInteger(1, bytes(member));
    }

    private byte[] bytes(String member) {
        if (members.get(member) instanceof String text && !text.isEmpty()) {
            return Base64.getUrlDecoder().decode(text);
        }
        throw new UnusableKeyException("lacks the member " + member, "Export the JWK again, with all private members.");
    }

    private static String printable(String type) {
        return type.matches("[A-Za-z0-9-]{1,10}") ? type : "";
    }
}
