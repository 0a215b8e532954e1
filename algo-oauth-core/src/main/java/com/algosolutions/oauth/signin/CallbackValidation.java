package com.algosolutions.oauth.signin;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.endpoint.Redactor;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.OAuthProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Validates a callback with a known state before its code is sent: RFC 6749 section 4.1.2, RFC 9207, RFC 9700. */
final class CallbackValidation {
    private static final String AGAIN = "Press Start Authorization again.";

    /** Where servers describe an error for which they send no code. */
    private static final List<String> OTHER_WORDS =
            List.of("error_description", "error_message", "error_reason", "message");

    private final Callback callback;
    private final BrowserSignIn signIn;
    private final OAuthProfile profile;

    CallbackValidation(Callback callback, BrowserSignIn signIn, OAuthProfile profile) {
        this.callback = callback;
        this.signIn = signIn;
        this.profile = profile;
    }

    /** The reason to reject the callback; empty if its code may be redeemed. The same rules apply to an error response. */
    Optional<Failure> check() {
        return misdirected().or(this::error).or(this::code);
    }

    /** The reason to reject the callback whatever it says: it came to another address, from another server, or for an edited profile. */
    private Optional<Failure> misdirected() {
        if (!callback.cameTo(signIn.redirectUri())) {
            return wrong(
                    "the callback came "
                            + (callback.location().isEmpty() ? "without a path" : "to " + clean(callback.location()))
                            + ", not to the PKCE Redirect URI "
                            + signIn.redirectUri(),
                    "Check by which address the browser reaches the device's web server. " + AGAIN);
        }
        List<String> repeated = callback.repeated();
        if (!repeated.isEmpty()) {
            return wrong("the callback has the parameter " + clean(repeated.get(0)) + " more than once", AGAIN);
        }
        return issuer().or(this::edited);
    }

    /** Whether the authorization server says that the user has denied access, or is not permitted to sign in. */
    boolean denied() {
        return misdirected().isEmpty()
                && callback.value("error").filter(CallbackErrors::isDenial).isPresent();
    }

    /** Compares the issuers as strings: RFC 9207 section 2.4. */
    private Optional<Failure> issuer() {
        String issuer = callback.value("iss").orElse("");
        if (issuer.isEmpty()) {
            return signIn.issuerRequired()
                    ? wrong(
                            "the callback does not name its issuer, which Issuer Check or the server's metadata requires",
                            AGAIN)
                    : Optional.empty();
        }
        return signIn.issuer().filter(expected -> !expected.equals(issuer)).isPresent()
                ? wrong(
                        "the callback is from the issuer " + clean(issuer) + ", not from the profile's issuer "
                                + Redactor.visible(signIn.issuer().get()),
                        "Correct Issuer if it is written differently; otherwise another server has sent the callback. "
                                + AGAIN)
                : Optional.empty();
    }

    private Optional<Failure> edited() {
        List<Problem> changes = signIn.binding().changes(profile);
        return changes.isEmpty()
                ? Optional.empty()
                : Optional.of(Failure.of(
                        Step.SIGN_IN,
                        Failure.Kind.CONFIGURATION,
                        changes.get(0).label()
                                + " has been changed since Start Authorization, so the code is not for this profile",
                        AGAIN));
    }

    /** The error; a parameter without a value counts as absent (RFC 6749 section 3.1), unless there is no code either. */
    private Optional<Failure> error() {
        boolean present = callback.value("error").isPresent()
                || (callback.parameters().containsKey("error")
                        && callback.value("code").isEmpty());
        return present
                ? Optional.of(CallbackErrors.failure(
                        clean(callback.value("error").orElse("")),
                        clean(callback.value("error_description").orElse("")),
                        profile))
                : Optional.empty();
    }

    private Optional<Failure> code() {
        if (callback.value("code").isPresent()) {
            return Optional.empty();
        }
        String words = OTHER_WORDS.stream()
                .flatMap(name -> callback.value(name).stream())
                .findFirst()
                .orElse("");
        Optional<Failure> failure = wrong(
                "the callback has neither a code nor an error" + callback.instead(),
                "Check Auth URL and Extra Params (JSON) against the provider's documentation. Then press Start Authorization again.");
        return words.isEmpty()
                ? failure
                : failure.map(
                        one -> one.withServerError(Failure.ServerError.of(0).withMessage(clean(words))));
    }

    private static Optional<Failure> wrong(String meaning, String advice) {
        return Optional.of(Failure.of(Step.SIGN_IN, Failure.Kind.REQUEST, meaning, advice));
    }

    /** Text of the callback without its secrets and control characters. */
    private String clean(String text) {
        List<Secret> secrets = new ArrayList<>(Redactor.of(profile));
        secrets.add(signIn.state());
        secrets.add(signIn.pkce().verifier());
        callback.value("code").ifPresent(code -> secrets.add(Secret.of(code)));
        return new Redactor(secrets).clean(text);
    }
}
