package com.algosolutions.button;

import com.algosolutions.button.TargetResult.State;
import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.profile.ApiHost;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends what waits, a round at a time: each request is marked in its record before it is sent, and taken out when its outcome was told. What
 * the store does not take is remembered, so that a store in trouble lets nothing be sent twice. For whoever holds the queue's lock.
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

    /** What has its outcome and is still in the store, and whether that was told. */
    private final Map<Key, CompletableFuture<Void>> finished = new HashMap<>();

    /** What was certainly not done, though its record may say that it was begun. */
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

    /** Tries everything once, in order, and gives what came of it. */
    synchronized List<QueuedOutcome> send(List<QueuedPress> waiting) {
        List<QueuedOutcome> told = new ArrayList<>();
        finished.keySet().removeIf(key -> !records.has(key.press()));
        unsent.removeIf(key -> !records.has(key.press()));
        backOffs.beginRound();
        for (QueuedPress queued : waiting) {
            try {
                if (!closed.getAsBoolean()) {
                    send(queued, told);
                }
            } catch (IOException | RuntimeException e) { // of a store: another time; the next press may fare better
                LOG.log(
                        Level.WARNING,
                        "a queued press is in trouble: " + e.getClass().getName());
            }
        }
        return told;
    }

    private void send(QueuedPress queued, List<QueuedOutcome> told) throws IOException {
        @Nullable QueuedPress now = queued;
        int waits = Integer.MAX_VALUE;
        int failed = Integer.MAX_VALUE;
        for (QueuedPress.Dispatch written : queued.dispatches()) {
            Key key = Key.of(queued, written);
            QueuedPress.Dispatch dispatch = unsent.contains(key) ? written.begun(false) : written;
            if (finished.containsKey(key)) {
                now = failed < Integer.MAX_VALUE ? now : settle(now);
                continue;
            }
            TargetResult outcome;
            if (queued.inSequence() && dispatch.number() > failed) {
                outcome = ended(dispatch, State.SKIPPED);
            } else if (dispatch.started() && !dispatch.request().repeatable()) {
                outcome = ended(dispatch, State.INTERRUPTED);
            } else if (age.expired(queued)) {
                outcome = ended(dispatch, State.EXPIRED);
            } else if (closed.getAsBoolean()
                    || (queued.inSequence() && dispatch.number() > waits)
                    || age.of(queued).isEmpty()
                    || backOffs.backsOff(dispatch)) {
                waits = Math.min(waits, dispatch.number());
                continue;
            } else {
                now = mark(now, dispatch, key);
                if (now == null) {
                    return; // withdrawn
                }
                outcome = dispatch.started() ? execute(dispatch).afterAnAttempt() : execute(dispatch);
                backOffs.record(dispatch, outcome);
                if (PressQueue.mayPass(outcome, dispatch.request().repeatable())) {
                    waits = Math.min(waits, dispatch.number());
                    backOffs.block(dispatch, outcome);
                    now = unmark(now, dispatch.begun(outcome.mayHaveBeenDelivered()), key);
                    continue;
                }
            }
            // Told first: a device that stops here tells it twice, not never.
            QueuedOutcome all = new QueuedOutcome(queued.press(), queued.button(), outcome);
            told.add(all);
            finished.put(key, listener.report(all));
            if (queued.inSequence() && !outcome.delivered()) {
                failed = Math.min(failed, dispatch.number());
            } else {
                now = settle(now);
            }
        }
        settle(now);
    }

    /** An outcome without a sending. An attempt before it may have been delivered. */
    private static TargetResult ended(QueuedPress.Dispatch dispatch, State state) {
        State known = dispatch.started() && state != State.INTERRUPTED ? State.UNCONFIRMED : state;
        return TargetResult.without(dispatch.number(), dispatch.target(), known);
    }

    private TargetResult execute(QueuedPress.Dispatch dispatch) {
        ButtonRequest request = dispatch.request();
        if (request.headersMode().signs() && !presses.signers().containsKey(request.headersMode())) {
            // pressed when the device had the password, which one that has started again may not have
            return TargetResult.without(dispatch.number(), dispatch.target(), State.UNAUTHORIZED);
        }
        try {
            ApiRequest made = request.to(dispatch.target(), presses.signers(), Placeholders.filled());
            return TargetResult.of(
                    dispatch.number(), dispatch.target(), presses.client().execute(made.within(presses.timeout())));
        } catch (RuntimeException | OutOfMemoryError e) { // of a store or a signer, or no thread could be had
            LOG.log(Level.WARNING, "a queued sending failed: " + e.getClass().getName());
            return TargetResult.without(dispatch.number(), dispatch.target(), State.UNCONFIRMED);
        }
    }

    /** With its mark; null if the press is gone. A write that fails may have left the mark all the same. */
    private @Nullable QueuedPress mark(QueuedPress now, QueuedPress.Dispatch dispatch, Key key) throws IOException {
        QueuedPress marked = now.with(dispatch.begun(true));
        if (!dispatch.started()) {
            unsent.add(key);
        }
        boolean there = records.write(marked);
        unsent.remove(key);
        return there ? marked : null;
    }

    private QueuedPress unmark(QueuedPress now, QueuedPress.Dispatch left, Key key) throws IOException {
        QueuedPress changed = now.with(left);
        if (!left.started()) {
            unsent.add(key);
        }
        records.write(changed);
        unsent.remove(key);
        return changed;
    }

    /**
     * Takes out what was told. Of a press in sequence all that is finished goes at once: without the request that failed, those behind it
     * would be sent after a restart.
     */
    private QueuedPress settle(QueuedPress now) throws IOException {
        List<QueuedPress.Dispatch> done = now.dispatches().stream()
                .filter(one -> finished.containsKey(Key.of(now, one)))
                .toList();
        List<QueuedPress.Dispatch> told =
                done.stream().filter(one -> told(Key.of(now, one))).toList();
        if (told.isEmpty() || (now.inSequence() && told.size() < done.size())) {
            return now;
        }
        QueuedPress left = now;
        for (QueuedPress.Dispatch one : told) {
            left = left.without(one);
        }
        records.write(left);
        told.forEach(one -> finished.remove(Key.of(now, one)));
        return left;
    }

    private boolean told(Key key) {
        CompletableFuture<Void> telling = finished.get(key);
        return telling != null && telling.isDone();
    }
}
