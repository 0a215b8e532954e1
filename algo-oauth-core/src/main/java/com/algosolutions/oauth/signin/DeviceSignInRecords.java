package com.algosolutions.oauth.signin;

import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.store.StoredRecord;
import com.algosolutions.oauth.store.UnreadableRecordException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The records of device sign-ins in progress, one for each profile. Written with the lock of the profile's {@link SignInRecords} held, as
 * far as the storage can lock. Thread-safe.
 */
final class DeviceSignInRecords {
    /** The prefix of the record ids; the profile's id follows. */
    static final String ID_PREFIX = "device-authorization-";

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

    /**
     * Reads a record; empty if there is none, or if it is damaged.
     *
     * @throws IOException if the storage fails
     */
    Optional<DeviceSignInRecord> read(String profileId) throws IOException {
        try {
            return readable(profileId);
        } catch (UnreadableRecordException e) {
            failed("read", e);
            return Optional.empty();
        }
    }

    /**
     * Reads a record; empty if there is none.
     *
     * @throws UnreadableRecordException if it is damaged
     * @throws IOException if the storage fails
     */
    Optional<DeviceSignInRecord> readable(String profileId) throws IOException {
        String id = ID_PREFIX + profileId;
        try {
            return store.read(id).map(stored -> DeviceSignInRecord.read(stored.bytes()));
        } catch (IllegalArgumentException e) {
            throw new UnreadableRecordException(
                    id, "cannot be read (" + e.getMessage() + ")", "Press Start Authorization again.");
        }
    }

    /**
     * Writes a record, in place of one that cannot be read too.
     *
     * @throws IOException if the storage fails
     */
    void write(String profileId, DeviceSignInRecord record) throws IOException {
        String id = ID_PREFIX + profileId;
        if (!store.replace(id, generation(id), record.toBytes())) {
            throw new IOException("another process has written it");
        }
    }

    private long generation(String id) throws IOException {
        try {
            return store.read(id).map(StoredRecord::generation).orElse(0L);
        } catch (UnreadableRecordException e) {
            failed("read", e);
            store.delete(id);
            return 0;
        }
    }

    void delete(String profileId) {
        try {
            store.delete(ID_PREFIX + profileId);
        } catch (IOException e) { // the code is invalid: the server rejects it after a restart
            failed("deleted", e);
        }
    }

    static void failed(String what, Exception e) {
        LOG.log(System.Logger.Level.WARNING, "A device sign-in could not be " + what + ": {0}", e.getMessage());
    }
}
