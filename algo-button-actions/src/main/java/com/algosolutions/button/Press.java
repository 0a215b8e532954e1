package com.algosolutions.button;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A press that may still be running, from {@link ButtonActions#pressAsync}. Thread-safe.
 *
 * @since 0.1.0
 */
public final class Press {
    /** No press takes longer: the greatest time limit of a press. */
    private static final Duration DAY = Duration.ofDays(1);

    private final String pressId;
    private final String button;
    private final CompletableFuture<PressResult> answer;
    private final @Nullable PressRun run;

    private Press(String id, String button, CompletableFuture<PressResult> answer, @Nullable PressRun run) {
        this.pressId = id;
        this.button = button;
        this.answer = answer;
        this.run = run;
    }

    static Press of(PressRun run) {
        return new Press(run.id(), run.button(), run.answer(), run);
    }

    static Press answered(PressResult result) {
        return new Press(result.pressId(), result.button(), CompletableFuture.completedFuture(result), null);
    }

    /** {@return the id of the press, or of the press that it joined} */
    public String pressId() {
        return pressId;
    }

    /** {@return the identifier of the button} */
    public String button() {
        return button;
    }

    /** {@return a new future of the result. The library completes it by the press's deadline, never exceptionally} */
    public CompletableFuture<PressResult> future() {
        return answer.copy();
    }

    /**
     * Waits for the result, at most until the press's deadline. An interrupt does not end the wait; the thread stays interrupted.
     *
     * @return the result
     */
    public PressResult await() {
        return answer.join();
    }

    /**
     * Waits for the result, at most for a given time. An interrupt ends the wait too; the thread stays interrupted. The press goes on in both
     * cases.
     *
     * @param limit how long to wait at most; zero or less does not wait
     * @return the result; empty if the press is still running
     */
    public Optional<PressResult> await(Duration limit) {
        Duration shortened = Objects.requireNonNull(limit, "limit").compareTo(DAY) < 0 ? limit : DAY;
        try {
            return Optional.of(answer.get(shortened.isNegative() ? 0 : shortened.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.ofNullable(answer.getNow(null));
        } catch (ExecutionException e) {
            throw new IllegalStateException("a press ends with a result, never with an exception", e);
        }
    }

    /**
     * Cancels the requests that have not begun. A request in progress cannot be cancelled: the press waits for its outcome, at most until
     * the deadline, so that the result is correct. A request that waits because its target answered 429 is in progress, and is sent after the
     * wait. Presses that joined this press end with it.
     *
     * @return whether at least one request was cancelled
     */
    public boolean cancel() {
        return run != null && run.cancel();
    }

    /** {@return the button, and its result or {@code running}} */
    @Override
    public String toString() {
        PressResult result = answer.getNow(null);
        return result == null ? "button " + button + ": running" : result.toString();
    }
}
