package com.algosolutions.oauth.client;

import com.algosolutions.oauth.AuthorizationResult;
import com.algosolutions.oauth.CodeAuthorization;
import com.algosolutions.oauth.DeviceAuthorization;
import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.GrantedAuthorization;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.RefusedAuthorization;
import com.algosolutions.oauth.StartedAuthorization;
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
import com.algosolutions.oauth.endpoint.BackChannel;
import com.algosolutions.oauth.endpoint.Redactor;
import com.algosolutions.oauth.endpoint.TokenResponse;
import com.algosolutions.oauth.endpoint.TokenSet;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.signin.BrowserSignIns;
import com.algosolutions.oauth.signin.CodeRedemption;
import com.algosolutions.oauth.signin.DeviceSignInRecords;
import com.algosolutions.oauth.signin.DeviceSignIns;
import com.algosolutions.oauth.signin.PendingTokens;
import com.algosolutions.oauth.signin.SignInOutcome;
import com.algosolutions.oauth.signin.SignInRecords;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.time.Deadline;
import com.algosolutions.oauth.time.Workers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The form's <em>Start Authorization</em>: obtains new credentials for a profile and stores them in its record, until <em>Update
 * Profile</em> ({@link Profiles#commit}) replaces the old ones. Until then the profile uses the old credentials. Thread-safe.
 */
public final class SignIns {
    private static final System.Logger LOG = System.getLogger(SignIns.class.getName());
    private static final String SUPERSEDED = "a newer Start Authorization has replaced this one";
    private static final String ORIGIN = "obtained by Start Authorization";

    private final ProfileTable profiles;
    private final PendingTokens pending;
    private final BrowserSignIns signIns;
    private final CodeRedemption redemption;
    private final ProviderCatalog providers;
    private final BackChannel channel;
    private final EventLog events;
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
     * Creates the sign-ins of a client, and resumes the device sign-ins of an earlier process.
     *
     * @param timeout the time limit of one request
     */
    SignIns(
            ProfileTable profiles,
            RecordStore store,
            ProviderCatalog providers,
            Revocations revocations,
            BackChannel channel,
            Workers workers,
            EventLog events,
            Duration timeout) {
        this.profiles = profiles;
        this.providers = providers;
        this.channel = channel;
        this.events = events;
        this.timeout = timeout;
        this.pending = new PendingTokens(profiles, revocations, events, timeout);
        SignInRecords records = new SignInRecords(store, channel.clock());
        this.signIns = new BrowserSignIns(profiles, records, pending, channel, events, timeout);
        this.redemption = new CodeRedemption(profiles, records, signIns, pending, providers, channel, events, timeout);
        this.deviceSignIns = () -> new DeviceSignIns(pending, store, channel, workers::later, workers, events, timeout);
        profiles.onDeletion(this::deleted);
        List<String> left = profiles.takeOtherRecords();
        // Sign-ins of unknown profiles are deleted, so this must not run while a profile could not be read.
        if (profiles.unreadable().isEmpty()) {
            records.sweep(left, profiles);
            if (left.stream().anyMatch(id -> id.startsWith(DeviceSignInRecords.ID_PREFIX))) {
                device().resume(profiles);
            }
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
        cancelDevice(profile, "the profile was deleted");
        signIns.forget(profile.id());
    }

    /** Cancels a device sign-in; false if none was in progress. */
    private boolean cancelDevice(OAuthProfile profile, String why) {
        DeviceSignIns used = deviceIfUsed();
        return used != null && used.forget(profile.id(), why);
    }

    /** The device sign-in in progress; null if there is none. */
    private @Nullable DeviceAuthorization deviceInProgress(OAuthProfile profile) {
        DeviceSignIns used = deviceIfUsed();
        return used == null
                ? null
                : used.current(profile.id())
                        .filter(now -> now.state() == DeviceAuthorization.State.WAITING)
                        .orElse(null);
    }

    /**
     * Starts a new authorization, which replaces an earlier one of the profile. If the grant type needs no sign-in, requests the new
     * credentials at once, even if an earlier rejection is remembered; the request counts against the provider's rate limit. If the
     * provider rejects it, credentials from an earlier authorization still wait to be saved. Ends within the client's {@code
     * tokenTimeout}, and up to 5 s later if earlier credentials have to be revoked.
     *
     * @param profile the profile's name
     * @return the sign-in that the operator has to complete, the new credentials if no sign-in is needed, or the failure
     */
    public StartedAuthorization start(String profile) {
        ProfileEntry entry = profiles.find(profile);
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
        } finally {
            starts.remove(id, start);
        }
    }

    private StartedAuthorization start(ProfileEntry entry, Credential credential, Start start) {
        GrantType grant = entry.profile().grantType();
        Supplier<Optional<Failure>> unwanted = () -> entry.isGone() ? Optional.of(PendingTokens.gone()) : start.ended;
        if (!grant.equals(GrantType.DEVICE_CODE)) {
            cancelDevice(entry.profile(), "another authorization has been started");
        }
        if (grant.equals(GrantType.AUTH_CODE_PKCE)) {
            return signIns.begin(entry, credential.provider(), unwanted);
        }
        signIns.end(entry, SignInOutcome.SUPERSEDED);
        if (grant.equals(GrantType.DEVICE_CODE)) {
            Optional<PendingTokenSet> earlier = entry.pending();
            StartedAuthorization started = device().start(entry.profile(), credential.provider(), unwanted);
            if (started instanceof DeviceAuthorization && entry.pending().equals(earlier)) {
                pending.drop(entry, PendingTokens.SUPERSEDED);
            }
            return started;
        }
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
     * @return the new credentials or the failure; its text is for the page that the browser shows
     */
    public AuthorizationResult handleCallback(String callback) {
        return redemption.returned(callback);
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
    private StartedAuthorization direct(ProfileEntry entry, Credential credential, Start start) {
        OAuthProfile profile = entry.profile();
        ProfileSnapshot snapshot = ProfileSnapshot.of(profile);
        long requestedAt = channel.clock().ticks();
        TokenResponse response = presentFirstGrant(credential);
        if (response instanceof TokenResponse.Failed failed) {
            events.add(
                    profile.name(), Event.Kind.SIGN_IN, failed.failure().toString());
            return new RefusedAuthorization(profile.name(), failed.failure());
        }
        TokenSet issued = ((TokenResponse.Issued) response).grant();
        AuthorizationResult result =
                pending.keep(profile, new PendingTokenSet(snapshot, issued, ORIGIN), requestedAt, () -> start.ended);
        return (StartedAuthorization) result;
    }

    /** Turns an exception from a plugin into a failure, so that the operator sees it. */
    private TokenResponse presentFirstGrant(Credential credential) {
        try {
            return credential.presentFirstGrant(Deadline.after(timeout));
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "An authorization has failed", Redactor.trace(e));
            return new TokenResponse.Failed(SignInOutcome.internalError(), TokenResponse.Fate.UNKNOWN);
        }
    }

    /**
     * Returns a profile's authorization in progress, also one from before a restart: the sign-in in progress, or else the new credentials
     * that wait to be saved.
     *
     * @param profile the profile's name
     * @return the authorization; empty if there is none
     */
    public Optional<StartedAuthorization> current(String profile) {
        ProfileEntry entry = profiles.find(profile);
        if (entry == null) {
            return Optional.empty();
        }
        StartedAuthorization signIn = deviceInProgress(entry.profile());
        signIn = signIn == null ? signIns.underWay(entry) : signIn;
        return Optional.ofNullable(signIn == null ? PendingTokens.waiting(entry) : signIn);
    }

    /**
     * Cancels a profile's authorization in progress. A later callback of the sign-in is refused. New credentials that wait to be saved are
     * deleted, and revoked at the provider if it has a revocation endpoint.
     *
     * @param profile the profile's name
     * @return whether an authorization was in progress
     */
    public boolean cancel(String profile) {
        ProfileEntry entry = profiles.find(profile);
        if (entry == null) {
            return false;
        }
        boolean obtaining = end(starts.get(entry.profile().id()), "this authorization was abandoned");
        boolean polling = cancelDevice(entry.profile(), "abandoned");
        boolean waiting = signIns.end(entry, SignInOutcome.ABANDONED);
        boolean granted = pending.drop(entry, "the authorization has been abandoned");
        return obtaining || polling || waiting || granted;
    }

    /** The status of a profile, with its authorization in progress. */
    ProfileStatus status(ProfileEntry entry, StatusSnapshot credential) {
        DeviceAuthorization shown = deviceInProgress(entry.profile());
        if (shown != null) {
            return credential.authorizing(shown);
        }
        GrantedAuthorization waiting = PendingTokens.waiting(entry);
        if (waiting != null) {
            return credential.authorizing(failure(waiting.message()));
        }
        if (!entry.profile().grantType().equals(GrantType.AUTH_CODE_PKCE)) {
            return credential;
        }
        CodeAuthorization signIn = signIns.underWay(entry);
        if (signIn != null) {
            return credential.authorizing(Failure.of(
                    Step.SIGN_IN,
                    Failure.Kind.CONFIGURATION,
                    "a sign-in is in progress, " + signIn.expiresIn().toSeconds() + " s left",
                    "Open the address that Start Authorization gives, and sign in."));
        }
        Failure lost = credential.state() == ProfileStatus.State.REAUTHORIZATION_REQUIRED ? signIns.lost(entry) : null;
        return lost == null ? credential : credential.withFailure(lost);
    }

    /** Stops polling for device sign-ins; the next client resumes them. */
    void close() {
        DeviceSignIns used = deviceIfUsed();
        if (used != null) {
            used.close();
        }
    }

    private static Failure failure(String sentences) {
        int end = sentences.indexOf(". ");
        return Failure.of(
                Step.SIGN_IN,
                Failure.Kind.CONFIGURATION,
                sentences.substring(0, end),
                sentences.substring(end + 2));
    }

    private static RefusedAuthorization refused(@Nullable String profile, String meaning, String advice) {
        return new RefusedAuthorization(
                profile == null ? "" : profile,
                Failure.of(Step.SIGN_IN, Failure.Kind.CONFIGURATION, meaning, advice));
    }
}
