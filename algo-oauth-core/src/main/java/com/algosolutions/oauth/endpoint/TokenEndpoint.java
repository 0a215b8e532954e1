package com.algosolutions.oauth.endpoint;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.http.HttpOutcome;
import com.algosolutions.oauth.http.HttpTransport;
import com.algosolutions.oauth.http.NetworkError;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.jose.DpopProofs;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.JwtAssertionMode;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.Preset;
import com.algosolutions.oauth.profile.ScopeMode;
import com.algosolutions.oauth.spi.Endpoint;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.time.Deadline;
import com.algosolutions.oauth.time.TrustedClock;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The token endpoint of one profile: RFC 6749 section 3.2. Sends the request and reads the response. */
public final class TokenEndpoint {
    /** The lifetime if neither the response nor the profile nor the provider has one. RFC 6749 leaves it to the client. */
    private static final Duration DEFAULT_EXPIRES_IN = Duration.ofHours(1);

    private static final String NO_TOKEN_ENDPOINT = " did not answer as a token endpoint: ";

    static final Duration LONGEST_EXPIRES_IN = Duration.ofDays(365);

    /** Values of {@code error} in a response without one. */
    private static final Set<Object> NO_ERROR = Set.of("", false, 0, List.of());

    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]++(?:\\.[0-9]++)?+(?:[eE][+-]?[0-9]++)?+");

    /** Grants whose scope was requested earlier: RFC 6749 sections 4.1.3 and 6, RFC 8628 section 3.4. */
    private static final Set<String> SCOPED_BEFORE = Set.of(
            "refresh_token",
            GrantType.AUTH_CODE_PKCE.wireName().orElseThrow(),
            GrantType.DEVICE_CODE.wireName().orElseThrow());

    private final Supplier<OAuthProfile> current;
    private final Supplier<List<Secret>> tokens;
    private final OAuthProvider provider;
    private final HttpTransport transport;
    private final TrustedClock clock;
    private final DpopProofs proofs;

    private final Consumer<Secret> onRefresh;

    /** The refresh token that was presented last: the response to the grant that follows a refusal may name it. */
    private volatile List<Secret> presented = List.of();

    /**
     * A token endpoint.
     *
     * @param current returns the current profile: fields that are not part of the credential may change while a token is valid
     * @param tokens returns the tokens that the server has issued already, and may name in an error
     */
    public TokenEndpoint(
            Supplier<OAuthProfile> current,
            Supplier<List<Secret>> tokens,
            OAuthProvider provider,
            HttpTransport transport,
            TrustedClock clock,
            DpopProofs proofs) {
        this(current, tokens, presented -> {}, provider, transport, clock, proofs);
    }

    /**
     * A token endpoint for one renewal.
     *
     * @param onRefresh takes each refresh token before it is presented: the responses to later renewals may name it, even if it is refused
     */
    public TokenEndpoint(
            Supplier<OAuthProfile> current,
            Supplier<List<Secret>> tokens,
            Consumer<Secret> onRefresh,
            OAuthProvider provider,
            HttpTransport transport,
            TrustedClock clock,
            DpopProofs proofs) {
        this.onRefresh = onRefresh;
        this.current = current;
        this.tokens = tokens;
        this.provider = provider;
        this.transport = transport;
        this.clock = clock;
        this.proofs = proofs;
    }

    /**
     * Sends a grant. If the server rejects the signature, before it checks the grant, the request is signed and sent again: once with the
     * server's nonce, and once with the server's time.
     *
     * @param grant returns the grant's parameters for each attempt
     * @param signedAgain the reasons for which the request was signed again already; one set for all attempts with a grant
     * @param admission admits one more request, or returns why it must not be sent
     */
    TokenResponse request(
            Supplier<Map<String, String>> grant,
            Optional<Secret> proofKey,
            Set<TokenResponse.Fate> signedAgain,
            Supplier<Optional<Failure>> admission,
            Deadline deadline) {
        while (true) {
            TokenResponse reply = request(grant.get(), proofKey, deadline);
            if (!(reply instanceof TokenResponse.Failed failed)
                    || !failed.fate().signAgain()
                    || !signedAgain.add(failed.fate())) {
                return reply;
            }
            Optional<Failure> rejection = admission.get();
            if (rejection.isPresent()) {
                return new TokenResponse.Failed(rejection.get(), TokenResponse.Fate.WITHHELD);
            }
        }
    }

    /**
     * Sends a grant once, with the profile's own parameters and headers.
     *
     * @param grant the parameters of the grant alone
     * @param proofKey the key to which the tokens will be bound, if the profile requires that
     */
    TokenResponse request(Map<String, String> grant, Optional<Secret> proofKey, Deadline deadline) {
        OAuthProfile profile = current.get();
        Map<String, String> form = new LinkedHashMap<>(grant);
        if (!SCOPED_BEFORE.contains(form.getOrDefault("grant_type", ""))) {
            addScope(profile, provider, form);
        }
        addExtraParams(profile, provider, form);
        if (form.containsKey("refresh_token")) {
            Secret refreshToken = Secret.of(form.get("refresh_token"));
            presented = List.of(refreshToken);
            onRefresh.accept(refreshToken);
        }
        Instant requestedAt = clock.now();
        ClientRequest request =
                ClientRequest.of(profile, clock, profile.tokenUrl(), form).forResources(profile.resources());
        if (proofKey.isPresent()) {
            request = request.with(proofs.header(proofKey.get(), "POST", profile.tokenUrl()));
        }
        HttpOutcome outcome = request.send(transport, deadline).withBody();
        if (outcome instanceof HttpOutcome.Received received) {
            HttpResponse reply = received.reply();
            boolean nonce = proofKey.isPresent() && proofs.learn(Endpoint.TOKEN, profile.tokenUrl(), reply);
            boolean time = request.signedAtWrongTime(reply, clock)
                    || (signedByTheDevice(profile, grant) && reply.status() < 429 && request.timeDisagrees(clock));
            TokenResponse.Fate refused = time ? TokenResponse.Fate.CLOCK_CORRECTED : TokenResponse.Fate.ANSWERED;
            boolean refreshing = "refresh_token".equals(grant.get("grant_type"));
            return read(reply, refreshing, requestedAt, proofKey, nonce, refused, redactor(request));
        }
        HttpOutcome.NoResponse none = (HttpOutcome.NoResponse) outcome;
        return new TokenResponse.Failed(
                none.failure(
                        Step.TOKEN,
                        "no token from " + ApiHost.of(profile.tokenUrl()).host()),
                none.mayHaveBeenSent() ? TokenResponse.Fate.UNKNOWN : TokenResponse.Fate.NOT_SENT,
                Optional.empty(),
                none.error() == NetworkError.CERTIFICATE_DATE,
                false);
    }

    private Redactor redactor(ClientRequest request) {
        return request.redactor().with(tokens.get()).with(presented);
    }

    /** Whether the grant itself is a signature of this device, so that any refusal may be one of its time. */
    private static boolean signedByTheDevice(OAuthProfile profile, Map<String, String> grant) {
        return profile.jwtAssertionMode() == JwtAssertionMode.SELF_SIGNED
                && GrantType.JWT_BEARER.wireName().equals(Optional.ofNullable(grant.get("grant_type")));
    }

    /** Adds the scope, which is requested with the first grant: RFC 6749 section 3.3. */
    static void addScope(OAuthProfile profile, OAuthProvider provider, Map<String, String> form) {
        if (profile.scopeMode() == ScopeMode.SCOPES_LIST) {
            form.put(provider.scopeParameter(), String.join(provider.scopeSeparator(), profile.scopes()));
        }
    }

    /**
     * Adds the profile's extra parameters, except those that the provider sets itself or uses in authorization requests only. They never
     * replace a parameter of the form.
     */
    static void addExtraParams(OAuthProfile profile, OAuthProvider provider, Map<String, String> form) {
        Preset preset = provider.preset();
        for (Map.Entry<String, String> extra : profile.extraParams().entrySet()) {
            if (!preset.ownParams().contains(extra.getKey())
                    && !preset.authorizationParams().contains(extra.getKey())) {
                form.putIfAbsent(extra.getKey(), extra.getValue());
            }
        }
    }

    TokenResponse read(
            HttpResponse reply,
            boolean refreshing,
            Instant requestedAt,
            Optional<Secret> proofKey,
            boolean nonce,
            TokenResponse.Fate refused,
            Redactor ofRequest) {
        ResponseBody whole = new ResponseBody(reply);
        Redactor redactor = ofRequest.with(whole.secrets());
        Map<String, @Nullable Object> body = whole.members();
        if (!reply.successful() || saysError(body) || ErrorResponse.marked(provider, body)) {
            ErrorResponse error = error(whole, refreshing);
            return new TokenResponse.Failed(
                    failure(error, redactor),
                    nonce && reply.status() < 429 && error.says(DpopProofs.NONCE_REQUIRED)
                            ? TokenResponse.Fate.NONCE_REQUIRED
                            : refused,
                    body.isEmpty() ? Optional.empty() : Optional.of(error.codes()),
                    false,
                    error.guessed());
        }
        AccessTokenResponse response = new AccessTokenResponse(reply, issued(body, refreshing), redactor);
        if (!(response.value("access_token") instanceof String text) || AccessTokenResponse.isNone(text)) {
            return withoutToken(whole, refreshing, redactor);
        }
        Optional<Secret> token = response.accessToken();
        if (token.isEmpty()) {
            return unusable(
                    whole,
                    redactor,
                    host() + NO_TOKEN_ENDPOINT + AccessTokenResponse.unusableCharacters(text),
                    "Check Token URL, or ask the provider for tokens of visible ASCII characters.");
        }
        if (!response.typeAccepted(proofKey.isPresent(), provider)) {
            return wrongType(whole, redactor, proofKey.isPresent() ? "DPoP" : "bearer", response.value("token_type"));
        }
        TokenSet tokens = new TokenSet(
                token.orElseThrow(),
                response.expiresIn(clock.now(host())).orElseGet(this::defaultExpiresIn),
                secret(response.value("refresh_token")),
                seconds(response.value("refresh_token_expires_in"), RoundingMode.DOWN),
                response.scope(),
                requestedAt,
                1,
                proofKey);
        return new TokenResponse.Issued(tokens, response.habits());
    }

    private String host() {
        return ApiHost.of(current.get().tokenUrl()).host();
    }

    private Failure failure(ErrorResponse error, Redactor redactor) {
        OAuthProfile profile = current.get();
        return new ProfileAdvice(profile, clock).fit(error.failure(Step.TOKEN, profile.tokenUrl(), redactor), host());
    }

    private ErrorResponse error(ResponseBody body, boolean refreshing) {
        return refreshing
                ? ErrorResponse.toRefreshToken(provider, body)
                : new ErrorResponse(Endpoint.TOKEN, provider, body);
    }

    /** A 2xx without a token: in response to a refresh token a refusal, if it is JSON; otherwise most likely of another service. */
    private TokenResponse withoutToken(ResponseBody reply, boolean refreshing, Redactor redactor) {
        Map<String, @Nullable Object> body = reply.members();
        if (refreshing && !body.isEmpty()) {
            return new TokenResponse.Failed(
                    failure(error(reply, true), redactor),
                    TokenResponse.Fate.UNUSABLE,
                    Optional.of(List.of()),
                    false,
                    true);
        }
        ErrorResponse error = error(reply, false);
        List<String> path = provider.traits().tokenAt();
        Object token = body.get("access_token");
        String inner = path.isEmpty() ? redactor.clean(AccessTokenResponse.placeOfToken(body)) : "";
        String why = "the reply has no access_token"
                + (path.isEmpty() ? "" : " in " + String.join(".", path))
                + (!inner.isEmpty()
                        ? ", but one in " + inner
                        : token == null
                                ? ": " + error.kind(redactor)
                                : ": its access_token is " + AccessTokenResponse.kind(token));
        String advice = !inner.isEmpty()
                ? "Check Token URL, or choose a Provider Type whose plugin reads the token there (tokenAt): it may belong to another user."
                : error.hasWords()
                        ? "Check the profile's fields against the server's words, and check Token URL."
                        : "Check Token URL.";
        return unusable(reply, redactor, host() + NO_TOKEN_ENDPOINT + why, advice);
    }

    /** The object with the tokens: where the provider declares it, after a refresh also the response itself. */
    private Map<String, @Nullable Object> issued(Map<String, @Nullable Object> body, boolean refreshing) {
        Map<String, @Nullable Object> issued = body;
        for (String member : provider.traits().tokenAt()) {
            issued = Optional.ofNullable(Json.asObject(issued.get(member))).orElse(Map.of());
        }
        return refreshing && AccessTokenResponse.named(issued).get("access_token") == null ? body : issued;
    }

    /** Whether there is an {@code error}; an empty text or list, 0 or {@code false} counts as none. */
    static boolean saysError(Map<String, ? extends @Nullable Object> body) {
        Object error = body.get("error");
        return error != null && !NO_ERROR.contains(error);
    }

    private Duration defaultExpiresIn() {
        return current.get()
                .defaultExpiresIn()
                .or(provider.traits()::defaultExpiresIn)
                .orElse(DEFAULT_EXPIRES_IN);
    }

    private static Optional<Secret> secret(@Nullable Object value) {
        return value instanceof String text && !text.isEmpty() ? Optional.of(Secret.of(text)) : Optional.empty();
    }

    /** Reads seconds from a number, or from a text with a number, as some servers send it. Empty if absent, below 1 or not a number. */
    static Optional<Duration> seconds(@Nullable Object value, RoundingMode fraction) {
        double seconds = 0;
        if (value instanceof Number number) {
            seconds = number.doubleValue();
        } else if (value instanceof String text && NUMBER.matcher(text.strip()).matches()) {
            seconds = Double.parseDouble(text.strip());
        }
        if (seconds > LONGEST_EXPIRES_IN.toSeconds()) {
            return Optional.of(LONGEST_EXPIRES_IN);
        }
        return seconds < 1
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds(
                        BigDecimal.valueOf(seconds).setScale(0, fraction).longValueExact()));
    }

    /** A token that the profile cannot use: a token of another type, or one that is not bound to the key of its proof. */
    private TokenResponse wrongType(ResponseBody reply, Redactor redactor, String wanted, @Nullable Object type) {
        String received = type == null ? "" : redactor.clean(type.toString());
        String why = "the token_type is not " + wanted + ", which the profile requires (Access Token Type "
                + current.get().accessTokenType() + "), but " + (type == null ? "missing" : '"' + received + '"');
        String registered = "ave the app registered for " + wanted + " tokens with the provider.";
        String choice =
                received.equalsIgnoreCase("DPoP") ? "DPOP" : received.equalsIgnoreCase("bearer") ? "BEARER" : "";
        return choice.isEmpty()
                ? unusable(reply, redactor, host() + NO_TOKEN_ENDPOINT + why, "Check Token URL, and h" + registered)
                : unusable(
                        reply,
                        redactor,
                        host() + " issued a token that the device does not use: " + why,
                        "Choose Access Token Type " + choice + ", or h" + registered);
    }

    private TokenResponse unusable(ResponseBody reply, Redactor redactor, String meaning, String advice) {
        return new TokenResponse.Failed(
                new ErrorResponse(Endpoint.TOKEN, provider, reply).unusable(Step.TOKEN, meaning, advice, redactor),
                TokenResponse.Fate.UNUSABLE,
                reply.members().isEmpty() ? Optional.empty() : Optional.of(List.of()));
    }
}
