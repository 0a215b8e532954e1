package com.algosolutions.oauth.token;

import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.store.RecordLock;
import com.algosolutions.oauth.time.Deadline;
import org.jspecify.annotations.Nullable;

/** Keeps the state of a credential while a renewal changes it. */
public interface CredentialStateStore {
    /** Locks the credential across threads and processes; null if the lock was not free by the deadline. */
    @Nullable
    RecordLock lock(Deadline deadline);

    /** The newest state, another process's changes included. */
    CredentialState newest();

    /** Makes a state durable. If the store fails, keeps the state in memory and writes it later. */
    void save(CredentialState state);

    /** Adds an event of the credential to the log. */
    void report(Event.Kind kind, String text);
}
