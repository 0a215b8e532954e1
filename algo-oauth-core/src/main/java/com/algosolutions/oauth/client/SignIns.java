package com.algosolutions.oauth.client;

import static java.util.Objects.requireNonNull;

import com.algosolutions.oauth.CallbackResult;
import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.SignIn;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.credential.Credential;
import com.algosolutions.oauth.credential.EventLog;
import com.algosolutions.oauth.credential.PendingTokenSet;
import com.algosolutions.oauth.credential.ProfileEntry;
import com.algosolutions.oauth.credential.ProfileSnapshot;
import com.algosolutions.oauth.credential.ProfileTable;
import com.algosolutions.oauth.credential.ProviderCatalog;
import com.algosolutions.oauth.credential.Revocations;
import com.algosolutions.oauth.credential.StatusSnapshot;
import com.algosolutions.oauth.credential.StoreFailure;
import com.algosolutions.oauth.endpoint.BackChannel;
import com.algosolutions.oauth.endpoint.Redactor;
import com.algosolutions.oauth.endpoint.TokenResponse;
import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.signin.BrowserSignIns;
import com.algosolutions.oauth.signin.CodeRedemption;
import com.algosolutions.oauth.signin.DeviceSignIns;
import com.algosolutions.oauth.signin.PendingTokens;
import com.algosolutions.oauth.signin.SignInOutcome;
import com.algosolutions.oauth.signin.StoredSignIns;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.time.Deadline;
import com.algosolutions.oauth.time.Uninterruptibly;
import com.algosolutions.oauth.time.Workers;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The form's <em>Start Authorization</em>: obtains new credentials for a profile and stores them in its record, until <em>Update
 * Profile</em> ({@link #save}) replaces the old ones. Until then the profile uses the old credentials. Thread-safe.
 *
 * @since 0.1.0
 */
public final class SignIns {
    private static final System.Logger LOG = System.getLogger(SignIns.class.getName());
    private static final String SUPERSEDED = "a newer Start Authorization has replaced this one";
    private static final String ORIGIN = "obtained by Start Authorization";

    private final Profiles profiles;
    private final StoredSignIns stored;
    private final BrowserSignIns browser;
    private final CodeRedemption redemption;
    private final ProviderCatalog providers;
    private final BackChannel channel;
    private final EventLog events;
    private final Lifecycle life;
    private final Duration timeout;
    private final Supplier<DeviceSignIns> deviceSignIns;

    /** By profile id: the start whose request is in progress. */
    private final Map<String, Start> starts = new ConcurrentHashMap<>();

    /** A start whose request is in progress. Its result is not kept if {@code ended} is set meanwhile. */
    private static final class Start {
        volatile Optional<Failure> ended = Optional.empty();
    }

    /** Guarded by this; created on first use. */
    private @Nullable DeviceSignIns device;

    /**
     * Creates the sign-ins of a client, and resumes the device sign-ins that this process started before a restart.
     *
     * @param timeout the time limit of one request
     * @param process the name under which this process resumes its device sign-ins
     */
    SignIns(
            Profiles profiles,
            RecordStore store,
            ProviderCatalog providers,
            Revocations revocations,
            BackChannel channel,
            Workers workers,
            EventLog events,
            Lifecycle life,
            Duration timeout,
            String process) {
        this.profiles = profiles;
        this.providers = providers;
        this.channel = channel;
        this.events = events;
        this.life = life;
        this.timeout = timeout;
        ProfileTable table = profiles.table;
        PendingTokens pending = new PendingTokens(table, revocations, events, timeout);
        this.stored = new StoredSignIns(table, store, pending, channel.clock(), events, workers.workerTimer(), workers);
        this.browser = new BrowserSignIns(table, stored, channel, events, timeout);
        this.redemption = new CodeRedemption(table, stored, browser, providers, channel, events, timeout);
        this.deviceSignIns =
                () -> new DeviceSignIns(stored, channel, workers.timer(), workers, events, timeout, process);
        table.onDeletion(this::deleted);
        List<String> left = table.takeOtherRecords();
        // Sign-ins of unknown profiles are deleted, so this must not run while a profile could not be read.
        if (!table.unreadable().hasProfile() && stored.sweep(left)) {
            device().resume(table);
        }
    }

    private synchronized DeviceSignIns device() {
        DeviceSignIns created = device == null ? deviceSignIns.get() : device;
        device = created;
        return created;
    }

    private synchronized @Nullable DeviceSignIns deviceIfUsed() {
        return device;
    }

    private void deleted(OAuthProfile profile) {
        end(starts.get(profile.id()), "the profile was deleted");
        DeviceSignIns used = deviceIfUsed();
        if (used != null) {
            used.forget(profile.id());
        }
        stored.forget(profile.id());
    }

    /**
     * Starts a new sign-in, which replaces an earlier one of the profile. If the grant type needs no sign-in, requests the new credentials
     * at once, even if an earlier rejection is remembered; the request counts against the provider's rate limit. If the provider rejects
     * it, credentials from an earlier sign-in still wait to be saved. Ends within the client's {@code tokenTimeout}, and up to 5 s later if
     * earlier credentials have to be revoked.
     *
     * @param profile the profile's name
     * @return the sign-in: {@link SignIn.State#WAITING} for the user, {@link SignIn.State#UNSAVED} if the grant type needs no sign-in, or
     *     {@link SignIn.State#FAILED} with its failure; then an earlier sign-in continues, unless the profile's grant type was changed to
     *     one that needs no sign-in
     */
    public SignIn start(String profile) {
        Optional<Failure> closed = life.ended(Step.SIGN_IN);
        if (closed.isPresent()) {
            return StoredSignIns.failed(profile, closed.get());
        }
        ProfileEntry entry;
        try {
            entry = profiles.table.get(profile);
        } catch (UncheckedIOException e) {
            StoreFailure why = StoreFailure.of(requireNonNull(e.getCause()));
            return StoredSignIns.failed(profile, ApiCall.notRead(profile, why));
        }
        if (entry == null) {
            return refused(
                    profile, "there is no OAuth profile named " + profile, "Create it, or choose one from the list.");
        }
        Credential credential = entry.credential();
        if (credential == null) {
            Problem missing = providers.missing(entry.profile().providerType());
            return refused(profile, missing.label() + " " + missing.message(), missing.advice());
        }
        String id = entry.profile().id();
        Start start = new Start();
        end(starts.put(id, start), SUPERSEDED);
        try {
            return start(entry, credential, start);
        } catch (Throwable e) { // of a plugin, whose presets and scopes are part of the authorization request
            LOG.log(
                    System.Logger.Level.WARNING,
                    "A sign-in has failed with " + Uninterruptibly.caught(e),
                    Redactor.trace(e));
            return StoredSignIns.failed(profile, SignInOutcome.internalError());
        } finally {
            starts.remove(id, start);
        }
    }

    private SignIn start(ProfileEntry entry, Credential credential, Start start) {
        OAuthProfile profile = entry.profile();
        GrantType grant = profile.grantType();
        Supplier<Optional<Failure>> unwanted = () -> entry.isGone() ? Optional.of(PendingTokens.gone()) : start.ended;
        if (grant.equals(GrantType.AUTH_CODE_PKCE)) {
            return browser.begin(entry, credential.provider(), unwanted);
        }
        if (grant.equals(GrantType.DEVICE_CODE)) {
            Optional<PendingTokenSet> earlier = entry.pending();
            SignIn started = device().start(entry, credential.provider(), unwanted);
            if (started.state() != SignIn.State.FAILED && entry.pending().equals(earlier)) {
                stored.dropSuperseded(entry);
            }
            return started;
        }
        stored.endSuperseded(profile);
        return direct(entry, credential, start);
    }

    /**
     * Handles a request that the device's web server received at the <em>PKCE Redirect URI</em>: finds the profile by the callback's {@code
     * state}, checks the callback (RFC 6749 section 4.1.2, RFC 9207), and redeems its code for new credentials. Ends within the client's
     * {@code tokenTimeout}.
     *
     * <p>A callback is accepted once. The same callback again, such as from a browser's reload, changes nothing and is refused; the
     * failure states the outcome of the first.
     *
     * @param callback the path and query of the request, such as {@code /callback?code=…&state=…}, or its whole URL as the browser sees it.
     *     Contains secrets: do not log it
     * @return whether the callback was accepted, with the text for the page that the browser shows
     */
    public CallbackResult handleCallback(String callback) {
        return life.ended(Step.SIGN_IN).map(CodeRedemption::refused).orElseGet(() -> redemption.returned(callback));
    }

    private static boolean end(@Nullable Start start, String why) {
        if (start == null || start.ended.isPresent()) {
            return false;
        }
        start.ended = Optional.of(Failure.of(
                Step.SIGN_IN,
                Failure.Kind.REQUEST,
                why + ", so its result is not kept",
                "Press Start Authorization again, if no new credentials wait to be saved."));
        return true;
    }

    /** Requests new credentials with a grant that needs no sign-in. They replace those of an earlier start only once they are issued. */
    private SignIn direct(ProfileEntry entry, Credential credential, Start start) {
        OAuthProfile profile = entry.profile();
        ProfileSnapshot snapshot = ProfileSnapshot.of(profile);
        long requestedAt = channel.clock().ticks();
        TokenResponse response = presentFirstGrant(credential);
        if (response instanceof TokenResponse.Failed failed) {
            events.add(profile.name(), Event.Kind.SIGN_IN, failed.failure().toString());
            return StoredSignIns.failed(profile.name(), failed.failure());
        }
        TokenResponse.Issued issued = (TokenResponse.Issued) response;
        return stored.keep(entry, snapshot, issued.grant(), ORIGIN + issued.habits(), requestedAt, () -> start.ended);
    }

    /** Turns an exception from a plugin into a failure, so that the operator sees it. */
    private TokenResponse presentFirstGrant(Credential credential) {
        try {
            return credential.presentFirstGrant(Deadline.after(timeout));
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.WARNING, "A sign-in has failed", Redactor.trace(e));
            return new TokenResponse.Failed(SignInOutcome.internalError(), TokenResponse.Fate.UNKNOWN);
        }
    }

    /**
     * Returns a profile's sign-in that is in progress or unsaved, also one that was started before a restart or by another process. Reads
     * the store.
     *
     * @param profile the profile's name
     * @return the sign-in, {@link SignIn.State#WAITING} or {@link SignIn.State#UNSAVED}; empty if there is none
     * @throws UncheckedIOException if the profile cannot be read now, which can happen only with {@link OAuthClient.Builder#profilesInMemory}
     */
    public Optional<SignIn> current(String profile) {
        return Optional.ofNullable(profiles.table.get(profile)).flatMap(entry -> stored.current(entry));
    }

    /**
     * Saves the new credentials of a sign-in as the profile's own: the form's <em>Update Profile</em> if no field has changed. Replaces the
     * profile's record once; the old credentials are not used afterwards. Ends within the client's {@code tokenTimeout}.
     *
     * @param profile the profile's name
     * @return whether new credentials waited and are saved now; false if none wait, for example because another process has saved them
     * @throws InvalidInputException if there is no such profile, or a field on which the new credentials depend has changed since they
     *     were requested
     * @throws UncheckedIOException if the store fails, or a renewal in progress does not end in time; then nothing has changed
     */
    public boolean save(String profile) {
        return profiles.save(profile);
    }

    /**
     * Cancels a profile's sign-in that is in progress or unsaved, whichever process has started it. A later callback is refused, and the
     * device stops polling. New credentials that wait to be saved are deleted, and revoked at the provider if it has a revocation endpoint.
     *
     * @param profile the profile's name
     * @return whether there was such a sign-in
     * @throws UncheckedIOException if the store fails, and no sign-in is known to have been cancelled
     */
    public boolean cancel(String profile) {
        life.requireOpen();
        ProfileEntry entry = profiles.table.get(profile);
        if (entry == null) {
            return false;
        }
        boolean obtaining = end(starts.get(entry.profile().id()), "this sign-in was cancelled");
        try {
            return stored.cancel(entry) || obtaining;
        } catch (UncheckedIOException e) {
            if (obtaining) {
                return true;
            }
            throw e;
        }
    }

    /** The status of a profile, with its sign-in in progress. */
    StatusSnapshot status(ProfileEntry entry, StatusSnapshot credential) {
        StatusSnapshot status = stored.status(entry, credential);
        if (status.signIn().isPresent()) {
            return status;
        }
        boolean rejected = entry.profile().grantType().equals(GrantType.AUTH_CODE_PKCE)
                && credential.state() == ProfileStatus.State.REAUTHORIZATION_REQUIRED;
        Failure lost = rejected ? stored.lost(entry) : null;
        return lost == null ? credential : credential.withFailure(lost.withKind(Failure.Kind.GRANT_INVALID));
    }

    /** Stops polling for device sign-ins; the next client resumes them. */
    void close() {
        DeviceSignIns used = deviceIfUsed();
        if (used != null) {
            used.close();
        }
        stored.close();
    }

    private static SignIn refused(@Nullable String profile, String meaning, String advice) {
        return StoredSignIns.failed(
                profile == null ? "" : profile, Failure.of(Step.SIGN_IN, Failure.Kind.CONFIGURATION, meaning, advice));
    }
}
