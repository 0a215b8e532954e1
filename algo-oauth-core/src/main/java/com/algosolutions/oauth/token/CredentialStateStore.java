package com.algosolutions.oauth.token;

import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.store.RecordLock;
import com.algosolutions.oauth.time.Deadline;
import org.jspecify.annotations.Nullable;

/** Where the state of a credential is kept while its renewal changes it. */
public interface CredentialStateStore {
    /** Keeps others from changing the same credential meanwhile, until it is closed; null if one does so until the deadline. */
    @Nullable
    RecordLock lock(Deadline deadline);

    /** The newest state there is, another process's included. */
    CredentialState newest();

    /** Makes a state durable. Where the storage refuses, the state is kept in memory and written later. */
    void save(CredentialState state);

    /** Reports an event of the credential. */
    void report(Event.Kind kind, String text);
}
