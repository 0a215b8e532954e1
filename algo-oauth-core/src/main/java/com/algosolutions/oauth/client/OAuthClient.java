package com.algosolutions.oauth.client;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Authorization;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.Discovery;
import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.NameResolver;
import com.algosolutions.oauth.OAuthTest;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.Revocation;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.TestReport;
import com.algosolutions.oauth.credential.Credential;
import com.algosolutions.oauth.credential.Credentials;
import com.algosolutions.oauth.credential.EventLog;
import com.algosolutions.oauth.credential.Jitter;
import com.algosolutions.oauth.credential.ProfileEntry;
import com.algosolutions.oauth.credential.ProfileTable;
import com.algosolutions.oauth.credential.ProviderCatalog;
import com.algosolutions.oauth.credential.RenewalPolicy;
import com.algosolutions.oauth.credential.RevocationReport;
import com.algosolutions.oauth.credential.Revocations;
import com.algosolutions.oauth.credential.StatusSnapshot;
import com.algosolutions.oauth.endpoint.Answer;
import com.algosolutions.oauth.endpoint.BackChannel;
import com.algosolutions.oauth.endpoint.MetadataEndpoint;
import com.algosolutions.oauth.endpoint.RateLimiters;
import com.algosolutions.oauth.endpoint.RetryBudget;
import com.algosolutions.oauth.http.HttpTransport;
import com.algosolutions.oauth.http.HttpsOnly;
import com.algosolutions.oauth.http.PinnedTrust;
import com.algosolutions.oauth.http.Trust;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.jose.DpopProofs;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.json.MalformedJsonException;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.InvalidProfileException;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.profile.ServerMetadata;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.credential.ContractStore;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.time.Deadline;
import com.algosolutions.oauth.time.TrustedClock;
import com.algosolutions.oauth.time.Workers;
import java.net.Proxy;
import java.net.URI;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to APIs with the tokens of OAuth profiles. One client serves a whole device. Thread-safe.
 *
 * <pre>{@code
 * try (OAuthClient client = OAuthClient.builder().store(store).build()) {
 *     if (client.profiles().read("Front desk").isEmpty()) {
 *         client.profiles().create(client.draft("Front desk", "RINGCENTRAL")
 *                 .clientId(id).clientSecret(Secret.of(secret)).jwtAssertion(Secret.of(jwt))
 *                 .build());
 *     }
 *     ApiResult result = client.post("Front desk", uri, Body.json("{\"text\":\"Hello\"}"));
 *     System.out.println(result);
 * }
 * }</pre>
 *
 * <p>Calls block, and end by their deadline, with a value: whatever the network and the servers do, {@link #execute} returns an
 * {@link ApiResult}. A request that a server may have executed is not sent again. A request that was certainly not executed is, once: after a 401
 * that condemns the token, with a new one; after a 401 that asks for another DPoP proof; and after a 429, where the wait that it names
 * ends within the call's deadline.
 */
public final class OAuthClient implements AutoCloseable {
    private final Duration callTimeout;
    private final Duration tokenTimeout;
    private final HttpsOnly httpsOnly;
    private final ProviderCatalog providers;
    private final EventLog events;
    private final Workers workers;
    private final BackChannel channel;
    private final Credentials credentials;
    private final ProfileTable table;
    private final Profiles profiles;
    private final Authorizations authorizations;

    private OAuthClient(ClientSettings settings) {
        callTimeout = settings.callTimeout;
        tokenTimeout = settings.tokenTimeout;
        httpsOnly = new HttpsOnly(settings.loopbackHttp);
        providers = new ProviderCatalog(settings.providers);
        events = new EventLog(settings.clock, settings.listener);
        workers = new Workers(settings.later);
        RecordStore store = ContractStore.of(settings.store);

        TrustedClock clock = new TrustedClock(settings.clock, settings.ticker);
        channel = new BackChannel(
                new HttpTransport(settings.http(), clock),
                clock,
                new DpopProofs(clock),
                new RateLimiters(store, settings.ticker),
                new RetryBudget(settings.pause),
                httpsOnly);

        RenewalPolicy policy = new RenewalPolicy(tokenTimeout, Jitter.of(store), settings.keepAlive);
        Revocations revocations = new Revocations(store, providers, channel, workers, events, tokenTimeout);
        credentials = new Credentials(store, providers, channel, workers, policy, revocations, events);
        table = new ProfileTable(store, clock, credentials, revocations);

        ProfileChecks checks =
                new ProfileChecks(providers, httpsOnly, channel.transport().hasCertificate());
        profiles = new Profiles(table, checks, revocations, events, tokenTimeout);
        authorizations =
                new Authorizations(table, store, providers, revocations, channel, workers, events, tokenTimeout);
    }

    /** {@return the settings of a new client; each has a default} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return the profiles of this client} */
    public Profiles profiles() {
        return profiles;
    }

    /** {@return the authorizations of this client's profiles: the form's <em>Start Authorization</em>} */
    public Authorizations authorizations() {
        return authorizations;
    }

    /** {@return the ids of the installed providers, which a form offers as provider types} */
    public List<String> providerTypes() {
        return providers.all().stream().map(OAuthProvider::id).toList();
    }

    /**
     * An empty form in which a provider type is chosen: everything that the provider knows is filled in.
     *
     * @param name the new profile's name
     * @param providerType the id of an installed provider, such as {@code RINGCENTRAL}
     * @return the form, to be completed and built
     * @throws InvalidProfileException if no such provider is installed
     */
    public ProfileForm draft(String name, String providerType) {
        return form(OAuthProfile.builder(provider(providerType).preset()).name(name));
    }

    /**
     * The form that a JSON document describes, whose provider type is chosen first.
     *
     * @param json a JSON object of property names, among them {@code providerType}; see {@code docs/profile.md}
     * @return the form, to be completed with its secrets if the document has none, and built
     * @throws InvalidProfileException if the text is no JSON object, or no such provider is installed
     */
    public ProfileForm draft(String json) {
        try {
            Map<String, @Nullable Object> members = Json.readObject(json);
            String providerType =
                    members.get(ProfileField.PROVIDER_TYPE.property()) instanceof String text ? text.strip() : "";
            return form(OAuthProfile.builder(provider(providerType).preset()).members(members));
        } catch (MalformedJsonException e) {
            throw new InvalidProfileException(
                    List.of(Problem.of("profile", "is " + e.getMessage(), "Mend the JSON text.")));
        }
    }

    /**
     * The form of a stored profile, to be changed, built, and given to {@link Profiles#update}.
     *
     * @param profile the profile
     * @return the form
     * @throws InvalidProfileException if its provider is not installed
     */
    public ProfileForm edit(OAuthProfile profile) {
        return form(profile.edit(provider(profile.providerType()).preset()));
    }

    /**
     * Fills a form's URLs and Client Auth Mode from what an issuer says of itself: RFC 8414, else OpenID Connect Discovery. What the operator
     * has typed stays. Asks the issuer once or twice, within the client's {@code tokenTimeout}; the profile works without it afterwards, and a
     * failure leaves the form as it is.
     *
     * @param form the form, from {@link #draft} or {@link #edit}
     * @param issuer the issuer identifier, exactly as the server writes it: https, without query and fragment
     * @return what was found
     */
    public Discovery discover(ProfileForm form, URI issuer) {
        Answer<ServerMetadata> answer = new MetadataEndpoint(issuer, channel).ask(Deadline.after(tokenTimeout));
        if (answer instanceof Answer.Failed<ServerMetadata> failed) {
            return DiscoveredMetadata.failed(failed.failure());
        }
        ServerMetadata metadata = ((Answer.Got<ServerMetadata>) answer).value();
        List<String> notes = form.discovered(metadata, channel.transport().hasCertificate());
        return new DiscoveredMetadata(Optional.of(metadata), form.overridden(), notes, Optional.empty());
    }

    private ProfileForm form(ProfileForm form) {
        return httpsOnly.loopbackHttp() ? form.allowLoopbackHttp() : form;
    }

    private OAuthProvider provider(String providerType) {
        return providers.find(providerType).orElseThrow(() -> {
            Problem missing = providers.missing(providerType);
            return new InvalidProfileException(List.of(missing));
        });
    }

    /**
     * Posts to an API with a profile's token. Buttons, the OAuth test and integration tests all come this way.
     *
     * @param profile the profile's name
     * @param uri an absolute https URL on one of the profile's API hosts
     * @param body what to post
     * @return what came of it
     * @throws IllegalArgumentException if the URL is not usable; the message says how to mend it
     */
    public ApiResult post(String profile, URI uri, Body body) {
        return execute(ApiRequest.post(uri, body).authorizedBy(Authorization.profile(profile)));
    }

    /**
     * Sends a request.
     *
     * @param request the request
     * @return what came of it
     */
    public ApiResult execute(ApiRequest request) {
        return call(request, CallListener.NOBODY, false).run();
    }

    private ApiCall call(ApiRequest request, CallListener watcher, boolean retryRefused) {
        Deadline deadline = Deadline.after(request.timeout().orElse(callTimeout));
        ApiExchange sendings = new ApiExchange(
                request, channel.transport(), channel.clock(), channel.proofs(), channel.retries(), watcher, deadline);
        return new ApiCall(request, sendings, table, providers, httpsOnly, events, watcher, retryRefused, deadline);
    }

    /**
     * Runs the <em>OAuth test</em>: posts to the target with the profile's token and tells each step.
     *
     * @param form the filled-in test form
     * @return the report
     */
    public TestReport test(OAuthTest form) {
        return new OAuthTestRun(form)
                .run(table, (request, watcher) -> call(request, watcher, true).run());
    }

    /**
     * The {@code Authorization} header value for those who send with their own HTTP client. There is none for a profile whose Access
     * Token Type is DPOP: each of its requests needs a proof of its own, which {@link #execute} makes.
     *
     * @param profile the profile's name
     * @param target where it will be sent; must be on one of the profile's API hosts
     * @return the header value, such as {@code Bearer …}
     * @throws OAuthException if there is no token for this target
     */
    public Secret authorization(String profile, URI target) {
        return call(ApiRequest.get(target), CallListener.NOBODY, false).bearer(profile);
    }

    /**
     * Renews a profile's token now, ahead of need; for firmware that wants to find trouble before somebody presses a button, or a refresh
     * token not to die of idleness; {@link Builder#keepAlive} does the latter by itself. Counts in the provider's budget.
     *
     * @param profile the profile's name
     * @return how the profile stands afterwards
     */
    public ProfileStatus renew(String profile) {
        ProfileEntry active = table.find(profile);
        Credential credential = active == null ? null : active.credential();
        if (credential != null) {
            credential.tokens().renew(Deadline.after(tokenTimeout));
        }
        return status(profile);
    }

    /**
     * Revokes a profile's tokens at the provider (RFC 7009) and forgets them here: the profile stays, and asks for no tokens until somebody
     * lets it, by <em>Update Profile</em> or <em>Start Authorization</em>. Until then its state is {@link ProfileStatus.State#REVOKED}. Other
     * profiles with the same credential use the same tokens, and are revoked with it. Counts in the provider's budget; ends within the
     * client's {@code tokenTimeout}. Where a renewal under way does not end in time, or the store cannot lock, nothing is done, and the result
     * says so.
     *
     * @param profile the profile's name
     * @return what the provider knows
     */
    public Revocation revoke(String profile) {
        ProfileEntry active = table.find(profile);
        Credential credential = active == null ? null : active.credential();
        if (active == null || credential == null) {
            return RevocationReport.failed(Failure.local(
                    Step.PROFILE,
                    Failure.Kind.CONFIGURATION,
                    "there is no OAuth profile named " + profile + ", or its provider is not installed",
                    "Check the profile's name, and the installed providers."));
        }
        return credential.revoke(active.profile(), Deadline.after(tokenTimeout));
    }

    /**
     * How a profile stands; asks nobody.
     *
     * @param profile the profile's name
     * @return its status
     */
    public ProfileStatus status(String profile) {
        ProfileEntry active = table.find(profile);
        Credential credential = active == null ? null : active.credential();
        return active == null || credential == null
                ? StatusSnapshot.notConfigured()
                : authorizations.status(active, credential.status());
    }

    /** {@return the newest events of this client, the oldest of them first; at most 200} */
    public List<Event> events() {
        return events.list();
    }

    /** Writes tokens that the storage has refused so far, ends idle connections, takes no more renewals. Calls under way end by their deadlines. */
    @Override
    public void close() {
        authorizations.close();
        workers.close();
        credentials.close();
        channel.transport().close();
    }

    /** The settings of a client. Not thread-safe. */
    public static final class Builder {
        final ClientSettings settings = new ClientSettings();

        private Builder() {}

        /**
         * Sets where profiles and tokens are kept. Default: memory.
         *
         * @param value the store
         * @return this
         */
        public Builder store(RecordStore value) {
            settings.store = value;
            return this;
        }

        /**
         * Adds a provider, besides those that {@link java.util.ServiceLoader} finds. Needed where a shaded jar has lost its {@code
         * META-INF/services}.
         *
         * @param value the provider
         * @return this
         */
        public Builder provider(OAuthProvider value) {
            settings.providers.add(value);
            return this;
        }

        /**
         * Sets the proxy. Default: the JVM's proxy settings.
         *
         * @param value an HTTP proxy, or {@link Proxy#NO_PROXY}
         * @return this
         */
        public Builder proxy(Proxy value) {
            settings.proxy = value;
            return this;
        }

        /**
         * Reaches a host without the proxy, such as a device in the same building. May be repeated. Default: none.
         *
         * @param host the host, with its port if it is not 443
         * @return this
         */
        public Builder direct(ApiHost host) {
            settings.direct.add(host);
            return this;
        }

        /**
         * Trusts the certificates of a key store, and no others. Default: the JVM's trusted certificates.
         *
         * @param certificates trusted certificates
         * @return this
         */
        public Builder trust(KeyStore certificates) {
            settings.trust = Trust.of(certificates);
            return this;
        }

        /**
         * Trusts as a trust manager decides. Default: the JVM's trusted certificates.
         *
         * @param value the trust manager
         * @return this
         */
        public Builder trust(X509TrustManager value) {
            settings.trust = value;
            return this;
        }

        /**
         * Pins a host: there the certificate with this fingerprint is trusted, and no other, whatever else is. For devices with a
         * certificate of their own: its name, dates and issuer are not looked at, the whole certificate is the pin. May be repeated for
         * a host, so that a certificate can be changed.
         *
         * @param host the host, with its port if it is not 443
         * @param sha256 the SHA-256 fingerprint of the certificate, 64 hex digits with or without colons
         * @return this
         * @throws IllegalArgumentException if the fingerprint is not one
         */
        public Builder pin(ApiHost host, String sha256) {
            settings.pins.computeIfAbsent(host, absent -> new HashSet<>()).add(PinnedTrust.fingerprint(sha256));
            return this;
        }

        /**
         * Pins a host to a certificate, as {@link #pin(ApiHost, String)}.
         *
         * @param host the host, with its port if it is not 443
         * @param certificate the certificate that it presents
         * @return this
         */
        public Builder pin(ApiHost host, X509Certificate certificate) {
            return pin(host, PinnedTrust.fingerprint(certificate));
        }

        /**
         * Sets the device's own TLS certificate and its private key (RFC 8705). It is presented to the endpoints and API hosts of the
         * profiles whose Client Auth Mode is {@code TLS_CLIENT_AUTH} or {@code SELF_SIGNED_TLS_CLIENT_AUTH}, if they ask for it, and to
         * nobody else. Default: none.
         *
         * @param keys a key store with the private key and its certificates
         * @param password the password of the private key; not kept
         * @return this
         * @throws IllegalArgumentException if the key cannot be read with this password
         */
        public Builder clientCertificate(KeyStore keys, char[] password) {
            settings.certificate = Trust.keys(keys, password);
            return this;
        }

        /**
         * Sets who chooses the device's own TLS certificate: for a key that does not leave its chip. See {@link
         * #clientCertificate(KeyStore, char[])}.
         *
         * @param value the key manager
         * @return this
         */
        public Builder clientCertificate(X509KeyManager value) {
            settings.certificate = value;
            return this;
        }

        /**
         * Sets how long connecting may take, for each address of a host. Default: 5 s.
         *
         * @param value the limit
         * @return this
         */
        public Builder connectTimeout(Duration value) {
            settings.connectTimeout = ClientSettings.positive(value, "connectTimeout");
            return this;
        }

        /**
         * Sets how long a server may be silent, or take nothing of what is sent. Default: 10 s.
         *
         * @param value the limit
         * @return this
         */
        public Builder readTimeout(Duration value) {
            settings.readTimeout = ClientSettings.positive(value, "readTimeout");
            return this;
        }

        /**
         * Sets how long a whole call may take, from name lookup to the reply's last byte, token work included. Default: 20 s. A
         * request can have its own: {@link ApiRequest#within}.
         *
         * @param value the limit
         * @return this
         */
        public Builder callTimeout(Duration value) {
            settings.callTimeout = ClientSettings.positive(value, "callTimeout");
            return this;
        }

        /**
         * Sets how long obtaining a token may take, for all callers who wait for it. Default: 20 s.
         *
         * @param value the limit
         * @return this
         */
        public Builder tokenTimeout(Duration value) {
            settings.tokenTimeout = ClientSettings.positive(value, "tokenTimeout");
            return this;
        }

        /**
         * Sets how large a reply may be; the rest of one that is larger is not read, and the result is as if it had been lost: {@link ApiResult.Unreachable}. Default: 1 MiB.
         *
         * @param bytes the limit in bytes
         * @return this
         */
        public Builder maxReplyBytes(int bytes) {
            settings.maxReplyBytes = ClientSettings.positive(bytes, "maxReplyBytes");
            return this;
        }

        /**
         * Sets the {@code User-Agent} of all requests; RingCentral asks for {@code App/version}. Default: {@code algo-oauth}.
         *
         * @param value the header's value
         * @return this
         */
        public Builder userAgent(String value) {
            settings.userAgent = new Header("User-Agent", value).value();
            return this;
        }

        /**
         * Sets how host names are looked up. Default: the JVM's way. A lookup that hangs does not hold a call beyond its deadline.
         *
         * @param value the resolver
         * @return this
         */
        public Builder resolver(NameResolver value) {
            settings.resolver = value;
            return this;
        }

        /**
         * Sets the wall clock, for tests. Token life does not depend on it. Default: the system's.
         *
         * @param value the clock
         * @return this
         */
        public Builder clock(Clock value) {
            settings.clock = value;
            return this;
        }

        /**
         * Sets the monotonic clock by which tokens age, for tests. Default: {@link System#nanoTime}.
         *
         * @param nanoseconds monotonic nanoseconds
         * @return this
         */
        public Builder ticker(LongSupplier nanoseconds) {
            settings.ticker = nanoseconds;
            return this;
        }

        /**
         * Sets who is told of each event: tokens obtained and lost, states, storage. Called on the thread on which it happens, on
         * several at once if need be, and by {@code build()} for profiles that are not ready from the start; must return quickly. That
         * thread may hold a profile's locks, so a listener must not itself call a method that changes, renews or revokes a profile: it
         * hands that to a thread of its own. What it throws is logged. Default: nobody; {@link OAuthClient#events} has the newest.
         *
         * @param value the listener
         * @return this
         */
        public Builder listener(Consumer<Event> value) {
            settings.listener = value;
            return this;
        }

        /**
         * Keeps refresh tokens from dying of idleness: once half of a refresh token's life is over (RingCentral's live seven days), its
         * token is renewed, though nobody presses. Only where the reply or the provider says how long a refresh token lives: {@link
         * ProfileStatus#refreshGoodFor}. One daemon thread waits for all profiles. Counts in the provider's budget. Default: off, since then
         * the client uses the network on its own account; {@link OAuthClient#renew} is there for firmware with a calendar of its own.
         *
         * @return this
         */
        public Builder keepAlive() {
            settings.keepAlive = true;
            return this;
        }

        /**
         * Lets targets and token URLs be plain http where the host is a loopback address, for servers on the same machine. Everything
         * else stays https.
         *
         * @return this
         */
        public Builder allowLoopbackHttp() {
            settings.loopbackHttp = true;
            return this;
        }

        /**
         * The client.
         *
         * @return a client; close it when the device shuts down
         * @throws IllegalStateException if an installed provider cannot be loaded, or two have one id
         * @throws java.io.UncheckedIOException if the store cannot be read
         */
        public OAuthClient build() {
            return new OAuthClient(settings);
        }
    }
}
