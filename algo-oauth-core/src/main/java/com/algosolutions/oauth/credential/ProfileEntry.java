package com.algosolutions.oauth.credential;

import com.algosolutions.oauth.endpoint.TokenSet;
import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.store.StoredRecord;
import com.algosolutions.oauth.store.UnreadableRecordException;
import com.algosolutions.oauth.time.Deadline;
import com.algosolutions.oauth.token.CredentialState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stored profile in use, with its record and its credential. Thread-safe.
 *
 * <p>A change of the name or of API hosts changes the entry in place; a change of the credential makes a new entry.
 */
public final class ProfileEntry implements CredentialSharer {
    private static final System.Logger LOG = System.getLogger(ProfileEntry.class.getName());

    private static final StoreFailure CHANGING = new StoreFailure(
            "another process is changing the profile's record",
            "Try again. Check the storage if there is no other process.");

    private static final StoreFailure GONE = new StoreFailure(
            "the profile's record is missing",
            "Another process may have deleted the profile, or its folder was removed: restore it, or restart and create the profile again.");

    private final Credentials credentials;
    private volatile @Nullable Credential credential;
    private volatile OAuthProfile profile;

    /** Guarded by this, as is the field below. */
    private long generation;

    private boolean gone;

    /** Written with the monitor held, as is the field below. */
    private volatile Optional<PendingTokenSet> pending;

    /** The ticker at the request for the pending tokens. */
    private volatile long pendingRequestedAt;

    /** Whether {@code pending} is the same in memory and in the stored record; written with the monitor held. */
    private volatile boolean pendingStored = true;

    /**
     * A profile with its record.
     *
     * @param generation the record's generation; 0 if it is not written yet
     */
    ProfileEntry(ProfileRecord record, long generation, Credentials credentials) {
        this.credentials = credentials;
        this.profile = record.profile();
        this.pending = record.pending();
        this.pendingRequestedAt = pending.map(this::requestedAt).orElse(0L);
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

    /** Writes the record of a new profile. If that fails, deletes what may have been written. */
    synchronized void create() {
        boolean isNew = generation == 0;
        byte[] written = bytes(new ProfileRecord(profile, state(), pending));
        try {
            change(profile);
        } catch (UncheckedIOException e) {
            retire();
            if (isNew) {
                deleteAfterFailure(written);
            }
            throw e;
        }
    }

    /** The write that failed may have reached the disk. Another record of this id stays. */
    private void deleteAfterFailure(byte[] written) {
        try {
            if (credentials
                    .services()
                    .store()
                    .read(id())
                    .filter(found -> Arrays.equals(found.bytes(), written))
                    .isPresent()) {
                credentials.services().store().delete(id());
            }
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The record of a profile that was not created could not be deleted: {0}",
                    e.getMessage());
        }
    }

    /** Stores a change that does not affect the credential. */
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
        return new UncheckedIOException("Profile " + changed.name() + " could not be stored: " + StoreFailure.of(e), e);
    }

    private static UncheckedIOException overtaken(OAuthProfile changed) {
        String message = "Profile " + changed.name() + " could not be stored: its record has changed since it was read."
                + " Another process may have changed it: look at the profile and try again. Check the storage if there is no other process.";
        return new UncheckedIOException(message, new IOException(message));
    }

    /**
     * Writes again after another process, or a call of this one that was reported as failed, has written the record without a change of the
     * profile.
     */
    private boolean replaceAfterAnother(OAuthProfile changed) throws IOException {
        OAuthProfile known = profile;
        long before = generation;
        CredentialState stored = reread(credentials.services().fingerprint(known));
        boolean replaced = stored != null && profile.equals(known) && replace(changed, later(stored, state()));
        keepBehind(before, stored);
        return replaced;
    }

    /**
     * If another process has stored a newer state than the credential has, the generation stays the one from before, until the credential takes
     * the newer state over. So no write replaces that by an older one.
     */
    private void keepBehind(long before, @Nullable CredentialState stored) {
        if (stored != null && stored.newerThan(state())) {
            generation = before;
        }
    }

    private static CredentialState later(CredentialState stored, CredentialState known) {
        return stored.newerThan(known) ? stored : known;
    }

    /** The tokens of Start Authorization that the operator has not saved yet. */
    public Optional<PendingTokenSet> pending() {
        return pending;
    }

    /**
     * The pending tokens by the store: another process may have obtained, saved or dropped some. Those in memory if the store has failed to keep
     * them. Changes nothing in memory: the tokens in use belong to the same record.
     *
     * @throws IOException if the store cannot be read, or the record is damaged
     */
    public Optional<PendingTokenSet> readPending() throws IOException {
        if (!pendingStored) {
            return pending;
        }
        Optional<StoredRecord> stored = credentials.services().store().read(id());
        try {
            return stored.isEmpty()
                    ? Optional.empty()
                    : ProfileRecord.read(stored.get().bytes(), profile).pending();
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** As {@link #readPending}; those in memory if the store cannot be read. */
    public Optional<PendingTokenSet> newestPending() {
        try {
            return readPending();
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Profile {0} cannot be read again: {1}",
                    profile.name(),
                    e.getMessage());
            return pending;
        }
    }

    /**
     * Whether the store has a record of this profile: another process may have deleted it.
     *
     * @throws IOException if the store cannot be read
     */
    public boolean isInStore() throws IOException {
        return credentials.services().store().read(id()).isPresent();
    }

    @Override
    public boolean isPendingStored() {
        return pendingStored;
    }

    /** The ticker at the request for stored tokens, by the wall clock if that is trusted; otherwise now. */
    private long requestedAt(PendingTokenSet stored) {
        Duration age = credentials.services().clock().trusted()
                ? credentials.services().clock().since(stored.grant().issuedAt())
                : Duration.ZERO;
        return credentials.services().clock().ticks() - age.toNanos();
    }

    /**
     * Stores new pending tokens beside those in use, or removes them.
     *
     * @param requestedAt the ticker at the token request
     * @return whether they are stored; false if only memory has them
     */
    public synchronized boolean storePending(Optional<PendingTokenSet> next, long requestedAt) {
        pending = next;
        pendingRequestedAt = requestedAt;
        pendingStored = false;
        boolean stored = write(state(), true).isEmpty();
        Credential shared = credential;
        if (!stored && shared != null) {
            shared.check(); // they are written again
        }
        return stored;
    }

    /**
     * Makes the pending tokens the profile's tokens, in one replace of the record together with a change of the profile. A renewal in progress
     * ends first, and none can bring the old tokens back.
     *
     * @param changed the new profile; null to leave it as it is
     * @return whether there were pending tokens; another process may have saved or dropped them
     * @throws InvalidInputException if a field that the tokens depend on has changed since the sign-in
     * @throws UncheckedIOException if they could not be stored; then nothing has changed
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
            throw new InvalidInputException(changes);
        }
        long requestedAt = pendingRequestedAt;
        TokenSet grant = newest.grant()
                .map(earlier -> saved.grant().succeeding(earlier, false))
                .orElse(saved.grant());
        return commit(saved, next, newest.issued(grant))
                ? Optional.of(new Credential.Adopted(grant, requestedAt, saved.origin()))
                : Optional.empty();
    }

    /** Returns false if another thread has dropped or replaced the pending tokens meanwhile. */
    private synchronized boolean commit(PendingTokenSet saved, OAuthProfile changed, CredentialState next) {
        if (!pending.equals(Optional.of(saved))) {
            return false;
        }
        try {
            if (!credentials.services().store().replace(id(), generation, bytes(new ProfileRecord(changed, next)))) {
                throw overtaken(changed);
            }
            generation++;
            profile = changed;
            pending = Optional.empty();
            pendingStored = true;
            return true;
        } catch (IOException e) {
            throw notStored(changed, e);
        }
    }

    /** Writes the record of a profile with a new credential in place of this one, whose tokens it does not keep. */
    public synchronized ProfileEntry replaceWith(OAuthProfile changed) {
        ProfileEntry next =
                new ProfileEntry(new ProfileRecord(changed, CredentialState.EMPTY, pending), generation, credentials);
        next.create();
        retire();
        return next;
    }

    /** Deletes the record, and the tokens unless another profile uses them. {@link Revocations#finish} revokes them at the provider. */
    public Revocations.Started delete() {
        Credential left = credential;
        Credential last = left != null && left.isOnlyOf(this) ? left : null;
        Revocations.Started started = last != null
                ? credentials
                        .services()
                        .revocations()
                        .begin(profile, last.newest().grant())
                : Revocations.Started.nothingToDo(left != null);
        try {
            erase();
        } catch (RuntimeException e) { // not deleted, so the tokens stay in use
            credentials.services().revocations().cancel(started);
            throw e;
        }
        if (last != null) {
            last.deactivate();
        }
        return started;
    }

    private synchronized void erase() {
        try {
            credentials.services().store().delete(id());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Profile " + profile.name() + " could not be deleted: " + StoreFailure.of(e), e);
        }
        retire();
    }

    /** Whether the profile was deleted, or replaced by one with another credential. Later writes to this entry have no effect. */
    public synchronized boolean isGone() {
        return gone;
    }

    /** Allows token requests again after a revocation. */
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
            return readAgain(fingerprint);
        } catch (IOException | IllegalArgumentException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Profile {0} cannot be read again: {1}",
                    profile.name(),
                    e.getMessage());
            return null;
        }
    }

    /**
     * Takes over what another process has changed in the record.
     *
     * @return false if the record is gone, has another credential or is damaged; then this object is not used any more
     * @throws IOException if the store cannot be read
     */
    synchronized boolean readAgain() throws IOException {
        long before = generation;
        boolean usable;
        try {
            CredentialState stored = readAgain(credentials.services().fingerprint(profile));
            keepBehind(before, stored);
            usable = stored != null;
        } catch (UnreadableRecordException | IllegalArgumentException e) {
            usable = false; // the next use of the profile says why
        }
        if (!usable) {
            retire();
        }
        return usable;
    }

    /**
     * Reads the record again. Null if it is gone, or has another credential.
     *
     * @throws IllegalArgumentException if it is damaged
     */
    private @Nullable CredentialState readAgain(String fingerprint) throws IOException {
        Optional<StoredRecord> stored =
                gone ? Optional.empty() : credentials.services().store().read(id());
        if (stored.isEmpty()) {
            return null;
        }
        ProfileRecord record = ProfileRecord.read(
                stored.get().bytes(), profile, credentials.services().policy().shared());
        if (!credentials.services().fingerprint(record.profile()).equals(fingerprint)) {
            return null;
        }
        generation = stored.get().generation();
        profile = record.profile();
        if (pendingStored) {
            takeOver(record.pending());
        }
        return record.state();
    }

    /** Takes over the pending tokens of the record: another process may have obtained, saved or dropped some. */
    private void takeOver(Optional<PendingTokenSet> stored) {
        boolean same = stored.map(PendingTokenSet::grant)
                .map(TokenSet::accessToken)
                .equals(pending.map(PendingTokenSet::grant).map(TokenSet::accessToken));
        if (!same) {
            pending = stored;
            pendingRequestedAt = stored.map(this::requestedAt).orElse(0L);
        }
    }

    @Override
    public Optional<StoreFailure> write(CredentialState state) {
        return write(state, false);
    }

    /**
     * Writes a state and the pending tokens.
     *
     * @param takesNewer whether, if another process has stored a newer state, that state is written again with the pending tokens; otherwise
     *     nothing is written then
     */
    private synchronized Optional<StoreFailure> write(CredentialState state, boolean takesNewer) {
        if (gone) {
            return Optional.empty();
        }
        try {
            boolean written = replace(profile, state);
            if (!written) {
                long before = generation;
                CredentialState stored = readAgain(credentials.services().fingerprint(profile));
                written = stored != null
                        && (!stored.newerThan(state) || takesNewer)
                        && replace(profile, later(stored, state));
                keepBehind(before, stored);
            }
            if (!written) {
                LOG.log(System.Logger.Level.WARNING, "Profile {0} is being changed by another process", profile.name());
            }
            return written ? Optional.empty() : Optional.of(isInStore() ? CHANGING : GONE);
        } catch (IOException | IllegalArgumentException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Profile {0} could not be stored: {1}",
                    profile.name(),
                    e.getMessage());
            return Optional.of(e instanceof IOException failed ? StoreFailure.of(failed) : CHANGING);
        }
    }

    private boolean replace(OAuthProfile written, CredentialState state) throws IOException {
        boolean replaced = credentials
                .services()
                .store()
                .replace(id(), generation, bytes(new ProfileRecord(written, state, pending)));
        generation += replaced ? 1 : 0;
        pendingStored |= replaced;
        return replaced;
    }

    private byte[] bytes(ProfileRecord record) {
        return record.toBytes(credentials.services().fingerprint(record.profile()));
    }

    private CredentialState state() {
        Credential shared = credential;
        return shared == null ? CredentialState.EMPTY : shared.state();
    }
}
