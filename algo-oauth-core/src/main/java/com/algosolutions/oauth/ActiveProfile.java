package com.algosolutions.oauth;

import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.spi.OAuthProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stored profile in use: its provider, its token life, and its record. Thread-safe.
 *
 * <p>It lives as long as its credential; a change of name or API hosts changes it in place, a new credential is a new one.
 */
final class ActiveProfile {
    private static final System.Logger LOG = System.getLogger(ActiveProfile.class.getName());

    private final RecordStore store;
    private final @Nullable OAuthProvider provider;
    private final @Nullable TokenManager tokens;
    private volatile OAuthProfile profile;

    /** Guarded by this, as are the two below. */
    private Optional<Grant> grant;

    private long generation;
    private boolean deleted;

    ActiveProfile(ProfileRecord record, long generation, Engine engine) {
        this.store = engine.store();
        this.profile = record.profile();
        this.grant = record.grant();
        this.generation = generation;
        this.provider = engine.providers().find(profile.providerType()).orElse(null);
        this.tokens = provider == null ? null : engine.tokens(this::profile, provider, grant, this::save);
    }

    OAuthProfile profile() {
        return profile;
    }

    /** Null if the provider is not installed. */
    @Nullable
    OAuthProvider provider() {
        return provider;
    }

    /** Null if the provider is not installed. */
    @Nullable
    TokenManager tokens() {
        return tokens;
    }

    /** Writes the record of a new profile. */
    synchronized void create() {
        write(profile);
    }

    /** Takes over a change that leaves the credential as it is. */
    synchronized void change(OAuthProfile changed) {
        write(changed);
        profile = changed;
    }

    /** Writes the record of a new credential in place of this one's, which is forgotten. */
    synchronized ActiveProfile replaceWith(OAuthProfile changed, Engine engine) {
        ActiveProfile next = new ActiveProfile(new ProfileRecord(changed, Optional.empty()), generation, engine);
        next.create();
        deleted = true;
        return next;
    }

    synchronized void delete() {
        try {
            store.delete(profile.id());
        } catch (IOException e) {
            throw new UncheckedIOException("The profile could not be deleted. Check the storage and try again.", e);
        }
        deleted = true;
    }

    /** Saves what was issued. If the disk refuses, the token is used all the same, and the next write takes it along. */
    private synchronized void save(Grant issued) {
        grant = Optional.of(issued);
        if (!deleted) {
            try {
                write(profile);
            } catch (RuntimeException e) { // of a store that keeps to its contract, or of one that does not
                LOG.log(System.Logger.Level.WARNING, String.valueOf(e.getMessage()));
            }
        }
    }

    private synchronized void write(OAuthProfile written) {
        try {
            if (!store.replace(written.id(), generation, new ProfileRecord(written, grant).toBytes())) {
                throw new IOException("somebody else has written the record");
            }
            generation++;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Profile " + written.name() + " could not be stored: " + e.getMessage() + ". Check the storage.",
                    e);
        }
    }
}
