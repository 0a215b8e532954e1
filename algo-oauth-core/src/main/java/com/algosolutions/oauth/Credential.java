package com.algosolutions.oauth;

import com.algosolutions.oauth.json.Problem;
import com.algosolutions.oauth.profile.InvalidProfileException;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.Secret;
import com.algosolutions.oauth.spi.Consequence;
import com.algosolutions.oauth.spi.OAuthProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * One credential in use: a client with its secrets at one endpoint. The profiles that have the same one share its token life, and each
 * keeps a copy of what is remembered of it in its own record; the newest copy counts. Thread-safe.
 */
final class Credential implements CredentialKeeper {
    private static final System.Logger LOG = System.getLogger(Credential.class.getName());
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(2);

    private final String fingerprint;
    private final OAuthProvider provider;
    private final Engine engine;
    private final Renewal renewal;
    private final TokenManager tokens;
    private final Aftercare aftercare;
    private final List<ActiveProfile> sharers = new CopyOnWriteArrayList<>();

    /** Written with this held, as is the one below; read without, so that no caller waits for a disk. */
    private volatile CredentialState state;

    private volatile boolean unsaved;

    /** The state that was told last; written by one flight at a time. */
    private volatile ProfileStatus.State told = ProfileStatus.State.READY;

    Credential(String fingerprint, OAuthProfile profile, OAuthProvider provider, CredentialState state, Engine engine) {
        this.fingerprint = fingerprint;
        this.provider = provider;
        this.engine = engine;
        this.state = state;
        TokenEndpoint endpoint = new TokenEndpoint(
                () -> sharers.isEmpty() ? profile : sharers.get(0).profile(),
                provider,
                engine.transport(),
                engine.deviceClock(),
                engine.proofs());
        aftercare = new Aftercare(engine::later, engine.jitter(profile.id()), this::open, this::settle);
        renewal = new Renewal(engine, profile, endpoint, provider, this);
        tokens = new TokenManager(
                this::renew,
                provider.traits().renewalKillsAccessToken(),
                engine.ticker(),
                engine.worker(),
                this::tellState);
        tokens.restore(renewal.knownToken(state), Renewal.knownRefusal(state));
        aftercare.look(); // the power may have gone in the middle of a renewal
    }

    OAuthProvider provider() {
        return provider;
    }

    TokenManager tokens() {
        return tokens;
    }

    String fingerprint() {
        return fingerprint;
    }

    void join(ActiveProfile sharer) {
        sharers.add(sharer);
    }

    /** Tells whether nobody shares this credential any more. */
    boolean leave(ActiveProfile sharer) {
        sharers.remove(sharer);
        return sharers.isEmpty();
    }

    /** Whether a profile is the only one that has this credential. */
    boolean isOnlyOf(ActiveProfile sharer) {
        return sharers.size() == 1 && sharers.contains(sharer);
    }

    /** Hands the profiles that share this credential over to a newer copy of it. */
    void moveTo(Credential newer) {
        sharers.forEach(sharer -> sharer.use(newer));
        sharers.clear();
    }

    CredentialState state() {
        return state;
    }

    @Override
    public @Nullable Held lock(Deadline deadline) {
        try {
            Optional<RecordLock> lock = engine.store()
                    .lock(
                            "credential-" + fingerprint.substring(0, 32),
                            Duration.ofNanos(Math.max(0, deadline.remaining())));
            return lock.<Held>map(held -> held::close).orElse(null);
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "The store cannot lock: {0}", e.getMessage());
            return () -> {}; // One process on a broken disk is better served by a token than by an error.
        }
    }

    @Override
    public synchronized CredentialState newest() {
        for (ActiveProfile sharer : sharers) {
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
    public synchronized void save(CredentialState changed) {
        state = changed;
        saveNow();
    }

    /**
     * Makes the pending grant of a profile the grant: in one replace of its record, together with a change of the profile. A renewal
     * that is under way ends first, and none can bring the old grant back.
     *
     * @param changed the profile as it is to be from now on; null to leave it as it is
     * @return whether there was one; another process may have saved or dropped it
     * @throws InvalidProfileException if it was issued for a profile that is not this one any more
     * @throws UncheckedIOException if it could not be stored; then nothing has changed
     */
    boolean adopt(ActiveProfile by, @Nullable OAuthProfile changed, Deadline deadline) {
        OAuthProfile known = by.profile();
        try (Held held = lock(deadline)) {
            if (held == null) {
                throw notSaved("A renewal of this profile's token has not ended in time");
            }
            synchronized (this) {
                CredentialState before = newest();
                PendingGrant pending = by.pending().orElse(null);
                if (pending == null) {
                    return false;
                }
                if (changed != null && !by.profile().equals(known)) {
                    throw notSaved("Another process has changed the profile meanwhile");
                }
                OAuthProfile profile = changed == null ? by.profile() : changed;
                List<Problem> changes = pending.binding().changes(profile);
                if (!changes.isEmpty()) {
                    throw new InvalidProfileException(changes);
                }
                long asked = by.pendingAsked();
                Grant next = before.grant()
                        .map(earlier -> pending.grant().after(earlier, false))
                        .orElse(pending.grant());
                by.commit(profile, before.issued(next));
                state = before.issued(next);
                for (ActiveProfile sharer : sharers) {
                    unsaved |= sharer != by && !sharer.write(state);
                }
                tokens.adopt(renewal.adopted(next, asked, pending.origin()));
            }
        }
        aftercare.look();
        tellState();
        return true;
    }

    private static UncheckedIOException notSaved(String why) {
        String message = why + ", so nothing was saved. Look at the profile and try again.";
        return new UncheckedIOException(message, new IOException(message));
    }

    /** What the device presents by itself, put to the token endpoint now; nothing of it is kept. */
    TokenReply presentFirstGrant(Deadline deadline) {
        return renewal.presentFirst(deadline);
    }

    /**
     * What somebody's sign-in has brought, put to the token endpoint once and never again.
     *
     * @param proofKey the key to which it is bound, and the tokens will be, if they are
     */
    TokenReply presentOnce(Map<String, String> grant, Optional<Secret> proofKey, Deadline deadline) {
        return renewal.presentOnce(grant, proofKey, deadline);
    }

    private void saveNow() {
        boolean saved = sharers.isEmpty();
        for (ActiveProfile sharer : sharers) {
            saved |= sharer.write(state);
        }
        storedIs(saved);
    }

    private void storedIs(boolean stored) {
        if (unsaved == stored) {
            for (ActiveProfile sharer : sharers) {
                engine.events()
                        .add(
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
    Revocation revoke(OAuthProfile by, Deadline deadline) {
        Revocations.Begun begun;
        try (Held held = lock(deadline)) {
            if (held == null) {
                return Revocation.notTold(Failure.local(
                        Step.PROFILE,
                        Consequence.OUTAGE,
                        "a renewal of this token is under way and has not finished in time, so nothing was done",
                        "Try again."));
            }
            begun = engine.revocations().begin(by, newest().grant());
            putOutOfUse();
        }
        tellState();
        return engine.revocations().finish(begun, deadline);
    }

    /** Forgets the tokens, and asks for none; a renewal that is under way brings nothing either. */
    synchronized void putOutOfUse() {
        CredentialState revoked = state.revoked();
        save(revoked);
        tokens.adopt(null); // what a flight that has its tokens already may still land
        tokens.restore(null, Renewal.knownRefusal(revoked));
    }

    /** Lets a credential that was revoked on request be used again: somebody has chosen so. */
    synchronized void readmit() {
        if (state.isRevoked()) {
            save(state.readmitted());
            tokens.restore(null, null);
        }
    }

    /** Is told that a call has ended: a stale token is renewed. */
    void used(Token token) {
        tokens.used(token);
    }

    private TokenOutcome renew() {
        try {
            return renewal.get();
        } finally {
            aftercare.look();
        }
    }

    /** Whether a reply was lost that may be asked for again, or tokens are not stored. */
    private boolean open() {
        return unsaved || state.unsettled();
    }

    /** Sees to what is open, unless the profiles have left. */
    private void settle() {
        if (sharers.isEmpty()) {
            return;
        }
        if (unsaved) {
            saveAgain(engine.tokenTimeout());
            tellState();
        }
        if (state.unsettled()) {
            tokens.settle();
        }
    }

    /** Under the lock of a renewal: what another process has renewed meanwhile is newer. */
    private void saveAgain(Duration limit) {
        try (Held held = lock(Deadline.after(limit))) {
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
    ProfileStatus status() {
        TokenManager.Snapshot now = tokens.snapshot();
        Optional<Duration> goodFor = Optional.ofNullable(now.good())
                .map(token ->
                        Duration.ofNanos(token.goodUntil() - engine.ticker().getAsLong()));
        Optional<Duration> nextTry =
                now.heldNanos() > 0 ? Optional.of(Duration.ofNanos(now.heldNanos())) : Optional.empty();
        Optional<Failure> failure = Optional.ofNullable(now.failed()).map(NoToken::failure);
        if (failure.isEmpty() && now.good() == null) {
            failure = renewal.nothingToPresent(state);
        }
        if (failure.isEmpty() && unsaved) {
            failure = Optional.of(Failure.local(
                    Step.TOKEN, Consequence.OUTAGE, "the tokens cannot be stored", "Check the device's storage."));
        }
        if (state.isRevoked()) {
            return revoked();
        }
        return new ProfileStatus(state(now, failure), failure, nextTry, goodFor);
    }

    private ProfileStatus revoked() {
        Optional<Failure> why = state.refusal().map(CredentialState.Refusal::failure);
        if (engine.revocations().pending(fingerprint)) {
            why = why.map(known -> Failure.local(
                    known.step(),
                    known.consequence(),
                    known.meaning() + ", and the provider has yet to be told (revocation pending)",
                    known.advice()));
        }
        return new ProfileStatus(ProfileStatus.State.REVOKED, why, Optional.empty(), Optional.empty());
    }

    /** Tells a change of state. */
    private void tellState() {
        ProfileStatus now = status();
        if (told != now.state()) {
            told = now.state();
            for (ActiveProfile sharer : sharers) {
                engine.events().add(sharer.profile().name(), Event.Kind.STATE, now.toString());
            }
        }
    }

    private ProfileStatus.State state(TokenManager.Snapshot now, Optional<Failure> failure) {
        if (now.good() != null || failure.isEmpty()) {
            return failure.isPresent()
                    ? ProfileStatus.State.DEGRADED
                    : now.renewing() && now.good() == null ? ProfileStatus.State.RENEWING : ProfileStatus.State.READY;
        }
        if (now.renewing()) {
            return ProfileStatus.State.RENEWING;
        }
        if (!failure.get().consequence().retryable()) {
            return ProfileStatus.State.REAUTHORIZATION_REQUIRED;
        }
        if (failure.get().consequence() == Consequence.WAIT) {
            return ProfileStatus.State.THROTTLED;
        }
        boolean byClock =
                Optional.ofNullable(now.failed()).filter(NoToken::time).isPresent();
        return byClock && !engine.deviceClock().trusted()
                ? ProfileStatus.State.CLOCK_UNTRUSTED
                : ProfileStatus.State.DEGRADED;
    }
}
