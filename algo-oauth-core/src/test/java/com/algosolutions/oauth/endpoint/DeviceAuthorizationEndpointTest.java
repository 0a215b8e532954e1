package com.algosolutions.oauth.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.client.FakeServer;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.client.Parts;
import com.algosolutions.oauth.client.TestDevice;
import com.algosolutions.oauth.client.TestProvider;
import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.credential.GenericProvider;
import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.time.Deadline;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The device authorization request, and the result of every kind of response: RFC 8628 sections 3.1 and 3.2. */
class DeviceAuthorizationEndpointTest {
    @RegisterExtension
    private final TestDevice device = new TestDevice();

    private final FakeServer server = device.server();
    private final OAuthClient client = device.client();

    private Answer<DeviceAuthorizationResponse> ask(UnaryOperator<ProfileForm> form) {
        return ask(new GenericProvider(), form);
    }

    private Answer<DeviceAuthorizationResponse> ask(OAuthProvider provider, UnaryOperator<ProfileForm> form) {
        OAuthProfile profile = form.apply(TestValues.draft(client, "desk", server)
                        .grantType(GrantType.DEVICE_CODE)
                        .deviceUrl(server.http("/device")))
                .build();
        try (Parts parts = new Parts(TestValues.client())) {
            return new DeviceAuthorizationEndpoint(parts.channel, profile, provider)
                    .ask(Deadline.after(Duration.ofSeconds(10)));
        }
    }

    private DeviceAuthorizationResponse issued(MockResponse reply) {
        server.onDevice(reply);
        Answer<DeviceAuthorizationResponse> answer = ask(form -> form);
        assertThat(answer).isInstanceOf(Answer.Got.class);
        return ((Answer.Got<DeviceAuthorizationResponse>) answer).value();
    }

    private Failure refused(MockResponse reply) {
        server.onDevice(reply);
        Answer<DeviceAuthorizationResponse> answer = ask(form -> form);
        assertThat(answer).isInstanceOf(Answer.Failed.class);
        return ((Answer.Failed<DeviceAuthorizationResponse>) answer).failure();
    }

    /** A valid response with one member replaced by raw JSON, or omitted if that is empty. */
    private static MockResponse with(String member, String json) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("device_code", "\"d-1\"");
        members.put("user_code", "\"WDJB-MJHT\"");
        members.put("verification_uri", "\"https://example.com/device\"");
        members.put("expires_in", "600");
        members.put("interval", "5");
        members.put(member, json);
        StringBuilder body = new StringBuilder();
        members.forEach((name, value) ->
                body.append(value.isEmpty() ? "" : (body.isEmpty() ? "" : ",") + "\"" + name + "\":" + value));
        return FakeServer.json(200, "{" + body + "}");
    }

    @Test
    void request_basic_namesTheClientInTheFormToo_andProvesItInTheHeader() {
        ask(form -> form.scopes("read", "post").extraParams(Map.of("audience", "a b")));
        RecordedRequest request = server.deviceRequests().get(0);
        assertThat(request.getMethod()).isEqualTo("POST");
        assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
        assertThat(request.getHeaders().get("Accept")).isEqualTo("application/json");
        assertThat(request.getHeaders().get("Authorization"))
                .isEqualTo(okhttp3.Credentials.basic("app-1", TestValues.CLIENT_SECRET));
        assertThat(FakeServer.form(request)).containsExactly("audience=a+b", "client_id=app-1", "scope=read+post");
    }

    @Test
    @DisplayName("E1.14, RFC 8707 2: the device authorization request has the resources, not only the polls")
    void request_namesTheResources() {
        ask(form -> form.resources(URI.create("https://api.example/"), URI.create("urn:x:y")));
        assertThat(FakeServer.form(server.deviceRequests().get(0)))
                .containsExactly("client_id=app-1", "resource=https%3A%2F%2Fapi.example%2F", "resource=urn%3Ax%3Ay");
    }

    @Test
    @DisplayName("E2.15 a provider's own failure mark counts here too, whatever else the response contains")
    void reply_withAMarkOfFailure_isAFailure() {
        server.onDevice(with("ok", "false"));
        assertThat(ask(TestProvider.marking("GENERIC"), form -> form)).isInstanceOf(Answer.Failed.class);
    }

    /** The device would show it. */
    @ParameterizedTest
    @ValueSource(strings = {"user_code", "verification_uri", "verification_uri_complete"})
    void reply_thatRepeatsASecretToTheUser_isNotUsed(String member) {
        String secret = TestValues.CLIENT_SECRET;
        String shown = member.equals("user_code") ? secret : "https://example.com/?c=" + secret;
        assertThat(refused(with(member, "\"" + shown + "\"")).toString()).doesNotContain(secret);
    }

    @Test
    void request_ofAPublicClient_namesIt() {
        ask(form -> form.clientAuthMode(ClientAuthMode.NONE).reset(ProfileField.CLIENT_SECRET));
        RecordedRequest request = server.deviceRequests().get(0);
        assertThat(request.getHeaders().get("Authorization")).isNull();
        assertThat(FakeServer.form(request)).containsExactly("client_id=app-1");
    }

    @Test
    void request_body_carriesIdOnce_andSecret() {
        ask(form -> form.clientAuthMode(ClientAuthMode.REQUEST_BODY));
        assertThat(FakeServer.form(server.deviceRequests().get(0)))
                .containsExactly("client_id=app-1", "client_secret=" + TestValues.CLIENT_SECRET);
    }

    @Test
    void reply_whole_isReadAsItIs() {
        DeviceAuthorizationResponse code = issued(FakeServer.codes(1));
        assertThat(code.deviceCode().reveal()).isEqualTo("device-code-1");
        assertThat(code.userCode()).isEqualTo("WDJB-MJH1");
        assertThat(code.verificationUri()).isEqualTo("https://example.com/device");
        assertThat(code.verificationUriComplete()).contains("https://example.com/device?user_code=WDJB-MJH1");
        assertThat(code.expiresIn()).isEqualTo(Duration.ofSeconds(600));
        assertThat(code.interval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(code.toString()).doesNotContain("device-code-1");
    }

    @Test
    void reply_ofAnOldGoogle_saysUrl() {
        DeviceAuthorizationResponse code = issued(FakeServer.json(
                200,
                "{\"device_code\":\"4/4-GMMhmHCXhWEzkobqIHGG_EnNYYsAkukHspeYUk9E8\",\"expires_in\":1800,\"interval\":5,"
                        + "\"user_code\":\"GQVQ-JKEC\",\"verification_url\":\"https://www.google.com/device\"}"));
        assertThat(code.verificationUri()).isEqualTo("https://www.google.com/device");
        assertThat(code.verificationUriComplete()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            nullValues = "-",
            value = {
                "-, 5",
                "7, 7",
                "'\"7\"', 7",
                "2.5, 3",
                "0, 5",
                "-3, 5",
                "'\"soon\"', 5",
                "null, 5",
                "[], 5",
                "599, 599"
            })
    @DisplayName(
            "E6.1 the interval: missing, zero, negative or no number is 5 s, digits in a string count, fractions go up")
    void interval_isReadOrFiveSeconds(String json, long seconds) {
        assertThat(issued(with("interval", json == null ? "" : json)).interval())
                .isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({"600.9, 600", "'\"900\"', 900", "1e9, 86400", "99999999999999999999, 86400"})
    void expiresIn_isRead_andADayAtMost(String json, long seconds) {
        assertThat(issued(with("expires_in", json)).expiresIn()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            nullValues = "-",
            value = {
                "device_code, -, no device_code",
                "device_code, 7, no device_code",
                "device_code, '\"\"', no device_code",
                "device_code, '\"a\\nb\"', characters that no code can have",
                "user_code, -, no user_code",
                "user_code, '\" \"', no user_code",
                "user_code, '\"AB\\u202ECD\"', its user_code has characters that cannot be typed in",
                "user_code, '\"AB\\nCD\"', its user_code has characters that cannot be typed in",
                "verification_uri, -, no verification_uri",
                "verification_uri, 5, no verification_uri",
                "verification_uri, '\"javascript:alert(1)\"', not a web address",
                "verification_uri, '\"ftp://example.com/device\"', not a web address",
                "verification_uri, '\"example.com/device\"', not a web address",
                "verification_uri, '\"https:///device\"', not a web address",
                "verification_uri, '\"https://google.com@evil.example/\"', not a web address",
                "verification_uri, '\"https://example.com/de\\u200Bvice\"', not a web address",
                "verification_uri, '\"https://example.com/a b\"', not a web address",
                "verification_uri, '\"https://[::1.2.3.99999999999]/evil\"', not a web address",
                "verification_uri, '\"https://[::1.2.3.400]/evil\"', not a web address",
                "verification_uri, '\"https://example.com:99999999999/\"', not a web address",
                "expires_in, -, no usable expires_in",
                "expires_in, 0, no usable expires_in",
                "expires_in, -5, no usable expires_in",
                "expires_in, '\"later\"', no usable expires_in"
            })
    void reply_withABadMember_isRefusedByItsName(String member, String json, String words) {
        Failure failure = refused(with(member, json == null ? "" : json));
        assertThat(failure.step()).isEqualTo(Step.SIGN_IN);
        assertThat(failure.kind()).isEqualTo(Failure.Kind.CONFIGURATION);
        assertThat(failure.toString())
                .contains("did not answer as a device authorization endpoint", words, "Check Device URL")
                .doesNotContain("d-1", "evil", "alert");
    }

    @Test
    void reply_asAForm_isRead() {
        String form =
                "device_code=d-1&user_code=AB-12&verification_uri=https%3A%2F%2Fexample.com%2Fd&expires_in=900&interval=5";
        assertThat(issued(FakeServer.json(200, form)).userCode()).isEqualTo("AB-12");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "<html><title>Sign in</title></html> | a web page with the title \"Sign in\"",
                "{\"deviceCode\":\"d-1\",\"userCode\":\"AB\"} | an object with the members deviceCode, userCode",
                "'' | its body is empty",
            })
    void reply_withoutADeviceCode_isNamed(String body, String seen) {
        assertThat(refused(FakeServer.json(200, body)).message()).contains("no device_code", seen);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "3, -, after 3 s (expires_in)",
                "5, -, every 5 s (interval)",
                "600, 600, every 600 s (interval)",
                "600, 99999999999999999999, after 600 s (expires_in)",
                "5, 4.2, every 5 s (interval)"
            })
    void code_thatNoPollCanRedeem_isToLiveLonger(String expiresIn, @Nullable String interval, String words) {
        Failure failure = refused(FakeServer.json(
                200,
                "{\"device_code\":\"d-1\",\"user_code\":\"AB\",\"verification_uri\":\"https://example.com/d\",\"expires_in\":"
                        + expiresIn + (interval == null ? "" : ",\"interval\":" + interval) + "}"));
        assertThat(failure.toString())
                .contains(
                        "expires before the device may poll for the first time",
                        words,
                        "longer lifetime for device codes")
                .doesNotContain("Device URL");
    }

    @ParameterizedTest
    @CsvSource({"device_code, 8193", "user_code, 65", "user_code, 3000", "verification_uri, 2049", "user_code, 60000"})
    void reply_withAnAbsurdLength_isRefused(String member, int length) {
        String start = member.equals("verification_uri") ? "https://example.com/" : "";
        String value = start + "x".repeat(length - start.length());
        Failure failure = refused(with(member, "\"" + value + "\""));
        assertThat(failure.message()).contains(member).hasSizeLessThan(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>Sign in to the hotel's network</html>",
                "[]",
                "null",
                "device_code=d&device_code=e&user_code=u&verification_uri=https%3A%2F%2Fexample.com&expires_in=600"
            })
    void reply_withoutAJsonObject_isRefused(String body) {
        assertThat(refused(FakeServer.json(200, body)).message()).contains("no device_code");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "\" \"", "7", "\"intent://x\"", "\"https://a@example.com/\"", "[]"})
    @DisplayName("an unusable verification_uri_complete counts as none: the user types the code in")
    void completeUri_thatCannotBeUsed_isAbsent(String json) {
        assertThat(issued(with("verification_uri_complete", json)).verificationUriComplete())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html",
                "text/plain; charset=utf-8", // Dex
                "application/x-www-form-urlencoded",
                "Application/JSON;charset=UTF-8"
            })
    @DisplayName("the members decide and not the Content-Type, as at the token endpoint")
    void reply_ofAnyContentType_isRead(String type) {
        issued(with("interval", "5")
                .newBuilder()
                .setHeader("Content-Type", type)
                .build());
    }

    @Test
    void reply_withoutAContentType_isRead() {
        issued(with("interval", "5").newBuilder().removeHeader("Content-Type").build());
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_scope, CONFIGURATION, a scope is unknown",
        "401, invalid_client, CONFIGURATION, does not accept this client id",
        "400, unauthorized_client, CONFIGURATION, not set up for this grant type",
        "400, invalid_request, CONFIGURATION, malformed",
        "200, invalid_client, CONFIGURATION, does not accept this client id",
        "400, never_heard_of, CONFIGURATION, device authorization endpoint rejected the request without a known reason",
        "503, temporarily_unavailable, UNAVAILABLE, device authorization endpoint has an internal error",
        "429, slow_down, THROTTLED, too many device authorization requests"
    })
    void error_isExplained(int status, String error, Failure.Kind consequence, String words) {
        Failure failure = refused(FakeServer.json(
                status, "{\"error\":\"" + error + "\",\"error_description\":\"" + TestValues.CLIENT_SECRET + "\"}"));
        assertThat(failure.kind()).isEqualTo(consequence);
        assertThat(failure.message()).contains(words);
        assertThat(failure.serverError().orElseThrow().error()).contains(error);
        assertThat(failure.toString()).doesNotContain(TestValues.CLIENT_SECRET);
    }

    @ParameterizedTest
    @CsvSource({
        "404, CONFIGURATION, there is no device authorization endpoint at this URL",
        "401, CONFIGURATION, does not accept this client",
        "302, CONFIGURATION, redirects elsewhere",
        "500, UNAVAILABLE, internal error"
    })
    void status_withHtml_isExplained(int status, Failure.Kind consequence, String words) {
        Failure failure = refused(FakeServer.json(status, "<html></html>"));
        assertThat(failure.kind()).isEqualTo(consequence);
        assertThat(failure.message()).contains(words);
    }

    @Test
    void throttle_carriesItsTime() {
        Failure failure = refused(FakeServer.json(429, "{}")
                .newBuilder()
                .setHeader("Retry-After", "120")
                .build());
        assertThat(failure.retryAfter()).isEqualTo(Optional.of(Duration.ofSeconds(120)));
    }

    @Test
    void silence_isAnOutage() {
        server.goDown();
        Answer<DeviceAuthorizationResponse> answer = ask(form -> form);
        assertThat(((Answer.Failed<DeviceAuthorizationResponse>) answer)
                        .failure()
                        .message())
                .startsWith("no user code from 127.0.0.1: the host does not accept connections");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "false", "null"})
    @DisplayName("an error in a 2xx that is null, empty or false is none, as at the token endpoint")
    void error_thatSaysNothing_isNone(String error) {
        assertThat(issued(with("error", error)).userCode()).isEqualTo("WDJB-MJHT");
    }
}
