package com.algosolutions.oauth.profile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.json.Json;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys as operators paste them, and the form's problems for those that cannot be used. */
class SigningKeyTest {
    /** RFC 8037 appendix A.1. */
    static final String RFC_8037 =
            "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\","
                    + "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}";

    private static final Map<Integer, RSAPrivateCrtKey> RSA = new ConcurrentHashMap<>();

    private static String pem(PrivateKey key) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    /** One key of each size: its generation takes longer than all tests with it. */
    static PrivateKey rsa(int bits) {
        return RSA.computeIfAbsent(bits, size -> {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(size);
                return (RSAPrivateCrtKey) generator.generateKeyPair().getPrivate();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        });
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

    /** How files, consoles, variables and chats hand out a key in PEM. */
    static Stream<Arguments> pasted() throws Exception {
        PrivateKey key = rsa(2048);
        String pem = pem(key);
        String body = pem.replaceAll("-----[A-Z ]+-----", "").strip();
        Map<String, String> forms = new LinkedHashMap<>();
        forms.put("backslash and n", pem.replaceAll("\r?\n", "\\\\n"));
        forms.put("the same in double quotes", '"' + pem.replaceAll("\r?\n", "\\\\n") + '"');
        forms.put("the same in single quotes", "'" + pem.replaceAll("\r?\n", "\\\\n") + "'");
        forms.put("escaped twice", pem.replaceAll("\r?\n", "\\\\\\\\n"));
        forms.put("backslash r, backslash n", pem.replaceAll("\r?\n", "\\\\r\\\\n"));
        forms.put("lost backslashes", body64(pem, "n"));
        forms.put("CR LF", pem.replaceAll("\r?\n", "\r\n"));
        forms.put("CR", pem.replaceAll("\r?\n", "\r"));
        forms.put("spaces", pem.replaceAll("\r?\n", " "));
        forms.put("no line breaks", pem.replaceAll("\r?\n", ""));
        forms.put("no last line break", pem.strip());
        forms.put("indented", pem.replaceAll("\r?\n", "\n    "));
        forms.put("tabs", pem.replaceAll("\r?\n", "\t"));
        forms.put("empty lines", pem.replaceAll("\r?\n", "\n\n"));
        forms.put("byte order mark", "\ufeff" + pem);
        forms.put("invisible characters", "\u200b" + pem.replace("\n", "\u200b\n\u00a0") + "\u2060");
        forms.put("text around", "Here is the key:\n" + pem + "\nKeep it safe. Regards");
        forms.put("variable", "export SIGNING_KEY=\"" + pem.replaceAll("\r?\n", "\\\\n") + "\"");
        forms.put("smart quotes", "\u201c" + pem + "\u201d");
        forms.put("dashes of a word processor", pem.replace("-----", "\u2014\u2013-"));
        forms.put("quoted mail", "> " + pem.replaceAll("\r?\n", "\n> "));
        forms.put("source code", "\"" + pem.replaceAll("\r?\n", "\\\\n\" +\n  \"") + "\"");
        forms.put("list of lines", "[\"" + pem.strip().replaceAll("\r?\n", "\", \"") + "\"]");
        forms.put("Base64 of PEM", Base64.getEncoder().encodeToString(pem.getBytes(UTF_8)));
        forms.put("Base64 of PEM, in lines", Base64.getMimeEncoder().encodeToString(pem.getBytes(UTF_8)));
        forms.put("percent-encoded", URLEncoder.encode(pem, UTF_8));
        forms.put("no BEGIN", body + "\n-----END PRIVATE KEY-----");
        forms.put("no END", "-----BEGIN PRIVATE KEY-----\n" + body);
        forms.put("Base64url", body.replace('+', '-').replace('/', '_').replaceAll("[=\\s]", ""));
        forms.put("data URL", "data:application/octet-stream;base64," + body);
        forms.put("with its certificate", pem + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        forms.put("after its certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n" + pem);
        forms.put("PKCS#1", pem("RSA PRIVATE KEY", pkcs1(key)));
        forms.put("PKCS#1 without lines", Base64.getEncoder().encodeToString(pkcs1(key)));
        forms.put("PKCS#1 in the lines of PKCS#8", pem("PRIVATE KEY", pkcs1(key)));
        forms.put("PKCS#8 in the lines of PKCS#1", pem("RSA PRIVATE KEY", key.getEncoded()));
        forms.put("Google", Json.write(Map.of("type", "service_account", "private_key", pem, "client_id", "1")));
        forms.put("Google, line breaks in the text", "{\"type\":\"service_account\",\"private_key\":\"" + pem + "\"}");
        forms.put("Box", Json.write(Map.of("boxAppSettings", Map.of("appAuth", Map.of("privateKey", pem)))));
        forms.put(
                "Base64 of JSON",
                Base64.getEncoder()
                        .encodeToString(Json.write(Map.of("private_key", pem)).getBytes(UTF_8)));
        return forms.entrySet().stream().map(form -> Arguments.of(Named.of(form.getKey(), form.getValue()), key));
    }

    /** Lines of 64 characters, as openssl and consoles write them. */
    private static String body64(String pem, String lineBreak) {
        String body = pem.replaceAll("-----[A-Z ]+-----|\\s", "").replaceAll("(.{64})(?=.)", "$1" + lineBreak);
        return "-----BEGIN PRIVATE KEY-----" + lineBreak + body + lineBreak + "-----END PRIVATE KEY-----" + lineBreak;
    }

    private static byte[] pkcs1(PrivateKey key) {
        byte[] pkcs8 = key.getEncoded();
        return Arrays.copyOfRange(pkcs8, 26, pkcs8.length); // behind the header that a key of 2048 bits has
    }

    static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream contents = new ByteArrayOutputStream();
        List.of(parts).forEach(contents::writeBytes);
        int length = contents.size();
        ByteArrayOutputStream der = new ByteArrayOutputStream();
        der.write(tag);
        der.writeBytes(
                length < 0x80
                        ? new byte[] {(byte) length}
                        : length < 0x100
                                ? new byte[] {(byte) 0x81, (byte) length}
                                : new byte[] {(byte) 0x82, (byte) (length >> 8), (byte) length});
        der.writeBytes(contents.toByteArray());
        return der.toByteArray();
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }

    @ParameterizedTest
    @MethodSource("pasted")
    void pem_howeverItWasPasted_isRead(String text, PrivateKey key) {
        assertThat(form(text).problems()).isEmpty();
        assertThat(SigningKey.read(Secret.of(text), Optional.empty()).privateKey())
                .isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource({
        "secp256r1, 32, 06082a8648ce3d030107, false",
        "secp384r1, 48, 06052b81040022, false",
        "secp521r1, 66, 06052b81040023, false",
        "secp256r1, 32, 06082a8648ce3d030107, true", // as openssl writes it
        "secp384r1, 48, 06052b81040022, true",
        "secp521r1, 66, 06052b81040023, true",
        "secp256r1, 32, '', false",
        "secp384r1, 48, '', true",
        "secp521r1, 66, '', false"
    })
    void sec1_withOrWithoutItsCurveAndPoint_isRead(String curve, int length, String identifier, boolean point)
            throws Exception {
        ECPrivateKey key = (ECPrivateKey) ec(curve);
        HexFormat hex = HexFormat.of();
        byte[] number = hex.parseHex(String.format("%0" + 2 * length + "x", key.getS()));
        byte[] der = der(
                0x30,
                new byte[] {2, 1, 1},
                der(4, number),
                identifier.isEmpty() ? new byte[0] : der(0xA0, hex.parseHex(identifier)),
                point ? der(0xA1, der(3, new byte[2 + 2 * length])) : new byte[0]);
        for (String text : List.of(
                pem("EC PRIVATE KEY", der),
                "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
                        + pem("EC PRIVATE KEY", der),
                Base64.getEncoder().encodeToString(der))) {
            assertThat(form(text).problems()).isEmpty();
            SigningKey read = SigningKey.read(Secret.of(text), Optional.empty());
            assertThat(((ECPrivateKey) read.privateKey()).getS()).isEqualTo(key.getS());
            assertThat(read.usualAlgorithm()).isEqualTo(SigningAlgorithm.usual(key));
        }
    }

    @Test
    void pkcs8_encrypted_isReadWithItsPassword() throws Exception {
        PrivateKey key = rsa(2048);
        Cipher cipher = Cipher.getInstance("PBEWithHmacSHA256AndAES_256");
        cipher.init(
                Cipher.ENCRYPT_MODE,
                SecretKeyFactory.getInstance("PBEWithHmacSHA256AndAES_256")
                        .generateSecret(new PBEKeySpec("p".toCharArray())));
        byte[] scheme = HexFormat.of().parseHex("06092a864886f70d01050d"); // PBES2
        byte[] der = der(
                0x30, der(0x30, scheme, cipher.getParameters().getEncoded()), der(4, cipher.doFinal(key.getEncoded())));
        for (String text :
                List.of(pem("ENCRYPTED PRIVATE KEY", der), Base64.getEncoder().encodeToString(der))) {
            assertThat(SigningKey.read(Secret.of(text), Optional.of(Secret.of("p")))
                            .privateKey())
                    .isEqualTo(key);
            assertThat(problems(form(text).set(ProfileField.SIGNING_KEY_PASSWORD, Secret.of("q"))))
                    .startsWith("Signing Key cannot be opened with its password. Correct Signing Key Password");
            assertThat(problems(form(text))).startsWith("Signing Key is encrypted. Decrypt it: openssl pkcs8");
        }
    }

    @Test
    void certificateAndPublicKey_inBase64_areProblemsThatNameThem() throws Exception {
        HeldCertificate held = new HeldCertificate.Builder().rsa2048().build();
        Base64.Encoder base64 = Base64.getEncoder();
        assertThat(problems(form(base64.encodeToString(held.certificate().getEncoded()))))
                .startsWith("Signing Key is a certificate, or a request for one. Paste the private key");
        assertThat(problems(
                        form(base64.encodeToString(held.keyPair().getPublic().getEncoded()))))
                .startsWith("Signing Key is a public key. Paste the private key");
        assertThat(problems(form(held.certificatePem())))
                .startsWith("Signing Key is not a private key, but a certificate. Paste the private key");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 40, 400, 1600})
    void pem_thatWasCut_isAProblemThatSaysSo(int left) throws Exception {
        String cut = pem(rsa(2048)).substring(0, "-----BEGIN PRIVATE KEY-----\n".length() + left);
        assertThat(problems(form(cut))).contains("Signing Key ").containsAnyOf("is incomplete: ", "cannot be read");
        assertThat(left < 40 || problems(form(cut)).contains("is incomplete")).isTrue();
    }

    @Test
    void serviceAccount_withItsKeysId_signsWithThatId() throws Exception {
        String json = Json.write(Map.of("private_key", pem(rsa(2048)), "private_key_id", "7d1f"));
        assertThat(SigningKey.read(Secret.of(json), Optional.empty()).keyId()).contains("7d1f");
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
        RSAPrivateCrtKey key = (RSAPrivateCrtKey) rsa(2048);
        return KeyFactory.getInstance("RSASSA-PSS")
                .generatePrivate(new RSAPrivateCrtKeySpec(
                        key.getModulus(),
                        key.getPublicExponent(),
                        key.getPrivateExponent(),
                        key.getPrimeP(),
                        key.getPrimeQ(),
                        key.getPrimeExponentP(),
                        key.getPrimeExponentQ(),
                        key.getCrtCoefficient(),
                        hash == null
                                ? null
                                : new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), salt, 1)));
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
        "-----BEGIN ENCRYPTED PRIVATE KEY-----, Decrypt it: openssl pkcs8 -in key.pem -out plain.pem",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----, fill in Signing Key Password",
        "-----BEGIN RSA PRIVATE KEY-----Proc-Type: 4;ENCRYPTED, Decrypt it: openssl pkcs8 -topk8 -nocrypt -in key.pem -out plain.pem",
        "-----BEGIN EC PRIVATE KEY-----Proc-Type: 4;ENCRYPTED, Decrypt it: openssl pkcs8 -topk8 -nocrypt -in key.pem -out plain.pem",
        "-----BEGIN OPENSSH PRIVATE KEY-----, ssh-keygen -p -N",
        "-----BEGIN OPENSSH PRIVATE KEY-----, openssl genpkey -algorithm ed25519",
        "b3BlbnNzaC1rZXktdjEAAAAABG5vbmU=, ssh-keygen -p -N",
        "-----BEGIN PGP PRIVATE KEY BLOCK-----, openssl genpkey",
        "-----BEGIN DSA PRIVATE KEY-----, Use RSA",
        "-----BEGIN CERTIFICATE-----, Paste the private key that belongs to it",
        "-----BEGIN PUBLIC KEY-----, Paste the private key that belongs to it",
        "-----BEGIN PRIVATE KEY-----, Paste a private key",
        "-----BEGIN PRIVATE KEY-----AAAA-----END PRIVATE KEY-----, Paste a private key",
        "-----BEGIN PRIVATE KEY-----MIIEvgIBADANBgkq-----END PRIVATE KEY-----, Copy it again as a whole",
        "hello, Paste a private key",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5, Paste the private key that belongs to it",
        "PuTTY-User-Key-File-3: ssh-rsa, puttygen",
        "<RSAKeyValue><Modulus>AAAA</Modulus></RSAKeyValue>, Export it as PEM",
        "/etc/keys/key.pem, Paste the contents of the file",
        "C:\\keys\\desk.p12, Paste the contents of the file",
        "eyJhbGciOiJSUzI1NiJ9.eyJzIjoxfQ.c2ln, Paste it in JWT Assertion",
        "MIIC, Copy it again as a whole",
        "MP8=, Paste a private key",
        "MIIBAgIBAAKBgA==, Copy it again as a whole",
        "MHcCAQEEIA==, Copy it again as a whole"
    })
    void key_ofAnotherFormat_isAProblemWithItsFix(String key, String cure) {
        assertThat(form(key.replace(';', ',')).problems()).singleElement().satisfies(problem -> {
            assertThat(problem.field()).isEqualTo("signingKey");
            assertThat(problem.advice()).contains(cure);
            assertThat(problem.toString()).doesNotContain("BEGIN ENC", "AAAA", "MIIE");
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

    /** Each encrypted part of PKCS#12 is opened with as many iterations as it says. */
    @Test
    void pkcs12_withManyEncryptedParts_isNotOpened() {
        byte[] part = HexFormat.of().parseHex("300f06092a864886f70d010706a0020500");
        byte[] whole = new byte[7 + 100 * part.length];
        System.arraycopy(
                HexFormat.of().parseHex("3082" + String.format("%04x", whole.length - 4) + "020103"), 0, whole, 0, 7);
        for (int i = 0; i < 100; i++) {
            System.arraycopy(part, 0, whole, 7 + i * part.length, part.length);
        }
        assertThat(problems(form(Base64.getEncoder().encodeToString(whole))
                        .set(ProfileField.SIGNING_KEY_PASSWORD, Secret.of("p"))))
                .isEqualToIgnoringNewLines(
                        "Signing Key is PKCS#12 with more than 4 encrypted parts. Export one key alone.");
    }
}
