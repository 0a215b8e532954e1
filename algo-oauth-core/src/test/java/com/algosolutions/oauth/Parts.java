package com.algosolutions.oauth;

import org.jspecify.annotations.Nullable;

/** The parts of a client, wired as {@link OAuthClient} wires them, for tests that look at one of them. */
final class Parts implements AutoCloseable {
    final Workers workers;
    final Events events;
    final ProviderCatalog providers;
    final BackChannel channel;
    final Revocations revocations;
    final Credentials credentials;
    private final ClientSettings settings;
    private @Nullable ProfileTable profiles;

    Parts(OAuthClient.Builder builder) {
        settings = builder.settings;
        DeviceClock clock = new DeviceClock(settings.clock, settings.ticker);
        workers = new Workers(settings.later);
        events = new Events(settings.clock, settings.listener);
        providers = new ProviderCatalog(settings.providers);
        channel = new BackChannel(
                new HttpTransport(settings.http(), clock),
                clock,
                new DpopProofs(clock),
                new RateLimiters(settings.store, settings.ticker),
                new RetryBudget(settings.pause),
                new HttpsOnly(settings.loopbackHttp));
        RenewalPolicy policy =
                new RenewalPolicy(settings.tokenTimeout, Jitter.of(settings.store), settings.keepAlive);
        revocations =
                new Revocations(settings.store, providers, channel, workers, events, settings.tokenTimeout);
        credentials = new Credentials(settings.store, providers, channel, workers, policy, revocations, events);
    }

    /** The profiles of the store, loaded at the first call. */
    ProfileTable profiles() {
        ProfileTable loaded = profiles == null
                ? new ProfileTable(settings.store, channel.clock(), credentials, revocations)
                : profiles;
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
