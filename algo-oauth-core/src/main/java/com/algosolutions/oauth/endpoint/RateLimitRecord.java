package com.algosolutions.oauth.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.json.Members;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.store.StoredRecord;
import com.algosolutions.oauth.store.UnreadableRecordException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The stored record of a rate limiter, which all processes on the device share. Not thread-safe. */
final class RateLimitRecord {
    /** Longer back-offs do not fit into nanoseconds; the library never writes one. */
    private static final Duration LONGEST_BACK_OFF = Duration.ofNanos(Long.MAX_VALUE);

    private final RecordStore store;
    private final String id;
    private long generation;

    /**
     * A record.
     *
     * @param store throws nothing but {@link IOException}
     */
    RateLimitRecord(RecordStore store, String id) {
        this.store = store;
        this.id = id;
    }

    String id() {
        return id;
    }

    /**
     * What the record contains.
     *
     * @param calls how many calls there are in the window
     * @param backOff how long the client must not call; zero if it may
     */
    record State(long calls, Duration backOff) {}

    /**
     * Reads the newest state. A record that the store cannot read any more is deleted, so that the next {@link #write} replaces it.
     *
     * @param unknown the number of calls if the record does not contain it
     * @return the state, or empty if there is no record yet
     * @throws IOException if the store cannot be read
     * @throws IllegalArgumentException if the record is damaged; the next {@link #write} replaces it
     */
    Optional<State> read(int unknown) throws IOException {
        Optional<StoredRecord> stored = stored();
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        generation = stored.get().generation();
        Members members = Members.parse(stored.get().bytes());
        Duration backOff = members.duration("silentSeconds").orElse(Duration.ZERO);
        if (backOff.compareTo(LONGEST_BACK_OFF) > 0) {
            throw new IllegalArgumentException("The back-off is too long.");
        }
        return Optional.of(new State(members.number("calls").orElse((long) unknown), backOff));
    }

    private Optional<StoredRecord> stored() throws IOException {
        try {
            return store.read(id);
        } catch (UnreadableRecordException e) {
            store.delete(id);
            generation = 0;
            throw e;
        }
    }

    /**
     * Replaces the state that was read or written last.
     *
     * @return false if another process has written meanwhile
     * @throws IOException if the store cannot be written
     */
    boolean write(State state) throws IOException {
        Map<String, Object> members = Map.of(
                "version",
                1,
                "calls",
                state.calls(),
                "silentSeconds",
                state.backOff().toSeconds());
        boolean written = store.replace(id, generation, Json.write(members).getBytes(UTF_8));
        generation += written ? 1 : 0;
        return written;
    }
}
