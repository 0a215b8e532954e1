package com.algosolutions.button;

import java.util.Optional;

/**
 * The progress of a press, for a screen. Immutable and thread-safe; {@code toString} contains no secret.
 *
 * @param pressId the press's id
 * @param button the button's identifier
 * @param completed the number of outcomes so far; each request has one for each of its targets
 * @param total the number of outcomes that the press will have; 0 for a press that sends nothing
 * @param latest the newest outcome; empty in the first and the last call of the listener
 * @param result the result of the press; empty until its end
 */
public record PressProgress(
        String pressId, String button, int completed, int total, Optional<TargetResult> latest, Optional<PressResult> result) {

    static PressProgress end(PressResult result) {
        return new PressProgress(result.pressId(), result.button(), 0, 0, Optional.empty(), Optional.of(result));
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
