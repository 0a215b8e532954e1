package com.algosolutions.oauth.endpoint;

import com.algosolutions.oauth.time.Deadline;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How often renewals of a client may still be tried again by themselves. Each retry costs one, each success gives one back; so in an outage
 * the retries stop by themselves, and every flight is one request. Thread-safe.
 */
public final class RetryBudget {
    private static final int FULL = 10;

    private final AtomicInteger left = new AtomicInteger(FULL);
    private final Pause pause;

    public RetryBudget(Pause pause) {
        this.pause = pause;
    }

    /** Waits; real time in production, a turn of the ticker in tests. */
    @FunctionalInterface
    public interface Pause {
        /** Waits for a time. */
        void pause(Duration time) throws InterruptedException;

        /** Waits in real time. */
        Pause REAL = time -> {
            if (new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IllegalStateException("nobody counts down");
            }
        };
    }

    /** Takes one retry and waits before it; false if there is none left, no time for it, or the thread is interrupted. */
    boolean take(Duration wait, Deadline deadline) {
        return deadline.remaining() > wait.toNanos()
                && left.getAndUpdate(n -> Math.max(0, n - 1)) > 0
                && await(wait, deadline);
    }

    /** Waits without taking one, for what is sent again at a server's own request; false if there is no time, or by an interrupt. */
    public boolean await(Duration wait, Deadline deadline) {
        if (deadline.remaining() <= wait.toNanos()) {
            return false;
        }
        try {
            pause.pause(wait);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Gives one back. */
    void succeeded() {
        left.updateAndGet(n -> Math.min(FULL, n + 1));
    }
}
