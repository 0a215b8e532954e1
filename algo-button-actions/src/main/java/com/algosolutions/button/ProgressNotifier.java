package com.algosolutions.button;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Calls the listeners of one press with its progress, in order, on a thread of the presses. Thread-safe. */
final class ProgressNotifier {
    private final SerialNotifier notifier;

    /** Guarded by this. */
    private final List<Consumer<? super PressProgress>> listeners = new ArrayList<>();

    ProgressNotifier(Executor threads) {
        notifier = new SerialNotifier(threads);
    }

    synchronized void add(Consumer<? super PressProgress> listener) {
        listeners.add(listener);
    }

    /** Whether there is a listener: without one, no event has to be made. */
    synchronized boolean isHeard() {
        return !listeners.isEmpty();
    }

    /** Synchronized over the queueing too, so that events are delivered in the order of these calls. */
    synchronized void publish(PressProgress event) {
        notifier.add(() -> listeners().forEach(listener -> SerialNotifier.call(listener, event)));
    }

    /** The listeners at the time of the delivery: a listener that has joined meanwhile gets the event too. */
    private synchronized List<Consumer<? super PressProgress>> listeners() {
        return List.copyOf(listeners);
    }
}
