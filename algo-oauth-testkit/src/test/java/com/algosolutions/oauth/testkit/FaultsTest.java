package com.algosolutions.oauth.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultsTest {
    private static final Duration SHORT = Duration.ofMillis(250);

    private final SandboxClock clock = SandboxClock.at(Instant.parse("2026-11-23T10:00:00Z"));
    private final RingCentralSandbox sandbox =
            RingCentralSandbox.builder().clock(clock).rateLimits(false).start();
    private final Client client = new Client(sandbox);
    private final SandboxApp app = sandbox.newApp("Front desk app").create();
    private final SandboxUser user = sandbox.createUser("Lobby console");
    private final SandboxTeam team = sandbox.createTeam("Reception", user);
    private final String jwt = sandbox.newJwt(user).create();
    private String token = "";

    @BeforeEach
    void signIn() throws Exception {
        token = client.signIn(app, jwt).text("access_token");
        sandbox.clearRequests();
    }

    @AfterEach
    void close() {
        client.close();
        sandbox.close();
    }

    private Client.Answer post() throws IOException {
        return client.post(token, team.id(), "{\"text\":\"x\"}");
    }

    /** Asserts that the fault happened once and that the next request is answered again. */
    private void assertLost(Class<? extends Exception> failure, int postsExpected) throws IOException {
        assertThatThrownBy(this::post).isInstanceOf(failure);
        assertThat(sandbox.posts(team)).hasSize(postsExpected);
        assertThat(sandbox.requests()).hasSize(1);
        assertThat(post().status()).isEqualTo(201);
    }

    @Test
    void reply_scripted_isNotExecuted() throws Exception {
        sandbox.faults().next(Fault.reply(500, Map.of("Content-Type", "text/html"), "<html>oops</html>"));
        Client.Answer answer = post();

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).isEqualTo("<html>oops</html>");
        assertThat(answer.headers().get("Content-Type")).isEqualTo("text/html");
        assertThat(answer.headers().get("Date")).isEqualTo("Mon, 23 Nov 2026 10:00:00 GMT");
        assertThat(sandbox.posts(team)).isEmpty();
    }

    @Test
    void delay_scripted_executesTheRequestLater() throws Exception {
        sandbox.faults().nextApi(Fault.delay(Duration.ofMillis(20)));
        long began = System.nanoTime();

        assertThat(post().status()).isEqualTo(201);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(20));
        assertThat(sandbox.posts(team)).hasSize(1);
    }

    @Test
    void delay_negative_isRefused() {
        assertThatThrownBy(() -> Fault.delay(Duration.ofMillis(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void listener_ofASandbox_getsEachAnsweredRequestWithItsStatusAndTime() throws Exception {
        List<SandboxReply> replies = Collections.synchronizedList(new ArrayList<>());
        try (RingCentralSandbox watched =
                        RingCentralSandbox.builder().listener(replies::add).start();
                Client device = new Client(watched)) {
            SandboxUser lobby = watched.createUser("Lobby console");
            SandboxTeam desk = watched.createTeam("Reception", lobby);
            SandboxApp desktop = watched.newApp("Front desk app").create();
            String bearer =
                    device.signIn(desktop, watched.newJwt(lobby).create()).text("access_token");
            device.post(bearer, desk.id(), "{\"text\":\"x\"}");
            watched.faults().nextApi(Fault.resetBeforeRequest());
            assertThatThrownBy(() -> device.post(bearer, desk.id(), "{\"text\":\"x\"}"))
                    .isInstanceOf(SocketException.class);
        }
        assertThat(replies)
                .extracting(reply -> reply.request().method() + " " + reply.status())
                .containsExactly("POST OptionalInt[200]", "POST OptionalInt[201]", "POST OptionalInt.empty");
        assertThat(replies).allSatisfy(reply -> assertThat(reply.elapsed()).isPositive());
    }

    @Test
    void reply_withOddHeaders_isSentAsItIs() throws Exception {
        sandbox.faults().next(Fault.reply(200, Map.of("Content-Length", "2", "X-Odd", "gr\u00fc\u00df dich"), "{}"));

        assertThat(post().body()).isEqualTo("{}");
    }

    @Test
    void resetBeforeRequest_executesNothing() throws Exception {
        sandbox.faults().nextApi(Fault.resetBeforeRequest());

        assertLost(SocketException.class, 0);
    }

    @Test
    void resetAfterRequest_hasExecuted() throws Exception {
        sandbox.faults().nextApi(Fault.resetAfterRequest());

        assertLost(SocketException.class, 1);
    }

    @Test
    void closeAfterRequest_hasExecuted() throws Exception {
        sandbox.faults().nextApi(Fault.closeAfterRequest());

        assertLost(IOException.class, 1);
    }

    @Test
    void halfBody_givesHeadersAndHalfOfTheBody() throws Exception {
        sandbox.faults().nextApi(Fault.halfBody());
        try (Response response = client.http()
                .newCall(Client.postRequest(token, team.id(), "{\"text\":\"x\"}"))
                .execute()) {
            long announced = response.body().contentLength();

            assertThat(response.code()).isEqualTo(201);
            assertThat(response.body().source().request(announced / 2)).isTrue();
            assertThatThrownBy(() -> response.body().source().request(announced))
                    .isInstanceOf(IOException.class);
        }
        assertThat(sandbox.posts(team)).hasSize(1);
    }

    @Test
    void stall_neverAnswersAndExecutesNothing() throws Exception {
        sandbox.faults().nextApi(Fault.stall());

        assertThatThrownBy(() -> client.execute(SHORT, Client.postRequest(token, team.id(), "{\"text\":\"x\"}")))
                .isInstanceOf(InterruptedIOException.class);
        assertThat(sandbox.posts(team)).isEmpty();
    }

    @Test
    void stallAfterRequest_hasExecuted() throws Exception {
        sandbox.faults().nextApi(Fault.stallAfterRequest());

        assertThatThrownBy(() -> client.execute(SHORT, Client.postRequest(token, team.id(), "{\"text\":\"x\"}")))
                .isInstanceOf(InterruptedIOException.class);
        assertThat(sandbox.posts(team)).hasSize(1);
    }

    @Test
    void stall_inProgress_doesNotDelayClose() throws Exception {
        sandbox.faults().nextApi(Fault.stall());
        assertThatThrownBy(() -> client.execute(SHORT, Client.postRequest(token, team.id(), "{\"text\":\"x\"}")))
                .isInstanceOf(InterruptedIOException.class);
        long begin = System.nanoTime();
        sandbox.close();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void slowDrip_arrivesWholeButSlowly() throws Exception {
        sandbox.faults().nextApi(Fault.slowDrip(100, Duration.ofMillis(5)));
        assertThat(post().text("text")).isEqualTo("x");

        sandbox.faults().nextApi(Fault.slowDrip(1, Duration.ofMillis(100)));
        assertThatThrownBy(() -> client.execute(SHORT, Client.postRequest(token, team.id(), "{\"text\":\"x\"}")))
                .isInstanceOf(InterruptedIOException.class);
    }

    @Test
    void hugeBody_isAsLongAsAnnounced() throws Exception {
        sandbox.faults().nextApi(Fault.hugeBody(20_000_001));
        try (Response response = client.http()
                .newCall(Client.postRequest(token, team.id(), "{}"))
                .execute()) {
            assertThat(response.body().contentLength()).isEqualTo(20_000_001);
            long read = 0;
            byte[] block = new byte[65_536];
            for (int n = response.body().byteStream().read(block); n > 0; ) {
                read += n;
                n = response.body().byteStream().read(block);
            }
            assertThat(read).isEqualTo(20_000_001);
        }
    }

    @Test
    void hugeBody_ofGigabytes_canBeLeftUnread() throws Exception {
        sandbox.faults().nextApi(Fault.hugeBody(300_000_000_000L));
        try (Response response = client.http()
                .newCall(Client.postRequest(token, team.id(), "{}"))
                .execute()) {
            assertThat(response.body().source().readUtf8(15)).isEqualTo("{\"padding\":\"xxx");
        }
        assertThat(post().status()).isEqualTo(201);
    }

    @Test
    void garbage_isNoHttp() throws Exception {
        sandbox.faults().nextApi(Fault.garbage());

        assertLost(IOException.class, 0);
    }

    @Test
    void redirect_hasTheGivenLocation() throws Exception {
        sandbox.faults().nextApi(Fault.redirect(307, URI.create("https://evil.example/")));
        Client.Answer answer = post();

        assertThat(answer.status()).isEqualTo(307);
        assertThat(answer.headers().get("Location")).isEqualTo("https://evil.example/");
        assertThat(sandbox.posts(team)).isEmpty();
    }

    @Test
    void skewedDate_isExecutedWithAnotherDate() throws Exception {
        sandbox.faults().nextApi(Fault.skewedDate(Duration.ofDays(-1)));

        assertThat(post().headers().get("Date")).isEqualTo("Sun, 22 Nov 2026 10:00:00 GMT");
        assertThat(sandbox.posts(team)).hasSize(1);
    }

    @Test
    void tooManyRequests_carriesAnyRetryAfterOrNone() throws Exception {
        sandbox.faults()
                .nextToken(Fault.tooManyRequests("7"))
                .nextToken(Fault.tooManyRequests("Mon, 23 Nov 2026 10:01:00 GMT"))
                .nextToken(Fault.tooManyRequests("soon"))
                .nextToken(Fault.tooManyRequests());

        for (String expected : List.of("7", "Mon, 23 Nov 2026 10:01:00 GMT", "soon")) {
            Client.Answer answer = client.signIn(app, jwt);
            assertThat(answer.outcome()).isEqualTo("429 CMN-301 CMN-301");
            assertThat(answer.headers().get("Retry-After")).isEqualTo(expected);
        }
        assertThat(client.signIn(app, jwt).headers().get("Retry-After")).isNull();
        assertThat(client.signIn(app, jwt).status()).isEqualTo(200);
    }

    @Test
    void unavailable_isAGatewaysPage() throws Exception {
        sandbox.faults().next(Fault.unavailable("30"));
        Client.Answer answer = post();

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers().get("Retry-After")).isEqualTo("30");
        assertThat(answer.headers().get("Content-Type")).isEqualTo("text/html");
    }

    @Test
    void hold_isReleasedByTheTest() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        sandbox.faults().nextToken(Fault.hold(release));
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<Client.Answer> answer = threads.submit(() -> client.signIn(app, jwt));
            assertThat(sandbox.awaitTokenRequests(1, Duration.ofSeconds(5))).isTrue();
            assertThat(answer.isDone()).isFalse();
            release.countDown();

            assertThat(answer.get(5, TimeUnit.SECONDS).status()).isEqualTo(200);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void hold_neverReleased_endsWithTheSandbox() throws Exception {
        sandbox.faults().nextApi(Fault.hold(new CountDownLatch(1)));
        assertThatThrownBy(() -> client.execute(SHORT, Client.postRequest(token, team.id(), "{}")))
                .isInstanceOf(InterruptedIOException.class);
        long begin = System.nanoTime();
        sandbox.close();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void kinds_ofRequests_takeTheirOwnFaults() throws Exception {
        sandbox.faults().nextToken(Fault.unavailable()).next(Fault.redirect(302, URI.create("https://x.example/")));

        assertThat(post().status()).isEqualTo(302);
        assertThat(post().status()).isEqualTo(201);
        assertThat(client.signIn(app, jwt).status()).isEqualTo(503);
        assertThat(client.signIn(app, jwt).status()).isEqualTo(200);
    }

    @Test
    void times_andAlways_repeatUntilCleared() throws Exception {
        sandbox.faults()
                .nextApi(Fault.unavailable().times(2))
                .nextApi(Fault.tooManyRequests().always());

        assertThat(List.of(post().status(), post().status(), post().status(), post().status()))
                .containsExactly(503, 503, 429, 429);
        sandbox.faults().clear();
        assertThat(post().status()).isEqualTo(201);
        assertThatThrownBy(() -> Fault.stall().times(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void connect_faulty_neverReachesAServer() throws Exception {
        client.http().connectionPool().evictAll();
        sandbox.faults()
                .nextConnect(Fault.resetBeforeRequest())
                .nextConnect(Fault.reply(403, Map.of(), "no"))
                .nextConnect(Fault.stall());

        assertThatThrownBy(this::post).isInstanceOf(IOException.class);
        assertThatThrownBy(this::post).isInstanceOf(IOException.class).hasMessageContaining("403");
        Request request = Client.postRequest(token, team.id(), "{\"text\":\"x\"}");
        assertThatThrownBy(() -> client.execute(SHORT, request)).isInstanceOf(InterruptedIOException.class);
        assertThat(sandbox.requests()).isEmpty();
        assertThat(post().status()).isEqualTo(201);
    }

    @Test
    void lostRefreshReply_withReplayWindow_isRecoveredByARepeat() throws Exception {
        String refreshToken = client.signIn(app, jwt).text("refresh_token");
        sandbox.faults().nextToken(Fault.resetAfterRequest());

        assertThatThrownBy(() -> client.refresh(app, refreshToken)).isInstanceOf(IOException.class);
        Client.Answer repeated = client.refresh(app, refreshToken);
        assertThat(client.get(repeated.text("access_token"), "/team-messaging/v1/teams")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void concurrentRequests_areAllRecordedAndAnswered() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Future<Client.Answer>> answers =
                    threads.invokeAll(Collections.nCopies(64, () -> client.post(token, team.id(), "{\"text\":\"x\"}")));
            for (Future<Client.Answer> answer : answers) {
                assertThat(answer.get().status()).isEqualTo(201);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(sandbox.posts(team)).hasSize(64);
        assertThat(sandbox.requestCount()).isEqualTo(64);
    }
}
