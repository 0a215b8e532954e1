package com.algosolutions.button;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Tells listeners of a press, in order, on a thread of its own: a listener that hangs or throws holds up no sending. Thread-safe. */
final class ProgressNotifier {
    private static final System.Logger LOG = System.getLogger(ProgressNotifier.class.getName());

    private final Executor threads;
    private final List<Consumer<? super PressProgress>> listeners = new ArrayList<>();
    private final Deque<PressProgress> untold = new ArrayDeque<>();
    private boolean telling;

    ProgressNotifier(Executor threads) {
        this.threads = threads;
    }

    synchronized void add(Consumer<? super PressProgress> listener) {
        listeners.add(listener);
    }

    synchronized void tell(PressProgress event) {
        if (listeners.isEmpty()) {
            return;
        }
        untold.add(event);
        begin();
    }

    private synchronized void begin() {
        if (!telling && !untold.isEmpty()) {
            telling = true;
            if (!PressThreads.begin(threads, this::tellAll)) {
                telling = false;
                PressThreads.later(this::begin);
            }
        }
    }

    private void tellAll() {
        while (true) {
            PressProgress event;
            List<Consumer<? super PressProgress>> told;
            synchronized (this) {
                event = untold.poll();
                if (event == null) {
                    telling = false;
                    return;
                }
                told = List.copyOf(listeners);
            }
            for (Consumer<? super PressProgress> listener : told) {
                try {
                    listener.accept(event);
                } catch (RuntimeException | Error e) { // of the firmware's own: the others are told all the same
                    LOG.log(
                            Level.WARNING,
                            "a listener of a press failed: " + e.getClass().getName());
                }
            }
        }
    }
}
