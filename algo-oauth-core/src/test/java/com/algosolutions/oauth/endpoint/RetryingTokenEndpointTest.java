package com.algosolutions.oauth.endpoint;

import static com.algosolutions.oauth.client.TestValues.JWT;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.client.FakeServer;
import com.algosolutions.oauth.client.TestDevice;
import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.client.TestValues.ManualTicker;
import com.algosolutions.oauth.credential.GenericProvider;
import com.algosolutions.oauth.http.HttpTransport;
import com.algosolutions.oauth.http.HttpsOnly;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.jose.DpopProofs;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.spi.TokenTraits;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.time.Deadline;
import com.algosolutions.oauth.time.TrustedClock;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which token requests are repeated, after which wait, and what each costs of the rate limit. */
class RetryingTokenEndpointTest {
    private static final int LIMIT = 5;

    private static final Map<String, String> ASSERTION =
            Map.of("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion", JWT);
    private static final Map<String, String> CODE = Map.of("grant_type", "authorization_code", "code", "c0de");

    @RegisterExtension
    private final TestDevice device = new TestDevice();

    private final FakeServer server = device.server();
    private final ManualTicker ticker = new ManualTicker();
    private final TrustedClock clock = new TrustedClock(Clock.fixed(TestValues.NOW, ZoneOffset.UTC), ticker);
    private final HttpTransport transport = TestValues.transport(TestValues.client());
    private final List<Duration> waits = new ArrayList<>();
    private final RetryBudget retries = new RetryBudget(time -> {
        waits.add(time);
        ticker.seconds(time.toSeconds());
    });

    @AfterEach
    void close() {
        transport.close();
    }

    private RateLimiter limiter(int calls) {
        return new RateLimiter(
                "gate-1",
                server.host(),
                new BackOffs(ticker),
                TokenTraits.builder()
                        .rateLimit(calls, Duration.ofMinutes(1))
                        .build()
                        .rateLimit(),
                RecordStore.inMemory());
    }

    private RetryingTokenEndpoint endpoint(RateLimiter limiter, TokenTraits traits) {
        OAuthProfile profile = TestValues.draft(device.client(), "desk", server).build();
        DpopProofs proofs = new DpopProofs(clock);
        TokenEndpoint endpoint =
                new TokenEndpoint(() -> profile, List::of, new GenericProvider(), transport, clock, proofs);
        RateLimiters limiters = new RateLimiters(RecordStore.inMemory(), ticker);
        BackChannel channel =
                new BackChannel(transport, clock, proofs, limiters, retries, new HttpsOnly(true, Set.of()));
        return new RetryingTokenEndpoint(limiter, endpoint, traits, channel);
    }

    private static Deadline deadline() {
        return Deadline.after(Duration.ofSeconds(30));
    }

    /** A grant, and a provider: {@code assertion}, {@code refresh} of a token that stays, {@code rotating}, {@code replaying}, or {@code code}. */
    private TokenResponse present(String grant, RateLimiter limiter, Supplier<Optional<Failure>> journal) {
        TokenTraits.Builder traits = TokenTraits.builder().refreshTokensRotate(!grant.equals("refresh"));
        RetryingTokenEndpoint endpoint = endpoint(
                limiter, (grant.equals("replaying") ? traits.replayWindow(Duration.ofMinutes(1)) : traits).build());
        return switch (grant) {
            case "assertion" -> endpoint.present(() -> ASSERTION, Optional.empty(), deadline());
            case "code" -> {
                RateLimiter.Permit permit = limiter.permit();
                assertThat(permit.admit()).isEmpty();
                yield endpoint.presentOnce(permit, CODE, Optional.empty(), deadline());
            }
            default -> endpoint.refresh(Secret.of("rt-1"), Optional.empty(), journal, deadline());
        };
    }

    private TokenResponse present(String grant, RateLimiter limiter) {
        return present(grant, limiter, Optional::empty);
    }

    /** Replies: a status, {@code 503+7} with Retry-After, {@code lost} in place of a response, or {@code page} that is no token response. */
    private void script(String replies) {
        for (String reply : replies.split(" ")) {
            String[] parts = reply.split("\\+");
            server.onToken(
                    switch (parts[0]) {
                        case "200" -> FakeServer.issue("access-1", "rt-2");
                        case "lost" ->
                            new MockResponse.Builder()
                                    .onResponseStart(new SocketEffect.CloseSocket())
                                    .build();
                        case "page" ->
                            new MockResponse.Builder()
                                    .addHeader("Content-Type", "text/html")
                                    .body("<html>")
                                    .build();
                        case "400" -> FakeServer.json(400, "{\"error\":\"invalid_grant\"}");
                        default ->
                            FakeServer.json(Integer.parseInt(parts[0]), "{}")
                                    .newBuilder()
                                    .setHeader(parts.length > 1 ? "Retry-After" : "X-None", parts[parts.length - 1])
                                    .build();
                    });
        }
    }

    private static String outcome(TokenResponse response) {
        return response instanceof TokenResponse.Failed failed ? failed.fate().name() : "issued";
    }

    private static int left(RateLimiter limiter) {
        int left = 0;
        while (limiter.permit().admit().isEmpty()) {
            left++;
        }
        return left;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            assertion | 200                 | 1 |              | issued
            assertion | 503 503 503 200     | 4 | 300 600 1200 | issued
            assertion | 503 503 503 503 200 | 4 | 300 600 1200 | ANSWERED
            assertion | 503+7 200           | 1 |              | ANSWERED
            assertion | 429 200             | 1 |              | ANSWERED
            assertion | 400 200             | 1 |              | ANSWERED
            assertion | 500 500 200         | 3 | 300 600      | issued
            assertion | lost 200            | 2 | 300          | issued
            assertion | lost lost 200       | 2 | 300          | UNKNOWN
            assertion | lost 503 200        | 3 | 300 600      | issued
            assertion | page 200            | 1 |              | UNUSABLE
            refresh   | 503 200             | 2 | 300          | issued
            refresh   | 500 500 200         | 3 | 300 600      | issued
            refresh   | lost 200            | 2 | 300          | issued
            refresh   | lost lost 200       | 2 | 300          | UNKNOWN
            refresh   | lost 400 200        | 2 | 300          | UNKNOWN
            refresh   | 400 200             | 1 |              | ANSWERED
            rotating  | 503 503 503 503     | 4 | 300 600 1200 | ANSWERED
            rotating  | lost 200            | 2 | 2000         | issued
            rotating  | lost lost 200       | 2 | 2000         | UNKNOWN
            rotating  | lost 400 200        | 2 | 2000         | UNKNOWN
            rotating  | 500 500 200         | 2 | 2000         | UNKNOWN
            rotating  | 503 lost 200        | 2 | 300          | UNKNOWN
            rotating  | page 200            | 2 | 2000         | issued
            replaying | lost 200            | 2 | 300          | issued
            replaying | lost lost 200       | 2 | 300          | UNKNOWN
            replaying | 500 500 200         | 3 | 300 600      | issued
            code      | 503 200             | 1 |              | ANSWERED
            code      | lost 200            | 1 |              | UNKNOWN
            code      | 400 200             | 1 |              | ANSWERED
            code      | 429+2 200           | 2 | 2000         | issued
            code      | 429+2 429+2 200     | 2 | 2000         | ANSWERED
            code      | 429+40 200          | 1 |              | ANSWERED
            """)
    void grant_afterTheseReplies_isRepeatedAsItsProviderAllows(
            String grant, String replies, int requests, String milliseconds, String outcome) {
        script(replies);

        TokenResponse response = present(grant, limiter(100));

        assertThat(server.tokenRequests()).hasSize(requests);
        assertThat(waits.stream().map(wait -> "" + wait.toMillis()).collect(Collectors.joining(" ")))
                .isEqualTo(milliseconds == null ? "" : milliseconds);
        assertThat(outcome(response)).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({"assertion, WITHHELD", "rotating, WITHHELD"})
    void grant_whenTheLimitIsUsedUp_isNotSent(String grant, String outcome) {
        RateLimiter limiter = limiter(LIMIT);
        left(limiter);

        assertThat(outcome(present(grant, limiter))).isEqualTo(outcome);
        assertThat(server.tokenRequests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"assertion, 503 503 503, WITHHELD", "rotating, lost 200, UNKNOWN", "replaying, lost 503 200, UNKNOWN"})
    void grant_whenTheLimitIsUsedUpBetweenTwoAttempts_saysWhatIsKnownOfTheFirst(
            String grant, String replies, String outcome) {
        script(replies);

        assertThat(outcome(present(grant, limiter(1)))).isEqualTo(outcome);
        assertThat(server.tokenRequests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "assertion, 200, 4",
        "assertion, 400, 4",
        "assertion, lost lost, 3",
        "rotating, 503 200, 3",
        "code, 200, 4"
    })
    void request_thatWasSent_countsInTheLimit(String grant, String replies, int left) {
        RateLimiter limiter = limiter(LIMIT);
        script(replies);

        present(grant, limiter);

        assertThat(left(limiter)).isEqualTo(left);
    }

    @ParameterizedTest
    @CsvSource({"assertion", "rotating", "code"})
    void request_thatNeverLeftTheDevice_doesNotCountInTheLimit(String grant) {
        RateLimiter limiter = limiter(LIMIT);
        server.goDown();

        assertThat(outcome(present(grant, limiter))).isEqualTo("NOT_SENT");
        assertThat(waits).isEmpty();
        assertThat(left(limiter)).isEqualTo(LIMIT);
    }

    @Test
    void refresh_whoseJournalIsRefused_isNotSentAndDoesNotCountInTheLimit() {
        RateLimiter limiter = limiter(LIMIT);
        Failure full = Failure.of(Step.TOKEN, Failure.Kind.UNAVAILABLE, "the disk is full", "Free some space.");

        TokenResponse response = present("rotating", limiter, () -> Optional.of(full));

        assertThat(outcome(response)).isEqualTo("WITHHELD");
        assertThat(((TokenResponse.Failed) response).failure()).isEqualTo(full);
        assertThat(server.tokenRequests()).isEmpty();
        assertThat(left(limiter)).isEqualTo(LIMIT);
    }

    @Test
    void refresh_withRetries_isJournaledOnce() {
        List<Integer> journaled = new ArrayList<>();
        script("503 503 200");

        present("rotating", limiter(LIMIT), () -> {
            journaled.add(server.tokenRequests().size());
            return Optional.empty();
        });

        assertThat(journaled).containsExactly(0);
    }

    @ParameterizedTest
    @CsvSource({"assertion, 429+9, 9", "rotating, 429, 30", "code, 503+8, 8"})
    void failure_thatNamesAWait_closesTheEndpointForAll(String grant, String replies, int seconds) {
        RateLimiter limiter = limiter(LIMIT);
        script(replies);

        present(grant, limiter);

        assertThat(limiter.permit().admit().flatMap(Failure::retryAfter)).contains(Duration.ofSeconds(seconds));
    }

    @Test
    void call_countsFromItsEnd() {
        RateLimiter limiter = limiter(1);
        server.answer(request -> {
            ticker.seconds(10);
            return FakeServer.json(400, "{\"error\":\"invalid_grant\"}");
        });

        present("assertion", limiter);

        ticker.seconds(55);
        assertThat(limiter.permit().admit()).isPresent();
        ticker.seconds(5);
        assertThat(limiter.permit().admit()).isEmpty();
    }

    @Test
    void success_givesARetryBack() {
        Function<String, Integer> requests = replies -> {
            int before = server.tokenRequests().size();
            script(replies);
            present("assertion", limiter(100));
            return server.tokenRequests().size() - before;
        };
        for (int i = 0; i < 3; i++) {
            requests.apply("503 503 503 503");
        }
        assertThat(requests.apply("503 503")).isEqualTo(2);
        assertThat(requests.apply("503")).isEqualTo(1);
        assertThat(requests.apply("200")).isEqualTo(1);
        assertThat(requests.apply("503 503")).isEqualTo(2);
    }
}
