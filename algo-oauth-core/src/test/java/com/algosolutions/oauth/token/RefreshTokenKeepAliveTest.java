package com.algosolutions.oauth.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.client.Callers;
import com.algosolutions.oauth.client.ClientInternals;
import com.algosolutions.oauth.client.FakeServer;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.client.TestDevice;
import com.algosolutions.oauth.client.TestProvider;
import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.client.TestValues.ManualClock;
import com.algosolutions.oauth.client.TestValues.ManualTicker;
import com.algosolutions.oauth.spi.OAuthProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The life of an unused refresh token, and the renewals that keep it alive. */
@Timeout(60)
class RefreshTokenKeepAliveTest {
    private static final MockResponse DEAD = FakeServer.json(400, "{\"error\":\"invalid_grant\"}");
    private static final MockResponse DOWN = FakeServer.json(503, "");
    /** A provider whose refresh tokens expire after seven days without use. */
    private static final OAuthProvider IDLE =
            TestProvider.jwt("IDLE", traits -> traits.refreshTokenIdleLifetime(Duration.ofDays(7)));

    private static final long DAY = 86_400;
    private static final long HOUR = 3_600;

    @RegisterExtension
    private final TestDevice test =
            new TestDevice().with(settings -> settings.provider(IDLE)).withTimer();

    private final ManualTicker ticker = test.ticker;
    private final ManualClock clock = test.clock;
    private final FakeServer server = test.server();

    private OAuthClient device(boolean keepAlive) {
        return test.start(keepAlive ? test.settings().keepRefreshTokensAlive() : test.settings());
    }

    private OAuthClient device(boolean keepAlive, String providerType, MockResponse first) {
        OAuthClient device = device(keepAlive);
        device.profiles()
                .create(TestValues.draft(device, "desk", providerType, server).build());
        server.onToken(first);
        assertThat(TestValues.post(device, server).delivered()).isTrue();
        return device;
    }

    private static MockResponse issue(String refreshToken, long refreshExpiresIn) {
        return FakeServer.json(
                200,
                "{\"access_token\":\"a\",\"token_type\":\"bearer\",\"expires_in\":3600,\"refresh_token\":\""
                        + refreshToken + "\",\"refresh_token_expires_in\":" + refreshExpiresIn + "}");
    }

    private Optional<Long> refreshGoodFor(OAuthClient device) {
        return device.status("desk").refreshTokenExpiresIn().map(Duration::toSeconds);
    }

    private int tokenRequests() {
        return server.tokenRequests().size();
    }

    private void awaitRenewal(OAuthClient device, int requests) {
        TokenManager life = ClientInternals.entry(device, "desk").credential().tokens();
        Callers.await(() -> tokenRequests() == requests && !life.snapshot().renewing());
    }

    /** Provider, the life in the token response (none for 0), and the life in the status. */
    @ParameterizedTest
    @CsvSource({"IDLE, 0, 604800", "IDLE, 86400, 86400", "IDLE, 6048000, 604800", "GENERIC, 86400, 86400"})
    void status_saysHowLongTheRefreshTokenIsGood_byTheTicker(String provider, long said, long good) {
        OAuthClient device = device(false, provider, said == 0 ? FakeServer.issue("a", "r1") : issue("r1", said));
        assertThat(refreshGoodFor(device)).contains(good);
        clock.set(Instant.EPOCH);
        ticker.seconds(HOUR);
        assertThat(refreshGoodFor(device)).contains(good - HOUR);
        assertThat(device.status("desk").toString()).contains("refresh token good for " + (good - HOUR) + " s");
        ticker.seconds(8 * DAY);
        assertThat(refreshGoodFor(device)).contains(0L);
    }

    @Test
    void status_ofATokenWhoseIdleLifeNobodyHasSaid_orOfNone_saysNothing() {
        OAuthClient device = device(false, "GENERIC", FakeServer.issue("a", "r1"));
        assertThat(refreshGoodFor(device)).isEmpty();
        server.onToken(DEAD, FakeServer.issue("b"));
        device.renew("desk");
        assertThat(refreshGoodFor(device)).isEmpty();
    }

    @Test
    void status_afterARestart_reckonsByTheWallClock() {
        device(false, "IDLE", FakeServer.issue("a", "r1")).close();
        clock.set(TestValues.NOW.plusSeconds(DAY));
        OAuthClient restarted = device(false);
        assertThat(refreshGoodFor(restarted)).contains(6 * DAY);
        ticker.seconds(DAY);
        assertThat(refreshGoodFor(restarted)).contains(5 * DAY);
    }

    /** A provider that does not rotate refresh tokens, and names the whole life of its refresh token once. */
    @Test
    void refreshToken_thatIsKeptOverARenewal_livesNoLongerForIt() {
        OAuthClient device = device(false, "GENERIC", issue("r1", 30 * DAY));
        server.onToken(FakeServer.issue("b"));
        ticker.seconds(10 * DAY);
        device.renew("desk");
        assertThat(refreshGoodFor(device)).contains(20 * DAY);
        device.close();
        assertThat(refreshGoodFor(device(false))).contains(20 * DAY);
    }

    @Test
    void idleDevice_isNotRenewed_unlessItsFirmwareHasChosenSo() {
        device(false, "IDLE", FakeServer.issue("a", "r1"));
        assertThat(ticker.waiting()).isFalse();
    }

    @Test
    void idleDevice_isRenewed_onceHalfOfTheRefreshTokensLifeIsOver() {
        OAuthClient device = device(true, "IDLE", FakeServer.issue("a", "r1"));
        for (int renewals = 1; renewals <= 10; renewals++) {
            server.onToken(FakeServer.issue("b", "r" + (renewals + 1)));
            assertThat(hoursUntilRequest(device, renewals + 1)).isBetween(84L, 106L); // half, and an eighth by jitter
            assertThat(refreshGoodFor(device).orElseThrow()).isGreaterThan(7 * DAY - HOUR);
        }
    }

    private long hoursUntilRequest(OAuthClient device, int requests) {
        TokenManager life = ClientInternals.entry(device, "desk").credential().tokens();
        long hours = 0;
        while (tokenRequests() < requests && hours < 7 * 24) {
            ticker.seconds(HOUR);
            hours++;
            Callers.await(() -> !life.snapshot().renewing());
        }
        return hours;
    }

    @Test
    void idleDevice_thatStartsIn1970_isRenewedSoonAfterItsClockIsSet() {
        device(true, "IDLE", FakeServer.issue("a", "r1")).close();
        clock.set(Instant.EPOCH);
        OAuthClient late = device(true);
        ticker.seconds(2 * HOUR);
        assertThat(refreshGoodFor(late)).contains(7 * DAY - 2 * HOUR);
        clock.set(TestValues.NOW.plusSeconds(5 * DAY));
        assertThat(refreshGoodFor(late)).contains(2 * DAY);
        server.onToken(FakeServer.issue("b", "r2"));
        assertThat(hoursUntilRequest(late, 2)).isLessThanOrEqualTo(2);
        assertThat(refreshGoodFor(late).orElseThrow()).isGreaterThan(7 * DAY - HOUR);
    }

    /** It may still be valid: for example, if the provider prolongs its life with each use. */
    @Test
    void refreshToken_thatIsKeptBeyondItsStatedLife_isTriedAboutEachHour() {
        OAuthClient device = device(false, "GENERIC", issue("r1", HOUR));
        ticker.seconds(2 * HOUR);
        server.onToken(FakeServer.issue("b"), FakeServer.issue("c"), FakeServer.issue("d"));
        device.renew("desk");
        assertThat(refreshGoodFor(device)).contains(0L);
        device.close();
        OAuthClient restarted = device(true);
        assertThat(refreshGoodFor(restarted)).contains(0L);
        assertThat(hoursUntilRequest(restarted, 3)).isBetween(1L, 2L);
        assertThat(hoursUntilRequest(restarted, 4)).isBetween(1L, 2L);
    }

    /** The age that a clock in 1970 gives is not stored as the remaining life. */
    @Test
    void refreshToken_thatIsKeptOverARenewal_isNotAgedByAClockThatNobodyBelieves() {
        clock.set(Instant.EPOCH);
        device(false, "GENERIC", issue("r1", 30 * DAY)).close();
        clock.set(Instant.EPOCH.plusSeconds(10 * DAY));
        OAuthClient restarted = device(false);
        server.onToken(FakeServer.issue("b"));
        restarted.renew("desk");
        assertThat(refreshGoodFor(restarted)).contains(30 * DAY);
    }

    @Test
    void idleDevice_thatIsStartedLate_isRenewedSoon() {
        device(true, "IDLE", FakeServer.issue("a", "r1")).close();
        clock.set(TestValues.NOW.plusSeconds(6 * DAY));
        OAuthClient late = device(true);
        server.onToken(FakeServer.issue("b", "r2"));
        ticker.seconds(2 * HOUR);
        awaitRenewal(late, 2);
        assertThat(refreshGoodFor(late).orElseThrow()).isGreaterThan(6 * DAY);
    }

    @Test
    void idleDevice_whoseServerIsInTrouble_triesAgain_untilThereIsNoRefreshToken() {
        OAuthClient device = device(true, "IDLE", FakeServer.issue("a", "r1"));
        server.onToken(DOWN, DOWN, DOWN, DOWN);
        ticker.seconds(5 * DAY - HOUR); // later than half of the life and the jitter
        awaitRenewal(device, 5);
        server.onToken(DEAD, DEAD);
        ticker.seconds(2 * HOUR);
        awaitRenewal(device, 7); // the refresh token, and the assertion
        assertThat(device.status("desk").state()).isEqualTo(ProfileStatus.State.REAUTHORIZATION_REQUIRED);
        ticker.seconds(2 * HOUR);
        assertThat(ticker.waiting()).isFalse();
        assertThat(tokenRequests()).isEqualTo(7);
    }

    @Test
    void profile_thatIsRevokedOrDeleted_isNotKeptAlive() {
        OAuthClient device = device(true, "IDLE", FakeServer.issue("a", "r1"));
        device.revoke("desk");
        ticker.seconds(8 * DAY);
        assertThat(ticker.waiting()).isFalse();
        device.profiles().update(device.profiles().find("desk").orElseThrow());
        server.onToken(FakeServer.issue("b", "r2"));
        TestValues.post(device, server);
        assertThat(ticker.waiting()).isTrue();
        device.profiles().delete("desk");
        ticker.seconds(8 * DAY);
        assertThat(ticker.waiting()).isFalse();
        assertThat(tokenRequests()).isEqualTo(2);
    }

    /** A provider that names the remaining life, which renewals do not prolong: half of a half of a half … */
    @Test
    void keepAlive_neverComesTwiceWithinAMinute() {
        AtomicReference<RefreshTokenLife> life = new AtomicReference<>();
        List<Duration> waits = new ArrayList<>();
        AtomicReference<Runnable> due = new AtomicReference<>();
        RefreshTokenKeepAlive keepAlive = new RefreshTokenKeepAlive(
                (wait, task) -> {
                    waits.add(wait);
                    due.set(task);
                },
                0,
                new RefreshTokenKeepAlive.Work() {
                    @Override
                    public Optional<RefreshTokenLife> life() {
                        return Optional.ofNullable(life.get());
                    }

                    @Override
                    public void renew() {
                        // Fails: the life stays as it is.
                    }
                });
        life.set(new RefreshTokenLife(Duration.ofSeconds(20), Duration.ofSeconds(20)));
        keepAlive.check();
        keepAlive.check(); // one wait is enough
        life.set(new RefreshTokenLife(Duration.ofSeconds(20), Duration.ofSeconds(4)));
        due.get().run();
        life.set(new RefreshTokenLife(Duration.ofDays(7), Duration.ofHours(2)));
        due.get().run();
        life.set(new RefreshTokenLife(Duration.ofDays(7), Duration.ofDays(3)));
        due.get().run();
        life.set(new RefreshTokenLife(Duration.ofDays(7), Duration.ZERO));
        due.get().run();
        life.set(new RefreshTokenLife(Duration.ofDays(7), Duration.ofDays(7)));
        due.get().run(); // it checks each hour: the life may have become shorter
        life.set(null);
        due.get().run();
        assertThat(waits.stream().map(Duration::toMinutes)).containsExactly(1L, 1L, 30L, 60L, 60L, 60L);
    }
}
