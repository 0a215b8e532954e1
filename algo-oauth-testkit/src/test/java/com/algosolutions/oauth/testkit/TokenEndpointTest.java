package com.algosolutions.oauth.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import okhttp3.FormBody;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenEndpointTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    private final SandboxClock clock = SandboxClock.at(NOW);
    private final RingCentralSandbox sandbox =
            RingCentralSandbox.builder().clock(clock).rateLimits(false).start();
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
    void token_ofAJwt_belongsToItsUser() throws Exception {
        Client.Answer answer = client.signIn(app, jwt);

        assertThat(answer.text("owner_id")).isEqualTo(user.id());
        assertThat(answer.json().number("expires_in")).isEqualTo(3600);
        assertThat(answer.json().number("refresh_token_expires_in")).isEqualTo(604_800);
        assertThat(answer.text("scope")).isEqualTo("TeamMessaging ReadAccounts");
    }

    @Test
    void token_ofAnAppWithoutRefreshTokens_hasNone() throws Exception {
        SandboxApp plain = sandbox.newApp("Plain").refreshTokens(false).create();

        assertThat(client.signIn(plain, jwt).json().names())
                .contains("access_token")
                .doesNotContain("refresh_token", "refresh_token_expires_in");
    }

    @ParameterizedTest
    @CsvSource({
        "access_token_ttl, 600, 600, 604800",
        "access_token_ttl, 60, 600, 604800",
        "access_token_ttl, 99999, 3600, 604800",
        "refresh_token_ttl, 2592000, 3600, 2592000",
        "refresh_token_ttl, 2592001, 3600, 604800",
        "refresh_token_ttl, 0, 3600, 0"
    })
    void life_requested_isClampedAsDocumented(String parameter, String asked, long access, long refresh)
            throws Exception {
        Map<String, String> form = new HashMap<>(Client.jwtForm(jwt));
        form.put(parameter, asked);
        Client.Answer answer = client.execute(Client.tokenRequest(Client.basic(app), form));

        assertThat(answer.json().number("expires_in")).isEqualTo(access);
        assertThat(answer.json().number("refresh_token_expires_in")).isEqualTo(refresh);
        assertThat(answer.json().has("refresh_token")).isEqualTo(refresh > 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "soon", "1e3", ""})
    void life_thatIsNoNumber_isRefused(String asked) throws Exception {
        Map<String, String> form = new HashMap<>(Client.jwtForm(jwt));
        form.put("access_token_ttl", asked);

        assertThat(client.execute(Client.tokenRequest(Client.basic(app), form)).outcome())
                .isEqualTo("400 invalid_request CMN-101");
    }

    @Test
    void endpointId_given_isEchoed() throws Exception {
        Map<String, String> form = new HashMap<>(Client.jwtForm(jwt));
        form.put("endpoint_id", "console-1");

        assertThat(client.execute(Client.tokenRequest(Client.basic(app), form)).text("endpoint_id"))
                .isEqualTo("console-1");
    }

    @Test
    void scope_requested_narrowsTheTokenOrIsRejected() throws Exception {
        Map<String, String> form = new HashMap<>(Client.jwtForm(jwt));
        form.put("scope", "ReadAccounts");
        Client.Answer narrow = client.execute(Client.tokenRequest(Client.basic(app), form));
        form.put("scope", "ReadAccounts Fax");
        Client.Answer wide = client.execute(Client.tokenRequest(Client.basic(app), form));

        assertThat(narrow.text("scope")).isEqualTo("ReadAccounts");
        assertThat(client.get(narrow.text("access_token"), "/team-messaging/v1/teams")
                        .status())
                .isEqualTo(403);
        assertThat(wide.outcome()).isEqualTo("400 invalid_scope -");
    }

    @Test
    void contentType_ofAForm_isRequired() throws Exception {
        Client.Answer answer = client.execute(new Request.Builder()
                .url(Client.SERVER + "/restapi/oauth/token")
                .header("Authorization", Client.basic(app))
                .post(RequestBody.create("{}", MediaType.get("application/json")))
                .build());

        assertThat(answer.status()).isEqualTo(415);
    }

    @Test
    void contentType_withACharset_isAForm() throws Exception {
        Client.Answer answer = client.execute(new Request.Builder()
                .url(Client.SERVER + "/restapi/oauth/token")
                .header("Authorization", Client.basic(app))
                .post(RequestBody.create(
                        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=" + jwt,
                        MediaType.get("application/x-www-form-urlencoded; charset=UTF-8")))
                .build());

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void method_get_isRefused() throws Exception {
        assertThat(client.execute(new Request.Builder()
                                .url(Client.SERVER + "/restapi/oauth/token")
                                .header("Authorization", Client.basic(app))
                                .build())
                        .status())
                .isEqualTo(405);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic not-base64!", "Basic bm9jb2xvbg==", "Bearer token", "nonsense"})
    void authorization_thatIsNoBasic_isRefused(String header) throws Exception {
        assertThat(client.execute(Client.tokenRequest(header, Client.jwtForm(jwt)))
                        .outcome())
                .isEqualTo("401 invalid_client OAU-123");
    }

    @Test
    void authorization_absent_asksForIt() throws Exception {
        Request request = Client.tokenRequest("x", Client.jwtForm(jwt))
                .newBuilder()
                .removeHeader("Authorization")
                .build();

        assertThat(client.execute(request).outcome()).isEqualTo("401 invalid_client OAU-123");
    }

    @Test
    void parameter_duplicated_isRefused() throws Exception {
        FormBody form = new FormBody.Builder()
                .add("grant_type", Client.JWT_BEARER)
                .add("assertion", jwt)
                .add("assertion", jwt)
                .build();
        Request request = Client.tokenRequest(Client.basic(app), Map.of())
                .newBuilder()
                .post(form)
                .build();

        assertThat(client.execute(request).outcome()).isEqualTo("400 invalid_request OAU-111");
    }

    @ParameterizedTest
    @CsvSource({
        "password, 400 invalid_request OAU-250",
        "authorization_code, 400 unauthorized_client OAU-251",
        "client_credentials, 400 unauthorized_client OAU-270",
        "urn:ietf:params:oauth:grant-type:device_code, 400 invalid_request OAU-250",
        "refresh_token, 400 invalid_request CMN-101",
        "urn:ietf:params:oauth:grant-type:jwt-bearer, 400 invalid_request CMN-101"
    })
    void grant_other_isRefusedByItsCode(String grant, String outcome) throws Exception {
        assertThat(client.execute(Client.tokenRequest(Client.basic(app), Map.of("grant_type", grant)))
                        .outcome())
                .isEqualTo(outcome);
    }

    @Test
    void jwt_expired_isRefusedByTheSandboxClock() throws Exception {
        String shortLived =
                sandbox.newJwt(user).expires(NOW.plus(Duration.ofHours(2))).create();
        clock.advance(Duration.ofHours(2).minusSeconds(1));
        assertThat(client.signIn(app, shortLived).status()).isEqualTo(200);
        clock.advance(Duration.ofSeconds(1));

        assertThat(client.signIn(app, shortLived).outcome()).isEqualTo("400 invalid_grant -");
    }

    @Test
    void jwt_revoked_isRefusedWhileSessionsGoOn() throws Exception {
        Client.Answer before = client.signIn(app, jwt);
        sandbox.operator().revokeJwt(jwt);

        assertThat(client.signIn(app, jwt).outcome()).isEqualTo("400 invalid_grant -");
        assertThat(client.refresh(app, before.text("refresh_token")).status()).isEqualTo(200);
        assertThatThrownBy(() -> sandbox.operator().revokeJwt("a.b.c")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void jwt_restrictedToApps_servesOnlyThose() throws Exception {
        SandboxApp other = sandbox.newApp("Other").create();
        String restricted = sandbox.newJwt(user).forApps(app).create();

        assertThat(client.signIn(app, restricted).status()).isEqualTo(200);
        assertThat(client.signIn(other, restricted).outcome()).isEqualTo("400 invalid_grant -");
    }

    @Test
    void jwt_ofAnotherSandbox_isRefused() throws Exception {
        try (RingCentralSandbox other = RingCentralSandbox.start()) {
            String foreign = other.newJwt(other.createUser("Other user")).create();

            assertThat(client.signIn(app, foreign).outcome()).isEqualTo("400 invalid_grant -");
        }
    }

    @Test
    void jwtFlow_switchedOff_leavesTheRefreshTokenAlone() throws Exception {
        String refreshToken = client.signIn(app, jwt).text("refresh_token");
        sandbox.operator().jwtFlow(app, false);

        assertThat(client.signIn(app, jwt).outcome()).isEqualTo("400 unauthorized_client OAU-251");
        assertThat(client.refresh(app, refreshToken).status()).isEqualTo(200);
        sandbox.operator().jwtFlow(app, true);
        assertThat(client.signIn(app, jwt).status()).isEqualTo(200);
    }

    @Test
    void user_disabled_losesSessionsAndJwt() throws Exception {
        Client.Answer before = client.signIn(app, jwt);
        sandbox.operator().disableUser(user);

        assertThat(client.refresh(app, before.text("refresh_token")).outcome()).isEqualTo("400 invalid_grant OAU-213");
        assertThat(client.signIn(app, jwt).outcome()).isEqualTo("400 invalid_grant OAU-141");
        sandbox.operator().enableUser(user);
        assertThat(client.signIn(app, jwt).status()).isEqualTo(200);
    }
}
