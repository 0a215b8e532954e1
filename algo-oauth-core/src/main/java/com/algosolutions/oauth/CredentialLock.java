package com.algosolutions.oauth;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The lock of one credential: among the threads of this process by itself, among processes by the store. Whoever waits for it waits
 * whether or not the thread is interrupted, and the flag stays set: an interrupt must not let two change the same tokens. Thread-safe.
 */
final class CredentialLock {
    private static final System.Logger LOG = System.getLogger(CredentialLock.class.getName());

    private final Locks here = new LocalLocks();
    private final RecordStore store;
    private final String id;

    CredentialLock(RecordStore store, String fingerprint) {
        this.store = store;
        this.id = "credential-" + fingerprint.substring(0, 32);
    }

    /**
     * For a change that somebody has asked for, which must hold against every process.
     *
     * @return the lock; null if somebody else has held it until the deadline
     * @throws IOException if the store cannot lock
     */
    @Nullable
    RecordLock everywhere(Deadline deadline) throws IOException {
        RecordLock ofThreads = wait(here, deadline).orElse(null);
        if (ofThreads == null) {
            return null;
        }
        RecordLock ofProcesses = null;
        try {
            ofProcesses = wait(store::lock, deadline).orElse(null);
        } catch (RuntimeException e) { // of a store that does not keep to its contract
            throw new IOException("the store cannot lock: " + e.getMessage(), e);
        } finally {
            if (ofProcesses == null) {
                ofThreads.close();
            }
        }
        return ofProcesses == null ? null : both(ofThreads, ofProcesses);
    }

    /**
     * For a renewal: where the store cannot lock, against the threads of this process only. One process on a broken disk is better
     * served by a token than by an error.
     *
     * @return the lock; null if somebody else has held it until the deadline
     */
    @Nullable
    RecordLock hereAtLeast(Deadline deadline) {
        try {
            return everywhere(deadline);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "The store cannot lock: {0}", e.getMessage());
        }
        try {
            return wait(here, deadline).orElse(null);
        } catch (IOException e) {
            throw new IllegalStateException("a lock of this process waits through interrupts", e);
        }
    }

    private Optional<RecordLock> wait(Locks locks, Deadline deadline) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return locks.lock(id, Duration.ofNanos(Math.max(0, deadline.remaining())));
                } catch (InterruptedIOException e) {
                    if (!Thread.interrupted()) {
                        throw e; // not of this thread: a time-out of the store's own
                    }
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RecordLock both(RecordLock ofThreads, RecordLock ofProcesses) {
        return RecordLock.of(() -> {
            try {
                ofProcesses.close();
            } finally {
                ofThreads.close();
            }
        });
    }
}
