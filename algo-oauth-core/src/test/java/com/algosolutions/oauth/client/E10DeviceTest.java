package com.algosolutions.oauth.client;

import static com.algosolutions.oauth.client.TestValues.client;
import static com.algosolutions.oauth.client.TestValues.withDesk;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.CallbackResult;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.SignIn;
import com.algosolutions.oauth.client.TestValues.ManualClock;
import com.algosolutions.oauth.client.TestValues.ManualTicker;
import com.algosolutions.oauth.contract.FaultyStore;
import com.algosolutions.oauth.credential.ProfileRecord;
import com.algosolutions.oauth.endpoint.TokenSet;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.JwtAssertionMode;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.profile.SigningAlgorithm;
import com.algosolutions.oauth.signin.SignInDesk;
import com.algosolutions.oauth.signin.SignInResults;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.token.CredentialState;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes beyond the RFCs, lines 7 to 9: the device's storage and its clock. */
@Timeout(90)
class E10DeviceTest {
    private static final List<Duration> JUMPS = List.of(
            Duration.between(Instant.EPOCH, TestValues.NOW), // NTP
            Duration.ofDays(-50 * 365L),
            Duration.ofDays(100 * 365L),
            Duration.ofDays(-50 * 365L),
            Duration.ofHours(1),
            Duration.ofHours(-1));

    @RegisterExtension
    private final TestDevice test = new TestDevice();

    private final ManualTicker ticker = test.ticker;
    private final ManualClock clock = test.clock;
    private final FakeServer server = test.server();
    private OAuthClient client = test.withDesk();

    private OAuthClient.Builder settings() {
        return test.settings();
    }

    private ApiResult press() {
        return test.post();
    }

    private int tokenRequests() {
        return server.tokenRequests().size();
    }

    @Test
    @DisplayName(
            "E10.7 storage dead from any write of a rotation on: after a restart at most one token lost, never both")
    void write_failingFromTheNth_losesAtMostOneToken() {
        int written = rotations(Integer.MAX_VALUE);
        assertThat(written).isEqualTo(5); // the login; journal and result of two renewals
        for (int n = 1; n <= written; n++) {
            rotations(n);
        }
    }

    /** Three presses with rotating refresh tokens; from a write on the disk is dead, and then the power goes. */
    private int rotations(int lastWrite) {
        DyingStore disk = new DyingStore();
        try (FakeServer rotating = FakeServer.start()) {
            rotating.onToken(
                    FakeServer.issue("a", "r1"),
                    FakeServer.issue("b", "r2"),
                    FakeServer.issue("c", "r3"),
                    FakeServer.issue("d", "r4"));
            try (OAuthClient before = withDesk(settings().store(disk.store).build(), rotating)) {
                disk.left.set(lastWrite - 1);
                for (int i = 0; i < 3; i++) {
                    assertThat(TestValues.post(before, rotating).delivered()).isTrue();
                    ticker.seconds(3600);
                }
            }
            int written = lastWrite - 1 - disk.left.get();
            disk.left.set(Integer.MAX_VALUE);
            List<String> known = List.of("JWT", "refresh_token=r1", "refresh_token=r2", "refresh_token=r3");
            try (OAuthClient after = settings().store(disk.store).build()) {
                after.renew("desk");
                assertThat(TestValues.post(after, rotating).delivered()).isTrue();
            }
            String presented = FakeServer.form(rotating.tokenRequests().get(3)).stream()
                    .filter(known::contains)
                    .findFirst()
                    .orElse("JWT");
            if (lastWrite == Integer.MAX_VALUE) {
                assertThat(presented).isEqualTo("refresh_token=r3");
            }
            // All writes from the nth on failed: the device sends the newest token that was written completely.
            assertThat(presented).isEqualTo(known.get(disk.newest));
            return written;
        }
    }

    /** A store that takes a number of writes and no more. */
    private static final class DyingStore {
        private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
        private volatile int newest;
        private final FaultyStore store = new FaultyStore().before(this::refuse).after(this::look);

        private void refuse(String id, byte[] bytes) throws IOException {
            if (left.getAndUpdate(n -> Math.max(0, n - 1)) == 0) {
                throw new IOException("the disk is dead");
            }
        }

        private void look(String id, byte[] bytes) {
            String text = new String(bytes, StandardCharsets.UTF_8);
            for (int i = 1; i < 4; i++) {
                newest = text.contains("\"r" + i + "\"") ? i : newest;
            }
        }
    }

    @Test
    @DisplayName("E10.8 two clients on one store: one refresh, and the second client reads its result")
    void twoClients_onOneStore_refreshOnce() throws Exception {
        server.onToken(FakeServer.issue("a", "r1"), FakeServer.issue("b", "r2"));
        press();
        try (OAuthClient other = settings().build()) {
            ticker.seconds(3600);
            CountDownLatch gate = server.holdTokenReplies();
            Callers<ApiResult> first = Callers.start(1, this::press);
            Callers.await(() -> tokenRequests() == 2);
            Callers<ApiResult> second = Callers.start(1, () -> TestValues.post(other, server));
            second.awaitWaiting();
            gate.countDown();
            assertThat(first.results().get(0).delivered()).isTrue();
            assertThat(second.results().get(0).delivered()).isTrue();
            assertThat(tokenRequests()).isEqualTo(2);
            assertThat(server.bearers()).containsExactly("Bearer a", "Bearer b", "Bearer b");
            ticker.seconds(3600);
            assertThat(TestValues.post(other, server).delivered()).isTrue();
            assertThat(FakeServer.form(server.tokenRequests().get(2))).contains("refresh_token=r2");
        }
    }

    @ParameterizedTest
    @DisplayName(
            "E10.9 clock -50 years, +50 years, +-1 h while a request is under way: no storm, the token lives as long as it should")
    @ValueSource(
            strings = {"1976-11-24T00:00:00Z", "2076-11-24T00:00:00Z", "2026-11-23T23:00:00Z", "2026-11-24T01:00:00Z"})
    void clock_thatJumpsInFlight_neitherKillsNorKeeps(Instant jump) throws Exception {
        CountDownLatch gate = server.holdTokenReplies();
        Callers<ApiResult> early = Callers.start(1, this::press);
        server.awaitTokenRequest();
        clock.set(jump);
        gate.countDown();
        assertThat(early.results().get(0).delivered()).isTrue();
        for (int i = 0; i < 20; i++) {
            assertThat(press().delivered()).isTrue();
        }
        assertThat(tokenRequests()).isEqualTo(1);
        assertThat(client.status("desk").state()).isEqualTo(ProfileStatus.State.READY);
        clock.set(TestValues.NOW);
        ticker.seconds(3600);
        assertThat(press().delivered()).isTrue();
        assertThat(tokenRequests()).isEqualTo(2);
    }

    @ParameterizedTest
    @DisplayName(
            "E10.9 boot at 1970, or at a time that differs from the one before the restart: at most one request, and a 401 decides")
    @ValueSource(
            strings = {"1970-01-01T00:00:00Z", "1976-11-24T00:00:00Z", "2076-11-24T00:00:00Z", "2026-11-23T23:00:00Z"})
    void clock_wrongAtBoot_costsAtMostOneRequest(Instant boot) {
        press();
        client.close();
        clock.set(boot);
        client = test.restart();
        server.onApi(FakeServer.json(401, "{}")); // independent of the stored expiry
        for (int i = 0; i < 20; i++) {
            assertThat(press().delivered()).isTrue();
        }
        int requests = tokenRequests();
        assertThat(requests).isBetween(2, 3); // 3: an old token that has expired by the clock, and the 401
        assertThat(client.status("desk").state()).isEqualTo(ProfileStatus.State.READY);
        clock.set(TestValues.NOW); // NTP comes
        for (int i = 0; i < 20; i++) {
            assertThat(press().delivered()).isTrue();
        }
        assertThat(tokenRequests()).isEqualTo(requests);
    }

    /** The ways to a token of this device. */
    private enum Way {
        ASSERTION,
        SIGNED_ASSERTION,
        CLIENT_CREDENTIALS,
        AUTH_CODE_PKCE,
        DEVICE_CODE
    }

    private OAuthClient device(Way way, Instant now) throws IOException {
        RecordStore records = RecordStore.inMemory();
        clock.set(now);
        ProfileForm form = TestValues.draft(client, "other", server).clientId("app-" + way);
        if (way == Way.AUTH_CODE_PKCE || way == Way.DEVICE_CODE) {
            TestValues.keep(records, signedIn(way, form));
        }
        OAuthClient device = settings().store(records).build();
        switch (way) {
            case ASSERTION -> device.profiles().create(form.build());
            case SIGNED_ASSERTION ->
                device.profiles()
                        .create(form.reset(ProfileField.JWT_ASSERTION)
                                .jwtAssertionMode(JwtAssertionMode.SELF_SIGNED)
                                .set(ProfileField.SIGNING_ALGORITHM, SigningAlgorithm.HS256)
                                .clientSecret(Secret.of("k".repeat(32)))
                                .build());
            case CLIENT_CREDENTIALS ->
                device.profiles()
                        .create(form.reset(ProfileField.JWT_ASSERTION)
                                .grantType(GrantType.CLIENT_CREDENTIALS)
                                .build());
            case AUTH_CODE_PKCE, DEVICE_CODE -> {}
        }
        return device;
    }

    /** A profile after a sign-in, which renews with its refresh token. */
    private ProfileRecord signedIn(Way way, ProfileForm form) {
        form.reset(ProfileField.JWT_ASSERTION);
        OAuthProfile profile = (way == Way.DEVICE_CODE
                        ? form.grantType(GrantType.DEVICE_CODE).deviceUrl(server.http("/device"))
                        : form.grantType(GrantType.AUTH_CODE_PKCE)
                                .authUrl(URI.create("https://login.example/authorize"))
                                .redirectUri(URI.create(SignInDesk.REDIRECT)))
                .build();
        TokenSet grant = new TokenSet(
                Secret.of("a"),
                Duration.ofHours(1),
                Optional.of(Secret.of("r1")),
                Optional.empty(),
                "",
                TestValues.NOW,
                1);
        return new ProfileRecord(profile, CredentialState.EMPTY.issued(grant));
    }

    private ApiResult press(OAuthClient device) {
        return device.post("other", server.http("/v1"), Body.json("{}"));
    }

    @ParameterizedTest
    @DisplayName(
            "E10.9 by each grant: boot at 1970, NTP later, +-50 years and +-1 h in flight: one request for each token's life")
    @EnumSource
    void clock_wrongAndJumping_byEachGrant_costsNothing(Way way) throws Exception {
        try (OAuthClient device = device(way, Instant.EPOCH)) {
            device.renew("other");
            int before = tokenRequests();
            for (int life = 1; life <= JUMPS.size(); life++) {
                ticker.seconds(3600);
                CountDownLatch gate = server.holdTokenReplies();
                Callers<ApiResult> caller = Callers.start(1, () -> press(device));
                int asked = before + life;
                Callers.await(() -> tokenRequests() == asked);
                clock.set(clock.instant().plus(JUMPS.get(life - 1)));
                gate.countDown();
                assertThat(caller.results().get(0).delivered()).isTrue();
                for (int i = 0; i < 20; i++) {
                    assertThat(press(device).delivered()).isTrue();
                }
                assertThat(tokenRequests()).isEqualTo(asked);
                assertThat(device.status("other").state()).isEqualTo(ProfileStatus.State.READY);
            }
        }
    }

    @Test
    @DisplayName("E10.9 a signed assertion has the server's time from its first Date on, whatever the clock does")
    void signedAssertion_isOfTheServersTime_whateverTheClockDoes() throws Exception {
        Instant truth = TestValues.NOW;
        MockResponse refused = FakeServer.json(400, "{\"error\":\"invalid_grant\"}");
        try (OAuthClient device = device(Way.SIGNED_ASSERTION, Instant.EPOCH)) {
            server.onToken(dated(refused, truth), dated(FakeServer.issue("t"), truth));
            assertThat(press(device).delivered()).isTrue();
            assertThat(issuedAt(0)).isBefore(Instant.EPOCH.plusSeconds(1));
            assertThat(issuedAt(1)).isBetween(truth.minusSeconds(10), truth);
            for (Duration jump : JUMPS) {
                ticker.seconds(3600);
                truth = truth.plusSeconds(3600);
                server.onToken(dated(FakeServer.issue("t"), truth));
                int asked = tokenRequests() + 1;
                CountDownLatch gate = server.holdTokenReplies();
                Callers<ApiResult> caller = Callers.start(1, () -> press(device));
                Callers.await(() -> tokenRequests() == asked);
                clock.set(clock.instant().plus(jump));
                gate.countDown();
                assertThat(caller.results().get(0).delivered()).isTrue();
                assertThat(issuedAt(asked - 1)).isBetween(truth.minusSeconds(10), truth);
                assertThat(tokenRequests()).isEqualTo(asked);
            }
        }
    }

    private static MockResponse dated(MockResponse reply, Instant now) {
        return reply.newBuilder()
                .setHeader("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atZone(ZoneOffset.UTC)))
                .build();
    }

    /** The {@code iat} of the assertion in a token request. */
    private Instant issuedAt(int request) {
        String assertion = FakeServer.form(server.tokenRequests().get(request)).stream()
                .filter(part -> part.startsWith("assertion="))
                .findFirst()
                .orElseThrow();
        String claims = new String(Base64.getUrlDecoder().decode(assertion.split("\\.")[1]), StandardCharsets.UTF_8);
        return Instant.ofEpochSecond(((Number) Json.readObject(claims).get("iat")).longValue());
    }

    static Stream<Arguments> bootsAndJumps() {
        return Stream.of(TestValues.NOW, Instant.EPOCH)
                .flatMap(boot -> Stream.of("PT1H", "PT-1H", "P18250D", "P-18250D")
                        .map(jump -> Arguments.of(boot, Duration.parse(jump))));
    }

    @ParameterizedTest
    @DisplayName("E10.9 a code is redeemed while the clock jumps: one request, the token lives as long as it should")
    @MethodSource("bootsAndJumps")
    void code_redeemedWhileTheClockJumps_isRedeemedOnce(Instant boot, Duration jump) throws Exception {
        try (SignInDesk desk = new SignInDesk()) {
            desk.clock.set(boot);
            SignIn started = desk.start();
            desk.clock.set(boot.plus(jump));
            CountDownLatch gate = desk.server.holdTokenReplies();
            Callers<CallbackResult> returned = Callers.start(1, () -> desk.returned(SignInDesk.callback(started)));
            desk.server.awaitTokenRequest();
            desk.clock.set(boot.minus(jump));
            gate.countDown();
            assertThat(returned.results().get(0)).is(SignInResults.GRANTED);
            desk.clock.set(boot);
            desk.ticker.seconds(60);
            assertThat(desk.client.signIns().save("desk")).isTrue();
            for (int i = 0; i < 20; i++) {
                assertThat(desk.post().delivered()).isTrue();
            }
            assertThat(desk.server.tokenRequests()).hasSize(1);
            desk.ticker.seconds(3600);
            desk.post();
            assertThat(desk.server.bearers()).hasSize(20).containsOnly("Bearer access-1");
        }
    }

    @ParameterizedTest
    @DisplayName(
            "E10.9 a device code is polled while the clock jumps: at its interval, and the token lives as long as it should")
    @MethodSource("bootsAndJumps")
    void deviceCode_polledWhileTheClockJumps_isPolledAtItsInterval(Instant boot, Duration jump) throws Exception {
        clock.set(boot);
        MockResponse pending = FakeServer.json(400, "{\"error\":\"authorization_pending\"}");
        server.onToken(pending, pending, pending, FakeServer.issue("signed-in", "r1"));
        OAuthClient.Builder settings = client().ticker(ticker).clock(clock);
        ClientInternals.later(settings, ticker);
        try (OAuthClient device = settings.build()) {
            device.profiles()
                    .create(TestValues.draft(device, "other", server)
                            .grantType(GrantType.DEVICE_CODE)
                            .reset(ProfileField.JWT_ASSERTION)
                            .deviceUrl(server.http("/device"))
                            .build());
            SignIn started = device.signIns().start("other");
            for (int poll = 1; poll <= 4; poll++) {
                CountDownLatch gate = server.holdTokenReplies();
                ticker.seconds(4);
                assertThat(tokenRequests()).isEqualTo(poll - 1);
                ticker.seconds(1);
                int polls = poll;
                Callers.await(() -> tokenRequests() == polls);
                clock.set(poll % 2 == 1 ? boot.plus(jump) : boot);
                gate.countDown();
                Callers.await(() -> ticker.waiting() || polls == 4);
            }
            assertThat(started.await(Duration.ofSeconds(20))).isEqualTo(SignIn.State.UNSAVED);
            assertThat(device.signIns().save("other")).isTrue();
            for (int i = 0; i < 20; i++) {
                assertThat(press(device).delivered()).isTrue();
            }
            assertThat(tokenRequests()).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @DisplayName(
            "E10.9, E4.9 by each grant: a rejection in 1970 is remembered; if the device signed the request, the clock is reported")
    @EnumSource
    void refusal_in1970_byEachGrant_isTold(Way way) throws Exception {
        MockResponse refused = FakeServer.json(400, "{\"error\":\"invalid_grant\"}");
        server.onToken(refused, refused, refused);
        try (OAuthClient device = device(way, Instant.EPOCH)) {
            ProfileStatus status = device.renew("other");
            boolean byTheClock = way == Way.SIGNED_ASSERTION;
            assertThat(status.failure().orElseThrow().kind().temporary()).isEqualTo(byTheClock);
            assertThat(status.state() == ProfileStatus.State.CLOCK_UNTRUSTED).isEqualTo(byTheClock);
            for (int i = 0; i < 20; i++) {
                press(device);
            }
            assertThat(tokenRequests()).isEqualTo(1);
        }
    }
}
