package com.algosolutions.oauth.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.input.Secret;
import java.io.ByteArrayOutputStream;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys as operators paste them, and the form's problems for those that cannot be used. */
class SigningKeyTest {
    /** RFC 8037 appendix A.1. */
    static final String RFC_8037 =
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

    static ProfileForm form(String key) {
        return Forms.plain()
                .clientAuthMode(ClientAuthMode.PRIVATE_KEY_JWT)
                .set(ProfileField.SIGNING_KEY, Secret.of(key));
    }

    static String problems(ProfileForm form) {
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

    @Test
    void pkcs12_withSeveralKeys_isAProblemThatNamesThem() throws Exception {
        HeldCertificate held = new HeldCertificate.Builder().build();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (String alias : List.of("old", "new")) {
            store.setKeyEntry(
                    alias, held.keyPair().getPrivate(), "p".toCharArray(), new Certificate[] {held.certificate()});
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        store.store(bytes, "p".toCharArray());
        assertThat(problems(form(Base64.getEncoder().encodeToString(bytes.toByteArray()))
                        .set(ProfileField.SIGNING_KEY_PASSWORD, Secret.of("p"))))
                .startsWith("Signing Key is PKCS#12 with several private keys: ")
                .contains("old", "new", "Export one of them alone.");
    }

    @Test
    void pkcs8_withoutItsLines_orAfterBagAttributes_isRead() throws Exception {
        for (PrivateKey key : List.of(rsa(2048), ec("secp256r1"), SigningKeyTest.ed25519())) {
            for (String text : List.of(
                    Base64.getEncoder().encodeToString(key.getEncoded()),
                    "Bag Attributes\n    friendlyName: desk\nKey Attributes: <No Attributes>\n" + pem(key))) {
                assertThat(form(text).problems()).isEmpty();
                assertThat(SigningKey.read(Secret.of(text), Optional.empty()).privateKey())
                        .isEqualTo(key);
            }
        }
    }

    @Test
    void pem_withSeveralKeys_isAProblem() throws Exception {
        assertThat(problems(form(pem(ec("secp256r1")) + pem(ec("secp384r1")))))
                .isEqualTo("Signing Key is more than one private key. Paste one of them.\n");
    }

    private static PrivateKey ed25519() throws Exception {
        return KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate();
    }

    /** As openssl genpkey -algorithm RSA-PSS makes it, with or without -pkeyopt rsa_pss_keygen_md. */
    private static PrivateKey pss(@Nullable String hash, int salt) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSASSA-PSS");
        generator.initialize(new RSAKeyGenParameterSpec(
                2048,
                RSAKeyGenParameterSpec.F4,
                hash == null ? null : new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), salt, 1)));
        return generator.generateKeyPair().getPrivate();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, 0, PS256, PS256 PS384 PS512",
                "SHA-256, 32, PS256, PS256",
                "SHA-256, 20, PS256, PS256",
                "SHA-512, 64, PS512, PS512"
            })
    void pem_ofAnRsaPssKey_signsByPssOnly(@Nullable String hash, int salt, SigningAlgorithm usual, String fitting)
            throws Exception {
        PrivateKey key = pss(hash, salt);
        SigningKey read = SigningKey.read(Secret.of(pem(key)), Optional.empty());
        assertThat(read.usualAlgorithm()).isEqualTo(usual);
        assertThat(List.of(SigningAlgorithm.values()).stream().filter(each -> each.fits(key)))
                .extracting(SigningAlgorithm::name)
                .containsExactly(fitting.split(" "));
        assertThat(form(pem(key)).problems()).isEmpty();
        assertThat(problems(form(pem(key)).set(ProfileField.SIGNING_ALGORITHM, SigningAlgorithm.RS256)))
                .isEqualTo("Signing Algorithm is RS256, but the signing key is RSA-PSS. Choose " + usual
                        + ", or paste another key.\n");
    }

    @ParameterizedTest
    @CsvSource({"SHA-1, 20", "SHA-256, 40"})
    void pem_ofAnRsaPssKey_thatNoAlgorithmFits_isAProblem(String hash, int salt) throws Exception {
        assertThat(problems(form(pem(pss(hash, salt))))).startsWith("Signing Key is of an unsupported type.");
    }

    @Test
    void profile_withAKeyInPkcs12_opensItOnce() throws Exception {
        OAuthProfile profile = form(RFC_8037).build();
        assertThat(profile.parsedSigningKey())
                .containsSame(profile.parsedSigningKey().orElseThrow());
        assertThat(Forms.plain().build().parsedSigningKey()).isEmpty();
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
        "-----BEGIN ENCRYPTED PRIVATE KEY-----, Decrypt it: openssl pkcs8 -in key.pem -out plain.pem",
        "-----BEGIN RSA PRIVATE KEY-----Proc-Type: 4;ENCRYPTED, Decrypt it: openssl pkcs8 -topk8 -nocrypt -in key.pem -out plain.pem",
        "-----BEGIN EC PRIVATE KEY-----Proc-Type: 4;ENCRYPTED, Decrypt it: openssl pkcs8 -topk8 -nocrypt -in key.pem -out plain.pem",
        "-----BEGIN OPENSSH PRIVATE KEY-----, ssh-keygen -p -N",
        "-----BEGIN OPENSSH PRIVATE KEY-----, openssl genpkey -algorithm ed25519",
        "-----BEGIN CERTIFICATE-----, Paste a private key",
        "-----BEGIN PRIVATE KEY-----, Paste a private key",
        "-----BEGIN PRIVATE KEY-----AAAA-----END PRIVATE KEY-----, Paste a private key",
        "hello, Paste a private key",
        "MIIC, Signing Key Password",
        "MP8=, Paste a private key",
        "MP//, Signing Key Password",
        "MIIBAgIBAAKBgA==, openssl pkcs8 -topk8 -nocrypt -in key.pem -out pkcs8.pem",
        "MHcCAQEEIA==, openssl pkcs8 -topk8 -nocrypt -in key.pem -out pkcs8.pem"
    })
    void key_ofAnotherFormat_isAProblemWithItsFix(String key, String cure) {
        assertThat(form(key.replace(';', ',')).problems()).singleElement().satisfies(problem -> {
            assertThat(problem.field()).isEqualTo("signingKey");
            assertThat(problem.advice()).contains(cure);
            assertThat(problem.toString()).doesNotContain("BEGIN ENC", "AAAA");
        });
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
                .contains("Signing Algorithm is HS256, which does not sign with a private key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "NONE", "None"})
    @DisplayName("E4.5 unsigned assertions cannot be configured")
    void algorithm_none_isAProblem(String algorithm) throws Exception {
        assertThat(problems(form(pem(rsa(2048))).setText(ProfileField.SIGNING_ALGORITHM, algorithm)))
                .contains("Signing Algorithm cannot be read");
    }

    @Test
    void key_thatIsNeeded_isMissing() {
        assertThat(Forms.fields(Forms.plain().clientAuthMode(ClientAuthMode.PRIVATE_KEY_JWT)))
                .containsExactly("signingKey");
        assertThat(Forms.fields(
                        Forms.plain().reset(ProfileField.JWT_ASSERTION).jwtAssertionMode(JwtAssertionMode.SELF_SIGNED)))
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

    private static ProfileForm selfSignedByMac(ClientAuthMode mode) {
        return Forms.plain()
                .clientAuthMode(mode)
                .reset(ProfileField.JWT_ASSERTION)
                .jwtAssertionMode(JwtAssertionMode.SELF_SIGNED)
                .set(ProfileField.SIGNING_ALGORITHM, SigningAlgorithm.HS256);
    }

    @ParameterizedTest
    @EnumSource(
            value = ClientAuthMode.class,
            names = {"HTTP_BASIC", "REQUEST_BODY", "TLS_CLIENT_AUTH"})
    @DisplayName("RFC 7518 3.2: so is that of a self-signed assertion, however the client authenticates")
    void secret_thatIsTooShortForASelfSignedAssertion_isAProblem(ClientAuthMode mode) {
        assertThat(problems(selfSignedByMac(mode).clientSecret(Secret.of("x".repeat(31)))))
                .startsWith("Client Secret is too short for HS256.");
        assertThat(selfSignedByMac(mode).clientSecret(Secret.of("x".repeat(32))).problems())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "TLS_CLIENT_AUTH, clientSecret",
        "SELF_SIGNED_TLS_CLIENT_AUTH, clientSecret",
        "NONE, signingAlgorithm",
        "HTTP_BASIC, clientSecret",
        "CLIENT_SECRET_JWT, clientSecret"
    })
    void selfSigned_byAMac_withoutASecret_isOneProblemWithItsFix(ClientAuthMode mode, String field) {
        assertThat(selfSignedByMac(mode).reset(ProfileField.CLIENT_SECRET).problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.field()).isEqualTo(field);
                    assertThat(problem.advice()).containsAnyOf("Copy the client secret", "Choose RS256");
                });
    }

    @ParameterizedTest
    @CsvSource({"29, false", "30, true", "300, true", "301, false", "3600, false"})
    @DisplayName("E4.7 an assertion lives for 30 to 300 s")
    void lifetime_isShort(int seconds, boolean allowed) {
        ProfileForm form = form(RFC_8037).assertionLifetime(Duration.ofSeconds(seconds));
        assertThat(Forms.fields(form)).isEqualTo(allowed ? List.of() : List.of("assertionLifetime"));
    }

    @Test
    @DisplayName("E4.7 lifetime is bounded, standard claims are not shadowed")
    void claimsAndLifetime_areChecked() {
        assertThat(Forms.fields(form(RFC_8037)
                        .set(ProfileField.ASSERTION_CLAIMS, Map.of("exp", "1", "scope", "x"))
                        .set(ProfileField.ASSERTION_LIFETIME, Duration.ofHours(2))))
                .containsExactlyInAnyOrder("assertionClaims", "assertionLifetime");
    }
}
