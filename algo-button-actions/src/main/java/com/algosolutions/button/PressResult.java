package com.algosolutions.button;

import com.algosolutions.oauth.json.Json;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The result of a press. Immutable and thread-safe; its texts contain no secret.
 *
 * @param pressId the unique id of the press
 * @param button the identifier of the button
 * @param outcome the state of the press as a whole
 * @param results one for each request and target, in the order of the form; empty if the press sends nothing
 * @param elapsed the duration of the press
 */
public record PressResult(String pressId, String button, Outcome outcome, List<TargetResult> results, Duration elapsed) {

    /**
     * A result.
     *
     * @param press the id of the press
     * @param button the identifier of the button
     * @param state the state
     * @param outcomes the outcomes
     * @param elapsed the duration
     */
    public PressResult {
        results = List.copyOf(results);
    }

    /** The state of a press as a whole. */
    public enum Outcome {
        /** All targets accepted all requests. */
        DELIVERED,
        /** Some targets accepted their requests, some did not. */
        PARTLY_DELIVERED,
        /** No target accepted a request. */
        FAILED,
        /** The press was cancelled before all requests were sent; the outcomes show which ones were. */
        CANCELLED,
        /** At least one request waits in the {@link OfflineQueue}; the outcomes show which ones. */
        QUEUED,
        /** An earlier press of the button was running or had just begun; nothing was sent. */
        IGNORED,
        /** The button is disabled; nothing was sent. */
        DISABLED,
        /** No button has this identifier; nothing was sent. */
        NO_SUCH_BUTTON
    }

    static PressResult of(String press, String button, List<TargetResult> outcomes, Duration elapsed) {
        long delivered = outcomes.stream().filter(TargetResult::delivered).count();
        Outcome state;
        if (outcomes.stream().anyMatch(outcome -> outcome.outcome() == TargetResult.Outcome.CANCELLED)) {
            state = Outcome.CANCELLED;
        } else if (outcomes.stream().anyMatch(outcome -> outcome.outcome() == TargetResult.Outcome.QUEUED)) {
            state = Outcome.QUEUED;
        } else if (delivered == outcomes.size()) {
            state = Outcome.DELIVERED;
        } else {
            state = delivered == 0 ? Outcome.FAILED : Outcome.PARTLY_DELIVERED;
        }
        return new PressResult(press, button, state, outcomes, elapsed);
    }

    /** The result of a press that sends nothing. */
    static PressResult withoutOutcomes(String button, Outcome state) {
        return new PressResult(UUID.randomUUID().toString(), button, state, List.of(), Duration.ZERO);
    }

    /** {@return whether all targets accepted all requests} */
    public boolean delivered() {
        return outcome == Outcome.DELIVERED;
    }

    /** {@return the summary, and a line for each outcome} */
    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder("button ").append(button).append(": ").append(summary());
        for (TargetResult outcome : results) {
            text.append(System.lineSeparator()).append("  ").append(outcome);
        }
        return text.toString();
    }

    /**
     * The result for a log: one line of JSON, always with the same members in the same order. Status, code, time and request id of an outcome
     * are left out if there is none. It contains no secret. {@code docs/buttons.md} describes the members.
     *
     * @return the JSON text
     */
    public String toJson() {
        Map<String, @Nullable Object> log = new LinkedHashMap<>();
        log.put("press", pressId);
        log.put("button", button);
        log.put("state", outcome.name());
        log.put("summary", summary());
        log.put("elapsedMillis", elapsed.toMillis());
        log.put("outcomes", results.stream().map(TargetResult::forLog).toList());
        return Json.write(log);
    }

    /** {@return the result in one short line, for a screen} */
    public String summary() {
        long delivered = results.stream().filter(TargetResult::delivered).count();
        boolean unclear = results.stream().anyMatch(outcome -> outcome.mayHaveBeenDelivered() && !outcome.delivered());
        String some = delivered + " of " + results.size() + " delivered"
                + (unclear ? "; others may have been delivered; check the targets before you press again" : "");
        long queued = results.stream()
                .filter(outcome -> outcome.outcome() == TargetResult.Outcome.QUEUED)
                .count();
        return switch (outcome) {
            case DELIVERED -> "sent in " + elapsed.toMillis() + " ms";
            case PARTLY_DELIVERED -> some;
            case FAILED ->
                unclear
                        ? "not confirmed; it may have been delivered; check the target before you press again"
                        : "not delivered";
            case CANCELLED -> "cancelled, " + some;
            case QUEUED -> some + "; " + queued + (queued == 1 ? " waits" : " wait") + " for the network";
            case IGNORED -> "pressed again too soon; the press before this one counts";
            case DISABLED -> "this button is disabled. Enable it in the button's configuration.";
            case NO_SUCH_BUTTON -> "there is no such button. Check its identifier.";
        };
    }
}
