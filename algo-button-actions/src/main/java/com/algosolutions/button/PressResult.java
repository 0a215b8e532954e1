package com.algosolutions.button;

import com.algosolutions.oauth.json.Json;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What came of a press. Immutable and thread-safe; prints without a secret.
 *
 * @param press the press's id, unlike any other
 * @param button the identifier that was pressed
 * @param state what came of it as a whole
 * @param outcomes one for each request and target, in the order of the form; empty if nothing was to be sent
 * @param elapsed how long it took
 */
public record PressResult(String press, String button, State state, List<TargetResult> outcomes, Duration elapsed) {

    /**
     * A result.
     *
     * @param press the press's id
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
        /** It was cancelled before everything was sent; the outcomes say what was. */
        CANCELLED,
        /** Some or all of it waits in the {@link OfflineQueue} until it can be sent; the outcomes say what. */
        QUEUED,
        /** The button's last press was running, or had only just begun; nothing was sent. */
        IGNORED,
        /** The button is disabled; nothing was sent. */
        DISABLED,
        /** There is no such button; nothing was sent. */
        UNKNOWN
    }

    static PressResult of(String press, String button, List<TargetResult> outcomes, Duration elapsed) {
        long delivered = outcomes.stream().filter(TargetResult::delivered).count();
        State state;
        if (outcomes.stream().anyMatch(outcome -> outcome.state() == TargetResult.State.CANCELLED)) {
            state = State.CANCELLED;
        } else if (outcomes.stream().anyMatch(outcome -> outcome.state() == TargetResult.State.QUEUED)) {
            state = State.QUEUED;
        } else if (delivered == outcomes.size()) {
            state = State.DELIVERED;
        } else {
            state = delivered == 0 ? State.FAILED : State.PARTLY_DELIVERED;
        }
        return new PressResult(press, button, state, outcomes, elapsed);
    }

    /** The result of a press that sends nothing. */
    static PressResult withoutOutcomes(String button, State state) {
        return new PressResult(UUID.randomUUID().toString(), button, state, List.of(), Duration.ZERO);
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
        for (TargetResult outcome : outcomes) {
            text.append(System.lineSeparator()).append("  ").append(outcome);
        }
        return text.toString();
    }

    /**
     * The result for a log: one line of JSON, always with the same members in the same order; those of an outcome that has no status,
     * code, time or request id are left out. Without a secret. {@code docs/buttons.md} describes it.
     *
     * @return the JSON text
     */
    public String toJson() {
        Map<String, @Nullable Object> log = new LinkedHashMap<>();
        log.put("press", press);
        log.put("button", button);
        log.put("state", state.name());
        log.put("summary", summary());
        log.put("elapsedMillis", elapsed.toMillis());
        log.put("outcomes", outcomes.stream().map(TargetResult::forLog).toList());
        return Json.write(log);
    }

    /** {@return what came of it in a few plain words, for a screen} */
    public String summary() {
        long delivered = outcomes.stream().filter(TargetResult::delivered).count();
        boolean unclear = outcomes.stream().anyMatch(outcome -> outcome.mayHaveBeenDelivered() && !outcome.delivered());
        String some = delivered + " of " + outcomes.size() + " delivered"
                + (unclear ? "; more may have arrived unconfirmed, look before you press again" : "");
        long queued = outcomes.stream()
                .filter(outcome -> outcome.state() == TargetResult.State.QUEUED)
                .count();
        return switch (state) {
            case DELIVERED -> "sent in " + elapsed.toMillis() + " ms";
            case PARTLY_DELIVERED -> some;
            case FAILED ->
                unclear ? "not confirmed; it may have been delivered, look before you press again" : "not delivered";
            case CANCELLED -> "cancelled, " + some;
            case QUEUED -> some + "; " + queued + (queued == 1 ? " waits" : " wait") + " for the network";
            case IGNORED -> "pressed again too soon; the press before this one counts";
            case DISABLED -> "this button is disabled. Enable it in the button's configuration.";
            case UNKNOWN -> "there is no such button. Check its identifier.";
        };
    }
}
