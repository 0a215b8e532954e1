package com.algosolutions.button;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A press that may still be running, from {@link ButtonActions#pressAsync}. Thread-safe. */
public final class Press {
    private final String id;
    private final String button;
    private final CompletableFuture<PressResult> answer;
    private final @Nullable PressRun run;

    private Press(String id, String button, CompletableFuture<PressResult> answer, @Nullable PressRun run) {
        this.id = id;
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
    public String id() {
        return id;
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
