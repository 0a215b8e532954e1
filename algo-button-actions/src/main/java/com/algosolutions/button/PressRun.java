package com.algosolutions.button;

import com.algosolutions.button.TargetResult.Outcome;
import com.algosolutions.oauth.ApiRequest;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A running press. Each dispatch begins once: requests in order, the targets of one request in parallel. No thread waits for another: the
 * thread that ends a dispatch starts the next ones. A timer completes the result by the press's deadline, even if a target hangs. Thread-safe.
 */
final class PressRun {
    private static final System.Logger LOG = System.getLogger(PressRun.class.getName());

    private final String id = UUID.randomUUID().toString();
    private final Button button;
    private final PressSettings settings;
    private final @Nullable PressQueue queue;
    private final Placeholders values;
    private final Consumer<PressRun> onEnd;
    private final List<PressPlan.Dispatch> dispatches;
    private final ProgressNotifier progress;
    private final long started = System.nanoTime();
    private final CompletableFuture<PressResult> answer = new CompletableFuture<>();

    /** Completed by the timer with true, or by the end of the press with false. */
    private final CompletableFuture<Boolean> late = new CompletableFuture<>();

    /** Guarded by this, as are the fields below. An outcome is null until it is known. */
    private final @Nullable TargetResult[] outcomes;

    /** Index of the next dispatch to begin. Earlier ones have begun or are given up. */
    private int next;

    private int underWay;
    private int ended;
    private boolean failed;
    private boolean over;
    private boolean cancelled;

    /**
     * A press that has not begun.
     *
     * @param onEnd called before the result is completed, so that a caller that gets the result can press again
     */
    PressRun(
            Button button,
            PressPlan plan,
            PressSettings settings,
            @Nullable PressQueue queue,
            Consumer<PressRun> onEnd) {
        this.queue = queue;
        this.button = button;
        this.onEnd = onEnd;
        this.settings = settings;
        values = settings.values(button, id);
        dispatches = plan.dispatches();
        outcomes = new TargetResult[dispatches.size()];
        progress = new ProgressNotifier(settings.threads());
        late.completeOnTimeout(true, settings.timeout().toNanos() - settings.reserve() / 2, TimeUnit.NANOSECONDS);
        var unused = late.thenAccept(isLate -> {
            if (isLate) {
                onPressThread(this::timeIsUp);
            }
        });
    }

    String id() {
        return id;
    }

    String button() {
        return button.identifier();
    }

    CompletableFuture<PressResult> answer() {
        return answer;
    }

    /** Adds a listener for the progress from now on. */
    void listen(Consumer<? super PressProgress> listener) {
        progress.add(listener);
    }

    void begin() {
        synchronized (this) {
            if (!over) {
                publish(Optional.empty(), Optional.empty());
            }
        }
        advance();
    }

    boolean cancel() {
        boolean kept;
        synchronized (this) {
            cancelled = true;
            kept = !over && next < dispatches.size();
            endRemaining(Outcome.CANCELLED);
        }
        advance();
        return kept;
    }

    /** Starts the dispatches that may begin, and ends the press if none is left. */
    private void advance() {
        List<TargetResult> result = null;
        synchronized (this) {
            while (!over && next < dispatches.size() && underWay < settings.parallelTargets()) {
                boolean nextRequest = next > 0
                        && dispatches.get(next - 1).number()
                                != dispatches.get(next).number();
                if (nextRequest && underWay > 0) {
                    break;
                }
                if (nextRequest && failed && settings.onFailure() == OnFailure.STOP) {
                    endRemaining(Outcome.SKIPPED);
                } else if (left() <= 0) {
                    endRemaining(Outcome.TIMED_OUT);
                } else {
                    int index = next++;
                    long share = left() / dispatches.get(index).rounds();
                    long end = System.nanoTime() + share;
                    underWay++;
                    if (!PressThreads.begin(settings.threads(), () -> send(index, end))) {
                        next = index; // no thread: it has not begun
                        underWay--;
                        PressThreads.later(this::advance);
                        break;
                    }
                }
            }
            if (!over && underWay == 0 && next == dispatches.size()) {
                result = end();
            }
        }
        answer(result);
    }

    private void send(int index, long end) {
        PressPlan.Dispatch dispatch = dispatches.get(index);
        TargetResult outcome = TargetResult.without(dispatch.number(), dispatch.target(), Outcome.UNCONFIRMED);
        boolean attempted = false;
        try {
            ApiRequest request = dispatch.request(settings, values);
            for (int tries = dispatch.repeatable() ? 2 : 1; tries > 0; tries--) {
                if (attempted && isCancelled()) {
                    break;
                }
                Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
                TargetResult now = TargetResult.of(
                        dispatch.number(), dispatch.target(), settings.client().execute(request.timeout(left)));
                // If the second attempt was not delivered, the first one still may have been.
                outcome = attempted && !now.delivered() ? outcome : now;
                attempted = true;
                if (now.outcome() != Outcome.UNCONFIRMED) {
                    break;
                }
            }
        } catch (Throwable e) { // unexpected: unconfirmed, and the press goes on
            LOG.log(
                    Level.WARNING,
                    "a request of a press failed: " + e.getClass().getName());
        } finally {
            synchronized (this) {
                underWay--;
                failed |= !outcome.delivered();
                if (!over) {
                    outcomes[index] = outcome;
                    ended++;
                    publish(Optional.of(outcome), Optional.empty());
                }
            }
            advance();
        }
    }

    /** The time left for requests, in nanoseconds. */
    private long left() {
        return settings.timeout().toNanos() - settings.reserve() - (System.nanoTime() - started);
    }

    private synchronized void endRemaining(Outcome state) {
        for (; !over && next < dispatches.size(); next++) {
            PressPlan.Dispatch dispatch = dispatches.get(next);
            outcomes[next] = TargetResult.without(dispatch.number(), dispatch.target(), state);
            ended++;
        }
    }

    private void timeIsUp() {
        List<TargetResult> result = null;
        synchronized (this) {
            if (!over) {
                endRemaining(Outcome.TIMED_OUT);
                result = end();
            }
        }
        answer(result);
    }

    private synchronized List<TargetResult> end() {
        over = true;
        List<TargetResult> all = new ArrayList<>(outcomes.length);
        for (int i = 0; i < outcomes.length; i++) {
            PressPlan.Dispatch dispatch = dispatches.get(i);
            TargetResult outcome = outcomes[i];
            all.add(
                    outcome == null
                            ? TargetResult.without(dispatch.number(), dispatch.target(), Outcome.UNCONFIRMED)
                            : outcome);
        }
        return all;
    }

    /** Call without the lock: this thread runs the dependent actions of the future. */
    private void answer(@Nullable List<TargetResult> ended) {
        if (ended == null) {
            return;
        }
        late.complete(false);
        if (queue != null && ended.stream().anyMatch(TargetResult::delivered)) {
            queue.reached();
        }
        if (queue != null && !isCancelled() && ended.stream().anyMatch(one -> queue.canWait(button, ended, one))) {
            keep(queue, ended);
        } else {
            complete(ended);
        }
    }

    private synchronized boolean isCancelled() {
        return cancelled;
    }

    /** Stores the waiting requests within the time left. If the store takes longer, it is unknown whether they wait: they are unconfirmed. */
    private void keep(PressQueue kept, List<TargetResult> ended) {
        CompletableFuture<List<TargetResult>> stored = new CompletableFuture<>();
        if (!PressThreads.begin(settings.threads(), () -> stored.complete(stored(kept, ended)))) {
            stored.complete(ended);
        }
        List<TargetResult> unconfirmed = ended.stream()
                .map(one -> kept.canWait(button, ended, one)
                        ? TargetResult.without(one.request(), one.target(), Outcome.UNCONFIRMED)
                        : one)
                .toList();
        long end = settings.timeout().toNanos() - settings.reserve() / 8;
        long left = Math.max(0, end - (System.nanoTime() - started));
        var unused = stored.completeOnTimeout(unconfirmed, left, TimeUnit.NANOSECONDS)
                .thenAccept(all -> onPressThread(() -> complete(all)));
    }

    private List<TargetResult> stored(PressQueue kept, List<TargetResult> ended) {
        try {
            return kept.keep(id, button, values, ended);
        } catch (Throwable e) { // a failure of the firmware's store: the press still gets its result
            LOG.log(Level.WARNING, "a press cannot be stored: " + e.getClass().getName());
            return ended;
        }
    }

    private void complete(List<TargetResult> ended) {
        PressResult result =
                PressResult.of(id, button.identifier(), ended, Duration.ofNanos(System.nanoTime() - started));
        try {
            onEnd.accept(this); // before the last event, so that no press joins a press that has ended
            publish(Optional.empty(), Optional.of(result));
        } finally {
            answer.complete(result);
        }
    }

    /** Runs a task on a thread of the presses. If no thread is available, runs it on this thread, the timer's, so that the result is in time. */
    private void onPressThread(Runnable task) {
        if (!PressThreads.begin(settings.threads(), task)) {
            task.run();
        }
    }

    private synchronized void publish(Optional<TargetResult> latest, Optional<PressResult> result) {
        if (progress.isHeard()) {
            progress.publish(new PressProgress(id, button.identifier(), ended, dispatches.size(), latest, result));
        }
    }

    /** {@return the button and the number of known outcomes} */
    @Override
    public synchronized String toString() {
        return "press of " + button.identifier() + " "
                + Arrays.stream(outcomes).filter(o -> o != null).count() + " of " + outcomes.length;
    }
}
