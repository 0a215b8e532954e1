package com.algosolutions.oauth.signin;

import com.algosolutions.oauth.AuthorizationResult;
import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.RefusedAuthorization;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.credential.Credential;
import com.algosolutions.oauth.credential.EventLog;
import com.algosolutions.oauth.credential.PendingTokenSet;
import com.algosolutions.oauth.credential.ProfileEntry;
import com.algosolutions.oauth.credential.ProfileTable;
import com.algosolutions.oauth.credential.ProviderCatalog;
import com.algosolutions.oauth.endpoint.BackChannel;
import com.algosolutions.oauth.endpoint.RateLimiter;
import com.algosolutions.oauth.endpoint.Redactor;
import com.algosolutions.oauth.endpoint.TokenResponse;
import com.algosolutions.oauth.endpoint.TokenSet;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.jose.Sha256;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.store.RecordLock;
import com.algosolutions.oauth.time.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes callbacks: finds the sign-in, has it checked, and redeems its code, once. That it is going to is stored before the code is sent,
 * and what it brought before anybody is told. Thread-safe.
 */
public final class CodeRedemption {
    private static final System.Logger LOG = System.getLogger(CodeRedemption.class.getName());
    private static final int STATE_LENGTH = Pkce.random().length();

    private static final String NOT_SENT = ", so the code has not been sent yet";

    /** The server has refused the signature of the request before, for its nonce or its time. */
    private static final String NOT_SENT_AGAIN =
            ", so the code, at which the server has not looked yet, has not been sent again";

    private final ProfileTable profiles;
    private final SignInRecords records;
    private final BrowserSignIns signIns;
    private final PendingTokens pending;
    private final ProviderCatalog providers;
    private final BackChannel channel;
    private final EventLog events;
    private final Duration timeout;

    public CodeRedemption(
            ProfileTable profiles,
            SignInRecords records,
            BrowserSignIns signIns,
            PendingTokens pending,
            ProviderCatalog providers,
            BackChannel channel,
            EventLog events,
            Duration timeout) {
        this.providers = providers;
        this.channel = channel;
        this.events = events;
        this.timeout = timeout;
        this.profiles = profiles;
        this.records = records;
        this.signIns = signIns;
        this.pending = pending;
    }

    /** What comes of a callback. */
    public AuthorizationResult returned(String received) {
        Callback callback;
        try {
            callback = Callback.read(received);
        } catch (IllegalArgumentException e) {
            return stranger(
                    "the callback " + e.getMessage(),
                    "Hand over path and query, or the whole URL, as the web server received it.");
        }
        String state = callback.value("state").orElse("");
        if (state.isEmpty() || callback.repeats("state")) {
            return stranger(
                    "the callback has " + (state.isEmpty() ? "no state" : "more than one state"),
                    "Sign in at the address that Start Authorization gives.");
        }
        try {
            if (state.length() == STATE_LENGTH) {
                for (ProfileEntry active : profiles.all()) {
                    AuthorizationResult result = returned(active, callback, state);
                    if (result != null) {
                        return result;
                    }
                }
            }
        } catch (IOException | RuntimeException e) { // of a store that keeps to its contract, or of one that does not
            LOG.log(System.Logger.Level.WARNING, "A callback could not be served: {0}", e.getMessage());
            return stranger(
                    "the device's storage is in trouble, and no code was sent",
                    "Check the storage, and open the page again.");
        }
        return stranger(
                "no sign-in of this device is waiting for this callback: it is too old, was given up, or was begun elsewhere",
                "Press Start Authorization again.");
    }

    /** Null if the callback is not of this profile. */
    private @Nullable AuthorizationResult returned(ProfileEntry active, Callback callback, String state)
            throws IOException {
        OAuthProfile profile = active.profile();
        SignInRecord record = records.read(profile.id());
        if (record.waiting().filter(signIn -> signIn.isOf(state)).isPresent()) {
            Optional<RecordLock> alone = records.lockRedemption(profile.id(), timeout);
            if (alone.isEmpty()) {
                return new RefusedAuthorization(profile.name(), SignInOutcome.REDEEMING.failure());
            }
            try {
                return redeem(active, callback, state);
            } finally {
                alone.get().close();
            }
        }
        String digest = Sha256.of(state);
        SignInOutcome end = record.endOf(digest).orElse(null);
        if (end == null) {
            return null;
        }
        return new RefusedAuthorization(
                profile.name(), (end == SignInOutcome.REDEEMING ? signIns.resolve(active, digest) : end).failure());
    }

    private AuthorizationResult redeem(ProfileEntry active, Callback callback, String state) throws IOException {
        OAuthProfile profile = active.profile();
        String digest = Sha256.of(state);
        Credential credential = active.credential();
        if (credential == null) {
            Problem missing = providers.missing(profile.providerType());
            return refused(profile, failure(missing.label() + " " + missing.wrong(), missing.cure()));
        }
        RateLimiter.Permit pass =
                channel.limiters().of(profile, credential.provider().traits()).pass();
        BrowserSignIn signIn;
        try (SignInRecords.Open held = records.open(profile.id())) {
            signIn = held.record().waiting().filter(one -> one.isOf(state)).orElse(null);
            if (signIn == null) { // another callback was faster
                return new RefusedAuthorization(
                        profile.name(),
                        held.record()
                                .endOf(digest)
                                .orElse(SignInOutcome.SUPERSEDED)
                                .failure());
            }
            boolean late = records.left(profile.id(), signIn).compareTo(Duration.ZERO) <= 0;
            BrowserSignIn found = signIn;
            Optional<Failure> wrong = late
                    ? Optional.of(SignInOutcome.EXPIRED.failure())
                    : new CallbackValidation(callback, signIn)
                            .check(profile)
                            .or(() -> signIns.crossed(profile, found.redirectUri(), found.issuerRequired()));
            if (wrong.isPresent()) {
                held.erase(held.record().end(late ? SignInOutcome.EXPIRED : SignInOutcome.REFUSED));
                return refused(profile, wrong.get());
            }
            Optional<Failure> closed = pass.admit();
            if (closed.isPresent()) {
                return refused(profile, later(closed.get(), NOT_SENT, "Wait, and open the same page again."));
            }
            try {
                held.write(held.record().end(SignInOutcome.REDEEMING));
            } catch (IOException | RuntimeException e) {
                pass.notSent();
                throw e;
            }
        }
        try {
            long asked = channel.clock().ticks();
            TokenResponse reply = credential.presentOnce(
                    pass,
                    parameters(callback.value("code").orElseThrow(), signIn),
                    signIn.proofKey(),
                    Deadline.after(timeout));
            return reply instanceof TokenResponse.Issued issued
                    ? granted(active, signIn, digest, issued.grant(), asked)
                    : failed(profile, signIn, digest, (TokenResponse.Failed) reply);
        } catch (RuntimeException e) { // of a plugin, or of this library; the code may have been sent
            LOG.log(System.Logger.Level.WARNING, "A code could not be redeemed", Redactor.trace(e));
            return failed(
                    profile,
                    signIn,
                    digest,
                    new TokenResponse.Failed(SignInOutcome.internalError(), TokenResponse.Fate.ANSWERED));
        }
    }

    /** RFC 6749 section 4.1.3, RFC 7636 section 4.5. */
    private static Map<String, String> parameters(String code, BrowserSignIn signIn) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("grant_type", "authorization_code");
        parameters.put("code", code);
        parameters.put("redirect_uri", signIn.redirectUri().toString());
        parameters.put("code_verifier", signIn.pkce().verifier().reveal());
        return parameters;
    }

    private AuthorizationResult granted(
            ProfileEntry active, BrowserSignIn signIn, String digest, TokenSet grant, long asked) {
        String id = active.profile().id();
        PendingTokenSet brought = new PendingTokenSet(signIn.binding(), grant, "obtained by signing in");
        SignInOutcome end;
        try (SignInRecords.Open held = records.open(id)) {
            end = held.record().endOf(digest).orElse(SignInOutcome.ABANDONED);
            if (end == SignInOutcome.REDEEMING) {
                AuthorizationResult kept = pending.keep(active.profile(), brought, asked);
                end(held, digest, SignInOutcome.GRANTED);
                return kept;
            }
        } catch (IOException | RuntimeException e) { // what the provider has issued is not thrown away for a full disk
            LOG.log(System.Logger.Level.WARNING, "The end of a sign-in could not be stored: {0}", e.getMessage());
            return pending.keep(active.profile(), brought, asked);
        }
        pending.revokeUnused(active.profile(), grant); // with nothing locked: the provider is asked
        return refused(active.profile(), end.failure());
    }

    private RefusedAuthorization failed(
            OAuthProfile profile, BrowserSignIn signIn, String digest, TokenResponse.Failed failed) {
        Failure failure = failed.failure();
        boolean keptBack = failed.fate() == TokenResponse.Fate.WITHHELD;
        boolean unused = keptBack || failed.fate() == TokenResponse.Fate.NOT_SENT;
        try (SignInRecords.Open held = records.open(profile.id())) {
            if (unused && beingRedeemed(held, digest)) {
                held.write(held.record().again(signIn));
                return refused(
                        profile,
                        later(
                                failure,
                                keptBack ? NOT_SENT_AGAIN : NOT_SENT,
                                failure.advice() + " Then open the same page again."));
            }
            end(held, digest, SignInOutcome.REFUSED);
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "The end of a sign-in could not be stored: {0}", e.getMessage());
        }
        boolean dead = failure.kind() == Failure.Kind.GRANT_INVALID;
        String meaning = failed.fate() == TokenResponse.Fate.UNKNOWN
                ? "the reply to the code was lost (" + failure.meaning() + "), and a code is good for once"
                : dead
                        ? "the provider does not accept the code: it is too old, was used before, or is of another client or redirect URI"
                        : failure.meaning();
        String advice = dead ? "" : failure.advice() + " Then press";
        return refused(
                profile,
                failure.withStep(Step.AUTHORIZATION)
                        .withMeaning(meaning)
                        .withAdvice((advice.isEmpty() ? "Press" : advice) + " Start Authorization again."));
    }

    private static void end(SignInRecords.Open held, String digest, SignInOutcome how) {
        try {
            if (beingRedeemed(held, digest)) { // else somebody has ended it, or the profile is gone, with its record
                held.erase(held.record().redeemed(digest, how));
            }
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "The end of a sign-in could not be stored: {0}", e.getMessage());
        }
    }

    private static boolean beingRedeemed(SignInRecords.Open held, String digest) {
        return held.record().endOf(digest).equals(Optional.of(SignInOutcome.REDEEMING));
    }

    /** The code is still good. */
    private static Failure later(Failure closed, String unused, String advice) {
        return closed.withStep(Step.AUTHORIZATION)
                .withMeaning(closed.meaning() + unused)
                .withAdvice(advice);
    }

    private RefusedAuthorization refused(OAuthProfile profile, Failure failure) {
        events.add(profile.name(), Event.Kind.AUTHORIZATION, failure.toString());
        return new RefusedAuthorization(profile.name(), failure);
    }

    /** Nobody's callback makes no event: who can reach the device could fill the list with them. */
    private static RefusedAuthorization stranger(String meaning, String advice) {
        return new RefusedAuthorization("", Failure.local(Step.AUTHORIZATION, Failure.Kind.REQUEST, meaning, advice));
    }

    private static Failure failure(String meaning, String advice) {
        return Failure.local(Step.AUTHORIZATION, Failure.Kind.CONFIGURATION, meaning, advice);
    }
}
