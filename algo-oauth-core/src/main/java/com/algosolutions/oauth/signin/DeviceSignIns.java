package com.algosolutions.oauth.signin;

import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.SignIn;
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
import com.algosolutions.oauth.endpoint.TokenResponse;
import com.algosolutions.oauth.endpoint.TokenSet;
import com.algosolutions.oauth.http.HttpsOnly;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.store.UnreadableRecordException;
import com.algosolutions.oauth.time.Deadline;
import com.algosolutions.oauth.time.Timer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The device sign-ins of a client, at most one for each profile. A sign-in in progress is stored, so that it continues after a restart.
 * Thread-safe.
 */
public final class DeviceSignIns {
    private static final String EXPIRED = "the code expired while the device was off. Start Authorization again.";
    private static final String UNUSABLE =
            "the sign-in from before the restart cannot continue: its record is damaged, or the profile was changed."
                    + " Start Authorization again.";

    private final StoredSignIns stored;
    private final PendingTokens pending;
    private final BackChannel channel;
    private final Timer timer;
    private final Executor worker;
    private final EventLog events;
    private final Duration timeout;
    private final String process;

    /** The sign-in of each profile that this process polls for, by the profile's id. A start and a deletion hold its monitor. */
    private final Map<String, Run> runs = new ConcurrentHashMap<>();

    /**
     * The device sign-ins of a client, none at first.
     *
     * @param stored the sign-ins by the store
     * @param timer waits for the time of the next poll
     * @param worker sends the polls
     * @param timeout how long one request may take
     * @param process the name of this process; if others use the store, none of them has the same
     */
    public DeviceSignIns(
            StoredSignIns stored,
            BackChannel channel,
            Timer timer,
            Executor worker,
            EventLog events,
            Duration timeout,
            String process) {
        this.stored = stored;
        this.pending = stored.pending();
        this.channel = channel;
        this.timer = timer;
        this.worker = worker;
        this.events = events;
        this.timeout = timeout;
        this.process = process;
    }

    /**
     * Requests codes, and starts to poll. An earlier sign-in of the profile continues if the server refuses; otherwise it is cancelled.
     *
     * @param unwanted a reason not to start; checked after the response with the codes, while no other sign-in can start or be forgotten
     */
    public SignIn start(ProfileEntry active, OAuthProvider provider, Supplier<Optional<Failure>> unwanted) {
        OAuthProfile profile = active.profile();
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
        DeviceSignInRecord record =
                DeviceSignInRecord.begun(ProfileSnapshot.of(profile), code, channel.clock(), process);
        Run run = new Run(active, profile, provider, record, requestedAt);
        Set<String> older = stored.ends().inProgress(profile.id()); // read before a newer start can be among them
        Optional<Failure> why;
        synchronized (runs) {
            why = unwanted.get();
            if (why.isEmpty()) {
                Run replaced = runs.put(profile.id(), run);
                if (replaced != null) {
                    older.add(replaced.record.digest());
                }
                run.register();
            }
        }
        if (why.isPresent()) {
            return refused(profile, why.get());
        }
        if (!older.isEmpty()) {
            stored.ends().end(profile, older::contains, SignInOutcome.SUPERSEDED);
        }
        run.keep(record);
        run.begin("");
        return run.signIn();
    }

    private SignIn refused(OAuthProfile profile, Failure failure) {
        events.add(profile.name(), Event.Kind.SIGN_IN, failure.toString());
        return new FailedSignIn(profile.name(), failure);
    }

    /** Removes the sign-in of a deleted profile. Does not end it: see {@link StoredSignIns#forget}. */
    public void forget(String profileId) {
        synchronized (runs) {
            runs.remove(profileId);
        }
    }

    /**
     * Continues the sign-ins that this process started before a restart, and deletes the records of deleted profiles. Another process polls for
     * its own: if two poll for one code, one gets the tokens, and the server's refusal to the other ends the sign-in.
     */
    public void resume(ProfileTable profiles) {
        for (String profileId : stored.devices().profileIds()) {
            try {
                resume(profiles, profileId);
            } catch (IOException e) { // its record stays, for the next start
                DeviceSignInRecords.failed("continued", e);
            }
        }
    }

    private void resume(ProfileTable profiles, String profileId) throws IOException {
        DeviceSignInRecord record;
        try {
            record = stored.devices().readable(profileId).orElse(null);
        } catch (UnreadableRecordException e) {
            DeviceSignInRecords.failed("read", e);
            stored.devices().delete(profileId);
            ProfileEntry active = profiles.withId(profileId);
            if (active != null) {
                events.add(active.profile().name(), Event.Kind.SIGN_IN, UNUSABLE);
            }
            return;
        }
        if (record == null || !record.process().equals(process)) {
            return;
        }
        ProfileEntry active = profiles.withId(profileId);
        Credential credential = active == null ? null : active.credential();
        if (active == null) {
            stored.devices().delete(profileId);
        } else if (credential != null) {
            resume(active, credential.provider(), record);
        }
    }

    private void resume(ProfileEntry active, OAuthProvider provider, DeviceSignInRecord record) throws IOException {
        OAuthProfile profile = active.profile();
        Duration left = record.left(channel.clock());
        if (active.pending().isPresent()) { // power was cut before this record was deleted
            delete(profile.id(), record, SignInOutcome.GRANTED);
        } else if (!record.binding().changes(profile).isEmpty()) {
            delete(profile.id(), record, SignInOutcome.ABANDONED);
            events.add(profile.name(), Event.Kind.SIGN_IN, UNUSABLE);
        } else if (left.compareTo(record.code().interval()) <= 0) {
            delete(profile.id(), record, SignInOutcome.EXPIRED);
            events.add(profile.name(), Event.Kind.SIGN_IN, EXPIRED);
        } else {
            DeviceSignInRecord rest =
                    DeviceSignInRecord.begun(record.binding(), record.code().living(left), channel.clock(), process);
            Run run = new Run(active, profile, provider, rest, channel.clock().ticks());
            synchronized (runs) {
                runs.put(profile.id(), run);
                run.register();
            }
            run.signIn().stored();
            run.begin("resumed after a restart: ");
        }
    }

    /** Deletes the record of a sign-in that has ended, unless a newer one has replaced it, and records the end for other processes. */
    private void delete(String profileId, DeviceSignInRecord ended, SignInOutcome how) throws IOException {
        String digest = ended.digest();
        try (SignInRecords.Open record = stored.records().open(profileId)) {
            record.write(record.current().ended(digest, how));
            if (stored.devices()
                    .read(profileId)
                    .filter(found -> found.digest().equals(digest))
                    .isPresent()) {
                stored.devices().delete(profileId);
            }
        }
    }

    /** Stops polling; the sign-ins in progress continue in the next client. */
    public void close() {
        List<Run> all;
        synchronized (runs) { // a start that has added its run has registered it then
            all = List.copyOf(runs.values());
        }
        all.forEach(Run::suspend);
    }

    /** A sign-in with its record. */
    private final class Run implements DeviceSignIn.Keeper {
        /** Stays in memory with the sign-in, which so does not depend on the store. */
        private final ProfileEntry active;

        /** As it was at the start. */
        private final OAuthProfile profile;

        private final DeviceSignInRecord record;
        private final DeviceSignIn polling;

        /** Set by {@link #register}. */
        private @Nullable ProfileSignIn signIn;

        Run(
                ProfileEntry active,
                OAuthProfile profile,
                OAuthProvider provider,
                DeviceSignInRecord record,
                long requestedAt) {
            this.active = active;
            this.profile = profile;
            this.record = record;
            DeviceAuthorizationEndpoint endpoint = new DeviceAuthorizationEndpoint(channel, profile, provider);
            RateLimiter limiter = channel.limiters().of(profile, provider.traits());
            polling = new DeviceSignIn(
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

        /** Makes the object of the sign-in, which others see from now on. */
        void register() {
            ProfileSignIn made = stored.polled(profile, record.digest(), ShownCode.of(record.code()));
            made.polledBy(polling::life, this::over);
            signIn = made;
        }

        /** Called at the end, possibly with locks held. */
        private void over() {
            polling.stop();
            runs.remove(profile.id(), this);
        }

        ProfileSignIn signIn() {
            return Objects.requireNonNull(signIn);
        }

        void begin(String how) {
            tell(how + signIn());
            polling.begin();
        }

        void suspend() {
            polling.suspend();
            signIn().polledNoMore();
        }

        /** Stores the record, unless the sign-in has ended. A failure of the storage costs the restart only. */
        private void keep(DeviceSignInRecord kept) {
            try (SignInRecords.Open open = stored.records().open(profile.id())) {
                if (signIn().end() == null
                        && open.current().endOf(record.digest()).isEmpty()) {
                    stored.devices().write(profile.id(), kept);
                    signIn().stored();
                }
            } catch (IOException e) {
                DeviceSignInRecords.failed("stored", e);
            }
        }

        @Override
        public boolean wanted() {
            boolean ended = signIn().state().ended();
            if (ended) {
                over(); // another process has ended it, or the profile is deleted
            }
            return !ended;
        }

        @Override
        public void granted(TokenResponse.Issued response, long requestedAt) {
            PendingTokenSet issued = new PendingTokenSet(
                    record.binding(),
                    response.grant(),
                    "obtained by signing in with a code" + response.habits(),
                    Optional.of(record.digest()));
            PendingTokens.Kept kept = kept(issued, requestedAt);
            if (kept == null) { // both send a request, so no lock is held
                pending.revokeUnused(active, response.grant());
            } else {
                pending.finish(kept);
            }
        }

        /** Keeps the tokens; returns null if another process has ended the sign-in. */
        private PendingTokens.@Nullable Kept kept(PendingTokenSet issued, long requestedAt) {
            PendingTokens.Kept kept = null;
            SignInOutcome how = SignInOutcome.GRANTED;
            try (SignInRecords.Open open = stored.records().open(profile.id())) {
                how = open.current().endOf(record.digest()).orElse(how);
                if (how != SignInOutcome.GRANTED) {
                    return null;
                }
                Optional<PendingTokenSet> replaced = stored.unsaved(active);
                kept = pending.keep(active, issued, requestedAt);
                how = kept.how();
                if (stored.exists(active)) { // otherwise the record of a deleted profile would come back
                    open.write(
                            kept.accepted()
                                    ? open.current().granted(record.digest(), replaced)
                                    : open.current().ended(record.digest(), how));
                }
                stored.devices().delete(profile.id());
            } catch (IOException e) { // a storage failure must not lose the issued tokens
                DeviceSignInRecords.failed("ended", e);
                if (kept == null) {
                    kept = pending.keep(active, issued, requestedAt);
                    how = kept.how();
                }
                kept.answer().failure().ifPresent(signIn()::failed);
                stored.open().ended(signIn(), how); // without record and end it would be a cancelled sign-in
                stored.devices().delete(profile.id());
            } finally {
                stored.open().ended(signIn(), how);
            }
            return kept;
        }

        @Override
        public void abandoned(TokenSet grant) {
            pending.revokeUnused(active, grant);
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
            signIn().failed(end.failure());
            Optional<SignInOutcome> earlier = Optional.empty();
            try (SignInRecords.Open open = stored.records().open(profile.id())) {
                earlier = open.current().endOf(record.digest());
                if (earlier.isEmpty()) {
                    open.write(open.current().ended(record.digest(), end.how()));
                    stored.devices().delete(profile.id());
                }
            } catch (IOException e) {
                DeviceSignInRecords.failed("ended", e);
                stored.open().ended(signIn(), earlier.orElse(end.how()));
                stored.devices().delete(profile.id());
            }
            stored.open().ended(signIn(), earlier.orElse(end.how()));
            if (earlier.isEmpty()) {
                tell(end.failure().toString());
            }
        }
    }
}
