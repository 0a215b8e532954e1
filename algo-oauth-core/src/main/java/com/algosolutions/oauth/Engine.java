package com.algosolutions.oauth;

import com.algosolutions.oauth.json.Problem;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.Loopback;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.spi.TokenTraits;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What all profiles of a client share: transport, providers, store, clocks, gates, events and the lazy workers. Thread-safe. */
final class Engine implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Engine.class.getName());
    private static final int WORKERS = 8;
    private static final Duration NO_THREAD = Duration.ofSeconds(5);
    private static final List<ProfileField<URI>> ENDPOINTS = List.of(
            ProfileField.TOKEN_URL,
            ProfileField.AUTH_URL,
            ProfileField.PAR_URL,
            ProfileField.DEVICE_URL,
            ProfileField.REVOCATION_URL);

    private final HttpTransport transport;
    private final ProviderCatalog providers;
    private final RecordStore store;
    private final DeviceClock clock;
    private final LongSupplier ticker;
    private final Duration callTimeout;
    private final Duration tokenTimeout;
    private final boolean loopbackHttp;
    private final boolean keepAlive;
    private final ExecutorService worker;
    private final Later later;
    private final Alarm alarm = new Alarm();
    private final RetryBudget retries;
    private final Silence silence;
    private final Events events;
    private final Jitter jitter;
    private final DpopProofs proofs;
    private final Revocations revocations;

    /** Guarded by itself, as is the one below. */
    private final Map<String, Credential> credentials = new HashMap<>();

    private final Map<String, AuthGate> gates = new HashMap<>();

    Engine(OAuthClient.Builder settings) {
        clock = new DeviceClock(settings.clock, settings.ticker);
        transport = new HttpTransport(settings, clock);
        providers = new ProviderCatalog(settings.providers);
        store = ContractStore.of(settings.store);
        ticker = settings.ticker;
        callTimeout = settings.callTimeout;
        tokenTimeout = settings.tokenTimeout;
        loopbackHttp = settings.loopbackHttp;
        keepAlive = settings.keepAlive;
        worker = lazyWorkers();
        later = settings.later == null ? alarm : settings.later;
        retries = new RetryBudget(settings.pause);
        silence = new Silence(ticker);
        events = new Events(settings.clock, settings.listener);
        jitter = Jitter.of(store);
        proofs = new DpopProofs(clock);
        revocations = new Revocations(this);
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

    /** The credential of a profile, shared with the profiles that have the same one; null if its provider is not installed. */
    @Nullable
    Credential credential(ProfileRecord record) {
        OAuthProfile profile = record.profile();
        OAuthProvider provider = providers.find(profile.providerType()).orElse(null);
        if (provider == null) {
            return null;
        }
        String fingerprint = ProfileRecord.fingerprint(profile);
        synchronized (credentials) {
            Credential shared = credentials.get(fingerprint);
            if (shared == null || record.state().newerThan(shared.state())) {
                // Two records of one credential: the one that was written last before the power went has the newer
                // grant.
                Credential known = new Credential(fingerprint, profile, provider, record.state(), this);
                if (shared != null) {
                    shared.moveTo(known);
                }
                credentials.put(fingerprint, known);
                return known;
            }
            return shared;
        }
    }

    void leave(Credential credential, ActiveProfile sharer) {
        synchronized (credentials) {
            if (credential.leave(sharer)) {
                credentials.remove(credential.fingerprint());
            }
        }
    }

    AuthGate gate(OAuthProfile profile, TokenTraits traits) {
        return gate(profile.tokenUrl(), profile, traits);
    }

    /** The gate of a profile's client at an endpoint. */
    AuthGate gate(URI endpoint, OAuthProfile profile, TokenTraits traits) {
        String key = Digest.of(endpoint + "\n" + profile.clientId()).substring(0, 32);
        synchronized (gates) {
            return gates.computeIfAbsent(
                            key,
                            absent -> new AuthGate(
                                    "gate-" + key, ApiHost.of(endpoint).toString(), silence, traits, store, ticker))
                    .within(traits);
        }
    }

    /** What is wrong with a profile in this client: its provider is missing or objects, or this version cannot use it. */
    List<Problem> problems(OAuthProfile profile) {
        List<Problem> problems = new ArrayList<>();
        providers
                .find(profile.providerType())
                .ifPresentOrElse(
                        provider -> problems.addAll(provider.check(profile.withoutSecrets())),
                        () -> problems.add(providers.missing(profile.providerType())));
        for (ProfileField<URI> field : ENDPOINTS) {
            if (profile.value(field).filter(url -> !allowed(url)).isPresent()) {
                problems.add(field.problem(
                        "is not https",
                        "Use https, or build the client with allowLoopbackHttp() for a server on this machine."));
            }
        }
        if (profile.clientAuthMode().usesCertificate() && !transport.hasCertificate()) {
            problems.add(ProfileField.CLIENT_AUTH_MODE.problem(
                    "is " + profile.clientAuthMode() + ", and this device has no certificate",
                    "Build the client with clientCertificate(…), or choose another mode."));
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

    DeviceClock deviceClock() {
        return clock;
    }

    LongSupplier ticker() {
        return ticker;
    }

    ExecutorService worker() {
        return worker;
    }

    /** Has a task done after a time, unless the client is closed by then. */
    void later(Duration time, Runnable task) {
        later.after(time, () -> {
            if (!worker.isShutdown()) {
                task.run();
            }
        });
    }

    /** The same, where the task waits for a server, and so must not hold up what is due next. */
    void laterOnWorker(Duration time, Runnable task) {
        later(time, later == alarm ? () -> onWorker(task) : task);
    }

    private void onWorker(Runnable task) {
        try {
            worker.execute(task);
        } catch (RuntimeException | Error e) { // no thread to be had: whoever waits for the task asks for no other
            if (!worker.isShutdown()) {
                LOG.log(System.Logger.Level.WARNING, "No thread for what is due, once more later: {0}", e.toString());
                laterOnWorker(NO_THREAD, task);
            }
        }
    }

    RetryBudget retries() {
        return retries;
    }

    DpopProofs proofs() {
        return proofs;
    }

    Revocations revocations() {
        return revocations;
    }

    Events events() {
        return events;
    }

    Duration callTimeout() {
        return callTimeout;
    }

    Duration tokenTimeout() {
        return tokenTimeout;
    }

    /** Whether refresh tokens are kept from dying of idleness. */
    boolean keepAlive() {
        return keepAlive;
    }

    boolean loopbackHttp() {
        return loopbackHttp;
    }

    /** The device's place in its fleet for a credential, 0 to 1. */
    double jitter(String of) {
        return jitter.of(of);
    }

    @Override
    public void close() {
        alarm.close();
        worker.shutdown();
        List<Credential> all;
        synchronized (credentials) {
            all = List.copyOf(credentials.values());
        }
        all.forEach(Credential::close);
        transport.close();
    }
}
