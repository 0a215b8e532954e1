package com.algosolutions.oauth;

import com.algosolutions.oauth.spi.Consequence;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The life of one credential's token. Thread-safe, and free of I/O: what obtains a token, the ticker and the worker are given.
 *
 * <ul>
 *   <li>FRESH: the token is returned, without a lock and without allocating.
 *   <li>STALE: the token is returned, and renewed on the worker once a caller has used it; so no caller pays for the renewal. Where a
 *       renewal kills the old token, callers who come while one is under way wait for it.
 *   <li>EXPIRED, or none: one flight, and everybody who comes while it is under way waits for it, no longer than its own deadline, and
 *       gets what it brings, token or failure. A caller who gives up does not end the flight.
 *   <li>HELD: after a failure that says how long to leave the endpoint alone, callers get that failure until then.
 * </ul>
 */
final class TokenManager {
    private static final System.Logger LOG = System.getLogger(TokenManager.class.getName());
    private static final NoToken FAILED = NoToken.once(
            Failure.local(
                    Step.TOKEN,
                    Consequence.OUTAGE,
                    "the renewal ended by an error in this library or in a plugin",
                    "Report it with the log, which has the stack trace."),
            false);

    private final Supplier<TokenOutcome> renewal;
    private final boolean renewalKills;
    private final LongSupplier ticker;
    private final Executor worker;
    private final Runnable landed;
    private final Object lock = new Object();

    /** Written under the lock, read without it. */
    private volatile @Nullable Token current;

    /** Guarded by the lock, as are the two below. */
    private @Nullable CompletableFuture<TokenOutcome> flight;

    /** What the last flight brought, if that was a failure; callers get it until {@code heldUntil}. */
    private @Nullable NoToken failed;

    private long heldUntil;

    /**
     * A token life.
     *
     * @param renewal obtains a token; called on the worker, one call at a time
     * @param renewalKills whether a renewal ends the life of the token before it
     * @param ticker monotonic nanoseconds
     * @param worker runs renewals
     * @param landed is told after each flight
     */
    TokenManager(
            Supplier<TokenOutcome> renewal,
            boolean renewalKills,
            LongSupplier ticker,
            Executor worker,
            Runnable landed) {
        this.landed = landed;
        this.renewal = renewal;
        this.renewalKills = renewalKills;
        this.ticker = ticker;
        this.worker = worker;
    }

    /** Takes over what is known from elsewhere: a token that may still be good, and a failure that still holds. */
    void restore(@Nullable Token token, @Nullable NoToken failure) {
        synchronized (lock) {
            current = token;
            if (failure != null) {
                hold(failure);
            } else {
                failed = null;
            }
        }
    }

    /** Puts another grant's token, or none yet, in the place of what is known, and of what a flight for the old grant may bring. */
    void adopt(@Nullable Token token) {
        CompletableFuture<TokenOutcome> overtaken;
        synchronized (lock) {
            current = token;
            failed = null;
            overtaken = flight;
            flight = null;
        }
        if (overtaken != null && token != null) {
            overtaken.complete(token);
        }
    }

    /** A good token, or why there is none. */
    TokenOutcome token(Deadline deadline) {
        Token token = current;
        if (token != null && token.freshAt(ticker.getAsLong())) {
            return token;
        }
        return staleOrExpired(deadline);
    }

    private TokenOutcome staleOrExpired(Deadline deadline) {
        Token good;
        CompletableFuture<TokenOutcome> joined;
        synchronized (lock) {
            long now = ticker.getAsLong();
            Token token = current;
            good = token != null && token.goodAt(now) ? token : null;
            joined = flight;
            if (good != null && (joined == null || !renewalKills)) {
                return good;
            }
            if (joined == null) {
                if (failed != null && heldUntil - now > 0) {
                    return failed;
                }
                joined = start();
            }
        }
        TokenOutcome outcome = await(joined, deadline);
        return outcome instanceof NoToken && good != null && good.goodAt(ticker.getAsLong()) ? good : outcome;
    }

    /** Is told that a caller has done with a token: a stale one is renewed now, when nobody waits for it. */
    void used(Token token) {
        long now = ticker.getAsLong();
        if (!token.freshAt(now)) {
            synchronized (lock) {
                Token newest = current;
                if (newest != null && !newest.freshAt(now)) {
                    renewUnawaited(now);
                }
            }
        }
    }

    /** A renewal that nobody waits for, unless one is under way or the endpoint is to be left alone. */
    void settle() {
        synchronized (lock) {
            renewUnawaited(ticker.getAsLong());
        }
    }

    /** With the lock held. */
    private void renewUnawaited(long now) {
        if (flight != null || (failed != null && heldUntil - now > 0)) {
            return;
        }
        try {
            CompletableFuture<TokenOutcome> unused = start();
        } catch (RuntimeException | Error e) { // no thread to be had: the state tells, and the call has ended well
            LOG.log(System.Logger.Level.WARNING, "No renewal could be started: {0}", e.toString());
        }
    }

    /** A renewal although the token may be fresh, and although the endpoint is to be left alone: somebody asks for it. */
    TokenOutcome renew(Deadline deadline) {
        CompletableFuture<TokenOutcome> joined;
        synchronized (lock) {
            heldUntil = ticker.getAsLong();
            joined = flight == null ? start() : flight;
        }
        return await(joined, deadline);
    }

    /** Lets the next caller try, although a failure holds callers back: somebody asks. */
    void release() {
        synchronized (lock) {
            heldUntil = ticker.getAsLong();
        }
    }

    /** Drops a token that the target condemned, unless it has been replaced already. */
    @SuppressWarnings("ReferenceEquality") // this very token, not one that looks the same
    void reject(Token condemned) {
        synchronized (lock) {
            if (current == condemned) {
                current = null;
            }
        }
    }

    /** The state of this life at this instant. */
    Snapshot snapshot() {
        synchronized (lock) {
            long now = ticker.getAsLong();
            Token token = current;
            return new Snapshot(
                    token != null && token.goodAt(now) ? token : null,
                    flight != null,
                    failed,
                    failed == null ? 0 : Math.max(0, heldUntil - now));
        }
    }

    /**
     * The state at an instant.
     *
     * @param good the token, if it is good
     * @param renewing whether a flight is under way
     * @param failed what the last flight brought, if that was a failure
     * @param heldNanos how long callers get that failure
     */
    record Snapshot(
            @Nullable Token good,
            boolean renewing,
            @Nullable NoToken failed,
            long heldNanos) {}

    /** With the lock held. */
    private CompletableFuture<TokenOutcome> start() {
        CompletableFuture<TokenOutcome> started = new CompletableFuture<>();
        flight = started;
        try {
            worker.execute(() -> fly(started));
        } catch (RejectedExecutionException e) {
            land(
                    started,
                    NoToken.once(
                            Failure.local(
                                    Step.TOKEN, Consequence.OUTAGE, "the client is closed", "Build a new client."),
                            false));
        } catch (RuntimeException | Error e) { // no thread to be had: the slot must not stay taken
            land(started, FAILED);
            throw e;
        }
        return started;
    }

    private void fly(CompletableFuture<TokenOutcome> started) {
        TokenOutcome outcome = FAILED;
        try {
            outcome = renewal.get();
        } finally {
            land(started, outcome);
        }
    }

    /** Publishes before the waiters are released, so that none of them can find the old state. */
    private void land(CompletableFuture<TokenOutcome> ended, TokenOutcome outcome) {
        synchronized (lock) {
            if (flight == ended) {
                flight = null;
                publish(outcome);
            }
        }
        ended.complete(outcome);
        landed.run();
    }

    private void publish(TokenOutcome outcome) {
        if (outcome instanceof Token token) {
            current = token;
            failed = null;
        } else {
            hold((NoToken) outcome);
        }
    }

    private void hold(NoToken none) {
        failed = none;
        heldUntil = ticker.getAsLong() + none.quiet().toNanos();
    }

    private static TokenOutcome await(CompletableFuture<TokenOutcome> joined, Deadline deadline) {
        try {
            return joined.get(deadline.remaining(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return NoToken.once(Failure.of(Step.TOKEN, "no token yet", Trouble.DEADLINE), true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return NoToken.once(Failure.of(Step.TOKEN, "no token yet", Trouble.INTERRUPTED), true);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a flight lands with an outcome, never with an exception", e);
        }
    }
}
