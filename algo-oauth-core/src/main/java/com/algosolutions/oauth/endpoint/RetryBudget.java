package com.algosolutions.oauth.endpoint;

import com.algosolutions.oauth.Failure;
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

    /** What a request needs at least after a wait: without it, the wait would end in a time-out. */
    private static final Duration REQUEST = Duration.ofMillis(500);

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

    /**
     * Waits until a server or the rate limit admits requests again, without taking a retry; false if the failure does not name that time,
     * if the deadline does not leave time for a request after it, or after an interrupt.
     */
    public boolean awaitTurn(Failure failure, Duration wait, Deadline deadline) {
        return failure.kind() == Failure.Kind.THROTTLED
                && failure.retryAfter().isPresent()
                && deadline.remaining() > wait.plus(REQUEST).toNanos()
                && await(wait, deadline);
    }

    /** Waits as above for the time that the failure of a request names. */
    <T> boolean awaitTurn(Answer<T> answer, Deadline deadline) {
        return answer instanceof Answer.Failed<T> failed && awaitTurn(failed.failure(), deadline);
    }

    boolean awaitTurn(Failure failure, Deadline deadline) {
        return awaitTurn(failure, failure.retryAfter().orElse(Duration.ZERO), deadline);
    }

    /** Gives one retry back. */
    void succeeded() {
        left.updateAndGet(n -> Math.min(FULL, n + 1));
    }
}
