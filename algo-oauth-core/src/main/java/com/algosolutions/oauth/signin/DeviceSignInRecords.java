package com.algosolutions.oauth.signin;

import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.store.StoredRecord;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records of device sign-ins in progress, one for each profile. A storage failure is logged; its only effect is that the sign-in does
 * not continue after a restart. Thread-safe if one thread at a time writes the record of a profile.
 */
public final class DeviceSignInRecords {
    /** The prefix of the record ids; the profile's id follows. */
    public static final String ID_PREFIX = "device-authorization-";

    private static final System.Logger LOG = System.getLogger(DeviceSignInRecords.class.getName());

    private final RecordStore store;

    DeviceSignInRecords(RecordStore store) {
        this.store = store;
    }

    /** The ids of the profiles with a record; none if the storage fails. */
    List<String> profileIds() {
        try {
            return store.list().stream()
                    .filter(id -> id.startsWith(ID_PREFIX))
                    .map(id -> id.substring(ID_PREFIX.length()))
                    .toList();
        } catch (IOException e) {
            failed("listed", e);
            return List.of();
        }
    }

    /** Reads a record; null if there is none, or if it is damaged or the storage fails. */
    @Nullable
    DeviceSignInRecord read(String profileId) {
        try {
            return store.read(ID_PREFIX + profileId)
                    .map(stored -> DeviceSignInRecord.read(stored.bytes()))
                    .orElse(null);
        } catch (IOException | IllegalArgumentException e) {
            failed("read", e);
            return null;
        }
    }

    void write(String profileId, DeviceSignInRecord record) {
        String id = ID_PREFIX + profileId;
        try {
            long generation = store.read(id).map(StoredRecord::generation).orElse(0L);
            if (!store.replace(id, generation, record.toBytes())) {
                throw new IOException("another process has written it");
            }
        } catch (IOException e) {
            failed("stored", e);
        }
    }

    void delete(String profileId) {
        try {
            store.delete(ID_PREFIX + profileId);
        } catch (IOException e) { // the code is invalid: the server rejects it after a restart
            failed("deleted", e);
        }
    }

    private static void failed(String what, Exception e) {
        LOG.log(System.Logger.Level.WARNING, "A device authorization could not be " + what + ": {0}", e.getMessage());
    }
}
