package com.algosolutions.oauth.profile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.input.Secret;
import java.security.AlgorithmParameters;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A damaged or hostile key is a key, or a problem of the form: nothing else, and in little time. */
class HostileKeyTest {
    private static final long SEED = 20_261_129;
    private static final int MUTATIONS = 600;

    private static PrivateKey key(String algorithm, String curve) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (curve.isEmpty()) {
            generator.initialize(2048);
        } else if (algorithm.equals("EC")) {
            generator.initialize(new ECGenParameterSpec(curve));
        }
        return generator.generateKeyPair().getPrivate();
    }

    private static String pem(byte[] der) {
        return "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END PRIVATE KEY-----";
    }

    /** Whether a text is a key that signs. Any exception but the documented one fails the test. */
    private static boolean usable(String text) {
        try {
            SigningKey.read(Secret.of(text), Optional.of(Secret.of("password"))).trial();
            return true;
        } catch (UnusableKeyException e) {
            assertThat(e.getMessage()).isNotBlank();
            return false;
        }
    }

    private static byte[] mutated(byte[] valid, Random random) {
        byte[] bytes = valid.clone();
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(Math.min(bytes.length, random.nextBoolean() ? 40 : bytes.length));
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 ->
                    bytes[at] = (byte) new int[] {0x80, 0x81, 0x84, 0x85, 0xFF, 0x00, 0x7F, 0x30}[random.nextInt(8)];
                case 3 ->
                    Arrays.fill(bytes, at, Math.min(bytes.length, at + 5), (byte) (random.nextBoolean() ? 0xFF : 0x84));
                case 4 -> bytes = Arrays.copyOf(bytes, 1 + at);
                default -> {
                    byte[] longer = Arrays.copyOf(bytes, bytes.length + 3);
                    System.arraycopy(bytes, at, longer, at + 3, bytes.length - at);
                    bytes = longer;
                }
            }
        }
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC secp256r1", "EC secp521r1", "EdDSA Ed25519"})
    void der_mutated_isAKeyOrAProblem(String kind) throws Exception {
        String[] parts = (kind + " ").split(" ", -1);
        byte[] valid = key(parts[0], parts[1]).getEncoded();
        assertThat(usable(pem(valid))).isTrue();
        Random random = new Random(SEED);
        int problems = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            problems += usable(pem(mutated(valid, random))) ? 0 : 1;
        }
        assertThat(problems).isPositive();
    }

    @Test
    void pem_mutated_isAKeyOrAProblem() throws Exception {
        byte[] valid = pem(key("EC", "secp256r1").getEncoded()).getBytes(UTF_8);
        Random random = new Random(SEED);
        int problems = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            problems += usable(new String(mutated(valid, random), UTF_8)) ? 0 : 1;
        }
        assertThat(problems).isPositive();
    }

    @Test
    void jwk_mutated_isAKeyOrAProblem() {
        byte[] valid = SigningKeyTest.RFC_8037.getBytes(UTF_8);
        Random random = new Random(SEED);
        int problems = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            problems += usable(new String(mutated(valid, random), UTF_8)) ? 0 : 1;
        }
        assertThat(problems).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN PRIVATE KEY------END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY----------END PRIVATE KEY-----",
                "-----END PRIVATE KEY----------BEGIN PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----",
                "-----END PRIVATE KEY-----",
                "--BEGIN PRIVATE KEY----END PRIVATE KEY--",
                "-----BEGIN PRIVATE KEY-----n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----=-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----MA-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\"-----END PRIVATE KEY-----",
                "-----BEGIN  -----",
                "--BEGIN+",
                "BEGIN%20%",
                "\"",
                "data:",
                "data:,",
                "=",
                "[{\"kty\":\"RSA\",\"d\":\"\"}]",
                "{\"a\":\"BEGIN PRIVATE KEY\"}",
            })
    void text_thatIsNoKey_isAProblem(String text) {
        assertThat(usable(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "30",
                "3080",
                "308000000000000000000000000000000000",
                "3084ffffffff020100300d0000000000000000",
                "30847fffffff020100300d0000000000000000",
                "3010028102000000000000000000000000000000",
                "30100284ffffffff0000000000000000000000",
                "301002847fffffff0000000000000000000000",
                "3010308830ffffffffffffffff06000000000000",
                "30100201000484ffffffffa0ffffffffffffffff",
                "3010020103308000000000000000000000000000",
                "30102f8fffffffffffffffffffffffffffffffff",
                "3082001002010030ff0000000000000000000000"
            })
    void der_withLengthsThatAreWrong_isAProblem(String hex) {
        assertThat(usable(pem(HexFormat.of().parseHex(hex)))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-",
                "=",
                "\\",
                "\" ",
                ".",
                "/",
                "--BEGIN ",
                "BEGIN ",
                "--BEGIN A-- ",
                "n",
                "' ",
                "{",
                "[",
                "\u2010",
                "=a",
                "{\"a\":"
            })
    void text_ofGreatLength_isAProblem(String piece) {
        assertThat(usable(piece.repeat(100_000 / piece.length()))).isFalse();
        assertThat(usable("-----BEGIN PRIVATE KEY-----" + piece.repeat(100_000 / piece.length())))
                .isFalse();
        assertThat(usable(piece.repeat(3_000_000 / piece.length()))).isFalse();
    }

    @Test
    void jwk_withANumberThatNoKeyHas_isAProblem() {
        String huge = "A".repeat(200_000);
        for (String members : List.of(
                "\"kty\":\"RSA\",\"n\":\"" + huge + "\",\"d\":\"AA\"",
                "\"kty\":\"EC\",\"crv\":\"P-256\",\"d\":\"" + huge + '"')) {
            assertThatThrownBy(() -> SigningKey.read(Secret.of("{" + members + "}"), Optional.empty()))
                    .isInstanceOf(UnusableKeyException.class)
                    .hasMessageContaining("which no key has");
        }
    }

    /** With the greatest number of iterations, deriving the key from the password would take an hour. */
    @Test
    void pkcs8_encryptedWithTooManyIterations_isAProblem() throws Exception {
        String scheme = "PBEWithHmacSHA256AndAES_128";
        PBEParameterSpec few = new PBEParameterSpec(new byte[16], 1_000, new IvParameterSpec(new byte[16]));
        Cipher cipher = Cipher.getInstance(scheme);
        cipher.init(
                Cipher.ENCRYPT_MODE,
                SecretKeyFactory.getInstance(scheme).generateSecret(new PBEKeySpec("password".toCharArray())),
                few);
        byte[] encrypted = cipher.doFinal(key("EC", "secp256r1").getEncoded());
        byte[] identifier = HexFormat.of().parseHex("06092a864886f70d01050d"); // PBES2
        List<Boolean> results = new ArrayList<>();
        for (int iterations : new int[] {1_000, Integer.MAX_VALUE}) {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance(scheme);
            parameters.init(new PBEParameterSpec(new byte[16], iterations, new IvParameterSpec(new byte[16])));
            byte[] der = SigningKeyTest.der(
                    0x30,
                    SigningKeyTest.der(0x30, identifier, parameters.getEncoded()),
                    SigningKeyTest.der(4, encrypted));
            results.add(usable(pem(der)));
        }
        assertThat(results).containsExactly(true, false);
    }
}
