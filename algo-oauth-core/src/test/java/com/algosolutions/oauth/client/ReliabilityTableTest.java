package com.algosolutions.oauth.client;

import static com.algosolutions.oauth.client.TestValues.client;
import static com.algosolutions.oauth.client.TestValues.draft;
import static com.algosolutions.oauth.client.TestValues.withDesk;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.OAuthException;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.client.TestValues.ManualTicker;
import com.algosolutions.oauth.credential.ProfileRecord;
import com.algosolutions.oauth.endpoint.TokenSet;
import com.algosolutions.oauth.http.NetworkError;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.testkit.HostileReply;
import com.algosolutions.oauth.testkit.HostileServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Measures each row of the table in docs/reliability.md, and compares the column "us" with the result. */
@Timeout(90)
class ReliabilityTableTest {
    private static final Path TABLE = Path.of(System.getProperty("basedir", "."), "..", "docs", "reliability.md");
    private static final MockResponse DOWN = FakeServer.json(503, "");
    private static final MockResponse REJECTED = FakeServer.json(401, "{}");
    private static final MockResponse INVALID_GRANT = FakeServer.json(400, "{\"error\":\"invalid_grant\"}");

    @TempDir
    private Path folder;

    @RegisterExtension
    private final TestDevice device = new TestDevice().with(settings -> settings.callTimeout(Duration.ofSeconds(60)));

    private final ManualTicker ticker = device.ticker;
    private final FakeServer server = device.server();
    private final OAuthClient client = device.withDesk();
    private final URI target = server.http("/v1");

    private Map<String, Callable<String>> rows() {
        Map<String, Callable<String>> rows = new LinkedHashMap<>();
        rows.put("32 threads, no token: token requests", () -> stampede(32, false));
        rows.put("32 threads, token cached: token requests", this::warm);
        rows.put("32 threads, endpoint refuses: token requests", () -> stampede(32, true));
        rows.put("200 threads, token expired: token requests", () -> expired(200));
        rows.put("1,000 threads, token expired: token requests", () -> expired(1_000));
        rows.put("32 threads, token reply takes 7 s: token requests", this::slow);
        rows.put("token in its last stretch, renewal takes 1.5 s: what its caller waits", this::staleCaller);
        rows.put("token still good, renewal hangs, 8 threads", this::stalledRenewal);
        rows.put("`invalid_grant`, 100 calls: token requests", this::refused);
        rows.put("503 three times, then 200", this::outage);
        rows.put("503 with `Retry-After: 30`", this::unavailable);
        rows.put("429 with `Retry-After: 2`", this::throttled);
        rows.put("token in its last stretch, endpoint answers 503, 5 calls", this::lastStretch);
        rows.put("API answers 401 to the cached token", this::rejected);
        rows.put("API rejects one token, 32 calls at once", () -> condemnedAtOnce(1));
        rows.put("API always 401, 32 calls at once", () -> condemnedAtOnce(9));
        rows.put("token endpoint redirects (307) to another origin", this::redirected);
        rows.put("request with a token to plain http on another origin", this::foreign);
        rows.put("secrets in `toString`", this::printed);
        rows.put("file mode of saved tokens", this::fileMode);
        rows.put("token reply of 300 MB", this::huge);
        rows.put("token endpoint stalls", this::stalled);
        return rows;
    }

    static Stream<String> cases() {
        return documented().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void column_us_isWhatIsMeasured(String row) throws Exception {
        assertThat(rows()).containsKey(row);
        assertThat(documented().get(row)).isEqualTo(rows().get(row).call());
    }

    @Test
    void table_hasEveryRow() {
        assertThat(documented().keySet()).containsExactlyElementsOf(rows().keySet());
    }

    /** The table's first two columns. */
    private static Map<String, String> documented() {
        try {
            Map<String, String> rows = new LinkedHashMap<>();
            List<String> lines = Files.readAllLines(TABLE);
            int head = IntStream.range(0, lines.size())
                    .filter(i -> lines.get(i).startsWith("| case | us |"))
                    .findFirst()
                    .orElseThrow();
            for (String line : lines.subList(head + 2, lines.size())) {
                if (!line.startsWith("|")) {
                    break;
                }
                String[] cells = line.split("\\|");
                rows.put(cells[1].strip(), cells[2].strip());
            }
            return rows;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private ApiResult press() {
        return TestValues.post(client, server);
    }

    private int tokenRequests() {
        return server.tokenRequests().size();
    }

    private String stampede(int threads, boolean refuse) throws InterruptedException {
        int before = tokenRequests();
        CountDownLatch gate = server.holdTokenReplies();
        if (refuse) {
            server.onToken(INVALID_GRANT);
        }
        Callers<String> callers = Callers.start(threads, () -> {
                    try {
                        return client.bearerToken("desk", target).headerValue().reveal();
                    } catch (OAuthException e) {
                        return e.result().failure().orElseThrow().message();
                    }
                })
                .awaitWaiting();
        gate.countDown();
        assertThat(new HashSet<>(callers.results())).hasSize(1);
        return String.valueOf(tokenRequests() - before);
    }

    private String expired(int threads) throws InterruptedException {
        press();
        ticker.seconds(3600);
        return stampede(threads, false);
    }

    private String slow() throws InterruptedException {
        server.onToken(FakeServer.issue("late")
                .newBuilder()
                .headersDelay(7, TimeUnit.SECONDS)
                .build());
        List<ApiResult> results = Callers.start(32, this::press).results();
        return tokenRequests() + (delivered(results) == 32 ? ", all served" : ": " + results);
    }

    private String staleCaller() {
        press();
        ticker.seconds(3600 - 50);
        CountDownLatch gate = server.holdTokenReplies();
        boolean served = press().delivered();
        Callers.await(
                () -> tokenRequests() == 2); // the renewal is in progress, and has no response before the gate opens
        gate.countDown();
        return served ? "nothing" : "for the renewal";
    }

    private String warm() throws InterruptedException {
        press();
        assertThat(new HashSet<>(Callers.start(
                                32,
                                () -> client.bearerToken("desk", target)
                                        .headerValue()
                                        .reveal())
                        .results()))
                .containsExactly("Bearer access-1");
        return String.valueOf(tokenRequests() - 1);
    }

    private String stalledRenewal() throws InterruptedException {
        press();
        ticker.seconds(3600 - 31);
        server.holdTokenReplies();
        press();
        Callers.await(() -> tokenRequests() == 2);
        List<ApiResult> results = Callers.start(8, this::press).results();
        return delivered(results) == 8 && tokenRequests() == 2 ? "all served, none waits" : results.toString();
    }

    private String refused() {
        server.onToken(INVALID_GRANT);
        presses(100);
        return String.valueOf(tokenRequests());
    }

    private String outage() {
        server.onToken(DOWN, DOWN, DOWN);
        return (press().delivered() ? "first call delivers" : "first call fails") + " after " + tokenRequests()
                + " requests";
    }

    private String unavailable() {
        server.onToken(new MockResponse.Builder()
                .code(503)
                .addHeader("Retry-After", "30")
                .build());
        presses(5);
        ticker.seconds(29);
        presses(5);
        int requests = tokenRequests();
        ticker.seconds(1);
        return "obeyed: " + requests + " request in the 30 s, then " + (press().delivered() ? "delivers" : "fails");
    }

    private String foreign() {
        press();
        try (FakeServer other = FakeServer.start()) {
            boolean delivered =
                    client.post("desk", other.http("/v1"), Body.json("{}")).delivered();
            return delivered || other.requests() > 0 ? "sent" : "not sent";
        }
    }

    private String printed() throws IOException {
        RecordStore store = RecordStore.inMemory();
        try (OAuthClient device = withDesk(client().store(store).build(), server)) {
            server.onToken(FakeServer.issue("the-access-token", "the-refresh-token"));
            ApiResult result = TestValues.post(device, server);
            OAuthProfile profile = device.profiles().find("desk").orElseThrow();
            ProfileRecord record = ProfileRecord.read(store.read(ProfileRecord.ID_PREFIX + profile.id())
                    .orElseThrow()
                    .bytes());
            TokenSet grant = record.state().grant().orElseThrow();
            assertThat(grant.refreshToken()).isPresent();
            String text = List.of(
                            device,
                            profile,
                            result,
                            record,
                            record.state(),
                            grant,
                            grant.accessToken(),
                            device.status("desk"),
                            device.events(),
                            device.bearerToken("desk", target))
                    .toString();
            return Stream.of("the-access-token", "the-refresh-token", TestValues.CLIENT_SECRET, TestValues.JWT)
                            .noneMatch(text::contains)
                    ? "none"
                    : text;
        }
    }

    private String fileMode() throws IOException {
        try (OAuthClient device =
                withDesk(client().store(RecordStore.directory(folder)).build(), server)) {
            String id = device.profiles().find("desk").orElseThrow().id();
            Path file = folder.resolve(ProfileRecord.ID_PREFIX + id + ".record");
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        }
    }

    private String throttled() {
        server.onToken(new MockResponse.Builder()
                .code(429)
                .addHeader("Retry-After", "2")
                .build());
        presses(5);
        ticker.seconds(1);
        presses(5);
        int requests = tokenRequests();
        ticker.seconds(1);
        return "obeyed: " + requests + " request in the 2 s, then " + (press().delivered() ? "delivers" : "fails");
    }

    private String lastStretch() {
        press();
        server.onToken(DOWN, DOWN, DOWN, DOWN);
        ticker.seconds(3600 - 50);
        long served = delivered(List.of(press()));
        Callers.await(() -> client.status("desk").state() == ProfileStatus.State.DEGRADED);
        served += delivered(presses(4));
        return served + " served, " + (tokenRequests() - 1) + " requests";
    }

    private String rejected() {
        press();
        server.onApi(REJECTED);
        return (press().delivered() ? "delivered" : "not delivered") + ", " + (tokenRequests() - 1) + " renewal";
    }

    private String condemnedAtOnce(int tokens) throws InterruptedException {
        press();
        IntStream.rangeClosed(1, tokens).forEach(n -> server.reject("access-" + n));
        CountDownLatch gate = server.holdApiReplies();
        Callers<ApiResult> callers = Callers.start(32, this::press);
        Callers.await(() -> server.apiRequests().size() == 33);
        gate.countDown();
        long delivered = delivered(callers.results());
        return delivered + " delivered, " + (server.apiRequests().size() - 1) + " API calls, " + (tokenRequests() - 1)
                + " renewal";
    }

    private String redirected() {
        try (FakeServer other = FakeServer.start()) {
            server.onToken(new MockResponse.Builder()
                    .code(307)
                    .addHeader("Location", other.http("/token").toString())
                    .build());
            boolean delivered = press().delivered();
            return delivered || other.requests() > 0 ? "followed" : "not followed";
        }
    }

    private String huge() {
        String head = "HTTP/1.1 200 OK\r\nContent-Length: 300000000\r\n\r\n{\"access_token\":\"";
        HostileReply endless = HostileReply.of("300 MB", head).thenForever("x");
        try (HostileServer raw = HostileServer.start().attack(endless)) {
            String meaning =
                    pressed(raw, Duration.ofSeconds(20)).failure().orElseThrow().message();
            assertThat(meaning).endsWith(NetworkError.TOO_LARGE.meaning());
            assertThat(raw.bytesSent()).as("with what the sockets hold").isLessThan(32L << 20);
            return "refused at " + ClientInternals.settings(OAuthClient.builder()).maxResponseBytes / (1024 * 1024)
                    + " MiB";
        }
    }

    private String stalled() {
        Duration timeout = Duration.ofMillis(500);
        HostileReply silence = HostileReply.of("silence", "").toConnection().thenSilence();
        try (HostileServer raw = HostileServer.start().attack(silence)) {
            ApiResult result = pressed(raw, timeout);
            boolean ended =
                    result.elapsed().compareTo(timeout) >= 0 && result.elapsed().compareTo(Duration.ofSeconds(10)) < 0;
            return ended
                    ? "ends by the token timeout ("
                            + ClientInternals.settings(OAuthClient.builder())
                                    .tokenTimeout
                                    .toSeconds() + " s)"
                    : "ends after " + result.elapsed();
        }
    }

    private ApiResult pressed(HostileServer tokens, Duration tokenTimeout) {
        OAuthClient.Builder settings = client().tokenTimeout(tokenTimeout).callTimeout(Duration.ofSeconds(60));
        try (OAuthClient other = settings.build()) {
            other.profiles()
                    .create(draft(other, "desk", tokens.uri("/token"), ApiHost.of(server.host()))
                            .build());
            return TestValues.post(other, server);
        }
    }

    private List<ApiResult> presses(int count) {
        return IntStream.range(0, count).mapToObj(i -> press()).toList();
    }

    private static long delivered(List<ApiResult> results) {
        return results.stream().filter(ApiResult::delivered).count();
    }
}
