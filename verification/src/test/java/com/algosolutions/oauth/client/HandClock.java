package com.algosolutions.oauth.client;

import com.algosolutions.oauth.testkit.SandboxClock;
import com.algosolutions.oauth.time.TrustedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Time that a test turns: true time, by which the server lives, and the device's own ticker and wall clock. Thread-safe. */
final class HandClock {
    static final Instant START = TrustedClock.BUILT.plus(Duration.ofDays(8));

    final SandboxClock server = SandboxClock.at(START);
    final SandboxClock wall = SandboxClock.at(START);
    private final AtomicLong ticks =
            new AtomicLong(Long.MAX_VALUE - 1_000_000_000L); // about to overflow, as nanoTime may

    private final PriorityQueue<Due> due = new PriorityQueue<>();

    /** Is called after each thing that was due, before the clock is turned on. */
    private final Runnable done;

    private record Due(Instant at, Runnable task) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return at.compareTo(other.at);
        }
    }

    HandClock() {
        this(() -> {});
    }

    HandClock(Runnable done) {
        this.done = done;
    }

    /** Time passes, for everybody alike, and what is due meanwhile is done, each when it is due. */
    void pass(Duration time) {
        Instant end = server.instant().plus(time);
        for (Due next = nextBefore(end); next != null; next = nextBefore(end)) {
            Duration until = Duration.between(server.instant(), next.at);
            turn(until.isNegative() ? Duration.ZERO : until);
            next.task.run();
            done.run();
        }
        Duration rest = Duration.between(server.instant(), end);
        turn(rest.isNegative() ? Duration.ZERO : rest);
    }

    private synchronized @Nullable Due nextBefore(Instant end) {
        return due.isEmpty() || due.element().at.isAfter(end) ? null : due.remove();
    }

    private synchronized void after(Duration time, Runnable task) {
        due.add(new Due(server.instant().plus(time), task));
    }

    /** Time passes for everybody alike. */
    void turn(Duration time) {
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
        settings.settings.pause = this::turn;
        settings.settings.later = this::after;
        return settings;
    }
}
