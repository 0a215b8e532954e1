package com.algosolutions.button;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The running presses, and the handling of a repeated press of the same button. Thread-safe. */
final class RunningPresses {
    /** A limit, so that impatient presses during an outage do not pile up. */
    static final int MOST_WAITING = 8;

    private final PressSettings settings;
    private final @Nullable PressQueue queue;

    /** For each button its running press, then the presses that wait for it. Guarded by this, as are the maps below. */
    private final Map<String, Deque<PressRun>> running = new HashMap<>();

    private final Map<String, Long> lastPress = new HashMap<>();

    private final Map<String, PressPlan> plans = new HashMap<>();

    RunningPresses(PressSettings settings, @Nullable PressQueue queue) {
        this.settings = settings;
        this.queue = queue;
    }

    Press press(Button button, @Nullable Consumer<? super PressProgress> listener) {
        PressRun run;
        boolean first;
        synchronized (this) {
            Deque<PressRun> ofButton = running.computeIfAbsent(button.identifier(), absent -> new ArrayDeque<>());
            PressRun current = ofButton.peekFirst();
            if (current != null && settings.repeatedPress() == RepeatedPress.JOIN) {
                listen(current, listener);
                return Press.of(current);
            }
            if (bounces(button) || (current != null && !waits(ofButton))) {
                return ignored(button, listener);
            }
            lastPress.put(button.identifier(), settings.ticker().getAsLong());
            PressPlan plan = plans.computeIfAbsent(
                    button.identifier(),
                    absent -> new PressPlan(button, settings.parallelTargets(), settings.onFailure()));
            run = new PressRun(button, plan, settings, queue, this::ended);
            listen(run, listener);
            ofButton.addLast(run);
            first = current == null;
        }
        if (first) {
            run.begin();
        }
        return Press.of(run);
    }

    private static void listen(PressRun run, @Nullable Consumer<? super PressProgress> listener) {
        if (listener != null) {
            run.listen(listener);
        }
    }

    private boolean bounces(Button button) {
        Long last = lastPress.get(button.identifier());
        return last != null
                && settings.ticker().getAsLong() - last < settings.debounce().toNanos();
    }

    private boolean waits(Deque<PressRun> ofButton) {
        return settings.repeatedPress() == RepeatedPress.QUEUE && ofButton.size() <= MOST_WAITING;
    }

    private Press ignored(Button button, @Nullable Consumer<? super PressProgress> listener) {
        return answer(PressResult.withoutResults(button.identifier(), PressResult.Outcome.IGNORED), listener);
    }

    /** A press with a known result, which sends nothing. */
    Press answer(PressResult result, @Nullable Consumer<? super PressProgress> listener) {
        if (listener != null) {
            ProgressNotifier progress = new ProgressNotifier(settings.threads());
            progress.add(listener);
            progress.publish(PressProgress.end(result));
        }
        return Press.answered(result);
    }

    /** Starts the next press of the button. A waiting press that ends by its deadline starts none. */
    private void ended(PressRun run) {
        PressRun following;
        synchronized (this) {
            Deque<PressRun> ofButton = running.get(run.button());
            following = next(ofButton, run);
        }
        if (following != null) {
            following.begin();
        }
    }

    private static @Nullable PressRun next(@Nullable Deque<PressRun> ofButton, PressRun ended) {
        boolean wasFirst = ofButton != null && ofButton.peekFirst() == ended;
        if (ofButton != null) {
            ofButton.remove(ended);
        }
        return wasFirst && ofButton != null ? ofButton.peekFirst() : null;
    }
}
