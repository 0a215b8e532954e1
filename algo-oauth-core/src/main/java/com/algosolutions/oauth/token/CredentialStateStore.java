package com.algosolutions.oauth.token;

import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.store.RecordLock;
import com.algosolutions.oauth.time.Deadline;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the state of a credential while a renewal changes it. */
public interface CredentialStateStore {
    /**
     * Locks the credential across threads and processes; null if the lock was not free by the deadline.
     *
     * @throws IOException if the store cannot lock, and other processes renew the same tokens
     */
    @Nullable
    RecordLock lock(Deadline deadline) throws IOException;

    /** The newest state, another process's changes included. */
    CredentialState newest();

    /** Makes a state durable. If the store fails, keeps the state in memory and writes it later. */
    void save(CredentialState state);

    /**
     * Saves the journal of a renewal, before the refresh token is sent.
     *
     * @param begun the state with the journal
     * @return why the store refuses it; then only memory has it
     */
    Optional<Failure> begin(CredentialState begun);

    /** Why the store has failed to keep the state; empty if it has it. */
    Optional<Failure> notStored();

    /** Adds an event of the credential to the log. */
    void report(Event.Kind kind, String text);

    /** Adds the event that no token could be obtained. */
    void report(Failure noToken);
}
