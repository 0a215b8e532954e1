package com.algosolutions.oauth.credential;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.RevocationResult;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.endpoint.BackChannel;
import com.algosolutions.oauth.endpoint.RateLimiter;
import com.algosolutions.oauth.endpoint.RetryingTokenEndpoint;
import com.algosolutions.oauth.endpoint.TokenEndpoint;
import com.algosolutions.oauth.endpoint.TokenResponse;
import com.algosolutions.oauth.endpoint.TokenSet;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.spi.TokenTraits;
import com.algosolutions.oauth.store.RecordLock;
import com.algosolutions.oauth.time.Deadline;
import com.algosolutions.oauth.token.AccessToken;
import com.algosolutions.oauth.token.CredentialState;
import com.algosolutions.oauth.token.KnownTokens;
import com.algosolutions.oauth.token.NoToken;
import com.algosolutions.oauth.token.RefreshTokenKeepAlive;
import com.algosolutions.oauth.token.RefreshTokenLife;
import com.algosolutions.oauth.token.Renewal;
import com.algosolutions.oauth.token.RenewalRecovery;
import com.algosolutions.oauth.token.TokenManager;
import com.algosolutions.oauth.token.TokenResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One credential in use: a client with its secrets at one endpoint. Profiles with equal credentials share one, with one life of its token,
 * unless profiles are read on demand. Thread-safe.
 *
 * <p>The methods that override are what its parts call: one object for all of them, because a gateway may have many credentials.
 */
public final class Credential
        implements TokenManager.Source, RenewalRecovery.Work, RefreshTokenKeepAlive.Work, Runnable {
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(2);

    private final String fingerprint;
    private final OAuthProvider provider;
    private final CredentialServices client;

    /** Its monitor makes a change of the state and of the tokens one step. */
    private final CredentialCopies copies;

    /** As it was when the credential was opened: in what a renewal needs it does not change. */
    private final OAuthProfile profile;

    private final RateLimiter limiter;
    private final KnownTokens known;
    private final TokenManager tokens;
    private final CredentialStatus status;

    /** Null until there is something to recover; written with this object's monitor held, as is {@link #keepAlive}. */
    private volatile @Nullable RenewalRecovery recovery;

    /** The refresh token that was presented last: any later response may name it, also after it was dropped. Null if none was. */
    private volatile @Nullable Secret presented;

    /** Null until there is a refresh token to keep alive. */
    private volatile @Nullable RefreshTokenKeepAlive keepAlive;

    /**
     * The credential of a stored profile.
     *
     * @param record the profile with the state of its credential
     * @param provider the profile's provider
     * @param client what all credentials of the client use
     */
    Credential(ProfileRecord record, OAuthProvider provider, CredentialServices client) {
        this.profile = record.profile();
        this.fingerprint = client.fingerprint(profile);
        this.provider = provider;
        this.client = client;
        BackChannel channel = client.channel();
        this.copies =
                new CredentialCopies(fingerprint, profile.name(), record.state(), client.locks(), client.events());
        TokenTraits traits = provider.traits();
        this.limiter =
                channel.limiters().of(profile, traits); // reads its record: earlier calls count from the start on
        known = new KnownTokens(channel.clock(), jitter(), traits.refreshTokenIdleLifetime());
        tokens = new TokenManager(this, traits.renewalInvalidatesAccessToken(), this, client.tokens());
        status = new CredentialStatus(tokens, known, client);
        tokens.restore(known.restore(record.state()), NoToken.remembered(record.state()));
    }

    public OAuthProvider provider() {
        return provider;
    }

    public TokenManager tokens() {
        return tokens;
    }

    /** The tokens, and the refresh token that was presented last, which a server may echo. */
    public List<Secret> secrets() {
        List<Secret> tokens = copies.state().grant().map(TokenSet::secrets).orElse(List.of());
        Secret sent = presented;
        if (sent == null || tokens.contains(sent)) {
            return tokens;
        }
        List<Secret> all = new ArrayList<>(tokens);
        all.add(sent);
        return all;
    }

    String fingerprint() {
        return fingerprint;
    }

    void join(CredentialSharer sharer) {
        copies.add(sharer);
        check(); // a power cut may have interrupted a renewal
    }

    /** Starts the work that needs no press, if there is any. Called when that may have changed. */
    void check() {
        RenewalRecovery recovering = recovery;
        if (recovering != null || incomplete()) {
            (recovering == null ? newRecovery() : recovering).check();
        }
        RefreshTokenKeepAlive keeping = keepAlive;
        if (keeping != null || life().isPresent()) {
            (keeping == null ? newKeepAlive() : keeping).check();
        }
    }

    /** Removes a profile; returns whether it was the last one. */
    boolean leave(CredentialSharer sharer) {
        copies.remove(sharer);
        return copies.sharers().isEmpty();
    }

    /** Whether a profile is the only one that has this credential. */
    public boolean isOnlyOf(CredentialSharer sharer) {
        return copies.sharers().size() == 1 && copies.sharers().contains(sharer);
    }

    /** Moves the profiles that share this credential to a newer copy of it. */
    void moveTo(Credential newer) {
        copies.moveTo(newer);
    }

    public CredentialState state() {
        return copies.state();
    }

    /** The newest stored state, another process's changes included. The caller holds no lock of a profile. */
    public CredentialState newest() {
        return copies.newest();
    }

    /**
     * Locks the credential for a change that an operator has requested: see {@link CredentialLocks#everywhere}.
     *
     * @return the lock; null if it was not free by the deadline
     * @throws IOException if the store cannot lock
     */
    @Nullable
    public RecordLock lockEverywhere(Deadline deadline) throws IOException {
        return copies.lockEverywhere(deadline);
    }

    /**
     * A token set that an operator saves, as written to the profile's record.
     *
     * @param grant the token set
     * @param requestedAt the ticker at the token request
     * @param origin how it was obtained, for the status page
     */
    record Adopted(TokenSet grant, long requestedAt, String origin) {}

    /**
     * Replaces the token set by one that an operator saves. A renewal in progress ends first, and none can bring the old one back.
     *
     * @param by the profile whose record is written by {@code commit}
     * @param commit given the newest state, writes the new token set and returns it; empty if there is none to save
     * @return whether there was one
     * @throws UncheckedIOException if it could not be stored; then nothing has changed
     */
    boolean adopt(CredentialSharer by, Function<CredentialState, Optional<Adopted>> commit, Deadline deadline) {
        try (RecordLock locked = copies.lockEverywhere(deadline)) {
            if (locked == null) {
                throw notSaved("A renewal of this profile's token has not ended in time");
            }
            synchronized (copies) {
                CredentialState before = copies.newest();
                Adopted adopted = commit.apply(before).orElse(null);
                if (adopted == null) {
                    return false;
                }
                copies.replace(before.issued(adopted.grant()), by);
                known.adopt(adopted.grant(), adopted.requestedAt(), adopted.origin(), tokens::adopt);
            }
        } catch (IOException e) {
            throw notSaved("The storage cannot lock the profile's tokens ("
                    + StoreFailure.of(e).reason() + ")");
        }
        check();
        reportState();
        return true;
    }

    static UncheckedIOException notSaved(String why) {
        String message = why + ", so nothing was saved. Look at the profile and try again.";
        return new UncheckedIOException(message, new IOException(message));
    }

    /** Sends the unattended grant to the token endpoint now, and does not keep the tokens. */
    public TokenResponse presentFirstGrant(Deadline deadline) {
        return renewal().presentUnattended(deadline);
    }

    /**
     * Sends the single-use grant of a sign-in to the token endpoint, and does not keep the tokens.
     *
     * @param proofKey the key to which the grant is bound, and the tokens will be; empty if there is none
     */
    public TokenResponse presentOnce(
            RateLimiter.Permit admitted, Map<String, String> grant, Optional<Secret> proofKey, Deadline deadline) {
        return renewal().presentOnce(admitted, grant, proofKey, deadline);
    }

    /** Deletes the tokens, for all profiles that share them, and revokes them at the provider. */
    public RevocationResult revoke(OAuthProfile by, Deadline deadline) {
        Revocations.Started started;
        try (RecordLock locked = copies.lockEverywhere(deadline)) {
            if (locked == null) {
                return notRevoked("a renewal of this token is in progress and has not finished in time", "Try again.");
            }
            started = client.revocations().begin(by, newest().grant());
            deactivate();
        } catch (IOException e) {
            StoreFailure failure = StoreFailure.of(e);
            return notRevoked(
                    "the storage cannot lock the profile's tokens (" + failure.reason() + ")", failure.advice());
        }
        check(); // if the store failed, the deletion must still be written, or a restart would bring the tokens back
        reportState();
        return client.revocations().finish(started, deadline);
    }

    private static RevocationResult notRevoked(String why, String advice) {
        return RevocationReport.failed(
                Failure.of(Step.PROFILE, Failure.Kind.UNAVAILABLE, why + ", so nothing was done", advice));
    }

    /** Deletes the tokens and requests no new ones. The result of a renewal in progress is discarded. */
    void deactivate() {
        synchronized (copies) {
            CredentialState revoked = copies.state().revoked();
            copies.replace(revoked, null);
            tokens.restore(null, NoToken.remembered(revoked));
        }
    }

    /** Allows token requests again after a revocation, by this process or another. Called when an operator has chosen so. */
    void reactivate() {
        synchronized (copies) {
            if (copies.newest().isRevoked()) {
                copies.replace(copies.state().reactivated(), null);
            }
            NoToken failed = tokens.snapshot().failed();
            if (failed != null && failed.isUntilReactivated()) {
                tokens.restore(null, null);
            }
        }
        check();
        reportState();
    }

    /** Called when a call has used a token: a stale one is renewed. */
    public void used(AccessToken token) {
        tokens.used(token);
    }

    /**
     * Renews the refresh token if half of its life is over, and waits for the end of the renewal: for profiles that are read on demand.
     *
     * @return false if it is not renewed now, so that half of the app's rate limit is left to renewals that callers wait for
     */
    boolean keepAlive() {
        boolean due = isHalfOver(state()) && isHalfOver(newest()); // another process may have renewed it
        boolean admitted = due && limiter.admitsUnawaited();
        if (admitted) {
            tokens.renewInBackground(Deadline.after(client.policy().timeout()));
        }
        return admitted == due;
    }

    private boolean isHalfOver(CredentialState state) {
        return known.refreshLife(state)
                .filter(life -> life.untilHalf(jitter()).isZero())
                .isPresent();
    }

    private double jitter() {
        return client.policy().jitter().of(profile.id());
    }

    private Renewal renewal() {
        BackChannel channel = client.channel();
        TokenEndpoint endpoint = new TokenEndpoint(
                () -> copies.profile().orElse(profile),
                this::secrets,
                sent -> presented = sent,
                provider,
                channel.transport(),
                channel.clock(),
                channel.proofs());
        RetryingTokenEndpoint retrying = new RetryingTokenEndpoint(limiter, endpoint, provider.traits(), channel);
        boolean shared = client.policy().shared();
        return new Renewal(profile, provider, shared, retrying, copies, channel.clock(), known, tokens);
    }

    private void renew(long before, Consumer<TokenResult> publish) {
        Renewal renewal = renewal();
        try {
            renewal.run(
                    before,
                    result -> publish(result, publish),
                    Deadline.after(client.policy().timeout()));
        } catch (IOException e) {
            publish(renewal.notLocked(cannotLock(StoreFailure.of(e))), publish);
        } finally {
            check();
        }
    }

    private static Failure cannotLock(StoreFailure why) {
        return Failure.of(
                Step.STORAGE,
                Failure.Kind.UNAVAILABLE,
                "the storage cannot lock the profile's tokens (" + why.reason() + "), so nothing was sent",
                why.advice());
    }

    /** Publishes a result. If a deletion, which does not wait for renewals, has revoked the credential meanwhile, there is no token. */
    private void publish(TokenResult result, Consumer<TokenResult> publish) {
        synchronized (copies) {
            CredentialState state = copies.state();
            NoToken revoked = state.isRevoked() ? NoToken.remembered(state) : null;
            publish.accept(revoked == null ? result : revoked);
        }
    }

    private void recover() {
        if (copies.unsaved()) {
            copies.saveAgain(client.policy().timeout());
            NoToken failed = tokens.snapshot().failed();
            if (!copies.unsaved() && failed != null && failed.failure().step() == Step.STORAGE) {
                tokens.allowRetry();
            }
            reportState();
        }
        if (state().unsettled()) {
            tokens.renewInBackground();
        }
    }

    /** Tries for the last time to store a state that the store failed to keep. */
    void close() {
        if (copies.unsaved()) {
            copies.saveAgain(LONGEST_CLOSE);
        }
    }

    /** The status of the profiles that share this credential. */
    public StatusSnapshot status() {
        CredentialState now = state();
        return status.of(
                CredentialFingerprint.of(profile),
                now,
                copies.notStored(),
                () -> renewal().nothingToPresent(now));
    }

    /** Reports a change of the status. The caller holds no lock of this credential. */
    void reportState() {
        status.report(this::status, copies.sharers());
    }

    private synchronized RenewalRecovery newRecovery() {
        RenewalRecovery made = recovery;
        if (made == null) {
            made = new RenewalRecovery(client.workers().workerTimer(), jitter(), this);
            recovery = made;
        }
        return made;
    }

    private synchronized RefreshTokenKeepAlive newKeepAlive() {
        RefreshTokenKeepAlive made = keepAlive;
        if (made == null) {
            made = new RefreshTokenKeepAlive(client.workers().timer(), jitter(), this);
            keepAlive = made;
        }
        return made;
    }

    /** Notes the token set to renew: one that is saved from now on is newer, and is not renewed. */
    @Override
    public TokenManager.Attempt begin() {
        long before = known.sequence();
        return publish -> renew(before, publish);
    }

    /** A renewal has ended, or exceeds its limit. */
    @Override
    public void run() {
        reportState();
    }

    /** Whether a lost response may be requested again, or tokens are not stored, and a profile still has this credential. */
    @Override
    public boolean incomplete() {
        return !copies.sharers().isEmpty() && (copies.unsaved() || state().unsettled());
    }

    @Override
    public void complete() {
        recover();
    }

    /** The refresh token to keep alive, if the client does so and a profile still has this credential. */
    @Override
    public Optional<RefreshTokenLife> life() {
        return client.policy().keepRefreshTokensAlive() && !copies.sharers().isEmpty()
                ? known.refreshLife(state())
                : Optional.empty();
    }

    @Override
    public void renew() {
        tokens.renewInBackground();
    }
}
