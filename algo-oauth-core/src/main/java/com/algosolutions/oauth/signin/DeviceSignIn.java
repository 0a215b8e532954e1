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
 * One device authorization under way: asks the token endpoint, when it is due, whether somebody has signed in, until somebody has or it
 * ends. Thread-safe. It holds no thread: {@link PollingSchedule} says when, the alarm and the workers do the rest.
 */
final class DeviceSignIn implements DeviceAuthorization {
    private static final System.Logger LOG = System.getLogger(DeviceSignIn.class.getName());

    private final String profile;
    private final DeviceAuthorizationResponse codes;
    private final DeviceAuthorizationEndpoint endpoint;
    private final RateLimiter gate;
    private final Timer later;
    private final Executor worker;
    private final LongSupplier ticker;
    private final Duration pollTimeout;
    private final Keeper keeper;
    private final CompletableFuture<State> ended = new CompletableFuture<>();

    /** All of these are guarded by this. Null once it has ended: the device code is of no use any more. */
    private @Nullable DeviceAuthorizationResponse code;

    private PollingSchedule polling;
    /** Why nobody knows whether somebody has signed in, since the last poll that told. */
    private @Nullable Failure trouble;

    private boolean replyLost;
    private boolean suspended;

    private volatile @Nullable Failure failure;

    /** Who keeps what comes of it. Called with nothing locked. */
    interface Keeper {
        /** Somebody has signed in; {@code asked} is the ticker when the grant was asked for. */
        void granted(TokenSet grant, long asked);

        /** Somebody has signed in, but it was given up before. */
        void abandoned(TokenSet grant);

        /** The server wants to be asked less often. */
        void slower(DeviceAuthorizationResponse code);

        /** Something to show on a status page. */
        void tell(String progress);

        /** It is over, without a grant. */
        void ended(DeviceSignInOutcome end);
    }

    /**
     * A sign-in that has its codes.
     *
     * @param profile the profile's name
     * @param asked the ticker when the codes were requested
     * @param pollTimeout how long one poll may take
     */
    DeviceSignIn(
            String profile,
            Timer later,
            Executor worker,
            LongSupplier ticker,
            Duration pollTimeout,
            DeviceAuthorizationEndpoint endpoint,
            RateLimiter gate,
            DeviceAuthorizationResponse code,
            long asked,
            Keeper keeper) {
        this.profile = profile;
        this.codes = code;
        this.endpoint = endpoint;
        this.gate = gate;
        this.later = later;
        this.worker = worker;
        this.ticker = ticker;
        this.pollTimeout = pollTimeout;
        this.code = code;
        this.keeper = keeper;
        this.polling = PollingSchedule.of(code, asked, ticker.getAsLong());
    }

    synchronized void begin() {
        schedule(ticker.getAsLong());
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
    public synchronized Duration expiresIn() {
        return ended.isDone() ? Duration.ZERO : polling.life(ticker.getAsLong());
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

    /** {@return what to show, and the state, in one line} */
    @Override
    public String toString() {
        State state = state();
        return state == State.WAITING
                ? codes + " within " + expiresIn().toSeconds() + " s"
                : state.name() + failure().map(why -> ": " + why).orElse("");
    }

    /** Asks no more, and keeps the code for another process. A poll under way may still bring the grant. */
    void suspend() {
        synchronized (this) {
            suspended = true;
        }
        ended.complete(State.CANCELLED);
    }

    /** With this held. */
    private void schedule(long now) {
        if (!suspended) {
            later.after(polling.idle(now), this::wake);
        }
    }

    private void wake() {
        try {
            worker.execute(this::due);
        } catch (RejectedExecutionException e) { // the client is closed
            suspend();
        }
    }

    /** On a worker. */
    private void due() {
        RateLimiter.Permit pass = gate.pass();
        DeviceAuthorizationResponse asking;
        DeviceSignInOutcome expired;
        synchronized (this) {
            if (code == null || suspended) {
                return;
            }
            asking = code;
            long now = ticker.getAsLong();
            expired = polling.expired(now) ? DeviceSignInOutcome.expired(trouble) : null;
            if (expired == null) {
                Optional<Failure> closed = pass.admitPoll();
                if (closed.isPresent()) {
                    trouble = closed.get();
                    polling = polling.putOff(closed.get().retryAfter().orElse(asking.interval()), now);
                    schedule(now);
                    return;
                }
            }
        }
        if (expired == null) {
            poll(asking, pass);
        } else {
            end(expired);
        }
    }

    private void poll(DeviceAuthorizationResponse asking, RateLimiter.Permit pass) {
        long asked = ticker.getAsLong();
        TokenResponse reply;
        try {
            reply = endpoint.poll(asking, pass::admitPoll, Deadline.after(pollTimeout));
        } catch (RuntimeException | Error e) {
            end(DeviceSignInOutcome.broken());
            throw e;
        }
        if (reply instanceof TokenResponse.Failed failed && failed.fate() == TokenResponse.Fate.NOT_SENT) {
            pass.notSent();
        } else {
            pass.ended();
        }
        if (reply instanceof TokenResponse.Issued issued) {
            granted(issued.grant(), asked);
        } else {
            notYet(asking, (TokenResponse.Failed) reply);
        }
    }

    private void granted(TokenSet grant, long asked) {
        boolean wanted;
        synchronized (this) {
            wanted = code != null;
            code = null;
        }
        if (!wanted) {
            keeper.abandoned(grant);
            return;
        }
        try {
            keeper.granted(grant, asked);
        } finally {
            ended.complete(State.AUTHORIZED);
        }
    }

    private void notYet(DeviceAuthorizationResponse asking, TokenResponse.Failed reply) {
        boolean waiting = PollingSchedule.waiting(reply);
        if (!waiting && reply.fate() != TokenResponse.Fate.NOT_SENT && reply.fate() != TokenResponse.Fate.WITHHELD) {
            gate.record(reply.failure());
        }
        Optional<PollingSchedule> next;
        DeviceSignInOutcome refused;
        DeviceAuthorizationResponse slower = null;
        String progress = "";
        synchronized (this) {
            if (code == null) {
                return;
            }
            long now = ticker.getAsLong();
            next = polling.after(reply, now);
            replyLost |= reply.fate() == TokenResponse.Fate.UNKNOWN;
            refused = DeviceSignInOutcome.refused(reply, replyLost);
            if (next.isPresent()) {
                if (!next.get().interval().equals(polling.interval())) {
                    slower = asking.every(next.get().interval());
                    code = slower;
                    progress = "asked to ask less often: every "
                            + slower.interval().toSeconds() + " s";
                } else if (next.get().troubles() > 0 && polling.troubles() == 0) {
                    progress = "no answer yet from the token endpoint: " + reply.failure();
                }
                trouble = waiting ? null : reply.failure();
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
        synchronized (this) {
            if (code == null) {
                return;
            }
            code = null;
            failure = end.failure().orElse(null);
        }
        try {
            keeper.ended(end);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "The end of an authorization could not be noted: {0}", e.getMessage());
        } finally {
            ended.complete(end.state());
        }
    }
}
