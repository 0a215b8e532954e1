package com.algosolutions.console.web;

import com.algosolutions.oauth.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The numbered events of the page, and the newest of them for a browser that connects again. Thread-safe. */
public final class EventStream implements AutoCloseable {
    private static final int KEPT = 2_000;
    private static final Duration PING = Duration.ofSeconds(15);
    private static final Duration LOGIN_CHECK = Duration.ofSeconds(1);

    private final Supplier<Instant> clock;
    private final Deque<Sent> newest = new ArrayDeque<>();
    private long number;
    private boolean closed;

    private record Sent(long number, String text) {}

    public EventStream(Supplier<Instant> clock) {
        this.clock = clock;
    }

    /** Sends an event to all browsers. */
    public synchronized void publish(String event, Map<String, ? extends @Nullable Object> data) {
        number++;
        newest.addLast(new Sent(number, text(event, number, data)));
        if (newest.size() > KEPT) {
            newest.removeFirst();
        }
        notifyAll();
    }

    /** {@return the number of the newest event} */
    public synchronized long last() {
        return number;
    }

    /**
     * Writes the events after a number, as they come, until the browser leaves, the operator is logged out or this is closed.
     *
     * @param after the number of the last event that the browser has
     * @param loggedIn whether the session is still open
     */
    void writeTo(OutputStream out, long after, BooleanSupplier loggedIn) throws IOException {
        long sent = after;
        if (!knows(after)) {
            sent = last();
            write(out, text("reload", sent, Map.of()));
        }
        write(out, ": connected\n\n");
        long pinged = System.nanoTime();
        while (loggedIn.getAsBoolean()) {
            List<Sent> next = await(sent);
            if (next == null) {
                return;
            }
            for (Sent event : next) {
                out.write(bytes(event.text()));
                sent = event.number();
            }
            if (!next.isEmpty()) {
                out.flush();
            } else if (System.nanoTime() - pinged > PING.toNanos()) {
                write(out, ": ping\n\n");
                pinged = System.nanoTime();
            }
        }
        write(out, text("logged-out", sent, Map.of("message", HttpError.LOGGED_OUT)));
    }

    private synchronized boolean knows(long after) {
        return after == number
                || (after < number && !newest.isEmpty() && newest.getFirst().number() <= after + 1);
    }

    /** Waits for events after a number, for a second at most; null if this is closed. */
    private synchronized @Nullable List<Sent> await(long after) throws IOException {
        try {
            long end = System.nanoTime() + LOGIN_CHECK.toNanos();
            long left = LOGIN_CHECK.toMillis();
            while (number == after && !closed && left > 0) {
                wait(left);
                left = (end - System.nanoTime()) / 1_000_000;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
        List<Sent> next = new ArrayList<>();
        newest.stream().filter(event -> event.number() > after).forEach(next::add);
        return closed ? null : next;
    }

    private String text(String event, long id, Map<String, ? extends @Nullable Object> data) {
        Map<String, @Nullable Object> members =
                new View().with("now", clock.get()).map();
        members.putAll(data);
        return "id: " + id + "\nevent: " + event + "\ndata: " + Json.write(members) + "\n\n";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(bytes(text));
        out.flush();
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
