package com.algosolutions.button;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.profile.ApiHost;
import java.time.Duration;
import java.util.List;

/**
 * What came of a press. Immutable and thread-safe; prints without a secret.
 *
 * @param button the identifier that was pressed
 * @param state what came of it as a whole
 * @param outcomes one for each request and target, in the order of the form; empty if nothing was to be sent
 * @param elapsed how long it took
 */
public record PressResult(String button, State state, List<Outcome> outcomes, Duration elapsed) {

    /**
     * A result.
     *
     * @param button the identifier
     * @param state what came of it
     * @param outcomes what came of each request and target
     * @param elapsed how long it took
     */
    public PressResult {
        outcomes = List.copyOf(outcomes);
    }

    /** What came of a press as a whole. */
    public enum State {
        /** Every request was accepted by every target. */
        DELIVERED,
        /** Some requests were accepted, some were not. */
        PARTLY_DELIVERED,
        /** No request was accepted. */
        FAILED,
        /** The button is disabled; nothing was sent. */
        DISABLED,
        /** There is no such button; nothing was sent. */
        UNKNOWN
    }

    /**
     * What came of one request to one target.
     *
     * @param request the request's number, from 1, as the form counts
     * @param target the target
     * @param result what came of it
     */
    public record Outcome(int request, ApiHost target, ApiResult result) {

        /** {@return the outcome in one line} */
        @Override
        public String toString() {
            return "request " + request + " to " + target + " " + result;
        }
    }

    /** {@return whether everything was delivered} */
    public boolean delivered() {
        return state == State.DELIVERED;
    }

    /** {@return one line for a screen, and one for each outcome} */
    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder("button ").append(button).append(": ").append(summary());
        for (Outcome outcome : outcomes) {
            text.append(System.lineSeparator()).append("  ").append(outcome);
        }
        return text.toString();
    }

    /** {@return what came of it in a few plain words, for a screen} */
    public String summary() {
        long delivered = outcomes.stream()
                .filter(outcome -> outcome.result().delivered())
                .count();
        boolean unclear = outcomes.stream()
                .map(Outcome::result)
                .anyMatch(result -> !result.delivered() && result.mayHaveBeenDelivered());
        String look = unclear ? "; more may have arrived unconfirmed, look before you press again" : "";
        return switch (state) {
            case DELIVERED -> "sent in " + elapsed.toMillis() + " ms";
            case PARTLY_DELIVERED -> delivered + " of " + outcomes.size() + " delivered" + look;
            case FAILED ->
                unclear ? "not confirmed; it may have been delivered, look before you press again" : "not delivered";
            case DISABLED -> "this button is disabled. Enable it in the button's configuration.";
            case UNKNOWN -> "there is no such button. Check its identifier.";
        };
    }
}
