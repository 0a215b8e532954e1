package com.algosolutions.oauth.client;

import static java.util.Objects.requireNonNull;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Authorization;
import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.OAuthException;
import com.algosolutions.oauth.RequestSigner;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.credential.Credential;
import com.algosolutions.oauth.credential.EventLog;
import com.algosolutions.oauth.credential.GenericProvider;
import com.algosolutions.oauth.credential.ProfileEntry;
import com.algosolutions.oauth.credential.ProfileTable;
import com.algosolutions.oauth.credential.ProviderCatalog;
import com.algosolutions.oauth.endpoint.ErrorResponse;
import com.algosolutions.oauth.endpoint.Redactor;
import com.algosolutions.oauth.http.HttpOutcome;
import com.algosolutions.oauth.http.HttpsOnly;
import com.algosolutions.oauth.http.RetryAfter;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.jose.DpopProofs;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.signin.PendingTokens;
import com.algosolutions.oauth.spi.Endpoint;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.time.Deadline;
import com.algosolutions.oauth.token.AccessToken;
import com.algosolutions.oauth.token.NoToken;
import com.algosolutions.oauth.token.TokenManager;
import com.algosolutions.oauth.token.TokenResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way: profile, host, token, request, reply, in that order. Each step is reported to whoever watches; the first
 * that fails ends the call.
 */
final class ApiCall {
    private final ApiRequest request;
    private final ApiExchange sendings;
    private final ProfileTable profiles;
    private final ProviderCatalog providers;
    private final HttpsOnly httpsOnly;
    private final EventLog events;
    private final CallListener watcher;
    private final boolean retryRefused;
    private final Deadline deadline;
    private final long started = System.nanoTime();

    /**
     * A call.
     *
     * @param retryRefused whether a person asks for it, who wants to know now: then a remembered refusal is put to the test
     */
    ApiCall(
            ApiRequest request,
            ApiExchange sendings,
            ProfileTable profiles,
            ProviderCatalog providers,
            HttpsOnly httpsOnly,
            EventLog events,
            CallListener watcher,
            boolean retryRefused,
            Deadline deadline) {
        this.request = request;
        this.sendings = sendings;
        this.profiles = profiles;
        this.providers = providers;
        this.httpsOnly = httpsOnly;
        this.events = events;
        this.watcher = watcher;
        this.retryRefused = retryRefused;
        this.deadline = deadline;
    }

    ApiResult run() {
        Authorization authorization = request.authorization();
        if (authorization instanceof Authorization.OfProfile named) {
            return withProfile(named.name());
        }
        return httpsOnly.allows(request.uri()) ? withoutProfile(authorization) : unauthorized(plainHttp());
    }

    private ApiResult withoutProfile(Authorization authorization) {
        if (authorization instanceof Authorization.BySigner signed) {
            return signedBy(signed.signer());
        }
        HttpOutcome outcome = sendings.send(List.of());
        if (!sendings.waited(outcome).isZero()) {
            outcome = sendings.send(List.of());
            sendings.waited(outcome);
        }
        return result(outcome, GenericProvider.WITHOUT_PROFILE);
    }

    /** Signs for each sending, since a signature may be good for one only; a refusal that may be the clock's fault is signed anew, once. */
    private ApiResult signedBy(RequestSigner signer) {
        Instant time = sendings.time();
        boolean again = false;
        while (true) {
            List<Header> signature;
            try {
                signature = signer.sign(request, time);
            } catch (RuntimeException e) {
                return unauthorized(Failure.local(
                        Step.REQUEST,
                        Failure.Kind.CONFIGURATION,
                        "the signer failed with " + e.getClass().getName(),
                        "Mend the signer, or choose another authorization."));
            }
            HttpOutcome outcome = sendings.send(signature);
            Duration waited = sendings.waited(outcome);
            if (!waited.isZero()) {
                time = time.plus(waited);
                continue;
            }
            Instant told = again ? null : timeToSignAgain(signer, time, outcome);
            if (told == null) {
                return result(outcome, GenericProvider.WITHOUT_PROFILE);
            }
            watcher.passed(Step.REQUEST, request + " was refused and is signed again by the target's own time");
            time = told;
            again = true;
        }
    }

    private static @Nullable Instant timeToSignAgain(RequestSigner signer, Instant signed, HttpOutcome outcome) {
        if (outcome instanceof HttpOutcome.Received received
                && !received.reply().successful()) {
            HttpResponse reply = received.reply();
            Instant told = reply.header("Date").flatMap(RetryAfter::date).orElse(null);
            if (told != null
                    && signer.clockMayBeWrong(
                            reply.status(), Duration.between(signed, told).abs())) {
                return told;
            }
        }
        return null;
    }

    /** The header value that the request would carry, for those who send it themselves. */
    Secret bearer(String name) {
        ProfileEntry active = profiles.find(name);
        ApiResult obstacle = obstacle(name, active);
        if (obstacle == null && DpopProofs.requiredBy(requireNonNull(active).profile())) {
            obstacle = unauthorized(Failure.local(
                    Step.TOKEN,
                    Failure.Kind.CONFIGURATION,
                    "the profile's tokens are bound to a key (DPoP), and a header that is made beforehand is of no use",
                    "Send the request with execute(), which signs a proof for it."));
        }
        TokenResult outcome = obstacle == null ? credential(active).tokens().token(deadline) : null;
        if (outcome instanceof AccessToken token) {
            credential(active).used(token);
            return token.authorization();
        }
        throw new OAuthException(outcome instanceof NoToken none ? withoutToken(none) : requireNonNull(obstacle));
    }

    private ApiResult withProfile(String name) {
        ProfileEntry active = profiles.find(name);
        ApiResult obstacle = obstacle(name, active);
        return obstacle == null ? withToken(requireNonNull(active), credential(active)) : obstacle;
    }

    private static Credential credential(@Nullable ProfileEntry active) {
        return requireNonNull(requireNonNull(active).credential());
    }

    /** What stands between this request and a token, asked before any token is touched; null if nothing does. */
    private @Nullable ApiResult obstacle(String name, @Nullable ProfileEntry active) {
        if (!httpsOnly.allows(request.uri())) {
            return unauthorized(plainHttp());
        }
        if (active == null) {
            return unauthorized(Failure.local(
                    Step.PROFILE,
                    Failure.Kind.CONFIGURATION,
                    "there is no OAuth profile named " + name,
                    "Create it, or choose one of the list"
                            + (profiles.unreadable().isEmpty() ? "." : "; some stored profiles could not be read.")));
        }
        OAuthProfile profile = active.profile();
        if (active.credential() == null) {
            Problem missing = providers.missing(profile.providerType());
            return unauthorized(Failure.local(
                    Step.PROFILE,
                    Failure.Kind.CONFIGURATION,
                    "the profile's " + missing.label() + " " + missing.wrong(),
                    missing.cure()));
        }
        if (!httpsOnly.allows(profile.tokenUrl())) { // the store may be older than this client's settings
            return unauthorized(HttpsOnly.failure(Step.PROFILE, "the profile's " + ProfileField.TOKEN_URL.label()));
        }
        watcher.passed(Step.PROFILE, profile.toString());
        sendings.of(profile);
        Optional<Failure> wrongHost = wrongHost(profile);
        if (wrongHost.isPresent()) {
            return unauthorized(wrongHost.get());
        }
        watcher.passed(Step.HOST, ApiHost.of(request.uri()) + " is among the profile's API hosts");
        return requireNonNull(active.credential())
                .provider()
                .objection(request.method(), request.uri(), request.body().bytes())
                .map(problem -> unauthorized(Failure.local(
                        Step.REQUEST, Failure.Kind.REQUEST, problem.label() + " " + problem.wrong(), problem.cure())))
                .orElse(null);
    }

    private static Failure plainHttp() {
        return Failure.local(
                Step.HOST,
                Failure.Kind.CONFIGURATION,
                "the target is not https",
                "Use https: nothing is sent across a network in the clear.");
    }

    private Optional<Failure> wrongHost(OAuthProfile profile) {
        ApiHost host = ApiHost.of(request.uri());
        if (profile.apiHosts().contains(host)) {
            return Optional.empty();
        }
        return Optional.of(Failure.local(
                Step.HOST,
                Failure.Kind.CONFIGURATION,
                "profile " + profile.name() + " may not send its token to " + host,
                "Correct the target, or add the host to the profile's API Hosts (now: "
                        + profile.display(ProfileField.API_HOSTS) + ")."));
    }

    /** A 401 that condemns the token is answered by one renewal and one more request; a second one stands. */
    private ApiResult withToken(ProfileEntry active, Credential credential) {
        TokenManager tokens = credential.tokens();
        if (retryRefused) {
            tokens.allowRetry();
        }
        TokenResult outcome = tokens.token(deadline);
        for (boolean again = false; ; again = true) {
            if (outcome instanceof NoToken none) {
                return withoutToken(PendingTokens.told(active, none));
            }
            AccessToken token = (AccessToken) outcome;
            watcher.passed(Step.TOKEN, token.origin());
            ApiResult result = result(sendings.send(token, credential.provider()), credential.provider());
            Failure failure = result.failure().orElse(null);
            if (failure == null || !failure.kind().rejectsToken()) {
                if (failure != null
                        && failure.said()
                                .filter(said -> said.error().equals(ErrorResponse.SCOPE_MISSING))
                                .isPresent()) {
                    events.add(active.profile().name(), Event.Kind.SCOPE_MISSING, failure.toString());
                }
                credential.used(token);
                return result;
            }
            events.add(active.profile().name(), Event.Kind.TOKEN_REJECTED, failure.toString());
            if (again) { // A token that new is not to blame: kept, so that the next press too renews once and not
                // twice.
                return result;
            }
            tokens.reject(token);
            outcome = tokens.token(deadline);
        }
    }

    private ApiResult withoutToken(NoToken none) {
        watcher.failed(none.failure());
        return none.unreachable()
                ? new ApiResult.Unreachable(request.toString(), elapsed(), none.failure(), false)
                : new ApiResult.Unauthorized(request.toString(), elapsed(), none.failure());
    }

    private ApiResult result(HttpOutcome outcome, OAuthProvider provider) {
        if (outcome instanceof HttpOutcome.NoResponse none) {
            Failure failure = none.trouble()
                    .failure(Step.REQUEST, "no reply from " + request.uri().getHost());
            watcher.failed(failure);
            return new ApiResult.Unreachable(request.toString(), elapsed(), failure, none.mayHaveBeenSent());
        }
        Redactor redactor = sendings.redactor();
        HttpResponse reply = ((HttpOutcome.Received) outcome).reply().maskedBy(redactor::mask);
        watcher.passed(Step.REQUEST, request + " with " + request.body());
        if (reply.successful() && !ErrorResponse.marked(provider, reply)) {
            Optional<String> requestId =
                    ErrorResponse.requestId(provider, reply).map(redactor::clean);
            watcher.passed(
                    Step.REPLY,
                    reply + requestId.map(id -> ", request id " + id).orElse(""));
            return new ApiResult.Delivered(request.toString(), elapsed(), reply, requestId);
        }
        Failure failure = new ErrorResponse(Endpoint.API, provider, reply).failure(Step.REPLY, redactor);
        watcher.failed(failure);
        return new ApiResult.Rejected(request.toString(), elapsed(), reply, failure);
    }

    private ApiResult unauthorized(Failure failure) {
        watcher.failed(failure);
        return new ApiResult.Unauthorized(request.toString(), elapsed(), failure);
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - started);
    }
}
