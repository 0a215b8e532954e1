package com.algosolutions.oauth.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the sandbox's JWT code with another JWT library. */
class PersonalJwtTest {
    private static final String RECORDED_HEADER =
            "{\"kid\":\"8762f598d05944db86bf5ca978047608\",\"typ\":\"JWT\",\"alg\":\"RS256\"}";

    private final RingCentralSandbox sandbox = RingCentralSandbox.builder()
            .clock(SandboxClock.at(Instant.parse("2025-10-29T00:00:00Z")))
            .rateLimits(false)
            .start();
    private final Client client = new Client(sandbox);
    private final SandboxApp app = sandbox.newApp("Front desk app").create();
    private final SandboxUser user = sandbox.createUser("Lobby console");
    private final String jwt = sandbox.newJwt(user).create();

    @AfterEach
    void close() {
        client.close();
        sandbox.close();
    }

    @Test
    void signature_ofAJwt_isVerifiedByNimbusWithThePublishedKey() throws Exception {
        Client.Answer keys = client.execute(
                new Request.Builder().url(Client.SERVER + "/restapi/oauth/jwks").build());
        SignedJWT parsed = SignedJWT.parse(jwt);
        RSAKey key = (RSAKey)
                JWKSet.parse(keys.body()).getKeyByKeyId(parsed.getHeader().getKeyID());

        assertThat(parsed.verify(new RSASSAVerifier(key))).isTrue();
        assertThat(key.size()).isEqualTo(2048);
    }

    @Test
    void header_ofAJwt_hasTheRecordedShape() {
        JsonObject recorded = JsonObject.parse(RECORDED_HEADER).orElseThrow();
        JsonObject header = JsonObject.parse(new String(
                        Base64.getUrlDecoder().decode(jwt.substring(0, jwt.indexOf('.'))), StandardCharsets.UTF_8))
                .orElseThrow();

        assertThat(header.names()).isEqualTo(recorded.names());
        assertThat(header.text("alg")).isEqualTo(recorded.text("alg"));
        assertThat(header.text("typ")).isEqualTo(recorded.text("typ"));
        assertThat(header.text("kid")).hasSameSizeAs(recorded.text("kid")).matches("[0-9a-f]+");
    }

    @Test
    void expiry_ofAnUnlimitedJwt_isBeyond32Bits() throws Exception {
        long exp = SignedJWT.parse(jwt)
                .getJWTClaimsSet()
                .getExpirationTime()
                .toInstant()
                .getEpochSecond();

        assertThat(exp)
                .isEqualTo(Instant.parse("2025-10-29T00:00:00Z").getEpochSecond() + Integer.MAX_VALUE)
                .isGreaterThan(Integer.MAX_VALUE);
        assertThat(SignedJWT.parse(jwt).getJWTClaimsSet().getSubject()).isEqualTo(user.id());
    }

    @Test
    void anyCharacter_changed_isADamagedJwt() throws Exception {
        for (int i : new int[] {0, 20, jwt.indexOf('.') + 5, jwt.lastIndexOf('.') - 1, jwt.length() - 1}) {
            char other = jwt.charAt(i) == 'A' ? 'B' : 'A';
            String damaged = jwt.substring(0, i) + other + jwt.substring(i + 1);

            assertThat(client.signIn(app, damaged).status())
                    .as("character %d", i)
                    .isEqualTo(400);
            assertThat(client.signIn(app, damaged).text("error")).isEqualTo("invalid_request");
        }
        assertThat(client.signIn(app, jwt).status()).isEqualTo(200);
    }

    @Test
    void lastCharacter_changedInUnusedBitsOnly_isADamagedJwt() throws Exception {
        String damaged = jwt.substring(0, jwt.length() - 1) + (char) (jwt.charAt(jwt.length() - 1) + 1);
        String signature = jwt.substring(jwt.lastIndexOf('.') + 1);
        String damagedSignature = damaged.substring(damaged.lastIndexOf('.') + 1);

        assertThat(Base64.getUrlDecoder().decode(damagedSignature))
                .isEqualTo(Base64.getUrlDecoder().decode(signature));
        assertThat(client.signIn(app, damaged).outcome()).isEqualTo("400 invalid_request OAU-345");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "a.b", "a.b.c.d", "..", "e30.e30.e30", " "})
    void text_thatIsNoJwt_isRefused(String text) throws Exception {
        assertThat(client.signIn(app, text).outcome()).startsWith("400 invalid_request OAU-34");
    }

    @Test
    void signature_ofAnotherKey_isDamage() throws Exception {
        SignedJWT original = SignedJWT.parse(jwt);
        RSAKey key = new RSAKeyGenerator(2048).generate();
        SignedJWT forged = new SignedJWT(original.getHeader(), original.getJWTClaimsSet());
        forged.sign(new RSASSASigner(key));

        assertThat(client.signIn(app, forged.serialize()).outcome()).isEqualTo("400 invalid_request OAU-345");
    }

    @Test
    void algorithm_hs256_isNotSupported() throws Exception {
        SignedJWT original = SignedJWT.parse(jwt);
        SignedJWT forged = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .keyID(original.getHeader().getKeyID())
                        .build(),
                original.getJWTClaimsSet());
        forged.sign(new MACSigner(new byte[32]));

        assertThat(client.signIn(app, forged.serialize()).outcome()).isEqualTo("400 invalid_request OAU-347");
    }

    @Test
    void bearer_thatIsAJwt_isAnUnknownToken() throws Exception {
        assertThat(client.get(jwt, "/team-messaging/v1/teams").outcome()).isEqualTo("401 TokenInvalid OAU-149");
    }
}
