package com.algosolutions.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.RecordStore;
import com.algosolutions.oauth.json.Problem;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.JwtAssertionMode;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.profile.Secret;
import com.algosolutions.oauth.profile.SigningAlgorithm;
import com.algosolutions.oauth.spi.Consequence;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/**
 * What must hold against any authorization server. Each cell of the matrix ends with a message at the API, or with the proof that the
 * server lacks the cell: its metadata or {@link AuthorizationServer#lacks} says so, and it refuses the attempt with an error of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(300)
abstract class InteropContract {
    private final String key;
    private AuthorizationServer server;
    private Api api;
    private Matrix matrix;
    private int clients;

    /**
     * A contract.
     *
     * @param key the server's mark in docs/interop.md
     */
    InteropContract(String key) {
        this.key = key;
    }

    /** Starts the server. */
    abstract AuthorizationServer start() throws Exception;

    @BeforeAll
    void startServer() throws Exception {
        server = start();
        api = new Api(server);
        matrix = new Matrix(server.name());
    }

    @AfterAll
    void stop() {
        if (matrix != null) {
            matrix.write(key);
        }
        if (api != null) {
            api.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @TestFactory
    @Order(1)
    @DisplayName("Each grant with each client authentication delivers a message, or the server lacks it")
    Stream<DynamicTest> cells() {
        return Stream.of(ClientProof.values())
                .flatMap(proof -> Matrix.GRANTS.stream()
                        .map(grant -> DynamicTest.dynamicTest(grant + " × " + proof.label(), () -> {
                            matrix.cell(grant, proof, "**failed**");
                            matrix.cell(grant, proof, cell(grant, proof));
                        })));
    }

    private String cell(GrantType grant, ClientProof proof) {
        Registration registered = Registration.of("client-" + ++clients, proof, grant);
        try (Device device = new Device(server, api, RecordStore.inMemory())) {
            if (grant.equals(GrantType.CLIENT_CREDENTIALS) && proof == ClientProof.NONE) {
                assertThat(device.form(registered).problems())
                        .extracting(Problem::field)
                        .contains(ProfileField.CLIENT_AUTH_MODE.property());
                return "forbidden (RFC 6749 s4.4)";
            }
            String lack = lack(grant, proof);
            server.register(registered);
            ApiResult result = device.configured(registered).press(registered.id());
            if (!lack.isEmpty()) {
                assertThat(result.delivered()).as("%s, yet %s", lack, result).isFalse();
                Failure.Said said = result.failure().flatMap(Failure::said).orElseThrow();
                return "server lacks it: " + lack + " (`"
                        + (said.error().isEmpty() ? "HTTP " + said.status() : said.error()) + "`)";
            }
            assertThat(result.delivered()).as(result.toString()).isTrue();
            assertThat(api.messages()).last().asString().contains("\"" + registered.id() + "\"");
            return "delivered";
        }
    }

    /** By the server's own description first. */
    private String lack(GrantType grant, ClientProof proof) {
        List<String> lacks = new ArrayList<>();
        if (!server.offers("grant_types_supported", WIRE_NAMES.get(grant))) {
            lacks.add("no such grant");
        }
        if (proof != ClientProof.NONE && !server.offers("token_endpoint_auth_methods_supported", proof.method())) {
            lacks.add("no such method");
        }
        SigningAlgorithm algorithm = proof.algorithm();
        if (algorithm != null && !server.offers("token_endpoint_auth_signing_alg_values_supported", algorithm.jose())) {
            lacks.add("no " + algorithm.jose());
        }
        server.lacks(grant, proof).ifPresent(lacks::add);
        return String.join(", ", lacks);
    }

    private static final Map<GrantType, String> WIRE_NAMES = Map.of(
            GrantType.CLIENT_CREDENTIALS, "client_credentials",
            GrantType.JWT_BEARER, "urn:ietf:params:oauth:grant-type:jwt-bearer",
            GrantType.AUTH_CODE_PKCE, "authorization_code",
            GrantType.DEVICE_CODE, "urn:ietf:params:oauth:grant-type:device_code");

    @Test
    @Order(10)
    @DisplayName("Client id and secret with special characters authenticate in every way")
    void specialCharacters_inIdAndSecret_authenticate() {
        List<String> done = new ArrayList<>();
        for (ClientProof proof : ODD_PROOFS) {
            // An id that is a JWT's issuer may have a colon only if it is a URI: RFC 7519 section 2.
            ApiResult result = odd((proof.algorithm() == null ? ":" : "") + "/+%&= " + proof, proof);
            assertThat(result.delivered()).as("%s: %s", proof, result).isTrue();
            done.add("`" + proof.mode() + "`");
        }
        matrix.line(
                "id with `:/+%&= ` (who signs: without `:`), secret with `:/+%&= é`",
                "delivered by " + String.join(", ", done));
    }

    /** RFC 6749 appendix A.1 keeps ids to ASCII, and a server may insist on it; the device sends UTF-8 either way. */
    @Test
    @Order(11)
    @DisplayName("A client id beyond ASCII authenticates, or the server itself calls the request malformed")
    void specialCharacters_beyondAscii_authenticateOrAreRefusedAsMalformed() {
        Set<String> outcomes = new TreeSet<>();
        for (ClientProof proof : ODD_PROOFS) {
            ApiResult result = odd("é " + proof, proof);
            String error = result.failure()
                    .flatMap(Failure::said)
                    .map(Failure.Said::error)
                    .orElse("");
            assertThat(result.delivered() || error.equals("invalid_request"))
                    .as(result.toString())
                    .isTrue();
            outcomes.add(result.delivered() ? "delivered" : "server lacks it (`" + error + "`; RFC 6749 appendix A.1)");
        }
        assertThat(outcomes).hasSize(1);
        matrix.line("id with `é`", String.join(", ", outcomes));
    }

    private static final List<ClientProof> ODD_PROOFS = List.of(
            ClientProof.HTTP_BASIC,
            ClientProof.REQUEST_BODY,
            ClientProof.CLIENT_SECRET_JWT,
            ClientProof.PRIVATE_KEY_JWT_RS256);

    private ApiResult odd(String id, ClientProof proof) {
        Registration registered = Registration.of(id, proof, GrantType.CLIENT_CREDENTIALS)
                .withSecret(id + ":/+%&= é 0123456789abcdef0123456789abcdef");
        server.register(registered);
        try (Device device = new Device(server, api, RecordStore.inMemory())) {
            return device.configured(registered).press(proof.name());
        }
    }

    @Test
    @Order(20)
    @DisplayName("A short-lived token is renewed when it is over")
    void token_thatIsOver_isRenewed() {
        Registration registered = clientCredentials("short-lived").withTokenLife(Duration.ofSeconds(2));
        server.register(registered);
        try (Device device = new Device(server, api, RecordStore.inMemory())) {
            assertThat(device.configured(registered).press("first").delivered()).isTrue();
            String first = api.lastToken();
            until(() -> !server.active(first));
            ApiResult result = device.press("second");
            assertThat(result.delivered()).as(result.toString()).isTrue();
            assertThat(api.lastToken()).isNotEqualTo(first);
            matrix.line("token of 2 s, after its end", "renewed, delivered");
        }
    }

    @Test
    @Order(21)
    @DisplayName("A token that the server has revoked is replaced after the API's 401, and the message delivered")
    void token_thatTheServerRevoked_isReplaced() {
        Registration registered = clientCredentials("revoked-outside");
        server.register(registered);
        try (Device device = new Device(server, api, RecordStore.inMemory())) {
            assertThat(device.configured(registered).press("first").delivered()).isTrue();
            String first = api.lastToken();
            Wire.Answer revoked = Wire.post(
                    server.endpoint("revocation_endpoint"),
                    registered.id(),
                    registered.secret(),
                    Map.of("token", first, "token_type_hint", "access_token"));
            assertThat(revoked.status()).as(revoked.toString()).isEqualTo(200);
            until(() -> !server.active(first));
            ApiResult result = device.press("second");
            assertThat(result.delivered()).as(result.toString()).isTrue();
            assertThat(api.lastToken()).isNotEqualTo(first);
            matrix.line("token revoked behind the device's back", "401, renewed, delivered");
        }
    }

    @Test
    @Order(30)
    @DisplayName("A wrong client secret is a fault of the configuration")
    void secret_thatIsWrong_isRefused() {
        Registration registered = clientCredentials("wrong-secret");
        server.register(registered);
        refused("wrong client secret", registered, form -> form.clientSecret(Secret.of("another secret")));
    }

    @Test
    @Order(31)
    @DisplayName("An unknown client is a fault of the configuration")
    void client_thatIsUnknown_isRefused() {
        refused("unknown client", clientCredentials("nobody"), form -> form);
    }

    @Test
    @Order(32)
    @DisplayName("A client assertion for another audience is a fault of the configuration")
    void clientAssertion_forAnotherAudience_isRefused() {
        Registration registered =
                Registration.of("wrong-audience", ClientProof.PRIVATE_KEY_JWT_RS256, GrantType.CLIENT_CREDENTIALS);
        server.register(registered);
        refused(
                "client assertion for another audience",
                registered,
                form -> form.clientAssertionAudience("https://elsewhere.example.com"));
    }

    @Test
    @Order(33)
    @DisplayName("A scope that the server does not know is a fault of the configuration")
    void scope_thatIsUnknown_isRefused() {
        Registration registered = clientCredentials("wrong-scope");
        server.register(registered);
        refused("unknown scope", registered, form -> form.scopes("no.such.scope"));
    }

    @Test
    @Order(40)
    @DisplayName("A pasted assertion delivers; one for another audience is refused as a grant")
    void pastedAssertion_delivers_andOneForAnotherAudienceIsRefused() throws Exception {
        if (!server.offers("grant_types_supported", WIRE_NAMES.get(GrantType.JWT_BEARER))) {
            matrix.line("pasted assertion", "server lacks it: no such grant");
            return;
        }
        Registration registered = Registration.of("pasted", ClientProof.HTTP_BASIC, GrantType.JWT_BEARER);
        server.register(registered);
        try (Device device = new Device(server, api, RecordStore.inMemory())) {
            device.client().profiles().create(pasted(device, registered, server.assertionAudience()));
            ApiResult result = device.press("pasted");
            assertThat(result.delivered()).as(result.toString()).isTrue();
        }
        try (Device device = new Device(server, api, RecordStore.inMemory())) {
            device.client().profiles().create(pasted(device, registered, "https://elsewhere.example.com"));
            Failure failure = device.press("pasted").failure().orElseThrow();
            assertThat(failure.consequence()).as(failure.toString()).isEqualTo(Consequence.GRANT_DEAD);
            assertThat(device.status().state()).isEqualTo(ProfileStatus.State.REAUTHORIZATION_REQUIRED);
            matrix.line(
                    "pasted assertion",
                    "delivered; for another audience refused (`" + failure.code()
                            + "`), the status asks for a new one");
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

    /** The server says no; the profile says why, and that somebody has to change it. */
    private void refused(String what, Registration registered, UnaryOperator<ProfileForm> change) {
        try (Device device = new Device(server, api, RecordStore.inMemory())) {
            device.client()
                    .profiles()
                    .create(change.apply(device.form(registered)).build());
            Failure failure = device.press(what).failure().orElseThrow();
            assertThat(failure.consequence()).as(failure.toString()).isEqualTo(Consequence.CONFIGURATION);
            assertThat(device.status().state()).isEqualTo(ProfileStatus.State.REAUTHORIZATION_REQUIRED);
            String error = failure.said().orElseThrow().error();
            assertThat(error).as(failure.toString()).isNotEmpty();
            matrix.line(what, "refused (`" + error + "`); the status says that somebody must change the profile");
        }
    }

    private static Registration clientCredentials(String id) {
        return Registration.of(id, ClientProof.HTTP_BASIC, GrantType.CLIENT_CREDENTIALS);
    }

    /** Waits for what a server does by its own clock. */
    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    @Test
    @Order(Integer.MAX_VALUE)
    @DisplayName("The committed page has what was measured")
    void committedPage_equalsWhatWasMeasured() {
        assertThat(Matrix.committed(key))
                .as("docs/interop.md between the marks of " + key + "; the measured text is in interop/target/interop-"
                        + key + ".md")
                .isEqualTo(matrix.toString());
    }
}
