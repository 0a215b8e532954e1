package com.algosolutions.oauth.credential;

import com.algosolutions.oauth.store.RecordLock;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.time.Deadline;
import com.algosolutions.oauth.time.Uninterruptibly;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The locks of a client's credentials: between the threads of this process, and through the store between processes. An interrupt does not
 * end the wait, and the thread's flag stays set: no two threads may change the same tokens at once. Thread-safe.
 */
final class CredentialLocks {
    private static final System.Logger LOG = System.getLogger(CredentialLocks.class.getName());

    /** Has no records, only locks: those of this client's threads, which work even if the disk does not. */
    private final RecordStore here = RecordStore.inMemory();

    private final RecordStore store;
    private final boolean shared;

    /**
     * The locks of a store.
     *
     * @param shared whether other processes renew the same tokens
     */
    CredentialLocks(RecordStore store, boolean shared) {
        this.store = store;
        this.shared = shared;
    }

    /** Whether other processes renew the same tokens. */
    boolean shared() {
        return shared;
    }

    /**
     * Locks a credential in every process, for a change that an operator has requested.
     *
     * @return the lock; null if it was not free by the deadline
     * @throws IOException if the store cannot lock
     */
    @Nullable
    RecordLock everywhere(String fingerprint, Deadline deadline) throws IOException {
        RecordLock ofThreads = lock(here, fingerprint, deadline);
        if (ofThreads == null) {
            return null;
        }
        RecordLock ofProcesses = null;
        try {
            ofProcesses = lock(store, fingerprint, deadline);
        } finally {
            if (ofProcesses == null) {
                ofThreads.close();
            }
        }
        return ofProcesses == null ? null : both(ofThreads, ofProcesses);
    }

    /**
     * Locks a credential for a renewal: if the store cannot lock, between the threads of this process only. On a device with a broken
     * disk, a token is more useful than an error. Of processes that share the tokens, another one may have the lock.
     *
     * @return the lock; null if it was not free by the deadline
     * @throws IOException if the store cannot lock, and other processes renew the same tokens
     */
    @Nullable
    RecordLock hereAtLeast(String fingerprint, Deadline deadline) throws IOException {
        try {
            return everywhere(fingerprint, deadline);
        } catch (IOException e) {
            if (shared) {
                throw e;
            }
            LOG.log(System.Logger.Level.WARNING, "The store cannot lock: {0}", e.getMessage());
        }
        return lock(here, fingerprint, deadline);
    }

    private @Nullable RecordLock lock(RecordStore in, String fingerprint, Deadline deadline) throws IOException {
        String id = "credential-" + fingerprint.substring(0, 32);
        return Uninterruptibly.call(() -> in.lock(id, Duration.ofNanos(Math.max(0, deadline.remaining()))))
                .orElse(null);
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
