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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The form's <em>Start Authorization</em>: obtains new credentials for a profile, which wait in its record until <em>Update Profile</em>,
 * {@link Profiles#commit}, makes them the profile's own. Until then the profile works with what it had. Thread-safe.
 */
public final class Authorizations {
    private static final System.Logger LOG = System.getLogger(Authorizations.class.getName());
    private static final String SUPERSEDED = "a newer Start Authorization has taken the place of this one";
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

    /** By a profile's id: the start that is asking a server now. */
    private final Map<String, Asking> asking = new ConcurrentHashMap<>();

    /** A start that asks a server; what it brings is not kept if it was ended meanwhile. */
    private static final class Asking {
        volatile Optional<Failure> ended = Optional.empty();
    }

    /** Guarded by this: made when it is needed. */
    private @Nullable DeviceSignIns device;

    /**
     * The sign-ins of a client; device sign-ins of an earlier process are resumed.
     *
     * @param timeout how long one request may take
     */
    Authorizations(
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
        // Where a record could not be read, the profile of a sign-in may be among the unreadable ones: nothing is
        // deleted.
        if (profiles.hasRecords(DeviceSignInRecords.ID_PREFIX)
                && profiles.unreadable().isEmpty()) {
            device().resume(profiles);
        }
    }

    private synchronized DeviceSignIns device() {
        DeviceSignIns made = device == null ? deviceSignIns.get() : device;
        device = made;
        return made;
    }

    private synchronized @Nullable DeviceSignIns begun() {
        return device;
    }

    private void deleted(OAuthProfile profile) {
        end(asking.get(profile.id()), "the profile was deleted");
        giveUp(profile, "the profile was deleted");
        signIns.forget(profile.id());
    }

    /** Whether a sign-in with a code on another device was waited for. */
    private boolean giveUp(OAuthProfile profile, String why) {
        DeviceSignIns begun = begun();
        return begun != null && begun.forget(profile.id(), why);
    }

    /** The sign-in with a code on another device that is waited for. */
    private @Nullable DeviceAuthorization waitedFor(OAuthProfile profile) {
        DeviceSignIns begun = begun();
        return begun == null
                ? null
                : begun.current(profile.id())
                        .filter(now -> now.state() == DeviceAuthorization.State.WAITING)
                        .orElse(null);
    }

    /**
     * Begins a new authorization, in place of an earlier one of the profile. Where nobody has to sign in, the new credentials are
     * obtained at once, although an earlier refusal may stand: it counts in the provider's budget as any login. If the provider refuses,
     * what an earlier authorization has brought goes on waiting. Ends within the client's {@code
     * tokenTimeout}, and up to 5 s later where earlier credentials have to be revoked.
     *
     * @param profile the profile's name
     * @return what somebody has to do, that the new credentials are here already, or why there is neither
     */
    public StartedAuthorization start(String profile) {
        ProfileEntry active = profiles.find(profile);
        if (active == null) {
            return refused(
                    profile, "there is no OAuth profile named " + profile, "Create it, or choose one of the list.");
        }
        Credential credential = active.credential();
        if (credential == null) {
            Problem missing = providers.missing(active.profile().providerType());
            return refused(profile, missing.label() + " " + missing.wrong(), missing.cure());
        }
        String id = active.profile().id();
        Asking start = new Asking();
        end(asking.put(id, start), SUPERSEDED);
        try {
            return start(active, credential, start);
        } finally {
            asking.remove(id, start);
        }
    }

    private StartedAuthorization start(ProfileEntry active, Credential credential, Asking start) {
        GrantType grant = active.profile().grantType();
        Supplier<Optional<Failure>> unwanted = () -> active.isGone() ? Optional.of(PendingTokens.gone()) : start.ended;
        if (!grant.equals(GrantType.DEVICE_CODE)) {
            giveUp(active.profile(), "another authorization has been started");
        }
        if (grant.equals(GrantType.AUTH_CODE_PKCE)) {
            return signIns.begin(active, credential.provider(), unwanted);
        }
        signIns.end(active, SignInOutcome.SUPERSEDED);
        if (grant.equals(GrantType.DEVICE_CODE)) {
            Optional<PendingTokenSet> earlier = active.pending();
            StartedAuthorization started = device().start(active.profile(), credential.provider(), unwanted);
            if (started instanceof DeviceAuthorization && active.pending().equals(earlier)) {
                pending.drop(active, PendingTokens.SUPERSEDED);
            }
            return started;
        }
        return direct(active, credential, start);
    }

    /**
     * Takes what the device's web server received at the <em>PKCE Redirect URI</em>: finds the profile by the callback's state, checks the
     * callback, and redeems its code for new credentials. Blocks for one token request at most.
     *
     * <p>A callback counts once. The same one again, as by a browser's reload, changes nothing and is refused with a sentence that says
     * what became of the first.
     *
     * @param callback the path and query of the request, such as {@code /callback?code=…&state=…}, or its whole URL as the browser sees it.
     *     It has secrets in it: do not log it
     * @return what came of it; its text is for the page that the browser is shown
     */
    public AuthorizationResult returned(String callback) {
        return redemption.returned(callback);
    }

    private static boolean end(@Nullable Asking start, String why) {
        if (start == null || start.ended.isPresent()) {
            return false;
        }
        start.ended = Optional.of(Failure.local(
                Step.AUTHORIZATION,
                Failure.Kind.REQUEST,
                why + ", so what it brings is not kept",
                "Press Start Authorization again, if nothing waits to be saved."));
        return true;
    }

    /** Obtains a token by what the device has. What an earlier start has brought goes on waiting until it is there. */
    private StartedAuthorization direct(ProfileEntry active, Credential credential, Asking start) {
        OAuthProfile profile = active.profile();
        ProfileSnapshot binding = ProfileSnapshot.of(profile);
        long asked = channel.clock().ticks();
        TokenResponse reply = first(credential);
        if (reply instanceof TokenResponse.Failed failed) {
            events.add(
                    profile.name(), Event.Kind.AUTHORIZATION, failed.failure().toString());
            return new RefusedAuthorization(profile.name(), failed.failure());
        }
        TokenSet grant = ((TokenResponse.Issued) reply).grant();
        AuthorizationResult kept =
                pending.keep(profile, new PendingTokenSet(binding, grant, ORIGIN), asked, () -> start.ended);
        return (StartedAuthorization) kept;
    }

    /** A plugin's mistake is a refusal like any other: whoever pressed the button is told. */
    private TokenResponse first(Credential credential) {
        try {
            return credential.presentFirstGrant(Deadline.after(timeout));
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "An authorization has failed", Redactor.trace(e));
            return new TokenResponse.Failed(SignInOutcome.internalError(), TokenResponse.Fate.UNKNOWN);
        }
    }

    /**
     * What is under way for a profile, from before a restart too: the sign-in that is waited for, or else the new credentials that wait to
     * be saved.
     *
     * @param profile the profile's name
     * @return what is under way, if anything is
     */
    public Optional<StartedAuthorization> underWay(String profile) {
        ProfileEntry active = profiles.find(profile);
        if (active == null) {
            return Optional.empty();
        }
        StartedAuthorization signIn = waitedFor(active.profile());
        signIn = signIn == null ? signIns.underWay(active) : signIn;
        return Optional.ofNullable(signIn == null ? PendingTokens.waiting(active) : signIn);
    }

    /**
     * Drops what is under way for a profile: a sign-in that has not come back is refused when it does, and new credentials that wait to be
     * saved are forgotten, here and, where the provider has a revocation endpoint, there.
     *
     * @param profile the profile's name
     * @return whether anything was under way
     */
    public boolean abandon(String profile) {
        ProfileEntry active = profiles.find(profile);
        if (active == null) {
            return false;
        }
        boolean obtaining = end(asking.get(active.profile().id()), "this authorization was abandoned");
        boolean polling = giveUp(active.profile(), "abandoned");
        boolean waiting = signIns.end(active, SignInOutcome.ABANDONED);
        boolean granted = pending.drop(active, "the authorization has been abandoned");
        return obtaining || polling || waiting || granted;
    }

    /** How a profile stands, with what is under way for it. */
    ProfileStatus status(ProfileEntry active, StatusSnapshot credential) {
        DeviceAuthorization shown = waitedFor(active.profile());
        if (shown != null) {
            return credential.authorizing(shown);
        }
        GrantedAuthorization waiting = PendingTokens.waiting(active);
        if (waiting != null) {
            return credential.authorizing(failure(waiting.message()));
        }
        if (!active.profile().grantType().equals(GrantType.AUTH_CODE_PKCE)) {
            return credential;
        }
        CodeAuthorization signIn = signIns.underWay(active);
        if (signIn != null) {
            return credential.authorizing(Failure.local(
                    Step.AUTHORIZATION,
                    Failure.Kind.CONFIGURATION,
                    "a sign-in is waited for, " + signIn.expiresIn().toSeconds() + " s more",
                    "Open the address that Start Authorization gives, and sign in."));
        }
        Failure lost = credential.state() == ProfileStatus.State.REAUTHORIZATION_REQUIRED ? signIns.lost(active) : null;
        return lost == null ? credential : credential.withFailure(lost);
    }

    /** Asks no more for sign-ins; they go on in the next client. */
    void close() {
        DeviceSignIns begun = begun();
        if (begun != null) {
            begun.close();
        }
    }

    private static Failure failure(String sentences) {
        int end = sentences.indexOf(". ");
        return Failure.local(
                Step.AUTHORIZATION,
                Failure.Kind.CONFIGURATION,
                sentences.substring(0, end),
                sentences.substring(end + 2));
    }

    private static RefusedAuthorization refused(@Nullable String profile, String meaning, String advice) {
        return new RefusedAuthorization(
                profile == null ? "" : profile,
                Failure.local(Step.AUTHORIZATION, Failure.Kind.CONFIGURATION, meaning, advice));
    }
}
