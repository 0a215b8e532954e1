package com.algosolutions.oauth.signin;

import com.algosolutions.oauth.AuthorizationResult;
import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.GrantedAuthorization;
import com.algosolutions.oauth.RefusedAuthorization;
import com.algosolutions.oauth.Revocation;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.credential.Credential;
import com.algosolutions.oauth.credential.EventLog;
import com.algosolutions.oauth.credential.PendingTokenSet;
import com.algosolutions.oauth.credential.ProfileEntry;
import com.algosolutions.oauth.credential.ProfileTable;
import com.algosolutions.oauth.credential.Revocations;
import com.algosolutions.oauth.endpoint.TokenSet;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.time.Deadline;
import com.algosolutions.oauth.token.NoToken;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** New credentials between Start Authorization and Update Profile: kept in the profile's record, beside the grant in use. Thread-safe. */
public final class PendingTokens {
    private static final System.Logger LOG = System.getLogger(PendingTokens.class.getName());
    private static final Duration BRIEFLY = Duration.ofSeconds(5);

    /** Why what waits is dropped, where another start takes its place. */
    public static final String SUPERSEDED = "a new authorization has been started";

    private static final String DROPPED = "the new credentials are dropped: ";

    /** Some providers allow one sign-in at a time, and few say so. */
    private static final String ENDED = " (the provider may have ended it when it issued the new credentials)";

    private final ProfileTable profiles;
    private final Revocations revocations;
    private final EventLog events;
    private final Duration revocationLimit;

    /**
     * The pending grants of a client's profiles.
     *
     * @param timeout how long a token request may take, and so a revocation at the most
     */
    public PendingTokens(ProfileTable profiles, Revocations revocations, EventLog events, Duration timeout) {
        this.profiles = profiles;
        this.revocations = revocations;
        this.events = events;
        this.revocationLimit = timeout.compareTo(BRIEFLY) < 0 ? timeout : BRIEFLY;
    }

    /**
     * Keeps what a sign-in has brought, in place of what waited; that is given back.
     *
     * @param profile the profile as it was when it was asked for; its name may have changed meanwhile
     * @param brought what was issued, and for what
     * @param asked the ticker when it was asked for
     * @return what to tell: that it waits, or that the profile is gone and the grant is given back
     */
    AuthorizationResult keep(OAuthProfile profile, PendingTokenSet brought, long asked) {
        return keep(profile, brought, asked, Optional::empty);
    }

    /**
     * The same, unless nobody wants it any more.
     *
     * @param unwanted why nobody wants it; asked while nothing else can be kept or dropped
     */
    public AuthorizationResult keep(
            OAuthProfile profile, PendingTokenSet brought, long asked, Supplier<Optional<Failure>> unwanted) {
        ProfileEntry active = profiles.withId(profile.id());
        if (active == null) {
            return givenBack(profile, brought, gone());
        }
        Revocations.Started replaced = null;
        boolean stored = false;
        Optional<Failure> why;
        synchronized (active) { // the provider is told with nothing locked
            why = active.isGone() ? Optional.of(gone()) : unwanted.get();
            if (why.isEmpty()) {
                PendingTokenSet earlier = active.pending().orElse(null);
                if (earlier != null) {
                    replaced = begin(active, earlier, Optional.of(brought));
                }
                stored = active.storePending(Optional.of(brought), asked);
            }
        }
        if (why.isPresent()) {
            return givenBack(profile, brought, why.get());
        }
        if (replaced != null) {
            tell(active, DROPPED + SUPERSEDED);
            finish(active.profile(), replaced);
        }
        GrantedAuthorization granted = new GrantedAuthorization(active.profile().name(), message(active, stored));
        tell(active, granted.message());
        return granted;
    }

    public static Failure gone() {
        return Failure.local(
                Step.AUTHORIZATION,
                Failure.Kind.CONFIGURATION,
                "the profile has been deleted or changed meanwhile",
                "Press Start Authorization again; if it was deleted, create it first.");
    }

    private RefusedAuthorization givenBack(OAuthProfile profile, PendingTokenSet brought, Failure why) {
        events.add(profile.name(), Event.Kind.AUTHORIZATION, why.toString());
        revokeUnused(profile, brought.grant());
        return new RefusedAuthorization(profile.name(), why);
    }

    /** What waits to be saved for a profile, in an operator's words; null if nothing does. */
    public static @Nullable GrantedAuthorization waiting(ProfileEntry active) {
        return active.pending().isEmpty()
                ? null
                : new GrantedAuthorization(active.profile().name(), message(active, true));
    }

    /** A refusal of what a profile has, told with the new credentials that wait to be saved. */
    public static NoToken told(ProfileEntry active, NoToken none) {
        Failure failure = none.failure();
        if (active.pending().isEmpty()
                || failure.kind().retryable()
                || !changes(active).isEmpty()) {
            return none;
        }
        boolean dead = failure.kind() == Failure.Kind.GRANT_INVALID;
        return new NoToken(
                failure.withMeaning(failure.meaning() + (dead ? ENDED : ""))
                        .withAdvice("New credentials wait to be saved: press Update Profile."),
                none.unreachable(),
                none.quiet());
    }

    /** The fields that keep what waits from being saved. */
    public static List<Problem> changes(ProfileEntry active) {
        return active.pending()
                .map(waiting -> waiting.binding().changes(active.profile()))
                .orElse(List.of());
    }

    private static String message(ProfileEntry active, boolean stored) {
        List<Problem> changes = changes(active);
        if (!changes.isEmpty()) {
            return changes.get(0).toString();
        }
        StringBuilder text = new StringBuilder("New credentials wait to be saved. Press Update Profile.");
        Credential credential = active.credential();
        if (credential != null
                && credential.provider().traits().sessions() == 1
                && credential.state().grant().isPresent()) {
            text.append(
                    " The provider ends the earlier sign-in when it issues a new one, so the profile may not work until then.");
        }
        active.pending()
                .map(waiting -> waiting.grant().otherScope(active.profile()))
                .filter(other -> !other.isEmpty())
                .ifPresent(other -> text.append(" The provider has issued them")
                        .append(other)
                        .append('.'));
        if (!stored) {
            text.append(" The storage has refused them, and a restart loses them: check the storage.");
        }
        return text.toString();
    }

    /**
     * Drops what waits to be saved, if anything does.
     *
     * @param why why, as an operator's words
     * @return whether something did
     */
    public boolean drop(ProfileEntry active, String why) {
        Revocations.Started begun;
        synchronized (active) { // what is being kept is dropped too
            PendingTokenSet dropped = active.pending().orElse(null);
            if (dropped == null) {
                return false;
            }
            begun = begin(active, dropped, Optional.empty());
            active.storePending(Optional.empty(), 0);
        }
        tell(active, DROPPED + why);
        finish(active.profile(), begun);
        return true;
    }

    /** Ends the life of a grant that nobody will save, where the provider has a way to. */
    void revokeUnused(OAuthProfile profile, TokenSet grant) {
        ProfileEntry active = profiles.withId(profile.id());
        Optional<PendingTokenSet> waiting = active == null ? Optional.empty() : active.pending();
        if (!inUse(active, grant, waiting)) {
            finish(profile, revocations.begin(profile, Optional.of(grant)));
        }
    }

    /** Records that what waited is to be revoked, unless its token is one that is kept. */
    private Revocations.Started begin(ProfileEntry active, PendingTokenSet unwanted, Optional<PendingTokenSet> kept) {
        return inUse(profiles.withId(active.profile().id()), unwanted.grant(), kept)
                ? Revocations.Started.nothingToDo(true)
                : revocations.begin(active.profile(), unwanted.binding(), unwanted.grant());
    }

    /**
     * Whether one of the tokens is the profile's, or one that is kept for it: some servers issue the same one again while it lives, the
     * refresh token beside a new access token too.
     */
    private static boolean inUse(@Nullable ProfileEntry active, TokenSet unwanted, Optional<PendingTokenSet> kept) {
        Credential credential = active == null ? null : active.credential();
        Optional<TokenSet> used =
                credential == null ? Optional.empty() : credential.state().grant();
        return Stream.concat(used.stream(), kept.map(PendingTokenSet::grant).stream())
                .anyMatch(grant -> grant.accessToken().equals(unwanted.accessToken())
                        || (grant.refreshToken().isPresent()
                                && grant.refreshToken().equals(unwanted.refreshToken())));
    }

    /** Whoever gives an authorization up does not wait long; what the provider could not be told then it is told later. */
    private void finish(OAuthProfile profile, Revocations.Started begun) {
        if (begun.what().isPresent()) {
            Revocation told = revocations.finish(begun, Deadline.after(revocationLimit));
            LOG.log(System.Logger.Level.DEBUG, "Credentials that nobody saved: {0}", told);
        } else if (begun.otherwise().outcome() == Revocation.Outcome.FAILED) { // somebody has to end them elsewhere
            events.add(profile.name(), Event.Kind.REVOCATION, begun.otherwise().toString());
        }
    }

    private void tell(ProfileEntry active, String text) {
        events.add(active.profile().name(), Event.Kind.AUTHORIZATION, text);
    }
}
