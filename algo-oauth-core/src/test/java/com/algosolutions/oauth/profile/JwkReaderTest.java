package com.algosolutions.oauth.profile;

import static com.algosolutions.oauth.profile.SigningKeyTest.RFC_8037;
import static com.algosolutions.oauth.profile.SigningKeyTest.form;
import static com.algosolutions.oauth.profile.SigningKeyTest.problems;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.json.Json;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Private keys in JWKs: RFC 7518 section 6 and RFC 8037 section 2. */
class JwkReaderTest {
    private static final Map<String, KeyPair> PAIRS = new ConcurrentHashMap<>();

    /** The private JWK of a pair, by the JDK's own numbers. */
    private static Map<String, Object> jwk(KeyPair pair) {
        Map<String, Object> members = new LinkedHashMap<>();
        if (pair.getPrivate() instanceof RSAPrivateCrtKey rsa) {
            members.put("kty", "RSA");
            put(members, "n", rsa.getModulus(), 0);
            put(members, "e", rsa.getPublicExponent(), 0);
            put(members, "d", rsa.getPrivateExponent(), 0);
            put(members, "p", rsa.getPrimeP(), 0);
            put(members, "q", rsa.getPrimeQ(), 0);
            put(members, "dp", rsa.getPrimeExponentP(), 0);
            put(members, "dq", rsa.getPrimeExponentQ(), 0);
            put(members, "qi", rsa.getCrtCoefficient(), 0);
        } else if (pair.getPrivate() instanceof ECPrivateKey ec) {
            int bits = ec.getParams().getCurve().getField().getFieldSize();
            members.put("kty", "EC");
            members.put("crv", "P-" + bits);
            put(members, "d", ec.getS(), (bits + 7) / 8);
            put(members, "x", ((ECPublicKey) pair.getPublic()).getW().getAffineX(), (bits + 7) / 8);
            put(members, "y", ((ECPublicKey) pair.getPublic()).getW().getAffineY(), (bits + 7) / 8);
        } else {
            members.put("kty", "OKP");
            members.put("crv", "Ed25519");
            members.put(
                    "d",
                    Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(((EdECPrivateKey) pair.getPrivate())
                                    .getBytes()
                                    .orElseThrow()));
        }
        return members;
    }

    private static void put(Map<String, Object> members, String name, BigInteger number, int length) {
        byte[] bytes = number.toByteArray();
        int from = bytes[0] == 0 ? 1 : 0;
        byte[] padded = new byte[Math.max(length, bytes.length - from)];
        System.arraycopy(bytes, from, padded, padded.length - (bytes.length - from), bytes.length - from);
        members.put(name, Base64.getUrlEncoder().withoutPadding().encodeToString(padded));
    }

    private static KeyPair pair(String kind) {
        return pair(kind, 1);
    }

    /** The same pair for the same number: the generation of an RSA key takes longer than all tests with it. */
    private static KeyPair pair(String kind, int number) {
        return PAIRS.computeIfAbsent(kind + " " + number, name -> {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance(kind.startsWith("secp") ? "EC" : kind);
                if (kind.startsWith("secp")) {
                    generator.initialize(new ECGenParameterSpec(kind));
                }
                return generator.generateKeyPair();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @ParameterizedTest
    @CsvSource({
        "RSA, SHA256withRSA",
        "secp256r1, SHA256withECDSA",
        "secp384r1, SHA384withECDSA",
        "secp521r1, SHA512withECDSA",
        "Ed25519, Ed25519"
    })
    void jwk_ofEachKind_signsWhatItsPublicHalfVerifies(String kind, String algorithm) throws Exception {
        KeyPair pair = pair(kind);
        String jwk = Json.write(jwk(pair));
        assertThat(form(jwk).problems()).isEmpty();
        PrivateKey read = SigningKey.read(Secret.of(jwk), Optional.empty()).privateKey();
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(read);
        signature.update("text".getBytes(US_ASCII));
        byte[] signed = signature.sign();
        signature.initVerify(pair.getPublic());
        signature.update("text".getBytes(US_ASCII));
        assertThat(signature.verify(signed)).isTrue();
        if (pair.getPrivate() instanceof RSAPrivateCrtKey rsa) {
            assertThat(read).isEqualTo(rsa); // member by member: the JDK would sign with some of them changed too
        } else if (pair.getPrivate() instanceof ECPrivateKey ec) {
            assertThat(((ECPrivateKey) read).getParams().getCurve())
                    .isEqualTo(ec.getParams().getCurve());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dp", "dq", "qi", "p", "q", "n"})
    void jwk_withAWrongMember_thatCannotSign_isAProblem(String member) throws Exception {
        Map<String, Object> members = jwk(pair("RSA"));
        members.put(member, jwk(pair("RSA", 2)).get(member));
        assertThat(problems(form(Json.write(members))))
                .isEqualTo("Signing Key can be read, but cannot sign: its parts do not match."
                        + " Export it again, as a whole, and paste it.\n");
    }

    @ParameterizedTest
    @CsvSource({
        "RSA, PS256, PS256",
        "RSA, RS512, RS512",
        "secp256r1, ES256, ES256",
        "Ed25519, EdDSA, EDDSA",
        "Ed25519, Ed25519, EDDSA",
        "RSA, '', RS256"
    })
    @DisplayName("RFC 7517 4.4: alg is the algorithm that the key is for")
    void jwk_withAnAlg_isForThatAlgorithm(String kind, String alg, SigningAlgorithm expected) throws Exception {
        Map<String, Object> members = jwk(pair(kind));
        members.put("alg", alg);
        SigningKey read = SigningKey.read(Secret.of(Json.write(members)), Optional.empty());
        assertThat(read.usualAlgorithm()).isEqualTo(expected);
        assertThat(form(Json.write(members)).problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "RSA, alg, ES256, 'has the alg ES256, but is RSA. Export the JWK again; its usual alg is RS256.'",
        "secp384r1, alg, ES256, 'has the alg ES256, but is EC P-384'",
        "RSA, alg, RSA-OAEP-256, 'has the alg RSA-OAEP-256, with which assertions are not signed. Paste the key that is for signing'",
        "RSA, alg, HS256, 'has the alg HS256, with which'",
        "RSA, use, enc, 'is a key for encryption: its use is enc. Paste the key whose use is sig.'",
        "RSA, kty, EC, 'has the kty EC, but the members of a key of kty RSA. Export the JWK again, or correct kty.'",
        "secp256r1, kty, RSA, 'has the kty RSA, but the members of a key of kty EC'",
        "Ed25519, kty, EC, 'has the kty EC, but the members of a key of kty OKP'",
        "RSA, kty, rsa, 'has the unknown kty rsa. Use RSA, EC or OKP.'",
        "secp256r1, crv, secp256k1, 'has the unknown crv secp256k1. Use P-256'",
        "RSA, qi, '', 'lacks the member qi'",
        "RSA, qi, '%', 'has a member qi that is not Base64url'"
    })
    void jwk_whoseMembersDoNotFit_isAProblemThatNamesThem(String kind, String member, String value, String problem)
            throws Exception {
        Map<String, Object> members = jwk(pair(kind));
        members.put(member, value);
        assertThat(problems(form(Json.write(members)))).startsWith("Signing Key " + problem);
    }

    @Test
    void jwk_howeverItWasPasted_isRead() throws Exception {
        Map<String, Object> key = jwk(pair("RSA"));
        Map<String, Object> other = jwk(pair("RSA", 2));
        other.keySet().retainAll(Set.of("kty", "n", "e"));
        String jwk = Json.write(key);
        for (String text : List.of(
                Json.write(Map.of("keys", List.of(key))),
                Json.write(Map.of("keys", List.of(other, key))),
                Json.write(List.of(key)),
                Json.write(Map.of("jwk", key)),
                '"' + jwk.replace("\"", "\\\"") + '"',
                "'" + jwk + "'",
                jwk.replace('"', '\u201d'),
                "\ufeff" + jwk,
                Base64.getEncoder().encodeToString(jwk.getBytes(US_ASCII)),
                "data:application/json;base64," + Base64.getEncoder().encodeToString(jwk.getBytes(US_ASCII)),
                jwk.replace('-', '+').replace('_', '/'))) {
            assertThat(problems(form(text))).as(text.substring(0, 9)).isEmpty();
            assertThat(((RSAPrivateCrtKey) SigningKey.read(Secret.of(text), Optional.empty())
                                    .privateKey())
                            .getPrimeP())
                    .isEqualTo(new BigInteger(1, Base64.getUrlDecoder().decode((String) key.get("p"))));
        }
        assertThat(problems(form(Json.write(Map.of("keys", List.of(key, jwk(pair("RSA", 2))))))))
                .isEqualTo("Signing Key is a set of 2 private keys. Paste one of them.\n");
        assertThat(problems(form(Json.write(Map.of("keys", List.of(other))))))
                .isEqualTo("Signing Key has no private part. Paste the JWK with its private members.\n");
        assertThat(problems(form("{\"web\":{\"client_secret\":\"s3cret\"}}")))
                .startsWith("Signing Key is JSON without a private key. Paste the whole file")
                .doesNotContain("s3cret");
    }

    @Test
    @DisplayName("RFC 8037 A.1: an Ed25519 JWK")
    void jwk_ofRfc8037_isItsKey() {
        SigningKey read = SigningKey.read(Secret.of(RFC_8037), Optional.empty());
        assertThat(((EdECPrivateKey) read.privateKey()).getBytes())
                .hasValue(HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));
        assertThat(read.usualAlgorithm()).isEqualTo(SigningAlgorithm.EDDSA);
        assertThat(read.toString()).isEqualTo("SigningKey[Ed25519]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"kty\":\"oct\",\"k\":\"AAAA\"}",
                "{\"kty\":\"RSA\",\"n\":\"AAAA\",\"e\":\"AQAB\"}",
                "{\"kty\":\"RSA\",\"n\":\"AAAA\",\"e\":\"AQAB\",\"d\":\"AQAB\"}",
                "{\"kty\":\"EC\",\"crv\":\"secp256k1\",\"d\":\"AQAB\"}",
                "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"d\":\"AQAB\"}",
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"d\":\"AQAB\"}",
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"d\":\"%%%\"}",
                "{\"kty\":\"x\",\"d\":\"AQAB\"}",
                "{\"keys\":[]}",
                "{\"kty\":"
            })
    void jwk_thatIsNoUsablePrivateKey_isAProblem(String jwk) {
        assertThat(Forms.fields(form(jwk))).containsExactly("signingKey");
    }
}
