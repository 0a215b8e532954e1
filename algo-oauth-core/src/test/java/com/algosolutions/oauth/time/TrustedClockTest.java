package com.algosolutions.oauth.time;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.client.TestValues.ManualClock;
import com.algosolutions.oauth.client.TestValues.ManualTicker;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedClockTest {
    private final ManualTicker ticker = new ManualTicker();
    private final ManualClock wall = new ManualClock(TestValues.NOW);
    private final TrustedClock clock = new TrustedClock(wall, ticker);

    @ParameterizedTest
    @CsvSource({"PT24H, true", "PT24H0.001S, false", "PT-24H, true", "PT-24H-0.001S, false"})
    void wallClock_isTrusted_withinADayOfWhatAServerSays(Duration off, boolean trusted) {
        wall.set(TestValues.NOW.plus(Duration.ofDays(30)));
        clock.learn("login.example.com", wall.instant().minus(off));
        assertThat(clock.trusted()).isEqualTo(trusted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:00:00Z", "2026-11-22T23:59:59Z", "2042-01-01T00:00:00Z"})
    void serversDate_thatCannotBeRight_isIgnored(Instant said) {
        clock.learn("login.example.com", said);
        assertThat(clock.serverTime("login.example.com")).isEmpty();
        assertThat(clock.now("login.example.com")).isEqualTo(TestValues.NOW);
        assertThat(clock.trusted()).isTrue();
    }

    @Test
    void serversDate_isCarriedOnByTheTicker() {
        wall.set(Instant.EPOCH);
        clock.learn("login.example.com", TestValues.NOW);
        ticker.seconds(90);
        assertThat(clock.now()).isEqualTo(TestValues.NOW.plusSeconds(90));
    }
}
