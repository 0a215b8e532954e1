package com.algosolutions.oauth;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The stored sign-ins of all profiles, and how long each is still good. Whoever changes one holds its lock. Thread-safe. */
final class SignInRecords {
    private static final System.Logger LOG = System.getLogger(SignInRecords.class.getName());
    private static final String REDEEMING = "redeeming-";
    private static final Duration BRIEFLY = Duration.ofSeconds(5);

    private final Engine engine;

    /** What this process knows of each profile's record, so that a status asks no disk. */
    private final Map<String, SignInRecord> known = new ConcurrentHashMap<>();

    /** By the digest of its state: the ticker when a sign-in ends. */
    private final Map<String, Long> ends = new ConcurrentHashMap<>();

    SignInRecords(Engine engine) {
        this.engine = engine;
    }

    /** Opens a profile's record for a few writes, never for a request: nobody else changes it meanwhile. */
    Open open(String profileId) throws IOException {
        RecordLock lock = engine.store()
                .lock(SignInRecord.ID_PREFIX + profileId, BRIEFLY)
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
            if (!engine.store().replace(SignInRecord.ID_PREFIX + profileId, generation, next.toBytes())) {
                throw new IOException("another process has changed this profile's sign-in");
            }
            generation++;
            record = next;
            known.put(profileId, next);
        }

        /** Writes a record in which nothing is waited for any more; again, if the generation before it has a code verifier. */
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
        return engine.store().lock(REDEEMING + profileId, limit);
    }

    private Optional<StoredRecord> stored(String profileId) throws IOException {
        return engine.store().read(SignInRecord.ID_PREFIX + profileId);
    }

    /** What is stored, another process's changes included. */
    SignInRecord read(String profileId) throws IOException {
        SignInRecord read = readable(stored(profileId));
        known.put(profileId, read);
        return read;
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
        SignInRecord held = known.get(profileId);
        return held == null ? read(profileId) : held;
    }

    /** A sign-in begins now. */
    void begins(CodeSignIn signIn) {
        ends.put(digest(signIn), engine.ticker().getAsLong() + CodeSignIn.LIFE.toNanos());
    }

    /** How long a sign-in is still good, by the ticker; for one from before a restart, by the wall clock first. */
    Duration left(CodeSignIn signIn) {
        long now = engine.ticker().getAsLong();
        long end = ends.computeIfAbsent(
                digest(signIn),
                absent -> now + signIn.left(engine.deviceClock()).toNanos());
        return Duration.ofNanos(end - now);
    }

    private static String digest(CodeSignIn signIn) {
        return Digest.of(signIn.state().reveal());
    }
}
