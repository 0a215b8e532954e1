package com.algosolutions.oauth.client;

import static com.algosolutions.oauth.client.TestValues.client;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.client.TestValues.ManualTicker;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.store.RecordStore;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes beyond the RFCs, lines 1 to 6: callers and refusals. Then come {@link E10DeviceTest} and {@link E10AdversityTest}. */
@Timeout(90)
class E10CallersTest {
    private static final MockResponse REJECTED = FakeServer.json(401, "{}");
    private static final MockResponse INVALID_GRANT = FakeServer.json(400, "{\"error\":\"invalid_grant\"}");

    @RegisterExtension
    private final TestDevice device = new TestDevice().with(settings -> settings.callTimeout(Duration.ofSeconds(60)));

    private final ManualTicker ticker = device.ticker;
    private final FakeServer server = device.server();
    private OAuthClient client = device.withDesk();

    private ApiResult press() {
        return device.post();
    }

    private int tokenRequests() {
        return server.tokenRequests().size();
    }

    @Test
    @DisplayName("E10.1 1,000 threads, cold profile: exactly one token request")
    void cold_thousandThreads_oneRequest() throws Exception {
        CountDownLatch gate = server.holdTokenReplies();
        URI target = server.http("/v1");
        Callers<String> callers = Callers.start(
                1_000, () -> client.bearerToken("desk", target).headerValue().reveal());
        callers.awaitWaiting();
        gate.countDown();
        assertThat(new HashSet<>(callers.results())).containsExactly("Bearer access-1");
        assertThat(tokenRequests()).isEqualTo(1);
    }

    @Test
    @DisplayName("E10.1 1,000 threads, cold profile: the failure is shared; next attempt only after back-off")
    void cold_thousandThreads_shareTheFailure() throws Exception {
        server.onToken(new MockResponse.Builder()
                .code(500)
                .addHeader("Retry-After", "7")
                .build());
        CountDownLatch gate = server.holdTokenReplies();
        Callers<Failure> callers = Callers.start(1_000, () -> press().failure().orElseThrow());
        callers.awaitWaiting();
        gate.countDown();
        assertThat(new HashSet<>(callers.results())).hasSize(1);
        ticker.seconds(6);
        press();
        assertThat(tokenRequests()).isEqualTo(1);
        ticker.seconds(1);
        assertThat(press().delivered()).isTrue();
        assertThat(tokenRequests()).isEqualTo(2);
    }

    /** Reads the reply of one press only when a test lets it. */
    private static final class Slow extends TestProvider {
        private final CountDownLatch reading = new CountDownLatch(1);
        private final CountDownLatch gate = new CountDownLatch(1);

        Slow() {
            super("SLOW");
            preset(new FakeProvider("SLOW").preset());
        }

        @Override
        public List<String> errorCodes(Map<String, ? extends @Nullable Object> body) {
            try {
                reading.countDown();
                gate.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return List.of();
        }
    }

    @Test
    @DisplayName("E10.2 late 401 for token A while B is cached: no refresh")
    void late401_ofAnOldToken_doesNotRenew() throws Exception {
        Slow slow = new Slow();
        device.with(settings -> settings.provider(slow));
        client = device.restart();
        client.profiles()
                .create(TestValues.draft(client, "late", "SLOW", server).build());
        server.onApi(REJECTED);
        Callers<ApiResult> late = Callers.start(1, () -> client.post("late", server.http("/v1"), Body.json("{}")));
        slow.reading.await();
        client.renew("late");
        assertThat(tokenRequests()).isEqualTo(2);
        slow.gate.countDown();
        assertThat(late.results().get(0).delivered()).isTrue();
        assertThat(tokenRequests()).isEqualTo(2);
        assertThat(server.bearers()).containsExactly("Bearer access-1", "Bearer access-2");
    }

    @Test
    @DisplayName("E10.3 API always 401: at most 2 API calls and 1 refresh per press")
    void always401_costsOneRefreshPerPress() {
        press();
        for (int presses = 1; presses <= 5; presses++) {
            server.onApi(REJECTED, REJECTED);
            assertThat(press().outcome()).isEqualTo(ApiResult.Outcome.REJECTED);
            assertThat(server.apiRequests()).hasSize(1 + 2 * presses);
            assertThat(tokenRequests()).isEqualTo(1 + presses);
        }
    }

    /** A client whose profile {@code apart} has its API on another server than its tokens, and a token in its last second. */
    private OAuthClient lastSecond(String providerType, URI target) {
        OAuthClient apart = device.settings()
                .store(RecordStore.inMemory())
                .provider(TestProvider.killing())
                .callTimeout(Duration.ofSeconds(20))
                .build();
        apart.profiles()
                .create(TestValues.draft(apart, "apart", providerType, server)
                        .apiHosts(ApiHost.of(target.getAuthority()))
                        .clientId("apart")
                        .build());
        apart.post("apart", target, Body.json("{}"));
        ticker.seconds(3600 - 31); // the last second of the stale window
        return apart;
    }

    /** The authorization server hangs, and the next call is followed by a renewal. */
    private CountDownLatch hang(OAuthClient apart, URI target) {
        CountDownLatch gate = server.holdTokenReplies();
        assertThat(apart.post("apart", target, Body.json("{}")).delivered()).isTrue();
        Callers.await(() -> tokenRequests() == 2);
        return gate;
    }

    @Test
    @DisplayName("E10.4 valid token and dead authorization server: every caller is answered, none waits")
    void deadServer_validToken_nobodyWaits() throws Exception {
        try (FakeServer api = FakeServer.start();
                OAuthClient apart = lastSecond("GENERIC", api.http("/v1"))) {
            URI target = api.http("/v1");
            CountDownLatch gate = hang(apart, target);
            for (ApiResult result : Callers.start(50, () -> apart.post("apart", target, Body.json("{}")))
                    .results()) {
                assertThat(result.delivered()).isTrue();
            }
            long began = System.nanoTime();
            for (int i = 0; i < 2_000; i++) {
                assertThat(apart.bearerToken("apart", target).headerValue().reveal())
                        .isEqualTo("Bearer access-1");
            }
            assertThat(System.nanoTime() - began) // each in less than 5 ms; one that waits takes half of 20 s at least
                    .isLessThan(Duration.ofSeconds(10).toNanos());
            assertThat(tokenRequests()).isEqualTo(2);
            MockResponse down = FakeServer.json(503, "");
            server.onToken(down, down, down, down);
            gate.countDown();
            Callers.await(() -> apart.status("apart").state() == ProfileStatus.State.DEGRADED);
            assertThat(apart.post("apart", target, Body.json("{}")).delivered()).isTrue();
            assertThat(apart.status("apart").accessTokenExpiresIn()).contains(Duration.ofSeconds(1));
        }
    }

    @Test
    @DisplayName(
            "E10.4 valid token and dead server, where a renewal invalidates the old token: a caller waits for half of its time, and is answered")
    void deadServer_validToken_ofAKillingProvider_isUsedInTime() throws Exception {
        try (FakeServer api = FakeServer.start();
                OAuthClient apart = lastSecond("KILLING", api.http("/v1"))) {
            URI target = api.http("/v1");
            CountDownLatch gate = hang(apart, target);
            ApiRequest press =
                    ApiRequest.post(target, Body.json("{}")).profile("apart").timeout(Duration.ofSeconds(4));
            for (ApiResult result :
                    Callers.start(20, () -> apart.execute(press)).results()) {
                assertThat(result.delivered()).isTrue();
            }
            assertThat(api.bearers()).hasSize(22).containsOnly("Bearer access-1");
            assertThat(tokenRequests()).isEqualTo(2);
            gate.countDown();
        }
    }

    @ParameterizedTest(name = "{0} {1} from {2}: {3} s")
    @DisplayName("E10.5 Retry-After: seconds, date by the response's Date, 0, negative, over a day, garbage")
    @CsvSource({
        "429, 7, , 7",
        "429, 0, , 1",
        "429, -5, , 1",
        "429, 999999, , 86400",
        "429, 299.997, , 300",
        "429, '30, 60', , 60",
        "429, '\"30\"', , 30",
        "429, 5s, , 5",
        "429, soon, , 30",
        "429, 'Mon, 23 Nov 2026 00:01:00 GMT', 'Mon, 23 Nov 2026 00:00:00 GMT', 60",
        "429, 'Thu, 01 Jan 1970 00:01:00 GMT', 'Thu, 01 Jan 1970 00:00:00 GMT', 60",
        "503, 7, , 7",
        "503, 6.001, , 7",
        "503, 0, , 1",
        "503, -5, , 1",
        "503, 999999, , 86400",
        "503, 'Mon, 23 Nov 2026 00:01:00 GMT', 'Mon, 23 Nov 2026 00:00:00 GMT', 60"
    })
    void retryAfter_ofEveryForm_isKept(int status, String value, @Nullable String date, int seconds) {
        MockResponse.Builder reply = new MockResponse.Builder().code(status).addHeader("Retry-After", value);
        server.onToken((date == null ? reply : reply.addHeader("Date", date)).build());
        assertThat(press().delivered()).isFalse();
        ticker.seconds(seconds - 1);
        assertThat(press().delivered()).isFalse();
        assertThat(client.status("desk").retryAfter()).contains(Duration.ofSeconds(1));
        assertThat(tokenRequests()).isEqualTo(1);
        ticker.seconds(1);
        assertThat(press().delivered()).isTrue();
        assertThat(tokenRequests()).isEqualTo(2);
    }

    @Test
    @DisplayName(
            "E10.6 invalid_grant: no further request until new credentials or the bounded schedule, also after a restart")
    void invalidGrant_isRemembered() {
        server.onToken(INVALID_GRANT, INVALID_GRANT, INVALID_GRANT, INVALID_GRANT, INVALID_GRANT, INVALID_GRANT);
        long[] schedule = {600, 3600, 6 * 3600, 24 * 3600, 24 * 3600};
        for (int asked = 1; asked <= schedule.length; asked++) {
            for (int i = 0; i < 50; i++) {
                assertThat(press().outcome()).isEqualTo(ApiResult.Outcome.NO_CREDENTIAL);
            }
            client = device.restart();
            assertThat(press().failure().orElseThrow().message()).contains("invalid, expired or revoked");
            assertThat(client.status("desk").state()).isEqualTo(ProfileStatus.State.REAUTHORIZATION_REQUIRED);
            assertThat(tokenRequests()).isEqualTo(asked);
            ticker.seconds(schedule[asked - 1] - 1);
            press();
            assertThat(tokenRequests()).isEqualTo(asked);
            ticker.seconds(1);
        }
        press();
        assertThat(tokenRequests()).isEqualTo(6);
        client.profiles()
                .update(client.edit(client.profiles().find("desk").orElseThrow())
                        .jwtAssertion(Secret.of(TestValues.jwt("{\"sub\":\"2\"}")))
                        .build());
        assertThat(press().delivered()).isTrue();
        assertThat(tokenRequests()).isEqualTo(7);
    }
}
