package com.algosolutions.oauth.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.credential.CredentialFingerprint;
import com.algosolutions.oauth.credential.ProfileRecord;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.JwtAssertionMode;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.profile.SigningAlgorithm;
import com.algosolutions.oauth.signin.SignInDesk;
import com.algosolutions.oauth.token.CredentialState;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import java.net.URI;
import java.net.URLDecoder;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the device signs, as the server receives it; verified by Nimbus, and by the JDK where Nimbus cannot. */
class JwtAssertionTest {
    private static final Map<String, KeyPair> KEYS = new HashMap<>();
    private static final String LONG_SECRET = "0123456789abcdef".repeat(4);

    @RegisterExtension
    private final TestDevice device = new TestDevice();

    private final FakeServer server = device.server();
    private final TestValues.ManualClock clock = device.clock;
    private final OAuthClient client = device.client();

    private static KeyPair key(SigningAlgorithm algorithm) {
        String kind = switch (algorithm) {
            case ES256 -> "secp256r1";
            case ES384 -> "secp384r1";
            case ES512 -> "secp521r1";
            case EDDSA -> "Ed25519";
            default -> "RSA";
        };
        return KEYS.computeIfAbsent(kind, absent -> generate(kind));
    }

    private static KeyPair generate(String kind) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(kind.startsWith("secp") ? "EC" : kind);
            if (kind.startsWith("secp")) {
                generator.initialize(new ECGenParameterSpec(kind));
            }
            return generator.generateKeyPair();
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Secret pem(KeyPair key) {
        return Secret.of("-----BEGIN PRIVATE KEY-----\n"
                + Base64.getEncoder().encodeToString(key.getPrivate().getEncoded()) + "\n-----END PRIVATE KEY-----");
    }

    private ProfileForm draft(ClientAuthMode mode, SigningAlgorithm algorithm) {
        ProfileForm form = client.draft("desk", "GENERIC")
                .grantType(GrantType.CLIENT_CREDENTIALS)
                .tokenUrl(server.http("/token"))
                .apiHosts(ApiHost.of(server.host()))
                .clientId("app:1")
                .clientAuthMode(mode)
                .scopes()
                .set(ProfileField.SIGNING_ALGORITHM, algorithm);
        return algorithm.mac()
                ? form.clientSecret(Secret.of(LONG_SECRET))
                : form.set(ProfileField.SIGNING_KEY, pem(key(algorithm)));
    }

    private Map<String, String> form(int request) {
        Map<String, String> form = new LinkedHashMap<>();
        for (String pair : FakeServer.form(server.tokenRequests().get(request))) {
            String[] parts = pair.split("=", 2);
            assertThat(form.put(parts[0], URLDecoder.decode(parts[1], UTF_8)))
                    .as("each parameter once")
                    .isNull();
        }
        return form;
    }

    private static Map<String, Object> part(String jwt, int index) {
        Map<String, Object> members = new LinkedHashMap<>();
        Json.readObject(new String(Base64.getUrlDecoder().decode(jwt.split("\\.")[index]), UTF_8))
                .forEach((name, value) -> members.put(name, String.valueOf(value)));
        return members;
    }

    private static boolean verified(String jwt, SigningAlgorithm algorithm) throws Exception {
        JWSObject jws = JWSObject.parse(jwt);
        if (algorithm.mac()) {
            return jws.verify(new MACVerifier(LONG_SECRET));
        }
        PublicKey key = key(algorithm).getPublic();
        if (key instanceof RSAPublicKey rsa) {
            return jws.verify(new RSASSAVerifier(rsa));
        }
        if (key instanceof ECPublicKey ec) {
            return jws.verify(new ECDSAVerifier(ec));
        }
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(key);
        signature.update(jwt.substring(0, jwt.lastIndexOf('.')).getBytes(UTF_8));
        return signature.verify(jws.getSignature().decode());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("E4.2, E4.3, E4.4, E4.5, E4.7, E2.2 the client's JWT: its claims, its algorithm, and no second method")
    void clientAssertion_isTheOneProof(SigningAlgorithm algorithm) throws Exception {
        ClientAuthMode mode = algorithm.mac() ? ClientAuthMode.CLIENT_SECRET_JWT : ClientAuthMode.PRIVATE_KEY_JWT;
        ProfileForm draft = draft(mode, algorithm).set(ProfileField.SIGNING_KEY_ID, "key-7");
        client.profiles().create((algorithm.mac() ? draft : draft.assertionLifetime(Duration.ofSeconds(300))).build());
        int lifetime = algorithm.mac() ? 60 : 300;
        assertThat(TestValues.post(client, server).delivered()).isTrue();

        assertThat(server.tokenRequests().get(0).getHeaders().get("Authorization"))
                .isNull();
        Map<String, String> form = form(0);
        assertThat(form)
                .containsOnlyKeys("grant_type", "client_id", "client_assertion_type", "client_assertion")
                .containsEntry("client_id", "app:1")
                .containsEntry("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        String jwt = form.get("client_assertion");
        assertThat(verified(jwt, algorithm)).isTrue();
        assertThat(part(jwt, 0)).containsEntry("alg", algorithm.jose()).containsEntry("typ", "JWT");
        assertThat(part(jwt, 0).get("kid")).isEqualTo(algorithm.mac() ? null : "key-7");
        long issuedAt = TestValues.NOW.getEpochSecond() - 5;
        assertThat(part(jwt, 1))
                .containsOnlyKeys("iss", "sub", "aud", "jti", "iat", "exp")
                .containsEntry("iat", String.valueOf(issuedAt))
                .containsEntry("exp", String.valueOf(issuedAt + lifetime))
                .containsEntry("iss", "app:1")
                .containsEntry("sub", "app:1")
                .containsEntry("aud", server.http("/token").toString());
    }

    @Test
    @DisplayName("E1.19 the audience is the issuer where it is known, a single string, and configurable")
    void clientAssertion_audience_isTheIssuers_orAsConfigured() {
        ProfileForm form = draft(ClientAuthMode.CLIENT_SECRET_JWT, SigningAlgorithm.HS256)
                .issuer(URI.create("https://as.example"));
        client.profiles().create(form.build());
        TestValues.post(client, server);
        assertThat(part(form(0).get("client_assertion"), 1)).containsEntry("aud", "https://as.example");
        client.profiles().delete("desk");
        client.profiles()
                .create(form.set(ProfileField.CLIENT_ASSERTION_AUDIENCE, "legacy")
                        .build());
        TestValues.post(client, server);
        assertThat(part(form(1).get("client_assertion"), 1)).containsEntry("aud", "legacy");
    }

    private ProfileForm selfSigned() {
        return draft(ClientAuthMode.HTTP_BASIC, SigningAlgorithm.ES256)
                .clientSecret(Secret.of("s"))
                .grantType(GrantType.JWT_BEARER)
                .jwtAssertionMode(JwtAssertionMode.SELF_SIGNED);
    }

    @Test
    @DisplayName(
            "E4.1, E4.4, E4.7 a self-signed assertion: one, short-lived, back-dated by less than 10 s, whole seconds")
    void selfSigned_isTheGrant() throws Exception {
        client.profiles()
                .create(selfSigned()
                        .set(ProfileField.ASSERTION_ISSUER, "desk@example")
                        .set(ProfileField.ASSERTION_SUBJECT, "alice")
                        .set(ProfileField.ASSERTION_AUDIENCE, "https://aud.example")
                        .set(ProfileField.ASSERTION_CLAIMS, Map.of("scope", "a b"))
                        .build());
        assertThat(TestValues.post(client, server).delivered()).isTrue();
        assertThat(form(0))
                .containsOnlyKeys("grant_type", "assertion")
                .containsEntry("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
        String jwt = form(0).get("assertion");
        assertThat(verified(jwt, SigningAlgorithm.ES256)).isTrue();
        Map<String, Object> claims = part(jwt, 1);
        assertThat(claims)
                .containsEntry("iss", "desk@example")
                .containsEntry("sub", "alice")
                .containsEntry("aud", "https://aud.example")
                .containsEntry("scope", "a b")
                .containsEntry("iat", String.valueOf(TestValues.NOW.getEpochSecond() - 5))
                .containsEntry("exp", String.valueOf(TestValues.NOW.getEpochSecond() + 55));
    }

    @Test
    @DisplayName("E4.4 claims that are numbers, booleans, lists and maps keep their types in the assertion")
    void selfSigned_hasClaimsOfEveryKind() {
        Map<String, Object> claims = new java.util.LinkedHashMap<>();
        claims.put("level", 3);
        claims.put("big", 9_007_199_254_740_993L);
        claims.put("share", 0.5);
        claims.put("admin", false);
        claims.put("roles", List.of("console", "lobby"));
        claims.put("place", Map.of("floor", 2, "doors", List.of(true)));
        ProfileForm form = selfSigned().assertionClaims(claims);
        claims.clear(); // the form has a copy
        client.profiles().create(form.build());
        TestValues.post(client, server);
        String payload = new String(
                java.util.Base64.getUrlDecoder().decode(form(0).get("assertion").split("\\.")[1]),
                java.nio.charset.StandardCharsets.UTF_8);
        assertThat(payload)
                .contains("\"level\":3", "\"big\":9007199254740993", "\"share\":0.5", "\"admin\":false")
                .contains("\"roles\":[\"console\",\"lobby\"]", "\"floor\":2", "\"doors\":[true]");
        String json = client.profiles().find("desk").orElseThrow().toJson();
        assertThat(CredentialFingerprint.of(form.json(json).build())).isEqualTo(CredentialFingerprint.of(form.build()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "[1]", "{\"a\":null}", "{\"a\":1", "\"{'a':1}\""})
    void claims_thatAreNoObjectOfValues_areAProblemOfTheirField(String claims) {
        assertThat(selfSigned().json("{\"assertionClaims\":" + claims + "}").problems())
                .isNotEmpty();
        assertThat(selfSigned().assertionClaims(Map.of("when", TestValues.NOW)).problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.field()).isEqualTo("assertionClaims");
                    assertThat(problem.advice()).isEqualTo("Use texts, numbers, booleans, lists and maps only.");
                });
    }

    @Test
    @DisplayName("E4.6 a new assertion with a new jti for every attempt")
    void selfSigned_afterAnOutage_isSignedAgain() {
        server.onToken(FakeServer.json(503, "{}"), FakeServer.json(500, "{}"));
        client.profiles().create(selfSigned().build());
        TestValues.post(client, server);
        TestValues.post(client, server);
        assertThat(server.tokenRequests()).hasSizeGreaterThan(1);
        List<Object> ids = java.util.stream.IntStream.range(
                        0, server.tokenRequests().size())
                .mapToObj(i -> part(form(i).get("assertion"), 1).get("jti"))
                .toList();
        assertThat(ids).doesNotHaveDuplicates().doesNotContainNull();
    }

    @ParameterizedTest
    @EnumSource(names = {"HS256", "ES256"})
    @DisplayName("E4.6 a new client assertion with a new jti for every attempt, at every endpoint")
    void clientAssertion_isNew_forEveryAttempt(SigningAlgorithm algorithm) {
        ClientAuthMode mode = algorithm.mac() ? ClientAuthMode.CLIENT_SECRET_JWT : ClientAuthMode.PRIVATE_KEY_JWT;
        client.profiles()
                .create(draft(mode, algorithm)
                        .revocationUrl(server.http("/revoke"))
                        .build());
        server.onToken(FakeServer.json(503, "{}"), FakeServer.issue("a1", "r1"), FakeServer.issue("a2", "r2"));
        client.renew("desk"); // an outage, and a second attempt
        client.renew("desk"); // a refresh
        client.revoke("desk"); // twice
        client.profiles()
                .create(draft(mode, algorithm)
                        .name("browser")
                        .grantType(GrantType.AUTH_CODE_PKCE)
                        .authUrl(URI.create("https://as.example/authorize"))
                        .redirectUri(URI.create(SignInDesk.REDIRECT))
                        .parUrl(server.http("/par"))
                        .build());
        client.signIns().start("browser");
        List<String> ids = Stream.concat(server.tokenRequests().stream(), server.apiRequests().stream())
                .flatMap(request -> FakeServer.form(request).stream())
                .filter(parameter -> parameter.startsWith("client_assertion="))
                .map(parameter -> String.valueOf(part(parameter.substring("client_assertion=".length()), 1)
                        .get("jti")))
                .toList();
        assertThat(ids).hasSize(6).doesNotHaveDuplicates().doesNotContain("null");
    }

    @Test
    @DisplayName(
            "E4.7, E4.9 a device that starts in 1970 signs again with the server's time, and no rejection is remembered")
    void selfSigned_in1970_learnsTheTimeFromTheRefusal() {
        clock.set(Instant.EPOCH);
        server.onToken(new MockResponse.Builder()
                .code(400)
                .addHeader(
                        "Date",
                        java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                TestValues.NOW.atZone(ZoneOffset.UTC)))
                .body("{\"error\":\"invalid_grant\"}")
                .build());
        client.profiles().create(selfSigned().build());
        assertThat(TestValues.post(client, server).delivered()).isTrue();
        assertThat(server.tokenRequests()).hasSize(2);
        assertThat(part(form(0).get("assertion"), 1)).containsEntry("iat", "-5");
        long iat =
                Long.parseLong(String.valueOf(part(form(1).get("assertion"), 1).get("iat")));
        assertThat(Instant.ofEpochSecond(iat))
                .isBetween(TestValues.NOW.minusSeconds(6), TestValues.NOW.plusSeconds(20));
    }

    private static MockResponse refused(String code) {
        return FakeServer.json(400, "{\"error\":\"" + code + "\"}");
    }

    /** What is asked for, what the server says of it, and whether the clock may be to blame. */
    @ParameterizedTest
    @CsvSource({
        "grant, invalid_grant, true",
        "grant, invalid_target, false",
        "client, invalid_client, true",
        "client, invalid_scope, false",
        "pasted, invalid_grant, false"
    })
    @DisplayName(
            "E4.9 rejected without a Date and without a trusted clock: the clock is reported, and no rejection is remembered")
    void refusal_whileNobodyKnowsTheTime_isTheClocksFault_unlessThePastedJwtIsRefused(
            String signed, String code, boolean byTime) {
        clock.set(Instant.EPOCH);
        try (OAuthClient early = device.another()) {
            early.profiles()
                    .create(
                            switch (signed) {
                                case "grant" -> selfSigned().build();
                                case "client" ->
                                    draft(ClientAuthMode.PRIVATE_KEY_JWT, SigningAlgorithm.ES256)
                                            .build();
                                default ->
                                    TestValues.draft(client, "desk", server).build();
                            });
            server.onToken(refused(code), refused(code));
            ProfileStatus.State lasting = code.equals("invalid_grant")
                    ? ProfileStatus.State.REAUTHORIZATION_REQUIRED
                    : ProfileStatus.State.MISCONFIGURED;
            ApiResult result = TestValues.post(early, server);
            assertThat(early.status("desk").state()).isEqualTo(byTime ? ProfileStatus.State.CLOCK_UNTRUSTED : lasting);
            assertThat(result.toString().contains("Set the device's date and time"))
                    .isEqualTo(byTime);
            assertThat(result.failure().orElseThrow().code()).contains(code);
            assertThat(server.tokenRequests()).hasSize(1);
            for (int press = 0; press < 20; press++) {
                TestValues.post(early, server);
            }
            assertThat(server.tokenRequests()).hasSize(1);
            clock.set(TestValues.NOW);
            device.ticker.seconds(1);
            TestValues.post(early, server);
            assertThat(server.tokenRequests()).hasSize(byTime ? 2 : 1);
            assertThat(early.status("desk").state()).isEqualTo(lasting);
        }
    }

    @Test
    @DisplayName("E4.9 once the time is set the next press delivers, without an operator")
    void refusal_byTheClock_healsWhenTimeIsSet() {
        clock.set(Instant.EPOCH);
        try (OAuthClient early = device.another()) {
            early.profiles().create(selfSigned().build());
            server.onToken(refused("invalid_grant"));
            assertThat(TestValues.post(early, server).delivered()).isFalse();
            clock.set(TestValues.NOW);
            device.ticker.seconds(1);
            assertThat(TestValues.post(early, server).delivered()).isTrue();
            assertThat(early.status("desk").state()).isEqualTo(ProfileStatus.State.READY);
        }
    }

    @Test
    void clientAssertion_byAnRsaPssKey_isVerifiedByItsPublicHalf() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("RSASSA-PSS").generateKeyPair();
        client.profiles()
                .create(draft(ClientAuthMode.PRIVATE_KEY_JWT, SigningAlgorithm.PS256)
                        .set(ProfileField.SIGNING_KEY, pem(pair))
                        .reset(ProfileField.SIGNING_ALGORITHM)
                        .build());
        assertThat(TestValues.post(client, server).delivered()).isTrue();
        RSAPublicKey half = (RSAPublicKey) pair.getPublic();
        RSAPublicKey plain = (RSAPublicKey) java.security.KeyFactory.getInstance("RSA")
                .generatePublic(new java.security.spec.RSAPublicKeySpec(half.getModulus(), half.getPublicExponent()));
        JWSObject jws = JWSObject.parse(form(0).get("client_assertion"));
        assertThat(jws.getHeader().getAlgorithm().getName()).isEqualTo("PS256");
        assertThat(jws.verify(new RSASSAVerifier(plain))).isTrue();
    }

    @Test
    void selfSigned_refusedAtTheRightTime_isNotSentAgain() {
        server.onToken(FakeServer.json(400, "{\"error\":\"invalid_grant\"}"));
        client.profiles().create(selfSigned().build());
        assertThat(TestValues.post(client, server).delivered()).isFalse();
        assertThat(server.tokenRequests()).hasSize(1);
    }

    @Test
    void record_ofTheSameProfile_keepsTheKeyThatWasRead() {
        OAuthProfile profile =
                selfSigned().assertionLifetime(Duration.ofSeconds(90)).build();
        byte[] bytes = new ProfileRecord(profile, CredentialState.EMPTY).toBytes();
        assertThat(ProfileRecord.read(bytes, profile).profile()).isSameAs(profile);
        assertThat(ProfileRecord.read(bytes).profile()).isEqualTo(profile).isNotSameAs(profile);
        OAuthProfile changed =
                client.edit(profile).assertionLifetime(Duration.ofSeconds(91)).build();
        assertThat(ProfileRecord.read(bytes, changed).profile()).isEqualTo(profile);
    }

    @Test
    void fingerprint_followsTheKeyAndTheClaims_andPrintsNeither() {
        OAuthProfile one = selfSigned().build();
        OAuthProfile other =
                selfSigned().set(ProfileField.ASSERTION_SUBJECT, "bob").build();
        assertThat(CredentialFingerprint.of(one))
                .isNotEqualTo(CredentialFingerprint.of(other))
                .hasSize(64);
    }

    @Test
    @DisplayName("an edited Issuer is the audience of the next assertion, and clears the rejection of the wrong one")
    void selfSigned_issuerEdited_isTheNextAudience() {
        server.onToken(FakeServer.json(400, "{\"error\":\"invalid_grant\"}"));
        client.profiles()
                .create(selfSigned().issuer(URI.create("https://wrong.example")).build());
        assertThat(TestValues.post(client, server).delivered()).isFalse();
        client.profiles()
                .update(client.edit(client.profiles().find("desk").orElseThrow())
                        .issuer(URI.create("https://right.example"))
                        .build());
        assertThat(TestValues.post(client, server).delivered()).isTrue();
        assertThat(part(form(1).get("assertion"), 1)).containsEntry("aud", "https://right.example");
    }

    @Test
    @DisplayName(
            "two profiles that differ in Issuer alone are one credential, unless something is signed for the issuer")
    void fingerprint_hasTheIssuer_whereItIsTheAudience() {
        assertThat(changesWithTheIssuer(selfSigned())).isTrue();
        assertThat(changesWithTheIssuer(selfSigned().set(ProfileField.ASSERTION_AUDIENCE, "https://aud.example")))
                .isFalse();
        assertThat(changesWithTheIssuer(draft(ClientAuthMode.PRIVATE_KEY_JWT, SigningAlgorithm.ES256)))
                .isTrue();
        assertThat(changesWithTheIssuer(draft(ClientAuthMode.CLIENT_SECRET_JWT, SigningAlgorithm.HS256)
                        .set(ProfileField.CLIENT_ASSERTION_AUDIENCE, "https://aud.example")))
                .isFalse();
        assertThat(changesWithTheIssuer(draft(ClientAuthMode.HTTP_BASIC, SigningAlgorithm.HS256)))
                .isFalse();
    }

    private boolean changesWithTheIssuer(ProfileForm form) {
        OAuthProfile one = form.build();
        OAuthProfile other =
                client.edit(one).issuer(URI.create("https://as.example")).build();
        return !CredentialFingerprint.of(one).equals(CredentialFingerprint.of(other));
    }
}
