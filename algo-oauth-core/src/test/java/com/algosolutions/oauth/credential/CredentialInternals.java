package com.algosolutions.oauth.credential;

import com.algosolutions.oauth.token.CredentialState;

/** What tests of other packages call of a credential. */
public final class CredentialInternals {
    private CredentialInternals() {}

    /** Reads the newest state under the credential's lock, as a renewal does. */
    public static CredentialState newest(Credential credential) {
        return credential.newest();
    }
}
