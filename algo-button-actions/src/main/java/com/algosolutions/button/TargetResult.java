package com.algosolutions.button;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.profile.ApiHost;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The result of one request at one target. Immutable and thread-safe; its texts contain no secret.
 *
 * @param request the request's number in the form, from 1
 * @param target the target
 * @param outcome the outcome
 * @param result the result of the client's call; empty if the request did not begin, or did not end by the press's deadline
 * @param mayHaveBeenDelivered whether the target may have acted on the request, in this or an earlier attempt; false means that it certainly
 *     did not
 */
public record TargetResult(
        int request, ApiHost target, Outcome outcome, Optional<ApiResult> result, boolean mayHaveBeenDelivered) {

    /** The outcome of a request. */
    public enum Outcome {
        /** The target accepted the request. */
        DELIVERED,
        /** The target rejected the request, and did not act on it. */
        REJECTED,
        /** There was no token or no permission to send the request; it was not sent. */
        NO_CREDENTIAL,
        /** The provider does not accept such a request, for example a text that is too long; it was not sent. */
        INVALID,
        /** There was no response, or a 5xx. The target may have acted on the request; check before you repeat it. */
        UNCONFIRMED,
        /** The target or the token endpoint could not be reached; the request was not sent. */
        UNREACHABLE,
        /** The press's time was used up before the request began; it was not sent. */
        TIMED_OUT,
        /** An earlier request failed, and the setting is {@link OnFailure#STOP}; the request was not sent. */
        SKIPPED,
        /** The press was cancelled before the request began; it was not sent. */
        CANCELLED,
        /**
         * The request waits in the {@link OfflineQueue}. It was not sent, unless {@link TargetResult#mayHaveBeenDelivered}: a repeatable
         * request also waits if its delivery is unknown.
         */
        QUEUED,
        /** The request waited in the {@link OfflineQueue} for longer than the expiry; it was not sent. */
        EXPIRED,
        /** The device stopped while the {@link OfflineQueue} sent the request. The target may have acted on it; check before you repeat it. */
        INTERRUPTED
    }

    static TargetResult of(int request, ApiHost target, ApiResult result) {
        Outcome state =
                switch (result.outcome()) {
                    case DELIVERED -> Outcome.DELIVERED;
                    case REJECTED -> Outcome.REJECTED;
                    case NO_CREDENTIAL -> Outcome.NO_CREDENTIAL;
                    case INVALID -> Outcome.INVALID;
                    case UNREACHABLE -> Outcome.UNREACHABLE;
                    case UNCONFIRMED -> Outcome.UNCONFIRMED;
                };
        return new TargetResult(request, target, state, Optional.of(result), mayHaveBeenDelivered(state));
    }

    /** This result with another state. */
    TargetResult as(Outcome other) {
        return new TargetResult(request, target, other, result, mayHaveBeenDelivered);
    }

    /** This result after an earlier attempt that the target may have acted on. */
    TargetResult afterAnAttempt() {
        return new TargetResult(request, target, outcome, result, true);
    }

    static TargetResult without(int request, ApiHost target, Outcome state) {
        return new TargetResult(request, target, state, Optional.empty(), mayHaveBeenDelivered(state));
    }

    private static boolean mayHaveBeenDelivered(Outcome state) {
        return state == Outcome.DELIVERED || state == Outcome.UNCONFIRMED || state == Outcome.INTERRUPTED;
    }

    /** {@return whether the target accepted the request} */
    public boolean delivered() {
        return outcome == Outcome.DELIVERED;
    }

    /** {@return the HTTP status of the response, from the target or from the token endpoint; empty without a response} */
    public OptionalInt status() {
        Optional<Integer> status = result.flatMap(ApiResult::response)
                .map(HttpResponse::status)
                .or(() -> failure().flatMap(Failure::serverError).map(Failure.ServerError::status));
        return status.map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    /** {@return the provider's error code, such as {@code CMN-102}, if there is one} */
    public Optional<String> code() {
        return failure().flatMap(Failure::code);
    }

    /** {@return the provider's request id, for its support, if there is one} */
    public Optional<String> requestId() {
        return result.flatMap(ApiResult::requestId);
    }

    /** {@return the duration, token calls included; empty if the request did not begin or did not end in time} */
    public Optional<Duration> elapsed() {
        return result.map(ApiResult::elapsed);
    }

    /** {@return the outcome and the advice, in sentences for the operator} */
    public String message() {
        String words = failure()
                .map(why -> message(why.message()) + (outcome == Outcome.QUEUED ? "" : " " + why.advice()))
                .orElseGet(() -> delivered() ? target + " accepted it." : outcome == Outcome.QUEUED ? "" : message(why()));
        if (outcome == Outcome.QUEUED) {
            return (words + " " + message(why())).strip();
        }
        if (outcome == Outcome.UNCONFIRMED && result.isPresent()) {
            return words + " It may have been delivered; check the target before you repeat it.";
        }
        return mayHaveBeenDelivered && !mayHaveBeenDelivered(outcome)
                ? words + " An earlier attempt may have been delivered; check the target before you repeat it."
                : words;
    }

    private Optional<Failure> failure() {
        return result.flatMap(ApiResult::failure);
    }

    /** Adds a capital letter and a full stop. */
    private static String message(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + (words.endsWith(".") ? "" : ".");
    }

    /** The outcome for a log. */
    Map<String, @Nullable Object> forLog() {
        Map<String, @Nullable Object> log = new LinkedHashMap<>();
        log.put("request", request);
        log.put("target", target.toString());
        log.put("state", outcome.name());
        status().ifPresent(status -> log.put("status", status));
        code().ifPresent(code -> log.put("code", code));
        elapsed().ifPresent(elapsed -> log.put("elapsedMillis", elapsed.toMillis()));
        requestId().ifPresent(id -> log.put("requestId", id));
        log.put("sentence", message());
        return log;
    }

    /** {@return the outcome in one line, without the request's path, which may contain a secret} */
    @Override
    public String toString() {
        return "request " + request + " to " + target + " "
                + result.map(this::describe).orElseGet(this::why)
                + (outcome == Outcome.QUEUED && result.isPresent() ? " " + message(why()) : "");
    }

    private String describe(ApiResult came) {
        String what = came.failure()
                .map(Failure::toString)
                .or(() -> came.response()
                        .map(reply -> reply + " in " + came.elapsed().toMillis() + " ms"))
                .orElse("");
        return outcome.name().toLowerCase(Locale.ROOT) + ": " + what
                + (delivered() ? requestId().map(id -> ", request id " + id).orElse("") : "")
                + (outcome == Outcome.UNCONFIRMED
                        ? " It may have been delivered; check the target before you repeat it."
                        : "");
    }

    private String why() {
        return switch (outcome) {
            case NO_CREDENTIAL ->
                "not sent: it needs the Remote Device RESTful API Password, which is not set. Set it, and press again.";
            case TIMED_OUT -> "not sent: the press ran out of time. Check why earlier targets took so long.";
            case SKIPPED -> "not sent: an earlier request failed. Fix that request first.";
            case QUEUED ->
                "it waits in the queue, and is sent as soon as possible"
                        + (mayHaveBeenDelivered
                                ? ". It may have been delivered already; check the target before you press again."
                                : "");
            case EXPIRED ->
                "not sent: it waited for the network until it was too old. Press again if it is still needed.";
            case INTERRUPTED ->
                "the device stopped while it was being sent. It may have been delivered; check the target before you repeat it.";
            case CANCELLED -> "not sent: the press was cancelled. Press again to send it.";
            default ->
                "no response came in time, or the queue did not store the request in time. It may have been delivered;"
                        + " check the target before you repeat it.";
        };
    }
}
