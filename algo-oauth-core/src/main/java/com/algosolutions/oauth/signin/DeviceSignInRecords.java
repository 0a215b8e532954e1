package com.algosolutions.oauth.signin;

import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.store.StoredRecord;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records of device authorizations under way, one for each profile. A storage that refuses costs no more than a new start after a
 * restart. Thread-safe as far as one profile's record is written by one thread at a time.
 */
public final class DeviceSignInRecords {
    /** What the ids of these records begin with; a profile's id follows. */
    public static final String ID_PREFIX = "device-authorization-";

    private static final System.Logger LOG = System.getLogger(DeviceSignInRecords.class.getName());

    private final RecordStore store;

    DeviceSignInRecords(RecordStore store) {
        this.store = store;
    }

    /** The ids of the profiles that have one. */
    List<String> profileIds() {
        try {
            return store.list().stream()
                    .filter(id -> id.startsWith(ID_PREFIX))
                    .map(id -> id.substring(ID_PREFIX.length()))
                    .toList();
        } catch (IOException | RuntimeException e) { // of a store that keeps to its contract, or of one that does not
            refused("listed", e);
            return List.of();
        }
    }

    /** Null if there is none, or none that can be read. */
    @Nullable
    DeviceSignInRecord read(String profileId) {
        try {
            return store.read(ID_PREFIX + profileId)
                    .map(stored -> DeviceSignInRecord.read(stored.bytes()))
                    .orElse(null);
        } catch (IOException | RuntimeException e) {
            refused("read", e);
            return null;
        }
    }

    void write(String profileId, DeviceSignInRecord attempt) {
        String id = ID_PREFIX + profileId;
        try {
            long generation = store.read(id).map(StoredRecord::generation).orElse(0L);
            if (!store.replace(id, generation, attempt.toBytes())) {
                throw new IOException("another process has written it");
            }
        } catch (IOException | RuntimeException e) {
            refused("stored", e);
        }
    }

    void delete(String profileId) {
        try {
            store.delete(ID_PREFIX + profileId);
        } catch (IOException | RuntimeException e) { // its code is dead: after a restart the server says so
            refused("deleted", e);
        }
    }

    private static void refused(String what, Exception e) {
        LOG.log(System.Logger.Level.WARNING, "A device authorization could not be " + what + ": {0}", e.getMessage());
    }
}
