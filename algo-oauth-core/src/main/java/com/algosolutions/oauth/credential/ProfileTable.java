package com.algosolutions.oauth.credential;

import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.store.RecordLock;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.store.StoredRecord;
import com.algosolutions.oauth.time.Timer;
import com.algosolutions.oauth.token.CredentialState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The stored profiles of a client, by name: loaded when the client is built, or each when it is used ({@link ProfilesOnDemand}). Thread-safe;
 * writers also hold the lock of {@code Profiles}.
 */
public final class ProfileTable {
    private static final System.Logger LOG = System.getLogger(ProfileTable.class.getName());

    /** How many profiles are read on demand in search of one that can be used, before the store's key counts as wrong. */
    private static final int MOST_TRIED = 3;

    private final RecordStore store;
    private final Credentials credentials;
    private final Revocations revocations;

    /** Null if the store has none, since no client has read profiles on demand. */
    private final @Nullable ProfileIndex index;

    /** All profiles; empty if they are read on demand. */
    private final Map<String, ProfileEntry> byName = new ConcurrentHashMap<>();

    /** Null if all profiles are in memory. */
    private final @Nullable ProfilesOnDemand onDemand;

    /** The profiles that the store had when the client was built, until it is complete; empty if all are in memory. */
    private Set<String> atStart = Set.of();

    private final UnreadableRecords unreadable;
    private final List<String> otherRecords = new ArrayList<>();
    private volatile Consumer<OAuthProfile> onDeletion = deleted -> {};

    /**
     * Loads the profiles of a store, and the revocations that an earlier process has not finished.
     *
     * @param most how many profiles stay in memory although nothing uses them; 0 to load all now
     * @throws UncheckedIOException if the store cannot be read, or has records and none of them can be used
     */
    public ProfileTable(int most, RecordStore store, Credentials credentials, Revocations revocations) {
        this.store = store;
        this.credentials = credentials;
        this.revocations = revocations;
        this.unreadable = new UnreadableRecords(store);
        try {
            List<String> ids = store.list();
            boolean indexed = ids.contains(ProfileNames.CHANGES_ID);
            index = indexed || most > 0 ? new ProfileIndex(store) : null;
            onDemand = index == null || most == 0 ? null : onDemand(most, ids, index, indexed);
            load(ids);
        } catch (IOException e) {
            throw new UncheckedIOException("The record store cannot be read: " + StoreFailure.of(e), e);
        }
    }

    /** Reads no profile but one, to see that the store has its key; all of them if they do not have the records of their names yet. */
    private ProfilesOnDemand onDemand(int most, List<String> ids, ProfileIndex found, boolean indexed)
            throws IOException {
        List<String> profileIds = ids.stream()
                .filter(id -> id.startsWith(ProfileRecord.ID_PREFIX))
                .toList();
        int tried = 0;
        while (tried < Math.min(MOST_TRIED, profileIds.size())
                && unreadable.problems().size() == tried) {
            load(profileIds.get(tried), (id, stored) -> ProfileRecord.read(stored.bytes()));
            tried++;
        }
        if (tried > 0 && unreadable.problems().size() == tried) {
            throw unreadable.nothingUsable();
        }
        unreadable.clear();
        atStart = profileIds.stream()
                .map(id -> id.substring(ProfileRecord.ID_PREFIX.length()))
                .collect(Collectors.toSet());
        if (!indexed) {
            found.complete(ids);
        }
        return new ProfilesOnDemand(
                store,
                credentials,
                found,
                most,
                found.names().changes().number(),
                deleted -> onDeletion.accept(deleted));
    }

    private void load(List<String> ids) {
        List<String> revocationIds = new ArrayList<>();
        for (String id : ids) {
            if (id.startsWith(ProfileRecord.ID_PREFIX)) {
                if (onDemand == null) {
                    load(id, this::load);
                }
            } else if (id.startsWith(PendingRevocation.ID_PREFIX)) {
                revocationIds.add(id);
            } else if (!id.startsWith(ProfileNames.ID_PREFIX) && !id.startsWith(RedirectUris.ID_PREFIX)) {
                otherRecords.add(id);
            }
        }
        if (onDemand == null && byName.isEmpty()) {
            requireUsable(revocationIds);
        }
        revocationIds.forEach(id -> load(id, revocations::load));
        for (ProfileEntry entry : byName.values()) {
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

    /**
     * Reserves a profile's name, which another process may have taken meanwhile, if the store has an index. The profile is written before the lock
     * is closed.
     *
     * @return empty if another profile has the name
     * @throws UncheckedIOException if the index cannot be written
     */
    public Optional<RecordLock> reserve(OAuthProfile profile) {
        return index == null ? Optional.of(RecordLock.of(() -> {})) : index.reserve(profile);
    }

    /** Writes the record of a new profile, whose name is reserved. */
    public ProfileEntry create(OAuthProfile profile) {
        ProfileEntry created = entry(new ProfileRecord(profile, CredentialState.EMPTY), 0);
        created.create();
        list(created, profile.name());
        return created;
    }

    /** Lists an updated profile under its name, in place of its old one. */
    public void put(ProfileEntry updated, String oldName) {
        OAuthProfile profile = updated.profile();
        list(updated, oldName);
        announce(profile.id());
        if (index != null && !oldName.equals(profile.name())) {
            index.names().release(oldName, profile.id());
        }
    }

    private void list(ProfileEntry written, String oldName) {
        OAuthProfile profile = written.profile();
        if (index != null) {
            index.written(profile);
        }
        if (onDemand != null) {
            onDemand.remember(written);
        } else {
            byName.put(profile.name(), written);
        }
        if (!oldName.equals(profile.name())) {
            unlist(oldName);
        }
    }

    private void announce(String profileId) {
        long number = index == null ? 0 : index.names().announce(profileId);
        if (onDemand != null) {
            onDemand.announced(number);
        }
    }

    private void unlist(String name) {
        if (onDemand != null) {
            onDemand.renamed(name);
        } else {
            byName.remove(name);
        }
    }

    /**
     * Removes a deleted profile, and has what was started for it cancelled.
     *
     * @param name the name under which it is listed; another process may have renamed the profile meanwhile
     */
    public void remove(String name, ProfileEntry deleted) {
        if (onDemand != null) {
            onDemand.forget(name, deleted);
        }
        unlist(name);
        announce(deleted.profile().id());
        if (index != null) {
            index.names().release(deleted.profile().name(), deleted.profile().id());
        }
        onDeletion.accept(deleted.profile());
    }

    /** Registers what is called with each deleted profile. */
    public void onDeletion(Consumer<OAuthProfile> listener) {
        onDeletion = onDeletion.andThen(listener);
    }

    /**
     * Starts the work that the profiles need if they are read on demand: looks for changes that other processes make.
     *
     * @param keepAlive whether to keep their refresh tokens alive too
     */
    public void start(Timer timer, boolean keepAlive) {
        atStart = Set.of();
        if (onDemand != null) {
            onDemand.watch(timer);
            if (keepAlive) {
                new KeepAliveRounds(store, onDemand).start(timer);
            }
        }
    }

    /** How many profiles are in memory. */
    public int inMemory() {
        return onDemand == null ? byName.size() : onDemand.inMemory();
    }

    /** The profile of a name; null if there is none, or it cannot be read now: {@link #whyNotFound}. For requests, which have a result. */
    @Nullable
    public ProfileEntry find(String name) {
        return onDemand == null ? byName.get(name) : orNull(() -> onDemand.find(name));
    }

    /**
     * The profile of a name; null if there is none.
     *
     * @throws UncheckedIOException if it cannot be read now
     */
    @Nullable
    public ProfileEntry get(String name) {
        return onDemand == null ? byName.get(name) : orThrow(() -> onDemand.find(name));
    }

    /**
     * The profile of an id; null if there is none.
     *
     * @throws UncheckedIOException if it cannot be read now
     */
    @Nullable
    public ProfileEntry getWithId(String id) {
        return orThrow(() -> withId(id));
    }

    /** Why the store did not say whether there is a profile of a name; empty if there is none. */
    public Optional<StoreFailure> whyNotFound(String name) {
        try {
            return onDemand == null || onDemand.find(name) == null
                    ? Optional.empty()
                    : Optional.of(new StoreFailure("it failed a moment ago, and works again", "Try again."));
        } catch (IOException e) {
            return Optional.of(StoreFailure.of(e));
        }
    }

    /**
     * The profile of an id; null if it has been deleted.
     *
     * @throws IOException if it cannot be read now
     */
    @Nullable
    public ProfileEntry withId(String id) throws IOException {
        return onDemand == null ? loaded(id) : onDemand.withId(id);
    }

    private @Nullable ProfileEntry loaded(String id) {
        return byName.values().stream()
                .filter(entry -> entry.profile().id().equals(id))
                .findFirst()
                .orElse(null);
    }

    /**
     * The entry that a profile has now: the given one, or the one that has replaced it with another credential. Null if the profile has been
     * deleted. Reads nothing while the given one is in use, so that the holder of an entry does not depend on the store.
     *
     * @throws IOException if the entry is not in use any more, and the profile cannot be read now
     */
    @Nullable
    public ProfileEntry now(ProfileEntry held) throws IOException {
        return held.isGone() ? withId(held.profile().id()) : held;
    }

    /**
     * A profile with another Token URL than the given one, whose callbacks may come to a redirect URI. If profiles are read on demand, reads those
     * that the store's index names, and all of them only if none of these comes there any more.
     *
     * @param comes whether callbacks of a profile come there
     * @throws IOException if the store fails
     */
    public Optional<OAuthProfile> ofAnotherServer(OAuthProfile profile, URI redirectUri, Predicate<OAuthProfile> comes)
            throws IOException {
        Predicate<OAuthProfile> ofAnother = other -> !other.tokenUrl().equals(profile.tokenUrl()) && comes.test(other);
        return onDemand == null || index == null
                ? byName.values().stream()
                        .map(ProfileEntry::profile)
                        .filter(ofAnother)
                        .min(Comparator.comparing(OAuthProfile::name))
                : index.redirectUris().ofAnotherServer(profile, redirectUri, ofAnother);
    }

    /** Whether the store had a profile when the client was built. For the parts of the client that clean up then; reads nothing. */
    public boolean hadAtStart(String profileId) {
        return onDemand == null ? loaded(profileId) != null : atStart.contains(profileId);
    }

    /** Reads a profile on demand. */
    private interface Reading {
        @Nullable
        ProfileEntry run() throws IOException;
    }

    private static @Nullable ProfileEntry orThrow(Reading reading) {
        try {
            return reading.run();
        } catch (IOException e) {
            throw new UncheckedIOException("The profile cannot be read: " + StoreFailure.of(e), e);
        }
    }

    private static @Nullable ProfileEntry orNull(Reading reading) {
        try {
            return reading.run();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "A profile cannot be read: {0}", e.getMessage());
            return null;
        }
    }

    /**
     * All profiles. If they are read on demand, reads those that are not in memory, and leaves out what cannot be read.
     *
     * @throws UncheckedIOException if the store cannot be listed
     */
    public List<ProfileEntry> all() {
        if (onDemand == null) {
            return List.copyOf(byName.values());
        }
        try {
            return store.list().stream()
                    .filter(id -> id.startsWith(ProfileRecord.ID_PREFIX))
                    .map(id -> orNull(() -> onDemand.unused(id.substring(ProfileRecord.ID_PREFIX.length()))))
                    .filter(Objects::nonNull)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The profiles cannot be listed: " + StoreFailure.of(e), e);
        }
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
