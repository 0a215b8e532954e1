package com.algosolutions.oauth.credential;

import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.store.StoredRecord;
import com.algosolutions.oauth.time.TrustedClock;
import com.algosolutions.oauth.token.CredentialState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The stored profiles of a client, by name, loaded when the client is built. Thread-safe; writers also hold the lock of {@code Profiles}. */
public final class ProfileTable {
    private static final String RESTORE =
            "Restore the record from a backup, or delete it and create the profile again.";

    private final RecordStore store;
    private final TrustedClock clock;
    private final Credentials credentials;
    private final Revocations revocations;
    private final Map<String, ProfileEntry> byName = new ConcurrentHashMap<>();
    private final List<Problem> unreadable = new ArrayList<>();
    private final List<String> otherRecords = new ArrayList<>();
    private volatile Consumer<OAuthProfile> onDeletion = deleted -> {};

    /**
     * Loads the profiles of a store, and the revocations that an earlier process has not finished.
     *
     * @throws UncheckedIOException if the store cannot be read, or not one of its profiles can
     */
    public ProfileTable(RecordStore store, TrustedClock clock, Credentials credentials, Revocations revocations) {
        this.store = store;
        this.clock = clock;
        this.credentials = credentials;
        this.revocations = revocations;
        load();
    }

    private void load() {
        IOException damaged = null;
        try {
            for (String id : store.list()) {
                if (id.startsWith(ProfileRecord.ID_PREFIX)) {
                    IOException why = load(id, this::load);
                    damaged = why == null ? damaged : why;
                } else if (id.startsWith(PendingRevocation.ID_PREFIX)) {
                    load(id, revocations::load);
                } else {
                    otherRecords.add(id);
                }
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
        if (damaged != null && byName.isEmpty()) {
            throw unreadable(damaged); // a wrong key, for example: not one profile can be read
        }
        for (ProfileEntry entry : all()) {
            Credential credential = entry.credential();
            if (credential != null) {
                credential.reportState(); // for example a rejection that an earlier process has stored
            }
        }
    }

    private static UncheckedIOException unreadable(IOException e) {
        return new UncheckedIOException("The profile store cannot be read. Check the storage.", e);
    }

    /** Loads one record; returns why the store cannot read it, or null if it can. */
    private @Nullable IOException load(String id, BiConsumer<String, StoredRecord> loader) {
        try {
            store.read(id).ifPresent(stored -> loader.accept(id, stored));
            return null;
        } catch (IOException e) { // the other records are still loaded
            cannotRead(id, e);
            return e;
        }
    }

    /** Reports a record that the store cannot read. */
    private void cannotRead(String id, IOException why) {
        unreadable.add(Problem.of(
                id,
                "Record " + id,
                "cannot be read (" + why.getMessage() + ")",
                id.startsWith(ProfileRecord.ID_PREFIX)
                        ? RESTORE
                        : "Restore it from a backup, or delete it: its tokens then remain valid at the provider until they"
                                + " expire."));
    }

    private void load(String id, StoredRecord stored) {
        try {
            ProfileRecord read = ProfileRecord.read(stored.bytes());
            String name = read.profile().name();
            ProfileEntry namesake = byName.get(name);
            if (namesake != null) { // checked before it joins the other profiles of its credential
                unreadable.add(Problem.of(
                        id,
                        name,
                        "is the name of a second profile, in record " + id + "; the client uses the profile of record "
                                + ProfileRecord.ID_PREFIX + namesake.profile().id(),
                        "Delete one of the two records."));
                return;
            }
            byName.put(name, entry(read, stored.generation()));
        } catch (RuntimeException e) { // one damaged record must not keep the other profiles from being served
            unreadable.add(ProfileRecord.name(stored.bytes())
                    .map(name -> Problem.of(
                            id, name, "cannot be read from record " + id + " (" + e.getMessage() + ")", RESTORE))
                    .orElseGet(
                            () -> Problem.of(id, "Record " + id, "cannot be read (" + e.getMessage() + ")", RESTORE)));
        }
    }

    private ProfileEntry entry(ProfileRecord record, long generation) {
        return new ProfileEntry(record, generation, store, clock, credentials, revocations);
    }

    /** Writes the record of a new profile. */
    public ProfileEntry create(OAuthProfile profile) {
        ProfileEntry created = entry(new ProfileRecord(profile, CredentialState.EMPTY), 0);
        created.create();
        byName.put(profile.name(), created);
        return created;
    }

    /** Lists an updated profile under its name, in place of its old one. */
    public void put(ProfileEntry updated, String oldName) {
        String name = updated.profile().name();
        byName.put(name, updated);
        if (!oldName.equals(name)) {
            byName.remove(oldName);
        }
    }

    /**
     * Removes a deleted profile, and has what was started for it cancelled.
     *
     * @param name the name under which it is listed; another process may have renamed the profile meanwhile
     */
    public void remove(String name, ProfileEntry deleted) {
        byName.remove(name);
        onDeletion.accept(deleted.profile());
    }

    /** Registers what is called with each deleted profile. */
    public void onDeletion(Consumer<OAuthProfile> listener) {
        onDeletion = listener;
    }

    @Nullable
    public ProfileEntry find(String name) {
        return byName.get(name);
    }

    /** The profile of an id; null if it has been deleted. */
    @Nullable
    public ProfileEntry withId(String id) {
        return byName.values().stream()
                .filter(entry -> entry.profile().id().equals(id))
                .findFirst()
                .orElse(null);
    }

    public List<ProfileEntry> all() {
        return List.copyOf(byName.values());
    }

    /** A problem for each record that could not be read when the client was built; its field is the record's id. */
    public List<Problem> unreadable() {
        return List.copyOf(unreadable);
    }

    /** The ids of the other records that an earlier process has left; handed out once. */
    public List<String> takeOtherRecords() {
        List<String> taken = List.copyOf(otherRecords);
        otherRecords.clear();
        return taken;
    }
}
