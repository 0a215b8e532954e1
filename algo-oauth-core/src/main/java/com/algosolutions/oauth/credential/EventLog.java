package com.algosolutions.oauth.credential;

import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.ProfileStatus;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The newest events of a client, and their delivery to its listener: in order, one at a time, on a daemon thread that exists only while an
 * event waits. An event that leaves this list before the listener could take it is not delivered. Thread-safe.
 */
public final class EventLog implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(EventLog.class.getName());
    private static final int MOST = 200;

    private final Clock clock;
    private final String process;
    private final @Nullable Consumer<? super Event> listener;

    /** Guarded by itself, as are the fields below. */
    private final Deque<Event> newest = new ArrayDeque<>();

    /** The number of the newest event. */
    private long number;

    /** The number of the event that the listener got last. */
    private long delivered;

    /** Whether events are delivered: from the end of the client's construction until it is closed. */
    private boolean open;

    /** Whether a thread is delivering. */
    private boolean delivering;

    /**
     * The log of a client.
     *
     * @param process the name of its process; empty if it has none
     */
    public EventLog(Clock clock, String process, @Nullable Consumer<? super Event> listener) {
        this.clock = clock;
        this.process = process;
        this.listener = listener;
    }

    public void add(String profile, Event.Kind kind, String text) {
        add(profile, kind, text, Optional.empty(), Optional.empty());
    }

    /** Adds an event of a new state. */
    void add(String profile, ProfileStatus status) {
        add(profile, Event.Kind.STATE_CHANGED, status.toString(), Optional.of(status), Optional.empty());
    }

    /** Adds the event that no token could be obtained. */
    void add(String profile, Failure why) {
        add(profile, Event.Kind.NO_TOKEN, why.toString(), Optional.empty(), Optional.of(why));
    }

    private void add(
            String profile, Event.Kind kind, String text, Optional<ProfileStatus> status, Optional<Failure> failure) {
        synchronized (newest) {
            newest.addLast(new LoggedEvent(++number, clock.instant(), process, profile, kind, text, status, failure));
            if (newest.size() > MOST) {
                newest.removeFirst();
            }
            deliver();
        }
    }

    /** Starts the delivery, the events that happened before included. Called when the client is complete. */
    public void open() {
        synchronized (newest) {
            open = true;
            deliver();
        }
    }

    /** Ends the delivery. A call of the listener that is in progress continues. */
    @Override
    public void close() {
        synchronized (newest) {
            open = false;
        }
    }

    /** Starts a thread if an event waits and no thread is delivering. Call with the lock held. */
    private void deliver() {
        if (listener == null || !open || delivering || delivered == number) {
            return;
        }
        delivering = true;
        try {
            Thread thread = new Thread(() -> deliverTo(listener), "algo-oauth events");
            thread.setDaemon(true);
            thread.start();
        } catch (RuntimeException | Error e) { // no thread can be started now: the next event tries again
            delivering = false;
            LOG.log(System.Logger.Level.WARNING, "No thread for the event listener: {0}", e.toString());
        }
    }

    private void deliverTo(Consumer<? super Event> client) {
        boolean complete = false;
        try {
            for (Event event = next(); event != null; event = next()) {
                deliver(event, client);
            }
            complete = true;
        } finally {
            if (!complete) { // no memory, or a logger that fails: the next event starts another thread
                synchronized (newest) {
                    delivering = false;
                }
            }
        }
    }

    private static void deliver(Event event, Consumer<? super Event> client) {
        try {
            client.accept(event);
        } catch (Throwable e) { // a listener in another language may throw checked exceptions too
            LOG.log(
                    System.Logger.Level.WARNING,
                    "An event listener failed: {0}",
                    e.getClass().getName());
        }
        Thread.interrupted(); // an interrupt was meant for that call
    }

    /** Takes the oldest event that the listener has not got; null if there is none, and then the thread must end. */
    private @Nullable Event next() {
        synchronized (newest) {
            if (open) {
                for (Event event : newest) {
                    if (event.number() > delivered) {
                        delivered = event.number();
                        return event;
                    }
                }
            }
            delivering = false;
            return null;
        }
    }

    public List<Event> list() {
        synchronized (newest) {
            return List.copyOf(newest);
        }
    }
}
