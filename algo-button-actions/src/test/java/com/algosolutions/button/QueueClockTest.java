package com.algosolutions.button;

import static com.algosolutions.button.QueueingDevice.MORNING;
import static com.algosolutions.button.QueueingDevice.states;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.button.TargetResult.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The age of queued presses when the clock is not set, or is set meanwhile. */
class QueueClockTest {
    private final QueueingDevice device = new QueueingDevice();
    private final Targets targets = device.targets();

    @AfterEach
    void close() {
        device.close();
    }

    private ButtonActions start() {
        return device.start(device.queue(), targets.document(1, 1));
    }

    @Test
    void press_withoutAClockLongAfterTheStart_isNotTooOld() {
        targets.dies(1);
        device.set(Instant.EPOCH);
        ButtonActions buttons = start();
        device.pass(Duration.ofDays(3));
        buttons.press("go");
        buttons.sendQueued();
        targets.revives(1);

        assertThat(states(device.drain(buttons, 1))).containsExactly(Outcome.DELIVERED);
    }

    @Test
    void clock_setForward_expiresNoPress() {
        targets.dies(1);
        ButtonActions buttons = start();
        buttons.press("go");
        device.set(MORNING.plus(Duration.ofDays(200)));
        buttons.sendQueued();
        targets.revives(1);

        assertThat(states(device.drain(buttons, 1))).containsExactly(Outcome.DELIVERED);
    }

    @Test
    void clock_setBack_prolongsNoPress() {
        targets.dies(1);
        ButtonActions buttons = start();
        buttons.press("go");
        device.pass(Duration.ofMinutes(11));
        device.set(MORNING.minus(Duration.ofDays(200)));
        targets.revives(1);

        assertThat(states(device.drain(buttons, 1))).containsExactly(Outcome.EXPIRED);
    }

    @Test
    void press_fromTheFutureAfterARestart_expiresAfterTheExpiry() {
        targets.dies(1);
        start().press("go");
        device.stop();
        device.set(MORNING.minus(Duration.ofDays(200)));
        targets.revives(1);
        ButtonActions restarted = start();
        assertThat(restarted.sendQueued()).isEmpty();
        device.pass(Duration.ofMinutes(11));

        assertThat(states(device.drain(restarted, 1))).containsExactly(Outcome.EXPIRED);
        assertThat(targets.arrived()).isEmpty();
    }

    private static Stream<Arguments> brokenClocks() {
        return Stream.of(
                Arguments.of("throws", (Supplier<Instant>) () -> {
                    throw new IllegalStateException("no time");
                }),
                Arguments.of("returns null", (Supplier<Instant>) () -> null),
                Arguments.of("last instant", (Supplier<Instant>) () -> Instant.MAX),
                Arguments.of("first instant", (Supplier<Instant>) () -> Instant.MIN),
                Arguments.of("year 10000", (Supplier<Instant>) () -> Instant.parse("+10000-01-01T00:00:00Z")),
                Arguments.of("before 1970", (Supplier<Instant>) () -> Instant.parse("0001-01-01T00:00:00Z")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenClocks")
    void press_withABrokenClock_isQueued_sentLater_andDelivered(String what, Supplier<Instant> instant) {
        targets.dies(1);
        String document = targets.document(1, 1).replace("\"r1\"", "\"r?t=${localTime}\"");
        ButtonActions buttons =
                device.start(device.queue(), document, settings -> settings.clock(QueueingDevice.clock(instant)));
        assertThat(buttons.press("go").results())
                .extracting(TargetResult::outcome)
                .containsExactly(Outcome.QUEUED);
        targets.revives(1);
        assertThat(states(device.drain(buttons, 1))).containsExactly(Outcome.DELIVERED);
        assertThat(buttons.press("go").delivered()).isTrue();
        assertThat(targets.arrived())
                .hasSize(2)
                .allSatisfy(path -> assertThat(path).contains("t=1970-01-01%2000%3A00%3A00"));
    }
}
