package com.algosolutions.oauth.credential;

import com.algosolutions.oauth.endpoint.BackChannel;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.time.TrustedClock;
import com.algosolutions.oauth.time.Workers;
import com.algosolutions.oauth.token.TokenManager;

/**
 * What all credentials of a client use.
 *
 * @param store has the records of their profiles
 * @param locks lock them
 * @param channel sends their requests
 * @param workers run their renewals
 * @param policy says when they are renewed
 * @param revocations revoke their tokens
 * @param events has what happened to them
 * @param tokens what their tokens share
 */
record CredentialServices(
        RecordStore store,
        CredentialLocks locks,
        BackChannel channel,
        Workers workers,
        RenewalPolicy policy,
        Revocations revocations,
        EventLog events,
        TokenManager.Shared tokens) {

    /** {@return the fingerprint of a profile's credential, which profiles with equal ones share unless profiles are read on demand} */
    String fingerprint(OAuthProfile profile) {
        return policy.shared() ? CredentialFingerprint.alone(profile) : CredentialFingerprint.of(profile);
    }

    TrustedClock clock() {
        return channel.clock();
    }
}
