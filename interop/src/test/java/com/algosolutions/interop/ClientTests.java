package com.algosolutions.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.JwtAssertionMode;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.profile.SigningAlgorithm;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Client authentication with special characters, with wrong values, and the pasted assertion. */
interface ClientTests {
    Ground ground();

    @Test
    @Order(10)
    @DisplayName("Client id and secret with special characters authenticate with each method")
    default void specialCharacters_inIdAndSecret_authenticate() {
        List<String> done = new ArrayList<>();
        for (ClientProof proof : ODD_PROOFS) {
            // An id that is a JWT's issuer may have a colon only if it is a URI: RFC 7519 section 2.
            ApiResult result = odd((proof.algorithm() == null ? ":" : "") + "/+%&= " + proof, proof);
            assertThat(result.delivered()).as("%s: %s", proof, result).isTrue();
            done.add("`" + proof.mode() + "`");
        }
        ground().matrix()
                .line(
                        "id with `:/+%&= ` (clients that sign: without `:`), secret with `:/+%&= é`",
                        "delivered by " + String.join(", ", done));
    }

    /** RFC 6749 appendix A.1 allows only ASCII in ids, and a server may enforce that; the device sends UTF-8 in either case. */
    @Test
    @Order(11)
    @DisplayName("A client id with non-ASCII characters authenticates, or the server answers invalid_request")
    default void specialCharacters_beyondAscii_authenticateOrAreRejectedAsMalformed() {
        Set<String> outcomes = new TreeSet<>();
        for (ClientProof proof : ODD_PROOFS) {
            ApiResult result = odd("é " + proof, proof);
            String error = result.failure()
                    .flatMap(Failure::serverError)
                    .flatMap(Failure.ServerError::error)
                    .orElse("");
            assertThat(result.delivered() || error.equals("invalid_request"))
                    .as(result.toString())
                    .isTrue();
            outcomes.add(result.delivered() ? "delivered" : "server lacks it (`" + error + "`; RFC 6749 appendix A.1)");
        }
        assertThat(outcomes).hasSize(1);
        ground().matrix().line("id with `é`", String.join(", ", outcomes));
    }

    @Test
    @Order(12)
    @DisplayName("A client id with special characters is escaped in the authorization URL, and the code delivers")
    default void specialCharacters_inAnAuthorizationUrl_deliver() {
        String what = "id with `:/+%&= ` in an authorization URL";
        if (!ground().server().reaches(GrantType.AUTH_CODE_PKCE)) {
            ground().matrix().line(what, Matrix.NO_ENDPOINT);
            return;
        }
        Registration registered = Registration.of(":/+%&= code", ClientProof.HTTP_BASIC, GrantType.AUTH_CODE_PKCE);
        ground().server().register(registered);
        try (Device device = ground().device()) {
            assertThat(device.configured(registered).authorize()).isEmpty();
            ApiResult result = device.press("odd code");
            assertThat(result.delivered()).as(result.toString()).isTrue();
            ground().matrix().line(what, "delivered");
        }
    }

    List<ClientProof> ODD_PROOFS = List.of(
            ClientProof.HTTP_BASIC,
            ClientProof.REQUEST_BODY,
            ClientProof.CLIENT_SECRET_JWT,
            ClientProof.PRIVATE_KEY_JWT_RS256);

    private ApiResult odd(String id, ClientProof proof) {
        Registration registered = Registration.of(id, proof, GrantType.CLIENT_CREDENTIALS)
                .withSecret(id + ":/+%&= é 0123456789abcdef0123456789abcdef");
        ground().server().register(registered);
        try (Device device = ground().device()) {
            return device.configured(registered).press(proof.name());
        }
    }

    @Test
    @Order(30)
    @DisplayName("A wrong client secret is a configuration error")
    default void secret_wrong_isAConfigurationError() {
        Registration registered = Registration.clientCredentials("wrong-secret");
        ground().server().register(registered);
        rejected("wrong client secret", registered, form -> form.clientSecret(Secret.of("another secret")));
    }

    @Test
    @Order(31)
    @DisplayName("An unknown client is a configuration error")
    default void client_unknown_isAConfigurationError() {
        rejected("unknown client", Registration.clientCredentials("unregistered"), form -> form);
    }

    @Test
    @Order(32)
    @DisplayName("A client assertion for another audience is a configuration error")
    default void clientAssertion_forAnotherAudience_isAConfigurationError() {
        Registration registered =
                Registration.of("wrong-audience", ClientProof.PRIVATE_KEY_JWT_RS256, GrantType.CLIENT_CREDENTIALS);
        ground().server().register(registered);
        rejected(
                "client assertion for another audience",
                registered,
                form -> form.clientAssertionAudience("https://elsewhere.example.com"));
    }

    @Test
    @Order(33)
    @DisplayName("An unknown scope is a configuration error")
    default void scope_unknown_isAConfigurationError() {
        Registration registered = Registration.clientCredentials("wrong-scope");
        ground().server().register(registered);
        rejected("unknown scope", registered, form -> form.scopes("no.such.scope"));
    }

    @Test
    @Order(40)
    @DisplayName("A pasted assertion delivers; one for another audience is rejected as an invalid grant")
    default void pastedAssertion_delivers_andOneForAnotherAudienceIsRejected() throws Exception {
        Registration registered = Registration.of("pasted", ClientProof.HTTP_BASIC, GrantType.JWT_BEARER);
        ground().server().register(registered);
        try (Device device = ground().device()) {
            device.client()
                    .profiles()
                    .create(pasted(device, registered, ground().server().assertionAudience()));
            ApiResult result = device.press("pasted");
            boolean offered = ground().server().offers(GrantType.JWT_BEARER);
            assertThat(result.delivered()).as(result.toString()).isEqualTo(offered);
            if (!offered) {
                ground().matrix()
                        .line(
                                "pasted assertion",
                                Matrix.lacks("no such grant", result.failure().orElseThrow()));
                return;
            }
        }
        try (Device device = ground().device()) {
            device.client().profiles().create(pasted(device, registered, "https://elsewhere.example.com"));
            Failure failure = device.press("pasted").failure().orElseThrow();
            assertThat(failure.kind()).as(failure.toString()).isEqualTo(Failure.Kind.GRANT_INVALID);
            assertThat(device.status().state()).isEqualTo(ProfileStatus.State.REAUTHORIZATION_REQUIRED);
            ground().matrix()
                    .line(
                            "pasted assertion",
                            "delivered; for another audience rejected (`"
                                    + failure.code().orElse("") + "`), the status asks for a new one");
        }
    }

    private static OAuthProfile pasted(Device device, Registration registered, String audience) throws JOSEException {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID(Keys.of(SigningAlgorithm.RS256).getKeyID())
                        .build(),
                new JWTClaimsSet.Builder()
                        .issuer(AuthorizationServer.ASSERTION_ISSUER)
                        .subject(AuthorizationServer.ASSERTION_SUBJECT)
                        .audience(audience)
                        .jwtID(UUID.randomUUID().toString())
                        .issueTime(new Date())
                        .expirationTime(Date.from(Instant.now().plusSeconds(120)))
                        .build());
        jwt.sign(new RSASSASigner(Keys.of(SigningAlgorithm.RS256).toRSAKey()));
        return device.form(registered)
                .jwtAssertionMode(JwtAssertionMode.DISABLED)
                .jwtAssertion(Secret.of(jwt.serialize()))
                .build();
    }

    /** The server rejects the client; the status has the reason, and says that the operator must change the profile. */
    private void rejected(String what, Registration registered, UnaryOperator<ProfileForm> change) {
        try (Device device = ground().device()) {
            device.client()
                    .profiles()
                    .create(change.apply(device.form(registered)).build());
            Failure failure = device.press(what).failure().orElseThrow();
            assertThat(failure.kind()).as(failure.toString()).isEqualTo(Failure.Kind.CONFIGURATION);
            assertThat(device.status().state()).isEqualTo(ProfileStatus.State.MISCONFIGURED);
            String error = failure.serverError()
                    .flatMap(Failure.ServerError::error)
                    .orElseThrow(() -> new AssertionError(failure));
            ground().matrix()
                    .line(
                            what,
                            "rejected (`" + error + "`); the status says that the operator must change the profile");
        }
    }
}
