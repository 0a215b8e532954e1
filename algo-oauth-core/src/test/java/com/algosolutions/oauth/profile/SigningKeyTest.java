package com.algosolutions.oauth.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.json.Problem;
import java.io.ByteArrayOutputStream;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys as operators paste them, and what the form says of those that cannot be used. */
class SigningKeyTest {
    /** RFC 8037 appendix A.1. */
    private static final String RFC_8037 =
            "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\","
                    + "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}";

    private static String pem(PrivateKey key) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    static PrivateKey rsa(int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        return generator.generateKeyPair().getPrivate();
    }

    private static PrivateKey ec(String curve) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair().getPrivate();
    }

    private static ProfileForm form(String key) {
        return Forms.plain()
                .clientAuthMode(ClientAuthMode.PRIVATE_KEY_JWT)
                .set(ProfileField.SIGNING_KEY, Secret.of(key));
    }

    private static String problems(ProfileForm form) {
        return form.problems().stream().map(Problem::toString).reduce("", (a, b) -> a + b + "\n");
    }

    @Test
    void pem_ofPkcs8_isRead_evenOnOneLine() throws Exception {
        PrivateKey key = rsa(2048);
        assertThat(SigningKey.read(Secret.of(pem(key)), Optional.empty()).privateKey())
                .isEqualTo(key);
        assertThat(SigningKey.read(Secret.of(pem(key).replaceAll("\\s+", " ")), Optional.empty())
                        .privateKey())
                .isEqualTo(key);
    }

    @Test
    void pkcs12_withItsPassword_isRead_withAnotherIsAProblem() throws Exception {
        HeldCertificate held = new HeldCertificate.Builder().rsa2048().build();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("k", held.keyPair().getPrivate(), "p".toCharArray(), new Certificate[] {held.certificate()});
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        store.store(bytes, "p".toCharArray());
        String text = Base64.getMimeEncoder().encodeToString(bytes.toByteArray());

        assertThat(SigningKey.read(Secret.of(text), Optional.of(Secret.of("p"))).privateKey())
                .isEqualTo(held.keyPair().getPrivate());
        assertThat(problems(form(text).set(ProfileField.SIGNING_KEY_PASSWORD, Secret.of("q"))))
                .contains("Signing Key cannot be opened with its password")
                .contains("Correct Signing Key Password");
    }

    @ParameterizedTest
    @CsvSource({"secp256r1, ES256", "secp384r1, ES384", "secp521r1, ES512"})
    void pem_ofACurve_hasItsOneAlgorithm(String curve, SigningAlgorithm algorithm) throws Exception {
        PrivateKey key = ec(curve);
        SigningKey read = SigningKey.read(Secret.of(pem(key)), Optional.empty());
        assertThat(read.privateKey()).isEqualTo(key);
        assertThat(read.usualAlgorithm()).isEqualTo(algorithm);
        assertThat(List.of(SigningAlgorithm.values()).stream().filter(a -> a.fits(key)))
                .containsExactly(algorithm);
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

    @Test
    void profile_withAKey_printsNothingOfIt_andKeepsItInTheStoreOnly() {
        OAuthProfile profile = form(RFC_8037).build();
        assertThat(profile.toJson() + profile + profile.display(ProfileField.SIGNING_KEY))
                .doesNotContain("nWGxne")
                .endsWith("***");
        assertThat(profile.revealAll()).containsEntry("signingKey", RFC_8037);
    }

    @ParameterizedTest
    @CsvSource({
        "-----BEGIN RSA PRIVATE KEY-----, openssl pkcs8 -topk8 -nocrypt -in key.pem -out pkcs8.pem",
        "-----BEGIN EC PRIVATE KEY-----, openssl pkcs8 -topk8 -nocrypt",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----, openssl pkcs8 -in key.pem",
        "-----BEGIN OPENSSH PRIVATE KEY-----, ssh-keygen",
        "-----BEGIN CERTIFICATE-----, Paste a private key",
        "-----BEGIN PRIVATE KEY-----, Paste a private key",
        "-----BEGIN PRIVATE KEY-----AAAA-----END PRIVATE KEY-----, Paste a private key",
        "hello, Paste a private key",
        "MIIC, Signing Key Password"
    })
    void key_ofAnotherForm_isAProblemWithItsCure(String key, String cure) {
        assertThat(form(key).problems()).singleElement().satisfies(problem -> {
            assertThat(problem.field()).isEqualTo("signingKey");
            assertThat(problem.cure()).contains(cure);
            assertThat(problem.toString()).doesNotContain("BEGIN ENC", "AAAA");
        });
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

    @Test
    void rsa_of1024Bits_isTooSmall() throws Exception {
        assertThat(problems(form(pem(rsa(1024))))).contains("Signing Key is an RSA key of 1024 bits");
    }

    @Test
    @DisplayName("E4.5 the algorithm is the profile's, and fits the key")
    void algorithm_thatDoesNotFitTheKey_isAProblem() throws Exception {
        assertThat(problems(form(pem(ec("secp256r1"))).set(ProfileField.SIGNING_ALGORITHM, SigningAlgorithm.RS256)))
                .isEqualTo(
                        "Signing Algorithm is RS256, but the signing key is EC P-256. Choose ES256, or paste another key.\n");
        assertThat(problems(form(RFC_8037).set(ProfileField.SIGNING_ALGORITHM, SigningAlgorithm.HS256)))
                .contains("Signing Algorithm is HS256, which a private key cannot sign by");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "NONE", "None"})
    @DisplayName("E4.5 unsigned assertions cannot be configured")
    void algorithm_none_isAProblem(String algorithm) throws Exception {
        assertThat(problems(form(pem(rsa(2048))).fill(ProfileField.SIGNING_ALGORITHM, algorithm)))
                .contains("Signing Algorithm cannot be read");
    }

    @Test
    void key_thatIsNeeded_isMissing() {
        assertThat(Forms.fields(Forms.plain().clientAuthMode(ClientAuthMode.PRIVATE_KEY_JWT)))
                .containsExactly("signingKey");
        assertThat(Forms.fields(Forms.plain().jwtAssertion(null).jwtAssertionMode(JwtAssertionMode.SELF_SIGNED)))
                .containsExactly("signingKey");
    }

    @ParameterizedTest
    @CsvSource({"HS256, 32", "HS384, 48", "HS512, 64"})
    @DisplayName("RFC 7518 3.2: a MAC's secret is as long as its hash")
    void secret_thatIsTooShort_isAProblem(SigningAlgorithm algorithm, int length) {
        ProfileForm form = Forms.plain()
                .clientAuthMode(ClientAuthMode.CLIENT_SECRET_JWT)
                .set(ProfileField.SIGNING_ALGORITHM, algorithm);
        assertThat(problems(form.clientSecret(Secret.of("x".repeat(length - 1)))))
                .contains("Client Secret is too short for " + algorithm)
                .contains(length + " characters");
        assertThat(form.clientSecret(Secret.of("x".repeat(length))).problems()).isEmpty();
    }

    @Test
    @DisplayName("E4.7 lifetime is bounded, standard claims are not shadowed")
    void claimsAndLifetime_areChecked() {
        assertThat(Forms.fields(form(RFC_8037)
                        .set(ProfileField.ASSERTION_CLAIMS, Map.of("exp", "1", "scope", "x"))
                        .set(ProfileField.ASSERTION_LIFETIME, java.time.Duration.ofHours(2))))
                .containsExactlyInAnyOrder("assertionClaims", "assertionLifetime");
    }
}
