package com.algosolutions.oauth.signin;

import com.algosolutions.oauth.DeviceAuthorization;
import com.algosolutions.oauth.DeviceAuthorization.State;
import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.RefusedAuthorization;
import com.algosolutions.oauth.StartedAuthorization;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.credential.Credential;
import com.algosolutions.oauth.credential.EventLog;
import com.algosolutions.oauth.credential.PendingTokenSet;
import com.algosolutions.oauth.credential.ProfileEntry;
import com.algosolutions.oauth.credential.ProfileSnapshot;
import com.algosolutions.oauth.credential.ProfileTable;
import com.algosolutions.oauth.endpoint.Answer;
import com.algosolutions.oauth.endpoint.BackChannel;
import com.algosolutions.oauth.endpoint.DeviceAuthorizationEndpoint;
import com.algosolutions.oauth.endpoint.DeviceAuthorizationResponse;
import com.algosolutions.oauth.endpoint.RateLimiter;
import com.algosolutions.oauth.endpoint.TokenSet;
import com.algosolutions.oauth.http.HttpsOnly;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.time.Deadline;
import com.algosolutions.oauth.time.Timer;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The device authorizations of a client: at most one for each profile, begun here, kept over a restart, and gone with their end.
 * Thread-safe.
 */
public final class DeviceSignIns {
    private final PendingTokens pending;
    private final BackChannel channel;
    private final Timer later;
    private final Executor worker;
    private final EventLog events;
    private final Duration timeout;
    private final DeviceSignInRecords attempts;

    /** By the profile's id; guarded by itself. The newest of each profile, ended or not. */
    private final Map<String, Run> runs = new HashMap<>();

    /** Held while a record is written or deleted, so that those of two runs do not cross. */
    private final Object records = new Object();

    /**
     * None yet.
     *
     * @param pending keeps what is issued
     * @param worker polls
     * @param timeout how long one request may take
     */
    public DeviceSignIns(
            PendingTokens pending,
            RecordStore store,
            BackChannel channel,
            Timer later,
            Executor worker,
            EventLog events,
            Duration timeout) {
        this.pending = pending;
        this.channel = channel;
        this.later = later;
        this.worker = worker;
        this.events = events;
        this.timeout = timeout;
        this.attempts = new DeviceSignInRecords(store);
    }

    /**
     * Asks for codes, and polls from then on. An earlier authorization of the profile goes on if the server refuses, else it is given up.
     *
     * @param unwanted why nobody wants it any more; asked when the codes are there, while no other authorization can begin or be given up
     */
    public StartedAuthorization start(
            OAuthProfile profile, OAuthProvider provider, Supplier<Optional<Failure>> unwanted) {
        URI url = profile.deviceUrl().orElseThrow(() -> new IllegalStateException("the form requires a device URL"));
        if (!channel.httpsOnly().allows(url) || !channel.httpsOnly().allows(profile.tokenUrl())) {
            return refused(profile, HttpsOnly.failure(Step.AUTHORIZATION, "Device URL or Token URL"));
        }
        long asked = channel.clock().ticks();
        Answer<DeviceAuthorizationResponse> answer =
                new DeviceAuthorizationEndpoint(channel, profile, provider).ask(Deadline.after(timeout));
        if (answer instanceof Answer.Failed<DeviceAuthorizationResponse> failed) {
            return refused(profile, failed.failure());
        }
        DeviceAuthorizationResponse code = ((Answer.Got<DeviceAuthorizationResponse>) answer).value();
        DeviceSignInRecord attempt = DeviceSignInRecord.begun(ProfileSnapshot.of(profile), code, channel.clock());
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
        return run.signIn;
    }

    private RefusedAuthorization refused(OAuthProfile profile, Failure failure) {
        events.add(profile.name(), Event.Kind.AUTHORIZATION, failure.toString());
        return new RefusedAuthorization(profile.name(), failure);
    }

    /** The newest authorization of a profile, ended or not, if there was one since this client was built. */
    public Optional<DeviceAuthorization> current(String profileId) {
        synchronized (runs) {
            return Optional.ofNullable(runs.get(profileId)).map(run -> run.signIn);
        }
    }

    /** Gives up what was begun for a profile; false if nobody was waited for. */
    public boolean forget(String profileId, String why) {
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
    public void resume(ProfileTable profiles) {
        for (String profileId : attempts.profileIds()) {
            ProfileEntry active = profiles.withId(profileId);
            Credential credential = active == null ? null : active.credential();
            if (active == null) {
                attempts.delete(profileId);
            } else if (credential != null) {
                resume(active, credential.provider());
            }
        }
    }

    private void resume(ProfileEntry active, OAuthProvider provider) {
        OAuthProfile profile = active.profile();
        DeviceSignInRecord attempt = attempts.read(profile.id());
        boolean same = attempt != null && attempt.binding().changes(profile).isEmpty();
        Duration left = attempt == null ? Duration.ZERO : attempt.left(channel.clock());
        boolean granted = active.pending().isPresent(); // the power went before this record did
        if (attempt == null || !same || granted || left.compareTo(attempt.code().interval()) <= 0) {
            attempts.delete(profile.id());
            if (!granted) {
                String why = same
                        ? "the code expired while the device was off. Start Authorization again."
                        : "what was begun before the restart is of no use now. Start Authorization again.";
                events.add(profile.name(), Event.Kind.AUTHORIZATION, why);
            }
            return;
        }
        DeviceSignInRecord rest =
                DeviceSignInRecord.begun(attempt.binding(), attempt.code().living(left), channel.clock());
        Run run = new Run(profile, provider, rest, channel.clock().ticks());
        replace(run);
        run.begin("going on after a restart: ");
    }

    /** Stops asking; what is under way goes on in the next client. */
    public void close() {
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
        private final DeviceSignInRecord attempt;
        private final DeviceSignIn signIn;

        /** Guarded by the lock of the records. */
        private boolean over;

        Run(OAuthProfile profile, OAuthProvider provider, DeviceSignInRecord attempt, long asked) {
            this.profile = profile;
            this.attempt = attempt;
            DeviceAuthorizationEndpoint endpoint = new DeviceAuthorizationEndpoint(channel, profile, provider);
            RateLimiter gate = channel.limiters().of(profile, provider.traits());
            signIn = new DeviceSignIn(
                    profile.name(),
                    later,
                    worker,
                    channel.clock()::ticks,
                    timeout,
                    endpoint,
                    gate,
                    attempt.code(),
                    asked,
                    this);
        }

        void begin(String how) {
            tell(how + signIn);
            signIn.begin();
        }

        /** Only the newest has a record: one that was superseded, or has ended, must not write over it. */
        private void keep(DeviceSignInRecord kept) {
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
        public void granted(TokenSet grant, long asked) {
            try {
                pending.keep(
                        profile,
                        new PendingTokenSet(attempt.binding(), grant, "issued after somebody signed in with a code"),
                        asked);
            } finally {
                drop();
            }
        }

        @Override
        public void abandoned(TokenSet grant) {
            pending.revokeUnused(profile, grant);
        }

        @Override
        public void slower(DeviceAuthorizationResponse code) {
            keep(attempt.with(code));
        }

        @Override
        public void tell(String progress) {
            events.add(profile.name(), Event.Kind.AUTHORIZATION, progress);
        }

        @Override
        public void ended(DeviceSignInOutcome end) {
            drop();
            tell(end.words());
        }
    }
}
