package com.algosolutions.button;

import com.algosolutions.button.TargetResult.State;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.RecordLock;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What waits for the network: what of a press is kept, and when it is tried again. Thread-safe. */
final class PressQueue {
    private static final System.Logger LOG = System.getLogger(PressQueue.class.getName());

    /** Who holds this lock sends; of several processes on one store, one. */
    private static final String LOCK = "press-queue";

    private final OfflineQueue settings;
    private final PressSettings presses;
    private final QueueRecords records;
    private final PressAge age;
    private final QueueBackOffs backOffs;
    private final QueueListener listener;
    private final QueueSender sender;

    /** Guarded by this. */
    private boolean scheduled;

    private volatile boolean closed;

    /** Whether something may be waiting, so that a press that was delivered need not ask the store. */
    private volatile boolean waiting = true;

    PressQueue(OfflineQueue settings, PressSettings presses) {
        this.settings = settings;
        this.presses = presses;
        records = new QueueRecords(settings, presses.ticker());
        age = new PressAge(settings.expiry(), presses.clock(), presses.ticker());
        backOffs = new QueueBackOffs(presses.ticker());
        listener = new QueueListener(settings.listener(), presses.threads());
        sender = new QueueSender(presses, records, age, backOffs, listener, () -> closed);
        schedule(Duration.ofMillis(1));
    }

    /** Whether an outcome is not the last word: certainly nothing was done, or it may be repeated, and another time it may be delivered. */
    static boolean mayPass(TargetResult outcome, boolean repeatable) {
        return switch (outcome.state()) {
            case UNREACHABLE, OUT_OF_TIME -> true;
            case UNCONFIRMED -> repeatable;
            case REFUSED, UNAUTHORIZED ->
                outcome.result()
                        .flatMap(ApiResult::failure)
                        .map(Failure::mayPass)
                        .orElse(false);
            default -> false;
        };
    }

    private static boolean mayPass(Button button, TargetResult outcome) {
        return mayPass(outcome, button.requests().get(outcome.request() - 1).repeatable());
    }

    /**
     * Whether an outcome of a press can wait. With {@link OnFailure#STOP} those behind a request that waits can too, and none behind one that
     * has failed for good.
     */
    boolean canWait(Button button, List<TargetResult> all, TargetResult outcome) {
        if (presses.onFailure() != OnFailure.STOP) {
            return mayPass(button, outcome);
        }
        int failed = all.stream()
                .filter(one -> !one.delivered() && one.state() != State.SKIPPED && !mayPass(button, one))
                .mapToInt(TargetResult::request)
                .min()
                .orElse(Integer.MAX_VALUE);
        return outcome.request() <= failed && (outcome.state() == State.SKIPPED || mayPass(button, outcome));
    }

    /** The outcomes of a press, of which those that can wait are kept, and say so, if there is room and the store takes them. */
    List<TargetResult> keep(String press, Button button, Placeholders values, List<TargetResult> outcomes) {
        List<QueuedPress.Dispatch> kept = new ArrayList<>();
        for (TargetResult outcome : outcomes) {
            if (canWait(button, outcomes, outcome)) {
                ButtonRequest request = button.requests().get(outcome.request() - 1);
                QueuedPress.Dispatch dispatch = new QueuedPress.Dispatch(
                        outcome.request(), outcome.target(), request.filled(values), outcome.mayHaveBeenDelivered());
                backOffs.record(dispatch, outcome);
                kept.add(dispatch);
            }
        }
        boolean inSequence = presses.onFailure() == OnFailure.STOP;
        if (kept.isEmpty()
                || !keep(new QueuedPress(
                        press, button.identifier(), presses.clock().millis(), 0, inSequence, kept))) {
            return outcomes;
        }
        waiting = true;
        schedule(settings.interval());
        return outcomes.stream()
                .map(outcome -> canWait(button, outcomes, outcome) ? outcome.as(State.QUEUED) : outcome)
                .toList();
    }

    /** Whether it is kept; a press that is kept already is not kept twice. */
    boolean keep(QueuedPress press) {
        if (closed) {
            return false;
        }
        age.keep(press.press());
        try {
            return records.keep(press);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "a press cannot be kept: " + e.getClass().getName());
            return false;
        }
    }

    /** A target was reached: what waits is tried at once. */
    void reached() {
        if (waiting) {
            begin();
        }
    }

    /** A round on a thread of its own; after an interval if there is none to be had. */
    private void begin() {
        if (!PressThreads.begin(presses.threads(), this::send)) {
            schedule(settings.interval());
        }
    }

    /** How many presses wait. */
    int size() {
        return records.size();
    }

    private void schedule(Duration after) {
        synchronized (this) {
            if (scheduled || closed) {
                return;
            }
            scheduled = true;
        }
        CompletableFuture.delayedExecutor(after.toMillis(), TimeUnit.MILLISECONDS, Runnable::run)
                .execute(() -> {
                    synchronized (this) {
                        scheduled = false;
                    }
                    begin();
                });
    }

    /**
     * Sends what waits, on a thread of the queue's, which nobody interrupts, and says what came of it; nothing if somebody else is sending, or
     * if no thread can be had.
     */
    List<QueuedOutcome> sendNow() {
        CompletableFuture<List<QueuedOutcome>> told = new CompletableFuture<>();
        boolean begun = PressThreads.begin(presses.threads(), () -> {
            List<QueuedOutcome> sent = List.of();
            try {
                sent = send();
            } finally {
                told.complete(sent);
            }
        });
        return begun ? told.join() : List.of();
    }

    private List<QueuedOutcome> send() {
        List<QueuedOutcome> told = List.of();
        if (closed) {
            return told;
        }
        boolean left = true;
        try (RecordLock lock = settings.store().lock(LOCK, Duration.ZERO).orElse(null)) {
            if (lock != null) {
                told = sender.send(records.read());
                records.dropUnreadable();
            }
            left = !records.isEmpty();
        } catch (IOException | RuntimeException e) { // of a store: it may be better another time
            LOG.log(
                    Level.WARNING,
                    "the queue of presses is in trouble: " + e.getClass().getName());
        } finally { // whatever ended the round: what waits is tried again
            waiting = left;
            if (left) {
                schedule(settings.interval());
            }
        }
        return told;
    }

    /** Takes a press out, and says what is known of its requests; nothing if it does not wait. */
    List<QueuedOutcome> withdraw(String press) throws IOException {
        List<QueuedOutcome> told = new ArrayList<>();
        records.remove(press)
                .ifPresent(queued -> queued.dispatches().forEach(dispatch -> {
                    State state = dispatch.started() ? State.UNCONFIRMED : State.CANCELLED;
                    QueuedOutcome outcome = new QueuedOutcome(
                            queued.press(),
                            queued.button(),
                            TargetResult.without(dispatch.number(), dispatch.target(), state));
                    told.add(outcome);
                    var unused = listener.report(outcome);
                }));
        return told;
    }

    /** Begins nothing more and keeps nothing more; what waits stays in the store. */
    void close() {
        closed = true;
    }
}
