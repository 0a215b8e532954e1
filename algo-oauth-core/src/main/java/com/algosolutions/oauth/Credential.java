package com.algosolutions.oauth;

import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.spi.Consequence;
import com.algosolutions.oauth.spi.OAuthProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One credential in use: a client with its secrets at one endpoint. The profiles that have the same one share its token life, and each
 * keeps a copy of what is remembered of it in its own record; the newest copy counts. Thread-safe.
 */
final class Credential implements CredentialKeeper {
    private static final System.Logger LOG = System.getLogger(Credential.class.getName());
    private static final Duration SAVE_AGAIN = Duration.ofSeconds(5);

    private final String fingerprint;
    private final OAuthProvider provider;
    private final Engine engine;
    private final TokenManager tokens;
    private final List<ActiveProfile> sharers = new CopyOnWriteArrayList<>();

    /** Written with this held. */
    private volatile CredentialState state = CredentialState.EMPTY;

    /** Written with this held, as is the one below; read without, so that no caller waits for a disk. */
    private volatile boolean unsaved;

    private volatile long saveAgainAt;

    private final AtomicBoolean savingAgain = new AtomicBoolean();

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
        Renewal renewal = new Renewal(engine, profile, endpoint, provider, this);
        tokens = new TokenManager(
                renewal,
                provider.traits().renewalKillsAccessToken(),
                engine.ticker(),
                engine.worker(),
                this::tellState);
        tokens.restore(renewal.knownToken(state), Renewal.knownRefusal(state));
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
        if (!unsaved) {
            for (ActiveProfile sharer : sharers) {
                CredentialState stored = sharer.reread(fingerprint);
                if (stored != null && (stored.newerThan(state) || state.equals(CredentialState.EMPTY))) {
                    state = stored;
                }
            }
        }
        return state;
    }

    @Override
    public synchronized void save(CredentialState changed) {
        state = changed;
        saveNow();
    }

    private void saveNow() {
        boolean saved = sharers.isEmpty();
        for (ActiveProfile sharer : sharers) {
            saved |= sharer.write(state);
        }
        if (unsaved != !saved) {
            for (ActiveProfile sharer : sharers) {
                engine.events()
                        .add(
                                sharer.profile().name(),
                                saved ? Event.Kind.STORED : Event.Kind.NOT_STORED,
                                saved
                                        ? "the tokens are stored"
                                        : "the tokens cannot be stored, and are kept in memory. Check the storage.");
            }
        }
        unsaved = !saved;
        saveAgainAt = engine.ticker().getAsLong() + SAVE_AGAIN.toNanos();
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
        tokens.restore(null, Renewal.knownRefusal(revoked));
    }

    /** Lets a credential that was revoked on request be used again: somebody has chosen so. */
    synchronized void readmit() {
        if (state.isRevoked()) {
            save(state.readmitted());
            tokens.restore(null, null);
        }
    }

    /** Is told that a call has ended: a stale token is renewed, and what could not be stored is written again, by the worker. */
    void used(Token token) {
        tokens.used(token);
        if (unsaved && saveAgainAt - engine.ticker().getAsLong() <= 0 && savingAgain.compareAndSet(false, true)) {
            try {
                engine.worker().execute(this::saveAgain);
            } catch (
                    RejectedExecutionException
                            e) { // the client is closed; the call that has just ended is as good as ever
                savingAgain.set(false);
            }
        }
    }

    private void saveAgain() {
        try {
            synchronized (this) {
                if (unsaved) {
                    saveNow();
                }
            }
        } finally {
            savingAgain.set(false);
        }
        tellState();
    }

    /** Writes what could not be stored, for the last time. */
    synchronized void close() {
        if (unsaved) {
            saveNow();
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
        boolean byClock = failure.get().meaning().endsWith(Trouble.CERTIFICATE_DATE.meaning());
        return byClock && !engine.deviceClock().trusted()
                ? ProfileStatus.State.CLOCK_UNTRUSTED
                : ProfileStatus.State.DEGRADED;
    }
}
