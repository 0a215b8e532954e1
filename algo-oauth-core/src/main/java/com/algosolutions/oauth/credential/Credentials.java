package com.algosolutions.oauth.credential;

import com.algosolutions.oauth.endpoint.BackChannel;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.time.Workers;
import com.algosolutions.oauth.token.TokenManager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The credentials in use, by fingerprint: profiles with equal credentials share one, unless profiles are read on demand. Thread-safe. */
public final class Credentials implements AutoCloseable {
    private final ProviderCatalog providers;
    private final CredentialServices services;

    /** Guarded by itself. */
    private final Map<String, Credential> byFingerprint;

    /**
     * Credentials that are not in use yet.
     *
     * @param most how many profiles stay in memory although nothing uses them; 0 if all do
     */
    public Credentials(
            int most,
            RecordStore store,
            ProviderCatalog providers,
            BackChannel channel,
            Workers workers,
            RenewalPolicy policy,
            Revocations revocations,
            EventLog events) {
        this.byFingerprint = most == 0 ? new HashMap<>() : new WeakValues<>();
        this.providers = providers;
        this.services = new CredentialServices(
                store,
                new CredentialLocks(store, policy.shared()),
                channel,
                workers,
                policy,
                revocations,
                events,
                new TokenManager.Shared(policy.timeout(), channel.clock().ticker(), workers, new AtomicInteger()));
    }

    /** {@return how many callers wait for a token now} */
    public int waitingCallers() {
        return services.tokens().waiting().get();
    }

    /** The credential of a stored profile, shared with the profiles that have an equal one; null if its provider is not installed. */
    @Nullable
    Credential of(ProfileRecord record) {
        OAuthProvider provider = providers.find(record.profile().providerType()).orElse(null);
        if (provider == null) {
            return null;
        }
        String fingerprint = services.fingerprint(record.profile());
        synchronized (byFingerprint) {
            Credential shared = byFingerprint.get(fingerprint);
            if (shared == null || record.state().newerThan(shared.state())) {
                // If two records have the same credential, the record that was written last before a power cut has the
                // newer token set.
                Credential known = new Credential(record, provider, services);
                if (shared != null) {
                    shared.moveTo(known);
                }
                byFingerprint.put(fingerprint, known);
                return known;
            }
            return shared;
        }
    }

    CredentialServices services() {
        return services;
    }

    /** Removes a profile from its credential, and the credential with the last of its profiles. */
    void leave(Credential credential, CredentialSharer sharer) {
        synchronized (byFingerprint) {
            if (credential.leave(sharer)) {
                byFingerprint.remove(credential.fingerprint());
            }
        }
    }

    /** Writes the states that the store has failed to keep so far. */
    @Override
    public void close() {
        List<Credential> all;
        synchronized (byFingerprint) {
            all = List.copyOf(byFingerprint.values());
        }
        all.forEach(Credential::close);
    }
}
