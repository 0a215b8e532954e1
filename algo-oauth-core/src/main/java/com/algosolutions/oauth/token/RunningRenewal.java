package com.algosolutions.oauth.token;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.http.NetworkError;
import com.algosolutions.oauth.time.Deadline;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A renewal in progress, and the callers that wait for it. Its time limit begins when a worker starts it: the wait for a worker says nothing
 * about the storage. Thread-safe.
 */
final class RunningRenewal {
    static final NoToken OVERDUE = NoToken.once(
            Failure.of(
                    Step.TOKEN,
                    Failure.Kind.UNAVAILABLE,
                    "the renewal has not ended in its time: the device's storage hangs, or a plugin does",
                    "Check the storage. A late result of the renewal will be used."),
            true);

    /** How much longer than its limit it may take: a renewal that ends by its own limit has the better reason. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final CountDownLatch end = new CountDownLatch(1);
    private final Duration limit;

    /** Called when a waiting caller finds that the time limit has passed. */
    private final Runnable onOverdue;

    /** Counts the waiting callers of all renewals. */
    private final AtomicInteger waiting;

    /** What the waiting callers get; null until there is something. Written with the monitor held. */
    private volatile @Nullable TokenResult outcome;

    /** By when it should have ended; null until a worker starts it. */
    private volatile @Nullable Deadline deadline;

    /** The published result; null before. Guarded by the manager's lock. */
    @Nullable
    TokenResult result;

    /** Whether {@link #result} is older than what the manager knows. Guarded by the manager's lock. */
    boolean superseded;

    RunningRenewal(Duration limit, Runnable onOverdue, AtomicInteger waiting) {
        this.limit = limit.plus(GRACE);
        this.onOverdue = onOverdue;
        this.waiting = waiting;
    }

    /** Starts the time limit. */
    void started() {
        deadline = Deadline.after(limit);
    }

    /** Whether its waiting callers have been released, or its time limit has passed. */
    boolean over() {
        return outcome != null || overdue();
    }

    private boolean overdue() {
        Deadline begun = deadline;
        return begun != null && begun.passed();
    }

    /** Releases the waiting callers. */
    void complete(TokenResult published) {
        boolean unused = end(published);
    }

    /** Releases the waiting callers; false if they have been released already. */
    private synchronized boolean end(TokenResult result) {
        if (outcome != null) {
            return false;
        }
        outcome = result;
        end.countDown();
        return true;
    }

    /** Waits for the result until the caller's deadline or the renewal's time limit. An interrupt ends the wait; the flag stays set. */
    TokenResult await(Deadline caller) {
        waiting.incrementAndGet();
        try {
            while (true) {
                TokenResult ended = awaitOnce(caller);
                if (ended != null) {
                    return ended;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return notYet(NetworkError.INTERRUPTED);
        } finally {
            waiting.decrementAndGet();
        }
    }

    /** Returns null if the wait must be repeated with a new time limit, because a worker has started the renewal meanwhile. */
    private @Nullable TokenResult awaitOnce(Deadline caller) throws InterruptedException {
        Deadline begun = deadline;
        long most = (begun == null ? Deadline.after(limit) : begun).remaining();
        if (outcome == null && !end.await(Math.min(caller.remaining(), most), TimeUnit.NANOSECONDS)) {
            boolean overdue = overdue();
            if (overdue && end(OVERDUE)) {
                onOverdue.run();
            }
            if (outcome == null) {
                return overdue || caller.passed() ? notYet(NetworkError.DEADLINE) : null;
            }
        }
        return outcome;
    }

    private static NoToken notYet(NetworkError why) {
        return NoToken.once(why.failure(Step.TOKEN, "no token yet"), true);
    }
}
