package com.algosolutions.button;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Reply;
import com.algosolutions.oauth.profile.ApiHost;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What came of one request to one target. Immutable and thread-safe; prints without a secret.
 *
 * @param request the request's number, from 1, as the form counts
 * @param target the target
 * @param state what came of it
 * @param result what the client said of it; empty if it was never begun, or gave no answer by the press's deadline
 * @param mayHaveBeenDelivered whether the target may have acted on the request, by this attempt or one before it; false means that it
 *     certainly has not
 */
public record TargetResult(
        int request, ApiHost target, State state, Optional<ApiResult> result, boolean mayHaveBeenDelivered) {

    /** What came of it. */
    public enum State {
        /** The target accepted it. */
        DELIVERED,
        /** The target refused it; it has not acted on it. */
        REFUSED,
        /** There was no authorization for it; it was not sent. */
        UNAUTHORIZED,
        /** The request is not one that its provider takes, such as a text that is too long; it was not sent. */
        INVALID,
        /** Nobody confirmed it. The target may have acted on it; look before you repeat it. */
        UNCONFIRMED,
        /** The target could not be reached; it was not sent. */
        UNREACHABLE,
        /** The press's time was over before it began; it was not sent. */
        OUT_OF_TIME,
        /** An earlier request failed, and the setting is {@link OnFailure#STOP}; it was not sent. */
        SKIPPED,
        /** The press was cancelled before it began; it was not sent. */
        CANCELLED,
        /**
         * It waits in the {@link OfflineQueue} until it can be sent. It was not sent, unless {@link TargetResult#mayHaveBeenDelivered}: a
         * repeatable one waits too if nobody can tell.
         */
        QUEUED,
        /** It waited in the {@link OfflineQueue} until it was too old; it was not sent. */
        EXPIRED,
        /** The device stopped while it was sent from the {@link OfflineQueue}. The target may have acted on it; look before you repeat it. */
        INTERRUPTED
    }

    static TargetResult of(int request, ApiHost target, ApiResult result) {
        State state;
        if (result.delivered()) {
            state = State.DELIVERED;
        } else if (result.mayHaveBeenDelivered()) {
            state = State.UNCONFIRMED;
        } else if (result instanceof ApiResult.Rejected) {
            state = State.REFUSED;
        } else {
            state = !(result instanceof ApiResult.Unauthorized none)
                    ? State.UNREACHABLE
                    : none.objected() ? State.INVALID : State.UNAUTHORIZED;
        }
        return new TargetResult(request, target, state, Optional.of(result), mayHaveBeenDelivered(state));
    }

    /** The same, in another state. */
    TargetResult as(State other) {
        return new TargetResult(request, target, other, result, mayHaveBeenDelivered);
    }

    /** The same after an attempt that the target may have acted on. */
    TargetResult afterAnAttempt() {
        return new TargetResult(request, target, state, result, true);
    }

    static TargetResult without(int request, ApiHost target, State state) {
        return new TargetResult(request, target, state, Optional.empty(), mayHaveBeenDelivered(state));
    }

    private static boolean mayHaveBeenDelivered(State state) {
        return state == State.DELIVERED || state == State.UNCONFIRMED || state == State.INTERRUPTED;
    }

    /** {@return whether the target accepted the request} */
    public boolean delivered() {
        return state == State.DELIVERED;
    }

    /** {@return the HTTP status, if a reply came, from the target or from the token endpoint} */
    public OptionalInt status() {
        Optional<Integer> status = result.flatMap(ApiResult::reply)
                .map(Reply::status)
                .or(() -> failure().flatMap(Failure::said).map(Failure.Said::status));
        return status.map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    /** {@return the provider's code of a failure, such as {@code CMN-102}, if there is one} */
    public Optional<String> code() {
        return failure().map(Failure::code).filter(code -> !code.isEmpty());
    }

    /** {@return the provider's id of the request, for its support, if there is one} */
    public Optional<String> requestId() {
        return result.flatMap(value -> value instanceof ApiResult.Delivered accepted
                ? accepted.requestId()
                : failure().flatMap(Failure::said).map(Failure.Said::requestId).filter(id -> !id.isEmpty()));
    }

    /** {@return how long it took, token work included; empty if it was never begun, or gave no answer} */
    public Optional<Duration> elapsed() {
        return result.map(ApiResult::elapsed);
    }

    /** {@return what came of it and what to do, in plain words for whoever stands before the device} */
    public String sentence() {
        String words = failure()
                .map(why -> sentence(why.meaning()) + (state == State.QUEUED ? "" : " " + why.advice()))
                .orElseGet(() -> delivered() ? target + " accepted it." : state == State.QUEUED ? "" : sentence(why()));
        if (state == State.QUEUED) {
            return (words + " " + sentence(why())).strip();
        }
        if (state == State.UNCONFIRMED && result.isPresent()) {
            return words + " It may have been delivered; look before you repeat it.";
        }
        return mayHaveBeenDelivered && !mayHaveBeenDelivered(state)
                ? words + " An attempt before it may have been delivered; look before you repeat it."
                : words;
    }

    private Optional<Failure> failure() {
        return result.flatMap(ApiResult::failure);
    }

    /** With a capital and a full stop. */
    private static String sentence(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + (words.endsWith(".") ? "" : ".");
    }

    /** The outcome for a log. */
    Map<String, @Nullable Object> forLog() {
        Map<String, @Nullable Object> log = new LinkedHashMap<>();
        log.put("request", request);
        log.put("target", target.toString());
        log.put("state", state.name());
        status().ifPresent(status -> log.put("status", status));
        code().ifPresent(code -> log.put("code", code));
        elapsed().ifPresent(elapsed -> log.put("elapsedMillis", elapsed.toMillis()));
        requestId().ifPresent(id -> log.put("requestId", id));
        log.put("sentence", sentence());
        return log;
    }

    /** {@return the outcome in one line, without the request's path, in which a secret may stand} */
    @Override
    public String toString() {
        return "request " + request + " to " + target + " "
                + result.map(this::told).orElseGet(this::why)
                + (state == State.QUEUED && result.isPresent() ? " " + sentence(why()) : "");
    }

    private String told(ApiResult came) {
        String what = came.failure()
                .map(Failure::toString)
                .or(() -> came.reply()
                        .map(reply -> reply + " in " + came.elapsed().toMillis() + " ms"))
                .orElse("");
        return state.name().toLowerCase(Locale.ROOT) + ": " + what
                + (delivered() ? requestId().map(id -> ", request id " + id).orElse("") : "")
                + (state == State.UNCONFIRMED ? " It may have been delivered; look before you repeat it." : "");
    }

    private String why() {
        return switch (state) {
            case UNAUTHORIZED ->
                "not sent: it is signed by the Remote Device RESTful API Password, and there is none. Set it, and press again.";
            case OUT_OF_TIME -> "not sent: the press's time was over. Look why the targets before it took so long.";
            case SKIPPED -> "not sent: a request before it failed. Mend that one first.";
            case QUEUED ->
                "it waits, and is sent when that is possible"
                        + (mayHaveBeenDelivered
                                ? ". It may have been delivered already; look before you press again."
                                : "");
            case EXPIRED ->
                "not sent: it waited for the network until it was too old. Press again if it is still wanted.";
            case INTERRUPTED ->
                "the device stopped while it was being sent. It may have been delivered; look before you repeat it.";
            case CANCELLED -> "not sent: the press was cancelled. Press again if you want it after all.";
            default ->
                "gave no answer in its time, or none that was kept. It may have been delivered; look before you repeat it.";
        };
    }
}
