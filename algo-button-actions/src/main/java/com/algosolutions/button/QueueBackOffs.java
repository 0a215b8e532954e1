package com.algosolutions.button;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.profile.ApiHost;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The back-offs of the queue: until a time, because a server asked to wait, and for the rest of a round, because a target is unreachable. A
 * request that has to wait delays later requests to the same target with the same profile. Thread-safe.
 */
final class QueueBackOffs {
    /** The back-off after a 429 without Retry-After, as for a token endpoint. */
    private static final Duration UNNAMED = Duration.ofSeconds(30);

    /** Requests to the same target with the same profile, which wait together. */
    private record Line(ApiHost target, Optional<String> profile) {
        static Line of(QueuedPress.Dispatch dispatch) {
            return new Line(dispatch.target(), dispatch.request().oauthProfile());
        }
    }

    private final LongSupplier ticker;

    /** Ticker time at which a back-off ends. Guarded by this, as are the two sets below. */
    private final Map<Line, Long> until = new HashMap<>();

    private final Set<Line> waiting = new HashSet<>();
    private final Set<ApiHost> unreachable = new HashSet<>();

    QueueBackOffs(LongSupplier ticker) {
        this.ticker = ticker;
    }

    /** Ends the back-offs of the last round, and the expired ones. */
    synchronized void beginRound() {
        waiting.clear();
        unreachable.clear();
        until.values().removeIf(end -> end - ticker.getAsLong() <= 0);
    }

    /** Records the back-off that a failure asks for. */
    synchronized void record(QueuedPress.Dispatch dispatch, TargetResult outcome) {
        outcome.result()
                .flatMap(ApiResult::failure)
                .filter(Failure::temporary)
                .flatMap(failure -> failure.retryAfter().or(() -> unnamed(outcome)))
                .ifPresent(wait -> until.put(Line.of(dispatch), ticker.getAsLong() + wait.toNanos()));
    }

    private static Optional<Duration> unnamed(TargetResult outcome) {
        return outcome.status().orElse(0) == 429 ? Optional.of(UNNAMED) : Optional.empty();
    }

    /** Backs off for the rest of the round: from the target, if it gave no response, else from the target with this profile. */
    synchronized void block(QueuedPress.Dispatch dispatch, TargetResult outcome) {
        boolean noReply = outcome.result()
                .filter(result -> result.response().isEmpty()
                        && (result.outcome() == ApiResult.Outcome.UNREACHABLE || result.mayHaveBeenDelivered()))
                .flatMap(ApiResult::failure)
                .filter(failure -> failure.step() == Step.REQUEST)
                .isPresent();
        if (noReply) {
            unreachable.add(dispatch.target());
        }
        waiting.add(Line.of(dispatch));
    }

    /** Whether the queue must not send a request now. */
    synchronized boolean backsOff(QueuedPress.Dispatch dispatch) {
        Line line = Line.of(dispatch);
        Long end = until.get(line);
        return unreachable.contains(dispatch.target())
                || waiting.contains(line)
                || (end != null && end - ticker.getAsLong() > 0);
    }
}
