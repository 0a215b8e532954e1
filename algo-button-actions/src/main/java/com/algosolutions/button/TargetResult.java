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
 * @since 0.1.0
 */
public final class TargetResult {
    private static final String LOST =
            " This press is lost: the queue does not send it again. Press again once the cause is corrected.";

    private final int request;
    private final ApiHost target;
    private final Outcome outcome;
    private final Optional<ApiResult> result;
    private final boolean mayHaveBeenDelivered;

    /** What follows for the operator, besides the outcome; empty or a sentence after a space. */
    private final String note;

    private TargetResult(
            int request,
            ApiHost target,
            Outcome outcome,
            Optional<ApiResult> result,
            boolean mayHaveBeenDelivered,
            String note) {
        this.request = request;
        this.target = target;
        this.outcome = outcome;
        this.result = result;
        this.mayHaveBeenDelivered = mayHaveBeenDelivered;
        this.note = note;
    }

    /**
     * The outcome of a request, grouped by what it means for another attempt. A later version may add constants: a {@code switch} needs a
     * {@code default}. {@link #delivered}, {@link #queued}, {@link #safeToRepeat} and {@link #mayHaveBeenDelivered} answer the usual questions
     * without one, and take an earlier attempt of a repeatable request into account.
     *
     * <table>
     * <caption>May the request be sent again?</caption>
     * <tr><th>Group</th><th>Outcomes</th><th>Another attempt</th></tr>
     * <tr><td>acted on</td><td>{@link #DELIVERED}</td><td>executes the request a second time</td></tr>
     * <tr><td>answered, not acted on</td><td>{@link #REJECTED}</td><td>is safe, and useful once the cause is corrected</td></tr>
     * <tr><td>not sent</td><td>{@link #NO_CREDENTIAL}, {@link #INVALID}, {@link #UNREACHABLE}, {@link #TIMED_OUT}, {@link #SKIPPED},
     * {@link #CANCELLED}, {@link #EXPIRED}</td><td>is safe</td></tr>
     * <tr><td>sent later</td><td>{@link #QUEUED}</td><td>is not needed: the queue sends the request</td></tr>
     * <tr><td>unknown</td><td>{@link #UNCONFIRMED}, {@link #INTERRUPTED}</td><td>may execute the request a second time: check the target
     * first</td></tr>
     * </table>
     */
    public enum Outcome {
        /** The target accepted the request. */
        DELIVERED,
        /** The target rejected the request, and did not act on it, or its response breaks the request's success condition. */
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
        Outcome outcome = switch (result.outcome()) {
            case DELIVERED -> Outcome.DELIVERED;
            case REJECTED -> Outcome.REJECTED;
            case NO_CREDENTIAL -> Outcome.NO_CREDENTIAL;
            case INVALID -> Outcome.INVALID;
            case UNREACHABLE -> Outcome.UNREACHABLE;
            case UNCONFIRMED -> Outcome.UNCONFIRMED;
        };
        return new TargetResult(request, target, outcome, Optional.of(result), mayHaveBeenDelivered(outcome), "");
    }

    /** This result with another outcome. */
    TargetResult as(Outcome other) {
        return new TargetResult(request, target, other, result, mayHaveBeenDelivered, note);
    }

    /** This result after an earlier attempt that the target may have acted on. */
    TargetResult afterAnAttempt() {
        return new TargetResult(request, target, outcome, result, true, note);
    }

    /** This result of a request that waited in the queue, and that the queue drops. */
    TargetResult dropped() {
        return new TargetResult(
                request, target, outcome, result, mayHaveBeenDelivered, mayHaveBeenDelivered ? "" : LOST);
    }

    /** This result of a request that could wait in the queue, and does not. */
    TargetResult notQueued(String why) {
        return new TargetResult(request, target, outcome, result, mayHaveBeenDelivered, " " + why);
    }

    static TargetResult without(int request, ApiHost target, Outcome outcome) {
        return new TargetResult(request, target, outcome, Optional.empty(), mayHaveBeenDelivered(outcome), "");
    }

    private static boolean mayHaveBeenDelivered(Outcome outcome) {
        return outcome == Outcome.DELIVERED || outcome == Outcome.UNCONFIRMED || outcome == Outcome.INTERRUPTED;
    }

    /** {@return the request's number in the form, from 1} */
    public int request() {
        return request;
    }

    /** {@return the target} */
    public ApiHost target() {
        return target;
    }

    /** {@return the outcome} */
    public Outcome outcome() {
        return outcome;
    }

    /** {@return the result of the client's call; empty if the request did not begin, or did not end by the press's deadline} */
    public Optional<ApiResult> result() {
        return result;
    }

    /** {@return whether the target may have acted on the request, in this or an earlier attempt; false means that it certainly did not} */
    public boolean mayHaveBeenDelivered() {
        return mayHaveBeenDelivered;
    }

    /** {@return whether the target accepted the request} */
    public boolean delivered() {
        return outcome == Outcome.DELIVERED;
    }

    /** {@return whether the request waits in the {@link OfflineQueue}, which sends it later} */
    public boolean queued() {
        return outcome == Outcome.QUEUED;
    }

    /**
     * {@return whether the caller may send the request again without a check of the target: the target certainly did not act on it, and the
     * {@link OfflineQueue} does not send it}
     */
    public boolean safeToRepeat() {
        return !mayHaveBeenDelivered && !queued();
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
                .map(why -> message(why.message()) + said(why) + (queued() ? "" : " " + why.advice()))
                .orElseGet(() -> delivered() ? target + " accepted it." : queued() ? "" : message(why()));
        if (queued()) {
            return (words + " " + message(why())).strip();
        }
        if (outcome == Outcome.UNCONFIRMED && result.isPresent()) {
            return words + " It may have been delivered; check the target before you repeat it." + note;
        }
        if (!note.isEmpty()) {
            return words + note;
        }
        return mayHaveBeenDelivered && !mayHaveBeenDelivered(outcome)
                ? words + " An earlier attempt may have been delivered; check the target before you repeat it."
                : words;
    }

    private Optional<Failure> failure() {
        return result.flatMap(ApiResult::failure);
    }

    /** The server's own reason, such as a tone that does not exist. */
    private static String said(Failure why) {
        return why.serverError()
                .flatMap(Failure.ServerError::message)
                .map(reason -> " The server says: \"" + reason + "\".")
                .orElse("");
    }

    /** Adds a capital letter and a full stop. */
    private static String message(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + (words.endsWith(".") ? "" : ".");
    }

    /** The result for a log. */
    Map<String, @Nullable Object> forLog() {
        Map<String, @Nullable Object> log = new LinkedHashMap<>();
        log.put("request", request);
        log.put("target", target.toString());
        log.put("outcome", outcome.name());
        status().ifPresent(status -> log.put("status", status));
        code().ifPresent(code -> log.put("code", code));
        elapsed().ifPresent(elapsed -> log.put("elapsedMillis", elapsed.toMillis()));
        requestId().ifPresent(id -> log.put("requestId", id));
        log.put("message", message());
        return log;
    }

    /** {@return the result in one line, without the request's path, which may contain a secret} */
    @Override
    public String toString() {
        return "request " + request + " to " + target + " "
                + result.map(this::describe).orElseGet(this::why)
                + (queued() && result.isPresent() ? " " + message(why()) : "")
                + note;
    }

    private String describe(ApiResult came) {
        String what = came.failure()
                .map(why -> queued() ? withoutAdvice(why) : why.toString())
                .or(() -> came.response()
                        .map(reply -> reply + " in " + came.elapsed().toMillis() + " ms"))
                .orElse("");
        return outcome.name().toLowerCase(Locale.ROOT) + ": " + what
                + (delivered() ? requestId().map(id -> ", request id " + id).orElse("") : "")
                + (outcome == Outcome.UNCONFIRMED
                        ? " It may have been delivered; check the target before you repeat it."
                        : "");
    }

    /** A request that the queue sends needs no advice: an operator who follows it sends the request twice. */
    private static String withoutAdvice(Failure why) {
        return why.message() + why.serverError().map(said -> " (" + said + ")").orElse("") + ".";
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
