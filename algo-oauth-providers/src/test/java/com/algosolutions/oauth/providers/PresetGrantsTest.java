package com.algosolutions.oauth.providers;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.SignIn;
import com.algosolutions.oauth.SignIn.State;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.spi.OAuthProvider;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each preset with its grant: Start Authorization, a browser, Update Profile, a press. */
class PresetGrantsTest {
    private static final String REDIRECT = "https%3A%2F%2F192.0.2.7%2Fcontrol%2Foauth-callback.lua";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String BY_BODY = "null";
    private static final String DRIVE = "scope=https%3A%2F%2Fwww.googleapis.com%2Fauth%2Fdrive.file";
    private static final String CODES =
            "{\"device_code\":\"a-device-code\",\"user_code\":\"GQVQ-JKEC\",\"expires_in\":1800,\"interval\":1,"
                    + "\"verification_url\":\"https://www.google.com/device\"}";

    static Stream<Arguments> codeFlows() {
        return Stream.of(
                Arguments.of(
                        new Zoom(),
                        List.of("meeting:write:meeting"),
                        "https://zoom.us/oauth/authorize",
                        "meeting%3Awrite%3Ameeting",
                        "",
                        "Basic"),
                Arguments.of(
                        new Webex(),
                        List.of("spark:all"),
                        "https://webexapis.com/v1/authorize",
                        "spark%3Aall",
                        "",
                        BY_BODY),
                Arguments.of(
                        new Slack(),
                        List.of("chat:write", "channels:read"),
                        "https://slack.com/oauth/v2/authorize",
                        "chat%3Awrite%2Cchannels%3Aread",
                        "",
                        "Basic"),
                Arguments.of(
                        new Microsoft(),
                        List.of("https://graph.microsoft.com/ChannelMessage.Send", "offline_access"),
                        "https://login.microsoftonline.com/" + Forms.TENANT + "/oauth2/v2.0/authorize",
                        "https%3A%2F%2Fgraph.microsoft.com%2FChannelMessage.Send+offline_access",
                        "",
                        BY_BODY),
                Arguments.of(
                        new Google(),
                        List.of("https://www.googleapis.com/auth/calendar.events"),
                        "https://accounts.google.com/o/oauth2/v2/auth",
                        "https%3A%2F%2Fwww.googleapis.com%2Fauth%2Fcalendar.events",
                        "&access_type=offline&prompt=consent",
                        BY_BODY));
    }

    @ParameterizedTest
    @MethodSource("codeFlows")
    @DisplayName("authorization code: the exact URL to open, the exact token request, a press")
    void code_isRequested_redeemed_andUsed(
            OAuthProvider provider, List<String> scopes, String authUrl, String scope, String extras, String scheme) {
        try (Cloud cloud = codeFlow(provider, scopes)) {
            SignIn started = start(cloud);
            Map<String, String> sent =
                    parameters(started.browserUrl().orElseThrow().getRawQuery());
            assertThat(started.browserUrl().orElseThrow())
                    .hasToString(authUrl + "?response_type=code&client_id=an-id&redirect_uri=" + REDIRECT + "&scope="
                            + scope + "&state=" + sent.get("state") + "&code_challenge=" + sent.get("code_challenge")
                            + "&code_challenge_method=S256" + extras);
            cloud.onToken(
                            200,
                            "{\"ok\":true,\"access_token\":\"token-of-the-code\",\"token_type\":\"bearer\",\"expires_in\":3600}")
                    .onApi(200, "{\"ok\":true}");

            assertThat(cloud.client.signIns().handleCallback(callback(started)).accepted())
                    .isTrue();
            assertThat(cloud.client.signIns().save("Front desk")).isTrue();
            ApiResult result = cloud.post();

            assertThat(result.delivered()).as(result.toString()).isTrue();
            assertThat(cloud.bearers()).containsExactly("Bearer token-of-the-code");
            Map<String, String> redeemed = parameters(cloud.tokenRequests().get(0));
            assertThat(redeemed)
                    .containsEntry("grant_type", "authorization_code")
                    .containsEntry("code", "the-code")
                    .containsEntry("redirect_uri", REDIRECT)
                    .containsKey("code_verifier")
                    .doesNotContainKeys("tenant", "access_type", "prompt", "scope");
            assertThat(cloud.tokenCredentials()).containsExactly(scheme);
            assertThat(redeemed.containsKey("client_secret")).isEqualTo(scheme.equals(BY_BODY));
        }
    }

    @Test
    @DisplayName("Slack rejects a code with ok:false in a 200; then there is nothing to save")
    void slack_refusesACode_byOkFalse() {
        try (Cloud cloud = codeFlow(new Slack(), List.of("chat:write"))) {
            SignIn started = start(cloud);
            cloud.onToken(200, "{\"ok\":false,\"error\":\"invalid_code\",\"access_token\":\"xoxb-1\"}");
            Failure failure = cloud.client
                    .signIns()
                    .handleCallback(callback(started))
                    .failure()
                    .orElseThrow();
            assertThat(failure.code()).contains("invalid_code");
            assertThat(failure.advice()).contains("Start Authorization");
            assertThat(cloud.post().delivered()).isFalse();
            assertThat(cloud.bearers()).isEmpty();
        }
    }

    @Test
    @DisplayName("Google's device code: verification_url, 428 until the user has signed in, then a token and a press")
    void google_deviceCode_isRequested_polled_andUsed() {
        try (Cloud cloud = new Cloud(new Google(), form -> form)) {
            cloud.onToken(200, CODES)
                    .onToken(
                            428,
                            "{\"error\":\"authorization_pending\",\"error_description\":\"Precondition Required\"}")
                    .onToken()
                    .onApi(200, "{}");
            SignIn codes = cloud.client.signIns().start("Front desk");
            assertThat(codes.deviceCode().orElseThrow().userCode()).isEqualTo("GQVQ-JKEC");
            assertThat(codes.deviceCode().orElseThrow().verificationUri()).isEqualTo("https://www.google.com/device");
            assertThat(codes.deviceCode().orElseThrow().verificationUriComplete())
                    .isEmpty();
            assertThat(codes.await(LIMIT)).as(codes.toString()).isEqualTo(State.UNSAVED);
            assertThat(cloud.client.signIns().save("Front desk")).isTrue();

            assertThat(cloud.post().delivered()).isTrue();
            assertThat(cloud.tokenRequests()).hasSize(3);
            assertThat(cloud.tokenRequests().get(0).split("&"))
                    .containsExactlyInAnyOrder("client_id=an-id", "client_secret=a-secret", DRIVE);
            assertThat(cloud.tokenRequests().get(1))
                    .isEqualTo(cloud.tokenRequests().get(2));
            assertThat(cloud.tokenRequests().get(2).split("&"))
                    .containsExactlyInAnyOrder(
                            "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code",
                            "device_code=a-device-code", "client_id=an-id", "client_secret=a-secret");
        }
    }

    @ParameterizedTest
    @CsvSource({"403, access_denied, DENIED", "400, expired_token, EXPIRED", "400, invalid_grant, FAILED"})
    @DisplayName("Google's 403 means that the user denied access")
    void google_deviceCode_thatIsRefused_ends(int status, String error, State end) {
        try (Cloud cloud = new Cloud(new Google(), form -> form)) {
            cloud.onToken(200, CODES).onToken(status, "{\"error\":\"" + error + "\"}");
            SignIn codes = cloud.client.signIns().start("Front desk");
            assertThat(codes.await(LIMIT)).as(codes.toString()).isEqualTo(end);
        }
    }

    @Test
    @DisplayName("Google's 403 to a device code request, after too many of them, is a rate limit")
    void google_deviceCode_pastTheQuota_isRateLimited() {
        try (Cloud cloud = new Cloud(new Google(), form -> form)) {
            cloud.onToken(403, "{\"error_code\":\"rate_limit_exceeded\",\"error\":\"rate_limit_exceeded\"}");
            SignIn refused = cloud.client.signIns().start("Front desk");
            assertThat(refused.failure().orElseThrow().kind()).isEqualTo(Failure.Kind.THROTTLED);
        }
    }

    private static Cloud codeFlow(OAuthProvider provider, List<String> scopes) {
        return new Cloud(
                provider, form -> form.grantType(GrantType.AUTH_CODE_PKCE).scopes(scopes.toArray(String[]::new)));
    }

    private static SignIn start(Cloud cloud) {
        return cloud.client.signIns().start("Front desk");
    }

    private static String callback(SignIn started) {
        return "https://192.0.2.7/control/oauth-callback.lua?code=the-code&state="
                + parameters(started.browserUrl().orElseThrow().getRawQuery()).get("state");
    }

    /** As they are sent. */
    private static Map<String, String> parameters(String form) {
        return Arrays.stream(form.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }
}
