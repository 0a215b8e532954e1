package com.algosolutions.oauth.client;

import com.algosolutions.oauth.credential.ContractStore;
import com.algosolutions.oauth.credential.Credentials;
import com.algosolutions.oauth.credential.EventLog;
import com.algosolutions.oauth.credential.Jitter;
import com.algosolutions.oauth.credential.ProfileTable;
import com.algosolutions.oauth.credential.ProviderCatalog;
import com.algosolutions.oauth.credential.RenewalPolicy;
import com.algosolutions.oauth.credential.Revocations;
import com.algosolutions.oauth.endpoint.BackChannel;
import com.algosolutions.oauth.endpoint.RateLimiters;
import com.algosolutions.oauth.endpoint.RetryBudget;
import com.algosolutions.oauth.http.HttpTransport;
import com.algosolutions.oauth.http.HttpsOnly;
import com.algosolutions.oauth.jose.DpopProofs;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.time.TrustedClock;
import com.algosolutions.oauth.time.Workers;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parts of a client, wired as {@link OAuthClient} wires them, for tests that look at one of them. */
public final class Parts implements AutoCloseable {
    public final Workers workers;
    public final EventLog events;
    final ProviderCatalog providers;
    public final BackChannel channel;
    public final Revocations revocations;
    final Credentials credentials;
    private final RecordStore store;
    private @Nullable ProfileTable profiles;

    public Parts(OAuthClient.Builder builder) {
        ClientSettings settings = builder.settings;
        store = ContractStore.of(settings.store);
        TrustedClock clock = new TrustedClock(settings.clock, settings.ticker);
        workers = new Workers(settings.later);
        events = new EventLog(settings.clock, settings.processName, settings.listener);
        events.open();
        providers = new ProviderCatalog(settings.providers);
        channel = new BackChannel(
                new HttpTransport(settings.http(), clock),
                clock,
                new DpopProofs(clock),
                new RateLimiters(store, settings.ticker),
                new RetryBudget(settings.pause),
                new HttpsOnly(settings.loopbackHttp, Set.of()));
        RenewalPolicy policy =
                new RenewalPolicy(settings.tokenTimeout, Jitter.of(store), settings.keepRefreshTokensAlive, false);
        revocations = new Revocations(store, providers, channel, workers, events, settings.tokenTimeout);
        credentials = new Credentials(0, store, providers, channel, workers, policy, revocations, events);
    }

    /** The profiles of the store, loaded at the first call. */
    public ProfileTable profiles() {
        ProfileTable loaded = profiles == null ? new ProfileTable(0, store, credentials, revocations) : profiles;
        profiles = loaded;
        return loaded;
    }

    @Override
    public void close() {
        workers.close();
        credentials.close();
        channel.transport().close();
    }
}
