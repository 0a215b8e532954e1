package com.algosolutions.oauth.credential;

import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Revocation;
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
import com.algosolutions.oauth.store.RecordLock;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.time.Deadline;
import com.algosolutions.oauth.time.Workers;
import com.algosolutions.oauth.token.AccessToken;
import com.algosolutions.oauth.token.CredentialState;
import com.algosolutions.oauth.token.CredentialStateStore;
import com.algosolutions.oauth.token.NoToken;
import com.algosolutions.oauth.token.RefreshTokenKeepAlive;
import com.algosolutions.oauth.token.RefreshTokenLife;
import com.algosolutions.oauth.token.Renewal;
import com.algosolutions.oauth.token.RenewalRecovery;
import com.algosolutions.oauth.token.RenewalSource;
import com.algosolutions.oauth.token.TokenManager;
import com.algosolutions.oauth.token.TokenResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One credential in use: a client with its secrets at one endpoint. The profiles that have the same one share its token life, and each
 * keeps a copy of what is remembered of it in its own record; the newest copy counts. Thread-safe.
 */
public final class Credential implements CredentialStateStore {
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(2);

    private final String fingerprint;

    /** The name of the profile by which the credential was opened first. */
    private final String owner;

    private final OAuthProvider provider;
    private final RenewalPolicy policy;
    private final Revocations revocations;
    private final EventLog events;
    private final CredentialLock lock;
    private final Renewal renewal;
    private final TokenManager tokens;
    private final RenewalRecovery aftercare;
    private final RefreshTokenKeepAlive keepAlive;
    private final CredentialStatus status;
    private final List<CredentialSharer> sharers = new CopyOnWriteArrayList<>();

    /** Written with this held, as is the one below; read without, so that no caller waits for a disk. */
    private volatile CredentialState state;

    private volatile boolean unsaved;

    /**
     * The credential of a stored profile.
     *
     * @param record the profile with the state of its credential
     * @param provider the profile's provider
     * @param store locks the credential among processes
     */
    Credential(
            ProfileRecord record,
            OAuthProvider provider,
            RecordStore store,
            BackChannel channel,
            Workers workers,
            RenewalPolicy policy,
            Revocations revocations,
            EventLog events) {
        OAuthProfile profile = record.profile();
        this.fingerprint = CredentialFingerprint.of(profile);
        this.owner = profile.name();
        this.provider = provider;
        this.policy = policy;
        this.revocations = revocations;
        this.events = events;
        this.state = record.state();
        this.lock = new CredentialLock(store, fingerprint);
        double jitter = policy.jitter().of(profile.id());
        TokenEndpoint endpoint = new TokenEndpoint(
                () -> sharers.stream()
                        .findFirst()
                        .map(CredentialSharer::profile)
                        .orElse(profile),
                provider,
                channel.transport(),
                channel.clock(),
                channel.proofs());
        renewal = new Renewal(
                profile,
                provider,
                new RetryingTokenEndpoint(profile, endpoint, provider.traits(), channel),
                this,
                channel.clock(),
                jitter,
                policy.timeout());
        tokens = new TokenManager(
                this::beginRenewal,
                policy.timeout(),
                provider.traits().renewalKillsAccessToken(),
                channel.clock()::ticks,
                workers,
                this::tellState);
        status = new CredentialStatus(fingerprint, tokens, renewal, channel.clock(), revocations, events);
        aftercare = new RenewalRecovery(workers::laterOnWorker, jitter, this::open, this::settle);
        keepAlive = new RefreshTokenKeepAlive(workers::later, jitter, this::keptAlive, tokens::renewInBackground);
        tokens.restore(renewal.knownToken(state), Renewal.knownRefusal(state));
    }

    public OAuthProvider provider() {
        return provider;
    }

    public TokenManager tokens() {
        return tokens;
    }

    String fingerprint() {
        return fingerprint;
    }

    void join(CredentialSharer sharer) {
        sharers.add(sharer);
        check(); // the power may have gone in the middle of a renewal
    }

    /** What has to be done without a press may have changed. */
    private void check() {
        aftercare.check();
        keepAlive.check();
    }

    /** Tells whether nobody shares this credential any more. */
    boolean leave(CredentialSharer sharer) {
        sharers.remove(sharer);
        return sharers.isEmpty();
    }

    /** Whether a profile is the only one that has this credential. */
    public boolean isOnlyOf(CredentialSharer sharer) {
        return sharers.size() == 1 && sharers.contains(sharer);
    }

    /** Hands the profiles that share this credential over to a newer copy of it. */
    void moveTo(Credential newer) {
        sharers.forEach(sharer -> sharer.use(newer));
        sharers.clear();
    }

    public CredentialState state() {
        return state;
    }

    @Override
    public @Nullable RecordLock lock(Deadline deadline) {
        return lock.hereAtLeast(deadline);
    }

    /**
     * For whoever takes tokens out of use: see {@link CredentialLock#everywhere}.
     *
     * @throws IOException if the store cannot lock
     */
    @Nullable
    public RecordLock lockEverywhere(Deadline deadline) throws IOException {
        return lock.everywhere(deadline);
    }

    @Override
    public synchronized CredentialState newest() {
        for (CredentialSharer sharer : sharers) {
            CredentialState stored = sharer.reread(fingerprint);
            if (stored != null && outdatedBy(stored)) {
                state = stored;
                storedIs(true); // what could not be written is outdated too
            }
        }
        return state;
    }

    /** Whether a record says more than this: it has a newer grant, or knows of a renewal that another process has not ended. */
    private boolean outdatedBy(CredentialState stored) {
        return stored.newerThan(state)
                || (!unsaved
                        && (state.equals(CredentialState.EMPTY)
                                || (stored.attempt().isPresent() && !state.newerThan(stored))));
    }

    @Override
    public void report(Event.Kind kind, String text) {
        events.add(owner, kind, text);
    }

    /** What a renewal brings. None brings a revoked credential back, whenever it was begun. */
    @Override
    public synchronized void save(CredentialState changed) {
        if (!state.isRevoked()) {
            keep(changed);
        }
    }

    private void keep(CredentialState changed) {
        state = changed;
        saveNow();
    }

    /**
     * A token set that an operator saves, as written to the profile's record.
     *
     * @param grant the token set
     * @param asked the ticker when it was asked for
     * @param origin how it was obtained, for the status page
     */
    record Adopted(TokenSet grant, long asked, String origin) {}

    /**
     * Replaces the token set by one that an operator saves. A renewal that is under way ends first, and none can bring the old one back.
     *
     * @param by the profile whose record is written by {@code commit}
     * @param commit given the newest state, writes the new token set and returns it; empty if there is none to save
     * @return whether there was one
     * @throws UncheckedIOException if it could not be stored; then nothing has changed
     */
    boolean adopt(CredentialSharer by, Function<CredentialState, Optional<Adopted>> commit, Deadline deadline) {
        try (RecordLock held = lock.everywhere(deadline)) {
            if (held == null) {
                throw notSaved("A renewal of this profile's token has not ended in time");
            }
            synchronized (this) {
                CredentialState before = newest();
                Adopted adopted = commit.apply(before).orElse(null);
                if (adopted == null) {
                    return false;
                }
                state = before.issued(adopted.grant());
                boolean saved = true;
                for (CredentialSharer sharer : sharers) {
                    saved &= sharer == by || sharer.write(state);
                }
                storedIs(saved);
                renewal.adopt(adopted.grant(), adopted.asked(), adopted.origin(), tokens::adopt);
            }
        } catch (IOException e) {
            throw notSaved("The storage cannot keep a renewal from bringing the old credentials back (" + e.getMessage()
                    + ")");
        }
        check();
        tellState();
        return true;
    }

    static UncheckedIOException notSaved(String why) {
        String message = why + ", so nothing was saved. Look at the profile and try again.";
        return new UncheckedIOException(message, new IOException(message));
    }

    /** What the device presents by itself, put to the token endpoint now; nothing of it is kept. */
    public TokenResponse presentFirstGrant(Deadline deadline) {
        return renewal.presentFirst(deadline);
    }

    /**
     * What somebody's sign-in has brought, put to the token endpoint once and never again.
     *
     * @param proofKey the key to which it is bound, and the tokens will be, if they are
     */
    public TokenResponse presentOnce(
            RateLimiter.Permit admitted, Map<String, String> grant, Optional<Secret> proofKey, Deadline deadline) {
        return renewal.presentOnce(admitted, grant, proofKey, deadline);
    }

    private void saveNow() {
        boolean saved = true; // in each copy: the one that has it may be deleted
        for (CredentialSharer sharer : sharers) {
            saved &= sharer.write(state);
        }
        storedIs(saved);
    }

    private void storedIs(boolean stored) {
        if (unsaved == stored) {
            for (CredentialSharer sharer : sharers) {
                events.add(
                        sharer.profile().name(),
                        stored ? Event.Kind.STORED : Event.Kind.NOT_STORED,
                        stored
                                ? "the tokens are stored"
                                : "the tokens cannot be stored, and are kept in memory. Check the storage.");
            }
        }
        unsaved = !stored;
    }

    /** Takes the tokens out of use, for all profiles that share them, and tells the provider. */
    public Revocation revoke(OAuthProfile by, Deadline deadline) {
        Revocations.Started begun;
        try (RecordLock held = lock.everywhere(deadline)) {
            if (held == null) {
                return notRevoked("a renewal of this token is under way and has not finished in time", "Try again.");
            }
            begun = revocations.begin(by, newest().grant());
            deactivate();
        } catch (IOException e) {
            return notRevoked(
                    "the storage cannot keep a renewal from bringing the tokens back (" + e.getMessage() + ")",
                    "Check the device's storage and try again.");
        }
        check(); // a disk that has refused it must not bring the tokens back after a restart
        tellState();
        return revocations.finish(begun, deadline);
    }

    private static Revocation notRevoked(String why, String advice) {
        return RevocationReport.failed(
                Failure.local(Step.PROFILE, Failure.Kind.UNAVAILABLE, why + ", so nothing was done", advice));
    }

    /** Forgets the tokens, and asks for none; a renewal that is under way brings nothing either. */
    synchronized void deactivate() {
        CredentialState revoked = state.revoked();
        keep(revoked);
        tokens.restore(null, Renewal.knownRefusal(revoked));
    }

    /** Lets a credential that was revoked on request, here or by another process, be used again: somebody has chosen so. */
    void reactivate() {
        synchronized (this) {
            if (newest().isRevoked()) {
                keep(state.reactivated());
            }
            NoToken held = tokens.snapshot().failed();
            if (held != null && Renewal.isUntilLet(held)) {
                tokens.restore(null, null);
            }
        }
        check();
        tellState();
    }

    /** Is told that a call has ended: a stale token is renewed. */
    public void used(AccessToken token) {
        tokens.used(token);
    }

    /** What is saved from now on is newer than what this renewal is asked to renew. */
    private RenewalSource.Attempt beginRenewal() {
        long known = renewal.knownSequence();
        return publish -> renew(known, publish);
    }

    private void renew(long known, Consumer<TokenResult> publish) {
        try {
            renewal.renew(known, brought -> publish(brought, publish));
        } finally {
            check();
        }
    }

    /** Nothing, if a deletion that could not wait for the renewal has put it out of use. */
    private synchronized void publish(TokenResult brought, Consumer<TokenResult> publish) {
        NoToken revoked = state.isRevoked() ? Renewal.knownRefusal(state) : null;
        publish.accept(revoked == null ? brought : revoked);
    }

    /** Whether a reply was lost that may be asked for again, or tokens are not stored, and a profile still has this credential. */
    private boolean open() {
        return !sharers.isEmpty() && (unsaved || state.unsettled());
    }

    /** The refresh token that is to be kept alive, if the client does so and a profile still has this credential. */
    private Optional<RefreshTokenLife> keptAlive() {
        return policy.keepRefreshTokensAlive() && !sharers.isEmpty() ? renewal.refreshLife(state) : Optional.empty();
    }

    /** Sees to what is open. */
    private void settle() {
        if (unsaved) {
            saveAgain(policy.timeout());
            tellState();
        }
        if (state.unsettled()) {
            tokens.renewInBackground();
        }
    }

    /** Under the lock of a renewal: what another process has renewed meanwhile is newer. */
    private void saveAgain(Duration limit) {
        try (RecordLock held = lock.hereAtLeast(Deadline.after(limit))) {
            if (held != null) {
                synchronized (this) {
                    newest();
                    if (unsaved) {
                        saveNow();
                    }
                }
            }
        }
    }

    /** Writes what could not be stored, for the last time. */
    void close() {
        if (unsaved) {
            saveAgain(LONGEST_CLOSE);
        }
    }

    /** How the profiles of this credential stand. */
    public StatusSnapshot status() {
        return status.of(state, unsaved);
    }

    /** Tells a change of state, without a lock of this credential. */
    void tellState() {
        status.tell(this::status, sharers);
    }
}
