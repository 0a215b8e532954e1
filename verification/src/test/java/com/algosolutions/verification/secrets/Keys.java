package com.algosolutions.verification.secrets;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.algosolutions.oauth.json.Json;
import java.io.ByteArrayOutputStream;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import okhttp3.tls.HeldCertificate;

/** Private keys in the forms in which an operator pastes them. */
final class Keys {
    private Keys() {}

    static void plant(Planted planted) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pem = generator.generateKeyPair();
        String body = Base64.getEncoder().encodeToString(pem.getPrivate().getEncoded());
        planted.text(
                "PEM",
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII))
                                .encodeToString(pem.getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
        planted.keep("PEM, the number", body.substring(body.length() / 2, body.length() - 4));
        KeyPair jwk = generator.generateKeyPair();
        String d = number(((ECPrivateKey) jwk.getPrivate()).getS().toByteArray());
        ECPublicKey open = (ECPublicKey) jwk.getPublic();
        planted.keep("JWK, the number", d);
        planted.text(
                "JWK",
                Json.write(Map.of(
                        "kty",
                        "EC",
                        "crv",
                        "P-256",
                        "d",
                        d,
                        "x",
                        number(open.getW().getAffineX().toByteArray()),
                        "y",
                        number(open.getW().getAffineY().toByteArray()))));
        HeldCertificate held = new HeldCertificate.Builder().build();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        char[] password = planted.get("key password").toCharArray();
        keys.setKeyEntry("desk", held.keyPair().getPrivate(), password, new Certificate[] {held.certificate()});
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        keys.store(bytes, password);
        String file = Base64.getEncoder().encodeToString(bytes.toByteArray());
        planted.text("PKCS#12", file);
        planted.keep("PKCS#12, a part", file.substring(400, 440));
    }

    private static String number(byte[] big) {
        byte[] fixed = new byte[32];
        byte[] from = big.length > 32 ? Arrays.copyOfRange(big, big.length - 32, big.length) : big;
        System.arraycopy(from, 0, fixed, 32 - from.length, from.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(fixed);
    }
}
