package com.algosolutions.oauth.endpoint;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.http.HttpOutcome;
import com.algosolutions.oauth.http.HttpTransport;
import com.algosolutions.oauth.http.NetworkError;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.jose.DpopProofs;
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
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The token endpoint of one profile: RFC 6749 section 3.2. Makes the request, reads the reply, judges nothing else. */
public final class TokenEndpoint {
    /** Where a reply has no usable expires_in and the profile no default. RFC 6749 leaves it to the client. */
    private static final Duration DEFAULT_EXPIRES_IN = Duration.ofHours(1);

    private static final Duration LONGEST_EXPIRES_IN = Duration.ofDays(365);

    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]++(?:\\.[0-9]++)?+(?:[eE][+-]?[0-9]++)?+");

    /** Grants whose scope was agreed on before: RFC 6749 sections 4.1.3 and 6, RFC 8628 section 3.4. */
    private static final Set<String> SCOPED_BEFORE = Set.of(
            "refresh_token",
            GrantType.AUTH_CODE_PKCE.wireName().orElseThrow(),
            GrantType.DEVICE_CODE.wireName().orElseThrow());

    private final Supplier<OAuthProfile> current;
    private final OAuthProvider provider;
    private final HttpTransport transport;
    private final TrustedClock clock;
    private final DpopProofs proofs;

    /**
     * A token endpoint.
     *
     * @param current the profile as it stands: fields beside the credential may change while a token lives on
     */
    public TokenEndpoint(
            Supplier<OAuthProfile> current,
            OAuthProvider provider,
            HttpTransport transport,
            TrustedClock clock,
            DpopProofs proofs) {
        this.current = current;
        this.provider = provider;
        this.transport = transport;
        this.clock = clock;
        this.proofs = proofs;
    }

    /**
     * Presents a grant; and again, signed anew, where the server has refused the signature before it looked at the grant: for its nonce
     * once, and for its time once.
     *
     * @param grant the grant's parameters, for each attempt anew
     * @param signedAgain for what it has been presented again already; one for all attempts with a grant
     * @param admission admits one more request, or says why not
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
            Optional<Failure> closed = admission.get();
            if (closed.isPresent()) {
                return new TokenResponse.Failed(closed.get(), TokenResponse.Fate.WITHHELD);
            }
        }
    }

    /**
     * Presents a grant, once. The parameters are those of the grant alone; the profile's own join them.
     *
     * @param proofKey the key to which the tokens are to be bound, if they are
     */
    TokenResponse request(Map<String, String> grant, Optional<Secret> proofKey, Deadline deadline) {
        OAuthProfile profile = current.get();
        Map<String, String> form = new LinkedHashMap<>(grant);
        if (!SCOPED_BEFORE.contains(form.getOrDefault("grant_type", ""))) {
            addScope(profile, provider, form);
        }
        addExtraParams(profile, provider, form);
        Instant asked = clock.now();
        ClientRequest post =
                ClientRequest.of(profile, clock, profile.tokenUrl(), form).forResources(profile.resources());
        if (proofKey.isPresent()) {
            post = post.with(proofs.header(proofKey.get(), "POST", profile.tokenUrl()));
        }
        HttpOutcome outcome = post.send(transport, deadline);
        if (outcome instanceof HttpOutcome.Received received) {
            HttpResponse reply = received.reply();
            boolean nonce = proofKey.isPresent() && proofs.learn(Endpoint.TOKEN, profile.tokenUrl(), reply);
            boolean time = post.signedAtAWrongTime(reply, clock)
                    || (signedByTheDevice(profile, grant) && reply.status() < 429 && post.toldAnotherTime(clock));
            TokenResponse.Fate refused = time ? TokenResponse.Fate.CLOCK_CORRECTED : TokenResponse.Fate.ANSWERED;
            return read(reply, asked, proofKey, nonce, refused, post.redactor());
        }
        HttpOutcome.NoResponse none = (HttpOutcome.NoResponse) outcome;
        return new TokenResponse.Failed(
                none.trouble()
                        .failure(
                                Step.TOKEN,
                                "no token from " + profile.tokenUrl().getHost()),
                none.mayHaveBeenSent() ? TokenResponse.Fate.UNKNOWN : TokenResponse.Fate.NOT_SENT,
                Optional.empty(),
                none.trouble() == NetworkError.CERTIFICATE_DATE);
    }

    /** Whether the grant itself is a signature of this device, so that any refusal may be one of its time. */
    private static boolean signedByTheDevice(OAuthProfile profile, Map<String, String> grant) {
        return profile.jwtAssertionMode() == JwtAssertionMode.SELF_SIGNED
                && GrantType.JWT_BEARER.wireName().equals(Optional.ofNullable(grant.get("grant_type")));
    }

    /** The scope that is asked for where a grant begins: RFC 6749 section 3.3. */
    static void addScope(OAuthProfile profile, OAuthProvider provider, Map<String, String> form) {
        if (profile.scopeMode() == ScopeMode.SCOPES_LIST) {
            form.put("scope", String.join(provider.scopeSeparator(), profile.scopes()));
        }
    }

    /**
     * The profile's own parameters, without those that the provider keeps to itself or has in authorization requests alone; they shadow
     * nothing.
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

    private TokenResponse read(
            HttpResponse reply,
            Instant asked,
            Optional<Secret> proofKey,
            boolean nonce,
            TokenResponse.Fate refused,
            Redactor redactor) {
        Map<String, @Nullable Object> body = ErrorResponse.members(reply);
        if (!reply.successful() || saysError(body) || ErrorResponse.marked(provider, body)) {
            ErrorResponse error = new ErrorResponse(Endpoint.TOKEN, provider, reply);
            return new TokenResponse.Failed(
                    error.failure(Step.TOKEN, redactor),
                    nonce && reply.status() < 429 && error.says(DpopProofs.NONCE_REQUIRED)
                            ? TokenResponse.Fate.NONCE_REQUIRED
                            : refused,
                    body.isEmpty() ? Optional.empty() : Optional.of(error.codes()));
        }
        if (!(body.get("access_token") instanceof String token) || token.isEmpty()) {
            return unusable(reply, redactor, "the reply has no access_token");
        }
        if (!token.matches("[A-Za-z0-9._~+/-]+=*")) {
            return unusable(
                    reply,
                    redactor,
                    "the access_token has characters that no bearer token can have (RFC 6750 section 2.1)");
        }
        String type = proofKey.isPresent() ? "DPoP" : "bearer";
        if (!(body.get("token_type") instanceof String said) || !isOf(type, said)) {
            return unusable(reply, redactor, "the token_type is not " + type + ", the one that the profile asks for");
        }
        return new TokenResponse.Issued(new TokenSet(
                Secret.of(token),
                seconds(body.get("expires_in"), RoundingMode.DOWN).orElseGet(this::defaultExpiresIn),
                secret(body.get("refresh_token")),
                seconds(body.get("refresh_token_expires_in"), RoundingMode.DOWN),
                body.get("scope") instanceof String scope ? scope.strip() : "",
                asked,
                1,
                proofKey));
    }

    /** An {@code error} that is empty or {@code false} says that there is none. */
    static boolean saysError(Map<String, ? extends @Nullable Object> body) {
        Object error = body.get("error");
        return error != null && !error.equals("") && !error.equals(false);
    }

    private boolean isOf(String type, String said) {
        return said.equalsIgnoreCase(type)
                || (type.equals("bearer") && provider.bearerTypes().stream().anyMatch(said::equalsIgnoreCase));
    }

    private Duration defaultExpiresIn() {
        Duration usual = provider.traits().defaultExpiresIn();
        return current.get().defaultExpiresIn().orElse(usual.isZero() ? DEFAULT_EXPIRES_IN : usual);
    }

    private static Optional<Secret> secret(@Nullable Object value) {
        return value instanceof String text && !text.isEmpty() ? Optional.of(Secret.of(text)) : Optional.empty();
    }

    /** A number, or the same in a string, as some servers write it; nothing usable if absent, zero, negative or no number. */
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

    private TokenResponse unusable(HttpResponse reply, Redactor redactor, String why) {
        String meaning = current.get().tokenUrl().getHost() + " did not answer as a token endpoint: " + why;
        return new TokenResponse.Failed(
                new ErrorResponse(Endpoint.TOKEN, provider, reply)
                        .unusable(Step.TOKEN, meaning, "Check Token URL.", redactor),
                TokenResponse.Fate.UNUSABLE,
                ErrorResponse.members(reply).isEmpty() ? Optional.empty() : Optional.of(List.of()));
    }
}
