package com.algosolutions.oauth.credential;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.jose.Sha256;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.json.Members;
import com.algosolutions.oauth.store.RecordLock;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.store.StoredRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The records by which a client finds a profile that it has not read: one for each name, with the profile's id, and one with the profiles that
 * were changed last. Part of {@link ProfileIndex}. Thread-safe.
 *
 * <p>A name's record may be left from a profile that was renamed or deleted, if a process has ended in between. So the profile's own record
 * decides: a name belongs to the profile that has it.
 */
final class ProfileNames {
    /** The id of the record with the latest changes. It is written when each profile has the record of its name. */
    static final String CHANGES_ID = "changes";

    /** The prefix of the records of names. */
    static final String ID_PREFIX = "name-";

    private static final System.Logger LOG = System.getLogger(ProfileNames.class.getName());
    private static final int VERSION = 1;

    /** The changes that the record keeps. A process that has missed more reads all profiles again that it has in memory. */
    private static final int KEPT = 64;

    /** How often a record is written again that other processes write. */
    private static final int MOST_ATTEMPTS = 20;

    /** How long a process waits for another one that creates or renames a profile of the same name. */
    private static final Duration LOCK_LIMIT = Duration.ofSeconds(5);

    private final RecordStore store;

    ProfileNames(RecordStore store) {
        this.store = store;
    }

    /**
     * The changes of a store's profiles.
     *
     * @param number how many there have been
     * @param ids the profiles of the latest ones, the newest last
     */
    record Changes(long number, List<String> ids) {
        static final Changes NONE = new Changes(0, List.of());

        /** The profiles that have changed since an earlier number; empty if that is not known any more. */
        Optional<List<String>> since(long earlier) {
            long missed = number - earlier;
            return missed < 0 || missed > ids.size()
                    ? Optional.empty()
                    : Optional.of(ids.subList(ids.size() - (int) missed, ids.size()));
        }

        private Changes and(String id) {
            List<String> all = new ArrayList<>(ids);
            all.add(id);
            return new Changes(number + 1, List.copyOf(all.subList(Math.max(0, all.size() - KEPT), all.size())));
        }
    }

    private static String recordId(String name) {
        return ID_PREFIX + Sha256.of(name).substring(0, 32);
    }

    /** The id of the profile that may have a name; empty if no profile has it. */
    Optional<String> profileId(String name) throws IOException {
        return store.read(recordId(name)).map(ProfileNames::profileId);
    }

    private static String profileId(StoredRecord stored) {
        return Members.parse(stored.bytes()).version(VERSION).requiredText("id");
    }

    /**
     * Keeps other processes from taking a name, until the lock is closed.
     *
     * @throws IOException if another process has it for long, or the store fails
     */
    RecordLock lock(String name) throws IOException {
        return store.lock(recordId(name), LOCK_LIMIT)
                .orElseThrow(() ->
                        new IOException("another process is creating or renaming a profile of this name. Try again."));
    }

    /**
     * Records that a profile has a name. The caller has the name's lock until the profile is written, or the profile has been written before.
     *
     * @return false if another profile has it
     */
    boolean claim(String name, String profileId) throws IOException {
        byte[] bytes = Json.write(Map.<String, Object>of("version", VERSION, "id", profileId))
                .getBytes(UTF_8);
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            Optional<StoredRecord> stored = store.read(recordId(name));
            String owner = stored.map(ProfileNames::profileId).orElse(profileId);
            if (stored.isPresent() && owner.equals(profileId)) {
                return true;
            }
            if (!owner.equals(profileId) && has(owner, name)) {
                return false;
            }
            if (store.replace(
                    recordId(name), stored.map(StoredRecord::generation).orElse(0L), bytes)) {
                return true;
            }
        }
        throw new IOException("Other processes keep changing the record of a profile's name. Try again.");
    }

    /** Whether the stored profile of an id has a name. */
    private boolean has(String profileId, String name) throws IOException {
        return store.read(ProfileRecord.ID_PREFIX + profileId)
                .flatMap(found -> ProfileRecord.name(found.bytes()))
                .filter(name::equals)
                .isPresent();
    }

    /**
     * Deletes the record of a name that a profile had. What is left if the store fails, or another process has the lock, is overwritten by the next
     * profile of that name.
     */
    void release(String name, String profileId) {
        try (RecordLock lock = store.lock(recordId(name), Duration.ZERO).orElse(null)) {
            if (lock != null && profileId(name).filter(profileId::equals).isPresent()) {
                store.delete(recordId(name));
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.log(System.Logger.Level.WARNING, "The record of a profile's name stays: {0}", e.getMessage());
        }
    }

    /** Records that each profile of the store has the record of its name. */
    void completed() throws IOException {
        store.replace(
                CHANGES_ID, 0, bytes(Changes.NONE)); // if another process has written it meanwhile, that is as good
    }

    /** The latest changes. */
    Changes changes() throws IOException {
        return store.read(CHANGES_ID).map(ProfileNames::changes).orElse(Changes.NONE);
    }

    private static Changes changes(StoredRecord stored) {
        Members record = Members.parse(stored.bytes()).version(VERSION);
        return new Changes(
                record.requiredNumber("number"),
                record.requiredList("ids").stream().map(String::valueOf).toList());
    }

    private static byte[] bytes(Changes changes) {
        return Json.write(Map.<String, Object>of("version", VERSION, "number", changes.number(), "ids", changes.ids()))
                .getBytes(UTF_8);
    }

    /**
     * Lets other processes know that a profile was changed or deleted. None has a profile in memory that was only created.
     *
     * @return the number of this change; 0 if it could not be recorded
     */
    long announce(String profileId) {
        try {
            for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
                Optional<StoredRecord> stored = store.read(CHANGES_ID);
                Changes next =
                        stored.map(ProfileNames::changes).orElse(Changes.NONE).and(profileId);
                if (store.replace(
                        CHANGES_ID, stored.map(StoredRecord::generation).orElse(0L), bytes(next))) {
                    return next.number();
                }
            }
            LOG.log(System.Logger.Level.WARNING, "Other processes keep changing the record of changes");
        } catch (IOException | IllegalArgumentException e) {
            LOG.log(System.Logger.Level.WARNING, "A change of a profile is not announced: {0}", e.getMessage());
        }
        return 0;
    }
}
