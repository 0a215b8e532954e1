package com.algosolutions.oauth.endpoint;

import com.algosolutions.oauth.time.Deadline;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Limits the automatic retries of a client's renewals. Each retry takes one of ten, each success gives one back, so that in an outage the
 * retries stop and each renewal is one request. Thread-safe.
 */
public final class RetryBudget {
    private static final int FULL = 10;

    private final AtomicInteger left = new AtomicInteger(FULL);
    private final Pause pause;

    public RetryBudget(Pause pause) {
        this.pause = pause;
    }

    /** Waits: in real time in production; tests advance their ticker instead. */
    @FunctionalInterface
    public interface Pause {
        /** Waits for a duration. */
        void pause(Duration time) throws InterruptedException;

        /** Waits in real time. */
        Pause REAL = time -> {
            if (new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IllegalStateException("the latch is never counted down");
            }
        };
    }

    /** Takes one retry and waits before it; false if none is left, the deadline is too near, or the thread is interrupted. */
    boolean take(Duration wait, Deadline deadline) {
        return deadline.remaining() > wait.toNanos()
                && left.getAndUpdate(n -> Math.max(0, n - 1)) > 0
                && await(wait, deadline);
    }

    /**
     * Waits without taking a retry, for a repetition that the server requested; false if the deadline is too near, or after an
     * interrupt.
     */
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

    /** Gives one retry back. */
    void succeeded() {
        left.updateAndGet(n -> Math.min(FULL, n + 1));
    }
}
