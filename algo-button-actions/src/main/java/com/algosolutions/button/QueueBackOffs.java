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
 * Who is left alone by the queue: for a time, because it asked for that, and for the rest of a round, because it is out of reach. A request
 * that has to wait holds up those behind it that go to the same target by the same profile. Thread-safe.
 */
final class QueueBackOffs {
    /** As for a token endpoint that answers 429 without saying for how long. */
    private static final Duration UNNAMED = Duration.ofSeconds(30);

    /** What waits for the same thing. */
    private record Line(ApiHost target, Optional<String> profile) {
        static Line of(QueuedPress.Dispatch dispatch) {
            return new Line(dispatch.target(), dispatch.request().oauthProfile());
        }
    }

    private final LongSupplier ticker;

    /** By the ticker. Guarded by this, as are the two below. */
    private final Map<Line, Long> until = new HashMap<>();

    private final Set<Line> waiting = new HashSet<>();
    private final Set<ApiHost> unreachable = new HashSet<>();

    QueueBackOffs(LongSupplier ticker) {
        this.ticker = ticker;
    }

    synchronized void beginRound() {
        waiting.clear();
        unreachable.clear();
        until.values().removeIf(end -> end - ticker.getAsLong() <= 0);
    }

    /** Takes note of how long a reply asks to be left alone. */
    synchronized void record(QueuedPress.Dispatch dispatch, TargetResult outcome) {
        outcome.result()
                .flatMap(ApiResult::failure)
                .filter(Failure::mayPass)
                .flatMap(failure -> failure.retryAfter().or(() -> unnamed(outcome)))
                .ifPresent(wait -> until.put(Line.of(dispatch), ticker.getAsLong() + wait.toNanos()));
    }

    private static Optional<Duration> unnamed(TargetResult outcome) {
        return outcome.status().orElse(0) == 429 ? Optional.of(UNNAMED) : Optional.empty();
    }

    /** Leaves alone for the rest of the round what a request has to wait for: its target, if that gave no reply, else its line. */
    synchronized void block(QueuedPress.Dispatch dispatch, TargetResult outcome) {
        boolean noReply = outcome.result()
                .filter(ApiResult.Unreachable.class::isInstance)
                .flatMap(ApiResult::failure)
                .filter(failure -> failure.step() == Step.REQUEST)
                .isPresent();
        if (noReply) {
            unreachable.add(dispatch.target());
        }
        waiting.add(Line.of(dispatch));
    }

    synchronized boolean backsOff(QueuedPress.Dispatch dispatch) {
        Line line = Line.of(dispatch);
        Long end = until.get(line);
        return unreachable.contains(dispatch.target())
                || waiting.contains(line)
                || (end != null && end - ticker.getAsLong() > 0);
    }
}
