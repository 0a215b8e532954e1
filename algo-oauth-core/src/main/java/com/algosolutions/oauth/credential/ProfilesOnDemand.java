package com.algosolutions.oauth.credential;

import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.store.StoredRecord;
import com.algosolutions.oauth.store.UnreadableRecordException;
import com.algosolutions.oauth.time.Timer;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
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

    /** The records that are being read, by the profile's id, so that threads that need one profile read it once. */
    private final Map<String, CompletableFuture<Optional<ProfileEntry>>> reading = new ConcurrentHashMap<>();

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
     * @param onDeletion called with each profile that another process has deleted
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
        return entry == null || !entry.profile().name().equals(name) ? null : entry;
    }

    /**
     * The profile of an id; null if there is none.
     *
     * @throws IOException if the store fails, or the record cannot be used
     */
    @Nullable
    ProfileEntry withId(String id) throws IOException {
        ProfileEntry entry = read(id, true);
        if (entry != null) {
            synchronized (recent) {
                if (entry.equals(byId.get(id))) { // otherwise another thread has replaced or deleted it meanwhile
                    recent.put(entry.profile().name(), entry);
                }
            }
        }
        return entry;
    }

    /** The profile of an id, which nothing uses now: it need not stay in memory. Null if there is none. */
    @Nullable
    ProfileEntry unused(String id) throws IOException {
        return read(id, false);
    }

    /**
     * The profile of an id, from memory or the store. Threads that need the same one share the result of one read, and its failure.
     *
     * @param used whether a caller uses it, so that its state is reported
     */
    private @Nullable ProfileEntry read(String id, boolean used) throws IOException {
        CompletableFuture<Optional<ProfileEntry>> mine = new CompletableFuture<>();
        CompletableFuture<Optional<ProfileEntry>> earlier = null;
        ProfileEntry known = inMemory(id);
        if (known == null) {
            earlier = reading.putIfAbsent(id, mine);
            known = earlier == null ? inMemory(id) : null; // another thread may have finished in between
        }
        if (known != null) {
            mine.complete(Optional.of(known));
            reading.remove(id, mine);
            return known;
        }
        if (earlier != null) {
            return result(earlier);
        }
        try {
            mine.complete(Optional.ofNullable(readNow(id, used)));
        } catch (Throwable e) {
            mine.completeExceptionally(e);
        } finally {
            reading.remove(id, mine);
        }
        return result(mine);
    }

    private static @Nullable ProfileEntry result(CompletableFuture<Optional<ProfileEntry>> read) throws IOException {
        try {
            return read.join().orElse(null);
        } catch (CompletionException e) {
            Throwable why = e.getCause();
            if (why instanceof IOException failed) {
                throw failed;
            }
            if (why instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw e;
        }
    }

    private @Nullable ProfileEntry readNow(String id, boolean used) throws IOException {
        while (true) {
            long before = seen();
            StoredRecord stored = store.read(ProfileRecord.ID_PREFIX + id).orElse(null);
            if (stored == null) {
                return null;
            }
            ProfileEntry entry = open(id, stored, used);
            boolean changed;
            synchronized (recent) {
                byId.put(id, entry);
                changed = seen != before; // this profile may be among the changes, and was not in memory
            }
            if (!changed || entry.readAgain()) {
                return entry;
            }
            forget(entry.profile().name(), entry);
        }
    }

    private long seen() {
        synchronized (recent) {
            return seen;
        }
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
            ProfileEntry entry = unused(id);
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

    private ProfileEntry open(String id, StoredRecord stored, boolean used) throws IOException {
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
        if (credential != null && used) {
            credential.reportState(); // for example a rejection that an earlier process has stored
        }
        return entry;
    }

    /** Has a profile that was written in memory, in place of an earlier one of its id. */
    void remember(ProfileEntry entry) {
        OAuthProfile profile = entry.profile();
        synchronized (recent) {
            byId.put(profile.id(), entry);
            recent.put(profile.name(), entry);
        }
    }

    /** Removes a profile of a name from memory; returns whether it was the present one of its id. */
    boolean forget(String name, ProfileEntry entry) {
        synchronized (recent) {
            recent.remove(name, entry);
            return byId.remove(entry.profile().id(), entry);
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
        long earlier = seen();
        boolean complete = false;
        try {
            ProfileNames.Changes changes = index.names().changes();
            if (changes.number() == earlier) {
                complete = true;
                return;
            }
            List<ProfileEntry> all;
            synchronized (recent) { // a profile that is read from now on is read as it is after these changes
                all = List.copyOf(byId.values());
                boolean reset = changes.number() < earlier;
                seen = reset ? changes.number() : Math.max(seen, changes.number());
            }
            List<String> changed = changes.since(earlier).orElse(null);
            for (ProfileEntry entry : all) {
                if (changed == null || changed.contains(entry.profile().id())) {
                    readAgain(entry);
                }
            }
            complete = true;
        } catch (IOException | IllegalArgumentException e) {
            LOG.log(System.Logger.Level.WARNING, "Changes of profiles cannot be read: {0}", e.getMessage());
        } finally {
            if (!complete) { // the next check sees the same changes
                synchronized (recent) {
                    seen = earlier;
                }
            }
        }
    }

    /** Only a profile that another process has deleted ends its sign-ins: they go on with another credential, or a record that is restored. */
    private void readAgain(ProfileEntry entry) throws IOException {
        boolean deleted = !entry.isGone() && !entry.isInStore();
        if (!entry.readAgain() && forget(entry.profile().name(), entry) && deleted) {
            onDeletion.accept(entry.profile());
        }
    }
}
