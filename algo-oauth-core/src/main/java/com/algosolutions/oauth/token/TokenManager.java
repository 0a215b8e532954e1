package com.algosolutions.oauth.token;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.http.NetworkError;
import com.algosolutions.oauth.time.Deadline;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The life of one credential's token. Thread-safe, and free of I/O: what obtains a token, the ticker and the worker are given.
 *
 * <ul>
 *   <li>FRESH: the token is returned, without a lock and without allocating.
 *   <li>STALE: the token is returned, and renewed on the worker once a caller has used it; so no caller pays for the renewal. Where a
 *       renewal kills the old token, callers who come while one is under way wait for it, for half of their time: then the token
 *       that is still good is better than none.
 *   <li>EXPIRED, or none: one flight, and everybody who comes while it is under way waits for it, no longer than its own deadline, and
 *       gets what it brings, token or failure. A caller who gives up does not end the flight. A flight that does not end in its own time,
 *       which begins when a worker takes it (its storage hangs, say), is over for its callers; no other is begun, and what it brings late
 *       is taken over.
 *   <li>HELD: after a failure that says how long to leave the endpoint alone, callers get that failure until then.
 * </ul>
 */
public final class TokenManager {
    private static final System.Logger LOG = System.getLogger(TokenManager.class.getName());
    private static final NoToken FAILED = NoToken.once(
            Failure.local(
                    Step.TOKEN,
                    Failure.Kind.UNAVAILABLE,
                    "the renewal ended by an error in this library or in a plugin",
                    "Report it with the log, which has the stack trace."),
            false);

    private static final NoToken OVERDUE = NoToken.once(
            Failure.local(
                    Step.TOKEN,
                    Failure.Kind.UNAVAILABLE,
                    "the renewal has not ended in its time: the device's storage hangs, or a plugin does",
                    "Check the storage. What the renewal brings late will be used."),
            true);

    /** How much longer than its limit a flight may take: one that ends by its own limit knows better why. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final RenewalSource renewal;
    private final Duration limit;
    private final boolean renewalKills;
    private final LongSupplier ticker;
    private final Executor worker;
    private final Runnable onComplete;
    private final Object lock = new Object();

    /** Written under the lock, read without it. */
    private volatile @Nullable AccessToken current;

    /** Guarded by the lock, as are the two below. */
    private @Nullable Flight flight;

    /** What the last flight brought, if that was a failure; callers get it until {@code retryNotBefore}. */
    private @Nullable NoToken failed;

    private long retryNotBefore;

    /**
     * A token life.
     *
     * @param renewal renews the token
     * @param limit how long a renewal may take
     * @param renewalKills whether a renewal ends the life of the token before it
     * @param ticker monotonic nanoseconds
     * @param worker runs renewals
     * @param landed is told after each flight
     */
    public TokenManager(
            RenewalSource renewal,
            Duration limit,
            boolean renewalKills,
            LongSupplier ticker,
            Executor worker,
            Runnable onComplete) {
        this.onComplete = onComplete;
        this.renewal = renewal;
        this.limit = limit;
        this.renewalKills = renewalKills;
        this.ticker = ticker;
        this.worker = worker;
    }

    /** Takes over what is known from elsewhere: a token that may still be good, and a failure that still holds. */
    public void restore(@Nullable AccessToken token, @Nullable NoToken failure) {
        synchronized (lock) {
            current = token;
            markSuperseded();
            if (failure != null) {
                hold(failure);
            } else {
                failed = null;
            }
        }
    }

    /** A renewal under way. */
    private static final class Flight {
        private final CompletableFuture<TokenResult> end = new CompletableFuture<>();

        /** By when it should have ended; null while it waits for a worker, which is not the storage's doing. */
        private volatile @Nullable Deadline deadline;

        /** What it has brought, once that is published; guarded by the manager's lock. */
        private @Nullable TokenResult result;

        /** Whether that is older than what is known; guarded as well. */
        private boolean superseded;

        boolean overdue() {
            Deadline begun = deadline;
            return begun != null && begun.passed();
        }

        boolean over() {
            return end.isDone() || overdue();
        }
    }

    /**
     * Puts another grant's token, or none yet, in the place of what is known. For whoever keeps renewals from changing the grant: one
     * that is under way has not begun yet, and finds the other grant.
     */
    public void adopt(@Nullable AccessToken token) {
        synchronized (lock) {
            current = token;
            failed = null;
            markSuperseded();
        }
    }

    /** With the lock held: a flight that has published and has yet to land has nothing for those who come from now on. */
    private void markSuperseded() {
        if (flight != null && flight.result != null) {
            flight.superseded = true;
        }
    }

    /** A good token, or why there is none. */
    public TokenResult token(Deadline deadline) {
        AccessToken token = current;
        if (token != null && token.freshAt(ticker.getAsLong())) {
            return token;
        }
        return staleOrExpired(deadline);
    }

    private TokenResult staleOrExpired(Deadline deadline) {
        boolean good;
        boolean behind;
        Flight joined;
        synchronized (lock) {
            long now = ticker.getAsLong();
            AccessToken token = current;
            good = token != null && token.goodAt(now);
            joined = flight;
            if (token != null && good && (joined == null || !renewalKills)) {
                return token;
            }
            if (joined == null) {
                if (failed != null && retryNotBefore - now > 0) {
                    return failed;
                }
                joined = start();
            }
            behind = joined.superseded;
        }
        if (behind) {
            TokenResult older = await(joined, deadline);
            return hasLanded(joined) ? staleOrExpired(deadline) : older;
        }
        if (good) {
            TokenResult outcome = await(joined, deadline.half());
            AccessToken left = current;
            if (outcome instanceof NoToken && left != null && left.goodAt(ticker.getAsLong())) {
                return left;
            }
        }
        return await(joined, deadline);
    }

    /** Is told that a caller has done with a token: a stale one is renewed now, when nobody waits for it. */
    public void used(AccessToken token) {
        long now = ticker.getAsLong();
        if (!token.freshAt(now)) {
            synchronized (lock) {
                AccessToken newest = current;
                if (newest != null && !newest.freshAt(now)) {
                    renewUnawaited(now);
                }
            }
        }
    }

    /** A renewal that nobody waits for, unless one is under way or the endpoint is to be left alone. */
    public void renewInBackground() {
        synchronized (lock) {
            renewUnawaited(ticker.getAsLong());
        }
    }

    /** With the lock held. */
    private void renewUnawaited(long now) {
        if (flight != null || (failed != null && retryNotBefore - now > 0)) {
            return;
        }
        try {
            Flight unused = start();
        } catch (RuntimeException | Error e) { // no thread to be had: the state tells, and the call has ended well
            LOG.log(System.Logger.Level.WARNING, "No renewal could be started: {0}", e.toString());
        }
    }

    /** A renewal although the token may be fresh, and although the endpoint is to be left alone: somebody asks for it. */
    public TokenResult renew(Deadline deadline) {
        Flight joined;
        boolean behind;
        synchronized (lock) {
            retryNotBefore = ticker.getAsLong();
            joined = flight == null ? start() : flight;
            behind = joined.superseded;
        }
        TokenResult outcome = await(joined, deadline);
        return behind && hasLanded(joined) ? renew(deadline) : outcome;
    }

    @SuppressWarnings("ReferenceEquality") // this very flight
    private boolean hasLanded(Flight joined) {
        synchronized (lock) {
            return flight != joined;
        }
    }

    /** Lets the next caller try, although a failure holds callers back: somebody asks. */
    public void allowRetry() {
        synchronized (lock) {
            retryNotBefore = ticker.getAsLong();
        }
    }

    /** Drops a token that the target condemned, unless it has been replaced already. */
    @SuppressWarnings("ReferenceEquality")
    public // this very token, not one that looks the same
    void reject(AccessToken condemned) {
        synchronized (lock) {
            if (current == condemned) {
                current = null;
                markSuperseded(); // what has brought it would hand it out again
            }
        }
    }

    /** The state of this life at this instant. */
    public Snapshot snapshot() {
        synchronized (lock) {
            long now = ticker.getAsLong();
            AccessToken token = current;
            boolean renewing = flight != null && !flight.over();
            boolean overdue = flight != null && !renewing;
            return new Snapshot(
                    token != null && token.goodAt(now) ? token : null,
                    renewing,
                    overdue ? OVERDUE : failed,
                    overdue || failed == null ? 0 : Math.max(0, retryNotBefore - now));
        }
    }

    /**
     * The state at an instant.
     *
     * @param good the token, if it is good
     * @param renewing whether a flight is under way that may still end in its time
     * @param failed what the last flight brought, if that was a failure
     * @param heldNanos how long callers get that failure
     */
    public record Snapshot(
            @Nullable AccessToken good,
            boolean renewing,
            @Nullable NoToken failed,
            long backOffNanos) {}

    /** With the lock held. */
    private Flight start() {
        Flight started = new Flight();
        flight = started;
        try {
            RenewalSource.Attempt begun = renewal.begin();
            worker.execute(() -> run(started, begun));
        } catch (RejectedExecutionException e) {
            complete(
                    started,
                    NoToken.once(
                            Failure.local(
                                    Step.TOKEN,
                                    Failure.Kind.UNAVAILABLE,
                                    "the client is closed",
                                    "Build a new client."),
                            false));
        } catch (RuntimeException | Error e) { // no thread to be had: the slot must not stay taken
            complete(started, FAILED);
            throw e;
        }
        return started;
    }

    private void run(Flight started, RenewalSource.Attempt begun) {
        started.deadline = Deadline.after(limit.plus(GRACE));
        try {
            begun.run(outcome -> publish(started, outcome));
        } finally {
            complete(started, FAILED);
            onComplete.run();
        }
    }

    private void publish(Flight started, TokenResult outcome) {
        synchronized (lock) {
            started.result = outcome;
            if (outcome instanceof AccessToken token) {
                current = token;
                failed = null;
            } else {
                hold((NoToken) outcome);
            }
        }
    }

    /** Frees the slot, and releases the waiters after what they get is published, so that none of them can find the old state. */
    private void complete(Flight ended, NoToken otherwise) {
        TokenResult outcome;
        synchronized (lock) {
            outcome = ended.result;
            if (outcome == null) {
                publish(ended, otherwise);
                outcome = otherwise;
            }
            flight = null;
        }
        ended.end.complete(outcome);
    }

    private void hold(NoToken none) {
        failed = none;
        retryNotBefore = ticker.getAsLong() + none.quiet().toNanos();
    }

    private TokenResult await(Flight joined, Deadline deadline) {
        try {
            while (true) {
                TokenResult outcome = awaitOnce(joined, deadline);
                if (outcome != null) {
                    return outcome;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return notYet(NetworkError.INTERRUPTED);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a flight lands with an outcome, never with an exception", e);
        }
    }

    /** Null if it is to be looked again: a worker may have taken the flight meanwhile. */
    private @Nullable TokenResult awaitOnce(Flight joined, Deadline deadline)
            throws InterruptedException, ExecutionException {
        Deadline begun = joined.deadline;
        long most = (begun == null ? Deadline.after(limit.plus(GRACE)) : begun).remaining();
        try {
            return joined.end.get(Math.min(deadline.remaining(), most), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            boolean overdue = joined.overdue();
            if (overdue && joined.end.complete(OVERDUE)) {
                onComplete.run();
            }
            return overdue || deadline.passed() ? joined.end.getNow(notYet(NetworkError.DEADLINE)) : null;
        }
    }

    private static NoToken notYet(NetworkError why) {
        return NoToken.once(why.failure(Step.TOKEN, "no token yet"), true);
    }
}
