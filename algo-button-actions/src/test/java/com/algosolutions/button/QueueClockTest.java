package com.algosolutions.button;

import static com.algosolutions.button.QueueingDevice.MORNING;
import static com.algosolutions.button.QueueingDevice.states;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.button.TargetResult.Outcome;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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
}
