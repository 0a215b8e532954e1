package com.algosolutions.oauth.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.endpoint.DeviceAuthorizationResponse;
import com.algosolutions.oauth.endpoint.TokenResponse;
import com.algosolutions.oauth.http.NetworkError;
import com.algosolutions.oauth.input.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schedule of polls, RFC 8628 section 3.5, without a server and without a clock. */
class PollingScheduleTest {
    private static final long SECOND = 1_000_000_000L;

    /** About to overflow, as {@code nanoTime} may. */
    private static final long ASKED = Long.MAX_VALUE - 20 * SECOND;

    private static DeviceAuthorizationResponse code(long life, long interval) {
        return new DeviceAuthorizationResponse(
                Secret.of("device-code"),
                "WDJB-MJHT",
                "https://example.com/device",
                Optional.empty(),
                Duration.ofSeconds(life),
                Duration.ofSeconds(interval));
    }

    /** What the token endpoint said; {@code retryAfter} below zero for no such header, no code for something that is not JSON. */
    private static TokenResponse.Failed said(int status, long retryAfter, String... codes) {
        Failure failure = Failure.of(Step.TOKEN, Failure.Kind.CONFIGURATION, "no", "Wait.")
                .withServerError(Failure.ServerError.of(status));
        return new TokenResponse.Failed(
                retryAfter < 0 ? failure : failure.withRetryAfter(Duration.ofSeconds(retryAfter)),
                TokenResponse.Fate.ANSWERED,
                codes.length == 0 ? Optional.empty() : Optional.of(List.of(codes)));
    }

    private static TokenResponse.Failed code(String code) {
        return said(400, -1, code);
    }

    private static TokenResponse.Failed timeOut(TokenResponse.Fate fate) {
        return new TokenResponse.Failed(NetworkError.SLOW_REPLY.failure(Step.TOKEN, "no token"), fate);
    }

    /** The waits before each poll of a life, where each poll is answered at once. */
    private static List<Long> waits(PollingSchedule begun, TokenResponse.Failed... replies) {
        List<Long> waits = new ArrayList<>();
        PollingSchedule polling = begun;
        long now = ASKED;
        for (TokenResponse.Failed reply : replies) {
            waits.add(polling.idle(now).toSeconds());
            now += polling.idle(now).toNanos();
            polling = polling.after(reply, now).orElseThrow();
        }
        waits.add(polling.idle(now).toSeconds());
        return waits;
    }

    private static List<Long> waits(TokenResponse.Failed... replies) {
        return waits(PollingSchedule.of(code(1_800, 5), ASKED, ASKED), replies);
    }

    @Test
    @DisplayName("E6.1 the first poll is not made before the interval is over, counted from the reply with the codes")
    void firstPoll_waitsForTheInterval() {
        PollingSchedule polling = PollingSchedule.of(code(600, 7), ASKED, ASKED + 3 * SECOND);
        assertThat(polling.idle(ASKED + 3 * SECOND)).isEqualTo(Duration.ofSeconds(7));
        assertThat(polling.idle(ASKED + 9 * SECOND)).isEqualTo(Duration.ofSeconds(1));
        assertThat(polling.idle(ASKED + 10 * SECOND)).isZero();
    }

    @Test
    @DisplayName("E6.2 authorization_pending keeps the interval")
    void pending_keepsTheInterval() {
        assertThat(waits(
                        code("authorization_pending"),
                        said(200, -1, "authorization_pending"), // GitHub
                        said(428, -1, "authorization_pending"))) // Google
                .containsExactly(5L, 5L, 5L, 5L);
    }

    @Test
    @DisplayName("E6.2 slow_down makes this and all later waits 5 s longer, each time")
    void slowDown_addsFiveSecondsForGood() {
        assertThat(waits(
                        code("authorization_pending"),
                        code("slow_down"),
                        code("authorization_pending"),
                        said(403, -1, "slow_down"),
                        code("authorization_pending"),
                        code("authorization_pending")))
                .containsExactly(5L, 5L, 10L, 10L, 15L, 15L, 15L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UNKNOWN", "NOT_SENT"})
    @DisplayName("E6.3 each time-out in a row doubles the wait; an answer ends that, slow_down before it stays")
    void timeOuts_doubleTheWait(TokenResponse.Fate fate) {
        TokenResponse.Failed lost = timeOut(fate);
        assertThat(waits(code("slow_down"), lost, lost, lost, code("authorization_pending"), lost))
                .containsExactly(5L, 10L, 20L, 40L, 80L, 10L, 20L);
    }

    @Test
    @DisplayName("E6.3 a long outage: no wait is shorter than the one before, and none longer than 32 intervals")
    void outage_isPolledEverMoreSeldom() {
        TokenResponse.Failed lost = timeOut(TokenResponse.Fate.UNKNOWN);
        assertThat(waits(lost, lost, lost, lost, lost, lost, lost))
                .containsExactly(5L, 10L, 20L, 40L, 80L, 160L, 160L, 160L);
    }

    static Stream<Arguments> strangers() {
        return Stream.of(
                Arguments.of("500 with HTML", said(500, -1)),
                Arguments.of("500 with another code", said(500, -1, "unknown_error")),
                Arguments.of("503 with access_denied, of a server in trouble", said(503, -1, "access_denied")),
                Arguments.of("200 with an empty body", said(200, -1)),
                Arguments.of("200 with a captive portal's HTML", said(200, -1)),
                Arguments.of("302 to a captive portal", said(302, -1)),
                Arguments.of("400 with HTML", said(400, -1)),
                Arguments.of("404 with HTML", said(404, -1)),
                Arguments.of("408 with a code", said(408, -1, "timeout")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("strangers")
    @DisplayName("E6.3 what is not the token endpoint's word backs off and goes on")
    void stranger_backsOff(String name, TokenResponse.Failed reply) {
        assertThat(waits(reply, reply, code("authorization_pending"))).containsExactly(5L, 10L, 20L, 5L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "access_denied",
                "expired_token",
                "invalid_grant",
                "invalid_client",
                "invalid_request",
                "unauthorized_client",
                "unsupported_grant_type",
                "invalid_scope",
                "temporarily_unavailable",
                "server_error",
                "AUTHORIZATION_PENDING",
                "something_new"
            })
    @DisplayName("E6.4 any other code ends the polling")
    void anyOtherCode_ends(String other) {
        PollingSchedule polling = PollingSchedule.of(code(600, 5), ASKED, ASKED);
        for (int status : new int[] {200, 400, 401, 403}) {
            assertThat(polling.after(said(status, -1, other), ASKED + 5 * SECOND))
                    .isEmpty();
        }
    }

    @Test
    @DisplayName("E6.4 JSON that is neither a token nor an error code ends the polling")
    void jsonWithoutACode_ends() {
        TokenResponse.Failed nothing = new TokenResponse.Failed(
                Failure.of(Step.TOKEN, Failure.Kind.CONFIGURATION, "no access_token", "Check."),
                TokenResponse.Fate.ANSWERED,
                Optional.of(List.of()));
        assertThat(PollingSchedule.of(code(600, 5), ASKED, ASKED).after(nothing, ASKED))
                .isEmpty();
    }

    @Test
    @DisplayName(
            "E6.5 the end is expires_in after the codes were asked for, on the monotonic ticker, whatever poll is due")
    void expiry_countsFromTheRequest() {
        PollingSchedule polling = PollingSchedule.of(code(60, 5), ASKED, ASKED + 10 * SECOND);
        assertThat(polling.expired(ASKED + 59 * SECOND)).isFalse();
        assertThat(polling.expired(ASKED + 60 * SECOND)).isTrue();
        PollingSchedule late = polling.putOff(Duration.ofHours(1), ASKED + 20 * SECOND);
        assertThat(late.idle(ASKED + 20 * SECOND)).isEqualTo(Duration.ofSeconds(40));
        assertThat(late.idle(ASKED + 61 * SECOND)).isZero();
    }

    static Stream<Arguments> named() {
        return Stream.of(
                Arguments.of("429 with a time", said(429, 60), 60L),
                Arguments.of("429 with a time below the interval", said(429, 1), 5L),
                Arguments.of("429 without a time", said(429, -1), 30L),
                Arguments.of("429 with a code and a time", said(429, 45, "rate_limited"), 45L),
                Arguments.of("429 slow_down", said(429, -1, "slow_down"), 10L),
                Arguments.of("429 slow_down with a time", said(429, 20, "slow_down"), 20L),
                Arguments.of("400 authorization_pending with a time", said(400, 8, "authorization_pending"), 8L),
                Arguments.of("503 with a time", said(503, 90), 90L),
                Arguments.of("503 with a time below the back-off", said(503, 1), 10L),
                Arguments.of("503 with a day", said(503, 86_400), 1_795L));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("named")
    @DisplayName(
            "E6.9 a time that the server names is waited for, never less than the interval, never beyond the expiry")
    void retryAfter_isRespected(String name, TokenResponse.Failed reply, long wait) {
        assertThat(waits(reply).get(1)).isEqualTo(wait);
    }
}
