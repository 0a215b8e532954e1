package com.algosolutions.oauth;

import com.algosolutions.oauth.spi.Consequence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came of <em>RUN OAuth Test</em>, step by step. Immutable and thread-safe; prints one line for each step, without a secret.
 *
 * @param lines the steps taken, in order; the test failed if the last one did. A failed line before it is a 401 that was answered by a
 *     renewal
 * @param result what came of the request; empty if a step before it failed
 */
public record TestReport(List<Line> lines, Optional<ApiResult> result) {
    private static final int LONGEST_BODY = 2_000;

    /**
     * A report.
     *
     * @param lines the steps taken
     * @param result what came of the request
     */
    public TestReport {
        lines = List.copyOf(lines);
    }

    /** {@return whether every step passed} */
    public boolean passed() {
        return failure().isEmpty();
    }

    /** {@return the failure of the last step, if it failed} */
    public Optional<Failure> failure() {
        return lines.isEmpty() ? Optional.empty() : lines.get(lines.size() - 1).failure();
    }

    /** {@return the report, one line for each step, and the reply's body without the secrets of the request} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Line line : lines) {
            text.append(line).append(System.lineSeparator());
        }
        result.flatMap(ApiResult::reply).ifPresent(reply -> {
            String body = reply.printable();
            text.append("status ")
                    .append(reply.status())
                    .append(", body ")
                    .append(body.length() > LONGEST_BODY ? body.substring(0, LONGEST_BODY) + "…" : body);
        });
        return text.toString();
    }

    /**
     * One step of the test.
     *
     * @param what the step in an operator's words
     * @param how what was found or done; for a failed step what it means
     * @param took how long it took
     * @param failure the failure with its advice, if the step failed
     */
    public record Line(String what, String how, Duration took, Optional<Failure> failure) {

        /** {@return whether the step passed} */
        public boolean passed() {
            return failure.isEmpty();
        }

        /** {@return the step in one line} */
        @Override
        public String toString() {
            return (passed() ? "ok      " : "FAILED  ") + what + ": " + how + " (" + took.toMillis() + " ms)";
        }
    }

    /** Runs a test and writes its report. */
    static final class Recorder implements CallWatcher {
        private final List<Line> lines = new ArrayList<>();
        private long last = System.nanoTime();

        TestReport run(OAuthTest form, Engine engine, Profiles profiles) {
            Failure before = before(form, profiles);
            ApiRequest request = form.request();
            if (before != null || request == null) {
                failed(before == null ? noUrl() : before);
                return new TestReport(lines, Optional.empty());
            }
            ApiResult result = new ApiCall(request, engine, profiles, this, true).run();
            return new TestReport(lines, Optional.of(result));
        }

        private @Nullable Failure before(OAuthTest form, Profiles profiles) {
            ActiveProfile active = profiles.find(form.profile());
            if (active == null || active.profile().providerType().equals(form.providerType())) {
                return null; // The call itself says best that a profile is missing.
            }
            return Failure.local(
                    Step.PROFILE,
                    Consequence.CONFIGURATION,
                    "the test names provider type " + form.providerType() + ", the profile "
                            + active.profile().providerType(),
                    "Choose the profile's provider type in the test.");
        }

        private static Failure noUrl() {
            return Failure.local(
                    Step.HOST,
                    Consequence.CONFIGURATION,
                    "Target URL and Path is not a URL that can be called",
                    "Write it whole, such as https://platform.ringcentral.com/team-messaging/v1/chats/<Team_ID>/posts.");
        }

        @Override
        public void passed(Step step, String how) {
            lines.add(new Line(step.words(), how, lap(), Optional.empty()));
        }

        @Override
        public void failed(Failure failure) {
            lines.add(new Line(failure.step().words(), failure.toString(), lap(), Optional.of(failure)));
        }

        private Duration lap() {
            long now = System.nanoTime();
            Duration took = Duration.ofNanos(now - last);
            last = now;
            return took;
        }
    }
}
