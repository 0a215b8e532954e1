package com.algosolutions.oauth.signin;

import com.algosolutions.oauth.DeviceAuthorization;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A device sign-in in progress: polls the token endpoint until the user has signed in, or the sign-in ends. Thread-safe. It occupies no
 * thread between polls: {@link PollingSchedule} computes the time, the timer waits, and a worker sends the poll.
 */
final class DeviceSignIn implements DeviceAuthorization {
    private static final System.Logger LOG = System.getLogger(DeviceSignIn.class.getName());

    private final String profile;
    private final DeviceAuthorizationResponse codes;
    private final DeviceAuthorizationEndpoint endpoint;
    private final RateLimiter limiter;
    private final Timer timer;
    private final Executor worker;
    private final LongSupplier ticker;
    private final Duration pollTimeout;
    private final Keeper keeper;
    private final CompletableFuture<State> ended = new CompletableFuture<>();

    /** Not this: an application that has this sign-in could lock on it. */
    private final Object lock = new Object();

    /** Guarded by the lock, like the four fields below. Null after the end: the device code is not used any more. */
    private @Nullable DeviceAuthorizationResponse code;

    private PollingSchedule polling;

    /** The failure of the last poll; null if the token endpoint responded that the user has not signed in yet. */
    private @Nullable Failure pollFailure;

    private boolean replyLost;
    private boolean suspended;

    private volatile @Nullable Failure failure;

    /** Stores and reports the progress and the result. Called without a lock. */
    interface Keeper {
        /** The user has signed in. {@code requestedAt} is the time of the poll, on the monotonic clock. */
        void granted(TokenSet grant, long requestedAt);

        /** The user has signed in after the sign-in was cancelled. */
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
     * @param profile the profile's name
     * @param pollTimeout how long one poll may take
     * @param requestedAt the time of the device authorization request, on the monotonic clock
     */
    DeviceSignIn(
            String profile,
            Timer timer,
            Executor worker,
            LongSupplier ticker,
            Duration pollTimeout,
            DeviceAuthorizationEndpoint endpoint,
            RateLimiter limiter,
            DeviceAuthorizationResponse code,
            long requestedAt,
            Keeper keeper) {
        this.profile = profile;
        this.codes = code;
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

    @Override
    public String profile() {
        return profile;
    }

    @Override
    public String userCode() {
        return codes.userCode();
    }

    @Override
    public String verificationUri() {
        return codes.verificationUri();
    }

    @Override
    public Optional<String> verificationUriComplete() {
        return codes.verificationUriComplete();
    }

    @Override
    public Duration expiresIn() {
        synchronized (lock) {
            return ended.isDone() ? Duration.ZERO : polling.life(ticker.getAsLong());
        }
    }

    @Override
    public State state() {
        return ended.getNow(State.WAITING);
    }

    @Override
    public Optional<Failure> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public State await(Duration limit) {
        try {
            return ended.get(Deadline.after(limit).remaining(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return state();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return state();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a sign-in ends with a state, never with an exception", e);
        }
    }

    @Override
    public CompletableFuture<State> ended() {
        return ended.copy();
    }

    @Override
    public void cancel() {
        cancel("cancelled");
    }

    void cancel(String why) {
        end(DeviceSignInOutcome.cancelled(why));
    }

    /** {@return code, address and remaining time, or the final state with its reason, in one line} */
    @Override
    public String toString() {
        State state = state();
        return state == State.WAITING
                ? codes + " within " + expiresIn().toSeconds() + " s"
                : state.name() + failure().map(why -> ": " + why).orElse("");
    }

    /** Stops polling, and keeps the code for another process. A poll in progress may still receive the tokens. */
    void suspend() {
        synchronized (lock) {
            suspended = true;
        }
        ended.complete(State.CANCELLED);
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
            granted(issued.grant(), requestedAt);
        } else {
            notYet(polled, (TokenResponse.Failed) response);
        }
    }

    private void granted(TokenSet grant, long requestedAt) {
        boolean wanted;
        synchronized (lock) {
            wanted = code != null;
            code = null;
        }
        if (!wanted) {
            keeper.abandoned(grant);
            return;
        }
        try {
            keeper.granted(grant, requestedAt);
        } finally {
            ended.complete(State.AUTHORIZED);
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
            failure = end.failure().orElse(null);
        }
        try {
            keeper.ended(end);
        } catch (RuntimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The end of an authorization could not be recorded: {0}",
                    e.getMessage());
        } finally {
            ended.complete(end.state());
        }
    }
}
