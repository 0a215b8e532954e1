package com.algosolutions.oauth;

import static java.util.Objects.requireNonNull;

import com.algosolutions.oauth.json.Problem;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.Secret;
import com.algosolutions.oauth.spi.Consequence;
import com.algosolutions.oauth.spi.Endpoint;
import com.algosolutions.oauth.spi.OAuthProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way: profile, host, token, request, reply, in that order. Each step is reported to whoever watches; the first
 * that fails ends the call.
 */
final class ApiCall {
    /** Headers whose values are no credential. */
    private static final Set<String> OPEN_HEADERS = Set.of(
            "accept", "accept-language", "content-md5", "content-type", "date", "if-match", "if-none-match", "prefer");

    private final ApiRequest request;
    private final Engine engine;
    private final Profiles profiles;
    private final CallWatcher watcher;
    private final boolean insists;
    private final Deadline deadline;
    private final long started = System.nanoTime();
    /** The profile's and the tokens that were sent, a condemned one too: not to be printed if a server says them back. */
    private final List<Secret> secrets = new ArrayList<>();

    /**
     * A call.
     *
     * @param insists whether a person asks for it, who wants to know now: then a remembered refusal is put to the test
     */
    ApiCall(ApiRequest request, Engine engine, Profiles profiles, CallWatcher watcher, boolean insists) {
        this.request = request;
        this.engine = engine;
        this.profiles = profiles;
        this.watcher = watcher;
        this.insists = insists;
        this.deadline = Deadline.after(request.timeout().orElse(engine.callTimeout()));
    }

    ApiResult run() {
        Authorization authorization = request.authorization();
        if (authorization instanceof Authorization.OfProfile named) {
            return withProfile(named.name());
        }
        return engine.allowed(request.uri()) ? withoutProfile(authorization) : unauthorized(plainHttp());
    }

    private ApiResult withoutProfile(Authorization authorization) {
        List<Header> headers = new ArrayList<>(request.headers());
        if (authorization instanceof Authorization.BySigner signed) {
            try {
                for (Header made : signed.signer()
                        .sign(request, engine.deviceClock().now(request.uri().getHost()))) {
                    headers.removeIf(own -> own.name().equalsIgnoreCase(made.name()));
                    headers.add(made);
                }
            } catch (RuntimeException e) {
                return unauthorized(Failure.local(
                        Step.REQUEST,
                        Consequence.CONFIGURATION,
                        "the signer failed with " + e.getClass().getName(),
                        "Mend the signer, or choose another authorization."));
            }
        }
        // A signature may be good for one sending only, so this one is not repeated.
        return result(send(headers), GenericProvider.WITHOUT_PROFILE, redactor(headers));
    }

    /** The header value that the request would carry, for those who send it themselves. */
    Secret bearer(String name) {
        ActiveProfile active = profiles.find(name);
        ApiResult obstacle = obstacle(name, active);
        TokenOutcome outcome = obstacle == null ? credential(active).tokens().token(deadline) : null;
        if (outcome instanceof Token token) {
            credential(active).used(token);
            return token.bearer();
        }
        throw new OAuthException(outcome instanceof NoToken none ? withoutToken(none) : requireNonNull(obstacle));
    }

    private ApiResult withProfile(String name) {
        ActiveProfile active = profiles.find(name);
        ApiResult obstacle = obstacle(name, active);
        return obstacle == null ? withToken(requireNonNull(active), credential(active)) : obstacle;
    }

    private static Credential credential(@Nullable ActiveProfile active) {
        return requireNonNull(requireNonNull(active).credential());
    }

    /** What stands between this request and a token, asked before any token is touched; null if nothing does. */
    private @Nullable ApiResult obstacle(String name, @Nullable ActiveProfile active) {
        if (!engine.allowed(request.uri())) {
            return unauthorized(plainHttp());
        }
        if (active == null) {
            return unauthorized(Failure.local(
                    Step.PROFILE,
                    Consequence.CONFIGURATION,
                    "there is no OAuth profile named " + name,
                    "Create it, or choose one of the list"
                            + (profiles.unreadable().isEmpty() ? "." : "; some stored profiles could not be read.")));
        }
        OAuthProfile profile = active.profile();
        if (active.credential() == null) {
            Problem missing = engine.providers().missing(profile.providerType());
            return unauthorized(Failure.local(
                    Step.PROFILE,
                    Consequence.CONFIGURATION,
                    "the profile's " + missing.label() + " " + missing.wrong(),
                    missing.cure()));
        }
        if (!engine.allowed(profile.tokenUrl())) { // the store may be older than this client's settings
            return unauthorized(Failure.local(
                    Step.PROFILE,
                    Consequence.CONFIGURATION,
                    "the profile's " + ProfileField.TOKEN_URL.label() + " is not https",
                    "Use https, or build the client with allowLoopbackHttp() for a server on this machine."));
        }
        watcher.passed(Step.PROFILE, profile.toString());
        profile.clientSecret().ifPresent(secrets::add);
        profile.jwtAssertion().ifPresent(secrets::add);
        Optional<Failure> wrongHost = wrongHost(profile);
        if (wrongHost.isPresent()) {
            return unauthorized(wrongHost.get());
        }
        watcher.passed(Step.HOST, ApiHost.of(request.uri()) + " is among the profile's API hosts");
        return null;
    }

    private static Failure plainHttp() {
        return Failure.local(
                Step.HOST,
                Consequence.CONFIGURATION,
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
                Consequence.CONFIGURATION,
                "profile " + profile.name() + " may not send its token to " + host,
                "Correct the target, or add the host to the profile's API Hosts (now: "
                        + profile.display(ProfileField.API_HOSTS) + ")."));
    }

    /** A 401 that condemns the token is answered by one renewal and one more request; a second one stands. */
    private ApiResult withToken(ActiveProfile active, Credential credential) {
        TokenManager tokens = credential.tokens();
        if (insists) {
            tokens.release();
        }
        TokenOutcome outcome = tokens.token(deadline);
        for (boolean again = false; ; again = true) {
            if (outcome instanceof NoToken none) {
                return withoutToken(PendingGrants.told(active, none));
            }
            Token token = (Token) outcome;
            watcher.passed(Step.TOKEN, token.origin());
            List<Header> headers = new ArrayList<>(request.headers());
            headers.add(new Header("Authorization", token.bearer().reveal()));
            ApiResult result = result(sendPatiently(headers), credential.provider(), redactor(headers));
            Failure failure = result.failure().orElse(null);
            if (failure == null || !failure.consequence().condemnsToken()) {
                credential.used(token);
                return result;
            }
            engine.events().add(active.profile().name(), Event.Kind.TOKEN_CONDEMNED, failure.toString());
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

    /** A 429 was not executed: where its wait ends within the deadline, the request is sent again after it, once. */
    private HttpOutcome sendPatiently(List<Header> headers) {
        HttpOutcome outcome = send(headers);
        if (outcome instanceof Reply reply && reply.status() == 429) {
            Duration wait = RetryAfter.of(reply).orElse(null);
            if (wait != null && engine.retries().take(wait, deadline)) {
                watcher.passed(
                        Step.REQUEST, request + " answered 429 and is sent again after " + wait.toSeconds() + " s");
                return send(headers);
            }
        }
        return outcome;
    }

    /** Masks what this call must not print: the profile's secrets, and every header value that may be a credential. */
    private Redactor redactor(List<Header> headers) {
        for (Header header : headers) {
            if (!OPEN_HEADERS.contains(header.name().toLowerCase(Locale.ROOT))
                    && !header.value().isEmpty()) {
                secrets.add(Secret.of(header.value()));
                int scheme = header.value().indexOf(' ') + 1;
                if (scheme > 0 && scheme < header.value().length()) {
                    secrets.add(Secret.of(header.value().substring(scheme)));
                }
            }
        }
        return new Redactor(List.copyOf(secrets));
    }

    private HttpOutcome send(List<Header> headers) {
        return engine.transport().send(request.method(), request.uri(), headers, request.body(), deadline);
    }

    private ApiResult result(HttpOutcome outcome, OAuthProvider provider, Redactor redactor) {
        if (outcome instanceof NoReply none) {
            Failure failure =
                    Failure.of(Step.REQUEST, "no reply from " + request.uri().getHost(), none.trouble());
            watcher.failed(failure);
            return new ApiResult.Unreachable(request.toString(), elapsed(), failure, none.mayHaveBeenSent());
        }
        Reply reply = ((Reply) outcome).maskedBy(redactor);
        watcher.passed(Step.REQUEST, request + " with " + request.body());
        if (reply.successful()) {
            Optional<String> requestId = ErrorReply.requestId(provider, reply).map(redactor::clean);
            watcher.passed(
                    Step.REPLY,
                    reply + requestId.map(id -> ", request id " + id).orElse(""));
            return new ApiResult.Delivered(request.toString(), elapsed(), reply, requestId);
        }
        Failure failure = new ErrorReply(Endpoint.API, provider, reply).failure(Step.REPLY, redactor);
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
