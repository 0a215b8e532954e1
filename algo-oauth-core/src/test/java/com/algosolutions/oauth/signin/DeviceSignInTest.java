package com.algosolutions.oauth.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.SignIn.State;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.client.DpopServer;
import com.algosolutions.oauth.client.FakeServer;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.client.Parts;
import com.algosolutions.oauth.client.TestDevice;
import com.algosolutions.oauth.client.TestProvider;
import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.client.TestValues.ManualTicker;
import com.algosolutions.oauth.credential.GenericProvider;
import com.algosolutions.oauth.endpoint.Answer;
import com.algosolutions.oauth.endpoint.DeviceAuthorizationEndpoint;
import com.algosolutions.oauth.endpoint.DeviceAuthorizationResponse;
import com.algosolutions.oauth.endpoint.TokenResponse;
import com.algosolutions.oauth.endpoint.TokenSet;
import com.algosolutions.oauth.profile.AccessTokenType;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.spi.TokenTraits;
import com.algosolutions.oauth.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A device authorization against a server, with time turned by hand. */
@Timeout(60)
class DeviceSignInTest {
    @RegisterExtension
    private final TestDevice device = new TestDevice().withTimer();

    private final ManualTicker ticker = device.ticker;
    private final FakeServer server = device.server();
    private final Noted noted = new Noted();
    private final OAuthClient client = device.client();
    private final Parts parts = new Parts(device.settings());

    @AfterEach
    void stop() {
        parts.close();
    }

    /** The reported progress and results. */
    private static final class Noted implements DeviceSignIn.Keeper {
        private final List<String> words = new ArrayList<>();
        private State state = State.WAITING;
        private boolean wanted = true;
        private @Nullable Failure failure;

        @Override
        public boolean wanted() {
            return wanted;
        }

        @Override
        public void granted(TokenResponse.Issued issued, long asked) {
            words.add("granted " + issued.grant().accessToken().reveal());
            state = State.UNSAVED;
        }

        @Override
        public void abandoned(TokenSet grant) {
            words.add("abandoned " + grant.accessToken().reveal());
        }

        @Override
        public void slower(DeviceAuthorizationResponse code) {
            words.add("slower " + code.interval().toSeconds());
        }

        @Override
        public void tell(String progress) {
            words.add("told " + progress);
        }

        @Override
        public void ended(DeviceSignInOutcome end) {
            state = end.how().state();
            failure = end.failure();
            words.add("ended " + state + " " + failure);
        }
    }

    private DeviceSignIn begin() {
        return begin(new GenericProvider(), form -> form);
    }

    private DeviceSignIn begin(OAuthProvider provider, UnaryOperator<ProfileForm> more) {
        OAuthProfile profile = more.apply(TestValues.draft(client, "desk", server)
                        .grantType(GrantType.DEVICE_CODE)
                        .deviceUrl(server.http("/device")))
                .build();
        DeviceAuthorizationEndpoint endpoint = new DeviceAuthorizationEndpoint(parts.channel, profile, provider);
        long asked = ticker.getAsLong();
        Answer<DeviceAuthorizationResponse> answer = endpoint.ask(Deadline.after(Duration.ofSeconds(10)));
        DeviceAuthorizationResponse code = ((Answer.Got<DeviceAuthorizationResponse>) answer).value();
        DeviceSignIn signIn = new DeviceSignIn(
                parts.workers.timer(),
                Runnable::run,
                ticker,
                Duration.ofSeconds(20),
                endpoint,
                parts.channel.limiters().of(profile, provider.traits()),
                code,
                asked,
                noted);
        signIn.begin();
        return signIn;
    }

    private Failure failure() {
        return Objects.requireNonNull(noted.failure);
    }

    private int polls() {
        return server.tokenRequests().size();
    }

    private static MockResponse error(String code) {
        return FakeServer.json(400, "{\"error\":\"" + code + "\"}");
    }

    @Test
    @DisplayName("E6.1 no poll before the interval is over, then one for each interval, until there is a token")
    void signIn_polls_untilThereIsAToken() {
        server.onToken(error("authorization_pending"), error("authorization_pending"));
        DeviceSignIn signIn = begin();
        ticker.seconds(4);
        assertThat(polls()).isZero();
        ticker.seconds(1);
        assertThat(polls()).isEqualTo(1);
        ticker.seconds(4);
        assertThat(polls()).isEqualTo(1);
        ticker.seconds(1);
        assertThat(polls()).isEqualTo(2);
        assertThat(noted.state).isEqualTo(State.WAITING);
        assertThat(signIn.life()).isEqualTo(Duration.ofSeconds(590));
        ticker.seconds(5);
        assertThat(noted.words).containsExactly("granted access-1");
        assertThat(noted.state).isEqualTo(State.UNSAVED);
        assertThat(ticker.waiting()).isFalse();
        ticker.seconds(1_000);
        assertThat(polls()).isEqualTo(3);
    }

    @Test
    @DisplayName("E2.1 a poll is grant_type and device_code with the client's authentication, and no scope")
    void poll_isTheRequestOfSection34() {
        begin(new GenericProvider(), form -> form.scopes("read"));
        ticker.seconds(5);
        assertThat(FakeServer.form(server.tokenRequests().get(0)))
                .containsExactly(
                        "device_code=device-code-1",
                        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code");
        assertThat(server.tokenRequests().get(0).getHeaders().get("Authorization"))
                .startsWith("Basic ");
    }

    @Test
    @DisplayName("E6.1 a reply without an interval is polled every 5 s")
    void missingInterval_isFiveSeconds() {
        server.onDevice(
                FakeServer.json(
                        200,
                        "{\"device_code\":\"d\",\"user_code\":\"u\",\"verification_uri\":\"https://example.com\",\"expires_in\":60}"));
        begin();
        assertThat(ticker.nextIn()).isEqualTo(5);
    }

    @Test
    @DisplayName("E6.7 the verification URIs are text, an http one too: the device never asks for what is there")
    void verificationUri_isNotOpened() {
        server.onDevice(FakeServer.json(
                200,
                "{\"device_code\":\"d\",\"user_code\":\"u\",\"verification_uri\":\"" + server.http("/verify")
                        + "\",\"verification_uri_complete\":\"" + server.http("/verify?user_code=u")
                        + "\",\"expires_in\":60}"));
        begin();
        ticker.seconds(5);
        assertThat(noted.state).isEqualTo(State.UNSAVED);
        assertThat(server.apiRequests()).isEmpty();
    }

    @Test
    @DisplayName("E6.2 slow_down is 5 s more for this and all later polls, and is reported and stored")
    void slowDown_isForGood() {
        server.onToken(error("slow_down"), error("authorization_pending"), error("slow_down"));
        begin();
        ticker.seconds(5);
        assertThat(ticker.nextIn()).isEqualTo(10);
        ticker.seconds(10);
        assertThat(ticker.nextIn()).isEqualTo(10);
        ticker.seconds(10);
        assertThat(ticker.nextIn()).isEqualTo(15);
        assertThat(noted.words)
                .containsExactly(
                        "slower 10",
                        "told the server requires a longer polling interval: 10 s",
                        "slower 15",
                        "told the server requires a longer polling interval: 15 s");
    }

    @Test
    @DisplayName("E6.3 a poll without a reply doubles the wait, each in a row; it is reported once")
    void lostReplies_doubleTheWait() {
        MockResponse lost = new MockResponse.Builder()
                .onResponseStart(new SocketEffect.CloseSocket())
                .build();
        server.onToken(lost, lost, error("authorization_pending"));
        begin();
        ticker.seconds(5);
        assertThat(ticker.nextIn()).isEqualTo(10);
        ticker.seconds(10);
        assertThat(ticker.nextIn()).isEqualTo(20);
        ticker.seconds(20);
        assertThat(ticker.nextIn()).isEqualTo(5);
        assertThat(noted.words).hasSize(1);
        assertThat(noted.words.get(0))
                .startsWith("told no usable response from the token endpoint yet: no token from 127.0.0.1");
    }

    @ParameterizedTest
    @CsvSource({
        "access_denied, DENIED, the user did not allow the sign-in",
        "authorization_declined, DENIED, the user did not allow the sign-in",
        "expired_token, EXPIRED, the user did not sign in before the code expired",
        "invalid_grant, FAILED, the grant presented is invalid",
        "invalid_client, FAILED, does not accept this client id and secret",
        "unauthorized_client, FAILED, not set up for this grant type",
        "unsupported_grant_type, FAILED, does not know this grant type",
        "invalid_request, FAILED, malformed",
        "something_new, FAILED, rejected the request without a known reason"
    })
    @DisplayName("E6.4 every other code stops, with its reason")
    void otherCode_stops(String code, State state, String words) {
        server.onToken(error("authorization_pending"), error(code));
        begin();
        ticker.seconds(600);
        assertThat(polls()).isEqualTo(2);
        assertThat(noted.state).isEqualTo(state);
        assertThat(failure().message()).contains(words);
        assertThat(noted.words).hasSize(1);
        assertThat(noted.words.get(0)).startsWith("ended " + state).contains(words);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 403, 428})
    @DisplayName("E2.15, E6.2 the codes count whatever the status: 200, as one server has it, or 428, as another")
    void pending_withAnUnusualStatus_goesOn(int status) {
        server.onToken(
                FakeServer.json(status, "{\"error\":\"authorization_pending\"}"),
                FakeServer.json(status, "{\"error\":\"access_denied\"}"));
        begin();
        ticker.seconds(5);
        assertThat(noted.state).isEqualTo(State.WAITING);
        ticker.seconds(5);
        assertThat(noted.state).isEqualTo(State.DENIED);
    }

    @ParameterizedTest
    @CsvSource({"200, ''", "200, <html>Wi-Fi</html>", "302, ''", "400, ''", "500, <html></html>", "502, ''", "503, {}"})
    @DisplayName("E2.19, E6.3 empty and HTML bodies and server errors are no rejection: polling continues, more slowly")
    void foreignReply_goesOn(int status, String body) {
        server.onToken(FakeServer.json(status, body), FakeServer.json(status, body));
        begin();
        ticker.seconds(5);
        assertThat(ticker.nextIn()).isEqualTo(10);
        ticker.seconds(10);
        assertThat(ticker.nextIn()).isEqualTo(20);
        ticker.seconds(20);
        assertThat(noted.state).isEqualTo(State.UNSAVED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"token_type\":\"bearer\"}",
                "{\"access_token\":\"a\",\"token_type\":\"mac\"}",
                "{\"access_token\":\"a b\",\"token_type\":\"bearer\"}"
            })
    @DisplayName("E2.9, E6.4 a reply that is neither a usable token nor an error stops")
    void unusableToken_stops(String body) {
        server.onToken(FakeServer.json(200, body));
        begin();
        ticker.seconds(5);
        assertThat(noted.state).isEqualTo(State.FAILED);
        assertThat(failure().message()).contains("did not answer as a token endpoint");
    }

    @Test
    @DisplayName("E6.5 it stops when expires_in is over on the monotonic ticker, and says so")
    void expiry_stops() {
        MockResponse[] pending = new MockResponse[20];
        Arrays.fill(pending, error("authorization_pending"));
        server.onDevice(
                        FakeServer.json(
                                200,
                                "{\"device_code\":\"d\",\"user_code\":\"u\",\"verification_uri\":\"https://example.com\",\"expires_in\":63}"))
                .onToken(pending);
        DeviceSignIn signIn = begin();
        ticker.seconds(62);
        assertThat(noted.state).isEqualTo(State.WAITING);
        assertThat(signIn.life()).isEqualTo(Duration.ofSeconds(1));
        ticker.seconds(1);
        assertThat(noted.state).isEqualTo(State.EXPIRED);
        assertThat(noted.words).hasSize(1);
        assertThat(noted.words.get(0))
                .contains("the user did not sign in before the code expired", "Start Authorization again");
        ticker.seconds(600);
        assertThat(polls()).isEqualTo(12);
    }

    @Test
    @DisplayName("E6.5 an expiry in an outage names the outage")
    void expiry_inAnOutage_namesIt() {
        begin();
        server.goDown();
        ticker.seconds(600);
        assertThat(noted.state).isEqualTo(State.EXPIRED);
        assertThat(failure().message()).contains("could not be polled", "the host does not accept connections");
    }

    @Test
    @DisplayName("E6.5 an expiry while every poll was throttled says so: the user may have signed in")
    void expiry_whileThrottled_namesIt() {
        MockResponse[] throttled = new MockResponse[30];
        Arrays.fill(throttled, FakeServer.json(429, "{}"));
        server.onToken(throttled);
        begin();
        ticker.seconds(600);
        assertThat(noted.state).isEqualTo(State.EXPIRED);
        assertThat(failure().message())
                .contains("could not be polled", "too many token requests")
                .doesNotContain("did not sign in");
    }

    @Test
    @DisplayName("E6.5 an expiry while the gate was closed says so")
    void expiry_whileTheGateIsClosed_namesIt() {
        begin();
        parts.channel
                .limiters()
                .of(TestValues.draft(client, "twin", server).build(), TokenTraits.standard())
                .record(Failure.of(Step.TOKEN, Failure.Kind.THROTTLED, "slowly", "Wait.")
                        .withRetryAfter(Duration.ofSeconds(900)));
        ticker.seconds(600);
        assertThat(polls()).isZero();
        assertThat(failure().message()).contains("could not be polled", "slowly");
    }

    @Test
    @DisplayName("E6.9 after a 429 or 503 no poll is sent before the time that it names")
    void retryAfter_isRespected() {
        server.onToken(
                FakeServer.json(429, "{}")
                        .newBuilder()
                        .setHeader("Retry-After", "60")
                        .build(),
                FakeServer.json(503, "")
                        .newBuilder()
                        .setHeader("Retry-After", "90")
                        .build());
        begin();
        ticker.seconds(5);
        ticker.seconds(59);
        assertThat(polls()).isEqualTo(1);
        ticker.seconds(1);
        assertThat(polls()).isEqualTo(2);
        ticker.seconds(89);
        assertThat(polls()).isEqualTo(2);
        ticker.seconds(1);
        assertThat(polls()).isEqualTo(3);
    }

    @Test
    @DisplayName("E6.9 silence that the server has asked another profile of this client for is kept here too")
    void silenceOfTheGate_isKept() {
        begin();
        OAuthProfile twin = TestValues.draft(client, "twin", server).build();
        parts.channel
                .limiters()
                .of(twin, TokenTraits.standard())
                .record(Failure.of(Step.TOKEN, Failure.Kind.THROTTLED, "slowly", "Wait.")
                        .withRetryAfter(Duration.ofSeconds(40)));
        ticker.seconds(39);
        assertThat(polls()).isZero();
        ticker.seconds(1);
        assertThat(polls()).isEqualTo(1);
        assertThat(noted.state).isEqualTo(State.UNSAVED);
    }

    @Test
    @DisplayName("E6.9 polls take half of a budget of token requests at most; without a budget nothing is counted")
    void budget_isSharedWithPolls() {
        MockResponse[] pending = new MockResponse[60];
        Arrays.fill(pending, error("authorization_pending"));
        server.onToken(pending);
        OAuthProvider thrifty = thrifty(5);
        begin(thrifty, form -> form);
        ticker.seconds(60);
        assertThat(polls()).isEqualTo(3);
        assertThat(parts.channel
                        .limiters()
                        .of(TestValues.draft(client, "desk", server).build(), thrifty.traits())
                        .permit()
                        .admit())
                .isEmpty();
        ticker.seconds(240);
        assertThat(polls()).isBetween(10, 15);
    }

    @ParameterizedTest
    @CsvSource({"3, 2, 65", "2, 1, 65"})
    @DisplayName(
            "decision 0012: a poll's nonce retry counts in the budget too; if that is used up the next poll has it")
    void nonceRetry_ofAPoll_countsInTheBudget(int budget, int polls, int done) {
        server.onToken(DpopServer.wantsNonce("n-1"));
        if (polls == 2) {
            server.onToken(error("authorization_pending"));
        }
        server.onToken(DpopServer.issue(1, "DPoP"));
        begin(thrifty(budget), form -> form.accessTokenType(AccessTokenType.DPOP));
        ticker.seconds(done - 1);
        assertThat(polls()).isEqualTo(polls);
        assertThat(noted.state).isEqualTo(State.WAITING);
        ticker.seconds(5);
        assertThat(noted.state).isEqualTo(State.UNSAVED);
        assertThat(polls()).isEqualTo(polls + 1);
    }

    /** A provider that allows a number of token requests in a minute. */
    private static OAuthProvider thrifty(int calls) {
        return new TestProvider("GENERIC").traits(traits -> traits.rateLimit(calls, Duration.ofMinutes(1)));
    }

    @Test
    @DisplayName("E6.8 cancelled: nothing more is asked, and the device code is forgotten")
    void cancel_stops() {
        DeviceSignIn signIn = begin();
        signIn.stop();
        signIn.stop();
        ticker.seconds(600);
        assertThat(polls()).isZero();
        assertThat(noted.words).isEmpty();
    }

    @Test
    @DisplayName("E6.8 ended by another process: the next poll is not sent")
    void endByAnotherProcess_stops() {
        server.onToken(error("authorization_pending"));
        begin();
        ticker.seconds(5);
        noted.wanted = false;
        ticker.seconds(600);
        assertThat(polls()).isEqualTo(1);
        assertThat(noted.words).isEmpty();
        assertThat(ticker.waiting()).isFalse();
    }

    @Test
    @DisplayName("E6.8 a token that arrives after the sign-in was cancelled is revoked")
    void cancel_duringThePollThatBringsTheToken_abandonsIt() throws Exception {
        CountDownLatch gate = server.holdTokenReplies();
        DeviceSignIn signIn = begin();
        Thread poller = new Thread(() -> ticker.seconds(5));
        poller.start();
        server.awaitTokenRequest();
        signIn.stop();
        gate.countDown();
        poller.join(TimeUnit.SECONDS.toMillis(20));
        assertThat(noted.words).containsExactly("abandoned access-1");
    }

    @Test
    void invalidGrant_afterALostReply_saysWhatWasLost() {
        server.onToken(
                new MockResponse.Builder()
                        .onResponseStart(new SocketEffect.CloseSocket())
                        .build(),
                error("invalid_grant"));
        begin();
        ticker.seconds(60);
        assertThat(failure().message()).contains("the response with the token was lost");
    }

    @Test
    @DisplayName("E6.8 events and texts contain no device code, even if the server echoes it")
    void deviceCode_isNotPrinted() {
        server.onToken(
                FakeServer.json(500, "{\"error\":\"device-code-1\",\"error_description\":\"device-code-1\"}"),
                FakeServer.json(400, "{\"error\":\"device-code-1\",\"error_description\":\"device-code-1\"}"));
        begin();
        ticker.seconds(60);
        assertThat(noted.state).isEqualTo(State.FAILED);
        assertThat(noted.words).hasSize(2);
        assertThat(noted.words.toString() + noted.failure).doesNotContain("device-code-1");
    }
}
