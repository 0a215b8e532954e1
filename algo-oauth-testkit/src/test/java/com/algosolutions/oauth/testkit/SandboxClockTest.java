package com.algosolutions.oauth.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
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
}
