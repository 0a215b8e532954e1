package com.algosolutions.oauth;

import com.algosolutions.oauth.profile.OAuthProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stored profile in use, with its record and its credential. Thread-safe.
 *
 * <p>It lives as long as its credential; a change of name or API hosts changes it in place, a new credential is a new one.
 */
final class ActiveProfile {
    private static final System.Logger LOG = System.getLogger(ActiveProfile.class.getName());

    private final RecordStore store;
    private volatile @Nullable Credential credential;
    private volatile OAuthProfile profile;

    /** Guarded by this, as is the one below. */
    private long generation;

    private boolean gone;

    ActiveProfile(ProfileRecord record, long generation, Engine engine) {
        this.store = engine.store();
        this.profile = record.profile();
        this.generation = generation;
        Credential shared = engine.credential(record);
        this.credential = shared;
        if (shared != null) {
            shared.join(this);
        }
    }

    /** Takes a newer copy of the same credential in use. */
    void use(Credential newer) {
        credential = newer;
        newer.join(this);
    }

    OAuthProfile profile() {
        return profile;
    }

    /** Null if the provider is not installed. */
    @Nullable
    Credential credential() {
        return credential;
    }

    private String id() {
        return ProfileRecord.ID_PREFIX + profile.id();
    }

    /** Writes the record of a new profile, or leaves no trace of it. */
    synchronized void create(Engine engine) {
        boolean isNew = generation == 0;
        try {
            change(profile);
        } catch (UncheckedIOException e) {
            retire(engine);
            if (isNew) {
                forget();
            }
            throw e;
        }
    }

    /** The write that failed may have reached the disk. */
    private void forget() {
        try {
            store.delete(id());
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "The storage is in trouble: {0}", e.getMessage());
        }
    }

    /** Takes over a change that leaves the credential as it is. */
    synchronized void change(OAuthProfile changed) {
        try {
            if (!replace(changed, state()) && !(onlyTheGenerationIsNewer() && replace(changed, state()))) {
                throw new IOException("another process has changed the profile; restart to read it");
            }
            profile = changed;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Profile " + changed.name() + " could not be stored: " + e.getMessage() + ". Check the storage.",
                    e);
        }
    }

    /** Whether the record has been written by a call that failed after all, or by another process that renewed its token. */
    private boolean onlyTheGenerationIsNewer() {
        OAuthProfile known = profile;
        return reread(ProfileRecord.fingerprint(known)) != null && profile.equals(known);
    }

    /** Writes the record of a new credential in place of this one's, which is forgotten. */
    synchronized ActiveProfile replaceWith(OAuthProfile changed, Engine engine) {
        ActiveProfile next = new ActiveProfile(new ProfileRecord(changed, CredentialState.EMPTY), generation, engine);
        next.create(engine);
        retire(engine);
        return next;
    }

    /** Deletes the record, and puts the tokens out of use if nobody else uses them; the provider has yet to be told. */
    Revocations.Begun delete(Engine engine) {
        Credential left = credential;
        Credential last = left != null && left.isOnlyOf(this) ? left : null;
        Revocations.Begun begun = last != null
                ? engine.revocations().begin(profile, last.newest().grant())
                : Revocations.Begun.untouched(left != null);
        try {
            erase(engine);
        } catch (UncheckedIOException e) {
            engine.revocations().cancel(begun);
            throw e;
        }
        if (last != null) {
            last.putOutOfUse();
        }
        return begun;
    }

    private synchronized void erase(Engine engine) {
        try {
            store.delete(id());
        } catch (IOException e) {
            throw new UncheckedIOException("The profile could not be deleted. Check the storage and try again.", e);
        }
        retire(engine);
    }

    /** Lets tokens that were revoked on request be asked for again. */
    void readmit() {
        Credential revoked = credential;
        if (revoked != null) {
            revoked.readmit();
        }
    }

    private synchronized void retire(Engine engine) {
        gone = true;
        Credential left = credential;
        if (left != null) {
            engine.leave(left, this);
        }
    }

    /** What the record holds now, another process's changes included; null if it cannot be read or is of another credential. */
    synchronized @Nullable CredentialState reread(String fingerprint) {
        try {
            Optional<StoredRecord> stored = gone ? Optional.empty() : store.read(id());
            if (stored.isEmpty()) {
                return null;
            }
            ProfileRecord record = ProfileRecord.read(stored.get().bytes());
            if (!ProfileRecord.fingerprint(record.profile()).equals(fingerprint)) {
                return null;
            }
            generation = stored.get().generation();
            profile = record.profile();
            return record.state();
        } catch (IOException | IllegalArgumentException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Profile {0} cannot be read again: {1}",
                    profile.name(),
                    e.getMessage());
            return null;
        }
    }

    /** Writes what is remembered of the credential; false if the storage refuses. */
    synchronized boolean write(CredentialState state) {
        if (gone) {
            return true;
        }
        try {
            boolean written = replace(profile, state)
                    || (reread(ProfileRecord.fingerprint(profile)) != null && replace(profile, state));
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
        boolean replaced = store.replace(id(), generation, new ProfileRecord(written, state).toBytes());
        generation += replaced ? 1 : 0;
        return replaced;
    }

    private CredentialState state() {
        Credential shared = credential;
        return shared == null ? CredentialState.EMPTY : shared.state();
    }
}
