package com.algosolutions.oauth.signin;

import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.SignIn;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.credential.EventLog;
import com.algosolutions.oauth.credential.ProfileEntry;
import com.algosolutions.oauth.credential.ProfileSnapshot;
import com.algosolutions.oauth.credential.ProfileTable;
import com.algosolutions.oauth.credential.StoreFailure;
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
import com.algosolutions.oauth.time.Deadline;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Starts sign-ins with a browser. At most one is waiting for each profile. Thread-safe. */
public final class BrowserSignIns {
    private final ProfileTable profiles;
    private final StoredSignIns stored;
    private final BackChannel channel;
    private final EventLog events;
    private final Duration timeout;

    /**
     * The sign-ins of a client.
     *
     * @param timeout how long a pushed authorization request may take
     */
    public BrowserSignIns(
            ProfileTable profiles, StoredSignIns stored, BackChannel channel, EventLog events, Duration timeout) {
        this.channel = channel;
        this.events = events;
        this.timeout = timeout;
        this.profiles = profiles;
        this.stored = stored;
    }

    /** An authorization request that the authorization server accepts for a time. */
    private record Request(AuthorizationRequest authorization, Duration openFor) {}

    /**
     * Starts a sign-in, which replaces an earlier one. The sign-in is stored before its address is returned.
     *
     * @param unwanted a reason not to store the sign-in; checked with the profile's lock held, so that the profile cannot be deleted then
     */
    public SignIn begin(ProfileEntry active, OAuthProvider provider, Supplier<Optional<Failure>> unwanted) {
        OAuthProfile profile = active.profile();
        URI redirectUri =
                profile.redirectUri().orElseThrow(() -> new IllegalStateException("the form requires a redirect URI"));
        Pkce pkce = Pkce.fresh();
        String state = BrowserSignIn.freshState(profile.id());
        Optional<Secret> proofKey = DpopProofs.key(profile, Optional.empty());
        AuthorizationRequest authorization =
                AuthorizationRequest.of(profile, provider, redirectUri, state, pkce, proofKey);
        Answer<Request> answer = request(profile, provider, redirectUri, authorization);
        if (answer instanceof Answer.Failed<Request> failed) {
            return refused(profile, failed.failure());
        }
        Request request = ((Answer.Got<Request>) answer).value();
        BrowserSignIn signIn = new BrowserSignIn(
                ProfileSnapshot.of(profile),
                Secret.of(state),
                pkce,
                redirectUri,
                profile.issuer()
                        .or(() -> profile.serverMetadata().map(ServerMetadata::issuer))
                        .map(URI::toString),
                issuerRequired(profile),
                request.authorization().url(),
                request.openFor(),
                proofKey,
                channel.clock().trusted() ? Optional.of(channel.clock().now()) : Optional.empty());
        Set<String> onDevices = new HashSet<>(); // from before a change of the grant type
        Optional<Failure> notStored = store(active, signIn, onDevices, unwanted);
        if (notStored.isPresent()) {
            return refused(profile, notStored.get());
        }
        if (!onDevices.isEmpty()) {
            stored.ends().end(profile, onDevices::contains, SignInOutcome.SUPERSEDED);
        }
        stored.dropSuperseded(active);
        SignIn begun = stored.waiting(profile, signIn.digest(), Optional.of(signIn.url()), Optional.empty());
        stored.checkEnds(profile.id()); // another start may have replaced it before its object existed
        report(profile, begun.message());
        return begun;
    }

    /** Checks the authorization request, and pushes it if the profile has a PAR URL. */
    private Answer<Request> request(
            OAuthProfile profile, OAuthProvider provider, URI redirectUri, AuthorizationRequest authorization) {
        if (!channel.httpsOnly().allows(authorization.endpoint())) {
            return wrong("Auth URL is not https", "Use https, or build the client with allowLoopbackHttp().");
        }
        if (!authorization.conflicts().isEmpty()) {
            return wrong(
                    "Auth URL sets " + String.join(", ", authorization.conflicts()) + " itself",
                    "Remove it from Auth URL, or from Extra Params (JSON): each parameter can be sent once.");
        }
        try {
            Optional<Failure> crossed = crossed(profile, redirectUri, issuerRequired(profile));
            if (crossed.isPresent()) {
                return new Answer.Failed<>(crossed.get());
            }
        } catch (IOException e) {
            StoreFailure failure = StoreFailure.of(e);
            return wrong("the other profiles cannot be read: " + failure.reason(), failure.advice());
        }
        return PushedAuthorizationEndpoint.of(channel, profile, provider)
                .map(endpoint -> push(endpoint, authorization))
                .orElseGet(() -> new Answer.Got<>(new Request(authorization, BrowserSignIn.LIFE)));
    }

    private Answer<Request> push(PushedAuthorizationEndpoint endpoint, AuthorizationRequest authorization) {
        Answer<PushedAuthorizationResponse> answer = endpoint.push(authorization.all(), Deadline.after(timeout));
        if (answer instanceof Answer.Failed<PushedAuthorizationResponse> failed) {
            return new Answer.Failed<>(failed.failure());
        }
        PushedAuthorizationResponse accepted = ((Answer.Got<PushedAuthorizationResponse>) answer).value();
        Duration openFor =
                accepted.expiresIn().compareTo(BrowserSignIn.LIFE) < 0 ? accepted.expiresIn() : BrowserSignIn.LIFE;
        return new Answer.Got<>(new Request(authorization.pushed(accepted), openFor));
    }

    /**
     * Stores a sign-in; returns why it is not stored. A browser sign-in in the record ends with it.
     *
     * @param onDevices gets the digests of the device sign-ins that are older than this one, which the caller ends
     */
    private Optional<Failure> store(
            ProfileEntry active, BrowserSignIn signIn, Set<String> onDevices, Supplier<Optional<Failure>> unwanted) {
        String id = active.profile().id();
        try (SignInRecords.Open record = stored.records().open(id)) {
            onDevices.addAll(stored.ends().onDevices(id));
            // Otherwise the profile could be deleted between the check and the write, and the record would stay.
            synchronized (active) {
                Optional<Failure> why = unwanted.get();
                if (why.isEmpty()) {
                    record.erase(record.current().begun(signIn));
                    stored.records().begins(id, signIn);
                }
                return why;
            }
        } catch (IOException e) {
            StoreFailure failure = StoreFailure.of(e);
            return Optional.of(configuration("the sign-in could not be stored: " + failure.reason(), failure.advice()));
        }
    }

    /** Whether callbacks must name their issuer (RFC 9207 section 2.4): the form or the issuer's metadata requires it. */
    private static boolean issuerRequired(OAuthProfile profile) {
        return profile.issuerCheck().equals(Optional.of(IssuerCheck.REQUIRED))
                || profile.serverMetadata()
                        .filter(ServerMetadata::authorizationResponseIss)
                        .isPresent();
    }

    /**
     * The failure if a code received at a redirect URI may be from another authorization server, because the profile's own server must not
     * get that code (RFC 9700 section 4.4). Empty if each callback names its issuer, or if no other server's callbacks come there.
     *
     * @throws IOException if the other profiles cannot be read
     */
    Optional<Failure> crossed(OAuthProfile profile, URI redirectUri, boolean issuerNamed) throws IOException {
        if (issuerNamed) {
            return Optional.empty();
        }
        return profiles.ofAnotherServer(
                        profile,
                        redirectUri,
                        other -> other.grantType().equals(GrantType.AUTH_CODE_PKCE)
                                && other.redirectUri()
                                        .filter(uri -> Callback.to(uri).cameTo(redirectUri))
                                        .isPresent())
                .map(other -> Failure.of(
                        Step.SIGN_IN,
                        Failure.Kind.CONFIGURATION,
                        "callbacks of profile " + other.name()
                                + ", which has another Token URL, come to the same PKCE Redirect URI,"
                                + " so the codes of the two servers could not be distinguished",
                        "Give the profiles different PKCE Redirect URIs (another path or query), or, if the provider's"
                                + " callbacks name their issuer, fill in Issuer and choose Issuer Check REQUIRED."));
    }

    private static <T> Answer<T> wrong(String meaning, String advice) {
        return new Answer.Failed<>(configuration(meaning, advice));
    }

    private static Failure configuration(String meaning, String advice) {
        return Failure.of(Step.SIGN_IN, Failure.Kind.CONFIGURATION, meaning, advice);
    }

    private SignIn refused(OAuthProfile profile, Failure failure) {
        report(profile, failure.toString());
        return new FailedSignIn(profile.name(), failure);
    }

    private void report(OAuthProfile profile, String text) {
        events.add(profile.name(), Event.Kind.SIGN_IN, text);
    }
}
