package com.algosolutions.button;

import com.algosolutions.button.TargetResult.Outcome;
import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.profile.ApiHost;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends the waiting requests, one round at a time. Each request is marked in its record before it is sent, and removed when the listener has
 * its outcome. Changes that the store rejects are remembered, so that a failing store never causes a second delivery. Call with the lock of
 * the queue held.
 */
final class QueueSender {
    private static final System.Logger LOG = System.getLogger(QueueSender.class.getName());

    private record Key(String press, int number, ApiHost target) {
        static Key of(QueuedPress press, QueuedPress.Dispatch dispatch) {
            return new Key(press.press(), dispatch.number(), dispatch.target());
        }
    }

    private final PressSettings presses;
    private final QueueRecords records;
    private final PressAge age;
    private final QueueBackOffs backOffs;
    private final QueueListener listener;
    private final BooleanSupplier closed;

    /** Dispatches with an outcome that are still in the store, each with the completion of its report. */
    private final Map<Key, CompletableFuture<Void>> finished = new HashMap<>();

    /** Dispatches that this process has certainly not sent, although it may have marked them as started. */
    private final Set<Key> unsent = new HashSet<>();

    QueueSender(
            PressSettings presses,
            QueueRecords records,
            PressAge age,
            QueueBackOffs backOffs,
            QueueListener listener,
            BooleanSupplier closed) {
        this.presses = presses;
        this.records = records;
        this.age = age;
        this.backOffs = backOffs;
        this.listener = listener;
        this.closed = closed;
    }

    /** Tries every waiting request once, in order, and returns the outcomes. */
    synchronized List<QueuedResult> send(List<QueuedPress> waiting) {
        List<QueuedResult> reported = new ArrayList<>();
        finished.keySet().removeIf(key -> !records.has(key.press()));
        unsent.removeIf(key -> !records.has(key.press()));
        backOffs.beginRound();
        for (QueuedPress queued : waiting) {
            try {
                if (!closed.getAsBoolean()) {
                    send(queued, reported);
                }
            } catch (IOException | RuntimeException e) { // a failure of the store: retry this press in the next round
                LOG.log(
                        Level.WARNING,
                        "a queued press cannot be processed: " + e.getClass().getName());
            }
        }
        return reported;
    }

    private void send(QueuedPress queued, List<QueuedResult> reported) throws IOException {
        if (!records.wrote(queued)) { // its marks are those of another process
            unsent.removeIf(key -> key.press().equals(queued.press()));
        }
        @Nullable QueuedPress now = queued;
        int waits = Integer.MAX_VALUE;
        int failed = Integer.MAX_VALUE;
        for (QueuedPress.Dispatch written : queued.dispatches()) {
            Key key = Key.of(queued, written);
            boolean ownMark = unsent.contains(key) && records.wrote(queued);
            QueuedPress.Dispatch dispatch = ownMark ? written.begun(false) : written;
            if (now == null) {
                return; // withdrawn meanwhile, or changed by another process
            }
            if (finished.containsKey(key)) {
                now = failed < Integer.MAX_VALUE ? now : removeReported(now);
                continue;
            }
            TargetResult outcome = endedUnsent(queued, dispatch, failed);
            if (outcome == null) {
                if (mustWait(queued, dispatch, waits)) {
                    waits = Math.min(waits, dispatch.number());
                    continue;
                }
                now = mark(now, dispatch, key);
                if (now == null) {
                    return;
                }
                outcome = dispatch.started() ? execute(dispatch).afterAnAttempt() : execute(dispatch);
                backOffs.record(dispatch, outcome);
                if (PressQueue.mayPass(outcome, dispatch.request().repeatable())) {
                    waits = Math.min(waits, dispatch.number());
                    backOffs.block(dispatch, outcome);
                    now = unmark(now, dispatch.begun(outcome.mayHaveBeenDelivered()), key);
                    continue;
                }
                outcome = outcome.delivered() ? outcome : outcome.dropped();
            }
            // Reported before it is removed: if the device stops here, it is reported twice, not never.
            QueuedResult ended = new QueuedResult(queued.press(), queued.button(), outcome);
            reported.add(ended);
            finished.put(key, listener.report(ended));
            if (queued.inSequence() && !outcome.delivered()) {
                failed = Math.min(failed, dispatch.number());
            } else {
                now = removeReported(now);
            }
        }
        if (now != null) {
            var unused = removeReported(now);
        }
    }

    /** The final outcome of a dispatch that will not be sent any more, else null. {@code failed} is the first failed request. */
    private @Nullable TargetResult endedUnsent(QueuedPress queued, QueuedPress.Dispatch dispatch, int failed) {
        if (queued.inSequence() && dispatch.number() > failed) {
            return ended(dispatch, Outcome.SKIPPED);
        }
        if (dispatch.started() && !dispatch.request().repeatable()) {
            return ended(dispatch, Outcome.INTERRUPTED);
        }
        return age.expired(queued) ? ended(dispatch, Outcome.EXPIRED) : null;
    }

    /** Whether a dispatch stays in the queue for this round. {@code waits} is the first request that waits. */
    private boolean mustWait(QueuedPress queued, QueuedPress.Dispatch dispatch, int waits) {
        return closed.getAsBoolean()
                || (queued.inSequence() && dispatch.number() > waits)
                || age.of(queued).isEmpty()
                || backOffs.backsOff(dispatch);
    }

    /** The outcome of a dispatch that is not sent now. An earlier attempt may have been delivered. */
    private static TargetResult ended(QueuedPress.Dispatch dispatch, Outcome state) {
        Outcome known = dispatch.started() && state != Outcome.INTERRUPTED ? Outcome.UNCONFIRMED : state;
        return TargetResult.without(dispatch.number(), dispatch.target(), known);
    }

    private TargetResult execute(QueuedPress.Dispatch dispatch) {
        ButtonRequest request = dispatch.request();
        if (request.headersMode().signs() && !presses.signers().containsKey(request.headersMode())) {
            // pressed while the device had the password, and restarted without it
            return TargetResult.without(dispatch.number(), dispatch.target(), Outcome.NO_CREDENTIAL);
        }
        try {
            ApiRequest made = request.to(dispatch.target(), presses.client(), presses.signers(), Placeholders.filled());
            return TargetResult.of(
                    dispatch.number(), dispatch.target(), presses.client().execute(made.timeout(presses.timeout())));
        } catch (Throwable e) { // unexpected, such as no thread
            LOG.log(Level.WARNING, "a queued request failed: " + e.getClass().getName());
            return TargetResult.without(dispatch.number(), dispatch.target(), Outcome.UNCONFIRMED);
        }
    }

    /**
     * Marks a dispatch as started; null if the press is not as it was read. The lock of the queue is not enough for that: a database ends it
     * with the connection, and another process may have marked the dispatch. A write that fails may still have stored the mark.
     */
    private @Nullable QueuedPress mark(QueuedPress now, QueuedPress.Dispatch dispatch, Key key) throws IOException {
        return write(now.with(dispatch.begun(true)), dispatch.started(), key);
    }

    /** Takes the mark back after an attempt that was not delivered, or keeps it if the delivery is unknown. */
    private @Nullable QueuedPress unmark(QueuedPress now, QueuedPress.Dispatch left, Key key) throws IOException {
        return write(now.with(left), left.started(), key);
    }

    /** Updates a record, and remembers a dispatch that was certainly not sent for as long as the write has no result. */
    private @Nullable QueuedPress write(QueuedPress changed, boolean started, Key key) throws IOException {
        if (!started) {
            unsent.add(key);
        }
        Optional<QueuedPress> written = records.write(changed);
        unsent.remove(key);
        return written.orElse(null);
    }

    /**
     * Removes the reported dispatches from the record; null if the press is not as it was read. The finished dispatches of a press in sequence
     * are removed together: if only the failed one were removed, a restart would send the ones after it.
     */
    private @Nullable QueuedPress removeReported(QueuedPress now) throws IOException {
        List<QueuedPress.Dispatch> done = now.dispatches().stream()
                .filter(one -> finished.containsKey(Key.of(now, one)))
                .toList();
        List<QueuedPress.Dispatch> reported =
                done.stream().filter(one -> isReported(Key.of(now, one))).toList();
        if (reported.isEmpty() || (now.inSequence() && reported.size() < done.size())) {
            return now;
        }
        QueuedPress left = now;
        for (QueuedPress.Dispatch one : reported) {
            left = left.without(one);
        }
        QueuedPress written = records.write(left).orElse(null);
        if (written != null) {
            reported.forEach(one -> finished.remove(Key.of(now, one)));
        }
        return written;
    }

    private boolean isReported(Key key) {
        CompletableFuture<Void> report = finished.get(key);
        return report != null && report.isDone();
    }
}
