package com.algosolutions.oauth.credential;

import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.token.CredentialState;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A profile that shares a credential, and keeps a copy of its state in its record. Thread-safe. */
interface CredentialSharer {
    /** The profile as it is configured now. */
    OAuthProfile profile();

    /**
     * Reads the stored state, another process's changes included.
     *
     * @return the state; null if it cannot be read or belongs to another credential
     */
    @Nullable
    CredentialState reread(String fingerprint);

    /** Writes a state; returns why it is not stored, if the store fails or has a newer token set of another process. */
    Optional<StoreFailure> write(CredentialState state);

    /** Whether the store has the pending tokens that memory has. Takes no lock. */
    boolean isPendingStored();

    /** Uses a newer copy of the same credential from now on. */
    void use(Credential newer);
}
