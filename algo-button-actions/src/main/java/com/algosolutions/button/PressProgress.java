package com.algosolutions.button;

import java.util.Optional;

/**
 * How far a press is, for a screen. Immutable and thread-safe; prints without a secret.
 *
 * @param press the press's id
 * @param button the button's identifier
 * @param ended how many of its sendings (a request to a target each) have their outcome
 * @param all how many sendings it has; 0 for a press that sends nothing
 * @param latest the outcome that this is told for; empty at the beginning and at the end
 * @param result the press's result; empty until its end
 */
public record PressProgress(
        String press, String button, int ended, int all, Optional<TargetResult> latest, Optional<PressResult> result) {

    static PressProgress end(PressResult result) {
        return new PressProgress(result.press(), result.button(), 0, 0, Optional.empty(), Optional.of(result));
    }

    /** {@return what to show: {@code sending…}, then {@code sending… 2 of 3}, at the end the result's summary} */
    public String text() {
        return result.map(PressResult::summary)
                .orElseGet(() -> ended == 0 ? "sending…" : "sending… " + ended + " of " + all);
    }

    /** {@return the button and what to show} */
    @Override
    public String toString() {
        return "button " + button + ": " + text();
    }
}
