package com.algosolutions.oauth.signin;

import com.algosolutions.oauth.DeviceCode;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.SignIn;
import com.algosolutions.oauth.SignIn.State;
import com.algosolutions.oauth.credential.EventLog;
import com.algosolutions.oauth.credential.PendingTokenSet;
import com.algosolutions.oauth.credential.ProfileEntry;
import com.algosolutions.oauth.credential.ProfileSnapshot;
import com.algosolutions.oauth.credential.ProfileTable;
import com.algosolutions.oauth.credential.StatusSnapshot;
import com.algosolutions.oauth.credential.StoreFailure;
import com.algosolutions.oauth.endpoint.TokenSet;
import com.algosolutions.oauth.jose.Sha256;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.signin.ProfileSignIn.Identity;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.time.Timer;
import com.algosolutions.oauth.time.TrustedClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The sign-ins of a client's profiles, as the store has them: what is in progress, how the latest ones ended, and which tokens wait to be
 * saved. Another process on the same store may change any of that. Thread-safe.
 */
public final class StoredSignIns {
    private static final System.Logger LOG = System.getLogger(StoredSignIns.class.getName());

    private final ProfileTable profiles;
    private final PendingTokens pending;
    private final OpenSignIns open;
    private final SignInRecords records;
    private final DeviceSignInRecords devices;
    private final SignInEnds ends;
    private final SignInStates states;

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
        this.open = new OpenSignIns(worker);
        this.records = new SignInRecords(store, clock, open::learned);
        this.devices = new DeviceSignInRecords(store);
        this.ends = new SignInEnds(records, devices, open, pending, events);
        this.states = new SignInStates(profiles, records, devices, open, ends, clock, timer);
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

    OpenSignIns open() {
        return open;
    }

    SignInEnds ends() {
        return ends;
    }

    /** The object of a sign-in for which this process polls. */
    ProfileSignIn polled(OAuthProfile profile, String digest, DeviceCode code) {
        return open.waiting(new ProfileSignIn(
                new Identity(profile.id(), digest), profile.name(), Optional.empty(), Optional.of(code), states));
    }

    /** The object of a sign-in that is waiting; one for each sign-in. Another process may end it, so it leaves memory when it has expired. */
    ProfileSignIn waiting(
            OAuthProfile profile, String digest, Optional<URI> browserUrl, Optional<DeviceCode> deviceCode) {
        ProfileSignIn made =
                new ProfileSignIn(new Identity(profile.id(), digest), profile.name(), browserUrl, deviceCode, states);
        ProfileSignIn signIn = open.waiting(made);
        if (signIn == made) {
            states.forgetExpired(made);
        }
        return signIn;
    }

    /** Ends the objects of sign-ins whose end this process has read or written before they were made. */
    void checkEnds(String profileId) {
        try {
            open.learned(profileId, records.known(profileId));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "A sign-in cannot be read: {0}", e.getMessage());
        }
    }

    /** The object of a sign-in whose tokens wait to be saved. */
    private ProfileSignIn unsaved(OAuthProfile profile, String digest) {
        ProfileSignIn signIn = new ProfileSignIn(
                new Identity(profile.id(), digest), profile.name(), Optional.empty(), Optional.empty(), states);
        signIn.end(SignInOutcome.GRANTED);
        signIn.last(State.UNSAVED);
        signIn.complete(State.UNSAVED);
        return signIn;
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

    /** A sign-in that could not be started. */
    public static SignIn failed(String profile, Failure why) {
        return new FailedSignIn(profile, why);
    }

    /** Whether a profile still exists, so that its records may be written. */
    boolean exists(ProfileEntry active) throws IOException {
        return profiles.now(active) != null;
    }

    /** The tokens of a profile that wait to be saved. */
    Optional<PendingTokenSet> unsaved(ProfileEntry active) throws IOException {
        ProfileEntry now = profiles.now(active);
        return now == null ? Optional.empty() : now.newestPending();
    }

    /** The status of a profile with its sign-in that is in progress or unsaved, as far as this process knows it; as it was without one. */
    public StatusSnapshot status(ProfileEntry entry, StatusSnapshot credential) {
        return known(entry, false)
                .map(signIn -> credential.with(signIn, states.known(signIn)))
                .orElse(credential);
    }

    /** The sign-in of a profile that is in progress, or has obtained tokens that wait to be saved. Reads the store. */
    public Optional<SignIn> current(ProfileEntry entry) {
        return known(entry, true).map(signIn -> signIn);
    }

    /**
     * The sign-in of a profile that is in progress, or has obtained tokens that wait to be saved.
     *
     * @param newest whether to read the store first; otherwise what this process knows
     */
    private Optional<ProfileSignIn> known(ProfileEntry entry, boolean newest) {
        OAuthProfile profile = entry.profile();
        boolean nothingKnown = entry.pending().isEmpty()
                && open.of(profile.id()).isEmpty()
                && !profile.grantType().equals(GrantType.AUTH_CODE_PKCE);
        if (nothingKnown && !newest) {
            return Optional.empty();
        }
        try {
            SignInRecord record = newest ? records.read(profile.id()) : records.known(profile.id());
            Optional<ProfileSignIn> waiting =
                    inProgress(profile, record, newest).filter(signIn -> isWaiting(signIn, newest));
            if (waiting.isPresent()) {
                return waiting;
            }
            Optional<PendingTokenSet> tokens = newest ? entry.newestPending() : entry.pending();
            return tokens.map(found -> unsaved(profile, record.signInOf(found)));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "A sign-in cannot be read: {0}", e.getMessage());
            return entry.pending().map(found -> unsaved(profile, SignInRecord.EMPTY.signInOf(found)));
        }
    }

    /**
     * Whether a sign-in is waiting. Without {@code newest}, reads nothing for a sign-in that this process has started and that has not
     * expired.
     */
    private boolean isWaiting(ProfileSignIn signIn, boolean newest) {
        boolean known = !newest && signIn.end() == null && !states.life(signIn).isZero();
        return known || signIn.state() == State.WAITING;
    }

    private Optional<ProfileSignIn> inProgress(OAuthProfile profile, SignInRecord record, boolean newest)
            throws IOException {
        Optional<BrowserSignIn> browser = record.waiting();
        if (browser.isPresent()) {
            return Optional.of(waiting(
                    profile, browser.get().digest(), Optional.of(browser.get().url()), Optional.empty()));
        }
        Optional<ProfileSignIn> device = open.of(profile.id()).stream()
                .filter(signIn -> signIn.deviceCode().isPresent())
                .filter(signIn -> isWaiting(signIn, newest))
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

    /**
     * Keeps the tokens of a grant that needs no sign-in until they are saved.
     *
     * @param binding the profile at the time of the request
     * @param unwanted a reason not to keep them
     */
    public SignIn keep(
            ProfileEntry active,
            ProfileSnapshot binding,
            TokenSet grant,
            String origin,
            long requestedAt,
            Supplier<Optional<Failure>> unwanted) {
        String digest = Sha256.of(Pkce.random());
        PendingTokenSet issued = new PendingTokenSet(binding, grant, origin, Optional.of(digest));
        OAuthProfile profile = active.profile();
        Optional<PendingTokenSet> replaced = active.newestPending();
        PendingTokens.Kept kept = pending.keep(active, issued, requestedAt, unwanted);
        if (kept.accepted()) {
            record(profile, digest, replaced);
        }
        return pending.finish(kept)
                .failure()
                .<SignIn>map(failure -> new FailedSignIn(profile.name(), failure))
                .orElseGet(() -> unsaved(profile, digest));
    }

    private void record(OAuthProfile profile, String digest, Optional<PendingTokenSet> replaced) {
        try (SignInRecords.Open record = records.open(profile.id())) {
            record.write(record.current().granted(digest, replaced));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "The end of a sign-in could not be stored: {0}", e.getMessage());
        }
    }

    /** Ends the sign-ins of a profile that are waiting or being redeemed, because another start has replaced them. */
    public void endSuperseded(OAuthProfile profile) {
        ends.end(profile, digest -> true, SignInOutcome.SUPERSEDED);
    }

    /** Drops unsaved tokens because another start has replaced them. */
    public void dropSuperseded(ProfileEntry entry) {
        try {
            ends.drop(entry, SignInOutcome.SUPERSEDED, PendingTokens.SUPERSEDED);
        } catch (IOException e) { // the tokens of the new sign-in will replace them
            LOG.log(System.Logger.Level.WARNING, "Unsaved credentials cannot be dropped: {0}", e.getMessage());
        }
    }

    /**
     * Ends the sign-ins of a profile and drops its unsaved tokens, because an operator has cancelled the sign-in.
     *
     * @return whether there was one
     * @throws UncheckedIOException if the store fails, and none has been cancelled
     */
    public boolean cancel(ProfileEntry entry) {
        boolean ended = false;
        try {
            ended = ends.tryToEnd(entry.profile(), digest -> true, SignInOutcome.ABANDONED);
            return ends.drop(entry, SignInOutcome.ABANDONED, PendingTokens.ABANDONED) || ended;
        } catch (IOException e) {
            if (ended) {
                return true;
            }
            throw notCancelled(e);
        }
    }

    static UncheckedIOException notCancelled(IOException e) {
        return new UncheckedIOException("The sign-in could not be cancelled: " + StoreFailure.of(e), e);
    }

    /** Ends the sign-ins of a deleted profile, and deletes their records. */
    public void forget(String profileId) {
        open.of(profileId).forEach(signIn -> open.ended(signIn, SignInOutcome.ABANDONED));
        try {
            records.locked(
                    profileId, () -> devices.delete(profileId)); // a write in progress must not bring the record back
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
                newest = ends.resolve(active, record.ended().get(0).stateDigest());
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

    /** Completes the futures of the sign-ins that are waiting: the next client on the store continues them. */
    public void close() {
        open.close();
    }
}
