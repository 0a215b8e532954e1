package com.algosolutions.console.device;

import com.algosolutions.button.Button;
import com.algosolutions.button.ButtonRequest;
import com.algosolutions.button.PressResult;
import com.algosolutions.button.TargetResult;
import com.algosolutions.console.web.View;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.profile.ApiHost;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A press on the screen: a light for each target, and the words for the whole. Guarded by the {@link Presses} that has it. */
final class ScreenPress {
    private final Button button;
    private final Instant startedAt;
    private final long startedNanos = System.nanoTime();
    private final List<Light> lights = new ArrayList<>();
    private String pressId;
    private @Nullable Instant endedAt;
    private @Nullable String interrupted;

    /** A target of a request; the result is null until it is known. */
    private static final class Light {
        private final int request;
        private final ApiHost target;
        private final String label;
        private @Nullable TargetResult result;

        Light(int request, ApiHost target, String label) {
            this.request = request;
            this.target = target;
            this.label = label;
        }
    }

    /** Names a target for people. */
    interface Labels {
        String of(ButtonRequest request, ApiHost target);
    }

    ScreenPress(Button button, String pressId, Instant startedAt, Labels labels) {
        this.button = button;
        this.pressId = pressId;
        this.startedAt = startedAt;
        for (int i = 0; i < button.requests().size(); i++) {
            ButtonRequest request = button.requests().get(i);
            for (ApiHost target : request.targets()) {
                lights.add(new Light(i + 1, target, labels.of(request, target)));
            }
        }
    }

    Button button() {
        return button;
    }

    String pressId() {
        return pressId;
    }

    void pressId(String id) {
        pressId = id;
    }

    Instant startedAt() {
        return startedAt;
    }

    /** A result of a target, of the press or, later, of the queue. */
    void result(TargetResult result) {
        lights.stream()
                .filter(light -> light.request == result.request() && light.target.equals(result.target()))
                .forEach(light -> light.result = result);
    }

    void ended(PressResult result, Instant now) {
        result.results().forEach(this::result);
        endedAt = now;
    }

    /** Ends a press whose device has stopped; it has no further results. */
    void interrupted(Instant now) {
        if (endedAt == null) {
            endedAt = now;
            interrupted = "Perhaps not sent: the device lost its power. Please check before you press again.";
        }
    }

    boolean running() {
        return endedAt == null;
    }

    boolean queued() {
        return endedAt != null && results().stream().anyMatch(TargetResult::queued);
    }

    List<TargetResult> results() {
        return lights.stream()
                .map(light -> light.result)
                .filter(Objects::nonNull)
                .toList();
    }

    /** {@return how long the queue still keeps it} */
    Duration lostIn() {
        Duration age = Duration.ofNanos(System.nanoTime() - startedNanos);
        Duration left = Device.QUEUE_EXPIRY.minus(age);
        return left.isNegative() ? Duration.ZERO : left;
    }

    String state() {
        if (endedAt == null) {
            return "sending";
        }
        boolean failed =
                interrupted != null || results().stream().anyMatch(result -> !result.delivered() && !result.queued());
        return failed ? "failed" : queued() ? "queued" : "sent";
    }

    private String sentence() {
        if (interrupted != null) {
            return interrupted;
        }
        return endedAt == null
                ? "Sending…" + (lights.size() > 1 ? " " + results().size() + " of " + lights.size() : "")
                : Wording.sentence(
                        results(), lights.stream().map(light -> light.label).toList());
    }

    String text() {
        return (button.text().isBlank() ? button.identifier() : button.text()) + ": "
                + (state().equals("sent") ? "delivered" : sentence());
    }

    /**
     * The press for the page.
     *
     * @param position the place in the queue, from 1; 0 if it does not wait
     */
    Map<String, @Nullable Object> view(int position, int size, Instant now) {
        List<TargetResult> results = results();
        return new View()
                .with("pressId", pressId)
                .with("reference", reference(pressId))
                .with("button", button.identifier())
                .with("state", state())
                .with("startedAt", startedAt)
                .with("endedAt", endedAt)
                .with("outcome", endedAt == null ? null : outcome(results))
                .with("sentence", sentence())
                .with("detail", endedAt == null ? null : Wording.detail(results))
                .with("completed", results.size())
                .with("total", lights.size())
                .with("targets", lights.stream().map(this::view).toList())
                .with(
                        "queued",
                        position == 0 ? null : place(position, size, now).map())
                .map();
    }

    View place(int position, int size, Instant now) {
        return new View()
                .with("position", position)
                .with("size", size)
                .with("capacity", Device.QUEUE_CAPACITY)
                .with("lostAt", now.plus(lostIn()))
                .with("lostInMillis", lostIn());
    }

    static String reference(String pressId) {
        return pressId.substring(0, Math.min(8, pressId.length()));
    }

    private static String outcome(List<TargetResult> results) {
        long delivered = results.stream().filter(TargetResult::delivered).count();
        if (results.stream().anyMatch(TargetResult::queued)) {
            return "QUEUED";
        }
        return delivered == results.size() && delivered > 0
                ? "DELIVERED"
                : delivered == 0 ? "FAILED" : "PARTLY_DELIVERED";
    }

    private Map<String, @Nullable Object> view(Light light) {
        Optional<TargetResult> result = Optional.ofNullable(light.result);
        return new View()
                .with("request", light.request)
                .with("target", light.target.toString())
                .with("label", light.label)
                .with("state", result.map(ScreenPress::lightState).orElseGet(() -> waitingState(light)))
                .with("outcome", result.map(TargetResult::outcome))
                .with("message", result.map(TargetResult::message))
                .with("status", result.map(TargetResult::status))
                .with("millis", result.flatMap(TargetResult::elapsed))
                .with("requestId", result.flatMap(TargetResult::requestId))
                .with(
                        "advice",
                        result.flatMap(TargetResult::result)
                                .flatMap(ApiResult::failure)
                                .map(Failure::advice))
                .map();
    }

    /** A request begins when all targets of the request before it have their result. */
    private String waitingState(Light light) {
        boolean earlierWaits = lights.stream().anyMatch(other -> other.request < light.request && other.result == null);
        return endedAt != null ? "unconfirmed" : earlierWaits ? "waiting" : "sending";
    }

    private static String lightState(TargetResult result) {
        return result.delivered()
                ? "sent"
                : result.queued() ? "queued" : result.mayHaveBeenDelivered() ? "unconfirmed" : "failed";
    }
}
