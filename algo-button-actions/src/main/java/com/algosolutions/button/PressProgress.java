package com.algosolutions.button;

import java.util.Optional;

/**
 * The progress of a press, for a screen. Immutable and thread-safe; {@code toString} contains no secret.
 *
 * @since 0.1.0
 */
public final class PressProgress {
    private final String pressId;
    private final String button;
    private final int completed;
    private final int total;
    private final Optional<TargetResult> latest;
    private final Optional<PressResult> result;

    PressProgress(
            String pressId,
            String button,
            int completed,
            int total,
            Optional<TargetResult> latest,
            Optional<PressResult> result) {
        this.pressId = pressId;
        this.button = button;
        this.completed = completed;
        this.total = total;
        this.latest = latest;
        this.result = result;
    }

    static PressProgress end(PressResult result) {
        return new PressProgress(result.pressId(), result.button(), 0, 0, Optional.empty(), Optional.of(result));
    }

    /** {@return the unique id of the press} */
    public String pressId() {
        return pressId;
    }

    /** {@return the button's identifier} */
    public String button() {
        return button;
    }

    /** {@return the number of results so far; each request has one for each of its targets} */
    public int completed() {
        return completed;
    }

    /** {@return the number of results that the press will have; 0 for a press that sends nothing} */
    public int total() {
        return total;
    }

    /** {@return the newest result of a target; empty in the first and the last call of the listener} */
    public Optional<TargetResult> latest() {
        return latest;
    }

    /** {@return the result of the press; empty until its end} */
    public Optional<PressResult> result() {
        return result;
    }

    /** {@return the text for a screen: {@code sending…}, then {@code sending… 2 of 3}, and finally the summary of the result} */
    public String message() {
        return result.map(PressResult::summary)
                .orElseGet(() -> completed == 0 ? "sending…" : "sending… " + completed + " of " + total);
    }

    /** {@return the button and {@link #message}} */
    @Override
    public String toString() {
        return "button " + button + ": " + message();
    }
}
