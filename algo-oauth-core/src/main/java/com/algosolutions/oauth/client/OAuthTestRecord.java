package com.algosolutions.oauth.client;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.OAuthTestResult;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.TestStep;
import com.algosolutions.oauth.endpoint.Redactor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The steps of an OAuth test, as {@link OAuthTestRun} recorded them. */
record OAuthTestRecord(List<TestStep> steps, Optional<ApiResult> result) implements OAuthTestResult {
    private static final int LONGEST_BODY = 2_000;

    OAuthTestRecord {
        steps = List.copyOf(steps);
    }

    /** {@return one line for each step, then the response's status and the first 2,000 characters of its body on one line, with secrets masked} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (TestStep line : steps) {
            text.append(line).append(System.lineSeparator());
        }
        result.flatMap(ApiResult::response).ifPresent(reply -> {
            String body = Redactor.visible(reply.printable());
            text.append("status ")
                    .append(reply.status())
                    .append(", body ")
                    .append(body.length() > LONGEST_BODY ? body.substring(0, LONGEST_BODY) + "…" : body);
        });
        return text.toString();
    }

    /** One recorded step. */
    record RecordedStep(Step step, String message, Duration elapsed, Optional<Failure> failure) implements TestStep {

        /** {@return the step in one line} */
        @Override
        public String toString() {
            return (passed() ? "ok      " : "FAILED  ") + step.label() + ": " + message + " (" + elapsed.toMillis()
                    + " ms)";
        }
    }
}
