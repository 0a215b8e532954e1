package com.algosolutions.button;

import com.algosolutions.button.TargetResult.State;
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
 * One press on its way: each sending begins once, the requests in order, the targets of one request side by side. No thread waits for
 * another; whoever ends a sending begins what may follow. The answer is given by the press's deadline, whatever hangs. Thread-safe.
 */
final class PressRun {
    private static final System.Logger LOG = System.getLogger(PressRun.class.getName());

    private final String id = UUID.randomUUID().toString();
    private final Button button;
    private final PressSettings settings;
    private final @Nullable PressQueue queue;
    private final Placeholders values;
    private final Consumer<PressRun> whenOver;
    private final List<PressPlan.Dispatch> dispatches;
    private final ProgressNotifier progress;
    private final long started = System.nanoTime();
    private final CompletableFuture<PressResult> answer = new CompletableFuture<>();
    private final CompletableFuture<Void> alarm = new CompletableFuture<>();

    /** Guarded by this, as is all below; an outcome is null until it is known. */
    private final @Nullable TargetResult[] outcomes;

    /** The dispatches before this one have begun, or never will. */
    private int next;

    private int underWay;
    private int ended;
    private boolean failed;
    private boolean over;
    private boolean cancelled;

    /**
     * A press that has not begun.
     *
     * @param whenOver is told before the answer is given, so that whoever has the answer can press again
     */
    PressRun(Button button, PressSettings settings, @Nullable PressQueue queue, Consumer<PressRun> whenOver) {
        this.queue = queue;
        this.button = button;
        this.whenOver = whenOver;
        this.settings = settings;
        values = settings.values(button, id);
        dispatches = new PressPlan(button, settings.parallelTargets(), settings.onFailure()).dispatches();
        outcomes = new TargetResult[dispatches.size()];
        progress = new ProgressNotifier(settings.threads());
        long limit = settings.timeout().minus(settings.reserve().dividedBy(2)).toNanos();
        alarm.completeOnTimeout(null, limit, TimeUnit.NANOSECONDS);
        var unused = alarm.thenRun(() -> elsewhere(this::timeIsUp));
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

    /** Tells a listener everything from now on. */
    void listen(Consumer<? super PressProgress> listener) {
        progress.add(listener);
    }

    void begin() {
        synchronized (this) {
            if (!over) {
                tell(Optional.empty(), Optional.empty());
            }
        }
        advance();
    }

    boolean cancel() {
        boolean kept;
        synchronized (this) {
            cancelled = true;
            kept = !over && next < dispatches.size();
            leaveTheRest(State.CANCELLED);
        }
        advance();
        return kept;
    }

    /** Begins what may begin, and ends the press if nothing is left. */
    private void advance() {
        List<TargetResult> result = null;
        synchronized (this) {
            while (!over && next < dispatches.size() && underWay < settings.parallelTargets()) {
                boolean nextRequest = next > 0
                        && dispatches.get(next - 1).number() != dispatches.get(next).number();
                if (nextRequest && underWay > 0) {
                    break;
                }
                if (nextRequest && failed && settings.onFailure() == OnFailure.STOP) {
                    leaveTheRest(State.SKIPPED);
                } else if (left() <= 0) {
                    leaveTheRest(State.OUT_OF_TIME);
                } else {
                    int index = next++;
                    long share = left() / dispatches.get(index).rounds();
                    long end = System.nanoTime() + share;
                    underWay++;
                    if (!PressThreads.begin(settings.threads(), () -> send(index, end))) {
                        next = index; // it has not begun
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
        TargetResult outcome = TargetResult.without(dispatch.number(), dispatch.target(), State.UNCONFIRMED);
        boolean attempted = false;
        try {
            ApiRequest request = dispatch.request().to(dispatch.target(), settings.signers(), values);
            for (int tries = dispatch.request().repeatable() ? 2 : 1; tries > 0; tries--) {
                if (attempted && isCancelled()) {
                    break;
                }
                Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
                TargetResult now = TargetResult.of(
                        dispatch.number(), dispatch.target(), settings.client().execute(request.within(left)));
                // A second attempt that was not sent leaves it open what the first one did.
                outcome = attempted && !now.delivered() ? outcome : now;
                attempted = true;
                if (now.state() != State.UNCONFIRMED) {
                    break;
                }
            }
        } catch (RuntimeException e) { // of a store or a signer: it stays unconfirmed, and the press goes on
            LOG.log(Level.WARNING, "a sending failed: " + e.getClass().getName());
        } finally {
            synchronized (this) {
                underWay--;
                failed |= !outcome.delivered();
                if (!over) {
                    outcomes[index] = outcome;
                    ended++;
                    tell(Optional.of(outcome), Optional.empty());
                }
            }
            advance();
        }
    }

    /** The nanoseconds that calls may still take. */
    private long left() {
        return settings.timeout().minus(settings.reserve()).toNanos() - (System.nanoTime() - started);
    }

    private synchronized void leaveTheRest(State state) {
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
                leaveTheRest(State.OUT_OF_TIME);
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
            all.add(outcome == null ? TargetResult.without(dispatch.number(), dispatch.target(), State.UNCONFIRMED) : outcome);
        }
        return all;
    }

    /** Outside the lock: those who wait for the answer do what they like on this thread. */
    private void answer(@Nullable List<TargetResult> ended) {
        if (ended == null) {
            return;
        }
        alarm.cancel(false);
        if (queue != null && ended.stream().anyMatch(TargetResult::delivered)) {
            queue.reached();
        }
        if (queue != null && !isCancelled() && ended.stream().anyMatch(one -> queue.canWait(button, ended, one))) {
            keep(queue, ended);
        } else {
            give(ended);
        }
    }

    private synchronized boolean isCancelled() {
        return cancelled;
    }

    /** The store has the time that the press has left. If it takes longer, nobody can tell whether what could wait does. */
    private void keep(PressQueue kept, List<TargetResult> ended) {
        CompletableFuture<List<TargetResult>> stored = new CompletableFuture<>();
        if (!PressThreads.begin(settings.threads(), () -> stored.complete(kept(kept, ended)))) {
            stored.complete(ended);
        }
        List<TargetResult> untold = ended.stream()
                .map(one -> kept.canWait(button, ended, one)
                        ? TargetResult.without(one.request(), one.target(), State.UNCONFIRMED)
                        : one)
                .toList();
        long end = settings.timeout().minus(settings.reserve().dividedBy(8)).toNanos();
        long left = Math.max(0, end - (System.nanoTime() - started));
        var unused = stored.completeOnTimeout(untold, left, TimeUnit.NANOSECONDS)
                .thenAccept(all -> elsewhere(() -> give(all)));
    }

    private List<TargetResult> kept(PressQueue kept, List<TargetResult> ended) {
        try {
            return kept.keep(id, button, values, ended);
        } catch (RuntimeException e) { // of a store of the firmware's own: the press is answered all the same
            LOG.log(Level.WARNING, "a press cannot be kept: " + e.getClass().getName());
            return ended;
        }
    }

    private void give(List<TargetResult> ended) {
        PressResult result =
                PressResult.of(id, button.identifier(), ended, Duration.ofNanos(System.nanoTime() - started));
        try {
            whenOver.accept(this); // first: nobody joins a press whose end has been told
            tell(Optional.empty(), Optional.of(result));
        } finally {
            answer.complete(result);
        }
    }

    /** On a thread of the presses; on this one, the timer's, if the device has no thread to give: the answer does not wait for one. */
    private void elsewhere(Runnable task) {
        if (!PressThreads.begin(settings.threads(), task)) {
            task.run();
        }
    }

    private synchronized void tell(Optional<TargetResult> latest, Optional<PressResult> result) {
        progress.publish(new PressProgress(id, button.identifier(), ended, dispatches.size(), latest, result));
    }

    /** {@return the button and how far it is} */
    @Override
    public synchronized String toString() {
        return "press of " + button.identifier() + " "
                + Arrays.stream(outcomes).filter(o -> o != null).count() + " of " + outcomes.length;
    }
}
