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
        return new Press(result.press(), result.button(), CompletableFuture.completedFuture(result), null);
    }

    /** {@return the press's id: its own, or that of the press that it joined} */
    public String id() {
        return id;
    }

    /** {@return the identifier that was pressed} */
    public String button() {
        return button;
    }

    /** {@return the result as a future of its own; completed by the press's deadline, never exceptionally by the press} */
    public CompletableFuture<PressResult> future() {
        return answer.copy();
    }

    /**
     * Waits for the result. An interrupt does not cut the wait short, which ends by the press's deadline in any case; the thread stays
     * interrupted.
     *
     * @return the result
     */
    public PressResult result() {
        return answer.join();
    }

    /**
     * Begins nothing more. What is on its way cannot be called back: its outcome is awaited, by the press's deadline, so that the
     * result stays true. A sending that a target has told to wait (429) is on its way, and is sent when the wait is over. Those who
     * joined the press share its end.
     *
     * @return whether something was kept from being sent
     */
    public boolean cancel() {
        return run != null && run.cancel();
    }

    /** {@return the button, and its result or that it is running} */
    @Override
    public String toString() {
        PressResult result = answer.getNow(null);
        return result == null ? "button " + button + ": running" : result.toString();
    }
}
