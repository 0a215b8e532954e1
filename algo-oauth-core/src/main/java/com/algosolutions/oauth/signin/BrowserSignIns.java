package com.algosolutions.oauth.signin;

import com.algosolutions.oauth.CodeAuthorization;
import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.RefusedAuthorization;
import com.algosolutions.oauth.StartedAuthorization;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.credential.EventLog;
import com.algosolutions.oauth.credential.ProfileEntry;
import com.algosolutions.oauth.credential.ProfileSnapshot;
import com.algosolutions.oauth.credential.ProfileTable;
import com.algosolutions.oauth.endpoint.Answer;
import com.algosolutions.oauth.endpoint.BackChannel;
import com.algosolutions.oauth.endpoint.PushedAuthorizationEndpoint;
import com.algosolutions.oauth.endpoint.PushedAuthorizationResponse;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.jose.DpopProofs;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.IssuerCheck;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ServerMetadata;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.store.RecordLock;
import com.algosolutions.oauth.time.Deadline;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sign-ins with a browser: begins, keeps over a restart, and ends them. At most one for each profile. Thread-safe. */
public final class BrowserSignIns {
    private static final System.Logger LOG = System.getLogger(BrowserSignIns.class.getName());

    private final ProfileTable profiles;
    private final SignInRecords records;
    private final PendingTokens pending;
    private final BackChannel channel;
    private final EventLog events;
    private final Duration timeout;

    public BrowserSignIns(
            ProfileTable profiles,
            SignInRecords records,
            PendingTokens pending,
            BackChannel channel,
            EventLog events,
            Duration timeout) {
        this.channel = channel;
        this.events = events;
        this.timeout = timeout;
        this.profiles = profiles;
        this.records = records;
        this.pending = pending;
    }

    /**
     * Begins one, in place of what is under way; the address is given out when it is stored.
     *
     * @param unwanted why nobody wants it any more; asked before it is stored, while nothing else can be stored or deleted
     */
    public StartedAuthorization begin(
            ProfileEntry active, OAuthProvider provider, Supplier<Optional<Failure>> unwanted) {
        OAuthProfile profile = active.profile();
        URI redirectUri =
                profile.redirectUri().orElseThrow(() -> new IllegalStateException("the form requires a redirect URI"));
        Pkce pkce = Pkce.fresh();
        String state = Pkce.random();
        Optional<Secret> proofKey = DpopProofs.key(profile, Optional.empty());
        AuthorizationRequest request = AuthorizationRequest.of(profile, provider, redirectUri, state, pkce, proofKey);
        if (!channel.httpsOnly().allows(request.endpoint())) {
            return refused(
                    profile, "Auth URL is not https", "Use https, or build the client with allowLoopbackHttp().");
        }
        if (!request.conflicts().isEmpty()) {
            return refused(
                    profile,
                    "Auth URL sets " + String.join(", ", request.conflicts()) + " itself",
                    "Remove it from Auth URL, or from Extra Params (JSON): each parameter can be sent once.");
        }
        Optional<Failure> crossed = crossed(profile, redirectUri, namesItsIssuer(profile));
        if (crossed.isPresent()) {
            tell(profile, crossed.get().toString());
            return new RefusedAuthorization(profile.name(), crossed.get());
        }
        Duration openFor = BrowserSignIn.LIFE;
        PushedAuthorizationEndpoint push =
                PushedAuthorizationEndpoint.of(channel, profile, provider).orElse(null);
        if (push != null) {
            Answer<PushedAuthorizationResponse> reply = push.push(request.all(), Deadline.after(timeout));
            if (reply instanceof Answer.Failed<PushedAuthorizationResponse> failed) {
                tell(profile, failed.failure().toString());
                return new RefusedAuthorization(profile.name(), failed.failure());
            }
            PushedAuthorizationResponse kept =
                    ((Answer.Got<PushedAuthorizationResponse>) reply).value();
            request = request.pushed(kept);
            openFor = kept.expiresIn().compareTo(openFor) < 0 ? kept.expiresIn() : openFor;
        }
        BrowserSignIn signIn = new BrowserSignIn(
                ProfileSnapshot.of(profile),
                Secret.of(state),
                pkce,
                redirectUri,
                profile.issuer()
                        .or(() -> profile.serverMetadata().map(ServerMetadata::issuer))
                        .map(URI::toString),
                namesItsIssuer(profile),
                request.url(),
                openFor,
                proofKey,
                channel.clock().trusted() ? Optional.of(channel.clock().now()) : Optional.empty());
        try (SignInRecords.Open held = records.open(profile.id())) {
            Optional<Failure> why;
            synchronized (active) { // else its profile could be deleted in between, and the record stay
                why = unwanted.get();
                if (why.isEmpty()) {
                    held.erase(held.record().begun(signIn));
                }
            }
            if (why.isPresent()) {
                tell(profile, why.get().toString());
                return new RefusedAuthorization(profile.name(), why.get());
            }
        } catch (IOException | RuntimeException e) { // of a store that keeps to its contract, or of one that does not
            return refused(profile, "the sign-in could not be stored: " + e.getMessage(), "Check the storage.");
        }
        records.begins(profile.id(), signIn);
        pending.drop(active, PendingTokens.SUPERSEDED);
        CodeAuthorization begun = authorization(profile, signIn, BrowserSignIn.LIFE);
        tell(profile, begun.toString());
        return begun;
    }

    /** Whether callbacks have to name their issuer: RFC 9207 section 2.4. What the issuer promises the form cannot take back. */
    private static boolean namesItsIssuer(OAuthProfile profile) {
        return profile.issuerCheck().equals(Optional.of(IssuerCheck.REQUIRED))
                || profile.serverMetadata()
                        .filter(ServerMetadata::authorizationResponseIss)
                        .isPresent();
    }

    /**
     * Why a code that comes back to an address may be one of another authorization server, which the profile's own must not get to see:
     * RFC 9700 section 4.4. Empty if each callback names its issuer, or if no other server's callbacks come there.
     */
    Optional<Failure> crossed(OAuthProfile profile, URI redirectUri, boolean issuerNamed) {
        if (issuerNamed) {
            return Optional.empty();
        }
        return profiles.all().stream()
                .map(ProfileEntry::profile)
                .filter(other -> other.grantType().equals(GrantType.AUTH_CODE_PKCE)
                        && !other.tokenUrl().equals(profile.tokenUrl())
                        && other.redirectUri()
                                .filter(uri -> Callback.to(uri).cameTo(redirectUri))
                                .isPresent())
                .findFirst()
                .map(other -> Failure.local(
                        Step.AUTHORIZATION,
                        Failure.Kind.CONFIGURATION,
                        "callbacks of profile " + other.name()
                                + ", whose Token URL is another, come to the same PKCE Redirect URI,"
                                + " and nothing would tell the two servers' codes apart",
                        "Give the profiles different PKCE Redirect URIs (another path, or a query each), or, if the provider's"
                                + " callbacks name their issuer, fill in Issuer and choose Issuer Check REQUIRED."));
    }

    public void forget(String profileId) {
        records.forget(profileId);
    }

    private static CodeAuthorization authorization(OAuthProfile profile, BrowserSignIn signIn, Duration left) {
        return new CodeAuthorization(profile.name(), signIn.url(), signIn.redirectUri(), signIn.openFor(left));
    }

    /** The sign-in that is waited for, from before a restart too; null if there is none. */
    @Nullable
    public CodeAuthorization underWay(ProfileEntry active) {
        OAuthProfile profile = active.profile();
        try {
            BrowserSignIn signIn = records.known(profile.id()).waiting().orElse(null);
            if (signIn == null) {
                return null;
            }
            Duration left = records.left(profile.id(), signIn);
            if (left.isNegative() || left.isZero()) {
                end(active, SignInOutcome.EXPIRED);
                return null;
            }
            return authorization(profile, signIn, left);
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "A sign-in cannot be read: {0}", e.getMessage());
            return null;
        }
    }

    /** Why the newest sign-in brought nothing, if the device was stopped in the middle of it; null otherwise. */
    @Nullable
    public Failure lost(ProfileEntry active) {
        String id = active.profile().id();
        try {
            SignInOutcome newest = newestEnd(records.known(id));
            if (newest == SignInOutcome.REDEEMING) {
                newest = resolve(active, records.known(id).ended().get(0).stateDigest());
            }
            return newest == SignInOutcome.LOST ? SignInOutcome.LOST.failure() : null;
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "A sign-in cannot be read: {0}", e.getMessage());
            return null;
        }
    }

    private static @Nullable SignInOutcome newestEnd(SignInRecord record) {
        return record.waiting().isPresent() || record.ended().isEmpty()
                ? null
                : record.ended().get(0).how();
    }

    /** What became of a redemption that was begun: it is under way, or the process that began it has ended. */
    SignInOutcome resolve(ProfileEntry active, String stateDigest) throws IOException {
        String id = active.profile().id();
        Optional<RecordLock> nobody = records.lockRedemption(id, Duration.ZERO);
        if (nobody.isEmpty()) {
            return SignInOutcome.REDEEMING;
        }
        try (SignInRecords.Open held = records.open(id)) {
            SignInOutcome how = held.record().endOf(stateDigest).orElse(SignInOutcome.SUPERSEDED);
            if (how != SignInOutcome.REDEEMING) {
                return how;
            }
            // What it brought is stored before its end is, so of the two writes the first may have been the last.
            SignInOutcome end = active.pending().isPresent() ? SignInOutcome.GRANTED : SignInOutcome.LOST;
            held.erase(held.record().redeemed(stateDigest, end));
            tell(active.profile(), end.failure().toString());
            return end;
        } finally {
            nobody.get().close();
        }
    }

    /** Ends what is waited for or being redeemed; what a redemption brings then is dropped when it comes. */
    public boolean end(ProfileEntry active, SignInOutcome how) {
        String id = active.profile().id();
        try (SignInRecords.Open held = records.open(id)) {
            boolean any = held.record().waiting().isPresent()
                    || held.record().ended().stream().anyMatch(one -> one.how() == SignInOutcome.REDEEMING);
            if (any) {
                held.erase(held.record().end(how));
                tell(active.profile(), how.failure().toString());
            }
            return any;
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "The end of a sign-in could not be stored: {0}", e.getMessage());
            return false;
        }
    }

    private RefusedAuthorization refused(OAuthProfile profile, String meaning, String advice) {
        Failure failure = Failure.local(Step.AUTHORIZATION, Failure.Kind.CONFIGURATION, meaning, advice);
        tell(profile, failure.toString());
        return new RefusedAuthorization(profile.name(), failure);
    }

    private void tell(OAuthProfile profile, String text) {
        events.add(profile.name(), Event.Kind.AUTHORIZATION, text);
    }
}
