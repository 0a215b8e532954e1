package com.algosolutions.oauth.signin;

import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.RevocationResult;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.credential.Credential;
import com.algosolutions.oauth.credential.EventLog;
import com.algosolutions.oauth.credential.PendingTokenSet;
import com.algosolutions.oauth.credential.ProfileEntry;
import com.algosolutions.oauth.credential.ProfileTable;
import com.algosolutions.oauth.credential.RevocationReport;
import com.algosolutions.oauth.credential.Revocations;
import com.algosolutions.oauth.credential.StoreFailure;
import com.algosolutions.oauth.endpoint.TokenSet;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.time.Deadline;
import com.algosolutions.oauth.token.CredentialState;
import com.algosolutions.oauth.token.NoToken;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The new tokens between Start Authorization and Update Profile, stored in the profile's record beside the tokens in use. Thread-safe. */
public final class PendingTokens {
    private static final System.Logger LOG = System.getLogger(PendingTokens.class.getName());
    private static final Duration BRIEFLY = Duration.ofSeconds(5);

    /** Why pending tokens are dropped after another start. */
    static final String SUPERSEDED = "a new sign-in has been started";

    /** Why pending tokens are dropped after a cancellation. */
    static final String ABANDONED = "the sign-in was cancelled";

    private static final String DROPPED = "the new credentials are dropped: ";

    /** Some providers allow one sign-in at a time, and most of them do not document it. */
    private static final String ENDED = " (the provider may have ended it when it issued the new credentials)";

    private final ProfileTable profiles;
    private final Revocations revocations;
    private final EventLog events;
    private final Duration revocationLimit;

    /**
     * The pending tokens of a client's profiles.
     *
     * @param timeout how long a token request may take; a revocation takes no longer, and 5 s at most
     */
    public PendingTokens(ProfileTable profiles, Revocations revocations, EventLog events, Duration timeout) {
        this.profiles = profiles;
        this.revocations = revocations;
        this.events = events;
        this.revocationLimit = timeout.compareTo(BRIEFLY) < 0 ? timeout : BRIEFLY;
    }

    /**
     * Stores issued tokens until Update Profile. They replace earlier pending tokens, which are revoked.
     *
     * @param held the profile at the time of the request; it may have another name, or another entry, meanwhile
     * @param issued the tokens, and the profile for which they were issued
     * @param requestedAt the time of the token request, on the monotonic clock
     * @return that the tokens wait to be saved, or that the profile was deleted, or is not known because the store fails
     */
    Kept keep(ProfileEntry held, PendingTokenSet issued, long requestedAt) {
        return keep(held, issued, requestedAt, Optional::empty);
    }

    /**
     * Stores issued tokens until Update Profile, unless the sign-in was ended meanwhile: then they are revoked.
     *
     * @param unwanted a reason not to store them; checked with the profile's lock held, while no other tokens can be stored or dropped
     */
    Kept keep(ProfileEntry held, PendingTokenSet issued, long requestedAt, Supplier<Optional<Failure>> unwanted) {
        ProfileEntry active;
        try {
            active = profiles.now(held);
        } catch (IOException e) {
            return notKept(held.profile(), e);
        }
        if (active == null) {
            return givenBack(held, issued, gone());
        }
        Revocations.Started replaced = null;
        PendingTokenSet earlier = null;
        boolean stored = false;
        Optional<Failure> why;
        synchronized (active) { // without the revocation request, which is sent after the lock is released
            why = active.isGone() ? Optional.of(gone()) : unwanted.get();
            if (why.isEmpty()) {
                try {
                    earlier = active.readPending().orElse(null);
                    replaced = earlier == null ? null : begin(active, earlier, Optional.of(issued));
                } catch (IOException e) {
                    earlier = active.pending().orElse(null);
                    replaced = earlier == null ? null : notRevoked(e);
                }
                stored = active.storePending(Optional.of(issued), requestedAt);
            }
        }
        if (why.isPresent()) {
            return givenBack(active, issued, why.get());
        }
        if (replaced != null && earlier != null) {
            replaced = unlessSaved(active, earlier, replaced);
        }
        if (replaced != null) {
            report(active, DROPPED + SUPERSEDED);
        }
        String message = message(active, issued, stored);
        report(active, message);
        return new Kept(CallbackAnswer.accepted(active.profile().name(), message), active.profile(), replaced);
    }

    /**
     * What became of issued tokens.
     *
     * @param profile the profile whose tokens are revoked
     * @param revocation the revocation of the tokens that are not kept: the earlier ones, or the issued ones; null if there is none
     */
    record Kept(CallbackAnswer answer, OAuthProfile profile, Revocations.@Nullable Started revocation) {
        boolean accepted() {
            return answer.accepted();
        }

        /** How the sign-in ended that has obtained the tokens. */
        SignInOutcome how() {
            if (accepted()) {
                return SignInOutcome.GRANTED;
            }
            boolean storage =
                    answer.failure().filter(why -> why.step() == Step.STORAGE).isPresent();
            return storage ? SignInOutcome.REFUSED : SignInOutcome.ABANDONED;
        }
    }

    /** Sends the revocation that {@link #keep} has recorded. Call it without a lock. */
    CallbackAnswer finish(Kept kept) {
        if (kept.revocation() != null) {
            finish(kept.profile(), kept.revocation());
        }
        return kept.answer();
    }

    /** The failure of a sign-in whose profile was deleted or changed. */
    public static Failure gone() {
        return Failure.of(
                Step.SIGN_IN,
                Failure.Kind.CONFIGURATION,
                "the profile has been deleted or changed meanwhile",
                "Press Start Authorization again; if it was deleted, create it first.");
    }

    private Kept givenBack(ProfileEntry held, PendingTokenSet issued, Failure why) {
        OAuthProfile profile = held.profile();
        events.add(profile.name(), Event.Kind.SIGN_IN, why.toString());
        return new Kept(CallbackAnswer.refused(profile.name(), why), profile, beginUnused(held, issued.grant()));
    }

    /** The profile has another entry now, and the store does not say which one. */
    private Kept notKept(OAuthProfile profile, IOException e) {
        StoreFailure failure = StoreFailure.of(e);
        Failure why = Failure.of(
                Step.STORAGE,
                Failure.Kind.GRANT_INVALID,
                "the new credentials could not be stored: " + failure.reason(),
                failure.advice() + " Then press Start Authorization again.");
        events.add(profile.name(), Event.Kind.SIGN_IN, why.toString());
        return new Kept(CallbackAnswer.refused(profile.name(), why), profile, notRevoked(e));
    }

    /** No revocation, because the tokens may be in use, or wait to be saved. */
    private static Revocations.Started notRevoked(IOException e) {
        return new Revocations.Started(
                Optional.empty(),
                RevocationReport.failed(Failure.of(
                        Step.STORAGE,
                        Failure.Kind.CONFIGURATION,
                        "whether the profile uses the tokens that were dropped is unknown, so they were not revoked at the provider: "
                                + StoreFailure.of(e).reason(),
                        "End the session in the provider's console, or let the tokens expire.")));
    }

    /** The message that new tokens of a profile wait to be saved; empty if none wait. */
    public static Optional<String> waiting(ProfileEntry active) {
        return active.pending().map(tokens -> message(active, tokens, active.isPendingStored()));
    }

    /** Adds to a refusal of the tokens in use that new ones wait to be saved, if they do. */
    public static NoToken advisingToSave(ProfileEntry active, NoToken none) {
        Failure failure = none.failure();
        if (active.pending().isEmpty()
                || failure.kind().temporary()
                || !changes(active).isEmpty()) {
            return none;
        }
        Credential credential = active.credential();
        boolean hadGrant = credential != null && credential.state().grant().isPresent();
        boolean invalid = hadGrant && failure.kind() == Failure.Kind.GRANT_INVALID;
        return new NoToken(
                failure.withMessage(failure.message() + (invalid ? ENDED : ""))
                        .withAdvice("New credentials wait to be saved: press Update Profile."),
                none.unreachable(),
                none.quiet());
    }

    /** The fields whose changes prevent the pending tokens from being saved. */
    public static List<Problem> changes(ProfileEntry active) {
        return active.pending()
                .map(waiting -> waiting.binding().changes(active.profile()))
                .orElse(List.of());
    }

    static String message(ProfileEntry active, PendingTokenSet tokens, boolean stored) {
        List<Problem> changes = tokens.binding().changes(active.profile());
        if (!changes.isEmpty()) {
            return changes.get(0).toString();
        }
        StringBuilder text = new StringBuilder("New credentials wait to be saved. Press Update Profile.");
        Credential credential = active.credential();
        if (credential != null
                && credential.provider().traits().sessionsPerUser().orElse(0) == 1
                && credential.state().grant().isPresent()) {
            text.append(
                    " The provider ends the earlier sign-in when it issues a new one, so the profile may not work until then.");
        }
        String otherScope = tokens.grant().otherScope(active.profile());
        if (!otherScope.isEmpty()) {
            text.append(" The provider has issued them").append(otherScope).append('.');
        }
        int habits = tokens.origin().indexOf(',');
        if (habits >= 0) {
            text.append(" The response was accepted")
                    .append(tokens.origin().substring(habits))
                    .append('.');
        }
        if (!stored) {
            text.append(" The storage has refused them, and a restart loses them: check the storage.");
        }
        return text.toString();
    }

    /**
     * Drops and revokes the pending tokens of a profile.
     *
     * @param why the reason, for the event
     * @return whether there were any
     * @throws IOException if the store cannot be read; then nothing is dropped
     */
    boolean drop(ProfileEntry held, String why) throws IOException {
        ProfileEntry active = profiles.now(held); // before the monitor: it may wait for a thread that needs that
        if (active == null) {
            return false;
        }
        Revocations.Started begun;
        PendingTokenSet dropped;
        synchronized (active) { // waits for tokens that are being stored, so that they are dropped too
            dropped = active.isGone() ? null : active.readPending().orElse(null);
            if (dropped == null) {
                return false;
            }
            begun = begin(active, dropped, Optional.empty());
            active.storePending(Optional.empty(), 0);
        }
        Revocations.Started revocation = unlessSaved(active, dropped, begun);
        if (revocation == null) {
            return false;
        }
        report(active, DROPPED + why);
        finish(active.profile(), revocation);
        return true;
    }

    /**
     * The revocation of dropped tokens; null if another process has saved them while this one dropped them. Its write was before the one that has
     * dropped them, so that the record shows it now, or it fails. Tokens that are in use must not be revoked, nor those that may be.
     */
    private Revocations.@Nullable Started unlessSaved(
            ProfileEntry active, PendingTokenSet dropped, Revocations.Started begun) {
        Credential credential = active.credential();
        if (credential == null || begun.what().isEmpty()) {
            return begun;
        }
        try {
            CredentialState unused = credential.newest();
            if (inUse(active, dropped.grant(), Optional.empty())) {
                revocations.cancel(begun);
                return null;
            }
            boolean unusedToo = active.isInStore(); // throws if the state above may not be the newest
            return begun;
        } catch (IOException e) {
            revocations.cancel(begun);
            return notRevoked(e);
        }
    }

    /** Revokes tokens that will not be saved, if the provider supports it and the profile does not use the same tokens. */
    void revokeUnused(ProfileEntry held, TokenSet grant) {
        Revocations.Started begun = beginUnused(held, grant);
        if (begun != null) {
            finish(held.profile(), begun);
        }
    }

    /** Records the revocation of tokens that will not be saved; null if the profile uses the same tokens. */
    private Revocations.@Nullable Started beginUnused(ProfileEntry held, TokenSet grant) {
        try {
            ProfileEntry active = profiles.now(held);
            Optional<PendingTokenSet> waiting = active == null ? Optional.empty() : active.readPending();
            return inUse(active, grant, waiting) ? null : revocations.begin(held.profile(), Optional.of(grant));
        } catch (IOException e) {
            return notRevoked(e);
        }
    }

    /** Records the revocation of pending tokens, unless one of them is the same as a token that is kept. */
    private Revocations.Started begin(ProfileEntry active, PendingTokenSet unwanted, Optional<PendingTokenSet> kept) {
        return inUse(active, unwanted.grant(), kept)
                ? Revocations.Started.nothingToDo(true)
                : revocations.begin(active.profile(), unwanted.binding(), unwanted.grant());
    }

    /**
     * Whether one of the tokens is in use by the profile, or kept for it. Some servers issue the same token again while it is valid, or the
     * same refresh token with a new access token.
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

    /** Revokes within 5 s, so that the caller does not wait; an unfinished revocation is retried in the background. */
    private void finish(OAuthProfile profile, Revocations.Started begun) {
        if (begun.what().isPresent()) {
            RevocationResult result = revocations.finish(begun, Deadline.after(revocationLimit));
            LOG.log(System.Logger.Level.DEBUG, "Revocation of credentials that were not saved: {0}", result);
        } else if (begun.otherwise().outcome()
                == RevocationResult.Outcome.FAILED) { // the operator must end them at the provider
            events.add(profile.name(), Event.Kind.REVOCATION, begun.otherwise().toString());
        }
    }

    private void report(ProfileEntry active, String text) {
        events.add(active.profile().name(), Event.Kind.SIGN_IN, text);
    }
}
