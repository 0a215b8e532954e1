package com.algosolutions.oauth;

import com.algosolutions.oauth.DeviceAuthorization.State;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.spi.TokenTraits;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The device authorizations of a client: at most one for each profile, begun here, kept over a restart, and gone with their end.
 * Thread-safe.
 */
final class DeviceAuthorizations {
    private final Engine engine;
    private final Executor worker;
    private final PendingGrants pending;
    private final DeviceAttempts attempts;

    /** By the profile's id; guarded by itself. The newest of each profile, ended or not. */
    private final Map<String, Run> runs = new HashMap<>();

    /** Held while a record is written or deleted, so that those of two runs do not cross. */
    private final Object records = new Object();

    /**
     * None yet.
     *
     * @param worker polls
     * @param pending takes what comes of them
     */
    DeviceAuthorizations(Engine engine, Executor worker, PendingGrants pending) {
        this.engine = engine;
        this.worker = worker;
        this.pending = pending;
        this.attempts = new DeviceAttempts(engine.store());
    }

    /** Where a grant goes until somebody saves it. */
    interface PendingGrants {
        void keep(String profileId, String fingerprint, Grant grant);

        void abandon(OAuthProfile profile, Grant grant);
    }

    /** What came of starting one: {@link Begun}, or {@link Refused}. */
    sealed interface Start {
        /**
         * The server has issued codes.
         *
         * @param authorization the authorization
         */
        record Begun(DeviceAuthorization authorization) implements Start {}

        /**
         * It has not.
         *
         * @param failure why
         */
        record Refused(Failure failure) implements Start {}
    }

    /** Asks for codes, and polls from then on. An earlier authorization of the profile goes on if the server refuses, else it is given up. */
    Start start(OAuthProfile profile, OAuthProvider provider) {
        AuthGate gate = engine.gate(profile.deviceUrl().orElse(profile.tokenUrl()), profile, TokenTraits.standard());
        Optional<Failure> closed = gate.admit();
        if (closed.isPresent()) {
            return new Start.Refused(closed.get());
        }
        DeviceEndpoint endpoint =
                new DeviceEndpoint(profile, provider, engine.transport(), engine.deviceClock(), engine.proofs());
        long asked = engine.ticker().getAsLong();
        DeviceEndpoint.Answer answer = endpoint.ask(Deadline.after(engine.tokenTimeout()));
        if (answer instanceof DeviceEndpoint.Answer.Refused refused) {
            gate.heed(refused.failure());
            engine.events()
                    .add(
                            profile.name(),
                            Event.Kind.AUTHORIZATION,
                            refused.failure().toString());
            return new Start.Refused(refused.failure());
        }
        DeviceCode code = ((DeviceEndpoint.Answer.Issued) answer).code();
        DeviceAttempt attempt = DeviceAttempt.begun(ProfileRecord.fingerprint(profile), code, engine.deviceClock());
        Run run = new Run(profile, provider, attempt, asked);
        Run earlier = replace(run);
        if (earlier != null) {
            earlier.signIn.cancel("superseded by another start");
        }
        run.keep(attempt);
        run.begin("");
        return new Start.Begun(run.authorization);
    }

    /** The newest authorization of a profile, ended or not, if there was one since this client was built. */
    Optional<DeviceAuthorization> current(String profileId) {
        synchronized (runs) {
            return Optional.ofNullable(runs.get(profileId)).map(run -> run.authorization);
        }
    }

    /** Gives up what was begun for a profile that is gone or has another credential now. */
    void forget(String profileId, String why) {
        Run run;
        synchronized (runs) {
            run = runs.get(profileId);
        }
        if (run != null) {
            run.signIn.cancel(why); // while it is the newest, so that its record goes
            synchronized (runs) {
                runs.remove(profileId, run);
            }
        }
    }

    /** Goes on with what an earlier process has begun, and deletes what has lost its profile. */
    void resume(List<ActiveProfile> profiles) {
        Map<String, ActiveProfile> byId = new HashMap<>();
        profiles.forEach(active -> byId.put(active.profile().id(), active));
        for (String profileId : attempts.profileIds()) {
            ActiveProfile active = byId.get(profileId);
            Credential credential = active == null ? null : active.credential();
            if (active == null) {
                attempts.delete(profileId);
            } else if (credential != null) {
                resume(active.profile(), credential.provider());
            }
        }
    }

    private void resume(OAuthProfile profile, OAuthProvider provider) {
        DeviceAttempt attempt = attempts.read(profile.id());
        boolean same = attempt != null && attempt.fingerprint().equals(ProfileRecord.fingerprint(profile));
        Duration left = attempt == null ? Duration.ZERO : attempt.left(engine.deviceClock());
        if (attempt == null || !same || left.compareTo(attempt.code().interval()) <= 0) {
            attempts.delete(profile.id());
            engine.events()
                    .add(
                            profile.name(),
                            Event.Kind.AUTHORIZATION,
                            same
                                    ? "the code expired while the device was off. Start Authorization again."
                                    : "what was begun before the restart is of no use now. Start Authorization again.");
            return;
        }
        DeviceAttempt rest =
                DeviceAttempt.begun(attempt.fingerprint(), attempt.code().living(left), engine.deviceClock());
        Run run = new Run(profile, provider, rest, engine.ticker().getAsLong());
        replace(run);
        run.begin("going on after a restart: ");
    }

    /** Stops asking; what is under way goes on in the next client. */
    void close() {
        List<Run> all;
        synchronized (runs) {
            all = List.copyOf(runs.values());
        }
        all.forEach(run -> run.signIn.suspend());
    }

    private @Nullable Run replace(Run run) {
        synchronized (runs) {
            return runs.put(run.profile.id(), run);
        }
    }

    private boolean isNewest(Run run) {
        synchronized (runs) {
            return runs.get(run.profile.id()) == run;
        }
    }

    /** One authorization with its record. */
    private final class Run implements DeviceSignIn.Keeper {
        private final OAuthProfile profile;
        private final DeviceAttempt attempt;
        private final DeviceSignIn signIn;
        private final DeviceAuthorization authorization;

        /** Guarded by the lock of the records. */
        private boolean over;

        Run(OAuthProfile profile, OAuthProvider provider, DeviceAttempt attempt, long asked) {
            this.profile = profile;
            this.attempt = attempt;
            DeviceEndpoint endpoint =
                    new DeviceEndpoint(profile, provider, engine.transport(), engine.deviceClock(), engine.proofs());
            AuthGate gate = engine.gate(profile.tokenUrl(), profile, provider.traits());
            signIn = new DeviceSignIn(engine, worker, endpoint, gate, attempt.code(), asked, this);
            authorization = new DeviceAuthorization(profile.name(), attempt.code(), signIn);
        }

        void begin(String how) {
            tell(how + authorization);
            signIn.begin();
        }

        /** Only the newest has a record: one that was superseded, or has ended, must not write over it. */
        private void keep(DeviceAttempt kept) {
            synchronized (records) {
                if (!over && isNewest(this)) {
                    attempts.write(profile.id(), kept);
                }
            }
        }

        private void drop() {
            synchronized (records) {
                over = true;
                if (isNewest(this)) {
                    attempts.delete(profile.id());
                }
            }
        }

        @Override
        public void granted(Grant grant) {
            try {
                pending.keep(profile.id(), attempt.fingerprint(), grant);
            } finally {
                drop();
            }
            tell("signed in; the new credentials wait to be saved. Update Profile.");
        }

        @Override
        public void abandoned(Grant grant) {
            pending.abandon(profile, grant);
        }

        @Override
        public void slower(DeviceCode code) {
            keep(attempt.with(code));
        }

        @Override
        public void tell(String progress) {
            engine.events().add(profile.name(), Event.Kind.AUTHORIZATION, progress);
        }

        @Override
        public void ended(State state, String why) {
            drop();
            tell(why);
        }
    }
}
