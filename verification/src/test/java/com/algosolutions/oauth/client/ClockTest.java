package com.algosolutions.oauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.credential.Credential;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.testkit.Fault;
import com.algosolutions.oauth.testkit.RingCentralSandbox;
import com.algosolutions.oauth.testkit.SandboxApp;
import com.algosolutions.oauth.testkit.SandboxRequest;
import com.algosolutions.oauth.testkit.SandboxTeam;
import com.algosolutions.oauth.testkit.SandboxUser;
import java.net.URI;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A device whose wall clock starts in 1970 and jumps while time passes: its token requests, its deliveries, and its reported state. */
@Timeout(120)
class ClockTest {
    private static final Duration FIFTY_YEARS = Duration.ofDays(50 * 365L);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final List<Duration> JUMPS = List.of(
            FIFTY_YEARS,
            FIFTY_YEARS.negated(),
            HOUR,
            HOUR.negated(),
            Duration.ofDays(2).negated());

    private final HandClock time = new HandClock();
    private RingCentralSandbox sandbox;
    private SandboxApp app;
    private SandboxUser user;
    private SandboxTeam team;
    private String jwt;
    private OAuthClient client;
    private final RecordStore store = RecordStore.inMemory();
    private int deliveries;

    @AfterEach
    void close() {
        client.close();
        sandbox.close();
    }

    private void start(boolean refreshTokens) {
        start(refreshTokens, RingCentralSandbox.builder());
    }

    private void start(boolean refreshTokens, RingCentralSandbox.Builder rules) {
        sandbox = rules.clock(time.server).start();
        app = sandbox.newApp("Front desk app").refreshTokens(refreshTokens).create();
        user = sandbox.createUser("Lobby console");
        team = sandbox.createTeam("Reception", user);
        jwt = sandbox.newJwt(user).create();
        restart();
        client.profiles()
                .create(client.draft("desk", "RINGCENTRAL")
                        .clientId(app.clientId())
                        .clientSecret(Secret.of(app.clientSecret()))
                        .jwtAssertion(Secret.of(jwt))
                        .build());
    }

    /** A server whose certificate is valid at all times, so that the clock affects tokens only. */
    private static RingCentralSandbox.Builder timeless() {
        return RingCentralSandbox.builder()
                .certificateValidity(Instant.parse("1900-01-01T00:00:00Z"), Instant.parse("2200-01-01T00:00:00Z"));
    }

    private void restart() {
        if (client != null) {
            client.close();
        }
        client = time.settings()
                .store(store)
                .proxy(sandbox.proxy())
                .trust(byTheDevicesClock(sandbox.trustManager()))
                .build();
    }

    private X509TrustManager byTheDevicesClock(X509TrustManager trust) {
        return new X509TrustManager() {
            @Override
            public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
                chain[0].checkValidity(Date.from(time.wall.instant()));
            }

            @Override
            public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
                trust.checkClientTrusted(chain, authType);
            }

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return trust.getAcceptedIssuers();
            }
        };
    }

    private ApiResult post() {
        return client.post(
                "desk",
                URI.create("https://platform.ringcentral.com/team-messaging/v1/chats/" + team.id() + "/posts"),
                Body.json("{\"text\": \"Hello\"}"));
    }

    private void deliver(String when) {
        assertThat(post().toString()).as(when).startsWith("delivered");
        deliveries++;
    }

    /** Presses that the API answered with 401: one for each invalid token that a caller got. */
    private long rejectedTokens() {
        return sandbox.requests().stream()
                        .filter(request -> !request.isTokenRequest())
                        .count()
                - deliveries;
    }

    static Stream<Arguments> jumps() {
        return JUMPS.stream().flatMap(jump -> Stream.of(Arguments.of(jump, true), Arguments.of(jump, false)));
    }

    /** Each jump with refresh tokens or without, in turn: this test takes the longest. */
    static Stream<Arguments> jumpsInTurn() {
        return IntStream.range(0, JUMPS.size()).mapToObj(i -> Arguments.of(JUMPS.get(i), i % 2 == 0));
    }

    @ParameterizedTest
    @MethodSource("jumpsInTurn")
    void wallClock_thatJumpsBetweenPresses_costsNoTokenRequestAndServesNoInvalidToken(
            Duration jump, boolean refreshTokens) {
        start(refreshTokens, timeless());
        for (int press = 0; press < 96; press++) { // a day, every quarter of an hour
            deliver("press " + press);
            settle();
            if (press % 8 == 3) {
                time.jump(press % 16 == 3 ? jump : jump.negated());
            }
            time.pass(Duration.ofMinutes(15));
        }
        assertThat(sandbox.tokenRequestCount()).as("token requests in 24 hours").isBetween(24, 32);
        assertThat(rejectedTokens()).isZero();
    }

    @ParameterizedTest
    @MethodSource("jumps")
    void wallClock_thatJumpsDuringARenewal_costsNoTokenRequestAndServesNoInvalidToken(
            Duration jump, boolean refreshTokens) throws Exception {
        start(refreshTokens, timeless());
        for (int hour = 0; hour < 4; hour++) {
            CountDownLatch release = new CountDownLatch(1);
            int tokenRequests = sandbox.tokenRequestCount();
            sandbox.faults().nextToken(Fault.hold(release));
            CompletableFuture<ApiResult> pressed = CompletableFuture.supplyAsync(this::post);
            assertThat(sandbox.awaitTokenRequests(tokenRequests + 1, Duration.ofSeconds(20)))
                    .isTrue();
            time.jump(hour % 2 == 0 ? jump : jump.negated());
            time.pass(Duration.ofSeconds(2));
            release.countDown();
            assertThat(pressed.get(20, TimeUnit.SECONDS).delivered()).isTrue();
            deliveries++;
            for (int minute = 0; minute < 50; minute += 10) {
                time.pass(Duration.ofMinutes(10));
                deliver("hour " + hour + ", minute " + minute);
                settle();
            }
            time.pass(Duration.ofMinutes(70)); // the token has expired: the next press waits for a new one
        }
        assertThat(sandbox.tokenRequestCount()).isEqualTo(4);
        assertThat(rejectedTokens()).isZero();
    }

    /** After a restart with any clock the stored token is tried; after a 401 it is renewed once. */
    @ParameterizedTest
    @MethodSource("jumps")
    void wallClock_wrongAfterARestart_servesAnInvalidTokenAtMostOnce(Duration jump, boolean refreshTokens) {
        start(refreshTokens, timeless());
        for (int boot = 0; boot < 6; boot++) {
            int tokenRequests = sandbox.tokenRequestCount();
            long rejected = rejectedTokens();
            deliver("boot " + boot);
            deliver("boot " + boot + ", again");
            assertThat(sandbox.tokenRequestCount() - tokenRequests)
                    .as("boot %s", boot)
                    .isLessThanOrEqualTo(1);
            assertThat(rejectedTokens() - rejected).as("boot %s", boot).isLessThanOrEqualTo(1);
            time.jump(boot % 2 == 0 ? jump : jump.negated());
            time.pass(Duration.ofMinutes(boot < 3 ? 5 : 90));
            restart();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void deviceThatStartsIn1970_delivers_withNoMoreTokenRequests(boolean refreshTokens) {
        time.jump(Duration.between(HandClock.START, Instant.EPOCH));
        start(refreshTokens, timeless());
        for (int press = 0; press < 96; press++) {
            deliver("press " + press);
            settle();
            time.pass(Duration.ofMinutes(15));
            if (press == 10) {
                time.jump(Duration.between(Instant.EPOCH, HandClock.START)); // NTP
            }
        }
        assertThat(sandbox.tokenRequestCount()).isBetween(24, 32);
        assertThat(rejectedTokens()).isZero();
    }

    @Test
    void certificateNotYetValid_beforeTheBuild_isAttributedToTheClock_andAcceptedWhenTheTimeIsSet() {
        time.jump(Duration.between(HandClock.START, Instant.EPOCH));
        start(true);
        for (int press = 0; press < 20; press++) {
            ApiResult result = post();
            assertThat(result.outcome()).isEqualTo(ApiResult.Outcome.UNREACHABLE);
            assertThat(result.toString()).contains("date and time");
            assertThat(client.status("desk").state()).isEqualTo(ProfileStatus.State.CLOCK_UNTRUSTED);
            time.pass(Duration.ofSeconds(30));
        }
        assertThat(sandbox.requestCount()).isZero();
        assertThat(sandbox.tunnels()).as("connections in ten minutes").hasSizeBetween(20, 60);
        time.jump(Duration.between(Instant.EPOCH, HandClock.START));
        deliver("time is set");
        assertThat(client.status("desk").state()).isEqualTo(ProfileStatus.State.READY);
        assertThat(sandbox.tokenRequestCount()).isEqualTo(1);
    }

    /** A certificate that is outside its validity with a correct clock is not attributed to the clock. */
    @Test
    void certificateExpired_withACorrectClock_isNotAttributedToTheClock() {
        start(true, RingCentralSandbox.builder().certificateValidity(Instant.EPOCH, HandClock.START.minus(HOUR)));
        assertThat(post().outcome()).isEqualTo(ApiResult.Outcome.UNREACHABLE);
        assertThat(client.status("desk").state()).isEqualTo(ProfileStatus.State.DEGRADED);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void revokedGrant_in1970_isRevoked_notAttributedToTheClock(boolean refreshTokens) {
        time.jump(Duration.between(HandClock.START, Instant.EPOCH));
        start(refreshTokens, timeless());
        deliver("before");
        sandbox.operator().revokeJwt(jwt);
        sandbox.operator().endSessions(user);
        for (int press = 0; press < 20; press++) {
            assertThat(post().outcome()).isEqualTo(ApiResult.Outcome.NO_CREDENTIAL);
            time.pass(Duration.ofSeconds(20));
        }
        assertThat(client.status("desk").state()).isEqualTo(ProfileStatus.State.REAUTHORIZATION_REQUIRED);
        assertThat(sandbox.requests().stream().filter(SandboxRequest::isTokenRequest))
                .as("token requests in seven minutes")
                .hasSizeLessThanOrEqualTo(3);
    }

    /** Waits for the worker, which renews a stale token after a press. */
    private void settle() {
        Credential credential = client.profiles().table.find("desk").credential();
        while (credential.tokens().snapshot().renewing()) {
            Thread.onSpinWait();
        }
    }
}
