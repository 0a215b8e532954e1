package com.algosolutions.oauth;

import com.algosolutions.oauth.DeviceAuthorization.State;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.spi.Consequence;
import com.algosolutions.oauth.spi.OAuthProvider;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The device authorizations of a client: at most one for each profile, begun here, kept over a restart, and gone with their end.
 * Thread-safe.
 */
final class DeviceAuthorizations {
    private final Engine engine;
    private final Executor worker;
    private final Taker taker;
    private final DeviceAttempts attempts;

    /** By the profile's id; guarded by itself. The newest of each profile, ended or not. */
    private final Map<String, Run> runs = new HashMap<>();

    /** Held while a record is written or deleted, so that those of two runs do not cross. */
    private final Object records = new Object();

    /**
     * None yet.
     *
     * @param worker polls
     * @param taker takes what comes of them
     */
    DeviceAuthorizations(Engine engine, Executor worker, Taker taker) {
        this.engine = engine;
        this.worker = worker;
        this.taker = taker;
        this.attempts = new DeviceAttempts(engine.store());
    }

    /** Where a grant goes until somebody saves it. */
    interface Taker {
        /** Keeps what was issued for a profile as it was when it was asked for. */
        AuthorizationResult keep(OAuthProfile profile, PendingGrant brought, long asked);

        /** Ends the life of what nobody wants any more. */
        void forsake(OAuthProfile profile, Grant grant);
    }

    /**
     * Asks for codes, and polls from then on. An earlier authorization of the profile goes on if the server refuses, else it is given up.
     *
     * @param unwanted why nobody wants it any more; asked when the codes are there, while no other authorization can begin or be given up
     */
    StartedAuthorization start(OAuthProfile profile, OAuthProvider provider, Supplier<Optional<Failure>> unwanted) {
        URI url = profile.deviceUrl().orElseThrow(() -> new IllegalStateException("the form requires a device URL"));
        if (!engine.allowed(url) || !engine.allowed(profile.tokenUrl())) {
            return refused(
                    profile,
                    Failure.local(
                            Step.AUTHORIZATION,
                            Consequence.CONFIGURATION,
                            "Device URL or Token URL is not https",
                            "Use https, or build the client with allowLoopbackHttp() for a server on this machine."));
        }
        long asked = engine.ticker().getAsLong();
        DeviceEndpoint endpoint = new DeviceEndpoint(engine, profile, provider);
        DeviceEndpoint.Answer answer = endpoint.ask(Deadline.after(engine.tokenTimeout()));
        if (answer instanceof DeviceEndpoint.Answer.Refused no) {
            return refused(profile, no.failure());
        }
        DeviceCode code = ((DeviceEndpoint.Answer.Issued) answer).code();
        DeviceAttempt attempt = DeviceAttempt.begun(Binding.of(profile), code, engine.deviceClock());
        Run run = new Run(profile, provider, attempt, asked);
        Optional<Failure> why;
        Run earlier;
        synchronized (runs) {
            why = unwanted.get();
            earlier = why.isPresent() ? null : replace(run);
        }
        if (why.isPresent()) {
            return refused(profile, why.get());
        }
        if (earlier != null) {
            earlier.signIn.cancel("superseded by another start");
        }
        run.keep(attempt);
        run.begin("");
        return run.authorization;
    }

    private RefusedAuthorization refused(OAuthProfile profile, Failure failure) {
        engine.events().add(profile.name(), Event.Kind.AUTHORIZATION, failure.toString());
        return new RefusedAuthorization(profile.name(), failure);
    }

    /** The newest authorization of a profile, ended or not, if there was one since this client was built. */
    Optional<DeviceAuthorization> current(String profileId) {
        synchronized (runs) {
            return Optional.ofNullable(runs.get(profileId)).map(run -> run.authorization);
        }
    }

    /** Gives up what was begun for a profile; false if nobody was waited for. */
    boolean forget(String profileId, String why) {
        Run run;
        synchronized (runs) {
            run = runs.get(profileId);
        }
        if (run == null) {
            return false;
        }
        boolean waiting = run.signIn.state() == State.WAITING;
        run.signIn.cancel(why); // while it is the newest, so that its record goes
        synchronized (runs) {
            runs.remove(profileId, run);
        }
        return waiting;
    }

    /** Goes on with what an earlier process has begun, and deletes what has lost its profile. */
    void resume(Function<String, @Nullable ActiveProfile> byId) {
        for (String profileId : attempts.profileIds()) {
            ActiveProfile active = byId.apply(profileId);
            Credential credential = active == null ? null : active.credential();
            if (active == null) {
                attempts.delete(profileId);
            } else if (credential != null) {
                resume(active, credential.provider());
            }
        }
    }

    private void resume(ActiveProfile active, OAuthProvider provider) {
        OAuthProfile profile = active.profile();
        DeviceAttempt attempt = attempts.read(profile.id());
        boolean same = attempt != null && attempt.binding().changes(profile).isEmpty();
        Duration left = attempt == null ? Duration.ZERO : attempt.left(engine.deviceClock());
        boolean granted = active.pending().isPresent(); // the power went before this record did
        if (attempt == null || !same || granted || left.compareTo(attempt.code().interval()) <= 0) {
            attempts.delete(profile.id());
            if (!granted) {
                String why = same
                        ? "the code expired while the device was off. Start Authorization again."
                        : "what was begun before the restart is of no use now. Start Authorization again.";
                engine.events().add(profile.name(), Event.Kind.AUTHORIZATION, why);
            }
            return;
        }
        DeviceAttempt rest =
                DeviceAttempt.begun(attempt.binding(), attempt.code().living(left), engine.deviceClock());
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
            AuthGate gate = engine.gate(profile.tokenUrl(), profile, provider.traits());
            DeviceEndpoint endpoint = new DeviceEndpoint(engine, profile, provider);
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
        public void granted(Grant grant, long asked) {
            try {
                taker.keep(
                        profile,
                        new PendingGrant(attempt.binding(), grant, "issued after somebody signed in with a code"),
                        asked);
            } finally {
                drop();
            }
        }

        @Override
        public void abandoned(Grant grant) {
            taker.forsake(profile, grant);
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
        public void ended(DeviceEnd end) {
            drop();
            tell(end.words());
        }
    }
}
