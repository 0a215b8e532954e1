package com.algosolutions.oauth.credential;

import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.store.StoredRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * The records by which clients find profiles that they have not read: by name, by redirect URI, and by when they were changed. A store has them
 * once a client that reads profiles on demand has used it; from then on every client keeps them. Thread-safe.
 */
final class ProfileIndex {
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
     * Makes the index of a store that has been used without it, from its profiles. Those that cannot be read are not found.
     *
     * @param ids the ids of its records
     */
    void complete(List<String> ids) throws IOException {
        for (String id : ids) {
            Optional<StoredRecord> stored =
                    id.startsWith(ProfileRecord.ID_PREFIX) ? store.read(id) : Optional.empty();
            if (stored.isPresent()) {
                add(id.substring(ProfileRecord.ID_PREFIX.length()), stored.get().bytes());
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
     * Reserves a profile's name, which another process may have taken meanwhile, and adds its redirect URI.
     *
     * @return false if another profile has the name
     * @throws UncheckedIOException if the records cannot be written
     */
    boolean claim(OAuthProfile profile) {
        try {
            boolean claimed = names.claim(profile.name(), profile.id());
            if (claimed) {
                redirectUris.add(profile);
            }
            return claimed;
        } catch (IOException | IllegalArgumentException e) {
            throw new UncheckedIOException(
                    "Profile " + profile.name()
                            + " could not be stored: the records of its name and its redirect URI cannot be written. "
                            + e.getMessage(),
                    e instanceof IOException failed ? failed : new IOException(e));
        }
    }
}
