package com.algosolutions.oauth.client;

import com.algosolutions.oauth.testkit.SandboxClock;
import com.algosolutions.oauth.time.TrustedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Time that a test advances: the server's clock, which is correct, and the device's ticker and wall clock. Thread-safe. */
final class HandClock {
    static final Instant START = TrustedClock.BUILT.plus(Duration.ofDays(8));

    final SandboxClock server = SandboxClock.at(START);
    final SandboxClock wall = SandboxClock.at(START);
    private final AtomicLong ticks =
            new AtomicLong(Long.MAX_VALUE - 1_000_000_000L); // about to overflow, as nanoTime may

    private final PriorityQueue<Due> due = new PriorityQueue<>();

    /** Runs after each task that was due, before the clock advances further. */
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

    /** Advances all clocks by a time, and runs each task that is due meanwhile at its time. */
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

    /** Advances all clocks by a time, without running tasks. */
    void turn(Duration time) {
        ticks.addAndGet(time.toNanos());
        wall.advance(time);
        server.advance(time);
    }

    /** Sets the device's wall clock, as an operator, NTP or a power-on does. */
    void jump(Duration jump) {
        wall.advance(jump);
    }

    long ticks() {
        return ticks.get();
    }

    /** Settings of a client on these clocks. Its waits advance them. */
    OAuthClient.Builder settings() {
        OAuthClient.Builder settings = OAuthClient.builder().clock(wall).ticker(this::ticks);
        settings.settings.pause = this::turn;
        settings.settings.later = this::after;
        return settings;
    }
}
