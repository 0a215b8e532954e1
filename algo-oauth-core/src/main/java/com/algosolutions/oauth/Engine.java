package com.algosolutions.oauth;

import com.algosolutions.oauth.json.Problem;
import com.algosolutions.oauth.profile.Loopback;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.spi.OAuthProvider;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What all profiles of a client share: transport, providers, store, clocks and the lazy workers. Thread-safe. */
final class Engine implements AutoCloseable {
    private static final int WORKERS = 8;

    private final HttpTransport transport;
    private final ProviderCatalog providers;
    private final RecordStore store;
    private final Clock clock;
    private final LongSupplier ticker;
    private final Duration callTimeout;
    private final Duration tokenTimeout;
    private final boolean loopbackHttp;
    private final ExecutorService worker;

    Engine(OAuthClient.Builder settings) {
        transport = new HttpTransport(settings);
        providers = new ProviderCatalog(settings.providers);
        store = settings.store;
        clock = settings.clock;
        ticker = settings.ticker;
        callTimeout = settings.callTimeout;
        tokenTimeout = settings.tokenTimeout;
        loopbackHttp = settings.loopbackHttp;
        worker = lazyWorkers();
    }

    /** Daemon threads that come with the first renewal and die when idle. */
    private static ExecutorService lazyWorkers() {
        ThreadPoolExecutor workers =
                new ThreadPoolExecutor(WORKERS, WORKERS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "algo-oauth renewal");
                    thread.setDaemon(true);
                    return thread;
                });
        workers.allowCoreThreadTimeOut(true);
        return workers;
    }

    TokenManager tokens(
            Supplier<OAuthProfile> profile, OAuthProvider provider, Optional<Grant> stored, Consumer<Grant> save) {
        Renewal renewal = new Renewal(
                profile.get(),
                new TokenEndpoint(profile, provider, transport, clock),
                save,
                new ClockTrust(clock),
                ticker,
                tokenTimeout,
                stored);
        return new TokenManager(renewal, renewal.restored(), ticker, worker);
    }

    /** What is wrong with a profile in this client: its provider is missing or objects, or this version cannot use it. */
    List<Problem> problems(OAuthProfile profile) {
        List<Problem> problems = new ArrayList<>();
        providers
                .find(profile.providerType())
                .ifPresentOrElse(
                        provider -> problems.addAll(provider.check(profile)),
                        () -> problems.add(providers.missing(profile.providerType())));
        if (!allowed(profile.tokenUrl())) {
            problems.add(new Problem(
                    ProfileField.TOKEN_URL.property(),
                    ProfileField.TOKEN_URL.label(),
                    "is not https",
                    "Use https, or build the client with allowLoopbackHttp() for a server on this machine."));
        }
        return problems;
    }

    /** Whether a URL may be talked to at all: https, or http on this machine if the client's builder allowed that. */
    boolean allowed(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme()) || (loopbackHttp && Loopback.isLoopback(uri.getHost()));
    }

    HttpTransport transport() {
        return transport;
    }

    ProviderCatalog providers() {
        return providers;
    }

    RecordStore store() {
        return store;
    }

    Clock clock() {
        return clock;
    }

    Duration callTimeout() {
        return callTimeout;
    }

    boolean loopbackHttp() {
        return loopbackHttp;
    }

    @Override
    public void close() {
        worker.shutdown();
        transport.close();
    }
}
