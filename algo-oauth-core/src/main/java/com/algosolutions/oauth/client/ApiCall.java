package com.algosolutions.oauth.client;

import static java.util.Objects.requireNonNull;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.ApiResult;
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
import com.algosolutions.oauth.credential.StoreFailure;
import com.algosolutions.oauth.endpoint.ErrorResponse;
import com.algosolutions.oauth.endpoint.Redactor;
import com.algosolutions.oauth.http.HttpOutcome;
import com.algosolutions.oauth.http.HttpsOnly;
import com.algosolutions.oauth.http.RetryAfter;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.jose.DpopProofs;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.signin.PendingTokens;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.spi.OutgoingRequest;
import com.algosolutions.oauth.time.Uninterruptibly;
import com.algosolutions.oauth.token.AccessToken;
import com.algosolutions.oauth.token.NoToken;
import com.algosolutions.oauth.token.TokenManager;
import com.algosolutions.oauth.token.TokenResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One call, step by step: profile, host, token, request, response. Each step is reported to the listener; the first that fails ends the
 * call. For one thread.
 */
final class ApiCall {
    private final ApiRequest request;
    private final ApiExchange exchange;
    private final ProfileTable profiles;
    private final ProviderCatalog providers;
    private final HttpsOnly httpsOnly;
    private final EventLog events;
    private final CallListener listener;
    private final boolean retryRefused;
    private final long started = System.nanoTime();

    /**
     * A call.
     *
     * @param retryRefused whether to request a token although a rejection is remembered (the OAuth test does)
     */
    ApiCall(
            ApiRequest request,
            ApiExchange exchange,
            ProfileTable profiles,
            ProviderCatalog providers,
            HttpsOnly httpsOnly,
            EventLog events,
            CallListener listener,
            boolean retryRefused) {
        this.request = request;
        this.exchange = exchange;
        this.profiles = profiles;
        this.providers = providers;
        this.httpsOnly = httpsOnly;
        this.events = events;
        this.listener = listener;
        this.retryRefused = retryRefused;
    }

    /** The result of a request that no call was made for. */
    static ApiResult unsent(ApiRequest request, Failure why) {
        return ApiResult.builder(request, ApiResult.Outcome.UNREACHABLE)
                .failure(why)
                .build();
    }

    ApiResult run() {
        String name = request.profile().orElse(null);
        if (name != null) {
            return withProfile(name);
        }
        Optional<Failure> inTheClear = inTheClear();
        if (inTheClear.isPresent()) {
            return noCredential(inTheClear.get());
        }
        RequestSigner signer = request.signer().orElse(null);
        return signer == null ? withoutCredentials() : signedBy(signer);
    }

    /** What would keep the request from being sent now, as far as that is known without a request to a server. */
    Optional<Failure> obstacle() {
        String name = request.profile().orElse(null);
        if (name == null) {
            return inTheClear();
        }
        ProfileEntry entry = profiles.find(name);
        ApiResult obstacle = obstacle(name, entry);
        return obstacle != null
                ? obstacle.failure()
                : credential(entry).status().failure().filter(why -> !why.temporary());
    }

    /** Why a request without a profile may not go to its target by plain http. */
    private Optional<Failure> inTheClear() {
        RequestSigner signer = request.signer().orElse(null);
        try {
            return httpsOnly.allows(request.uri())
                            || (signer != null && httpsOnly.plainHttp(request.uri()) && signer.keepsSecret())
                    ? Optional.empty()
                    : Optional.of(httpsOnly.refusal(
                            request.uri(),
                            signer == null ? "an unsigned request" : "the password or other credential"));
        } catch (Throwable e) {
            return Optional.of(signerFailed(e));
        }
    }

    private ApiResult withoutCredentials() {
        HttpOutcome outcome = exchange.send(List.of());
        if (!exchange.waited(outcome).isZero()) {
            outcome = exchange.send(List.of());
            exchange.waited(outcome);
        }
        return result(outcome, GenericProvider.WITHOUT_PROFILE);
    }

    /**
     * Signs each attempt anew, since a signature may be valid only once. If the target may have rejected the signed time, signs once more
     * with the time of its {@code Date} header.
     */
    private ApiResult signedBy(RequestSigner signer) {
        exchange.of(signer);
        Instant time = exchange.signingTime();
        boolean corrected = false;
        while (true) {
            List<Header> signature;
            try {
                signature = List.copyOf(signer.sign(request, time));
            } catch (Throwable e) {
                return noCredential(signerFailed(e));
            }
            HttpOutcome outcome = exchange.sendSigned(signature, time);
            Duration waited = exchange.waited(outcome);
            if (!waited.isZero()) {
                time = time.plus(waited);
                continue;
            }
            Instant targetTime = corrected ? null : timeToSignAgain(signer, time, outcome);
            if (targetTime == null) {
                return result(outcome, GenericProvider.WITHOUT_PROFILE);
            }
            listener.passed(Step.REQUEST, request + " was refused and is signed again with the target's time");
            time = targetTime;
            corrected = true;
        }
    }

    private static Failure signerFailed(Throwable e) {
        return Failure.of(
                Step.REQUEST,
                Failure.Kind.CONFIGURATION,
                "the signer failed with " + Uninterruptibly.caught(e),
                "Correct the signer, or choose another authorization.");
    }

    /** The target's time, if the signer says that a wrong time may be the reason for the rejection; null otherwise. */
    private @Nullable Instant timeToSignAgain(RequestSigner signer, Instant signed, HttpOutcome outcome) {
        if (outcome instanceof HttpOutcome.Received received
                && !received.reply().successful()) {
            HttpResponse response = received.reply();
            Instant targetTime =
                    response.header("Date").flatMap(RetryAfter::date).orElse(null);
            Duration off = targetTime == null
                    ? Duration.ZERO
                    : Duration.between(signed, targetTime).abs();
            return targetTime != null
                            && exchange.maySign(targetTime)
                            && ApiResponse.ofSigner(false, () -> signer.clockMayBeWrong(response.status(), off))
                    ? targetTime
                    : null;
        }
        return null;
    }

    /** A token for an application that sends the request itself. */
    BearerToken bearerToken(String name, LongSupplier ticker) {
        ProfileEntry entry = profiles.find(name);
        ApiResult obstacle = obstacle(name, entry);
        if (obstacle == null && DpopProofs.requiredBy(requireNonNull(entry).profile())) {
            obstacle = noCredential(Failure.of(
                    Step.TOKEN,
                    Failure.Kind.CONFIGURATION,
                    "the profile's tokens are bound to a key (DPoP), so a header made in advance is not valid",
                    "Send the request with execute(), which signs a DPoP proof for it."));
        }
        TokenResult outcome =
                obstacle == null ? exchange.token(credential(entry).tokens(), true) : null;
        if (outcome instanceof AccessToken token) {
            credential(entry).used(token);
            return new BearerToken(
                    requireNonNull(entry).profile(),
                    request.uri(),
                    credential(entry).tokens(),
                    token,
                    ticker);
        }
        ApiResult without = outcome instanceof NoToken none ? withoutToken(none) : requireNonNull(obstacle);
        throw noToken(name, request, without);
    }

    /** Why there is no token for an application's own request, which was not sent by this client. */
    static OAuthException noToken(String profile, ApiRequest request, ApiResult result) {
        return new OAuthException(
                "no token of profile " + profile + " for " + request.host() + ": "
                        + result.failure().orElseThrow(),
                result);
    }

    private ApiResult withProfile(String name) {
        ProfileEntry entry = profiles.find(name);
        ApiResult obstacle = obstacle(name, entry);
        return obstacle == null ? withToken(requireNonNull(entry), credential(entry)) : obstacle;
    }

    private static Credential credential(@Nullable ProfileEntry entry) {
        return requireNonNull(requireNonNull(entry).credential());
    }

    static Failure notRead(String profile, StoreFailure why) {
        return Failure.of(
                Step.STORAGE,
                Failure.Kind.UNAVAILABLE,
                "the storage cannot read the profile " + profile + ": " + why.reason(),
                why.advice());
    }

    private Failure noProfile(String name) {
        StoreFailure failed = profiles.whyNotFound(name).orElse(null);
        if (failed != null) {
            return notRead(name, failed);
        }
        Optional<String> unreadable = profiles.unreadable().thatMayHave(name);
        String none = "there is no OAuth profile named " + name;
        return Failure.of(
                Step.PROFILE,
                Failure.Kind.CONFIGURATION,
                unreadable
                        .map(id -> none + "; record " + id + ", which cannot be read, may have it")
                        .orElse(none),
                unreadable.isPresent()
                        ? "Restore that record from a backup, or delete it and create the profile again."
                        : "Create it, or choose one from the list.");
    }

    /** Why no token may be used for this request; null if one may. Checked before any token is touched. */
    private @Nullable ApiResult obstacle(String name, @Nullable ProfileEntry entry) {
        if (!httpsOnly.allows(request.uri())) {
            return noCredential(httpsOnly.refusal(request.uri(), "the Bearer token"));
        }
        if (entry == null) {
            return noCredential(noProfile(name));
        }
        OAuthProfile profile = entry.profile();
        if (entry.credential() == null) {
            Problem missing = providers.missing(profile.providerType());
            return noCredential(Failure.of(
                    Step.PROFILE,
                    Failure.Kind.CONFIGURATION,
                    "the profile's " + missing.label() + " " + missing.message(),
                    missing.advice()));
        }
        if (!httpsOnly.allows(profile.tokenUrl())) { // stored when the client allowed loopback http
            return noCredential(HttpsOnly.failure(Step.PROFILE, "the profile's " + ProfileField.TOKEN_URL.label()));
        }
        if (listener.listens()) {
            listener.passed(Step.PROFILE, profile.toString());
        }
        exchange.of(profile, credential(entry)::secrets);
        Optional<Failure> wrongHost = wrongHost(profile);
        if (wrongHost.isPresent()) {
            return noCredential(wrongHost.get());
        }
        if (listener.listens()) {
            listener.passed(Step.HOST, exchange.target() + " is among the profile's API hosts");
        }
        OAuthProvider provider = requireNonNull(entry.credential()).provider();
        Problem problem = ErrorResponse.problem(provider, OutgoingRequest.of(request));
        String why = problem == null ? "" : problem.label() + " " + problem.message();
        return problem == null ? null : invalid(Failure.of(Step.REQUEST, Failure.Kind.REQUEST, why, problem.advice()));
    }

    private Optional<Failure> wrongHost(OAuthProfile profile) {
        ApiHost host = exchange.target();
        if (profile.apiHosts().contains(host)) {
            return Optional.empty();
        }
        return Optional.of(Failure.of(
                Step.HOST,
                Failure.Kind.CONFIGURATION,
                "profile " + profile.name() + " may not send its token to " + host,
                "Correct the target, or add the host to the profile's API Hosts (now: "
                        + profile.display(ProfileField.API_HOSTS) + ")."));
    }

    /** After a 401 that rejects the token, renews the token and sends the request once more. A second such 401 is the result. */
    private ApiResult withToken(ProfileEntry entry, Credential credential) {
        TokenManager tokens = credential.tokens();
        if (retryRefused) {
            tokens.allowRetry();
        }
        TokenResult outcome = exchange.token(tokens, false);
        for (boolean renewed = false; ; renewed = true) {
            if (outcome instanceof NoToken none) {
                return withoutToken(PendingTokens.advisingToSave(entry, none));
            }
            AccessToken token = (AccessToken) outcome;
            listener.passed(Step.TOKEN, token.origin());
            HttpOutcome sent = exchange.send(token, credential.provider());
            if (sent instanceof HttpOutcome.Received received && received.bodyLost() != null) {
                events.add(entry.profile().name(), Event.Kind.BODY_LOST, request + " answered " + received);
            }
            ApiResult result = result(sent, credential.provider());
            Failure failure = result.failure().orElse(null);
            if (failure == null || !failure.kind().rejectsToken()) {
                if (failure != null
                        && failure.serverError()
                                .flatMap(Failure.ServerError::error)
                                .filter(ErrorResponse.SCOPE_MISSING::equals)
                                .isPresent()) {
                    events.add(entry.profile().name(), Event.Kind.SCOPE_MISSING, failure.toString());
                }
                credential.used(token);
                return result;
            }
            events.add(entry.profile().name(), Event.Kind.TOKEN_REJECTED, failure.toString());
            if (renewed) { // Rejecting the new token, which is not the cause, would make the next call renew twice.
                return result;
            }
            tokens.reject(token);
            outcome = exchange.token(tokens, false);
        }
    }

    private ApiResult withoutToken(NoToken none) {
        listener.failed(none.failure());
        return notSent(
                none.unreachable() ? ApiResult.Outcome.UNREACHABLE : ApiResult.Outcome.NO_CREDENTIAL, none.failure());
    }

    private ApiResult result(HttpOutcome outcome, OAuthProvider provider) {
        if (outcome instanceof HttpOutcome.NoResponse none) {
            return withoutResponse(none).build();
        }
        HttpOutcome.Received received = (HttpOutcome.Received) outcome;
        Redactor redactor = exchange.redactor();
        HttpResponse reply = received.reply();
        HttpResponse response = reply.maskedBy(redactor.with(() -> ErrorResponse.secrets(reply))::mask);
        if (listener.listens()) {
            listener.passed(Step.REQUEST, request + " with " + request.body());
        }
        ApiResponse answer = new ApiResponse(request, provider, response, redactor);
        if (answer.needsBody() && outcome.withBody() instanceof HttpOutcome.NoResponse none) {
            return withoutResponse(none).response(response).build();
        }
        Failure failure = answer.failure().orElse(null);
        if (failure == null) {
            Optional<String> requestId =
                    ErrorResponse.requestId(provider, response).map(redactor::clean);
            if (listener.listens()) {
                listener.passed(
                        Step.REPLY,
                        received + requestId.map(id -> ", request id " + id).orElse(""));
            }
            ApiResult.Builder delivered = result(ApiResult.Outcome.DELIVERED).response(response);
            return requestId.map(delivered::requestId).orElse(delivered).build();
        }
        listener.failed(failure);
        return result(answer.outcome(failure))
                .response(response)
                .failure(failure)
                .build();
    }

    private ApiResult.Builder withoutResponse(HttpOutcome.NoResponse none) {
        Failure missing =
                none.failure(Step.REQUEST, "no reply from " + exchange.target().host());
        Failure failure = none.mayHaveBeenSent() ? ApiResponse.unconfirmed(missing) : missing;
        listener.failed(failure);
        return result(none.mayHaveBeenSent() ? ApiResult.Outcome.UNCONFIRMED : ApiResult.Outcome.UNREACHABLE)
                .failure(failure);
    }

    private ApiResult invalid(Failure failure) {
        listener.failed(failure);
        return notSent(ApiResult.Outcome.INVALID, failure);
    }

    private ApiResult noCredential(Failure failure) {
        listener.failed(failure);
        return notSent(ApiResult.Outcome.NO_CREDENTIAL, failure);
    }

    private ApiResult notSent(ApiResult.Outcome outcome, Failure failure) {
        return result(outcome).failure(failure).build();
    }

    private ApiResult.Builder result(ApiResult.Outcome outcome) {
        return ApiResult.builder(request, outcome).elapsed(elapsed());
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - started);
    }
}
