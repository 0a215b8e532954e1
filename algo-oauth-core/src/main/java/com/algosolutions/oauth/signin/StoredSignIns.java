package com.algosolutions.oauth.signin;

import com.algosolutions.oauth.DeviceCode;
import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.SignIn;
import com.algosolutions.oauth.SignIn.State;
import com.algosolutions.oauth.credential.EventLog;
import com.algosolutions.oauth.credential.PendingTokenSet;
import com.algosolutions.oauth.credential.ProfileEntry;
import com.algosolutions.oauth.credential.ProfileTable;
import com.algosolutions.oauth.jose.Sha256;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.signin.ProfileSignIn.Identity;
import com.algosolutions.oauth.store.RecordLock;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.time.Timer;
import com.algosolutions.oauth.time.TrustedClock;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The sign-ins of a client's profiles, as the store has them: what is in progress, how the latest ones ended, and which tokens wait to be
 * saved. Another process on the same store may change any of that. Thread-safe.
 */
public final class StoredSignIns {
    private static final System.Logger LOG = System.getLogger(StoredSignIns.class.getName());
    private static final String NOT_STORED = "The end of a sign-in could not be stored: {0}";

    /** The shortest time between two looks at a sign-in that should have ended. */
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final ProfileTable profiles;
    private final PendingTokens pending;
    private final TrustedClock clock;
    private final EventLog events;
    private final Timer timer;
    private final Executor worker;
    private final SignInRecords records;
    private final DeviceSignInRecords devices;
    private final Book book = new Book();

    /** The sign-ins whose end this process has not seen yet. */
    private final Map<Identity, ProfileSignIn> open = new ConcurrentHashMap<>();

    private volatile boolean closed;

    /**
     * The sign-ins of a store.
     *
     * @param timer runs a task that reads the store after a delay
     * @param worker completes futures
     */
    public StoredSignIns(
            ProfileTable profiles,
            RecordStore store,
            PendingTokens pending,
            TrustedClock clock,
            EventLog events,
            Timer timer,
            Executor worker) {
        this.profiles = profiles;
        this.pending = pending;
        this.clock = clock;
        this.events = events;
        this.timer = timer;
        this.worker = worker;
        this.records = new SignInRecords(store, clock, this::learned);
        this.devices = new DeviceSignInRecords(store);
    }

    SignInRecords records() {
        return records;
    }

    DeviceSignInRecords devices() {
        return devices;
    }

    PendingTokens pending() {
        return pending;
    }

    /**
     * Deletes the records of profiles that do not exist any more: the power failed between the two deletions.
     *
     * @param ids the ids of the records that an earlier process has left
     * @return whether a device sign-in is among them
     */
    public boolean sweep(List<String> ids) {
        records.sweep(ids, profiles);
        return ids.stream().anyMatch(id -> id.startsWith(DeviceSignInRecords.ID_PREFIX));
    }

    /** Whether tokens of a profile wait to be saved. */
    boolean hasUnsaved(String profileId) {
        ProfileEntry entry = profiles.withId(profileId);
        return entry != null && entry.newestPending().isPresent();
    }

    /** The object of a sign-in that is waiting; one for each sign-in. */
    ProfileSignIn waiting(
            OAuthProfile profile, String digest, Optional<URI> browserUrl, Optional<DeviceCode> deviceCode) {
        ProfileSignIn signIn = open.computeIfAbsent(
                new Identity(profile.id(), digest),
                identity -> new ProfileSignIn(identity, profile.name(), browserUrl, deviceCode, book));
        if (closed) {
            signIn.complete(State.WAITING);
        }
        return signIn;
    }

    /** The object of a sign-in whose tokens wait to be saved. */
    private ProfileSignIn unsaved(OAuthProfile profile, String digest) {
        ProfileSignIn signIn = new ProfileSignIn(
                new Identity(profile.id(), digest), profile.name(), Optional.empty(), Optional.empty(), book);
        signIn.end(SignInOutcome.GRANTED);
        signIn.last(State.UNSAVED);
        signIn.complete(State.UNSAVED);
        return signIn;
    }

    /** Called with each version of a record that this process reads or writes, often with a lock held. */
    private void learned(String profileId, SignInRecord record) {
        for (ProfileSignIn signIn : open(profileId)) {
            record.endOf(signIn.identity().digest())
                    .filter(how -> how != SignInOutcome.REDEEMING)
                    .ifPresent(how -> ended(signIn, how));
        }
    }

    private List<ProfileSignIn> open(String profileId) {
        return open.values().stream()
                .filter(signIn -> signIn.identity().profileId().equals(profileId))
                .toList();
    }

    /** Ends a sign-in in this process; returns whether it had not ended here. */
    boolean ended(ProfileSignIn signIn, SignInOutcome how) {
        boolean first = signIn.end(how);
        if (first) {
            signIn.last(how.state());
            complete(signIn, how.state());
        }
        return first;
    }

    /** Ends a sign-in in this process, if it is known here. */
    void ended(String profileId, String digest, SignInOutcome how) {
        ProfileSignIn signIn = open.get(new Identity(profileId, digest));
        if (signIn != null) {
            ended(signIn, how);
        }
    }

    /** Completes the future on a worker, because the caller may hold a lock. */
    private void complete(ProfileSignIn signIn, State state) {
        if (open.remove(signIn.identity(), signIn)) {
            try {
                worker.execute(() -> signIn.complete(state));
            } catch (RejectedExecutionException e) { // the client is closed
                signIn.complete(state);
            }
        }
    }

    /** Keeps the failure of a sign-in in detail, before its end is stored. */
    void failed(String profileId, String digest, Failure failure) {
        ProfileSignIn signIn = open.get(new Identity(profileId, digest));
        if (signIn != null) {
            signIn.failed(failure);
        }
    }

    /** Reads and changes the stored state of the sign-ins. */
    private final class Book implements ProfileSignIn.Book {
        @Override
        public State state(ProfileSignIn signIn) {
            State state = read(signIn);
            signIn.last(state);
            if (state.ended()) {
                complete(signIn, state);
            }
            return state;
        }

        private State read(ProfileSignIn signIn) {
            ProfileEntry entry = profiles.withId(signIn.identity().profileId());
            if (entry == null) {
                State last = signIn.last();
                return last.ended() && last != State.UNSAVED ? last : State.CANCELLED;
            }
            try {
                return StoredSignIns.this.read(entry, signIn);
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "A sign-in cannot be read: {0}", e.getMessage());
                SignInOutcome how = signIn.end();
                return how == null || how == SignInOutcome.GRANTED ? signIn.last() : how.state();
            }
        }

        @Override
        public Optional<String> name(String profileId) {
            return Optional.ofNullable(profiles.withId(profileId))
                    .map(entry -> entry.profile().name());
        }

        @Override
        public Duration expiresIn(ProfileSignIn signIn) {
            if (signIn.state() != State.WAITING) {
                return Duration.ZERO;
            }
            Duration life = life(signIn);
            return waitingWithBrowser(signIn)
                    .map(browser -> browser.openFor(life))
                    .orElse(life);
        }

        @Override
        public Optional<Failure> failure(ProfileSignIn signIn, State state) {
            boolean failed = state == State.DENIED || state == State.EXPIRED || state == State.FAILED;
            SignInOutcome how = signIn.end();
            return failed
                    ? signIn.knownFailure().or(() -> (how == null ? SignInOutcome.EXPIRED : how).reason())
                    : Optional.empty();
        }

        @Override
        public String message(ProfileSignIn signIn, State state) {
            return switch (state) {
                case WAITING -> whatToDo(signIn);
                case UNSAVED -> unsaved(signIn);
                case SAVED -> "The new credentials are saved, and in use.";
                case CANCELLED -> cancelled(signIn.end());
                default -> failure(signIn, state).map(Failure::toString).orElse(state.name());
            };
        }

        private String whatToDo(ProfileSignIn signIn) {
            String within = " within " + signIn.expiresIn().plusMillis(999).toSeconds() + " s";
            return signIn.browserUrl()
                    .map(url -> "sign in for " + signIn.profile() + " at " + url.getHost() + within)
                    .or(() -> signIn.deviceCode().map(code -> code + within))
                    .orElse("the code of the sign-in is being redeemed");
        }

        private String unsaved(ProfileSignIn signIn) {
            ProfileEntry entry = profiles.withId(signIn.identity().profileId());
            return Optional.ofNullable(entry)
                    .flatMap(ProfileEntry::newestPending)
                    .map(tokens -> PendingTokens.message(entry, tokens, entry.isPendingStored()))
                    .orElse(State.UNSAVED.name()); // saved or dropped meanwhile
        }

        private static String cancelled(@Nullable SignInOutcome how) {
            return how == null || how.state() != State.CANCELLED
                    ? "the sign-in was cancelled, or its profile was deleted"
                    : how.meaning();
        }

        @Override
        public void watch(ProfileSignIn signIn) {
            if (signIn.pollingLife().isEmpty() && signIn.watched()) {
                watchAgain(signIn);
            }
        }

        private void watchAgain(ProfileSignIn signIn) {
            Duration life = life(signIn);
            timer.after(life.compareTo(AGAIN) < 0 ? AGAIN : life, () -> {
                if (!signIn.state().ended()) {
                    watchAgain(signIn);
                }
            });
        }

        @Override
        public boolean cancel(ProfileSignIn signIn) {
            ProfileEntry entry = profiles.withId(signIn.identity().profileId());
            if (entry == null) {
                return false;
            }
            String digest = signIn.identity().digest();
            boolean ended = signIn.state() == State.WAITING
                    && end(entry.profile(), digest::equals, SignInOutcome.ABANDONED);
            return ended || (signIn.state() == State.UNSAVED && dropAbandoned(entry));
        }
    }

    private State read(ProfileEntry entry, ProfileSignIn signIn) throws IOException {
        Identity identity = signIn.identity();
        SignInRecord record = records.read(identity.profileId());
        Optional<SignInOutcome> stored = record.endOf(identity.digest());
        if (stored.equals(Optional.of(SignInOutcome.REDEEMING))) {
            stored = Optional.of(resolve(entry, identity.digest()));
            record = records.known(identity.profileId());
        }
        if (stored.equals(Optional.of(SignInOutcome.REDEEMING))) {
            return State.WAITING;
        }
        stored.ifPresent(how -> ended(signIn, how));
        SignInOutcome how = stored.orElse(signIn.end());
        if (how == null) {
            return waiting(entry, signIn, record);
        }
        if (how != SignInOutcome.GRANTED) {
            return how.state();
        }
        boolean newest = record.newestGranted().equals(Optional.of(identity.digest()))
                || record.newestGranted().isEmpty();
        if (newest && entry.newestPending().isPresent()) {
            return State.UNSAVED;
        }
        return stored.isPresent() || entry.isInStore() ? State.SAVED : State.CANCELLED;
    }

    /** The state of a sign-in whose end is not known. */
    private State waiting(ProfileEntry entry, ProfileSignIn signIn, SignInRecord record) throws IOException {
        Identity identity = signIn.identity();
        if (record.waiting().filter(one -> one.digest().equals(identity.digest())).isPresent()) {
            if (!life(signIn).isZero()) {
                return State.WAITING;
            }
            signIn.failed(SignInOutcome.EXPIRED.failure());
            end(entry.profile(), identity.digest()::equals, SignInOutcome.EXPIRED);
            return State.EXPIRED;
        }
        boolean polledHere = signIn.pollingLife().isPresent();
        if (polledHere && !signIn.isStored()) {
            return State.WAITING;
        }
        Optional<DeviceSignInRecord> device = signIn.deviceCode().isEmpty()
                ? Optional.empty()
                : devices.read(identity.profileId()).filter(one -> one.digest().equals(identity.digest()));
        if (device.isEmpty()) {
            return State.CANCELLED; // by the deletion of its profile, or more sign-ins ago than the record has
        }
        return polledHere || !life(signIn).isZero() ? State.WAITING : State.EXPIRED;
    }

    private Optional<BrowserSignIn> waitingWithBrowser(ProfileSignIn signIn) {
        Identity identity = signIn.identity();
        try {
            return records.known(identity.profileId())
                    .waiting()
                    .filter(one -> one.digest().equals(identity.digest()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The remaining life of a sign-in that is waiting; zero if it is over, or not known. */
    private Duration life(ProfileSignIn signIn) {
        String profileId = signIn.identity().profileId();
        Optional<Duration> life = signIn.pollingLife()
                .or(() -> waitingWithBrowser(signIn).map(browser -> records.left(profileId, browser)))
                .or(() -> signIn.deviceCode().flatMap(code -> deviceLife(signIn)));
        return life.filter(left -> !left.isNegative()).orElse(Duration.ZERO);
    }

    private Optional<Duration> deviceLife(ProfileSignIn signIn) {
        Identity identity = signIn.identity();
        try {
            return devices.read(identity.profileId())
                    .filter(device -> device.digest().equals(identity.digest()))
                    .map(device -> device.left(clock));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * The sign-in of a profile that is in progress, or has obtained tokens that wait to be saved.
     *
     * @param newest whether to read the store first; otherwise what this process knows
     */
    public Optional<SignIn> current(ProfileEntry entry, boolean newest) {
        OAuthProfile profile = entry.profile();
        boolean nothingKnown = entry.pending().isEmpty()
                && open(profile.id()).isEmpty()
                && !profile.grantType().equals(GrantType.AUTH_CODE_PKCE);
        if (nothingKnown && !newest) {
            return Optional.empty();
        }
        try {
            SignInRecord record = newest ? records.read(profile.id()) : records.known(profile.id());
            Optional<ProfileSignIn> waiting = inProgress(profile, record, newest)
                    .filter(signIn -> signIn.state() == State.WAITING);
            if (waiting.isPresent()) {
                return Optional.of(waiting.get());
            }
            Optional<PendingTokenSet> tokens = newest ? entry.newestPending() : entry.pending();
            return tokens.map(found -> unsaved(
                    profile, record.newestGranted().orElseGet(() -> digest(found))));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "A sign-in cannot be read: {0}", e.getMessage());
            return entry.pending().map(found -> unsaved(profile, digest(found)));
        }
    }

    private Optional<ProfileSignIn> inProgress(OAuthProfile profile, SignInRecord record, boolean newest)
            throws IOException {
        Optional<BrowserSignIn> browser = record.waiting();
        if (browser.isPresent()) {
            return Optional.of(waiting(
                    profile, browser.get().digest(), Optional.of(browser.get().url()), Optional.empty()));
        }
        Optional<ProfileSignIn> device = open(profile.id()).stream()
                .filter(signIn -> signIn.deviceCode().isPresent())
                .filter(signIn -> signIn.state() == State.WAITING)
                .findFirst();
        if (device.isEmpty() && newest && profile.grantType().equals(GrantType.DEVICE_CODE)) {
            device = devices.read(profile.id())
                    .map(found -> waiting(
                            profile, found.digest(), Optional.empty(), Optional.of(ShownCode.of(found.code()))));
        }
        return device.or(() -> record.ended().stream()
                .filter(one -> one.how() == SignInOutcome.REDEEMING)
                .findFirst()
                .map(one -> waiting(profile, one.stateDigest(), Optional.empty(), Optional.empty())));
    }

    /** Identifies tokens whose sign-in the record does not have. */
    private static String digest(PendingTokenSet tokens) {
        return Sha256.of(tokens.grant().accessToken().reveal());
    }

    /**
     * Keeps the tokens of a grant that needs no sign-in until they are saved.
     *
     * @param unwanted a reason not to keep them
     */
    public SignIn keep(
            OAuthProfile profile, PendingTokenSet issued, long requestedAt, Supplier<Optional<Failure>> unwanted) {
        boolean replaces = hasUnsaved(profile.id());
        CallbackAnswer kept = pending.keep(profile, issued, requestedAt, unwanted);
        Optional<Failure> failure = kept.failure();
        if (failure.isPresent()) {
            return new FailedSignIn(profile.name(), failure.get());
        }
        String digest = Sha256.of(Pkce.random());
        try (SignInRecords.Open record = records.open(profile.id())) {
            record.write(record.current().granted(digest, replaces));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, NOT_STORED, e.getMessage());
        }
        return unsaved(profile, digest);
    }

    /**
     * Ends the sign-ins of a profile that are waiting or being redeemed. The result of a request in progress is dropped when it arrives.
     *
     * @return whether there was one
     */
    public boolean end(OAuthProfile profile, SignInOutcome how) {
        return end(profile, digest -> true, how);
    }

    /** Ends those with some digests. */
    boolean end(OAuthProfile profile, Predicate<String> which, SignInOutcome how) {
        String id = profile.id();
        List<ProfileSignIn> polledHere = open(id).stream()
                .filter(signIn -> signIn.pollingLife().isPresent()
                        && which.test(signIn.identity().digest()))
                .toList();
        boolean any = false;
        try (SignInRecords.Open record = records.open(id)) {
            if (withBrowser(record.current()).stream().anyMatch(which)) {
                record.erase(record.current().end(how));
                any = true;
            }
            Optional<DeviceSignInRecord> device = devices.read(id).filter(one -> which.test(one.digest()));
            Set<String> polled = new LinkedHashSet<>();
            device.ifPresent(one -> polled.add(one.digest()));
            polledHere.forEach(signIn -> polled.add(signIn.identity().digest()));
            for (String digest : polled) {
                if (record.current().endOf(digest).isEmpty()) {
                    record.write(record.current().ended(digest, how));
                    any = true;
                }
            }
            if (device.isPresent()) {
                devices.delete(id);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, NOT_STORED, e.getMessage());
        }
        for (ProfileSignIn signIn : polledHere) { // stops polling even if the store has failed
            any |= ended(signIn, how);
        }
        if (any) {
            report(profile, how.failure().toString());
        }
        return any;
    }

    private static List<String> withBrowser(SignInRecord record) {
        Set<String> digests = new LinkedHashSet<>();
        record.waiting().ifPresent(one -> digests.add(one.digest()));
        record.ended().stream()
                .filter(one -> one.how() == SignInOutcome.REDEEMING)
                .forEach(one -> digests.add(one.stateDigest()));
        return List.copyOf(digests);
    }

    /** Drops unsaved tokens because another start has replaced them. */
    public boolean dropSuperseded(ProfileEntry entry) {
        return drop(entry, SignInOutcome.SUPERSEDED, PendingTokens.SUPERSEDED);
    }

    /** Drops unsaved tokens because an operator has cancelled the sign-in. */
    public boolean dropAbandoned(ProfileEntry entry) {
        return drop(entry, SignInOutcome.ABANDONED, "the authorization has been abandoned");
    }

    /** The end of their sign-in is recorded first. If they were saved at the same time, that is undone. */
    private boolean drop(ProfileEntry entry, SignInOutcome how, String why) {
        PendingTokenSet tokens = entry.newestPending().orElse(null);
        if (tokens == null) {
            return false;
        }
        Optional<String> granted = mark(entry, record -> record.dropped(digest(tokens), how));
        boolean dropped = pending.drop(entry, why);
        if (!dropped && granted.isPresent()) {
            mark(entry, record -> record.redeemed(granted.get(), SignInOutcome.GRANTED));
        }
        return dropped;
    }

    /** Changes a record; returns the newest sign-in that had obtained tokens before. */
    private Optional<String> mark(ProfileEntry entry, UnaryOperator<SignInRecord> change) {
        try (SignInRecords.Open record = records.open(entry.profile().id())) {
            Optional<String> granted = record.current().newestGranted();
            record.write(change.apply(record.current()));
            return granted;
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, NOT_STORED, e.getMessage());
            return Optional.empty();
        }
    }

    /** Ends the sign-ins of a deleted profile, and deletes their records. */
    public void forget(String profileId) {
        open(profileId).forEach(signIn -> ended(signIn, SignInOutcome.ABANDONED));
        try (SignInRecords.Open record = records.open(profileId)) { // a write in progress must not bring the record back
            devices.delete(profileId);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "A sign-in could not be deleted: {0}", e.getMessage());
        }
        records.forget(profileId);
    }

    /** The failure of the newest sign-in, if the device was stopped while it redeemed the code; null otherwise. */
    @Nullable
    public Failure lost(ProfileEntry active) {
        String id = active.profile().id();
        try {
            SignInRecord record = records.known(id);
            SignInOutcome newest = newestEnd(record);
            if (newest == SignInOutcome.REDEEMING) {
                newest = resolve(active, record.ended().get(0).stateDigest());
            }
            return newest == SignInOutcome.LOST ? SignInOutcome.LOST.failure() : null;
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "A sign-in cannot be read: {0}", e.getMessage());
            return null;
        }
    }

    /** How the newest sign-in ended; null if it is waiting, or if there was none. */
    private static @Nullable SignInOutcome newestEnd(SignInRecord record) {
        return record.waiting().isPresent() || record.ended().isEmpty()
                ? null
                : record.ended().get(0).how();
    }

    /** Finds out what became of a redemption: it is in progress, or the process that started it has ended. */
    SignInOutcome resolve(ProfileEntry active, String stateDigest) throws IOException {
        String id = active.profile().id();
        Optional<RecordLock> lock = records.lockRedemption(id, Duration.ZERO);
        if (lock.isEmpty()) {
            return SignInOutcome.REDEEMING;
        }
        try (SignInRecords.Open record = records.open(id)) {
            SignInOutcome how = record.current().endOf(stateDigest).orElse(SignInOutcome.SUPERSEDED);
            if (how != SignInOutcome.REDEEMING) {
                return how;
            }
            // A redemption stores the tokens first and its end second, and the power may have failed in between.
            SignInOutcome end = active.newestPending().isPresent() ? SignInOutcome.GRANTED : SignInOutcome.LOST;
            record.erase(record.current().redeemed(stateDigest, end));
            report(active.profile(), end.failure().toString());
            return end;
        } finally {
            lock.get().close();
        }
    }

    /** Completes the futures of the sign-ins that are waiting: the next client on the store continues them. */
    public void close() {
        closed = true;
        open.values().forEach(signIn -> signIn.complete(State.WAITING));
    }

    private void report(OAuthProfile profile, String text) {
        events.add(profile.name(), Event.Kind.SIGN_IN, text);
    }
}
