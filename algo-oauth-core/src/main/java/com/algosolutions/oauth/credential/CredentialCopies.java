package com.algosolutions.oauth.credential;

import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.store.RecordLock;
import com.algosolutions.oauth.time.Deadline;
import com.algosolutions.oauth.token.CredentialState;
import com.algosolutions.oauth.token.CredentialStateStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state of one credential: in memory, and a copy in the record of each profile that shares the credential. The newest copy counts.
 * Thread-safe; a caller that makes one step of several calls holds this object's monitor.
 */
final class CredentialCopies implements CredentialStateStore {
    private static final System.Logger LOG = System.getLogger(CredentialCopies.class.getName());

    private final String fingerprint;

    /** The name of the profile that opened the credential first. */
    private final String owner;

    private final CredentialLocks locks;
    private final EventLog events;

    /**
     * Nearly always one. Replaced as a whole with the monitor of {@link #locks} held, under which no thread waits; read without.
     */
    private volatile List<CredentialSharer> sharers = List.of();

    /** Written with this object's monitor held, as is the field below; read without, so that no caller waits for a disk. */
    private volatile CredentialState state;

    /** Why the store does not have the state; null if it has it. */
    private volatile @Nullable StoreFailure unsaved;

    CredentialCopies(String fingerprint, String owner, CredentialState state, CredentialLocks locks, EventLog events) {
        this.fingerprint = fingerprint;
        this.owner = owner;
        this.state = state;
        this.locks = locks;
        this.events = events;
    }

    void add(CredentialSharer sharer) {
        synchronized (locks) {
            List<CredentialSharer> more = new ArrayList<>(sharers);
            more.add(sharer);
            sharers = List.copyOf(more);
        }
    }

    void remove(CredentialSharer sharer) {
        synchronized (locks) {
            List<CredentialSharer> left = new ArrayList<>(sharers);
            left.remove(sharer);
            sharers = List.copyOf(left);
        }
    }

    /** Moves the profiles to a newer copy of the credential. */
    void moveTo(Credential newer) {
        sharers.forEach(sharer -> sharer.use(newer));
        synchronized (locks) {
            sharers = List.of();
        }
    }

    /** The profiles that share the credential now. */
    List<CredentialSharer> sharers() {
        return sharers;
    }

    /** The configuration of one of the profiles, since they are equal in what concerns the credential; empty if there is none. */
    Optional<OAuthProfile> profile() {
        return sharers.stream().findFirst().map(CredentialSharer::profile);
    }

    CredentialState state() {
        return state;
    }

    /** Whether the store has failed to keep the state, or the pending tokens of a profile, so that only memory has them. */
    boolean unsaved() {
        return unsaved != null || !sharers.stream().allMatch(CredentialSharer::isPendingStored);
    }

    @Override
    public Optional<Failure> notStored() {
        return Optional.ofNullable(unsaved).map(why -> failure(notStored(why), why));
    }

    private static String notStored(StoreFailure why) {
        return "the tokens cannot be stored, and are kept in memory: " + why.reason();
    }

    private static Failure failure(String message, StoreFailure why) {
        return Failure.of(Step.STORAGE, Failure.Kind.UNAVAILABLE, message, why.advice());
    }

    /**
     * Locks the credential for a change that an operator has requested: see {@link CredentialLocks#everywhere}.
     *
     * @return the lock; null if it was not free by the deadline
     * @throws IOException if the store cannot lock
     */
    @Nullable
    RecordLock lockEverywhere(Deadline deadline) throws IOException {
        return locks.everywhere(fingerprint, deadline);
    }

    @Override
    public @Nullable RecordLock lock(Deadline deadline) throws IOException {
        return locks.hereAtLeast(fingerprint, deadline);
    }

    @Override
    public synchronized CredentialState newest() {
        for (CredentialSharer sharer : sharers) {
            CredentialState stored = sharer.reread(fingerprint);
            if (stored != null && outdatedBy(stored)) {
                state = stored;
                stored(null); // a state that could not be written is outdated as well
            }
        }
        return state;
    }

    /** Whether a record is newer than the state in memory: it has newer tokens, or the journal of another process's renewal. */
    private boolean outdatedBy(CredentialState stored) {
        return stored.newerThan(state)
                || (unsaved == null
                        && (state.equals(CredentialState.EMPTY)
                                || (stored.attempt().isPresent() && !state.newerThan(stored))));
    }

    /** Keeps the result of a renewal. A renewal, whenever it began, does not reactivate a revoked credential. */
    @Override
    public synchronized void save(CredentialState changed) {
        if (!state.isRevoked()) {
            replace(changed, null);
        }
    }

    @Override
    public synchronized Optional<Failure> begin(CredentialState begun) {
        if (unsaved == null && state.equals(begun) && !locks.shared()) {
            return Optional.empty(); // read from the store: the power failed after an earlier process had written it
        }
        save(begun);
        return Optional.ofNullable(unsaved)
                .map(why -> failure("the storage refuses the journal of a renewal: " + why.reason(), why));
    }

    /**
     * Replaces the state, in memory and in each record: the profile of one of them may be deleted.
     *
     * @param written the profile whose record has the new state already; null if there is none
     */
    synchronized void replace(CredentialState changed, @Nullable CredentialSharer written) {
        state = changed;
        StoreFailure failed = null;
        for (CredentialSharer sharer : sharers) {
            StoreFailure why = sharer == written ? null : sharer.write(changed).orElse(null);
            failed = failed == null ? why : failed;
        }
        stored(failed);
    }

    private void stored(@Nullable StoreFailure why) {
        boolean stored = why == null;
        if ((unsaved == null) != stored) {
            for (CredentialSharer sharer : sharers) {
                events.add(
                        sharer.profile().name(),
                        stored ? Event.Kind.STORED : Event.Kind.NOT_STORED,
                        why == null ? "the tokens are stored" : notStored(why) + ". " + why.advice());
            }
        }
        unsaved = why;
    }

    /** Writes a state that the store failed to keep; under the lock of a renewal, since another process may have newer tokens. */
    void saveAgain(Duration limit) {
        try (RecordLock locked = locks.hereAtLeast(fingerprint, Deadline.after(limit))) {
            if (locked != null) {
                synchronized (this) {
                    newest();
                    if (unsaved()) {
                        replace(state, null);
                    }
                }
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "Tokens cannot be stored now: {0}", e.getMessage());
        }
    }

    @Override
    public void report(Event.Kind kind, String text) {
        events.add(owner, kind, text);
    }

    @Override
    public void report(Failure noToken) {
        events.add(owner, noToken);
    }
}
