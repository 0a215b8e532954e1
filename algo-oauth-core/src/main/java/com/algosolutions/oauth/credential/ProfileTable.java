package com.algosolutions.oauth.credential;

import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.store.StoredRecord;
import com.algosolutions.oauth.token.CredentialState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The stored profiles of a client, by name, loaded when the client is built. Thread-safe; writers also hold the lock of {@code Profiles}. */
public final class ProfileTable {
    private final RecordStore store;
    private final Credentials credentials;
    private final Revocations revocations;
    private final Map<String, ProfileEntry> byName = new ConcurrentHashMap<>();
    private final UnreadableRecords unreadable;
    private final List<String> otherRecords = new ArrayList<>();
    private volatile Consumer<OAuthProfile> onDeletion = deleted -> {};

    /**
     * Loads the profiles of a store, and the revocations that an earlier process has not finished.
     *
     * @throws UncheckedIOException if the store cannot be read, or has records and none of them can be used
     */
    public ProfileTable(RecordStore store, Credentials credentials, Revocations revocations) {
        this.store = store;
        this.credentials = credentials;
        this.revocations = revocations;
        this.unreadable = new UnreadableRecords(store);
        load();
    }

    private void load() {
        List<String> revocationIds = new ArrayList<>();
        try {
            for (String id : store.list()) {
                if (id.startsWith(ProfileRecord.ID_PREFIX)) {
                    load(id, this::load);
                } else if (id.startsWith(PendingRevocation.ID_PREFIX)) {
                    revocationIds.add(id);
                } else {
                    otherRecords.add(id);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The record store cannot be read: " + StoreFailure.of(e), e);
        }
        if (byName.isEmpty()) {
            requireUsable(revocationIds);
        }
        revocationIds.forEach(id -> load(id, revocations::load));
        for (ProfileEntry entry : all()) {
            Credential credential = entry.credential();
            if (credential != null) {
                credential.reportState(); // for example a rejection that an earlier process has stored
            }
        }
    }

    /** Loads one record. If it cannot be used, the others are still loaded. */
    private void load(String id, BiConsumer<String, StoredRecord> loader) {
        try {
            Optional<StoredRecord> stored = store.read(id);
            try {
                stored.ifPresent(found -> loader.accept(id, found));
            } catch (RuntimeException e) {
                unreadable.add(id, e, stored.orElseThrow().bytes());
            }
        } catch (IOException e) {
            unreadable.add(id, e);
        }
    }

    private void load(String id, StoredRecord stored) {
        ProfileRecord read = ProfileRecord.read(stored.bytes());
        if (!id.equals(ProfileRecord.ID_PREFIX + read.profile().id())) { // it would be stored under the other id
            throw new IllegalArgumentException("The record contains another profile.");
        }
        String name = read.profile().name();
        ProfileEntry namesake = byName.get(name);
        if (namesake == null) { // checked before it joins the other profiles of its credential
            byName.put(name, entry(read, stored.generation()));
        } else {
            unreadable.addNamesake(
                    id, name, ProfileRecord.ID_PREFIX + namesake.profile().id());
        }
    }

    /**
     * Rejects a store of which no record can be used: its key is missing or wrong, or its files are damaged. A client that took it for the
     * store of a new device would write secrets beside the records.
     */
    private void requireUsable(List<String> revocationIds) {
        if (unreadable.hasProfile()) {
            throw unreadable.nothingUsable();
        }
        UnreadableRecords without = new UnreadableRecords(store);
        boolean readable = false;
        for (String id :
                Stream.concat(revocationIds.stream(), otherRecords.stream()).toList()) {
            try {
                readable |= store.read(id).isPresent();
            } catch (IOException e) {
                without.add(id, e);
            }
        }
        if (!readable && !without.isEmpty()) {
            throw without.nothingUsable();
        }
    }

    private ProfileEntry entry(ProfileRecord record, long generation) {
        return new ProfileEntry(record, generation, credentials);
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
        onDeletion = onDeletion.andThen(listener);
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

    /** The records that could not be used when the client was built. */
    public UnreadableRecords unreadable() {
        return unreadable;
    }

    /** The ids of the other records that an earlier process has left; handed out once. */
    public List<String> takeOtherRecords() {
        List<String> taken = List.copyOf(otherRecords);
        otherRecords.clear();
        return taken;
    }
}
