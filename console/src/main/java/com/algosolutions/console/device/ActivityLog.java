package com.algosolutions.console.device;

import com.algosolutions.console.web.EventStream;
import com.algosolutions.console.web.View;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The newest lines of what happened, for the page. Thread-safe. */
public final class ActivityLog {
    private static final int KEPT = 200;

    private final BenchClock clock;
    private final EventStream events;
    private final Deque<Map<String, @Nullable Object>> newest = new ArrayDeque<>();
    private long number;

    public ActivityLog(BenchClock clock, EventStream events) {
        this.clock = clock;
        this.events = events;
    }

    /** Adds a line that belongs to no profile. */
    public void add(String kind, String tone, String text) {
        add(kind, tone, text, null, null);
    }

    /**
     * Adds a line.
     *
     * @param profile the profile's name, if the line belongs to one
     * @param profileId its id
     */
    synchronized void add(String kind, String tone, String text, @Nullable String profile, @Nullable String profileId) {
        number++;
        Map<String, @Nullable Object> entry = new View()
                .with("id", number)
                .with("time", clock.now())
                .with("profileId", profileId)
                .with("profile", profile)
                .with("kind", kind)
                .with("text", text)
                .with("tone", tone)
                .map();
        newest.addLast(entry);
        if (newest.size() > KEPT) {
            newest.removeFirst();
        }
        events.publish("log", Map.of("entry", entry));
    }

    /** {@return the newest lines, oldest first} */
    public synchronized List<Map<String, @Nullable Object>> newest() {
        return List.copyOf(newest);
    }
}
