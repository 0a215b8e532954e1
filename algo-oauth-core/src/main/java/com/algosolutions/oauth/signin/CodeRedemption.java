package com.algosolutions.oauth.signin;

import com.algosolutions.oauth.CallbackResult;
import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.credential.Credential;
import com.algosolutions.oauth.credential.EventLog;
import com.algosolutions.oauth.credential.PendingTokenSet;
import com.algosolutions.oauth.credential.ProfileEntry;
import com.algosolutions.oauth.credential.ProfileTable;
import com.algosolutions.oauth.credential.ProviderCatalog;
import com.algosolutions.oauth.credential.StoreFailure;
import com.algosolutions.oauth.endpoint.Answer;
import com.algosolutions.oauth.endpoint.BackChannel;
import com.algosolutions.oauth.endpoint.RateLimiter;
import com.algosolutions.oauth.endpoint.Redactor;
import com.algosolutions.oauth.endpoint.TokenResponse;
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
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Processes callbacks: finds the sign-in, validates the callback, and redeems its code, once. The intention is stored before the code is
 * sent, and the tokens are stored before the result is returned. Thread-safe.
 */
public final class CodeRedemption {
    private static final System.Logger LOG = System.getLogger(CodeRedemption.class.getName());

    private static final String NOT_SENT = ", so the code has not been sent yet";

    /** After a response that rejected the signature of the request for its nonce or its time. */
    private static final String NOT_SENT_AGAIN =
            ", so the code, which the server has not processed yet, has not been sent again";

    private static final String NOT_STORED = "The end of a sign-in could not be stored: {0}";

    private final ProfileTable profiles;
    private final StoredSignIns stored;
    private final SignInRecords records;
    private final BrowserSignIns signIns;
    private final PendingTokens pending;
    private final ProviderCatalog providers;
    private final BackChannel channel;
    private final EventLog events;
    private final Duration timeout;

    /**
     * The redemption of codes of a client's profiles.
     *
     * @param timeout how long a token request may take, and how long a callback waits for another redemption of the profile
     */
    public CodeRedemption(
            ProfileTable profiles,
            StoredSignIns stored,
            BrowserSignIns signIns,
            ProviderCatalog providers,
            BackChannel channel,
            EventLog events,
            Duration timeout) {
        this.providers = providers;
        this.channel = channel;
        this.events = events;
        this.timeout = timeout;
        this.profiles = profiles;
        this.stored = stored;
        this.records = stored.records();
        this.signIns = signIns;
        this.pending = stored.pending();
    }

    /**
     * Processes a callback.
     *
     * @param received the request target, or the whole URL, as the web server received it
     * @return the result, whose text is for the page that the browser shows
     */
    public CallbackResult returned(String received) {
        Callback callback;
        try {
            callback = Callback.read(received);
        } catch (IllegalArgumentException e) {
            return unknown(
                    "the callback " + e.getMessage(),
                    "Pass path and query, or the whole URL, as the web server received it.");
        }
        String state = callback.value("state").orElse("");
        if (state.isEmpty() || callback.repeats("state")) {
            return unknown(
                    "the callback has " + (state.isEmpty() ? "no state" + callback.instead() : "more than one state"),
                    "Sign in at the address that Start Authorization gives."
                            + (callback.value("error").isPresent()
                                    ? " If the error comes again, look it up in the provider's documentation, and correct the profile or the app."
                                    : ""));
        }
        try {
            String id = BrowserSignIn.profileId(state).orElse("");
            ProfileEntry active = id.isEmpty() ? null : profiles.withId(id);
            CallbackResult result = active == null ? null : returned(active, callback, state);
            if (result != null) {
                return result;
            }
        } catch (Throwable e) { // of the store, or of a provider plugin before the code was sent
            LOG.log(System.Logger.Level.WARNING, "A callback could not be served: {0}", e.getMessage());
            String why =
                    e instanceof IOException io ? ": " + StoreFailure.of(io).reason() : "";
            return unknown(
                    "the device's storage failed" + why + ", and no code was sent",
                    "Check the storage, and open the page again.");
        }
        return unknown(
                "no sign-in of this device is waiting for this callback: the sign-in is too old, was cancelled, or was started elsewhere",
                "Press Start Authorization again.");
    }

    /** A callback that was not looked at. */
    public static CallbackResult refused(Failure why) {
        return CallbackAnswer.unknown(why);
    }

    /** Returns null if the state is not of a sign-in of this profile. */
    private @Nullable CallbackResult returned(ProfileEntry active, Callback callback, String state) throws IOException {
        OAuthProfile profile = active.profile();
        SignInRecord record = records.read(profile.id());
        BrowserSignIn waiting =
                record.waiting().filter(signIn -> signIn.isOf(state)).orElse(null);
        if (waiting != null) {
            // may read other profiles, so it comes before the lock
            Optional<Failure> crossed = signIns.crossed(profile, waiting.redirectUri(), waiting.issuerRequired());
            Optional<RecordLock> lock = records.lockRedemption(profile.id(), timeout);
            if (lock.isEmpty()) {
                return CallbackAnswer.refused(profile.name(), SignInOutcome.REDEEMING.failure());
            }
            try {
                return redeem(active, callback, state, crossed);
            } finally {
                lock.get().close();
            }
        }
        String digest = Sha256.of(state);
        SignInOutcome end = record.endOf(digest).orElse(null);
        if (end == null) {
            return null;
        }
        return CallbackAnswer.refused(
                profile.name(),
                (end == SignInOutcome.REDEEMING ? stored.ends().resolve(active, digest) : end).failure());
    }

    /**
     * Redeems the code of a callback.
     *
     * @param crossed the failure if the code may be from another server
     */
    private CallbackResult redeem(ProfileEntry active, Callback callback, String state, Optional<Failure> crossed)
            throws IOException {
        OAuthProfile profile = active.profile();
        Credential credential = active.credential();
        if (credential == null) {
            Problem missing = providers.missing(profile.providerType());
            return refused(profile, failure(missing.label() + " " + missing.message(), missing.advice()));
        }
        RateLimiter.Permit permit =
                channel.limiters().of(profile, credential.provider().traits()).permit();
        Answer<BrowserSignIn> claim = claim(profile, callback, state, crossed, permit);
        return claim instanceof Answer.Got<BrowserSignIn> got
                ? send(active, credential, permit, callback, got.value())
                : CallbackAnswer.refused(profile.name(), ((Answer.Failed<BrowserSignIn>) claim).failure());
    }

    /** Checks a callback and records that its code is being redeemed, so that no other callback sends the code. */
    private Answer<BrowserSignIn> claim(
            OAuthProfile profile, Callback callback, String state, Optional<Failure> crossed, RateLimiter.Permit permit)
            throws IOException {
        try (SignInRecords.Open record = records.open(profile.id())) {
            BrowserSignIn signIn =
                    record.current().waiting().filter(one -> one.isOf(state)).orElse(null);
            if (signIn == null) { // another callback was faster
                SignInOutcome end = record.current().endOf(Sha256.of(state)).orElse(SignInOutcome.SUPERSEDED);
                return new Answer.Failed<>(end.failure());
            }
            boolean late = records.left(profile.id(), signIn).compareTo(Duration.ZERO) <= 0;
            CallbackValidation validation = new CallbackValidation(callback, signIn, profile);
            Optional<Failure> wrong = late
                    ? Optional.of(SignInOutcome.EXPIRED.failure())
                    : validation.check().or(() -> crossed);
            if (wrong.isPresent()) {
                SignInOutcome how = late
                        ? SignInOutcome.EXPIRED
                        : validation.denied() ? SignInOutcome.DENIED : SignInOutcome.REFUSED;
                stored.open()
                        .failed(
                                profile.id(),
                                signIn.digest(),
                                how.reason().filter(why -> late).orElse(wrong.get()));
                record.erase(record.current().end(how));
                return unclaimed(profile, wrong.get());
            }
            Optional<Failure> limited = permit.admit();
            if (limited.isPresent()) {
                return unclaimed(profile, later(limited.get(), NOT_SENT, "Wait, and open the same page again."));
            }
            try {
                record.write(record.current().end(SignInOutcome.REDEEMING));
            } catch (IOException | RuntimeException | Error e) {
                permit.notSent();
                record.restore(); // no code was sent, so the sign-in still waits
                throw e;
            }
            return new Answer.Got<>(signIn);
        }
    }

    private Answer<BrowserSignIn> unclaimed(OAuthProfile profile, Failure failure) {
        report(profile, failure);
        return new Answer.Failed<>(failure);
    }

    private CallbackResult send(
            ProfileEntry active,
            Credential credential,
            RateLimiter.Permit permit,
            Callback callback,
            BrowserSignIn signIn) {
        OAuthProfile profile = active.profile();
        String digest = signIn.digest();
        try {
            long requestedAt = channel.clock().ticks();
            TokenResponse response = credential.presentOnce(
                    permit,
                    parameters(callback.value("code").orElseThrow(), signIn),
                    signIn.proofKey(),
                    Deadline.after(timeout));
            return response instanceof TokenResponse.Issued issued
                    ? granted(active, signIn, digest, issued, requestedAt)
                    : failed(profile, signIn, digest, (TokenResponse.Failed) response);
        } catch (Throwable e) { // of a plugin or of this library; the code may have been sent
            LOG.log(System.Logger.Level.WARNING, "A code could not be redeemed", Redactor.trace(e));
            return failed(
                    profile,
                    signIn,
                    digest,
                    new TokenResponse.Failed(SignInOutcome.internalError(), TokenResponse.Fate.ANSWERED));
        }
    }

    /** The token request's parameters: RFC 6749 section 4.1.3, RFC 7636 section 4.5. */
    private static Map<String, String> parameters(String code, BrowserSignIn signIn) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("grant_type", "authorization_code");
        parameters.put("code", code);
        parameters.put("redirect_uri", signIn.redirectUri().toString());
        parameters.put("code_verifier", signIn.pkce().verifier().reveal());
        return parameters;
    }

    private CallbackResult granted(
            ProfileEntry active, BrowserSignIn signIn, String digest, TokenResponse.Issued response, long requestedAt) {
        PendingTokenSet issued = new PendingTokenSet(
                signIn.binding(), response.grant(), "obtained by signing in" + response.habits(), Optional.of(digest));
        String id = active.profile().id();
        PendingTokens.Kept kept = null;
        SignInOutcome end;
        try (SignInRecords.Open record = records.open(id)) {
            end = record.current().endOf(digest).orElse(SignInOutcome.ABANDONED);
            if (end == SignInOutcome.REDEEMING) {
                Optional<PendingTokenSet> replaced = stored.unsaved(active);
                PendingTokens.Kept result = pending.keep(active, issued, requestedAt);
                kept = result;
                if (stored.exists(active)) { // otherwise the record of a deleted profile would come back
                    end(
                            record,
                            digest,
                            current -> result.accepted()
                                    ? current.granted(digest, replaced)
                                    : current.redeemed(digest, result.how()));
                }
            }
        } catch (Throwable e) { // a storage failure must not lose the issued tokens
            LOG.log(System.Logger.Level.WARNING, NOT_STORED, e.getMessage());
            end = SignInOutcome.REDEEMING;
            if (kept == null) {
                kept = pending.keep(active, issued, requestedAt);
            }
        }
        if (kept != null) {
            kept.answer().failure().ifPresent(why -> stored.open().failed(id, digest, why));
            stored.open().ended(id, digest, kept.how());
            return pending.finish(kept);
        }
        pending.revokeUnused(active, response.grant()); // without a lock, because it sends a request
        return refused(active.profile(), end.failure());
    }

    private CallbackResult failed(
            OAuthProfile profile, BrowserSignIn signIn, String digest, TokenResponse.Failed failed) {
        Failure failure = failed.failure();
        boolean withheld = failed.fate() == TokenResponse.Fate.WITHHELD;
        boolean unused = withheld || failed.fate() == TokenResponse.Fate.NOT_SENT;
        try (SignInRecords.Open record = records.open(profile.id())) {
            if (unused && beingRedeemed(record, digest)) {
                record.write(record.current().again(signIn));
                return refused(
                        profile,
                        later(
                                failure,
                                withheld ? NOT_SENT_AGAIN : NOT_SENT,
                                failure.advice() + " Then open the same page again."));
            }
            stored.open().failed(profile.id(), digest, explained(failed));
            end(record, digest, current -> current.redeemed(digest, SignInOutcome.REFUSED));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, NOT_STORED, e.getMessage());
            stored.open().ended(profile.id(), digest, SignInOutcome.REFUSED);
        }
        return refused(profile, explained(failed));
    }

    private static Failure explained(TokenResponse.Failed failed) {
        Failure failure = failed.failure();
        boolean invalid = failure.kind() == Failure.Kind.GRANT_INVALID;
        String meaning = failed.fate() == TokenResponse.Fate.UNKNOWN
                ? "the response to the code was lost (" + failure.message() + "), and a code can be used only once"
                : invalid
                        ? "the provider does not accept the code: it is too old, was used before, or belongs to another client or redirect URI"
                        : failure.message();
        String advice = invalid ? "" : failure.advice() + " Then press";
        Failure.Kind kind = failure.temporary() ? Failure.Kind.GRANT_INVALID : failure.kind(); // the code is used up
        return failure.withStep(Step.SIGN_IN)
                .withKind(kind)
                .withMessage(meaning)
                .withAdvice((advice.isEmpty() ? "Press" : advice) + " Start Authorization again.");
    }

    /** Records the end of a redemption, unless the sign-in was ended or its profile deleted meanwhile. */
    private static void end(SignInRecords.Open record, String digest, UnaryOperator<SignInRecord> change) {
        try {
            if (beingRedeemed(record, digest)) {
                record.erase(change.apply(record.current()));
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, NOT_STORED, e.getMessage());
        }
    }

    private static boolean beingRedeemed(SignInRecords.Open record, String digest) {
        return record.current().endOf(digest).equals(Optional.of(SignInOutcome.REDEEMING));
    }

    /** A failure after which the code can still be redeemed. */
    private static Failure later(Failure limited, String unused, String advice) {
        return limited.withStep(Step.SIGN_IN)
                .withMessage(limited.message() + unused)
                .withAdvice(advice);
    }

    private CallbackResult refused(OAuthProfile profile, Failure failure) {
        report(profile, failure);
        return CallbackAnswer.refused(profile.name(), failure);
    }

    private void report(OAuthProfile profile, Failure failure) {
        events.add(profile.name(), Event.Kind.SIGN_IN, failure.toString());
    }

    /** Unknown callbacks are not reported as events: a client that can reach the device could flood the list. */
    private static CallbackResult unknown(String meaning, String advice) {
        return CallbackAnswer.unknown(Failure.of(Step.SIGN_IN, Failure.Kind.REQUEST, meaning, advice));
    }

    private static Failure failure(String meaning, String advice) {
        return Failure.of(Step.SIGN_IN, Failure.Kind.CONFIGURATION, meaning, advice);
    }
}
