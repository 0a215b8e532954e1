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
 * The device sign-ins of a client, at most one for each profile. A sign-in in progress is stored, so that it continues after a restart.
 * Thread-safe.
 */
public final class DeviceSignIns {
    private final PendingTokens pending;
    private final BackChannel channel;
    private final Timer timer;
    private final Executor worker;
    private final EventLog events;
    private final Duration timeout;
    private final DeviceSignInRecords records;

    /** The newest sign-in of each profile, in progress or ended. By the profile's id; guarded by itself. */
    private final Map<String, Run> runs = new HashMap<>();

    /** Locked while a record is written or deleted, so that the writes of two runs do not conflict. */
    private final Object recordLock = new Object();

    /**
     * The device sign-ins of a client, none at first.
     *
     * @param pending stores the issued tokens
     * @param timer waits for the time of the next poll
     * @param worker sends the polls
     * @param timeout how long one request may take
     */
    public DeviceSignIns(
            PendingTokens pending,
            RecordStore store,
            BackChannel channel,
            Timer timer,
            Executor worker,
            EventLog events,
            Duration timeout) {
        this.pending = pending;
        this.channel = channel;
        this.timer = timer;
        this.worker = worker;
        this.events = events;
        this.timeout = timeout;
        this.records = new DeviceSignInRecords(store);
    }

    /**
     * Requests codes, and starts to poll. An earlier sign-in of the profile continues if the server refuses; otherwise it is cancelled.
     *
     * @param unwanted a reason not to start; checked after the response with the codes, while no other sign-in can start or be forgotten
     */
    public StartedAuthorization start(
            OAuthProfile profile, OAuthProvider provider, Supplier<Optional<Failure>> unwanted) {
        URI url = profile.deviceUrl().orElseThrow(() -> new IllegalStateException("the form requires a device URL"));
        if (!channel.httpsOnly().allows(url) || !channel.httpsOnly().allows(profile.tokenUrl())) {
            return refused(profile, HttpsOnly.failure(Step.SIGN_IN, "Device URL or Token URL"));
        }
        long requestedAt = channel.clock().ticks();
        Answer<DeviceAuthorizationResponse> answer =
                new DeviceAuthorizationEndpoint(channel, profile, provider).ask(Deadline.after(timeout));
        if (answer instanceof Answer.Failed<DeviceAuthorizationResponse> failed) {
            return refused(profile, failed.failure());
        }
        DeviceAuthorizationResponse code = ((Answer.Got<DeviceAuthorizationResponse>) answer).value();
        DeviceSignInRecord record = DeviceSignInRecord.begun(ProfileSnapshot.of(profile), code, channel.clock());
        Run run = new Run(profile, provider, record, requestedAt);
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
        run.keep(record);
        run.begin("");
        return run.signIn;
    }

    private RefusedAuthorization refused(OAuthProfile profile, Failure failure) {
        events.add(profile.name(), Event.Kind.SIGN_IN, failure.toString());
        return new RefusedAuthorization(profile.name(), failure);
    }

    /** The newest sign-in of a profile, in progress or ended, if this client has started or resumed one. */
    public Optional<DeviceAuthorization> current(String profileId) {
        synchronized (runs) {
            return Optional.ofNullable(runs.get(profileId)).map(run -> run.signIn);
        }
    }

    /**
     * Cancels and removes the sign-in of a profile.
     *
     * @return whether it was in progress
     */
    public boolean forget(String profileId, String why) {
        Run run;
        synchronized (runs) {
            run = runs.get(profileId);
        }
        if (run == null) {
            return false;
        }
        boolean waiting = run.signIn.state() == State.WAITING;
        run.signIn.cancel(why); // before the removal: only the newest run deletes its record
        synchronized (runs) {
            runs.remove(profileId, run);
        }
        return waiting;
    }

    /** Continues the sign-ins that an earlier process started, and deletes the records of deleted profiles. */
    public void resume(ProfileTable profiles) {
        for (String profileId : records.profileIds()) {
            ProfileEntry active = profiles.withId(profileId);
            Credential credential = active == null ? null : active.credential();
            if (active == null) {
                records.delete(profileId);
            } else if (credential != null) {
                resume(active, credential.provider());
            }
        }
    }

    private void resume(ProfileEntry active, OAuthProvider provider) {
        OAuthProfile profile = active.profile();
        DeviceSignInRecord record = records.read(profile.id());
        boolean same = record != null && record.binding().changes(profile).isEmpty();
        Duration left = record == null ? Duration.ZERO : record.left(channel.clock());
        boolean granted = active.pending().isPresent(); // power was cut before this record was deleted
        if (record == null || !same || granted || left.compareTo(record.code().interval()) <= 0) {
            records.delete(profile.id());
            if (!granted) {
                String why = same
                        ? "the code expired while the device was off. Start Authorization again."
                        : "the sign-in from before the restart cannot continue: its record is damaged, or the profile was changed."
                                + " Start Authorization again.";
                events.add(profile.name(), Event.Kind.SIGN_IN, why);
            }
            return;
        }
        DeviceSignInRecord rest =
                DeviceSignInRecord.begun(record.binding(), record.code().living(left), channel.clock());
        Run run = new Run(profile, provider, rest, channel.clock().ticks());
        replace(run);
        run.begin("resumed after a restart: ");
    }

    /** Stops polling; the sign-ins in progress continue in the next client. */
    public void close() {
        List<Run> all;
        synchronized (runs) {
            all = List.copyOf(runs.values());
        }
        all.forEach(run -> run.signIn.suspend());
    }

    /** Makes a run the newest of its profile; returns the earlier one, or null. */
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

    /** A sign-in with its record. */
    private final class Run implements DeviceSignIn.Keeper {
        private final OAuthProfile profile;
        private final DeviceSignInRecord record;
        private final DeviceSignIn signIn;

        /** Whether the sign-in has ended; guarded by {@code recordLock}. */
        private boolean over;

        Run(OAuthProfile profile, OAuthProvider provider, DeviceSignInRecord record, long requestedAt) {
            this.profile = profile;
            this.record = record;
            DeviceAuthorizationEndpoint endpoint = new DeviceAuthorizationEndpoint(channel, profile, provider);
            RateLimiter limiter = channel.limiters().of(profile, provider.traits());
            signIn = new DeviceSignIn(
                    profile.name(),
                    timer,
                    worker,
                    channel.clock()::ticks,
                    timeout,
                    endpoint,
                    limiter,
                    record.code(),
                    requestedAt,
                    this);
        }

        void begin(String how) {
            tell(how + signIn);
            signIn.begin();
        }

        /** Stores the record, unless the run was superseded or has ended: then the record belongs to a newer run, or is deleted. */
        private void keep(DeviceSignInRecord kept) {
            synchronized (recordLock) {
                if (!over && isNewest(this)) {
                    records.write(profile.id(), kept);
                }
            }
        }

        private void drop() {
            synchronized (recordLock) {
                over = true;
                if (isNewest(this)) {
                    records.delete(profile.id());
                }
            }
        }

        @Override
        public void granted(TokenSet grant, long requestedAt) {
            try {
                pending.keep(
                        profile,
                        new PendingTokenSet(record.binding(), grant, "obtained by signing in with a code"),
                        requestedAt);
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
            keep(record.with(code));
        }

        @Override
        public void tell(String progress) {
            events.add(profile.name(), Event.Kind.SIGN_IN, progress);
        }

        @Override
        public void ended(DeviceSignInOutcome end) {
            drop();
            tell(end.words());
        }
    }
}
