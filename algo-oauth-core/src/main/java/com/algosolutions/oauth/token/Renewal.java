package com.algosolutions.oauth.token;

import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.endpoint.RateLimiter;
import com.algosolutions.oauth.endpoint.RetryingTokenEndpoint;
import com.algosolutions.oauth.endpoint.TokenResponse;
import com.algosolutions.oauth.endpoint.TokenSet;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.jose.DpopProofs;
import com.algosolutions.oauth.jose.JwtAssertion;
import com.algosolutions.oauth.jose.Sha256;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.store.RecordLock;
import com.algosolutions.oauth.time.Deadline;
import com.algosolutions.oauth.time.TrustedClock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How one credential gets its next token: by the refresh token if it has one, else, or if that is dead, by its first grant. A renewal by
 * refresh token is journalled before it is sent, and what is issued is durable before it is used. Called by one thread at a time.
 */
public final class Renewal {
    /** When a refused credential is tried again by itself: an app may be mended on the provider's side. */
    private static final Duration[] REFUSED = {
        Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofHours(6), Duration.ofHours(24)
    };

    private static final Duration UNTIL_LET = Duration.ofDays(36_500);
    private static final Duration NOT_SENT = Duration.ofSeconds(1);
    private static final Duration LONGEST_OUTAGE = Duration.ofSeconds(60);
    private static final String LOST_REPLY =
            "the reply to an earlier renewal was lost (power or network) or could not be used, and the provider does not"
                    + " accept the same refresh token again";
    private static final Duration LEAST_WAIT = Duration.ofSeconds(30);

    private final OAuthProfile profile;
    private final Optional<UnattendedGrant> first;
    private final RetryingTokenEndpoint endpoint;
    private final CredentialStateStore keeper;
    private final TrustedClock clock;
    private final double jitter;
    private final Duration timeout;
    private final Duration idleLife;
    private int outages;
    private volatile Known known = new Known(0, 0, null);

    /**
     * The newest grant that this process knows.
     *
     * @param sequence its number
     * @param asked the ticker when it was asked for; after a restart by the wall clock, a hint
     * @param token its token; null if that was dead already
     */
    private record Known(
            long sequence, long asked, @Nullable AccessToken token) {}

    /**
     * The renewals of one credential.
     *
     * @param jitter the device's place in its fleet, 0 to 1
     * @param timeout how long one renewal may take
     */
    public Renewal(
            OAuthProfile profile,
            OAuthProvider provider,
            RetryingTokenEndpoint endpoint,
            CredentialStateStore keeper,
            TrustedClock clock,
            double jitter,
            Duration timeout) {
        this.profile = profile;
        this.first = UnattendedGrant.of(profile, provider, clock);
        this.endpoint = endpoint;
        this.keeper = keeper;
        this.clock = clock;
        this.jitter = jitter;
        this.timeout = timeout;
        this.idleLife = provider.traits().refreshIdleLife();
    }

    /**
     * Obtains a token, or a failure.
     *
     * @param before the number of the grant that was known when somebody asked: what has been saved since is newer, and need not be
     *     renewed
     * @param publish is given it, while the credential is still locked
     */
    public void renew(long before, Consumer<TokenResult> publish) {
        Deadline deadline = Deadline.after(timeout);
        try (RecordLock held = keeper.lock(deadline)) {
            publish.accept(held == null ? busy() : renew(before, deadline));
        }
    }

    /** {@return the number of the newest grant that this process knows} */
    public long knownSequence() {
        return known.sequence();
    }

    private static NoToken busy() {
        return NoToken.once(
                Failure.local(
                        Step.TOKEN,
                        Failure.Kind.UNAVAILABLE,
                        "another process is renewing this token and has not finished in time",
                        "Try again; if it keeps happening, restart the other process."),
                true);
    }

    private TokenResult renew(long before, Deadline deadline) {
        CredentialState state = keeper.newest();
        NoToken standing = knownRefusal(state);
        if (standing != null && state.isRevoked()) {
            return standing;
        }
        TokenSet held = state.grant().orElse(null);
        if (held != null && held.sequence() > before) {
            AccessToken newer = known.sequence() == held.sequence() ? known.token() : knownToken(state);
            if (newer != null && newer.goodAt(clock.ticks())) {
                return newer;
            }
        }
        Secret refreshToken = held == null ? null : held.refreshToken().orElse(null);
        if (held == null || refreshToken == null) {
            return byFirstGrant(state, deadline);
        }
        CredentialState begun = state.begun(Sha256.of(refreshToken.reveal()));
        AtomicBoolean journalled = new AtomicBoolean();
        Runnable journal = () -> {
            journalled.set(true);
            keeper.save(begun);
        };
        long asked = clock.ticks();
        TokenResponse reply = byTime(
                endpoint.refresh(
                        refreshToken,
                        DpopProofs.key(profile, state.grant().flatMap(TokenSet::proofKey)),
                        journal,
                        deadline),
                false);
        if (reply instanceof TokenResponse.Issued issued) {
            TokenSet earlier = known.sequence() == held.sequence() ? held.aged(asked - known.asked()) : held;
            return accept(begun, issued.grant().succeeding(earlier, true), asked, "refreshed with the refresh token");
        }
        TokenResponse.Failed failed = (TokenResponse.Failed) reply;
        if (failed.failure().kind() != Failure.Kind.GRANT_INVALID) {
            if (journalled.get()
                    && failed.failure().kind().retryable()
                    && failed.fate() != TokenResponse.Fate.UNKNOWN) {
                keeper.save(state); // The refresh token was not used up: the journal says nothing more than before.
            }
            boolean settled =
                    failed.fate() != TokenResponse.Fate.UNKNOWN && failed.fate() != TokenResponse.Fate.UNUSABLE;
            return noToken(settled ? state : begun, failed); // a reply that cannot be used may have had the successor
        }
        boolean lost =
                failed.fate() == TokenResponse.Fate.UNKNOWN || state.attempt().equals(begun.attempt());
        CredentialState dead = begun.refreshTokenDead(lost);
        if (first.isPresent()) {
            keeper.save(dead);
            return byFirstGrant(dead, deadline);
        }
        return noToken(dead, lost ? new TokenResponse.Failed(lostReply(failed.failure(), ""), failed.fate()) : failed);
    }

    /** The true reason, where an earlier reply was lost: the provider has given the successor to nobody. */
    private static Failure lostReply(Failure failure, String more) {
        return failure.withMeaning(LOST_REPLY + more);
    }

    /** Why there is no token by the first grant, and why it was needed. */
    private static Failure afterLoss(CredentialState state, Failure failure) {
        return state.lostByReply() && !failure.kind().retryable()
                ? lostReply(failure, ", and a new login failed: " + failure.meaning())
                : failure;
    }

    private TokenResult byFirstGrant(CredentialState state, Deadline deadline) {
        if (first.isEmpty()) {
            NoToken standing = knownRefusal(state);
            if (standing != null) {
                return standing; // what ended the grant stays the reason until somebody authorises again
            }
            return NoToken.once(nobodySignedIn(state), false);
        }
        UnattendedGrant grant = first.get();
        Optional<Failure> obstacle = grant.obstacle();
        if (obstacle.isPresent()) {
            return NoToken.once(afterLoss(state, obstacle.get()), false);
        }
        long asked = clock.ticks();
        TokenResponse reply = byTime(
                endpoint.present(
                        grant::parameters,
                        DpopProofs.key(profile, state.grant().flatMap(TokenSet::proofKey)),
                        deadline),
                grant.signed());
        if (reply instanceof TokenResponse.Issued issued) {
            TokenSet next = state.grant()
                    .map(earlier -> issued.grant().succeeding(earlier, false))
                    .orElse(issued.grant());
            return accept(state, next, asked, grant.origin());
        }
        TokenResponse.Failed failed = (TokenResponse.Failed) reply;
        return noToken(state, failed.withFailure(afterLoss(state, failed.failure())));
    }

    /**
     * A refusal of what was signed while nobody knew the time is a matter of the clock, not of the credential: it is not remembered. Only
     * what the device signs has its time in it: a pasted assertion has its provider's.
     *
     * @param grantSigned whether the grant was signed by the device
     */
    private TokenResponse byTime(TokenResponse reply, boolean grantSigned) {
        if (!(reply instanceof TokenResponse.Failed failed)
                || failed.fate() != TokenResponse.Fate.ANSWERED
                || failed.failure().kind().retryable()
                || !clock.isUnknown(profile.tokenUrl().getHost())) {
            return reply;
        }
        boolean client = JwtAssertion.authenticates(profile.clientAuthMode()) && failed.says("invalid_client");
        boolean proof = DpopProofs.requiredBy(profile) && failed.says("invalid_dpop_proof");
        boolean grant = grantSigned && failed.failure().kind() == Failure.Kind.GRANT_INVALID;
        if (!client && !proof && !grant) {
            return reply;
        }
        Failure why = failed.failure()
                .withKind(Failure.Kind.UNAVAILABLE)
                .withMeaning("what the device signed was refused, and the device's clock (" + clock.shown()
                        + ") cannot be right")
                .withAdvice("Set the device's date and time (NTP); if it is refused then too, check the profile.");
        return new TokenResponse.Failed(why, failed.fate(), failed.codes(), true);
    }

    /** Why there will be no token until somebody does something; empty if the device can ask for one. */
    public Optional<Failure> nothingToPresent(CredentialState state) {
        boolean can = first.isPresent()
                || state.grant().flatMap(TokenSet::refreshToken).isPresent();
        return can ? Optional.empty() : Optional.of(nobodySignedIn(state));
    }

    private Failure nobodySignedIn(CredentialState state) {
        if (!profile.grantType().needsSignIn()) {
            return Failure.local(
                    Step.TOKEN,
                    Failure.Kind.CONFIGURATION,
                    "this version cannot obtain a token by " + profile.grantType(),
                    "Choose another Grant Type, or install a newer version.");
        }
        return Failure.local(
                Step.TOKEN,
                state.grant().isPresent() ? Failure.Kind.GRANT_INVALID : Failure.Kind.CONFIGURATION,
                state.grant().isPresent()
                        ? "the access token has expired, and the provider has issued no refresh token with it"
                        : "nobody has signed in for this profile yet",
                "Press Start Authorization, sign in, and press Update Profile.");
    }

    /** What the device presents by itself, now; nothing is kept of what it brings. */
    public TokenResponse presentFirst(Deadline deadline) {
        Optional<Failure> obstacle = first.isEmpty()
                ? Optional.of(nobodySignedIn(CredentialState.EMPTY))
                : first.get().obstacle();
        return obstacle.<TokenResponse>map(why -> new TokenResponse.Failed(why, TokenResponse.Fate.NOT_SENT))
                .orElseGet(() -> byTime(
                        endpoint.present(
                                first.orElseThrow()::parameters, DpopProofs.key(profile, Optional.empty()), deadline),
                        first.orElseThrow().signed()));
    }

    /** What can be presented once in its life, and what the gate has admitted already. */
    public TokenResponse presentOnce(
            RateLimiter.Permit admitted, Map<String, String> grant, Optional<Secret> proofKey, Deadline deadline) {
        return endpoint.presentOnce(admitted, grant, proofKey, deadline);
    }

    private AccessToken accept(CredentialState state, TokenSet issued, long asked, String origin) {
        outages = 0;
        keeper.save(state.issued(issued));
        keeper.report(
                Event.Kind.TOKEN,
                origin + ", lives " + issued.expiresIn().toSeconds() + " s" + issued.otherScope(profile)
                        + first.map(UnattendedGrant::warning).orElse(""));
        AccessToken token = AccessToken.of(issued, asked, issued.expiresIn(), jitter, origin);
        known = new Known(issued.sequence(), asked, token);
        return token;
    }

    private NoToken noToken(CredentialState state, TokenResponse.Failed failed) {
        Failure failure = failed.failure();
        keeper.report(Event.Kind.NO_TOKEN, failure.toString());
        if (failed.fate() == TokenResponse.Fate.NOT_SENT) {
            return new NoToken(failure, true, NOT_SENT, failed.time());
        }
        if (failure.kind() == Failure.Kind.THROTTLED) {
            return new NoToken(failure, false, named(failure, LEAST_WAIT));
        }
        if (failure.kind().retryable()) {
            outages = Math.min(outages + 1, 7);
            Duration backOff = Duration.ofSeconds(1L << (outages - 1));
            Duration bounded = backOff.compareTo(LONGEST_OUTAGE) > 0 ? LONGEST_OUTAGE : backOff;
            return new NoToken(failure, failed.unreachable(), named(failure, bounded), failed.time());
        }
        CredentialState refused = state.refused(failure);
        keeper.save(refused);
        return new NoToken(failure, false, quiet(refused));
    }

    /** The time that the endpoint named, or another one. One that names 0 s is not asked at every call either. */
    private static Duration named(Failure failure, Duration otherwise) {
        Duration time = failure.retryAfter().orElse(otherwise);
        return time.compareTo(NOT_SENT) < 0 ? NOT_SENT : time;
    }

    private static Duration quiet(CredentialState refused) {
        if (refused.isRevoked()) {
            return UNTIL_LET;
        }
        int times = refused.refusal().map(CredentialState.Refusal::times).orElse(1);
        return REFUSED[Math.min(times, REFUSED.length) - 1];
    }

    /**
     * Takes over a grant that somebody has saved.
     *
     * @param use is given its token, or null if that has expired meanwhile. Only then is the grant known: a renewal that is begun before
     *     finds that it is newer
     */
    public void adopt(TokenSet saved, long asked, String origin, Consumer<@Nullable AccessToken> use) {
        AccessToken token = AccessToken.of(saved, asked, saved.expiresIn(), jitter, origin);
        AccessToken good = token.goodAt(clock.ticks()) ? token : null;
        use.accept(good);
        known = new Known(saved.sequence(), asked, good);
    }

    /**
     * How long the refresh token lives if nobody uses it; empty if there is none, or if nobody has said. A life of zero was said once, and
     * should be over by now.
     */
    public Optional<RefreshTokenLife> refreshLife(CredentialState state) {
        TokenSet held =
                state.grant().filter(grant -> grant.refreshToken().isPresent()).orElse(null);
        if (held == null) {
            return Optional.empty();
        }
        Duration whole = held.refreshExpiresIn()
                .filter(said -> idleLife.isZero() || said.compareTo(idleLife) < 0)
                .orElse(idleLife);
        if (whole.isZero() && held.refreshExpiresIn().isEmpty()) {
            return Optional.empty();
        }
        Duration age = age(held);
        return Optional.of(new RefreshTokenLife(whole, age.compareTo(whole) < 0 ? whole.minus(age) : Duration.ZERO));
    }

    /** By the ticker, or by a clock that is believed if that says more: after a start in 1970 the ticker knows only of the start. */
    private Duration age(TokenSet held) {
        Known now = known;
        if (now.sequence() != held.sequence()) {
            return clock.since(held.issuedAt());
        }
        Duration byTicker = Duration.ofNanos(clock.ticks() - now.asked());
        Duration byClock = clock.trusted() ? clock.since(held.issuedAt()) : Duration.ZERO;
        return byTicker.compareTo(byClock) < 0 ? byClock : byTicker;
    }

    /** Whether a failure holds until somebody lets the credential be used again. */
    public static boolean isUntilLet(NoToken failure) {
        return failure.quiet().equals(UNTIL_LET);
    }

    /** A refusal of an earlier process that still stands. */
    public static @Nullable NoToken knownRefusal(CredentialState state) {
        CredentialState.Refusal refusal = state.refusal().orElse(null);
        return refusal == null ? null : new NoToken(refusal.failure(), false, quiet(state));
    }

    /** The token of another process, or an earlier one, that by the clock may still live; if the clock is wrong, a 401 will tell. */
    @Nullable
    public AccessToken knownToken(CredentialState state) {
        TokenSet held = state.grant().orElse(null);
        if (held == null) {
            return null;
        }
        long now = clock.ticks();
        Duration age = clock.since(held.issuedAt());
        Duration left = held.expiresIn().minus(age);
        AccessToken token =
                left.isNegative() || left.isZero() ? null : AccessToken.of(held, now, left, jitter, "kept from before");
        known = new Known(held.sequence(), clock.trusted() ? now - age.toNanos() : now, token);
        return token;
    }
}
