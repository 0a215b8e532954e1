package com.algosolutions.oauth.credential;

import com.algosolutions.oauth.Event;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The newest events of a client, and its event listener. Thread-safe. */
public final class EventLog {
    private static final System.Logger LOG = System.getLogger(EventLog.class.getName());
    private static final int MOST = 200;

    private final Clock clock;
    private final @Nullable Consumer<Event> listener;
    private final Deque<Event> newest = new ArrayDeque<>();
    private long number;

    public EventLog(Clock clock, @Nullable Consumer<Event> listener) {
        this.clock = clock;
        this.listener = listener;
    }

    public void add(String profile, Event.Kind kind, String text) {
        Event event;
        synchronized (newest) {
            event = new LoggedEvent(++number, clock.instant(), profile, kind, text);
            newest.addLast(event);
            if (newest.size() > MOST) {
                newest.removeFirst();
            }
        }
        if (listener != null) {
            try {
                listener.accept(event);
            } catch (RuntimeException | Error e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "An event listener failed: {0}",
                        e.getClass().getName());
            }
        }
    }

    public List<Event> list() {
        synchronized (newest) {
            return List.copyOf(newest);
        }
    }
}
