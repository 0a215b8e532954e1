package com.algosolutions.oauth.signin;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.endpoint.Redactor;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.OAuthProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a callback with the right state must be before its code is sent anywhere: RFC 6749 section 4.1.2, RFC 9207, RFC 9700. */
final class CallbackValidation {
    private static final String AGAIN = "Press Start Authorization again.";

    /** RFC 6749 section 4.1.2.1, OpenID Connect Core section 3.1.2.6. */
    private static final Map<String, String> ERRORS = Map.of(
            "access_denied", "whoever was to sign in has not allowed it, or may not",
            "unauthorized_client",
                    "the app may not sign people in in this way; its registration must allow the code grant",
            "invalid_request", "the authorization request was malformed in the provider's eyes",
            "unsupported_response_type", "the provider does not give out codes",
            "invalid_scope", "the provider does not know a scope, or does not allow it to the app",
            "server_error", "the provider is in trouble",
            "temporarily_unavailable", "the provider is overloaded or under maintenance");

    private final Callback callback;
    private final BrowserSignIn signIn;

    CallbackValidation(Callback callback, BrowserSignIn signIn) {
        this.callback = callback;
        this.signIn = signIn;
    }

    /** What is wrong with it; empty if its code may be redeemed. An error reply is held to the same rules before it is believed. */
    Optional<Failure> check(OAuthProfile profile) {
        if (!callback.cameTo(signIn.redirectUri())) {
            return wrong(
                    "the callback came to " + clean(callback.location()) + ", not to the PKCE Redirect URI "
                            + signIn.redirectUri(),
                    "Check how the device's web server is reached. " + AGAIN);
        }
        List<String> repeated = callback.repeated();
        if (!repeated.isEmpty()) {
            return wrong("the callback has the parameter " + clean(repeated.get(0)) + " more than once", AGAIN);
        }
        return issuer().or(() -> edited(profile)).or(this::error).or(this::code);
    }

    /** Simple string comparison: RFC 9207 section 2.4. */
    private Optional<Failure> issuer() {
        String said = callback.value("iss").orElse("");
        if (said.isEmpty()) {
            return signIn.issuerRequired()
                    ? wrong("the callback does not name its issuer, as this provider's callbacks do", AGAIN)
                    : Optional.empty();
        }
        return signIn.issuer().filter(expected -> !expected.equals(said)).isPresent()
                ? wrong(
                        "the callback is from the issuer " + clean(said) + ", not from the profile's, "
                                + signIn.issuer().get(),
                        "Correct Issuer if it is written differently; otherwise somebody else has answered. " + AGAIN)
                : Optional.empty();
    }

    private Optional<Failure> edited(OAuthProfile profile) {
        List<Problem> changes = signIn.binding().changes(profile);
        return changes.isEmpty()
                ? Optional.empty()
                : Optional.of(Failure.local(
                        Step.AUTHORIZATION,
                        Failure.Kind.CONFIGURATION,
                        changes.get(0).label()
                                + " has been changed since Start Authorization, so the code is not for this profile",
                        AGAIN));
    }

    private Optional<Failure> error() {
        if (!callback.parameters().containsKey("error")) {
            return Optional.empty();
        }
        String error = callback.value("error").orElse("");
        String description = callback.value("error_description").orElse("");
        boolean outage = error.equals("server_error") || error.equals("temporarily_unavailable");
        String said = clean(error) + (description.isEmpty() ? "" : " \"" + clean(description) + "\"");
        return Optional.of(Failure.local(
                Step.AUTHORIZATION,
                outage ? Failure.Kind.UNAVAILABLE : Failure.Kind.CONFIGURATION,
                ERRORS.getOrDefault(error, "the provider has refused the sign-in") + " (" + said + ")",
                outage ? "Try again later: press Start Authorization." : AGAIN));
    }

    private Optional<Failure> code() {
        return callback.value("code").isPresent()
                ? Optional.empty()
                : wrong("the callback has neither a code nor an error", AGAIN);
    }

    private static Optional<Failure> wrong(String meaning, String advice) {
        return Optional.of(Failure.local(Step.AUTHORIZATION, Failure.Kind.REQUEST, meaning, advice));
    }

    /** A stranger's words, fit to print. */
    private String clean(String words) {
        List<Secret> secrets =
                new ArrayList<>(List.of(signIn.state(), signIn.pkce().verifier()));
        callback.value("code").ifPresent(code -> secrets.add(Secret.of(code)));
        return new Redactor(secrets).clean(words);
    }
}
