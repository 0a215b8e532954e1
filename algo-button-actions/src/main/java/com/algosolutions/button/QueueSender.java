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
        static Key of(QueuedPress press, QueuedPress.Sending sending) {
            return new Key(press.press(), sending.number(), sending.target());
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
        for (QueuedPress.Sending written : queued.sendings()) {
            Key key = Key.of(queued, written);
            QueuedPress.Sending sending = unsent.contains(key) ? written.begun(false) : written;
            if (finished.containsKey(key)) {
                now = failed < Integer.MAX_VALUE ? now : settle(now);
                continue;
            }
            TargetResult outcome;
            if (queued.inSequence() && sending.number() > failed) {
                outcome = ended(sending, State.SKIPPED);
            } else if (sending.under() && !sending.request().repeatable()) {
                outcome = ended(sending, State.INTERRUPTED);
            } else if (age.expired(queued)) {
                outcome = ended(sending, State.EXPIRED);
            } else if (closed.getAsBoolean()
                    || (queued.inSequence() && sending.number() > waits)
                    || age.of(queued).isEmpty()
                    || backOffs.backsOff(sending)) {
                waits = Math.min(waits, sending.number());
                continue;
            } else {
                now = mark(now, sending, key);
                if (now == null) {
                    return; // withdrawn
                }
                outcome = sending.under() ? execute(sending).afterAnAttempt() : execute(sending);
                backOffs.record(sending, outcome);
                if (PressQueue.mayPass(outcome, sending.request().repeatable())) {
                    waits = Math.min(waits, sending.number());
                    backOffs.block(sending, outcome);
                    now = unmark(now, sending.begun(outcome.mayHaveBeenDelivered()), key);
                    continue;
                }
            }
            // Told first: a device that stops here tells it twice, not never.
            QueuedOutcome all = new QueuedOutcome(queued.press(), queued.button(), outcome);
            told.add(all);
            finished.put(key, listener.tell(all));
            if (queued.inSequence() && !outcome.delivered()) {
                failed = Math.min(failed, sending.number());
            } else {
                now = settle(now);
            }
        }
        settle(now);
    }

    /** An outcome without a sending. An attempt before it may have been delivered. */
    private static TargetResult ended(QueuedPress.Sending sending, State state) {
        State known = sending.under() && state != State.INTERRUPTED ? State.UNCONFIRMED : state;
        return TargetResult.without(sending.number(), sending.target(), known);
    }

    private TargetResult execute(QueuedPress.Sending sending) {
        ButtonRequest request = sending.request();
        if (request.headersMode().signs() && !presses.signers().containsKey(request.headersMode())) {
            // pressed when the device had the password, which one that has started again may not have
            return TargetResult.without(sending.number(), sending.target(), State.UNAUTHORIZED);
        }
        try {
            ApiRequest made = request.to(sending.target(), presses.signers(), Placeholders.filled());
            return TargetResult.of(
                    sending.number(), sending.target(), presses.client().execute(made.within(presses.timeout())));
        } catch (RuntimeException | OutOfMemoryError e) { // of a store or a signer, or no thread could be had
            LOG.log(Level.WARNING, "a queued sending failed: " + e.getClass().getName());
            return TargetResult.without(sending.number(), sending.target(), State.UNCONFIRMED);
        }
    }

    /** With its mark; null if the press is gone. A write that fails may have left the mark all the same. */
    private @Nullable QueuedPress mark(QueuedPress now, QueuedPress.Sending sending, Key key) throws IOException {
        QueuedPress marked = now.with(sending.begun(true));
        if (!sending.under()) {
            unsent.add(key);
        }
        boolean there = records.write(marked);
        unsent.remove(key);
        return there ? marked : null;
    }

    private QueuedPress unmark(QueuedPress now, QueuedPress.Sending left, Key key) throws IOException {
        QueuedPress changed = now.with(left);
        if (!left.under()) {
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
        List<QueuedPress.Sending> done = now.sendings().stream()
                .filter(one -> finished.containsKey(Key.of(now, one)))
                .toList();
        List<QueuedPress.Sending> told =
                done.stream().filter(one -> told(Key.of(now, one))).toList();
        if (told.isEmpty() || (now.inSequence() && told.size() < done.size())) {
            return now;
        }
        QueuedPress left = now;
        for (QueuedPress.Sending one : told) {
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
