package com.algosolutions.console.device;

import com.algosolutions.console.web.HttpError;
import com.algosolutions.console.web.View;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.input.Problem;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON of values that several parts of the page show, and the words for them. */
final class Views {
    private Views() {}

    static Map<String, @Nullable Object> failure(Failure failure) {
        return new View()
                .with("step", failure.step().label())
                .with("kind", failure.kind())
                .with("message", failure.message())
                .with("advice", failure.advice())
                .with("code", failure.code())
                .with("status", failure.serverError().map(Failure.ServerError::status))
                .with("requestId", failure.serverError().flatMap(Failure.ServerError::requestId))
                .with("retryAfterMillis", failure.retryAfter())
                .with("temporary", failure.temporary())
                .map();
    }

    static List<Map<String, @Nullable Object>> problems(List<Problem> problems) {
        return problems.stream().map(HttpError::view).toList();
    }

    static String words(ProfileStatus.State state) {
        return switch (state) {
            case NOT_CONFIGURED -> "Not configured";
            case READY -> "Ready";
            case RENEWING -> "Renewing";
            case DEGRADED -> "Works, with a problem";
            case THROTTLED -> "Waits for the rate limit";
            case CLOCK_UNTRUSTED -> "Waits for the clock";
            case REAUTHORIZATION_REQUIRED -> "Must be authorized again";
            case MISCONFIGURED -> "Must be corrected";
            case REVOKED -> "Revoked";
        };
    }

    static String tone(ProfileStatus status) {
        return switch (status.state()) {
            case READY -> "ready";
            case RENEWING -> "busy";
            case THROTTLED -> "waiting";
            case DEGRADED, CLOCK_UNTRUSTED -> status.usable() ? "attention" : "failed";
            case NOT_CONFIGURED, REAUTHORIZATION_REQUIRED, MISCONFIGURED, REVOKED -> "failed";
        };
    }
}
