package com.algosolutions.oauth.signin;

import com.algosolutions.oauth.credential.ProfileTable;
import com.algosolutions.oauth.store.RecordLock;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.store.StoredRecord;
import com.algosolutions.oauth.store.UnreadableRecordException;
import com.algosolutions.oauth.time.TrustedClock;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The stored sign-ins of all profiles, and their remaining life. A record changes under its lock only: {@link #open}. Thread-safe. */
final class SignInRecords {
    private static final System.Logger LOG = System.getLogger(SignInRecords.class.getName());
    private static final String REDEEMING = "redeeming-";
    private static final Duration BRIEFLY = Duration.ofSeconds(5);

    /** Of how many profiles the records stay in memory. */
    static final int MOST_KNOWN = 1_000;

    private final RecordStore store;
    private final TrustedClock clock;
    private final BiConsumer<String, SignInRecord> listener;

    /** The newest known version of each profile's record, so that a status does not read the disk. Guarded by itself. */
    private final Map<String, Known> known = new Recent<>();

    /** How many records this process has written; guarded by {@code known}. */
    private long writes;

    /** When the waiting sign-in of each profile expires. Guarded by itself. */
    private final Map<String, End> ends = new Recent<>();

    /** Of the profiles that were used last, by the profile's id. */
    private static final class Recent<V> extends LinkedHashMap<String, V> {
        private static final long serialVersionUID = 1L;

        Recent() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > MOST_KNOWN;
        }
    }

    private record Known(long generation, SignInRecord record) {}

    /** When a sign-in expires, on the monotonic clock. */
    private record End(String stateDigest, long at) {}

    /**
     * The records of a store.
     *
     * @param listener called with each version of a profile's record that this process reads or writes, often with a lock held
     */
    SignInRecords(RecordStore store, TrustedClock clock, BiConsumer<String, SignInRecord> listener) {
        this.store = store;
        this.clock = clock;
        this.listener = listener;
    }

    /**
     * Locks and reads a profile's record. Keep it open for a few writes only, not during a request.
     *
     * @throws IOException if the lock was not free within 5 s, or the storage fails
     */
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

    /**
     * Runs a task with a profile's record locked.
     *
     * @throws IOException as {@link #open}; then the task has not run
     */
    void locked(String profileId, Runnable task) throws IOException {
        Open record = open(profileId);
        try {
            task.run();
        } finally {
            record.close();
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
            Optional<StoredRecord> stored = stored(profileId, true);
            this.generation = stored.map(StoredRecord::generation).orElse(0L);
            this.record = readable(stored);
        }

        /** The record as last read or written. */
        SignInRecord current() {
            return record;
        }

        /**
         * Replaces the record.
         *
         * @throws IOException if the storage fails, or another process has written the record in spite of the lock
         */
        void write(SignInRecord next) throws IOException {
            if (!store.replace(SignInRecord.ID_PREFIX + profileId, generation, next.toBytes())) {
                throw new IOException("another process has changed this profile's sign-in");
            }
            generation++;
            record = next;
            synchronized (known) {
                writes++;
                known.put(profileId, new Known(generation, next));
            }
            listener.accept(profileId, next);
        }

        /** Writes the current record again after a write that failed, which may have reached the disk. A failure is reported to the log only. */
        void restore() {
            try {
                Optional<StoredRecord> stored = stored(profileId, false);
                generation = stored.map(StoredRecord::generation).orElse(0L);
                if (!readable(stored).equals(record)) {
                    write(record);
                }
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "A sign-in could not be stored: {0}", e.getMessage());
            }
        }

        /** Writes a record without the waiting sign-in; twice if there was one, so that no generation keeps its code verifier. */
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

    /**
     * The lock that is held while a code of this profile is redeemed; it ends with the process.
     *
     * @return the lock, or empty if another redemption held it for the whole limit
     */
    Optional<RecordLock> lockRedemption(String profileId, Duration limit) throws IOException {
        return store.lock(REDEEMING + profileId, limit);
    }

    /**
     * The stored record. One that the store cannot read any more counts as absent: it ends with the sign-in of a few minutes that it describes, and
     * must not keep a user from the next one.
     *
     * @param delete whether to delete such a record, so that a new one can be written; only with its lock held
     */
    private Optional<StoredRecord> stored(String profileId, boolean delete) throws IOException {
        String id = SignInRecord.ID_PREFIX + profileId;
        try {
            return store.read(id);
        } catch (UnreadableRecordException e) {
            LOG.log(System.Logger.Level.WARNING, "A sign-in is lost: {0}", e.getMessage());
            if (delete) {
                store.delete(id);
            }
            return Optional.empty();
        }
    }

    /** Reads the stored record, with the changes of other processes. */
    SignInRecord read(String profileId) throws IOException {
        long before;
        synchronized (known) {
            before = writes;
        }
        Optional<StoredRecord> stored = stored(profileId, false);
        SignInRecord read = readable(stored);
        remember(profileId, new Known(stored.map(StoredRecord::generation).orElse(0L), read), before);
        listener.accept(profileId, read);
        return read;
    }

    /**
     * Remembers a record that was read. It never replaces the result of a later write.
     *
     * @param before how many records this process had written before the read
     */
    private void remember(String profileId, Known read, long before) {
        synchronized (known) {
            Known earlier = known.get(profileId);
            boolean newest = earlier == null ? writes == before : read.generation() >= earlier.generation();
            if (newest) {
                known.put(profileId, read);
            }
        }
    }

    /** The record, or an empty one if it is damaged. */
    private static SignInRecord readable(Optional<StoredRecord> stored) {
        try {
            return stored.map(found -> SignInRecord.read(found.bytes())).orElse(SignInRecord.EMPTY);
        } catch (IllegalArgumentException e) {
            LOG.log(System.Logger.Level.WARNING, "A sign-in cannot be read: {0}", e.getMessage());
            return SignInRecord.EMPTY;
        }
    }

    /** The newest known record; read from the storage if this process has not used it for long. */
    SignInRecord known(String profileId) throws IOException {
        Known newest;
        synchronized (known) {
            newest = known.get(profileId);
        }
        return newest == null ? read(profileId) : newest.record();
    }

    /** Deletes the records of profiles that do not exist any more: the power failed between the two deletions. */
    void sweep(List<String> ids, ProfileTable profiles) {
        for (String id : ids) {
            if (id.startsWith(SignInRecord.ID_PREFIX)) {
                String profileId = id.substring(SignInRecord.ID_PREFIX.length());
                if (!profiles.hadAtStart(profileId)) {
                    forget(profileId);
                }
            }
        }
    }

    /** Deletes the record of a deleted profile. */
    void forget(String profileId) {
        synchronized (known) {
            writes++;
            known.remove(profileId);
        }
        synchronized (ends) {
            ends.remove(profileId);
        }
        try {
            store.delete(SignInRecord.ID_PREFIX + profileId);
        } catch (IOException e) { // the profile is deleted, so no process reads the record again
            LOG.log(System.Logger.Level.WARNING, "A sign-in could not be deleted: {0}", e.getMessage());
        }
    }

    /** Starts the life of a profile's sign-in. */
    void begins(String profileId, BrowserSignIn signIn) {
        synchronized (ends) {
            ends.put(profileId, new End(signIn.digest(), clock.ticks() + BrowserSignIn.LIFE.toNanos()));
        }
    }

    /** The remaining life of a sign-in, by the monotonic clock; for one from before a restart the wall clock gives the start. */
    Duration left(String profileId, BrowserSignIn signIn) {
        long now = clock.ticks();
        String digest = signIn.digest();
        synchronized (ends) {
            End end = ends.get(profileId);
            if (end == null || !end.stateDigest().equals(digest)) {
                end = new End(digest, now + signIn.left(clock).toNanos());
                ends.put(profileId, end);
            }
            return Duration.ofNanos(end.at() - now);
        }
    }
}
