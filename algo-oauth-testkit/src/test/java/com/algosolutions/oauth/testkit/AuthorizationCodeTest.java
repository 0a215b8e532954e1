package com.algosolutions.oauth.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthorizationCodeTest {
    /** RFC 7636 appendix B. */
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    private static final URI CALLBACK = URI.create("https://console.example.com/control/oauth-callback.lua?for=zoom");

    private final SandboxClock clock = SandboxClock.at(Instant.parse("2026-11-23T10:00:00Z"));
    private final RingCentralSandbox sandbox =
            RingCentralSandbox.builder().clock(clock).rateLimits(false).start();
    private final Client client = new Client(sandbox);
    private final SandboxUser user = sandbox.createUser("Lobby console");
    private final SandboxTeam team = sandbox.createTeam("Reception", user);
    private final SandboxApp app =
            sandbox.newApp("Front desk app").redirectUris(CALLBACK).create();
    private final SandboxApp spa =
            sandbox.newApp("Page").redirectUris(CALLBACK).publicClient(true).create();

    @AfterEach
    void close() {
        client.close();
        sandbox.close();
    }

    private static Map<String, String> request(SandboxApp app) {
        return new HashMap<>(Map.of(
                "response_type",
                "code",
                "client_id",
                app.clientId(),
                "redirect_uri",
                CALLBACK.toString(),
                "state",
                "a b+c",
                "code_challenge",
                CHALLENGE,
                "code_challenge_method",
                "S256"));
    }

    private static URI url(Map<String, String> parameters) {
        HttpUrl.Builder url =
                HttpUrl.get(Client.SERVER + "/restapi/oauth/authorize").newBuilder();
        parameters.forEach(url::addQueryParameter);
        return url.build().uri();
    }

    private URI open(Map<String, String> parameters) {
        return sandbox.person(user).open(url(parameters));
    }

    private static String value(URI callback, String name) {
        String value = HttpUrl.get(callback).queryParameter(name);
        return value == null ? "" : value;
    }

    private static Map<String, String> redemption(URI callback) {
        return new HashMap<>(Map.of(
                "grant_type",
                "authorization_code",
                "code",
                value(callback, "code"),
                "redirect_uri",
                CALLBACK.toString(),
                "code_verifier",
                VERIFIER));
    }

    private Client.Answer redeem(SandboxApp by, Map<String, String> form) throws IOException {
        if (!by.publicClient()) {
            return client.execute(Client.tokenRequest(Client.basic(by), form));
        }
        FormBody.Builder body = new FormBody.Builder().add("client_id", by.clientId());
        form.forEach(body::add);
        return client.execute(new Request.Builder()
                .url(Client.SERVER + "/restapi/oauth/token")
                .post(body.build())
                .build());
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void person_consents_givesACodeThatIsWorthTokens(boolean publicClient) throws Exception {
        SandboxApp by = publicClient ? spa : app;
        URI callback = open(request(by));

        assertThat(callback.toString()).startsWith(CALLBACK + "&code=");
        assertThat(value(callback, "state")).isEqualTo("a b+c");
        assertThat(value(callback, "expires_in")).isEqualTo("60");
        Client.Answer tokens = redeem(by, redemption(callback));
        assertThat(tokens.status()).isEqualTo(200);
        assertThat(tokens.text("owner_id")).isEqualTo(user.id());
        assertThat(client.post(tokens.text("access_token"), team.id(), "{\"text\":\"x\"}")
                        .status())
                .isEqualTo(201);
        assertThat(redeem(by, Map.of("grant_type", "refresh_token", "refresh_token", tokens.text("refresh_token")))
                        .status())
                .isEqualTo(200);
        assertThat(sandbox.requests())
                .extracting(SandboxRequest::method)
                .containsExactly("GET", "POST", "POST", "POST");
    }

    @Test
    void person_refuses_isAccessDenied() {
        URI callback = sandbox.person(user).refuses().open(url(request(app)));

        assertThat(value(callback, "error")).isEqualTo("access_denied");
        assertThat(value(callback, "state")).isEqualTo("a b+c");
        assertThat(value(callback, "code")).isEmpty();
    }

    @Test
    void code_asecondTime_isInvalid_andTheTokensStay() throws Exception {
        URI callback = open(request(app));
        Client.Answer tokens = redeem(app, redemption(callback));

        assertThat(redeem(app, redemption(callback)).outcome()).isEqualTo("400 invalid_grant OAU-106");
        assertThat(sandbox.operator().isLive(app, tokens.text("refresh_token"))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "code, other, 400 invalid_grant OAU-106",
        "code, '', 400 invalid_request CMN-101",
        "redirect_uri, https://console.example.com/control/oauth-callback.lua, 400 invalid_grant OAU-109",
        "redirect_uri, '', 400 invalid_grant OAU-109",
        "code_verifier, dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXK, 400 invalid_grant -",
        "code_verifier, '', 400 invalid_grant -"
    })
    void redemption_wrong_isRefused(String parameter, String value, String outcome) throws Exception {
        Map<String, String> form = redemption(open(request(app)));
        form.put(parameter, value);

        assertThat(redeem(app, form).outcome()).isEqualTo(outcome);
    }

    @Test
    void code_tooLate_orOfAnotherApp_isRefused() throws Exception {
        URI callback = open(request(app));
        assertThat(redeem(spa, redemption(callback)).outcome()).isEqualTo("400 invalid_grant OAU-110");

        clock.advance(Duration.ofSeconds(60));
        assertThat(redeem(app, redemption(callback)).outcome()).isEqualTo("400 invalid_grant OAU-108");
    }

    @Test
    void user_disabled_cannotSignIn() {
        sandbox.operator().disableUser(user);

        assertThatThrownBy(() -> open(request(app)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("OAU-141");
    }

    @ParameterizedTest
    @CsvSource({
        "client_id, other, OAU-153",
        "redirect_uri, https://evil.example/, OAU-109",
        "redirect_uri, https://console.example.com/control/oauth-callback.lua?for=Zoom, OAU-109",
        "request_uri, urn:ietf:params:oauth:request_uri:x, invalid_request_uri"
    })
    void request_thatMustNotRedirect_isAnErrorPage(String parameter, String value, String shown) {
        Map<String, String> parameters = request(app);
        parameters.put(parameter, value);

        assertThatThrownBy(() -> open(parameters))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "response_type, token, unsupported_response_type",
        "code_challenge_method, S512, invalid_request",
        "code_challenge, '', invalid_request"
    })
    void request_wrong_sendsTheErrorToTheRedirectUri(String parameter, String value, String error) {
        Map<String, String> parameters = request(spa);
        parameters.put(parameter, value);

        assertThat(value(open(parameters), "error")).isEqualTo(error);
    }

    @Test
    void app_withoutRedirectUri_isOau113_andItsCodesAreOau251() throws Exception {
        SandboxApp other = sandbox.newApp("Other").create();

        assertThatThrownBy(() -> open(request(other))).hasMessageContaining("OAU-113");
        assertThat(redeem(other, redemption(open(request(app)))).outcome())
                .isEqualTo("400 unauthorized_client OAU-251");
    }

    @Test
    void challenge_plain_isTheVerifier() throws Exception {
        Map<String, String> parameters = request(app);
        parameters.remove("code_challenge_method");
        parameters.put("code_challenge", VERIFIER);

        assertThat(redeem(app, redemption(open(parameters))).status()).isEqualTo(200);
    }

    @Test
    void verifier_withoutAChallenge_isRefused() throws Exception {
        Map<String, String> parameters = request(app);
        parameters.remove("code_challenge");

        assertThat(redeem(app, redemption(open(parameters))).outcome()).isEqualTo("400 invalid_grant -");
    }

    @Test
    void publicClient_hasNoSecret_andNoJwtFlow() throws Exception {
        assertThat(spa.clientSecret()).isEmpty();
        assertThat(redeem(spa, Client.jwtForm(sandbox.newJwt(user).create())).outcome())
                .isEqualTo("400 unauthorized_client OAU-251");
        assertThat(client.signIn(spa, sandbox.newJwt(user).create()).outcome()).isEqualTo("401 invalid_client OAU-146");
    }

    private Client.Answer push(SandboxApp by, Map<String, String> form) throws IOException {
        Request token = Client.tokenRequest(Client.basic(by), form);
        return client.execute(
                token.newBuilder().url(Client.SERVER + "/restapi/oauth/par").build());
    }

    @Test
    void pushedRequest_isOpenedByItsUri_once_withinAMinute() throws Exception {
        SandboxApp pushing = sandbox.newApp("Pushing")
                .redirectUris(CALLBACK)
                .requirePushedAuthorizationRequests(true)
                .create();
        Client.Answer pushed = push(pushing, request(pushing));
        assertThat(pushed.status()).isEqualTo(201);
        Map<String, String> reference =
                Map.of("client_id", pushing.clientId(), "request_uri", pushed.text("request_uri"));

        assertThat(value(open(request(pushing)), "error")).isEqualTo("invalid_request");
        URI callback = open(reference);
        assertThat(value(callback, "state")).isEqualTo("a b+c");
        assertThat(redeem(pushing, redemption(callback)).status()).isEqualTo(200);
        assertThatThrownBy(() -> open(reference)).hasMessageContaining("invalid_request_uri");

        Map<String, String> late = Map.of(
                "client_id",
                pushing.clientId(),
                "request_uri",
                push(pushing, request(pushing)).text("request_uri"));
        clock.advance(Duration.ofSeconds(60));
        assertThatThrownBy(() -> open(late)).hasMessageContaining("invalid_request_uri");
    }

    @Test
    void push_byAnAppThatNeedNot_orForAnotherUri_isRefused() throws Exception {
        SandboxApp pushing = sandbox.newApp("Pushing")
                .redirectUris(CALLBACK)
                .requirePushedAuthorizationRequests(true)
                .create();
        Map<String, String> other = request(pushing);
        other.put("redirect_uri", "https://evil.example/");

        assertThat(push(app, request(app)).status()).isEqualTo(404);
        assertThat(push(pushing, request(app)).outcome()).isEqualTo("400 invalid_request -");
        assertThat(push(pushing, other).outcome()).isEqualTo("403 invalid_grant OAU-109");
    }

    @Test
    void signInPage_ofAnHttpClient_saysHowToGoOn() throws Exception {
        Client.Answer page = client.execute(
                new Request.Builder().url(url(request(app)).toURL()).build());

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("sandbox.person(user).open(url)");
    }

    @Test
    void signInPage_isCountedAsTheAppsCall() throws Exception {
        try (RingCentralSandbox limited =
                RingCentralSandbox.builder().rateLimit(RateGroup.AUTH, 1).start()) {
            SandboxApp mine = limited.newApp("Mine").redirectUris(CALLBACK).create();
            SandboxPerson person = limited.person(limited.createUser("Lobby console"));
            person.open(url(request(mine)));

            assertThatThrownBy(() -> person.open(url(request(mine)))).hasMessageContaining("429");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://platform.ringcentral.com/restapi/oauth/token",
        "http://platform.ringcentral.com/restapi/oauth/authorize",
        "/restapi/oauth/authorize",
        "mailto:a"
    })
    void open_anythingElse_isACallersError(URI url) {
        assertThatThrownBy(() -> sandbox.person(user).open(url)).isInstanceOf(IllegalArgumentException.class);
    }
}
