package com.algosolutions.oauth;

import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.Secret;
import com.algosolutions.oauth.spi.Consequence;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.spi.TokenTraits;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How one credential gets its next token: by the refresh token if it has one, else, or if that is dead, by its first grant. A renewal by
 * refresh token is journalled before it is sent, and what is issued is durable before it is used. Called by one thread at a time.
 */
final class Renewal implements Supplier<TokenOutcome> {
    /** When a refused credential is tried again by itself: an app may be mended on the provider's side. */
    private static final Duration[] REFUSED = {
        Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofHours(6), Duration.ofHours(24)
    };

    private static final Duration UNTIL_LET = Duration.ofDays(36_500);
    private static final Duration NOT_SENT = Duration.ofSeconds(1);
    private static final Duration LONGEST_OUTAGE = Duration.ofSeconds(60);
    private static final Duration LEAST_WAIT = Duration.ofSeconds(30);

    private final OAuthProfile profile;
    private final TokenTraits traits;
    private final Optional<FirstGrant> first;
    private final TokenEndpoint endpoint;
    private final AuthGate gate;
    private final RetryBudget retries;
    private final CredentialKeeper keeper;
    private final DeviceClock clock;
    private final LongSupplier ticker;
    private final Events events;
    private final double jitter;
    private final Duration timeout;
    private int outages;
    private long sequence;

    Renewal(
            Engine engine,
            OAuthProfile profile,
            TokenEndpoint endpoint,
            OAuthProvider provider,
            CredentialKeeper keeper) {
        this.profile = profile;
        this.traits = provider.traits();
        this.first = FirstGrant.of(profile, provider, engine.deviceClock());
        this.endpoint = endpoint;
        this.gate = engine.gate(profile, traits);
        this.retries = engine.retries();
        this.keeper = keeper;
        this.clock = engine.deviceClock();
        this.ticker = engine.ticker();
        this.events = engine.events();
        this.jitter = engine.jitter(profile.id());
        this.timeout = engine.tokenTimeout();
    }

    @Override
    public TokenOutcome get() {
        Deadline deadline = Deadline.after(timeout);
        try (CredentialKeeper.Held held = keeper.lock(deadline)) {
            return held == null ? busy() : renew(deadline);
        }
    }

    private static NoToken busy() {
        return NoToken.once(
                Failure.local(
                        Step.TOKEN,
                        Consequence.OUTAGE,
                        "another process is renewing this token and has not finished in time",
                        "Try again; if it keeps happening, restart the other process."),
                true);
    }

    private TokenOutcome renew(Deadline deadline) {
        CredentialState state = keeper.newest();
        NoToken standing = knownRefusal(state);
        if (standing != null && state.isRevoked()) {
            return standing;
        }
        Grant held = state.grant().orElse(null);
        if (held != null && held.sequence() > sequence) {
            Token renewedElsewhere = knownToken(state);
            if (renewedElsewhere != null) {
                return renewedElsewhere;
            }
        }
        Secret refreshToken = held == null ? null : held.refreshToken().orElse(null);
        if (held == null || refreshToken == null) {
            return byFirstGrant(state, deadline);
        }
        CredentialState begun = state.begun(Digest.of(refreshToken.reveal()));
        boolean unsettled = state.attempt().equals(begun.attempt());
        long asked = ticker.getAsLong();
        TokenReply reply = present(
                () -> Map.of("grant_type", "refresh_token", "refresh_token", refreshToken.reveal()),
                DpopProofs.key(profile, state.grant()),
                begun,
                deadline);
        if (reply instanceof TokenReply.Issued issued) {
            return accept(begun, issued.grant().after(held, true), asked, "refreshed with the refresh token");
        }
        TokenReply.Failed failed = (TokenReply.Failed) reply;
        if (failed.failure().consequence() != Consequence.GRANT_DEAD) {
            if (failed.failure().consequence().retryable() && failed.fate() != TokenReply.Fate.UNKNOWN) {
                keeper.save(state); // The refresh token was not used up: the journal says nothing more than before.
            }
            return noToken(state, failed);
        }
        CredentialState dead = state.refreshTokenDead();
        if (first.isPresent()) {
            keeper.save(dead);
            return byFirstGrant(dead, deadline);
        }
        return noToken(dead, unsettled ? lostReply(failed) : failed);
    }

    /** The true reason, where an earlier reply was lost: the provider has given the successor to nobody. */
    private static TokenReply.Failed lostReply(TokenReply.Failed failed) {
        Failure failure = failed.failure();
        return new TokenReply.Failed(
                new Failure(
                        failure.step(),
                        failure.consequence(),
                        "the reply to an earlier renewal was lost (power or network), and the provider does not accept the same"
                                + " refresh token again",
                        failure.advice(),
                        failure.said(),
                        failure.retryAfter()),
                failed.fate());
    }

    private TokenOutcome byFirstGrant(CredentialState state, Deadline deadline) {
        if (first.isEmpty()) {
            NoToken standing = knownRefusal(state);
            if (standing != null) {
                return standing; // what ended the grant stays the reason until somebody authorises again
            }
            return NoToken.once(
                    Failure.local(
                            Step.TOKEN,
                            Consequence.CONFIGURATION,
                            "this version cannot obtain a token by " + profile.grantType(),
                            "Choose Grant Type JWT_BEARER, or install a newer version."),
                    false);
        }
        FirstGrant grant = first.get();
        Optional<Failure> obstacle = grant.obstacle();
        if (obstacle.isPresent()) {
            return NoToken.once(obstacle.get(), false);
        }
        long asked = ticker.getAsLong();
        TokenReply reply = present(grant::parameters, DpopProofs.key(profile, state.grant()), null, deadline);
        if (reply instanceof TokenReply.Issued issued) {
            Grant next = state.grant()
                    .map(earlier -> issued.grant().after(earlier, false))
                    .orElse(issued.grant());
            return accept(state, next, asked, grant.origin());
        }
        return noToken(state, (TokenReply.Failed) reply);
    }

    /** One request, and again where that is safe and the budgets allow it. {@code journal} is saved before the first. */
    private TokenReply present(
            Supplier<Map<String, String>> grant,
            Optional<Secret> proofKey,
            @Nullable CredentialState journal,
            Deadline deadline) {
        String host = profile.tokenUrl().getHost();
        boolean lost = false; // whether a reply to this refresh token was
        boolean nonceGiven = false;
        boolean journalled = false;
        int attempt = 0;
        while (true) {
            Optional<Failure> closed = gate.admit();
            if (closed.isPresent()) {
                return new TokenReply.Failed(closed.get(), lost ? TokenReply.Fate.UNKNOWN : TokenReply.Fate.ANSWERED);
            }
            if (journal != null && !journalled) {
                keeper.save(journal);
                journalled = true;
            }
            Instant signedAt = clock.now(host);
            TokenReply reply = endpoint.request(grant.get(), proofKey, deadline);
            if (reply instanceof TokenReply.Issued) {
                retries.succeeded();
                return reply;
            }
            TokenReply.Failed failed = (TokenReply.Failed) reply;
            if (failed.fate() == TokenReply.Fate.NOT_SENT) {
                gate.notSent();
            }
            gate.heed(failed.failure());
            if (lost && failed.failure().consequence() == Consequence.GRANT_DEAD) {
                return lostReply(failed);
            }
            lost |= journal != null && failed.fate() == TokenReply.Fate.UNKNOWN;
            if (failed.fate() == TokenReply.Fate.NONCE_WANTED && !nonceGiven) {
                nonceGiven = true; // refused before it was looked at: not an attempt, but for the login budget
                continue;
            }
            if (attempt++ == 0 && signedAtTheWrongTime(signedAt)) {
                continue;
            }
            Duration wait = again(failed, journal != null, attempt - 1);
            if (wait.isNegative() || !retries.take(wait, deadline)) {
                return lost ? new TokenReply.Failed(failed.failure(), TokenReply.Fate.UNKNOWN) : failed;
            }
        }
    }

    /** Whether the reply has told that a signature was made by a clock that is wrong; the next one is made by the server's own. */
    private boolean signedAtTheWrongTime(Instant signedAt) {
        boolean signs = SignedAssertion.in(profile)
                || DpopProofs.in(profile)
                || first.filter(FirstGrant::signed).isPresent();
        return signs && clock.wasWrong(signedAt, profile.tokenUrl().getHost());
    }

    /** How long to wait before the same request is sent again; negative for never. */
    private Duration again(TokenReply.Failed failed, boolean refreshing, int attempt) {
        Duration never = Duration.ofSeconds(-1);
        Failure failure = failed.failure();
        if (failure.consequence() != Consequence.OUTAGE || failure.retryAfter().isPresent() || attempt > 1) {
            return never;
        }
        if (failed.fate() == TokenReply.Fate.NOT_SENT || failed.fate() == TokenReply.Fate.NONCE_WANTED) {
            return never; // Without a network whoever waits is told at once; and a nonce is tried once.
        }
        Duration backOff = Duration.ofMillis(500L << attempt);
        if (failed.fate() == TokenReply.Fate.ANSWERED) {
            return backOff;
        }
        // The reply was lost. A provider that replays brings the same tokens again; another may take a second try for
        // theft,
        // so it gets one, late enough for its own rules. An assertion can be presented as often as the budget allows.
        if (attempt > 0) {
            return never;
        }
        return !refreshing || !traits.rotates() || !traits.replayWindow().isZero() ? backOff : Duration.ofSeconds(2);
    }

    private Token accept(CredentialState state, Grant issued, long asked, String origin) {
        outages = 0;
        sequence = issued.sequence();
        keeper.save(state.issued(issued));
        events.add(
                profile.name(),
                Event.Kind.TOKEN,
                origin + ", lives " + issued.expiresIn().toSeconds() + " s");
        return Token.of(issued, asked, issued.expiresIn(), jitter, origin);
    }

    private NoToken noToken(CredentialState state, TokenReply.Failed failed) {
        Failure failure = failed.failure();
        events.add(profile.name(), Event.Kind.NO_TOKEN, failure.toString());
        if (failed.fate() == TokenReply.Fate.NOT_SENT) {
            return new NoToken(failure, true, NOT_SENT);
        }
        if (failure.consequence() == Consequence.WAIT) {
            return new NoToken(failure, false, named(failure, LEAST_WAIT));
        }
        if (failure.consequence().retryable()) {
            outages = Math.min(outages + 1, 7);
            Duration backOff = Duration.ofSeconds(1L << (outages - 1));
            Duration bounded = backOff.compareTo(LONGEST_OUTAGE) > 0 ? LONGEST_OUTAGE : backOff;
            return new NoToken(failure, failed.unreachable(), named(failure, bounded));
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

    /** A refusal of an earlier process that still stands. */
    static @Nullable NoToken knownRefusal(CredentialState state) {
        CredentialState.Refusal refusal = state.refusal().orElse(null);
        return refusal == null ? null : new NoToken(refusal.failure(), false, quiet(state));
    }

    /** The token of another process, or an earlier one, that by the clock may still live; if the clock is wrong, a 401 will tell. */
    @Nullable
    Token knownToken(CredentialState state) {
        Grant held = state.grant().orElse(null);
        if (held == null) {
            return null;
        }
        sequence = held.sequence();
        Duration age = Duration.between(held.issuedAt(), clock.now());
        Duration left = held.expiresIn().minus(age.isNegative() ? Duration.ZERO : age);
        return left.isNegative() || left.isZero()
                ? null
                : Token.of(held, ticker.getAsLong(), left, jitter, "kept from before");
    }
}
