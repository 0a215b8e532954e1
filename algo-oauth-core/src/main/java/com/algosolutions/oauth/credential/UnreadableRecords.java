package com.algosolutions.oauth.credential;

import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.store.UnreadableRecordException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The records that a client could not use when it was built, until an operator discards them. Thread-safe. */
public final class UnreadableRecords {
    private static final String RESTORE =
            "Restore the record from a backup, or delete it and create the profile again.";
    private static final String REMAIN_VALID =
            " The tokens that it was to revoke remain valid at the provider until they expire.";

    /** How many records a message describes. */
    private static final int MOST_DESCRIBED = 3;

    private final RecordStore store;
    private final Map<String, Unreadable> byId = new ConcurrentSkipListMap<>();

    UnreadableRecords(RecordStore store) {
        this.store = store;
    }

    /** An unreadable record; {@code name} is the profile's name, or null if it cannot be read either. */
    private record Unreadable(Problem problem, @Nullable String name, IOException why) {}

    /** Adds a record that the store cannot read. */
    void add(String id, IOException why) {
        StoreFailure failure = StoreFailure.of(why);
        String message = why instanceof UnreadableRecordException unreadable
                ? unreadable.reason()
                : "cannot be read: " + failure.reason();
        String advice = failure.advice() + (id.startsWith(PendingRevocation.ID_PREFIX) ? REMAIN_VALID : "");
        put(Problem.of(id, "Record " + id, message, advice), null, why);
    }

    /** Adds a record whose bytes make no sense. */
    void add(String id, RuntimeException why, byte[] bytes) {
        String reason = " (" + why.getMessage() + ")";
        String name = null;
        Problem problem;
        if (id.startsWith(PendingRevocation.ID_PREFIX)) {
            problem = Problem.of(id, "Record " + id, "cannot be read" + reason, "Delete it." + REMAIN_VALID);
        } else {
            name = ProfileRecord.name(bytes).orElse(null);
            problem = name == null
                    ? Problem.of(id, "Record " + id, "cannot be read" + reason, RESTORE)
                    : Problem.of(id, name, "cannot be read from record " + id + reason, RESTORE);
        }
        IOException cause = new UnreadableRecordException(id, problem.message(), problem.advice());
        cause.initCause(why);
        put(problem, name, cause);
    }

    /** Adds a record with the name of another profile, which is used. */
    void addNamesake(String id, String name, String used) {
        String message =
                "is the name of a second profile, in record " + id + "; the client uses the profile of record " + used;
        String advice = "Delete one of the two records.";
        put(Problem.of(id, name, message, advice), name, new UnreadableRecordException(id, message, advice));
    }

    private void put(Problem problem, @Nullable String name, IOException why) {
        byId.put(problem.field(), new Unreadable(problem, name, why));
    }

    /** Leaves out what was added so far: profiles that are read on demand have the records of their names, and the use of one says why. */
    void clear() {
        byId.clear();
    }

    boolean isEmpty() {
        return byId.isEmpty();
    }

    /** {@return a problem for each record, by id; its field is the record's id} */
    public List<Problem> problems() {
        return byId.values().stream().map(Unreadable::problem).toList();
    }

    /** {@return the id of a record that has, or may have, the profile of a name} */
    public Optional<String> thatMayHave(String name) {
        return byId.values().stream()
                .filter(record -> isProfile(record) && (record.name() == null || name.equals(record.name())))
                .map(record -> record.problem().field())
                .findFirst();
    }

    /** Whether one of them has, or may have, a profile. */
    public boolean hasProfile() {
        return byId.values().stream().anyMatch(UnreadableRecords::isProfile);
    }

    private static boolean isProfile(Unreadable record) {
        return record.problem().field().startsWith(ProfileRecord.ID_PREFIX);
    }

    /** Deletes a record, if it is one of these; returns whether it is. */
    public boolean discard(String id) throws IOException {
        if (!byId.containsKey(id)) {
            return false;
        }
        store.delete(id);
        return byId.remove(id) != null;
    }

    /** The failure of a client that can use no record of its store. Describes the profiles, or all records if none is a profile. */
    UncheckedIOException nothingUsable() {
        List<Unreadable> profiles =
                byId.values().stream().filter(UnreadableRecords::isProfile).toList();
        List<Unreadable> unusable = profiles.isEmpty() ? List.copyOf(byId.values()) : profiles;
        String what = profiles.isEmpty() ? "record" : "profile";
        String none = unusable.size() == 1
                ? "The only " + what + " in the record store cannot be used. "
                : "None of the " + unusable.size() + " " + what + "s in the record store can be used. ";
        String more = unusable.size() > MOST_DESCRIBED ? " And " + (unusable.size() - MOST_DESCRIBED) + " more." : "";
        String described = unusable.stream()
                .limit(MOST_DESCRIBED)
                .map(record -> record.problem().toString())
                .collect(Collectors.joining(" "));
        return new UncheckedIOException(none + described + more, unusable.get(0).why());
    }
}
