package com.algosolutions.button;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How old a queued press is, by the ticker or by a clock that may be wrong. */
class PressAgeTest {
    private static final Duration EXPIRY = Duration.ofHours(1);
    private static final Instant PRESSED = Instant.parse("2026-11-24T10:00:00Z");

    private final AtomicLong ticks = new AtomicLong(Long.MAX_VALUE - 5); // the ticker may overflow
    private final AtomicReference<Instant> now = new AtomicReference<>(PRESSED);
    private final InstantSource source = now::get;
    private final PressAge age = new PressAge(EXPIRY, source.withZone(ZoneOffset.UTC), ticks::get);

    private void pass(Duration time) {
        ticks.addAndGet(time.toNanos());
    }

    private static QueuedPress press(String id, Instant pressed) {
        return new QueuedPress(id, "desk", pressed.toEpochMilli(), 0, false, List.of());
    }

    @ParameterizedTest
    @CsvSource({"1970-01-01T00:00:00Z", "2026-11-24T10:00:00Z", "2076-01-01T00:00:00Z"})
    void press_storedByThisProcess_isTimedByTheTicker_whateverTheClockSays(Instant clock) {
        age.keep("a");
        now.set(clock);
        pass(EXPIRY);
        assertThat(age.of(press("a", PRESSED))).contains(EXPIRY);
        assertThat(age.expired(press("a", PRESSED))).isFalse();
        pass(Duration.ofNanos(1));
        assertThat(age.expired(press("a", PRESSED))).isTrue();
    }

    /** The time of a press stored before a restart, the clock now, the minutes since the restart, its age if it is known, and whether it has expired. */
    @ParameterizedTest
    @CsvSource({
        "2026-11-24T10:00:00Z, 2026-11-24T11:00:00Z, 0, PT1H, false",
        "2026-11-24T10:00:00Z, 2026-11-24T11:00:00.001Z, 0, PT1H0.001S, true",
        "2026-11-24T10:00:00Z, 2026-11-24T10:00:00Z, 90, PT0S, false",
        "2026-11-24T10:00:00Z, 2026-11-24T09:59:59Z, 60, , false",
        "2026-11-24T10:00:00Z, 2026-11-24T09:59:59Z, 61, , true",
        "2026-11-24T10:00:00Z, 1970-01-01T00:05:00Z, 60, , false",
        "2026-11-24T10:00:00Z, 1970-01-01T00:05:00Z, 61, , true",
        "1970-01-01T00:05:00Z, 2026-11-24T10:00:00Z, 60, PT1H, false",
        "1970-01-01T00:05:00Z, 2026-11-24T10:00:00Z, 61, PT1H1M, true",
        "2026-01-01T00:00:00Z, 2026-01-01T00:00:00Z, 90, PT0S, false"
    })
    void press_storedBeforeARestart_isTimedByTheClock_ifItIsSet(
            Instant pressed, Instant clock, long minutes, Duration known, boolean expired) {
        now.set(clock);
        pass(Duration.ofMinutes(minutes));
        assertThat(age.of(press("earlier", pressed)).orElse(null)).isEqualTo(known);
        assertThat(age.expired(press("earlier", pressed))).isEqualTo(expired);
    }

    @Test
    void press_ofTwiceTheExpiry_isRemembered_anOlderOneIsNot() {
        age.keep("a");
        pass(EXPIRY.multipliedBy(2));
        age.keep("b");
        assertThat(age.of(press("a", PRESSED))).contains(EXPIRY.multipliedBy(2));
        pass(Duration.ofNanos(1));
        age.keep("c");
        assertThat(age.of(press("a", PRESSED))).contains(Duration.ZERO); // by the clock
        assertThat(age.of(press("b", PRESSED))).contains(Duration.ofNanos(1));
    }
}
