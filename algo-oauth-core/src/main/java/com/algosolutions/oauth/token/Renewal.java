package com.algosolutions.oauth.token;

import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.endpoint.RateLimiter;
import com.algosolutions.oauth.endpoint.RetryingTokenEndpoint;
import com.algosolutions.oauth.endpoint.TokenResponse;
import com.algosolutions.oauth.endpoint.TokenSet;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.jose.Sha256;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.spi.TokenTraits;
import com.algosolutions.oauth.store.RecordLock;
import com.algosolutions.oauth.time.BackOff;
import com.algosolutions.oauth.time.Deadline;
import com.algosolutions.oauth.time.Durations;
import com.algosolutions.oauth.time.TrustedClock;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One renewal of a credential's token: by the refresh token if there is one, otherwise, or if the server refuses it, by the unattended grant.
 * A refresh is journalled before it is sent, and new tokens are durable before they are used. Exists only while it is needed. For one thread.
 */
public final class Renewal {
    /** Between two requests at least, also if one was not sent. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private static final BackOff OUTAGE = new BackOff(SHORTEST, Duration.ofSeconds(60), 2);

    /** After so many server errors in a row, and again after as many, the unattended grant is presented too: some report a dead refresh token so. */
    private static final int FAILURES_OF_A_REFRESH = 3;

    /** The back-off after a 429 without Retry-After. */
    private static final Duration RATE_LIMITED = Duration.ofSeconds(30);

    /** While the store refuses journals or locks, and callers have a token that is still good. */
    private static final Duration STORE_REFUSES = Duration.ofSeconds(60);

    private static final String LOST_REPLY =
            "the reply to an earlier renewal was lost (power or network) or could not be used, and the provider does not"
                    + " accept the same refresh token again";

    /** A renewal on a store that takes neither its journal nor its tokens leaves no trace there. */
    private static final String PERHAPS_NOT_STORED =
            ", perhaps because the storage did not keep the result of an earlier renewal";

    private final OAuthProfile profile;
    private final Optional<UnattendedGrant> unattended;
    private final TokenRequests requests;
    private final CredentialStateStore store;
    private final TrustedClock clock;
    private final KnownTokens known;

    /** Whether a refresh token may be sent that the store has no journal of: the provider takes it again, and no other process has it. */
    private final boolean needsNoJournal;

    private final boolean shared;

    /** Has the valid access token that callers have, if there is one. */
    private final TokenManager inUse;

    /**
     * A renewal.
     *
     * @param shared whether other processes renew the same tokens
     * @param known is told of the new token set
     * @param inUse has the token that callers have now
     */
    public Renewal(
            OAuthProfile profile,
            OAuthProvider provider,
            boolean shared,
            RetryingTokenEndpoint endpoint,
            CredentialStateStore store,
            TrustedClock clock,
            KnownTokens known,
            TokenManager inUse) {
        this.profile = profile;
        this.unattended = UnattendedGrant.of(profile, provider, clock);
        this.requests = new TokenRequests(profile, unattended, endpoint, clock);
        this.store = store;
        this.clock = clock;
        this.known = known;
        this.shared = shared;
        TokenTraits traits = provider.traits();
        this.needsNoJournal = !shared && (traits.replayWindow().isPresent() || !traits.refreshTokensRotate());
        this.inUse = inUse;
    }

    /**
     * Obtains a token, or a failure.
     *
     * @param before the sequence number that was known at the request for a renewal; a token set saved since is newer, and is used as it is
     * @param publish takes the result, while the credential is still locked
     * @throws IOException if the store cannot lock the credential, and other processes renew the same tokens: see {@link #notLocked}
     */
    public void run(long before, Consumer<TokenResult> publish, Deadline deadline) throws IOException {
        try (RecordLock lock = store.lock(deadline)) {
            publish.accept(lock == null ? busy() : renew(before, deadline));
        }
    }

    private static NoToken busy() {
        return NoToken.once(
                Failure.of(
                        Step.TOKEN,
                        Failure.Kind.UNAVAILABLE,
                        "another process is renewing this token and has not finished in time",
                        "Try again; if it keeps happening, restart the other process."),
                true);
    }

    /** The result if the credential cannot be locked: nothing is sent. */
    public NoToken notLocked(Failure why) {
        store.report(why);
        return new NoToken(why, true, whileStoreRefuses(inUse.snapshot().good()));
    }

    private TokenResult renew(long before, Deadline deadline) {
        CredentialState state = store.newest();
        NoToken rejected = NoToken.remembered(state);
        if (rejected != null && state.isRevoked()) {
            return rejected;
        }
        TokenSet latest = state.grant().orElse(null);
        if (latest != null && latest.sequence() > before) {
            if (shared && store.notStored().isPresent()) {
                store.save(state);
            }
            NoToken unstored = unstored();
            if (unstored != null) {
                return unstored;
            }
            AccessToken newer = known.good(state, latest);
            if (newer != null) {
                return newer;
            }
        }
        Secret refreshToken = latest == null ? null : latest.refreshToken().orElse(null);
        return latest == null || refreshToken == null
                ? byUnattendedGrant(state, null, deadline)
                : byRefreshToken(state, latest, refreshToken, deadline);
    }

    private TokenResult byRefreshToken(CredentialState state, TokenSet latest, Secret refreshToken, Deadline deadline) {
        CredentialState begun = state.begun(Sha256.of(refreshToken.reveal()));
        AtomicBoolean journalled = new AtomicBoolean();
        // Without a journal, a device that loses power must get its next token by the same refresh token.
        Supplier<Optional<Failure>> journal = () -> {
            journalled.set(true);
            return store.begin(begun)
                    .filter(why -> !needsNoJournal
                            || inUse.snapshot().good() != null
                            || store.newest().newerThan(begun));
        };
        long requestedAt = clock.ticks();
        TokenResponse response = requests.refresh(latest, refreshToken, journal, deadline);
        if (response instanceof TokenResponse.Issued issued) {
            return accept(
                    begun,
                    issued.grant().succeeding(known.agedAt(latest, requestedAt), true),
                    requestedAt,
                    "refreshed with the refresh token" + issued.habits());
        }
        TokenResponse.Failed failed = (TokenResponse.Failed) response;
        if (failed.failure().step() == Step.STORAGE) {
            return withoutJournal(state, failed.failure(), deadline);
        }
        if (failed.refused()) {
            return refreshRefused(state, begun, failed, deadline);
        }
        boolean settled = failed.fate() != TokenResponse.Fate.UNKNOWN;
        if (journalled.get() && settled) {
            store.save(state); // the server has not used the refresh token up: back to the journal from before
        }
        CredentialState kept = settled ? state : begun;
        boolean again = failed.serverFailed() && (known.outages() + 1) % FAILURES_OF_A_REFRESH == 0;
        TokenResult instead = again ? insteadOfRefresh(kept, failed.failure(), deadline) : null;
        return instead == null ? noToken(kept, failed) : instead;
    }

    /**
     * The store refuses the journal, so the refresh token is not sent: it is still good after a power cut. A login does not use it up.
     *
     * @param why what the store said
     */
    private TokenResult withoutJournal(CredentialState before, Failure why, Deadline deadline) {
        CredentialState state = store.newest();
        if (state.newerThan(before)) { // another process has renewed the token, so the store refused the journal
            AccessToken newer = known.good(state, state.grant().orElseThrow());
            if (newer != null) {
                return newer;
            }
        } else {
            state = before;
            store.save(before);
        }
        AccessToken good = inUse.snapshot().good();
        Duration wait = whileStoreRefuses(good);
        Failure failure = why;
        if (good == null && unattended.isPresent() && requests.obstacle(state).isEmpty()) {
            long requestedAt = clock.ticks();
            TokenResponse login = requests.present(state, deadline);
            if (login instanceof TokenResponse.Issued issued) {
                return acceptLogin(state, issued, requestedAt, ", because " + why.message());
            }
            Failure refused = ((TokenResponse.Failed) login).failure();
            failure = refused.step() == Step.STORAGE
                    ? why
                    : why.withMessage(why.message() + ", and a new login failed: " + refused.message());
            wait = refused.kind().temporary() ? retryAfter(refused, OUTAGE.after(1)) : NoToken.REJECTED.after(1);
        }
        store.report(failure);
        return new NoToken(failure, true, wait);
    }

    private Duration whileStoreRefuses(@Nullable AccessToken good) {
        return good == null
                ? SHORTEST
                : Durations.min(STORE_REFUSES, Duration.ofNanos(Math.max(0, good.goodUntil() - clock.ticks())));
    }

    /** A login beside a refresh token that may be good; null if there is none, or if it fails too: then the refresh counts. */
    private @Nullable TokenResult insteadOfRefresh(CredentialState state, Failure refresh, Deadline deadline) {
        if (unattended.isEmpty() || requests.obstacle(state).isPresent()) {
            return null;
        }
        long requestedAt = clock.ticks();
        return requests.present(state, deadline) instanceof TokenResponse.Issued issued
                ? acceptLogin(state, issued, requestedAt, ", because " + refusal(refresh))
                : null;
    }

    /**
     * After a refusal of the refresh token. A device that can present its unattended grant does so, whatever the refusal said, and does not
     * need the refresh token any more. Otherwise the refresh token is dropped if the refusal says that it is dead, or if it was refused in
     * unknown words several times.
     */
    private TokenResult refreshRefused(
            CredentialState before, CredentialState begun, TokenResponse.Failed refused, Deadline deadline) {
        boolean grant = refused.failure().kind() == Failure.Kind.GRANT_INVALID;
        boolean dead = grant && (!refused.guessed() || before.refusedOften());
        boolean lost =
                refused.fate() == TokenResponse.Fate.UNKNOWN || before.attempt().equals(begun.attempt());
        CredentialState without = begun.refreshTokenRejected(grant && lost);
        if (unattended.isPresent() && (dead || requests.obstacle(without).isEmpty())) {
            store.save(without);
            return byUnattendedGrant(without, refused.failure(), deadline);
        }
        boolean settled = refused.fate() != TokenResponse.Fate.UNKNOWN && refused.fate() != TokenResponse.Fate.UNUSABLE;
        CredentialState kept = settled ? before : begun; // an unusable response may have had the next refresh token
        Failure failure = refused.failure();
        if (grant) {
            failure = failure.withMessage(lost ? LOST_REPLY : failure.message() + perhapsNotStored(failure));
        }
        Optional<Failure> obstacle =
                unattended.flatMap(UnattendedGrant::obstacle).filter(why -> grant);
        return noToken(
                dead ? without : kept,
                refused.withFailure(obstacle.map(why -> afterRefusal(begun, refused.failure(), why)
                                .withServerError(refused.failure().serverError().orElseThrow()))
                        .orElse(failure)));
    }

    /** The failure of the unattended grant, with the reason why it was needed: the refusal of the refresh token now, or a lost response. */
    private Failure afterRefusal(CredentialState state, @Nullable Failure refused, Failure failure) {
        String why = refused == null ? "" : refusal(refused) + perhapsNotStored(refused);
        if (state.lostWithResponse() && !failure.kind().temporary()) {
            why = LOST_REPLY;
        }
        return why.isEmpty() ? failure : failure.withMessage(why + ", and a new login failed: " + failure.message());
    }

    /** A refresh token that this process has read from the store may be one that an earlier process has used. */
    private String perhapsNotStored(Failure refused) {
        return known.read() && refused.kind() == Failure.Kind.GRANT_INVALID ? PERHAPS_NOT_STORED : "";
    }

    private static String refusal(Failure refused) {
        return "the refresh token was refused (" + refused.serverError().orElseThrow() + ")";
    }

    private TokenResult byUnattendedGrant(CredentialState state, @Nullable Failure refused, Deadline deadline) {
        if (unattended.isEmpty()) {
            NoToken rejected = NoToken.remembered(state); // the cause of the loss, until an operator authorizes again
            return rejected != null
                    ? rejected
                    : NoToken.once(requests.obstacle(state).orElseThrow(), false);
        }
        Optional<Failure> obstacle = requests.obstacle(state);
        if (obstacle.isPresent()) {
            return NoToken.once(afterRefusal(state, refused, obstacle.get()), false);
        }
        long requestedAt = clock.ticks();
        TokenResponse response = requests.present(state, deadline);
        if (response instanceof TokenResponse.Issued issued) {
            return acceptLogin(state, issued, requestedAt, refused == null ? "" : ", because " + refusal(refused));
        }
        TokenResponse.Failed failed = (TokenResponse.Failed) response;
        return noToken(state, failed.withFailure(afterRefusal(state, refused, failed.failure())));
    }

    /** Why an operator must act before there can be a token; empty if the device can request one. */
    public Optional<Failure> nothingToPresent(CredentialState state) {
        return requests.nothingToPresent(state);
    }

    /** Sends the unattended grant now, and does not keep the tokens. */
    public TokenResponse presentUnattended(Deadline deadline) {
        return requests.obstacle(CredentialState.EMPTY)
                .<TokenResponse>map(why -> new TokenResponse.Failed(why, TokenResponse.Fate.NOT_SENT))
                .orElseGet(() -> requests.presentNow(deadline));
    }

    /** Sends a single-use grant, for which the rate limiter has given a permit. */
    public TokenResponse presentOnce(
            RateLimiter.Permit admitted, Map<String, String> grant, Optional<Secret> proofKey, Deadline deadline) {
        return requests.presentOnce(admitted, grant, proofKey, deadline);
    }

    private TokenResult acceptLogin(
            CredentialState state, TokenResponse.Issued issued, long requestedAt, String because) {
        TokenSet next = state.grant()
                .map(earlier -> issued.grant().succeeding(earlier, false))
                .orElse(issued.grant());
        return accept(state, next, requestedAt, unattended.orElseThrow().origin() + issued.habits() + because);
    }

    private TokenResult accept(CredentialState state, TokenSet issued, long requestedAt, String origin) {
        store.save(state.issued(issued));
        store.report(
                Event.Kind.TOKEN,
                origin + ", lives " + issued.expiresIn().toSeconds() + " s" + issued.otherScope(profile)
                        + unattended.map(UnattendedGrant::warning).orElse(""));
        NoToken unstored = unstored();
        return unstored == null ? known.accept(issued, requestedAt, origin) : unstored;
    }

    /**
     * Why new tokens must not be used yet: another process will present the refresh token that is stored, and a provider with a replay window
     * takes that for as long as the new access token is unused. Null if they may be used.
     */
    private @Nullable NoToken unstored() {
        return shared
                ? store.notStored().map(why -> new NoToken(why, true, SHORTEST)).orElse(null)
                : null;
    }

    private NoToken noToken(CredentialState state, TokenResponse.Failed failed) {
        Failure failure = failed.failure();
        store.report(failure);
        if (failed.fate() == TokenResponse.Fate.NOT_SENT) {
            return new NoToken(failure, true, SHORTEST, failed.time());
        }
        if (failure.kind() == Failure.Kind.THROTTLED) {
            return new NoToken(failure, false, retryAfter(failure, RATE_LIMITED));
        }
        if (failure.kind().temporary()) {
            Duration wait = retryAfter(failure, OUTAGE.after(known.failed()));
            return new NoToken(failure, failed.unreachable(), wait, failed.time());
        }
        CredentialState rejected = state.refused(failure);
        store.save(rejected);
        return new NoToken(failure, false, NoToken.backOff(rejected));
    }

    /** The server's Retry-After, or another time. A Retry-After of 0 s does not allow a request with every call. */
    private static Duration retryAfter(Failure failure, Duration otherwise) {
        return Durations.max(failure.retryAfter().orElse(otherwise), SHORTEST);
    }
}
