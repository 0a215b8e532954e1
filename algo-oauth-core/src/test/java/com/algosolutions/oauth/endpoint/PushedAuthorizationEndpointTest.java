package com.algosolutions.oauth.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.client.FakeServer;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.client.Parts;
import com.algosolutions.oauth.client.TestDevice;
import com.algosolutions.oauth.client.TestProvider;
import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.credential.GenericProvider;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.time.Deadline;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pushed authorization requests, RFC 9126: the request, and the result of every kind of response. */
class PushedAuthorizationEndpointTest {
    private static final Map<String, String> PARAMETERS = Map.of("response_type", "code", "state", "s 1");
    private static final String REQUEST_URI = "urn:ietf:params:oauth:request_uri:6esc_11ACC5bwc014ltc14eY22c";

    @RegisterExtension
    private final TestDevice device = new TestDevice();

    private final FakeServer server = device.server();
    private final Parts parts = new Parts(device.settings());
    private final OAuthClient client = device.client();

    @AfterEach
    void stop() {
        parts.close();
    }

    private Answer<PushedAuthorizationResponse> push(UnaryOperator<ProfileForm> change) {
        OAuthProfile profile = change.apply(
                        TestValues.draft(client, "desk", server).parUrl(server.http("/par?tenant=1")))
                .build();
        return PushedAuthorizationEndpoint.of(parts.channel, profile, new GenericProvider())
                .orElseThrow()
                .push(PARAMETERS, Deadline.after(Duration.ofSeconds(10)));
    }

    private Answer<PushedAuthorizationResponse> answered(int status, String body) {
        server.onApi(FakeServer.json(status, body));
        return push(form -> form);
    }

    @Test
    @DisplayName("E1.14 (RFC 9126 2.1) the request is posted by the client's own authentication, with its resources")
    void request_isPosted_andAReferenceToItIsLeft() {
        server.onApi(FakeServer.json(201, "{\"request_uri\":\"" + REQUEST_URI + "\",\"expires_in\":90}"));
        Answer<PushedAuthorizationResponse> reply =
                push(form -> form.resources(URI.create("https://api.example/"), URI.create("urn:x:y")));

        assertThat(reply)
                .isEqualTo(new Answer.Got<>(new PushedAuthorizationResponse(
                        Map.of("client_id", "app-1", "request_uri", REQUEST_URI), Duration.ofSeconds(90))));
        RecordedRequest request = server.apiRequests().get(0);
        assertThat(request.getMethod()).isEqualTo("POST");
        assertThat(request.getTarget()).isEqualTo("/par?tenant=1");
        assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
        assertThat(request.getHeaders().get("Authorization")).startsWith("Basic ");
        assertThat(FakeServer.form(request))
                .containsExactly(
                        "client_id=app-1",
                        "resource=https%3A%2F%2Fapi.example%2F",
                        "resource=urn%3Ax%3Ay",
                        "response_type=code",
                        "state=s+1");
    }

    @ParameterizedTest
    @CsvSource({"NONE, 3", "REQUEST_BODY, 4", "CLIENT_SECRET_JWT, 5"})
    @DisplayName("RFC 9126 2: the client authenticates as at the token endpoint")
    void client_authenticatesAsAtTheTokenEndpoint(ClientAuthMode mode, int parameters) {
        server.onApi(FakeServer.json(201, "{\"request_uri\":\"urn:x\",\"expires_in\":90}"));
        push(form -> mode == ClientAuthMode.NONE
                ? form.clientAuthMode(mode).reset(ProfileField.CLIENT_SECRET)
                : form.clientAuthMode(mode).clientSecret(Secret.of("0123456789abcdef".repeat(4))));
        RecordedRequest request = server.apiRequests().get(0);
        assertThat(request.getHeaders().get("Authorization")).isNull();
        assertThat(FakeServer.form(request)).hasSize(parameters).contains("client_id=app-1", "state=s+1");
    }

    /** The browser would show it. A secret may have a word in common with an address. */
    @ParameterizedTest
    @CsvSource({
        "urn:x:request_-and-0123456789, false",
        "urn:x:cmVxdWVzdF8tYW5kLTAxMjM0NTY3ODk, false",
        "urn:ietf:params:oauth:request_uri:6esc_11ACC5bwc014ltc14eY22c, true"
    })
    void requestUri_thatRepeatsASecret_isNotUsed(String uri, boolean used) {
        server.onApi(FakeServer.json(201, "{\"request_uri\":\"" + uri + "\",\"expires_in\":90}"));
        Answer<PushedAuthorizationResponse> answer =
                push(form -> form.clientSecret(Secret.of("request_-and-0123456789")));
        assertThat(answer instanceof Answer.Got).isEqualTo(used);
        assertThat(answer.toString()).doesNotContain("0123456789");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {"'', 60", "',\"expires_in\":\"5\"', 5", "',\"expires_in\":0', 60", "',\"expires_in\":\"x\"', 60"})
    void life_thatIsNotUsable_isAMinute(String member, long seconds) {
        assertThat(answered(200, "{\"request_uri\":\"urn:x\"" + member + "}"))
                .isEqualTo(new Answer.Got<>(new PushedAuthorizationResponse(
                        Map.of("client_id", "app-1", "request_uri", "urn:x"), Duration.ofSeconds(seconds))));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "400, '{\"error\":\"invalid_request\"}', CONFIGURATION, malformed",
                "401, '{\"error\":\"invalid_client\"}', CONFIGURATION, client id and secret",
                "400, '{\"error\":\"invalid_target\"}', CONFIGURATION, Correct Resources",
                "200, '{\"error\":\"invalid_scope\"}', CONFIGURATION, a scope is unknown",
                "201, '{}', CONFIGURATION, no usable request_uri",
                "201, '{\"request_uri\":7}', CONFIGURATION, no usable request_uri",
                "201, '{\"request_uri\":\" \"}', CONFIGURATION, no usable request_uri",
                "201, '<html>', CONFIGURATION, no usable request_uri",
                "404, '<html>', CONFIGURATION, Correct PAR URL",
                "404, '{\"error\":\"Not Found\",\"path\":\"/par\"}', CONFIGURATION, Correct PAR URL",
                "405, '{\"message\":\"use GET\"}', CONFIGURATION, Correct PAR URL",
                "403, '{\"message\":\"no\"}', CONFIGURATION, the PAR endpoint rejected the request",
                "400, '{\"error\":\"unauthorized_client\"}', CONFIGURATION, says the PAR endpoint",
                "400, '{\"error\":\"unsupported_grant_type\"}', CONFIGURATION, the PAR endpoint does not know",
                "401, '{}', CONFIGURATION, the PAR endpoint does not accept this client",
                "400, '{\"error\":\"temporarily_unavailable\"}', UNAVAILABLE, the PAR endpoint is temporarily",
                "408, '', UNAVAILABLE, the PAR endpoint asks for a retry",
                "405, '', CONFIGURATION, Correct PAR URL",
                "302, '', CONFIGURATION, Correct PAR URL",
                "503, '', UNAVAILABLE, internal error",
                "429, '', THROTTLED, too many"
            })
    @DisplayName("RFC 9126 2.3: every rejection has its message, and the request is not pushed again automatically")
    void refusal_isTold(int status, String body, Failure.Kind consequence, String words) {
        Answer<PushedAuthorizationResponse> reply = answered(status, body);
        assertThat(reply).isInstanceOf(Answer.Failed.class);
        Failure failure = ((Answer.Failed<PushedAuthorizationResponse>) reply).failure();
        assertThat(failure.kind()).isEqualTo(consequence);
        assertThat(failure.toString()).contains(words).doesNotContain("token endpoint", "Token URL");
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    @DisplayName("E2.15 a provider's own failure mark counts here too, whatever else the response contains")
    void mark_ofFailure_isAFailure() {
        server.onApi(FakeServer.json(200, "{\"ok\":false,\"request_uri\":\"urn:x\"}"));
        OAuthProfile profile = TestValues.draft(client, "desk", server)
                .parUrl(server.http("/par"))
                .build();
        assertThat(PushedAuthorizationEndpoint.of(parts.channel, profile, TestProvider.marking("GENERIC"))
                        .orElseThrow()
                        .push(PARAMETERS, Deadline.after(Duration.ofSeconds(10))))
                .isInstanceOf(Answer.Failed.class);
    }

    @Test
    void throttle_isHeeded_alsoByTheTokenRequests() {
        answered(429, "");
        Answer<PushedAuthorizationResponse> again = push(form -> form);
        assertThat(server.requests()).isEqualTo(1);
        assertThat(((Answer.Failed<PushedAuthorizationResponse>) again)
                        .failure()
                        .kind())
                .isEqualTo(Failure.Kind.THROTTLED);
        device.ticker.seconds(30);
        assertThat(answered(201, "{\"request_uri\":\"urn:x\"}")).isInstanceOf(Answer.Got.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    @DisplayName("a back-off for the PAR host does not apply to the token endpoint on another host")
    void silenceOfAnotherHost_isItsOwn(int status) {
        try (FakeServer other = FakeServer.start()) {
            other.onApi(FakeServer.json(status, "{}")
                    .newBuilder()
                    .addHeader("Retry-After", "3600")
                    .build());
            push(form -> form.parUrl(other.http("/par")));
            push(form -> form.parUrl(other.http("/par")));
            assertThat(other.requests()).isEqualTo(1);
            OAuthProfile profile = TestValues.draft(client, "desk", server).build();
            assertThat(parts.channel
                            .limiters()
                            .of(profile, new GenericProvider().traits())
                            .permit()
                            .admit())
                    .isEmpty();
        }
    }

    @Test
    void server_thatIsDown_isTold() {
        server.goDown();
        Answer<PushedAuthorizationResponse> reply = push(form -> form);
        assertThat(((Answer.Failed<PushedAuthorizationResponse>) reply)
                        .failure()
                        .toString())
                .contains("no response to the pushed authorization request from 127.0.0.1");
    }

    @Test
    void profile_withoutTheUrl_pushesNothing() {
        OAuthProfile profile = TestValues.draft(client, "desk", server).build();
        assertThat(PushedAuthorizationEndpoint.of(parts.channel, profile, new GenericProvider()))
                .isEmpty();
    }

    @Test
    void url_thatIsPlainHttp_inAnOldStore_isNotTalkedTo() {
        OAuthProfile old = TestValues.draft(client, "desk", server)
                .parUrl(server.http("/par"))
                .build();
        OAuthClient.Builder strict = OAuthClient.builder();
        try (Parts careful = new Parts(strict)) {
            Answer<PushedAuthorizationResponse> reply = PushedAuthorizationEndpoint.of(
                            careful.channel, old, new GenericProvider())
                    .orElseThrow()
                    .push(PARAMETERS, Deadline.after(Duration.ofSeconds(10)));
            assertThat(((Answer.Failed<PushedAuthorizationResponse>) reply)
                            .failure()
                            .toString())
                    .contains("PAR URL is not https");
        }
        assertThat(server.requests()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "false", "null"})
    @DisplayName("an error in a 2xx that is null, empty or false is none, as at the token endpoint")
    void error_thatSaysNothing_isNone(String error) {
        assertThat(answered(201, "{\"request_uri\":\"urn:x\",\"expires_in\":90,\"error\":" + error + "}"))
                .isInstanceOf(Answer.Got.class);
    }
}
