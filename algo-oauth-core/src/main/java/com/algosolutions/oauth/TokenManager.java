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
 * The life of one credential's token. Thread-safe.
 *
 * <p>A good token is returned without a lock. Otherwise there is one flight at a time, on a worker thread: whoever comes while it is
 * under way waits for it, no longer than the own deadline, and gets what it brings, token or failure. A caller who gives up does not
 * end the flight.
 */
final class TokenManager {
    private static final NoToken FAILED = NoToken.refused(Failure.local(
            Step.TOKEN,
            Consequence.OUTAGE,
            "the renewal ended by an error in this library or in a plugin",
            "Report it with the log, which has the stack trace."));

    private final Supplier<TokenOutcome> renewal;
    private final LongSupplier ticker;
    private final Executor worker;
    private final Object lock = new Object();

    /** Written under the lock, read without it. */
    private volatile @Nullable Token current;

    /** Guarded by the lock. */
    private @Nullable CompletableFuture<TokenOutcome> flight;

    /**
     * A token life.
     *
     * @param renewal obtains a token; called on the worker, one call at a time
     * @param first a token that is there already
     * @param ticker monotonic nanoseconds
     * @param worker runs renewals
     */
    TokenManager(Supplier<TokenOutcome> renewal, @Nullable Token first, LongSupplier ticker, Executor worker) {
        this.renewal = renewal;
        this.current = first;
        this.ticker = ticker;
        this.worker = worker;
    }

    /** A good token, or why there is none. */
    TokenOutcome token(Deadline deadline) {
        Token token = current;
        if (token != null && token.goodAt(ticker.getAsLong())) {
            return token;
        }
        return await(join(), deadline);
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

    private CompletableFuture<TokenOutcome> join() {
        synchronized (lock) {
            Token token = current;
            if (token != null && token.goodAt(ticker.getAsLong())) {
                return CompletableFuture.completedFuture(token);
            }
            CompletableFuture<TokenOutcome> joined = flight;
            if (joined == null) {
                joined = new CompletableFuture<>();
                flight = joined;
                start(joined);
            }
            return joined;
        }
    }

    private void start(CompletableFuture<TokenOutcome> started) {
        try {
            worker.execute(() -> fly(started));
        } catch (RejectedExecutionException e) {
            land(
                    started,
                    NoToken.refused(Failure.local(
                            Step.TOKEN, Consequence.OUTAGE, "the client is closed", "Build a new client.")));
        } catch (RuntimeException | Error e) { // no thread to be had: the slot must not stay taken
            land(started, FAILED);
            throw e;
        }
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
    private void land(CompletableFuture<TokenOutcome> landed, TokenOutcome outcome) {
        synchronized (lock) {
            if (outcome instanceof Token token) {
                current = token;
            }
            flight = null;
        }
        landed.complete(outcome);
    }

    private static TokenOutcome await(CompletableFuture<TokenOutcome> joined, Deadline deadline) {
        try {
            return joined.get(deadline.remaining(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return new NoToken(Failure.of(Step.TOKEN, "no token yet", Trouble.DEADLINE), true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new NoToken(Failure.of(Step.TOKEN, "no token yet", Trouble.INTERRUPTED), true);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a flight lands with an outcome, never with an exception", e);
        }
    }
}
