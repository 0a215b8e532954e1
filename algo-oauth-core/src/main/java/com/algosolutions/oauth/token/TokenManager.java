package com.algosolutions.oauth.token;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.time.Deadline;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The life of one credential's token. Thread-safe, and free of I/O: the renewal, the ticker and the worker are ports.
 *
 * <ul>
 *   <li>FRESH: the token is returned, without a lock and without allocating.
 *   <li>STALE: the token is returned, and renewed on the worker after a caller has used it, so that no caller waits for the renewal. If
 *       a renewal invalidates the old token, callers that come during one wait for it, for half of their time; after that, they get the
 *       token that is still good.
 *   <li>EXPIRED, or no token: one renewal (single-flight). Every caller waits for it, until its own deadline, and gets its result, token or
 *       failure. A caller that gives up does not end the renewal. A renewal that exceeds its time limit (its storage hangs, for example)
 *       is over for its callers; no other renewal starts before it ends, and its late result is used. The limit begins when a worker starts
 *       the renewal.
 *   <li>BACKING_OFF: after a failure with a back-off, callers get that failure until the back-off ends.
 * </ul>
 */
public final class TokenManager {
    private static final System.Logger LOG = System.getLogger(TokenManager.class.getName());
    private static final NoToken FAILED = NoToken.once(
            Failure.of(
                    Step.TOKEN,
                    Failure.Kind.UNAVAILABLE,
                    "an error in this library or in a plugin has ended the renewal",
                    "Report it with the log, which has the stack trace."),
            false);

    private static final NoToken CLOSED = NoToken.once(
            Failure.of(Step.TOKEN, Failure.Kind.UNAVAILABLE, "the client is closed", "Build a new client."), false);

    private final Source renewal;
    private final boolean renewalKills;
    private final Runnable onComplete;
    private final Shared shared;

    /** Written with this object's monitor held, the lock; read without it. */
    private volatile @Nullable AccessToken current;

    /** The renewal in progress; guarded by the lock, as are the two below. */
    private @Nullable RunningRenewal running;

    /** The result of the last renewal, if it failed; callers get it until {@code retryNotBefore}. */
    private @Nullable NoToken failed;

    private long retryNotBefore;

    /** Renews the token. */
    @FunctionalInterface
    public interface Source {
        /**
         * Prepares a renewal. Called with the manager's lock held, so that the attempt knows which token set it renews, and can recognise a
         * newer one that is saved before a worker runs it.
         */
        Attempt begin();
    }

    /** One renewal, run by a worker; never two at once. */
    @FunctionalInterface
    public interface Attempt {
        /**
         * Obtains a token, or a failure.
         *
         * @param publish takes the result; must be called while the credential is still locked, so that no older result is published after
         *     {@link TokenManager#adopt}
         */
        void run(Consumer<TokenResult> publish);
    }

    /**
     * What all managers of a client use.
     *
     * @param limit how long a renewal may take
     * @param ticker monotonic nanoseconds
     * @param worker runs renewals
     * @param waiting counts the callers that wait for a renewal
     */
    public record Shared(Duration limit, LongSupplier ticker, Executor worker, AtomicInteger waiting) {}

    /**
     * The life of one token.
     *
     * @param renewal renews the token
     * @param renewalKills whether a renewal invalidates the token before it
     * @param onComplete called after each renewal, and when one exceeds its limit
     * @param shared what all managers of a client use
     */
    public TokenManager(Source renewal, boolean renewalKills, Runnable onComplete, Shared shared) {
        this.renewal = renewal;
        this.renewalKills = renewalKills;
        this.onComplete = onComplete;
        this.shared = shared;
    }

    /** Replaces the token and the failure by stored ones: a token that may still be good, and a failure with its back-off. */
    public void restore(@Nullable AccessToken token, @Nullable NoToken failure) {
        synchronized (this) {
            current = token;
            markSuperseded();
            if (failure != null) {
                backOff(failure);
            } else {
                failed = null;
            }
        }
    }

    /**
     * Replaces the token by that of another token set, or by none. The caller holds the credential's lock, so a renewal in progress has not
     * read the state yet, and will find the other token set.
     */
    public void adopt(@Nullable AccessToken token) {
        synchronized (this) {
            current = token;
            failed = null;
            markSuperseded();
        }
    }

    /**
     * Marks a renewal whose result is published but not completed as superseded, so that new callers do not get its old result. Call with
     * the lock held.
     */
    private void markSuperseded() {
        if (running != null && running.result != null) {
            running.superseded = true;
        }
    }

    /** Whether a token is the current one, and far from its end. */
    @SuppressWarnings("ReferenceEquality") // this very token
    public boolean isFresh(AccessToken token) {
        return current == token && token.freshAt(shared.ticker.getAsLong());
    }

    /** Returns a good token, or the reason why there is none. */
    public TokenResult token(Deadline deadline) {
        AccessToken token = current;
        if (token != null && token.freshAt(shared.ticker.getAsLong())) {
            return token;
        }
        return staleOrExpired(deadline);
    }

    /**
     * Returns a good token for a caller that sends it later, so that no renewal follows its use. If a renewal invalidates a stale token, it
     * is renewed before it is handed out.
     */
    public TokenResult tokenToHandOut(Deadline deadline) {
        AccessToken token = current;
        if (renewalKills && token != null && !token.freshAt(shared.ticker.getAsLong())) {
            renewInBackground();
        }
        return token(deadline);
    }

    private TokenResult staleOrExpired(Deadline deadline) {
        boolean good;
        boolean superseded;
        RunningRenewal joined;
        synchronized (this) {
            long now = shared.ticker.getAsLong();
            AccessToken token = current;
            good = token != null && token.goodAt(now);
            joined = running;
            if (token != null && good && (joined == null || !renewalKills)) {
                return token;
            }
            if (joined == null) {
                if (failed != null && retryNotBefore - now > 0) {
                    return failed;
                }
                joined = start();
            }
            superseded = joined.superseded;
        }
        if (superseded) {
            TokenResult older = joined.await(deadline);
            return hasCompleted(joined) ? staleOrExpired(deadline) : older;
        }
        if (good) {
            TokenResult result = joined.await(deadline.half());
            AccessToken left = current;
            if (result instanceof NoToken && left != null && left.goodAt(shared.ticker.getAsLong())) {
                return left;
            }
        }
        return joined.await(deadline);
    }

    /** Called when a caller has used a token. A stale token is renewed now, because no caller waits for it. */
    public void used(AccessToken token) {
        long now = shared.ticker.getAsLong();
        if (!token.freshAt(now)) {
            synchronized (this) {
                AccessToken newest = current;
                if (newest != null && !newest.freshAt(now)) {
                    renewUnawaited(now);
                }
            }
        }
    }

    /** Starts a renewal for which no caller waits, unless one is in progress or the client backs off. */
    public void renewInBackground() {
        synchronized (this) {
            renewUnawaited(shared.ticker.getAsLong());
        }
    }

    /** As {@link #renewInBackground}, and waits for the end of the renewal. */
    public void renewInBackground(Deadline deadline) {
        RunningRenewal begun;
        synchronized (this) {
            renewUnawaited(shared.ticker.getAsLong());
            begun = running;
        }
        if (begun != null) {
            TokenResult unused = begun.await(deadline);
        }
    }

    /** Call with the lock held. */
    private void renewUnawaited(long now) {
        if (running != null || (failed != null && retryNotBefore - now > 0)) {
            return;
        }
        try {
            RunningRenewal unused = start();
        } catch (RuntimeException | Error e) { // for example no thread: the status shows it, and no caller waits
            LOG.log(System.Logger.Level.WARNING, "No renewal could be started: {0}", e.toString());
        }
    }

    /** Renews on an operator's request, even if the token is fresh or the client backs off. */
    public TokenResult renew(Deadline deadline) {
        RunningRenewal joined;
        boolean superseded;
        synchronized (this) {
            retryNotBefore = shared.ticker.getAsLong();
            joined = running == null ? start() : running;
            superseded = joined.superseded;
        }
        TokenResult result = joined.await(deadline);
        return superseded && hasCompleted(joined) ? renew(deadline) : result;
    }

    @SuppressWarnings("ReferenceEquality") // this very renewal
    private boolean hasCompleted(RunningRenewal joined) {
        synchronized (this) {
            return running != joined;
        }
    }

    /** Ends the back-off, so that the next caller starts a renewal. */
    public void allowRetry() {
        synchronized (this) {
            retryNotBefore = shared.ticker.getAsLong();
        }
    }

    /**
     * Drops a token that the API rejected as invalid, unless it has been replaced already.
     *
     * @return whether the token was dropped
     */
    @SuppressWarnings("ReferenceEquality") // this very token, not one that looks the same
    public boolean reject(AccessToken rejected) {
        synchronized (this) {
            boolean dropped = current == rejected;
            if (dropped) {
                current = null;
                markSuperseded(); // the renewal that issued it would return it again
            }
            return dropped;
        }
    }

    /** The state at this instant. */
    public Snapshot snapshot() {
        synchronized (this) {
            long now = shared.ticker.getAsLong();
            AccessToken token = current;
            boolean renewing = running != null && !running.over();
            boolean overdue = running != null && !renewing;
            return new Snapshot(
                    token != null && token.goodAt(now) ? token : null,
                    renewing,
                    overdue ? RunningRenewal.OVERDUE : failed,
                    overdue || failed == null ? 0 : Math.max(0, retryNotBefore - now));
        }
    }

    /**
     * The state at an instant.
     *
     * @param good the token, if it is good
     * @param renewing whether a renewal is in progress and within its time limit
     * @param failed the result of the last renewal, if it failed
     * @param backOffNanos how long callers get that failure
     */
    public record Snapshot(
            @Nullable AccessToken good,
            boolean renewing,
            @Nullable NoToken failed,
            long backOffNanos) {}

    /** Call with the lock held. */
    private RunningRenewal start() {
        RunningRenewal started = new RunningRenewal(shared.limit, onComplete, shared.waiting);
        running = started;
        try {
            Attempt attempt = renewal.begin();
            shared.worker.execute(() -> run(started, attempt));
        } catch (RejectedExecutionException e) {
            complete(started, CLOSED);
        } catch (RuntimeException | Error e) { // for example no thread: the next caller must be able to start one
            complete(started, FAILED);
            throw e;
        }
        return started;
    }

    private void run(RunningRenewal started, Attempt attempt) {
        started.started();
        try {
            attempt.run(result -> publish(started, result));
        } finally {
            complete(started, FAILED);
            onComplete.run();
        }
    }

    private void publish(RunningRenewal started, TokenResult result) {
        synchronized (this) {
            started.result = result;
            if (result instanceof AccessToken token) {
                current = token;
                failed = null;
            } else {
                backOff((NoToken) result);
            }
        }
    }

    /** Ends the renewal, and releases its callers after the result is published, so that none of them finds the old state. */
    private void complete(RunningRenewal ended, NoToken otherwise) {
        TokenResult result;
        synchronized (this) {
            result = ended.result;
            if (result == null) {
                publish(ended, otherwise);
                result = otherwise;
            }
            running = null;
        }
        ended.complete(result);
    }

    private void backOff(NoToken none) {
        failed = none;
        retryNotBefore = shared.ticker.getAsLong() + none.quiet().toNanos();
    }
}
