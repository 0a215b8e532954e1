package com.algosolutions.oauth.signin;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.endpoint.DeviceAuthorizationEndpoint;
import com.algosolutions.oauth.endpoint.DeviceAuthorizationResponse;
import com.algosolutions.oauth.endpoint.RateLimiter;
import com.algosolutions.oauth.endpoint.TokenResponse;
import com.algosolutions.oauth.endpoint.TokenSet;
import com.algosolutions.oauth.time.Deadline;
import com.algosolutions.oauth.time.Timer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A device sign-in in progress: polls the token endpoint until the user has signed in, or the sign-in ends. Thread-safe. It occupies no
 * thread between polls: {@link PollingSchedule} computes the time, the timer waits, and a worker sends the poll.
 */
final class DeviceSignIn {
    private static final System.Logger LOG = System.getLogger(DeviceSignIn.class.getName());

    private final DeviceAuthorizationEndpoint endpoint;
    private final RateLimiter limiter;
    private final Timer timer;
    private final Executor worker;
    private final LongSupplier ticker;
    private final Duration pollTimeout;
    private final Keeper keeper;
    private final Object lock = new Object();

    /** Guarded by the lock, like the four fields below. Null after the end: the device code is not used any more. */
    private @Nullable DeviceAuthorizationResponse code;

    private PollingSchedule polling;

    /** The failure of the last poll; null if the token endpoint responded that the user has not signed in yet. */
    private @Nullable Failure pollFailure;

    private boolean replyLost;
    private boolean suspended;

    /** Stores and reports the progress and the result. Called without a lock. */
    interface Keeper {
        /** Whether the sign-in is still waiting; asked before each poll, because another process may have ended it. */
        boolean wanted();

        /** The user has signed in. {@code requestedAt} is the time of the poll, on the monotonic clock. */
        void granted(TokenResponse.Issued issued, long requestedAt);

        /** The user has signed in after the sign-in was ended. */
        void abandoned(TokenSet grant);

        /** The server requires a longer polling interval. */
        void slower(DeviceAuthorizationResponse code);

        /** Reports progress, for a status page. */
        void tell(String progress);

        /** The sign-in has ended without tokens. */
        void ended(DeviceSignInOutcome end);
    }

    /**
     * A sign-in whose codes have been issued.
     *
     * @param pollTimeout how long one poll may take
     * @param requestedAt the time of the device authorization request, on the monotonic clock
     */
    DeviceSignIn(
            Timer timer,
            Executor worker,
            LongSupplier ticker,
            Duration pollTimeout,
            DeviceAuthorizationEndpoint endpoint,
            RateLimiter limiter,
            DeviceAuthorizationResponse code,
            long requestedAt,
            Keeper keeper) {
        this.endpoint = endpoint;
        this.limiter = limiter;
        this.timer = timer;
        this.worker = worker;
        this.ticker = ticker;
        this.pollTimeout = pollTimeout;
        this.code = code;
        this.keeper = keeper;
        this.polling = PollingSchedule.of(code, requestedAt, ticker.getAsLong());
    }

    void begin() {
        synchronized (lock) {
            schedule(ticker.getAsLong());
        }
    }

    /** The remaining life of the device code. */
    Duration life() {
        synchronized (lock) {
            return polling.life(ticker.getAsLong());
        }
    }

    /** Stops polling, because the sign-in has ended otherwise. Tokens that a poll in progress receives are not kept. */
    void stop() {
        synchronized (lock) {
            code = null;
        }
    }

    /** Stops polling, and keeps the code for another process. A poll in progress may still receive the tokens. */
    void suspend() {
        synchronized (lock) {
            suspended = true;
        }
    }

    /** Call with this locked. */
    private void schedule(long now) {
        if (!suspended) {
            timer.after(polling.idle(now), this::wake);
        }
    }

    private void wake() {
        try {
            worker.execute(this::due);
        } catch (RejectedExecutionException e) { // the client is closed
            suspend();
        }
    }

    /** Runs on a worker when a poll is due or the code has expired. */
    private void due() {
        if (!keeper.wanted()) {
            stop();
            return;
        }
        RateLimiter.Permit permit = limiter.permit();
        DeviceAuthorizationResponse polled;
        DeviceSignInOutcome expired;
        synchronized (lock) {
            if (code == null || suspended) {
                return;
            }
            polled = code;
            long now = ticker.getAsLong();
            expired = polling.expired(now) ? DeviceSignInOutcome.expired(pollFailure) : null;
            if (expired == null) {
                Optional<Failure> limited = permit.admitPoll();
                if (limited.isPresent()) {
                    pollFailure = limited.get();
                    polling = polling.putOff(limited.get().retryAfter().orElse(polled.interval()), now);
                    schedule(now);
                    return;
                }
            }
        }
        if (expired == null) {
            poll(polled, permit);
        } else {
            end(expired);
        }
    }

    private void poll(DeviceAuthorizationResponse polled, RateLimiter.Permit permit) {
        long requestedAt = ticker.getAsLong();
        TokenResponse response;
        try {
            response = endpoint.poll(polled, permit::admitPoll, Deadline.after(pollTimeout));
        } catch (RuntimeException | Error e) {
            end(DeviceSignInOutcome.broken());
            throw e;
        }
        if (response instanceof TokenResponse.Failed failed && failed.fate() == TokenResponse.Fate.NOT_SENT) {
            permit.notSent();
        } else {
            permit.ended();
        }
        if (response instanceof TokenResponse.Issued issued) {
            granted(issued, requestedAt);
        } else {
            notYet(polled, (TokenResponse.Failed) response);
        }
    }

    private void granted(TokenResponse.Issued issued, long requestedAt) {
        boolean wanted;
        synchronized (lock) {
            wanted = code != null;
            code = null;
        }
        if (wanted) {
            keeper.granted(issued, requestedAt);
        } else {
            keeper.abandoned(issued.grant());
        }
    }

    private void notYet(DeviceAuthorizationResponse polled, TokenResponse.Failed response) {
        boolean waiting = PollingSchedule.waiting(response);
        if (!waiting
                && response.fate() != TokenResponse.Fate.NOT_SENT
                && response.fate() != TokenResponse.Fate.WITHHELD) {
            limiter.record(response.failure());
        }
        Optional<PollingSchedule> next;
        DeviceSignInOutcome refused;
        DeviceAuthorizationResponse slower = null;
        String progress = "";
        synchronized (lock) {
            if (code == null) {
                return;
            }
            long now = ticker.getAsLong();
            next = polling.after(response, now);
            replyLost |= response.fate() == TokenResponse.Fate.UNKNOWN;
            refused = DeviceSignInOutcome.refused(response, replyLost);
            if (next.isPresent()) {
                if (!next.get().interval().equals(polling.interval())) {
                    slower = polled.every(next.get().interval());
                    code = slower;
                    progress = "the server requires a longer polling interval: "
                            + slower.interval().toSeconds() + " s";
                } else if (next.get().failures() > 0 && polling.failures() == 0) {
                    progress = "no usable response from the token endpoint yet: " + response.failure();
                }
                pollFailure = waiting ? null : response.failure();
                polling = next.get();
                schedule(now);
            }
        }
        if (next.isEmpty()) {
            end(refused);
            return;
        }
        if (slower != null) {
            keeper.slower(slower);
        }
        if (!progress.isEmpty()) {
            keeper.tell(progress);
        }
    }

    private void end(DeviceSignInOutcome end) {
        synchronized (lock) {
            if (code == null) {
                return;
            }
            code = null;
        }
        try {
            keeper.ended(end);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "The end of a sign-in could not be recorded: {0}", e.getMessage());
        }
    }
}
