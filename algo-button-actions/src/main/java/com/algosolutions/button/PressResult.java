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
 * @since 0.1.0
 */
public final class PressResult {
    private final String pressId;
    private final String button;
    private final Outcome outcome;
    private final List<TargetResult> results;
    private final Duration elapsed;

    private PressResult(String pressId, String button, Outcome outcome, List<TargetResult> results, Duration elapsed) {
        this.pressId = pressId;
        this.button = button;
        this.outcome = outcome;
        this.results = List.copyOf(results);
        this.elapsed = elapsed;
    }

    /**
     * The outcome of a press as a whole. A later version may add constants: a {@code switch} needs a {@code default}. {@link #delivered},
     * {@link #queued} and {@link #safeToRepeat} answer the usual questions without one.
     */
    public enum Outcome {
        /** All targets accepted all requests. */
        DELIVERED,
        /** Some targets accepted their requests, some did not. */
        PARTLY_DELIVERED,
        /** No target accepted a request. */
        FAILED,
        /** The press was cancelled before all requests were sent; the results show which ones were. */
        CANCELLED,
        /** At least one request waits in the {@link OfflineQueue}; the results show which ones. */
        QUEUED,
        /** An earlier press of the button was running or had just begun; nothing was sent. */
        IGNORED,
        /** The button is disabled; nothing was sent. */
        DISABLED,
        /** No button has this identifier; nothing was sent. */
        NO_SUCH_BUTTON
    }

    static PressResult of(String pressId, String button, List<TargetResult> results, Duration elapsed) {
        int delivered = 0;
        boolean cancelled = false;
        boolean queued = false;
        for (TargetResult result : results) {
            delivered += result.delivered() ? 1 : 0;
            cancelled |= result.outcome() == TargetResult.Outcome.CANCELLED;
            queued |= result.queued();
        }
        Outcome outcome;
        if (cancelled) {
            outcome = Outcome.CANCELLED;
        } else if (queued) {
            outcome = Outcome.QUEUED;
        } else if (delivered == results.size()) {
            outcome = Outcome.DELIVERED;
        } else {
            outcome = delivered == 0 ? Outcome.FAILED : Outcome.PARTLY_DELIVERED;
        }
        return new PressResult(pressId, button, outcome, results, elapsed);
    }

    /** The result of a press that sends nothing. */
    static PressResult withoutResults(String button, Outcome outcome) {
        return new PressResult(UUID.randomUUID().toString(), button, outcome, List.of(), Duration.ZERO);
    }

    /** {@return the unique id of the press} */
    public String pressId() {
        return pressId;
    }

    /** {@return the identifier of the button} */
    public String button() {
        return button;
    }

    /** {@return the outcome of the press as a whole} */
    public Outcome outcome() {
        return outcome;
    }

    /** {@return one result for each request and target, in the order of the form; empty if the press sends nothing} */
    public List<TargetResult> results() {
        return results;
    }

    /** {@return the duration of the press} */
    public Duration elapsed() {
        return elapsed;
    }

    /** {@return whether all targets accepted all requests} */
    public boolean delivered() {
        return outcome == Outcome.DELIVERED;
    }

    /** {@return whether at least one request waits in the {@link OfflineQueue}, which sends it later} */
    public boolean queued() {
        return outcome == Outcome.QUEUED;
    }

    /**
     * {@return whether another press of the button sends no request a second time to a target that has acted on it, may have acted on it or
     * will get it from the {@link OfflineQueue}; false after {@link Outcome#IGNORED}, because the earlier press may deliver them}
     */
    public boolean safeToRepeat() {
        return outcome != Outcome.IGNORED && results.stream().allMatch(TargetResult::safeToRepeat);
    }

    /** {@return the summary, and a line for each result} */
    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder("button ").append(button).append(": ").append(summary());
        for (TargetResult result : results) {
            text.append(System.lineSeparator()).append("  ").append(result);
        }
        return text.toString();
    }

    /**
     * The result for a log: one line of JSON, always with the same members in the same order. Status, code, time and request id of a target's
     * result are left out if there is none. It contains no secret. {@code docs/buttons.md} describes the members.
     *
     * @return the JSON text
     */
    public String toJson() {
        Map<String, @Nullable Object> log = new LinkedHashMap<>();
        log.put("pressId", pressId);
        log.put("button", button);
        log.put("outcome", outcome.name());
        log.put("summary", summary());
        log.put("elapsedMillis", elapsed.toMillis());
        log.put("results", results.stream().map(TargetResult::forLog).toList());
        return Json.write(log);
    }

    /** {@return the result in one short line, for a screen} */
    public String summary() {
        long delivered = results.stream().filter(TargetResult::delivered).count();
        boolean unclear = results.stream().anyMatch(result -> result.mayHaveBeenDelivered() && !result.delivered());
        String some = delivered + " of " + results.size() + " delivered"
                + (unclear ? "; others may have been delivered; check the targets before you press again" : "");
        long queued = results.stream().filter(TargetResult::queued).count();
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
