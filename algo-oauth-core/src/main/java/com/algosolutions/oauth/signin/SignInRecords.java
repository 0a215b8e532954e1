package com.algosolutions.oauth.signin;

import com.algosolutions.oauth.jose.Sha256;
import com.algosolutions.oauth.store.RecordLock;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.store.StoredRecord;
import com.algosolutions.oauth.time.TrustedClock;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The stored sign-ins of all profiles, and how long each is still good. Whoever changes one holds its lock. Thread-safe. */
public final class SignInRecords {
    private static final System.Logger LOG = System.getLogger(SignInRecords.class.getName());
    private static final String REDEEMING = "redeeming-";
    private static final Duration BRIEFLY = Duration.ofSeconds(5);

    private final RecordStore store;
    private final TrustedClock clock;

    /** What this process knows of each profile's record, so that a status asks no disk. */
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    /** By a profile's id: when the sign-in that is waited for ends. */
    private final Map<String, End> ends = new ConcurrentHashMap<>();

    private record Known(long generation, SignInRecord record) {}

    /** By the ticker. */
    private record End(String stateDigest, long at) {}

    public SignInRecords(RecordStore store, TrustedClock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Opens a profile's record for a few writes, never for a request: nobody else changes it meanwhile. */
    Open open(String profileId) throws IOException {
        RecordLock lock = store.lock(SignInRecord.ID_PREFIX + profileId, BRIEFLY)
                .orElseThrow(() -> new IOException("another process is busy with this profile's sign-in"));
        try {
            return new Open(profileId, lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** A record under its lock. For one thread. */
    final class Open implements AutoCloseable {
        private final String profileId;
        private final RecordLock lock;
        private SignInRecord record;
        private long generation;

        private Open(String profileId, RecordLock lock) throws IOException {
            this.profileId = profileId;
            this.lock = lock;
            Optional<StoredRecord> stored = stored(profileId);
            this.generation = stored.map(StoredRecord::generation).orElse(0L);
            this.record = readable(stored);
        }

        SignInRecord record() {
            return record;
        }

        void write(SignInRecord next) throws IOException {
            if (!store.replace(SignInRecord.ID_PREFIX + profileId, generation, next.toBytes())) {
                throw new IOException("another process has changed this profile's sign-in");
            }
            generation++;
            record = next;
            learn(profileId, generation, next);
        }

        /** Writes a record without the sign-in that was waited for; again, if there was one, so that no generation has its code verifier. */
        void erase(SignInRecord next) throws IOException {
            boolean verifier = record.waiting().isPresent();
            write(next);
            if (verifier) {
                write(next);
            }
        }

        @Override
        public void close() {
            lock.close();
        }
    }

    /** Tells others that a code of this profile is being redeemed; ends with the process. Empty if another one is, all the time. */
    Optional<RecordLock> lockRedemption(String profileId, Duration limit) throws IOException {
        return store.lock(REDEEMING + profileId, limit);
    }

    private Optional<StoredRecord> stored(String profileId) throws IOException {
        return store.read(SignInRecord.ID_PREFIX + profileId);
    }

    /** What is stored, another process's changes included. */
    SignInRecord read(String profileId) throws IOException {
        Optional<StoredRecord> stored = stored(profileId);
        SignInRecord read = readable(stored);
        learn(profileId, stored.map(StoredRecord::generation).orElse(0L), read);
        return read;
    }

    /** Whoever has read is overtaken by whoever has written meanwhile. */
    private void learn(String profileId, long generation, SignInRecord record) {
        known.merge(
                profileId,
                new Known(generation, record),
                (held, next) -> next.generation() < held.generation() ? held : next);
    }

    private static SignInRecord readable(Optional<StoredRecord> stored) {
        try {
            return stored.map(found -> SignInRecord.read(found.bytes())).orElse(SignInRecord.EMPTY);
        } catch (IllegalArgumentException e) {
            LOG.log(System.Logger.Level.WARNING, "A sign-in cannot be read: {0}", e.getMessage());
            return SignInRecord.EMPTY;
        }
    }

    /** What is known without asking the storage, but for the first time. */
    SignInRecord known(String profileId) throws IOException {
        Known held = known.get(profileId);
        return held == null ? read(profileId) : held.record();
    }

    /** Deletes the record of a deleted profile. */
    void forget(String profileId) {
        known.remove(profileId);
        ends.remove(profileId);
        try {
            store.delete(SignInRecord.ID_PREFIX + profileId);
        } catch (IOException | RuntimeException e) { // its profile is gone, so no process reads it again
            LOG.log(System.Logger.Level.WARNING, "A sign-in could not be deleted: {0}", e.getMessage());
        }
    }

    /** A profile's sign-in begins now. */
    void begins(String profileId, BrowserSignIn signIn) {
        ends.put(profileId, new End(digest(signIn), clock.ticks() + BrowserSignIn.LIFE.toNanos()));
    }

    /** How long a sign-in is still good, by the ticker; for one from before a restart, by the wall clock first. */
    Duration left(String profileId, BrowserSignIn signIn) {
        long now = clock.ticks();
        String digest = digest(signIn);
        End end = ends.get(profileId);
        if (end == null || !end.stateDigest().equals(digest)) {
            end = new End(digest, now + signIn.left(clock).toNanos());
            ends.put(profileId, end);
        }
        return Duration.ofNanos(end.at() - now);
    }

    private static String digest(BrowserSignIn signIn) {
        return Sha256.of(signIn.state().reveal());
    }
}
