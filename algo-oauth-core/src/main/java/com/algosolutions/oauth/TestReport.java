package com.algosolutions.oauth;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

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
}
