package com.algosolutions.oauth.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class SandboxClockTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void clock_untouched_standsStill() {
        SandboxClock clock = SandboxClock.at(NOON);

        assertThat(clock.instant()).isEqualTo(NOON).isEqualTo(clock.instant());
    }

    @Test
    void clock_turned_showsTheNewTimeInEveryZone() {
        SandboxClock clock = SandboxClock.at(NOON);
        Clock inTokyo = clock.withZone(ZoneId.of("Asia/Tokyo"));
        clock.advance(Duration.ofHours(-1));

        assertThat(inTokyo.instant()).isEqualTo(NOON.minusSeconds(3600));
        assertThat(inTokyo.getZone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
        clock.set(Instant.EPOCH);
        assertThat(clock.instant()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void ticker_clockAdvancedOrSet_advancesByTheSameTime() {
        SandboxClock clock = SandboxClock.at(NOON);
        LongSupplier ticker = clock.ticker();
        long start = ticker.getAsLong();

        assertThat(ticker.getAsLong()).isEqualTo(start);
        clock.advance(Duration.ofSeconds(3600, 5));
        assertThat(ticker.getAsLong() - start).isEqualTo(3_600_000_000_005L);
        assertThat(clock.ticker().getAsLong()).isEqualTo(ticker.getAsLong());
        clock.set(NOON.minusSeconds(1));
        assertThat(ticker.getAsLong() - start).isEqualTo(-1_000_000_000L);
    }

    @Test
    void ticker_beyondTheRangeOfLong_overflowsAsNanoTimeMay() {
        SandboxClock clock = SandboxClock.at(Instant.ofEpochSecond(Long.MAX_VALUE / 1_000_000_000L));
        LongSupplier ticker = clock.ticker();
        long start = ticker.getAsLong();
        clock.advance(Duration.ofSeconds(2));

        assertThat(ticker.getAsLong()).isNegative();
        assertThat(ticker.getAsLong() - start).isEqualTo(2_000_000_000L);
    }
}
