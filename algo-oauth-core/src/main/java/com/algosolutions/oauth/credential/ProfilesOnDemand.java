package com.algosolutions.oauth.credential;

import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.store.StoredRecord;
import com.algosolutions.oauth.store.UnreadableRecordException;
import com.algosolutions.oauth.time.Timer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The profiles of a store that has more of them than memory should: each is read when it is used, and the ones that were used last stay in
 * memory. A profile that leaves stays the same object for as long as a call, a renewal or a timer refers to it, so no two objects ever write one
 * record. Thread-safe.
 *
 * <p>Once a second the record of the latest changes is read, so that a profile that another process has changed is read again.
 */
final class ProfilesOnDemand {
    private static final System.Logger LOG = System.getLogger(ProfilesOnDemand.class.getName());
    private static final Duration BETWEEN_CHECKS = Duration.ofSeconds(1);

    private final RecordStore store;
    private final Credentials credentials;
    private final ProfileIndex index;
    private final Consumer<OAuthProfile> onDeletion;

    /** One of these is held while a record is read, so that threads that need one profile read it once. */
    private final Object[] readers = new Object[64];

    /** The profiles that were used last, by name. Its monitor guards the fields below too; no thread waits under it. */
    private final Map<String, ProfileEntry> recent;

    /** All profiles in memory, by id. */
    private final WeakValues<ProfileEntry> byId = new WeakValues<>();

    /** The number of the latest change that this process has seen. */
    private long seen;

    /**
     * The profiles of a store.
     *
     * @param most how many profiles stay in memory although nothing uses them
     * @param onDeletion called with each profile that another process has deleted or given another credential
     */
    ProfilesOnDemand(
            RecordStore store,
            Credentials credentials,
            ProfileIndex index,
            int most,
            long seen,
            Consumer<OAuthProfile> onDeletion) {
        this.store = store;
        this.credentials = credentials;
        this.index = index;
        this.onDeletion = onDeletion;
        this.seen = seen;
        for (int i = 0; i < readers.length; i++) {
            readers[i] = new Object();
        }
        this.recent = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, ProfileEntry> eldest) {
                return size() > most;
            }
        };
    }

    /**
     * The profile of a name; null if there is none.
     *
     * @throws IOException if the store fails, or the record cannot be used
     */
    @Nullable
    ProfileEntry find(String name) throws IOException {
        synchronized (recent) {
            ProfileEntry known = recent.get(name);
            if (known != null && known.profile().name().equals(name)) { // else another process has renamed it
                return known;
            }
        }
        ProfileEntry entry;
        try {
            Optional<String> id = index.names().profileId(name);
            entry = id.isPresent() ? withId(id.get()) : null;
        } catch (IllegalArgumentException e) {
            throw new IOException("The record of the profile's name cannot be read: " + e.getMessage(), e);
        }
        if (entry == null || !entry.profile().name().equals(name)) {
            return null;
        }
        remember(entry);
        return entry;
    }

    /**
     * The profile of an id; null if there is none.
     *
     * @throws IOException if the store fails, or the record cannot be used
     */
    @Nullable
    ProfileEntry withId(String id) throws IOException {
        ProfileEntry entry = read(id);
        if (entry != null) {
            remember(entry);
        }
        return entry;
    }

    /** The profile of an id, which need not stay in memory. */
    private @Nullable ProfileEntry read(String id) throws IOException {
        ProfileEntry known = inMemory(id);
        if (known != null) {
            return known;
        }
        synchronized (readers[Math.floorMod(id.hashCode(), readers.length)]) {
            known = inMemory(id);
            StoredRecord stored =
                    known == null ? store.read(ProfileRecord.ID_PREFIX + id).orElse(null) : null;
            if (stored == null) {
                return known;
            }
            ProfileEntry entry = open(id, stored);
            synchronized (recent) {
                byId.put(id, entry);
            }
            return entry;
        }
    }

    /** A profile whose callbacks come to a redirect URI: see {@link ProfileTable#another}. */
    Optional<OAuthProfile> another(OAuthProfile profile, URI redirectUri, Predicate<OAuthProfile> comes)
            throws IOException {
        try {
            List<String> others = index.redirectUris().others(redirectUri, profile.tokenUrl());
            Optional<OAuthProfile> found = first(others, comes);
            if (found.isEmpty() && !others.isEmpty()) {
                found = first(
                        store.list().stream()
                                .filter(id -> id.startsWith(ProfileRecord.ID_PREFIX))
                                .map(id -> id.substring(ProfileRecord.ID_PREFIX.length()))
                                .toList(),
                        comes);
                index.redirectUris().correct(redirectUri, profile.tokenUrl(), found);
            }
            return found;
        } catch (IllegalArgumentException e) {
            throw new IOException("The record of a redirect URI cannot be read: " + e.getMessage(), e);
        }
    }

    private Optional<OAuthProfile> first(List<String> ids, Predicate<OAuthProfile> wanted) throws IOException {
        for (String id : ids) {
            try {
                ProfileEntry entry = read(id); // stays in memory only if it was there
                if (entry != null && wanted.test(entry.profile())) {
                    return Optional.of(entry.profile());
                }
            } catch (UnreadableRecordException e) {
                LOG.log(System.Logger.Level.DEBUG, "A profile that cannot be used has no callbacks", e);
            }
        }
        return Optional.empty();
    }

    /** How many profiles are in memory. */
    int inMemory() {
        synchronized (recent) {
            return byId.size();
        }
    }

    /**
     * Renews a profile's refresh token: see {@link Credential#keepAlive}. The profile need not stay in memory.
     *
     * @throws IOException if the store fails
     */
    boolean keepAlive(String id) throws IOException {
        try {
            ProfileEntry entry = read(id);
            Credential credential = entry == null ? null : entry.credential();
            return credential == null || credential.keepAlive();
        } catch (UnreadableRecordException e) {
            LOG.log(System.Logger.Level.WARNING, "A refresh token cannot be kept alive: {0}", e.getMessage());
            return true;
        }
    }

    private @Nullable ProfileEntry inMemory(String id) {
        synchronized (recent) {
            return byId.get(id);
        }
    }

    private ProfileEntry open(String id, StoredRecord stored) throws IOException {
        ProfileRecord record;
        try {
            record = ProfileRecord.read(stored.bytes(), null, true);
            if (!record.profile().id().equals(id)) {
                throw new IllegalArgumentException("the record contains another profile");
            }
        } catch (IllegalArgumentException e) {
            throw new UnreadableRecordException(
                    ProfileRecord.ID_PREFIX + id,
                    "cannot be read (" + e.getMessage() + ")",
                    "Restore it from a backup, or delete it and create the profile again.");
        }
        ProfileEntry entry = new ProfileEntry(record, stored.generation(), credentials);
        Credential credential = entry.credential();
        if (credential != null) {
            credential.reportState(); // for example a rejection that an earlier process has stored
        }
        return entry;
    }

    /** Keeps a profile in memory that is used now. */
    void remember(ProfileEntry entry) {
        OAuthProfile profile = entry.profile();
        synchronized (recent) {
            byId.put(profile.id(), entry);
            recent.put(profile.name(), entry);
        }
    }

    /** Removes a profile of a name from memory. */
    void forget(String name, ProfileEntry entry) {
        synchronized (recent) {
            recent.remove(name, entry);
            byId.remove(entry.profile().id());
        }
    }

    /** Removes a name that a profile does not have any more. */
    void renamed(String oldName) {
        synchronized (recent) {
            recent.remove(oldName);
        }
    }

    /** Reads the latest changes from now on, once a second for as long as the timer runs tasks. */
    void watch(Timer timer) {
        timer.after(BETWEEN_CHECKS, () -> {
            try {
                check();
            } finally {
                watch(timer);
            }
        });
    }

    /** Counts a change of this process as seen, if it has seen all earlier ones: memory has what the record has. */
    void announced(long number) {
        synchronized (recent) {
            if (number == seen + 1) {
                seen = number;
            }
        }
    }

    /** Reads the profiles again that other processes have changed. */
    void check() {
        try {
            ProfileNames.Changes changes = index.names().changes();
            long earlier;
            List<ProfileEntry> all;
            synchronized (recent) {
                earlier = seen;
                all = changes.number() == earlier ? List.of() : List.copyOf(byId.values());
            }
            List<String> changed = changes.since(earlier).orElse(null);
            for (ProfileEntry entry : all) {
                if (changed == null || changed.contains(entry.profile().id())) {
                    readAgain(entry);
                }
            }
            synchronized (recent) {
                seen = changes.number();
            }
        } catch (IOException | IllegalArgumentException e) { // the next check sees the same changes
            LOG.log(System.Logger.Level.WARNING, "Changes of profiles cannot be read: {0}", e.getMessage());
        }
    }

    private void readAgain(ProfileEntry entry) throws IOException {
        if (!entry.readAgain()) {
            forget(entry.profile().name(), entry);
            onDeletion.accept(entry.profile());
        }
    }
}
