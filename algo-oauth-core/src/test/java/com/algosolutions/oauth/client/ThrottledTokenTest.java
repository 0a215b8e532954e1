package com.algosolutions.oauth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.OAuthException;
import com.algosolutions.oauth.OAuthTestRequest;
import com.algosolutions.oauth.SignIn;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ProfileForm;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A 429 of the token endpoint: a caller waits for the time that it names, if that ends within its deadline. */
class ThrottledTokenTest {
    private final List<Duration> waits = new ArrayList<>();

    @RegisterExtension
    private final TestDevice device = new TestDevice().with(settings -> {
        ClientInternals.pause(settings, this::pause);
        return settings;
    });

    private final FakeServer server = device.server();
    private final OAuthClient client = device.withDesk();

    private void pause(Duration time) {
        waits.add(time);
        device.ticker.seconds(time.plusNanos(999_999_999).toSeconds());
    }

    static MockResponse throttled(String retryAfter) {
        return FakeServer.json(429, "{}")
                .newBuilder()
                .addHeader("Retry-After", retryAfter)
                .build();
    }

    private ApiResult press(int seconds) {
        return client.execute(ApiRequest.post(server.http("/v1"), Body.json("{}"))
                .profile("desk")
                .timeout(Duration.ofSeconds(seconds)));
    }

    @ParameterizedTest
    @CsvSource({"2, 2", "8, 8", "0.2, 1", "9, 9"})
    void press_whoseDeadlineIsLater_isDeliveredAfterTheWait(String retryAfter, long seconds) {
        server.onToken(throttled(retryAfter));
        assertThat(press(10).delivered()).isTrue();
        assertThat(waits).containsExactly(Duration.ofSeconds(seconds));
        assertThat(server.tokenRequests()).hasSize(2);
        assertThat(server.apiRequests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"10", "30", "86400", "soon"})
    void press_whoseDeadlineIsEarlier_failsAtOnce_andWasNotSent(String retryAfter) {
        server.onToken(throttled(retryAfter));
        ApiResult result = press(10);
        assertThat(result.outcome()).isEqualTo(ApiResult.Outcome.NO_CREDENTIAL);
        assertThat(result.failure().orElseThrow().kind()).isEqualTo(Failure.Kind.THROTTLED);
        assertThat(waits).isEmpty();
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void press_isThrottledTwice_failsWithTheSecond() {
        server.onToken(throttled("2"), throttled("3"));
        assertThat(press(10).failure().flatMap(Failure::retryAfter)).contains(Duration.ofSeconds(3));
        assertThat(waits).containsExactly(Duration.ofSeconds(2));
        assertThat(server.requests()).isEqualTo(2);
    }

    @Test
    void press_duringABackOff_waitsForTheRestOfIt() {
        server.onToken(throttled("30"));
        assertThat(press(10).delivered()).isFalse();
        device.ticker.seconds(25);
        assertThat(press(10).delivered()).isTrue();
        assertThat(waits).containsExactly(Duration.ofSeconds(5));
    }

    @Test
    void waits_areNotTakenFromTheBudgetOfRetries() {
        for (int i = 0; i < 12; i++) { // more than the budget has
            server.onToken(throttled("1"));
            assertThat(press(10).delivered()).isTrue();
            device.ticker.seconds(3_600);
        }
    }

    @Test
    void bearerToken_andOAuthTest_waitToo() {
        server.onToken(throttled("2"));
        assertThat(client.bearerToken("desk", server.http("/v1")).headerValue().reveal())
                .isEqualTo("Bearer access-1");
        device.ticker.seconds(3_600);
        server.onToken(throttled("3"));
        assertThat(client.test(OAuthTestRequest.of("desk", server.http("/v1").toString()))
                        .toString())
                .contains("too many token requests, so the token was requested again after 3 s");
        server.onToken(throttled("60"));
        device.ticker.seconds(3_600);
        assertThatThrownBy(() -> client.bearerToken("desk", server.http("/v1"))).isInstanceOf(OAuthException.class);
        assertThat(waits).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(3));
    }

    @Test
    void startAuthorization_withoutASignIn_waitsToo() {
        server.onToken(throttled("2"));
        assertThat(client.signIns().start("desk").state()).isEqualTo(SignIn.State.UNSAVED);
        assertThat(waits).containsExactly(Duration.ofSeconds(2));
    }

    private SignIn start(UnaryOperator<ProfileForm> grant) {
        client.profiles()
                .create(grant.apply(TestValues.draft(client, "person", server)).build());
        return client.signIns().start("person");
    }

    private SignIn startWithBrowser(UnaryOperator<ProfileForm> more) {
        return start(form -> more.apply(form.reset(ProfileField.JWT_ASSERTION)
                .grantType(GrantType.AUTH_CODE_PKCE)
                .authUrl(URI.create("https://login.example/authorize"))
                .redirectUri(URI.create("https://192.0.2.7/callback"))));
    }

    @Test
    void pushedRequest_waitsToo() {
        server.onApi(throttled("2"), FakeServer.json(201, "{\"request_uri\":\"urn:x\",\"expires_in\":90}"));
        assertThat(startWithBrowser(form -> form.parUrl(server.http("/par"))).state())
                .isEqualTo(SignIn.State.WAITING);
        assertThat(waits).containsExactly(Duration.ofSeconds(2));
        assertThat(server.apiRequests()).hasSize(2);
    }

    @Test
    void pushedRequest_thatIsToWaitTooLong_isPushedOnce() {
        server.onApi(throttled("60"));
        assertThat(startWithBrowser(form -> form.parUrl(server.http("/par"))).state())
                .isEqualTo(SignIn.State.FAILED);
        assertThat(server.apiRequests()).hasSize(1);
    }

    @Test
    void deviceCode_waitsToo() {
        server.onDevice(throttled("2"));
        assertThat(start(form -> form.reset(ProfileField.JWT_ASSERTION)
                                .grantType(GrantType.DEVICE_CODE)
                                .deviceUrl(server.http("/device")))
                        .state())
                .isEqualTo(SignIn.State.WAITING);
        assertThat(waits).containsExactly(Duration.ofSeconds(2));
        assertThat(server.deviceRequests()).hasSize(2);
    }

    @Test
    void code_ofAThrottledRedemption_isSentOnceMore() {
        SignIn started = startWithBrowser(form -> form);
        String state = started.browserUrl().orElseThrow().getRawQuery().replaceAll(".*\\bstate=([^&]*).*", "$1");
        server.onToken(throttled("2"));
        assertThat(client.signIns()
                        .handleCallback("/callback?code=c1&state=" + state)
                        .accepted())
                .isTrue();
        assertThat(waits).containsExactly(Duration.ofSeconds(2));
        assertThat(server.tokenRequests()).hasSize(2);
    }
}
