package com.algosolutions.button;

import com.algosolutions.button.TargetResult.Outcome;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.store.RecordLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The offline queue: decides which requests of a press are stored, and when they are tried again. Thread-safe. */
final class PressQueue {
    private static final System.Logger LOG = System.getLogger(PressQueue.class.getName());

    /** The lock of a round, so that only one process on a store sends at a time. */
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

    /** Whether a press may be waiting; saves a read of the store after each delivered press. */
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

    /** Whether a retry may deliver the request: the failure is temporary, and the request was not executed or is repeatable. */
    static boolean mayPass(TargetResult outcome, boolean repeatable) {
        return switch (outcome.outcome()) {
            case UNREACHABLE, TIMED_OUT -> true;
            case UNCONFIRMED -> repeatable;
            case REJECTED, NO_CREDENTIAL ->
                outcome.result()
                        .flatMap(ApiResult::failure)
                        .map(Failure::temporary)
                        .orElse(false);
            default -> false;
        };
    }

    private static boolean mayPass(Button button, TargetResult outcome) {
        return mayPass(outcome, button.requests().get(outcome.request() - 1).repeatable());
    }

    /**
     * Whether the request of an outcome can wait in the queue. With {@link OnFailure#STOP} the requests after a waiting request can wait too,
     * and none after a request that has failed permanently.
     */
    boolean canWait(Button button, List<TargetResult> all, TargetResult outcome) {
        if (presses.onFailure() != OnFailure.STOP) {
            return mayPass(button, outcome);
        }
        int failed = all.stream()
                .filter(one -> !one.delivered() && one.outcome() != Outcome.SKIPPED && !mayPass(button, one))
                .mapToInt(TargetResult::request)
                .min()
                .orElse(Integer.MAX_VALUE);
        return outcome.request() <= failed && (outcome.outcome() == Outcome.SKIPPED || mayPass(button, outcome));
    }

    /** Stores the requests of a press that can wait. Returns the outcomes, with the stored ones as QUEUED, or with the reason why none is. */
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
        if (kept.isEmpty() || closed) {
            return outcomes;
        }
        boolean inSequence = presses.onFailure() == OnFailure.STOP;
        Optional<String> refused =
                keep(new QueuedPress(press, button.identifier(), presses.clock().millis(), 0, inSequence, kept));
        if (refused.isEmpty()) {
            waiting = true;
            schedule(settings.interval());
        }
        return outcomes.stream()
                .map(outcome -> !canWait(button, outcomes, outcome)
                        ? outcome
                        : refused.map(outcome::notQueued).orElseGet(() -> outcome.as(Outcome.QUEUED)))
                .toList();
    }

    /** Stores a press, unless it is stored already. Returns why it is not stored; empty if it is. */
    Optional<String> keep(QueuedPress press) {
        age.keep(press.press());
        return records.keep(press);
    }

    /** Starts a round at once, because a target was reached. */
    void reached() {
        if (waiting) {
            begin();
        }
    }

    /** Starts a round on a thread of the presses, or after an interval if no thread is available. */
    private void begin() {
        if (!PressThreads.begin(presses.threads(), this::send)) {
            schedule(settings.interval());
        }
    }

    /** The number of waiting presses. */
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
     * Runs a round on a thread of the presses, which the caller's interrupt does not reach, and returns the outcomes. Empty if another thread
     * or process is sending, or if no thread is available.
     */
    List<QueuedResult> sendNow() {
        CompletableFuture<List<QueuedResult>> reported = new CompletableFuture<>();
        boolean begun = PressThreads.begin(presses.threads(), () -> {
            List<QueuedResult> sent = List.of();
            try {
                sent = send();
            } finally {
                reported.complete(sent);
            }
        });
        return begun ? reported.join() : List.of();
    }

    private List<QueuedResult> send() {
        List<QueuedResult> reported = List.of();
        if (closed) {
            return reported;
        }
        boolean left = true;
        try (RecordLock lock = settings.store().lock(LOCK, Duration.ZERO).orElse(null)) {
            if (lock != null) {
                reported = sender.send(records.read());
                records.dropUnreadable();
            }
            left = !records.isEmpty();
        } catch (IOException | RuntimeException e) { // a failure of the store: retry later
            LOG.log(
                    Level.WARNING,
                    "a round of the press queue failed: " + e.getClass().getName());
        } finally { // also after an Error, so that the queue does not stop
            waiting = left;
            if (left) {
                schedule(settings.interval());
            }
        }
        return reported;
    }

    /** Removes a press, and returns the known outcomes of its requests; empty if it does not wait. */
    List<QueuedResult> cancel(String press) {
        try {
            return withdraw(press);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The press cannot be removed from the queue, and may still wait: " + e.getMessage(), e);
        }
    }

    private List<QueuedResult> withdraw(String press) throws IOException {
        List<QueuedResult> reported = new ArrayList<>();
        records.remove(press)
                .ifPresent(queued -> queued.dispatches().forEach(dispatch -> {
                    Outcome state = dispatch.started() ? Outcome.UNCONFIRMED : Outcome.CANCELLED;
                    QueuedResult outcome = new QueuedResult(
                            queued.press(),
                            queued.button(),
                            TargetResult.without(dispatch.number(), dispatch.target(), state));
                    reported.add(outcome);
                    var unused = listener.report(outcome);
                }));
        return reported;
    }

    /** Starts no further round and stores no further press. Waiting presses stay in the store. */
    void close() {
        closed = true;
    }
}
