package com.algosolutions.oauth;

import com.algosolutions.oauth.testkit.SandboxClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Time that a test turns: true time, by which the server lives, and the device's own ticker and wall clock. Thread-safe. */
final class HandClock {
    static final Instant START = DeviceClock.BUILT.plus(Duration.ofDays(8));

    final SandboxClock server = SandboxClock.at(START);
    final SandboxClock wall = SandboxClock.at(START);
    private final AtomicLong ticks =
            new AtomicLong(Long.MAX_VALUE - 1_000_000_000L); // about to overflow, as nanoTime may

    /** Time passes, for everybody alike. */
    void pass(Duration time) {
        ticks.addAndGet(time.toNanos());
        wall.advance(time);
        server.advance(time);
    }

    /** The device's wall clock is set, by somebody or by its power-on. */
    void jump(Duration jump) {
        wall.advance(jump);
    }

    long ticks() {
        return ticks.get();
    }

    /** Settings of a client that lives by this time. Its waits turn the clock. */
    OAuthClient.Builder settings() {
        OAuthClient.Builder settings = OAuthClient.builder().clock(wall).ticker(this::ticks);
        settings.pause = this::pass;
        return settings;
    }
}
