package com.algosolutions.oauth.signin;

import com.algosolutions.oauth.DeviceCode;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.SignIn;
import com.algosolutions.oauth.time.Deadline;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A sign-in that was started, in this process or another. The store has its state; this object adds what only this process knows: the
 * failure in detail, and an end that the store failed to keep. Thread-safe.
 */
final class ProfileSignIn implements SignIn {
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    /** How often a waiting thread looks whether another process has ended the sign-in. */
    private static final Duration CHECK = Duration.ofSeconds(1);

    private final Identity identity;
    private final String name;
    private final Optional<URI> browserUrl;
    private final Optional<DeviceCode> deviceCode;
    private final Book book;
    private final CompletableFuture<State> future = new CompletableFuture<>();

    /** The last state that was read, for when the store cannot be read. */
    private volatile State last = State.WAITING;

    private volatile @Nullable SignInOutcome end;
    private volatile @Nullable Failure failure;

    /** The remaining life of the device code, in the process that polls for it; null in others. */
    private volatile @Nullable Supplier<Duration> polling;

    /** Ends the polling of this process. */
    private volatile Runnable onEnd = () -> {};

    private volatile boolean stored;
    private final AtomicBoolean watched = new AtomicBoolean();

    /**
     * What identifies a sign-in.
     *
     * @param profileId the profile's id
     * @param digest the digest of the state, or of the device code, or a random text
     */
    record Identity(String profileId, String digest) {}

    /** Reads and changes the stored state of sign-ins. */
    interface Book {
        /** The state by the store. Never throws because the store fails. */
        State state(ProfileSignIn signIn);

        /** The profile's present name. */
        Optional<String> name(String profileId);

        Duration expiresIn(ProfileSignIn signIn);

        Optional<Failure> failure(ProfileSignIn signIn, State state);

        String message(ProfileSignIn signIn, State state);

        /** Reads the state when the URL or the code expires, which completes the future. */
        void watch(ProfileSignIn signIn);

        boolean cancel(ProfileSignIn signIn);
    }

    ProfileSignIn(
            Identity identity, String name, Optional<URI> browserUrl, Optional<DeviceCode> deviceCode, Book book) {
        this.identity = identity;
        this.name = name;
        this.browserUrl = browserUrl;
        this.deviceCode = deviceCode;
        this.book = book;
    }

    Identity identity() {
        return identity;
    }

    /** The profile's name when this object was made. */
    String name() {
        return name;
    }

    /** Registers the polling of this process. */
    void polledBy(Supplier<Duration> life, Runnable stop) {
        polling = life;
        onEnd = stop;
    }

    /** Whether the store has the device code. */
    boolean isStored() {
        return stored;
    }

    void stored() {
        stored = true;
    }

    /** Returns whether this is the first call. */
    boolean watched() {
        return watched.compareAndSet(false, true);
    }

    /** Ends the polling of this process; another one may continue it. */
    void polledNoMore() {
        polling = null;
    }

    Optional<Duration> pollingLife() {
        Supplier<Duration> life = polling;
        return life == null ? Optional.empty() : Optional.of(life.get());
    }

    /** Keeps the failure in detail, before the end is stored. */
    void failed(Failure why) {
        failure = why;
    }

    Optional<Failure> knownFailure() {
        return Optional.ofNullable(failure);
    }

    /** The end that this process knows of; null if it knows of none. */
    @Nullable
    SignInOutcome end() {
        return end;
    }

    State last() {
        return last;
    }

    void last(State state) {
        last = state;
    }

    /** Records an end; returns whether it is the first. The caller completes the future, without a lock. */
    boolean end(SignInOutcome how) {
        boolean first = end == null;
        end = how;
        if (first) {
            polling = null;
            onEnd.run();
            onEnd = () -> {}; // the application may keep this object for long
        }
        return first;
    }

    /** Whether the future has its state. */
    boolean isComplete() {
        return future.isDone();
    }

    void complete(State state) {
        future.complete(state);
    }

    @Override
    public String profile() {
        return book.name(identity.profileId()).orElse(name);
    }

    @Override
    public State state() {
        return book.state(this);
    }

    @Override
    public Optional<URI> browserUrl() {
        return browserUrl;
    }

    @Override
    public Optional<DeviceCode> deviceCode() {
        return deviceCode;
    }

    @Override
    public Duration expiresIn() {
        return book.expiresIn(this);
    }

    @Override
    public Optional<Failure> failure() {
        return book.failure(this, state());
    }

    @Override
    public String message() {
        return book.message(this, state());
    }

    @Override
    public State await(Duration limit) {
        Deadline deadline = Deadline.after(limit);
        try {
            while (true) {
                try {
                    long wait = Math.min(deadline.remaining(), CHECK.toNanos());
                    future.get(Math.max(0, wait), TimeUnit.NANOSECONDS);
                    return state();
                } catch (TimeoutException e) {
                    State now = state();
                    if (now.ended() || deadline.passed()) {
                        return now;
                    }
                }
            }
        } catch (InterruptedException e) {
            State now = state(); // before the flag is set, because some stores cannot be read with it
            Thread.currentThread().interrupt();
            return now;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a sign-in ends with a state, never with an exception", e);
        }
    }

    @Override
    public State await() {
        return await(LONGEST_WAIT);
    }

    @Override
    public CompletableFuture<State> future() {
        if (!future.isDone()) {
            book.watch(this);
        }
        return future.copy();
    }

    @Override
    public boolean cancel() {
        return book.cancel(this);
    }

    /** {@return the message} */
    @Override
    public String toString() {
        return message();
    }
}
