package com.algosolutions.oauth.client;

import static java.util.Objects.requireNonNull;

import com.algosolutions.oauth.ApiClient;
import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.DiscoveryResult;
import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.OAuthException;
import com.algosolutions.oauth.OAuthTestRequest;
import com.algosolutions.oauth.OAuthTestResult;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.ProviderInfo;
import com.algosolutions.oauth.RevocationResult;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.credential.ContractStore;
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
import com.algosolutions.oauth.endpoint.BackChannel;
import com.algosolutions.oauth.endpoint.MetadataEndpoint;
import com.algosolutions.oauth.endpoint.RateLimiters;
import com.algosolutions.oauth.endpoint.RetryBudget;
import com.algosolutions.oauth.http.HttpTransport;
import com.algosolutions.oauth.http.HttpsOnly;
import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.jose.DpopProofs;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.time.Deadline;
import com.algosolutions.oauth.time.TrustedClock;
import com.algosolutions.oauth.time.Workers;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Sends requests to APIs with the tokens of OAuth profiles. One client serves a whole device. Thread-safe.
 *
 * <pre>{@code
 * try (OAuthClient client = OAuthClient.builder().store(store).build()) {
 *     if (client.profiles().find("Front desk").isEmpty()) {
 *         client.profiles().create(client.draft("Front desk", "RINGCENTRAL")
 *                 .clientId(id).clientSecret(Secret.of(secret)).jwtAssertion(Secret.of(jwt))
 *                 .build());
 *     }
 *     ApiResult result = client.post("Front desk", uri, Body.json("{\"text\":\"Hello\"}"));
 *     if (!result.delivered()) {
 *         screen.show(result.toString()); // what happened, and what the operator can do
 *     }
 * }
 * }</pre>
 *
 * <p>A call blocks and ends by its deadline. Whatever the network and the servers do, {@link #execute} returns an {@link ApiResult}. The
 * client never repeats a request that a server may have executed. It repeats a request that the server certainly did not execute, once:
 * after a 401 that rejects the access token, with a new token; after a 401 that requires another DPoP proof (RFC 9449 section 9); and
 * after a 429 whose {@code Retry-After} ends within the call's deadline.
 *
 * @since 0.1.0
 */
public final class OAuthClient implements ApiClient, AutoCloseable {
    private final Duration callTimeout;
    private final Duration tokenTimeout;
    private final HttpsOnly httpsOnly;
    private final ProviderCatalog providers;
    private final EventLog events;
    private final Workers workers;
    private final BackChannel channel;
    private final Credentials credentials;
    private final ProfileTable table;
    private final ProfileForms forms;
    private final Profiles profiles;
    private final SignIns signIns;
    private final HandedOut handedOut = new HandedOut();
    private final Lifecycle life = new Lifecycle();

    private OAuthClient(ClientSettings settings) {
        callTimeout = settings.callTimeout;
        tokenTimeout = settings.tokenTimeout;

        // time, store
        workers = new Workers(settings.later);
        TrustedClock clock = new TrustedClock(settings.clock, settings.ticker);
        RecordStore store = ContractStore.of(settings.store);

        // http, jose, endpoint
        httpsOnly = new HttpsOnly(settings.loopbackHttp, Set.copyOf(settings.plainHttp));
        channel = new BackChannel(
                new HttpTransport(settings.http(), clock),
                clock,
                new DpopProofs(clock),
                settings.profilesInMemory == 0
                        ? new RateLimiters(store, settings.ticker)
                        : RateLimiters.inMemory(settings.profilesInMemory, store, settings.ticker),
                new RetryBudget(settings.pause),
                httpsOnly);

        // credential
        providers = new ProviderCatalog(settings.providers);
        events = new EventLog(settings.clock, settings.processName, settings.listener);
        boolean keepAlive = settings.keepRefreshTokensAlive && settings.profilesInMemory == 0; // else KeepAliveRounds
        RenewalPolicy policy =
                new RenewalPolicy(tokenTimeout, Jitter.of(store), keepAlive, settings.profilesInMemory > 0);
        Revocations revocations = new Revocations(store, providers, channel, workers, events, tokenTimeout);
        credentials = new Credentials(
                settings.profilesInMemory, store, providers, channel, workers, policy, revocations, events);
        table = new ProfileTable(settings.profilesInMemory, store, credentials, revocations);

        // client, with signin below it
        boolean hasCertificate = channel.transport().hasCertificate();
        ProfileChecks checks = new ProfileChecks(providers, httpsOnly, hasCertificate, clock);
        table.onDeletion(deleted -> handedOut.clear());
        forms = new ProfileForms(providers, httpsOnly, hasCertificate);
        profiles = new Profiles(table, checks, revocations, events, life, tokenTimeout);
        signIns = new SignIns(
                profiles,
                store,
                providers,
                revocations,
                channel,
                workers,
                events,
                life,
                tokenTimeout,
                settings.pollingProcess());
        table.start(workers.workerTimer(), settings.keepRefreshTokensAlive);
    }

    /** {@return a builder with the default settings} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return the profiles of this client} */
    public Profiles profiles() {
        return profiles;
    }

    /** {@return the sign-ins of this client's profiles: the form's <em>Start Authorization</em>} */
    public SignIns signIns() {
        return signIns;
    }

    /** {@return the installed providers by id, which a form offers as provider types} */
    public List<ProviderInfo> providers() {
        return providers.all().stream().map(InstalledProvider::of).toList();
    }

    /**
     * Returns an empty form of a provider type, with the provider's preset filled in.
     *
     * @param name the new profile's name
     * @param providerType the id of an installed provider, such as {@code RINGCENTRAL}
     * @return the form, to be completed and built
     * @throws InvalidInputException if no such provider is installed
     */
    public ProfileForm draft(String name, String providerType) {
        return forms.draft(name, providerType);
    }

    /**
     * Returns the form that a JSON document describes. The document's provider type is applied first, so its preset is filled in.
     *
     * @param json a JSON object of property names, among them {@code providerType}; see {@code docs/profile.md}
     * @return the form, to be completed with its secrets if the document has none, and built
     * @throws InvalidInputException if the text is not a JSON object, or no such provider is installed
     */
    public ProfileForm draft(String json) {
        return forms.draft(json);
    }

    /**
     * Returns the form of a stored profile, to be changed, built, and passed to {@link Profiles#update}.
     *
     * @param profile the profile
     * @return the form
     * @throws InvalidInputException if its provider is not installed
     */
    public ProfileForm edit(OAuthProfile profile) {
        return forms.edit(profile);
    }

    /**
     * Requests an issuer's metadata: RFC 8414, or else OpenID Connect Discovery 1.0. Changes nothing; {@link ProfileForm#fillFrom} fills the
     * metadata into a form. Sends one or two requests to the issuer, within the client's {@code tokenTimeout}. A profile that was filled in
     * does not need the issuer afterwards.
     *
     * @param issuer the issuer identifier, exactly as the server writes it: https, without query and fragment
     * @return the metadata, or the failure
     */
    public DiscoveryResult discover(URI issuer) {
        requireNonNull(issuer, "issuer");
        return life.ended(Step.DISCOVERY)
                .map(DiscoveredMetadata::failed)
                .orElseGet(() ->
                        DiscoveredMetadata.of(new MetadataEndpoint(issuer, channel).ask(Deadline.after(tokenTimeout))));
    }

    /**
     * Sends a request. Blocks until the call's deadline at most: {@link ApiRequest#timeout(Duration)}, or else the client's {@code
     * callTimeout}.
     *
     * @param request the request
     * @return the result; a failure is a result too
     */
    @Override
    public ApiResult execute(ApiRequest request) {
        return run(request, CallListener.NONE, false);
    }

    private ApiResult run(ApiRequest request, CallListener listener, boolean retryRefused) {
        return life.ended(Step.REQUEST)
                .map(closed -> {
                    listener.failed(closed);
                    return ApiCall.unsent(request, closed);
                })
                .orElseGet(() -> call(request, listener, retryRefused).run());
    }

    @Override
    public boolean usesPlainHttp(ApiHost host) {
        return httpsOnly.plainHttp(requireNonNull(host, "host"));
    }

    @Override
    public Optional<Failure> obstacle(ApiRequest request) {
        return call(requireNonNull(request, "request"), CallListener.NONE, false)
                .obstacle();
    }

    private ApiCall call(ApiRequest request, CallListener listener, boolean retryRefused) {
        Deadline deadline = Deadline.after(request.timeout().orElse(callTimeout));
        ApiExchange exchange = new ApiExchange(
                request, channel.transport(), channel.clock(), channel.proofs(), channel.retries(), listener, deadline);
        return new ApiCall(request, exchange, table, providers, httpsOnly, events, listener, retryRefused);
    }

    /**
     * Runs the <em>OAuth test</em>: posts to the target with the profile's token and reports each step. Requests a token even if
     * the client backs off after an earlier failure.
     *
     * @param form the filled-in test form
     * @return the report, with the failure if a step failed
     */
    public OAuthTestResult test(OAuthTestRequest form) {
        return new OAuthTestRun(form).run(table, (request, listener) -> run(request, listener, true));
    }

    /**
     * Returns a token for an application that sends requests with another HTTP client. Fails for a profile whose Access Token Type is DPOP:
     * each of its requests needs a new proof (RFC 9449), which {@link #execute} makes. A token of a profile whose Access Token Type is MTLS is
     * valid only on a connection with the device's certificate (RFC 8705), which the application's HTTP client must present. Blocks until the client's {@code callTimeout} at most.
     *
     * <p>Call this for each request, and do not keep the token: while it is valid, that costs no request. {@link BearerToken#expiresIn} says how
     * long its header may be sent. If the API answers 401, call {@link #invalidate}, request a token again, and repeat the request once. {@code
     * docs/own-http-client.md} has recipes for OkHttp and {@code java.net.http}.
     *
     * @param profile the profile's name
     * @param target the URL to which the application will send it; must be on one of the profile's API hosts
     * @return the token
     * @throws OAuthException if there is no token for this target; its result says why
     */
    public BearerToken bearerToken(String profile, URI target) {
        Optional<Failure> closed = life.ended(Step.TOKEN);
        ProfileEntry entry = table.find(requireNonNull(profile, "profile"));
        BearerToken last = handedOut.find(entry, requireNonNull(target, "target"));
        if (last != null && closed.isEmpty()) {
            return last;
        }
        ApiRequest request = ApiRequest.get(target);
        if (closed.isPresent()) {
            throw ApiCall.noToken(profile, request, ApiCall.unsent(request, closed.get()));
        }
        return handedOut.add(call(request, CallListener.NONE, false).bearerToken(profile, channel.clock()::ticks));
    }

    /**
     * Drops a token that an API has rejected with 401 as invalid (RFC 6750 section 3.1). Drops exactly this token: a newer one stays, so any
     * number of callers that report the same token cause one renewal. Sends nothing; the next call of the profile renews, within the
     * provider's rate limit.
     *
     * @param token the rejected token, from {@link #bearerToken}
     */
    public void invalidate(BearerToken token) {
        if (token.drop()) {
            events.add(
                    token.profile(),
                    Event.Kind.TOKEN_REJECTED,
                    "the application reported that an API rejects the access token");
        }
    }

    /**
     * Renews a profile's token now, even if it is valid: for firmware that looks for a failure before an operator presses a button, or that
     * keeps an unused refresh token from expiring ({@link Builder#keepRefreshTokensAlive} does that automatically). Counts against the provider's rate
     * limit. Blocks for the client's {@code tokenTimeout} at most. After a 401, {@link #invalidate} is the right call: it renews once for all
     * threads.
     *
     * @param profile the profile's name
     * @return the profile's status afterwards, with the failure if the renewal failed; of a closed client, the status as it is, with the failure
     *     that says so
     * @throws java.io.UncheckedIOException if the profile cannot be read now, which can happen only with {@link Builder#profilesInMemory}
     */
    public ProfileStatus renew(String profile) {
        Optional<Failure> closed = life.ended(Step.TOKEN);
        if (closed.isPresent()) {
            return snapshot(profile).withFailure(closed.get());
        }
        ProfileEntry entry = table.get(profile);
        Credential credential = entry == null ? null : entry.credential();
        if (credential != null) {
            credential.tokens().renew(Deadline.after(tokenTimeout));
        }
        return status(profile);
    }

    /**
     * Revokes a profile's tokens at the provider (RFC 7009) and deletes them here. The profile remains, in the state {@link
     * ProfileStatus.State#REVOKED}; the client requests no tokens for it until an operator reactivates it by <em>Update Profile</em> or
     * <em>Start Authorization</em>. Profiles with the same credential share its tokens, so they are revoked too. Counts against the
     * provider's rate limit, and ends within the client's {@code tokenTimeout}. If a renewal in progress does not end in time, or the store
     * cannot lock, nothing changes, and the result says so.
     *
     * @param profile the profile's name
     * @return whether the provider has revoked the tokens
     * @throws java.io.UncheckedIOException if the profile cannot be read now, which can happen only with {@link Builder#profilesInMemory}
     */
    public RevocationResult revoke(String profile) {
        Optional<Failure> closed = life.ended(Step.PROFILE);
        if (closed.isPresent()) {
            return RevocationReport.failed(closed.get());
        }
        ProfileEntry entry = table.get(profile);
        Credential credential = entry == null ? null : entry.credential();
        if (entry == null || credential == null) {
            return RevocationReport.failed(Failure.of(
                    Step.PROFILE,
                    Failure.Kind.CONFIGURATION,
                    "there is no OAuth profile named " + profile + ", or its provider is not installed",
                    "Check the profile's name, and the installed providers."));
        }
        handedOut.clear();
        return credential.revoke(entry.profile(), Deadline.after(tokenTimeout));
    }

    /**
     * Returns a profile's status. Sends no request.
     *
     * @param profile the profile's name
     * @return its status; {@link ProfileStatus.State#NOT_CONFIGURED} if there is no such profile
     * @throws java.io.UncheckedIOException if the profile cannot be read now, which can happen only with {@link Builder#profilesInMemory}
     */
    public ProfileStatus status(String profile) {
        return snapshot(profile);
    }

    private StatusSnapshot snapshot(String profile) {
        ProfileEntry entry = table.get(profile);
        Credential credential = entry == null ? null : entry.credential();
        return entry == null || credential == null
                ? StatusSnapshot.notConfigured()
                : signIns.status(entry, credential.status());
    }

    /** {@return the newest events of this client, at most 200, in the order in which they happened} */
    public List<Event> events() {
        return events.list();
    }

    /** {@return how many calls wait now for a token that is being obtained, of all profiles; a call with a valid token does not wait} */
    public int waitingCallers() {
        return credentials.waitingCallers();
    }

    /**
     * Returns how many token requests the client may send now, for the app that has the fewest left: what the provider's rate limit still admits,
     * and 0 while the client backs off because a server has asked for that. Requests of another process are counted when this process sends its
     * next one for the same app. Does not wait for the store.
     *
     * @return the number; empty if no provider of a profile in use declares a rate limit, and no server has asked for a back-off
     */
    public OptionalInt tokenRequestsLeft() {
        return channel.limiters().fewestLeft();
    }

    /**
     * Closes the client: closes idle connections, starts no more renewals, and saves tokens not yet stored. Calls in progress end by their
     * deadlines; one that needs a new token gets the failure {@code the client is closed}. Does not wait for the network, nor for the
     * listener: its call in progress continues, and it is not called again. {@link #events} still returns the events that it did not get.
     * Closing it again does nothing.
     *
     * <p>A closed client sends nothing and changes nothing. Methods that return a failure return {@code the client is closed}, of the kind
     * {@link Failure.Kind#UNAVAILABLE}: {@link #execute} and {@link #test} with the outcome {@link ApiResult.Outcome#UNREACHABLE}, {@link
     * #renew}, {@link #revoke}, {@link #discover}, {@link SignIns#start} and {@link SignIns#handleCallback}. {@link #bearerToken} throws
     * {@link OAuthException} with that failure. {@link Profiles#create}, {@code update}, {@code delete} and {@code discard}, {@link
     * SignIns#save} and {@code cancel} throw {@link IllegalStateException}. Methods that only read, and {@link #invalidate}, continue to work.
     */
    @Override
    public void close() {
        life.close();
        events.close();
        signIns.close();
        workers.close();
        credentials.close();
        channel.transport().close();
    }

    /** The settings of a client, each with a default. Not thread-safe. */
    public static final class Builder extends ClientSetters {
        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * Builds the client and reads the stored profiles. A record that cannot be read does not keep the other profiles from being used: see {@link
         * Profiles#loadProblems}.
         *
         * @return a client; close it when the device shuts down
         * @throws IllegalStateException if an installed provider cannot be loaded, or two have the same id
         * @throws java.io.UncheckedIOException if the store cannot be read, or has records and none of them can be used: the key is missing or
         *     wrong, for example. The message names records and fix. A record without which the client is to start is deleted with {@link
         *     RecordStore#delete}
         */
        public OAuthClient build() {
            OAuthClient client = new OAuthClient(settings);
            client.events.open(); // now the listener may use the client
            return client;
        }
    }
}
