package com.algosolutions.console.device;

import com.algosolutions.console.web.EventStream;
import com.algosolutions.console.web.View;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.OAuthTestRequest;
import com.algosolutions.oauth.OAuthTestResult;
import com.algosolutions.oauth.TestStep;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.profile.OAuthProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The OAuth tests: each step is sent to the page when it has ended. Thread-safe. */
public final class Tests {
    /** The form's values of a profile, without the name of their Java type. */
    private static final Pattern TYPE = Pattern.compile("^OAuthProfile\\[(.*)]$");

    private final Device device;
    private final BenchClock clock;
    private final History history;
    private final EventStream events;
    private final Executor threads;

    /** Guarded by this: the newest test of each profile, by its id. */
    private final Map<String, Map<String, @Nullable Object>> newest = new LinkedHashMap<>();

    private long number;

    public Tests(Device device, BenchClock clock, History history, EventStream events, Executor threads) {
        this.device = device;
        this.clock = clock;
        this.history = history;
        this.events = events;
        this.threads = threads;
    }

    /** A test in progress. For one thread. */
    private final class Run {
        private final long id;
        private final OAuthProfile profile;
        private final Instant startedAt = clock.now();
        private final long startedNanos = System.nanoTime();
        private final List<Map<String, @Nullable Object>> steps = new ArrayList<>();

        Run(long id, OAuthProfile profile) {
            this.id = id;
            this.profile = profile;
        }

        Map<String, @Nullable Object> publish(Optional<OAuthTestResult> result) {
            View view = new View()
                    .with("testId", id)
                    .with("profileId", profile.id())
                    .with("profile", profile.name())
                    .with(
                            "state",
                            result.map(ended -> ended.passed() ? "passed" : "failed")
                                    .orElse("running"))
                    .with("startedAt", startedAt)
                    .with("steps", List.copyOf(steps));
            result.ifPresent(ended -> view.with("millis", Duration.ofNanos(System.nanoTime() - startedNanos))
                    .with("passed", ended.passed())
                    .with(
                            "summary",
                            ended.passed()
                                    ? "The message was accepted."
                                    : "The test failed. The advice says what to do.")
                    .with(
                            "response",
                            ended.result().flatMap(ApiResult::response).map(Tests::response))
                    .with("failure", ended.failure().map(Views::failure)));
            remember(profile.id(), view.map());
            return view.map();
        }

        void step(TestStep step) {
            steps.add(new View()
                    .with("step", step.step())
                    .with("label", step.step().label())
                    .with("message", TYPE.matcher(step.message()).replaceFirst("$1"))
                    .with("passed", step.passed())
                    .with("millis", step.elapsed())
                    .with("failure", step.failure().map(Views::failure))
                    .map());
            publish(Optional.empty());
        }

        void run(OAuthClient client, OAuthTestRequest form) {
            OAuthTestResult result = client.test(form.listener(this::step));
            publish(Optional.of(result));
            result.result()
                    .ifPresent(sent -> history.press(
                            profile.id(),
                            sent.delivered(),
                            sent.delivered() ? "OAuth test: delivered" : "OAuth test: failed",
                            sent.failure()));
        }
    }

    private synchronized void remember(String profileId, Map<String, @Nullable Object> test) {
        newest.put(profileId, test);
        events.publish("test", Map.of("test", test));
    }

    /** Starts a test. Its steps come as events. */
    public Map<String, @Nullable Object> start(OAuthProfile profile, OAuthTestRequest form) {
        Run run;
        synchronized (this) {
            number++;
            run = new Run(number, profile);
        }
        OAuthClient client = device.client();
        Map<String, @Nullable Object> begun = run.publish(Optional.empty());
        threads.execute(() -> run.run(client, form));
        return begun;
    }

    /** {@return the newest test of each profile} */
    public synchronized List<Map<String, @Nullable Object>> newest() {
        return List.copyOf(newest.values());
    }

    private static Map<String, @Nullable Object> response(HttpResponse response) {
        return new View()
                .with("status", response.status())
                .with("contentType", response.header("Content-Type"))
                .with("body", response.printable())
                .map();
    }
}
