package com.algosolutions.oauth.credential;

import com.algosolutions.oauth.endpoint.TokenSet;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.profile.InvalidProfileException;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.store.StoredRecord;
import com.algosolutions.oauth.time.Deadline;
import com.algosolutions.oauth.time.TrustedClock;
import com.algosolutions.oauth.token.CredentialState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stored profile in use, with its record and its credential. Thread-safe.
 *
 * <p>It lives as long as its credential; a change of name or API hosts changes it in place, a new credential is a new one.
 */
public final class ProfileEntry implements CredentialSharer {
    private static final System.Logger LOG = System.getLogger(ProfileEntry.class.getName());

    private final RecordStore store;
    private final TrustedClock clock;
    private final Credentials credentials;
    private final Revocations revocations;
    private volatile @Nullable Credential credential;
    private volatile OAuthProfile profile;

    /** Guarded by this, as is the one below. */
    private long generation;

    private boolean gone;

    /** Written with this held, as is the one below. */
    private volatile Optional<PendingTokenSet> pending;

    /** The ticker when the pending grant was asked for. */
    private volatile long pendingAsked;

    /** Whether the record has the pending grant, or the lack of one, that is known here; guarded by this. */
    private boolean pendingStored = true;

    /**
     * A profile with its record.
     *
     * @param generation the record's generation; 0 if it has yet to be written
     */
    ProfileEntry(
            ProfileRecord record,
            long generation,
            RecordStore store,
            TrustedClock clock,
            Credentials credentials,
            Revocations revocations) {
        this.store = store;
        this.clock = clock;
        this.credentials = credentials;
        this.revocations = revocations;
        this.profile = record.profile();
        this.pending = record.pending();
        this.pendingAsked = pending.map(this::asked).orElse(0L);
        this.generation = generation;
        Credential shared = credentials.of(record);
        this.credential = shared;
        if (shared != null) {
            shared.join(this);
        }
    }

    @Override
    public void use(Credential newer) {
        credential = newer;
        newer.join(this);
    }

    @Override
    public OAuthProfile profile() {
        return profile;
    }

    /** Null if the provider is not installed. */
    @Nullable
    public Credential credential() {
        return credential;
    }

    private String id() {
        return ProfileRecord.ID_PREFIX + profile.id();
    }

    /** Writes the record of a new profile, or leaves no trace of it. */
    synchronized void create() {
        boolean isNew = generation == 0;
        try {
            change(profile);
        } catch (UncheckedIOException e) {
            retire();
            if (isNew) {
                forget(id());
            }
            throw e;
        }
    }

    /** The write that failed may have reached the disk. */
    private void forget(String id) {
        try {
            store.delete(id);
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "The storage is in trouble: {0}", e.getMessage());
        }
    }

    /** Takes over a change that leaves the credential as it is. */
    public synchronized void change(OAuthProfile changed) {
        try {
            if (!replace(changed, state()) && !replaceAfterAnother(changed)) {
                throw overtaken(changed);
            }
            profile = changed;
        } catch (IOException e) {
            throw notStored(changed, e);
        }
    }

    private static UncheckedIOException notStored(OAuthProfile changed, IOException e) {
        return new UncheckedIOException(
                "Profile " + changed.name() + " could not be stored: " + e.getMessage() + ". Check the storage.", e);
    }

    private static UncheckedIOException overtaken(OAuthProfile changed) {
        String message = "Profile " + changed.name() + " could not be stored: its record is not as it was left here."
                + " Another process may have changed it: look at the profile and try again. Check the storage if there is no other process.";
        return new UncheckedIOException(message, new IOException(message));
    }

    /** Where a call that failed has written the record after all, or another process has, without a change of the profile. */
    private boolean replaceAfterAnother(OAuthProfile changed) throws IOException {
        OAuthProfile known = profile;
        CredentialState stored = reread(CredentialFingerprint.of(known));
        return stored != null && profile.equals(known) && replace(changed, later(stored, state()));
    }

    private static CredentialState later(CredentialState stored, CredentialState known) {
        return stored.newerThan(known) ? stored : known;
    }

    /** What Start Authorization has brought and nobody has saved yet. */
    public Optional<PendingTokenSet> pending() {
        return pending;
    }

    /** The ticker when the pending grant was asked for, so that its token's age is known. */
    long pendingAsked() {
        return pendingAsked;
    }

    /** By the wall clock, which is all there is after a restart; one that is wrong makes the grant no older than this process. */
    private long asked(PendingTokenSet kept) {
        Duration age = Duration.between(kept.grant().issuedAt(), clock.now());
        boolean credible = !age.isNegative() && clock.trusted();
        return clock.ticks() - (credible ? age.toNanos() : 0);
    }

    /**
     * Keeps new credentials beside the grant, or none; false if the storage refuses, and only memory knows.
     *
     * @param asked the ticker when they were asked for
     */
    public synchronized boolean storePending(Optional<PendingTokenSet> next, long asked) {
        pending = next;
        pendingAsked = asked;
        pendingStored = false;
        return write(state(), true);
    }

    /**
     * Makes the pending grant the grant: in one replace of the record, together with a change of the profile. A renewal that is under way
     * ends first, and none can bring the old grant back.
     *
     * @param changed the profile as it is to be from now on; null to leave it as it is
     * @return whether there was one; another process may have saved or dropped it
     * @throws InvalidProfileException if it was issued for a profile that is not this one any more
     * @throws UncheckedIOException if it could not be stored; then nothing has changed
     */
    public boolean savePending(@Nullable OAuthProfile changed, Deadline deadline) {
        OAuthProfile known = profile;
        Credential shared = credential;
        return shared != null && shared.adopt(this, newest -> commitPending(known, changed, newest), deadline);
    }

    private Optional<Credential.Adopted> commitPending(
            OAuthProfile known, @Nullable OAuthProfile changed, CredentialState newest) {
        PendingTokenSet saved = pending.orElse(null);
        if (saved == null) {
            return Optional.empty();
        }
        if (changed != null && !profile.equals(known)) {
            throw Credential.notSaved("Another process has changed the profile meanwhile");
        }
        OAuthProfile next = changed == null ? profile : changed;
        List<Problem> changes = saved.binding().changes(next);
        if (!changes.isEmpty()) {
            throw new InvalidProfileException(changes);
        }
        long asked = pendingAsked;
        TokenSet grant = newest.grant()
                .map(earlier -> saved.grant().succeeding(earlier, false))
                .orElse(saved.grant());
        commit(next, newest.issued(grant));
        return Optional.of(new Credential.Adopted(grant, asked, saved.origin()));
    }

    private synchronized void commit(OAuthProfile changed, CredentialState next) {
        try {
            if (!store.replace(id(), generation, new ProfileRecord(changed, next).toBytes())) {
                throw overtaken(changed);
            }
            generation++;
            profile = changed;
            pending = Optional.empty();
            pendingStored = true;
        } catch (IOException e) {
            throw notStored(changed, e);
        }
    }

    /** Writes the record of a new credential in place of this one's, which is forgotten. */
    public synchronized ProfileEntry replaceWith(OAuthProfile changed) {
        ProfileEntry next = new ProfileEntry(
                new ProfileRecord(changed, CredentialState.EMPTY, pending),
                generation,
                store,
                clock,
                credentials,
                revocations);
        next.create();
        retire();
        return next;
    }

    /** Deletes the record, and puts the tokens out of use if nobody else uses them; the provider has yet to be told. */
    public Revocations.Started delete() {
        Credential left = credential;
        Credential last = left != null && left.isOnlyOf(this) ? left : null;
        Revocations.Started begun = last != null
                ? revocations.begin(profile, last.newest().grant())
                : Revocations.Started.nothingToDo(left != null);
        try {
            erase();
        } catch (RuntimeException e) { // of a store that keeps to its contract, or of one that does not
            revocations.cancel(begun);
            throw e;
        }
        if (last != null) {
            last.deactivate();
        }
        return begun;
    }

    private synchronized void erase() {
        try {
            store.delete(id());
        } catch (IOException e) {
            throw new UncheckedIOException("The profile could not be deleted. Check the storage and try again.", e);
        }
        retire();
    }

    /** Whether this is in use no more: deleted, or replaced with its credential. What is written to it then is kept nowhere. */
    public synchronized boolean isGone() {
        return gone;
    }

    /** Lets tokens that were revoked on request be asked for again. */
    public void reactivate() {
        Credential revoked = credential;
        if (revoked != null) {
            revoked.reactivate();
        }
    }

    private synchronized void retire() {
        gone = true;
        Credential left = credential;
        if (left != null) {
            credentials.leave(left, this);
        }
    }

    @Override
    public synchronized @Nullable CredentialState reread(String fingerprint) {
        try {
            Optional<StoredRecord> stored = gone ? Optional.empty() : store.read(id());
            if (stored.isEmpty()) {
                return null;
            }
            ProfileRecord record = ProfileRecord.read(stored.get().bytes(), profile);
            if (!CredentialFingerprint.of(record.profile()).equals(fingerprint)) {
                return null;
            }
            generation = stored.get().generation();
            profile = record.profile();
            if (pendingStored) {
                takeOver(record.pending());
            }
            return record.state();
        } catch (IOException | RuntimeException e) { // of a store that keeps to its contract, or of one that does not
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Profile {0} cannot be read again: {1}",
                    profile.name(),
                    e.getMessage());
            return null;
        }
    }

    /** Another process may have begun, saved or dropped something. */
    private void takeOver(Optional<PendingTokenSet> stored) {
        boolean same = stored.map(PendingTokenSet::grant)
                .map(TokenSet::accessToken)
                .equals(pending.map(PendingTokenSet::grant).map(TokenSet::accessToken));
        if (!same) {
            pending = stored;
            pendingAsked = stored.map(this::asked).orElse(0L);
        }
    }

    @Override
    public boolean write(CredentialState state) {
        return write(state, false);
    }

    /**
     * The same.
     *
     * @param takesNewer whether a newer grant of another process is written again, with what else is to be written
     */
    private synchronized boolean write(CredentialState state, boolean takesNewer) {
        if (gone) {
            return true;
        }
        try {
            boolean written = replace(profile, state);
            if (!written) {
                CredentialState stored = reread(CredentialFingerprint.of(profile));
                written = stored != null
                        && (!stored.newerThan(state) || takesNewer)
                        && replace(profile, later(stored, state));
            }
            if (!written) {
                LOG.log(System.Logger.Level.WARNING, "Profile {0} is being changed by another process", profile.name());
            }
            return written;
        } catch (IOException | RuntimeException e) { // of a store that keeps to its contract, or of one that does not
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Profile {0} could not be stored: {1}",
                    profile.name(),
                    e.getMessage());
            return false;
        }
    }

    private boolean replace(OAuthProfile written, CredentialState state) throws IOException {
        boolean replaced = store.replace(id(), generation, new ProfileRecord(written, state, pending).toBytes());
        generation += replaced ? 1 : 0;
        pendingStored |= replaced;
        return replaced;
    }

    private CredentialState state() {
        Credential shared = credential;
        return shared == null ? CredentialState.EMPTY : shared.state();
    }
}
