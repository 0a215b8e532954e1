package com.algosolutions.console.device;

import com.algosolutions.button.Button;
import com.algosolutions.button.ButtonActions;
import com.algosolutions.button.ButtonRequest;
import com.algosolutions.button.Press;
import com.algosolutions.button.PressProgress;
import com.algosolutions.button.PressResult;
import com.algosolutions.button.QueuedResult;
import com.algosolutions.button.Screen;
import com.algosolutions.button.TargetResult;
import com.algosolutions.console.web.EventStream;
import com.algosolutions.console.web.HttpError;
import com.algosolutions.console.web.View;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.profile.OAuthProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The touch screen: its buttons, the newest press of each, and the presses that wait in the queue. Thread-safe. */
public final class Presses {
    private final Device device;
    private final BenchClock clock;
    private final History history;
    private final ActivityLog log;
    private final EventStream events;
    private final ScreenPress.Labels labels;

    /** Guarded by this: the newest press of each button. */
    private final Map<String, ScreenPress> newest = new HashMap<>();

    /** Guarded by this: the presses that wait, by id, oldest first. */
    private final Map<String, ScreenPress> waiting = new LinkedHashMap<>();

    /**
     * A screen.
     *
     * @param names names the targets of the requests
     */
    public Presses(
            Device device, BenchClock clock, History history, ActivityLog log, EventStream events, TargetNames names) {
        this.device = device;
        this.clock = clock;
        this.history = history;
        this.log = log;
        this.events = events;
        labels = (request, target) -> names.of(request.customPath(), target.toString());
    }

    /** Names a target for people. */
    public interface TargetNames {
        /**
         * The name of a target.
         *
         * @param path the path of the request
         * @param target host and port
         */
        String of(String path, String target);
    }

    /** Presses a button. Returns the press as it begins; a press that sends nothing, as it has ended. */
    public Map<String, @Nullable Object> press(String identifier) {
        ButtonActions buttons = buttons();
        ScreenPress press = new ScreenPress(find(buttons, identifier), "", clock.now(), labels);
        Press running = buttons.pressAsync(identifier, progress -> progress(press, progress));
        PressResult ended = running.future().getNow(null);
        if (ended != null && ended.results().isEmpty()) {
            return new View()
                    .with("pressId", ended.pressId())
                    .with("reference", ScreenPress.reference(ended.pressId()))
                    .with("button", identifier)
                    .with("state", "ignored")
                    .with("outcome", ended.outcome())
                    .with(
                            "sentence",
                            ended.outcome() == PressResult.Outcome.IGNORED
                                    ? "Already sending."
                                    : "This button is disabled.")
                    .with("detail", ended.summary())
                    .with("targets", List.of())
                    .map();
        }
        synchronized (this) {
            press.pressId(running.pressId());
            return view(press);
        }
    }

    /** Presses a button, and waits until the result is recorded. */
    public PressResult pressAndWait(String identifier) {
        ButtonActions buttons = buttons();
        ScreenPress press = new ScreenPress(find(buttons, identifier), "", clock.now(), labels);
        CompletableFuture<PressResult> recorded = new CompletableFuture<>();
        Press running = buttons.pressAsync(identifier, progress -> {
            progress(press, progress);
            progress.result().ifPresent(recorded::complete);
        });
        PressResult result = running.await();
        return recorded.completeOnTimeout(result, 2, TimeUnit.SECONDS).join();
    }

    private ButtonActions buttons() {
        return device.buttons()
                .orElseThrow(
                        () -> HttpError.conflict("The button document has problems. Correct it on the page Buttons."));
    }

    private static Button find(ButtonActions buttons, String identifier) {
        return buttons.buttons().stream()
                .filter(button -> button.identifier().equals(identifier))
                .findFirst()
                .orElseThrow(() -> HttpError.notFound("button " + identifier));
    }

    private void progress(ScreenPress press, PressProgress progress) {
        Optional<PressResult> result = progress.result();
        if (result.isPresent() && result.get().results().isEmpty()) {
            return; // ignored or disabled: the press before it counts
        }
        synchronized (this) {
            press.pressId(progress.pressId());
            newest.put(progress.button(), press);
            progress.latest().ifPresent(press::result);
            if (result.isPresent() && press.running()) {
                press.ended(result.get(), clock.now());
                if (press.queued()) {
                    waiting.put(press.pressId(), press);
                }
            }
            events.publish("press", Map.of("press", view(press)));
        }
        result.ifPresent(ended -> report(press.button(), ended.results(), press.text(), "PRESS"));
        result.filter(PressResult::queued).ifPresent(ended -> publishQueue());
    }

    /** Records a result of the queue: the press may have been made before a restart. */
    public void queued(QueuedResult result) {
        ScreenPress press;
        synchronized (this) {
            press = waiting.get(result.pressId());
            if (press != null) {
                press.result(result.result());
                if (!press.queued()) {
                    waiting.remove(result.pressId());
                    notifyAll();
                }
                events.publish("press", Map.of("press", view(press)));
            }
        }
        log.add("QUEUE", result.result().delivered() ? "ready" : "failed", "queued press: " + result.result());
        if (press != null) {
            report(press.button(), List.of(result.result()), press.text() + " (from the queue)", "");
        }
        publishQueue();
    }

    /** Writes the results of a press into log and timeline. */
    private void report(Button button, List<TargetResult> results, String text, String kind) {
        boolean delivered = results.stream().allMatch(TargetResult::delivered);
        if (!kind.isEmpty()) {
            log.add(kind, delivered ? "ready" : "failed", text);
        }
        for (TargetResult result : results) {
            ButtonRequest request = button.requests().get(result.request() - 1);
            if (device.isRunning() && !result.queued()) {
                request.oauthProfile()
                        .flatMap(name -> device.client().profiles().find(name))
                        .map(OAuthProfile::id)
                        .ifPresent(id -> {
                            history.press(
                                    id,
                                    result.delivered(),
                                    text,
                                    result.result().flatMap(ApiResult::failure));
                            events.publish("timeline", Map.of("profileId", id));
                        });
            }
        }
    }

    /** Ends the presses that a power cut has interrupted. */
    public synchronized void powerCut() {
        for (ScreenPress press : newest.values()) {
            if (press.running()) {
                press.interrupted(clock.now());
                events.publish("press", Map.of("press", view(press)));
            }
        }
    }

    private Map<String, @Nullable Object> view(ScreenPress press) {
        int position = new ArrayList<>(waiting.keySet()).indexOf(press.pressId()) + 1;
        return press.view(position, waiting.size(), clock.now());
    }

    /** {@return the screens with the newest press of each button; buttons without a screen come first} */
    public synchronized List<Map<String, @Nullable Object>> screens() {
        List<Map<String, @Nullable Object>> screens = new ArrayList<>();
        Optional<ButtonActions> buttons = device.isRunning() ? device.buttons() : Optional.empty();
        buttons.ifPresent(all -> {
            List<Button> loose = new ArrayList<>(all.buttons());
            all.screens().forEach(screen -> loose.removeAll(screen.buttons()));
            if (!loose.isEmpty()) {
                screens.add(view("", loose));
            }
            for (Screen screen : all.screens()) {
                screens.add(view(screen.name(), screen.buttons()));
            }
        });
        return screens;
    }

    private Map<String, @Nullable Object> view(String screen, List<Button> buttons) {
        boolean emergency = screen.contains("Emergency");
        List<Map<String, @Nullable Object>> views = new ArrayList<>();
        for (Button button : buttons) {
            ScreenPress press = newest.get(button.identifier());
            views.add(new View()
                    .with("id", button.identifier())
                    .with("text", button.text().isBlank() ? button.identifier() : button.text())
                    .with("enabled", button.enabled())
                    .with("emergency", emergency)
                    .with(
                            "targets",
                            button.requests().stream()
                                    .mapToInt(request -> request.targets().size())
                                    .sum())
                    .with("press", press == null ? null : view(press))
                    .map());
        }
        return new View().with("name", screen).with("buttons", views).map();
    }

    /** {@return the queue} */
    public synchronized Map<String, @Nullable Object> queue() {
        Instant now = clock.now();
        List<Map<String, @Nullable Object>> presses = new ArrayList<>();
        for (ScreenPress press : waiting.values()) {
            presses.add(press.place(presses.size() + 1, waiting.size(), now)
                    .with("pressId", press.pressId())
                    .with("reference", ScreenPress.reference(press.pressId()))
                    .with("button", press.button().identifier())
                    .with("text", press.button().text())
                    .with("since", press.startedAt())
                    .map());
        }
        Optional<ButtonActions> buttons = device.isRunning() ? device.buttons() : Optional.empty();
        return new View()
                .with("size", buttons.map(ButtonActions::queuedCount).orElse(presses.size()))
                .with("capacity", Device.QUEUE_CAPACITY)
                .with("expiryMillis", Device.QUEUE_EXPIRY)
                .with("presses", presses)
                .map();
    }

    /** Removes a press from the queue. */
    public Map<String, @Nullable Object> cancel(String pressId) {
        List<QueuedResult> results = buttons().cancelQueued(pressId);
        if (results.isEmpty()) {
            throw HttpError.notFound("press " + pressId + " in the queue");
        }
        synchronized (this) {
            ScreenPress press = waiting.remove(pressId);
            if (press != null) {
                results.forEach(result -> press.result(result.result()));
                events.publish("press", Map.of("press", view(press)));
            }
        }
        publishQueue();
        return queue();
    }

    /** Sends what waits, now. */
    public Map<String, @Nullable Object> sendQueued() {
        List<QueuedResult> unused = buttons().sendQueued(); // the listener gets the same results
        publishQueue();
        return queue();
    }

    /** Waits until no press waits; returns whether that is so within the limit. */
    public synchronized boolean awaitEmptyQueue(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        long left = limit.toMillis();
        while (!waiting.isEmpty() && left > 0) {
            wait(left);
            left = (end - System.nanoTime()) / 1_000_000;
        }
        return waiting.isEmpty();
    }

    private void publishQueue() {
        events.publish("queue", Map.of("queue", queue()));
    }
}
