package com.algosolutions.oauth.credential;

import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.store.RecordLock;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.store.StoredRecord;
import com.algosolutions.oauth.store.UnreadableRecordException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * The records by which clients find profiles that they have not read: by name, by redirect URI, and by when they were changed. A store has them
 * once a client that reads profiles on demand has used it; from then on every client keeps them. Thread-safe.
 */
final class ProfileIndex {
    private static final System.Logger LOG = System.getLogger(ProfileIndex.class.getName());

    private final RecordStore store;
    private final ProfileNames names;
    private final RedirectUris redirectUris;

    ProfileIndex(RecordStore store) {
        this.store = store;
        this.names = new ProfileNames(store);
        this.redirectUris = new RedirectUris(store);
    }

    ProfileNames names() {
        return names;
    }

    RedirectUris redirectUris() {
        return redirectUris;
    }

    /**
     * Makes the index of a store that has been used without it, from its profiles. One that cannot be read is not found, until it is restored and
     * changed.
     *
     * @param ids the ids of its records
     */
    void complete(List<String> ids) throws IOException {
        for (String id : ids) {
            if (id.startsWith(ProfileRecord.ID_PREFIX)) {
                try {
                    Optional<StoredRecord> stored = store.read(id);
                    if (stored.isPresent()) {
                        add(
                                id.substring(ProfileRecord.ID_PREFIX.length()),
                                stored.get().bytes());
                    }
                } catch (UnreadableRecordException e) {
                    LOG.log(System.Logger.Level.WARNING, "A profile cannot be found by its name: {0}", e.getMessage());
                }
            }
        }
        names.completed();
    }

    private void add(String profileId, byte[] record) throws IOException {
        Optional<String> name = ProfileRecord.name(record);
        if (name.isPresent()) {
            names.claim(name.get(), profileId);
        }
        OAuthProfile profile;
        try {
            profile = ProfileRecord.read(record).profile();
        } catch (IllegalArgumentException e) { // no request uses it
            return;
        }
        redirectUris.add(profile);
    }

    /**
     * Reserves a profile's name until the lock is closed, and adds its redirect URI. The profile is written with the lock held.
     *
     * @return empty if another profile has the name
     * @throws UncheckedIOException if the records cannot be written
     */
    Optional<RecordLock> reserve(OAuthProfile profile) {
        RecordLock lock = null;
        try {
            lock = names.lock(profile.name());
            if (names.claim(profile.name(), profile.id())) {
                redirectUris.add(profile);
                RecordLock reserved = lock;
                lock = null;
                return Optional.of(reserved);
            }
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            throw new UncheckedIOException(
                    "Profile " + profile.name()
                            + " could not be stored: the records of its name and its redirect URI cannot be written. "
                            + e.getMessage(),
                    e instanceof IOException failed ? failed : new IOException(e));
        } finally {
            if (lock != null) {
                lock.close();
            }
        }
    }

    /** Adds the redirect URI of a profile once more after it was written: see {@link RedirectUris}. */
    void written(OAuthProfile profile) {
        try {
            redirectUris.add(profile);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "The record of a redirect URI cannot be written: {0}", e.getMessage());
        }
    }
}
