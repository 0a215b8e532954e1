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

/** Validates a callback with a known state before its code is sent: RFC 6749 section 4.1.2, RFC 9207, RFC 9700. */
final class CallbackValidation {
    private static final String AGAIN = "Press Start Authorization again.";

    /** The meaning of error codes: RFC 6749 section 4.1.2.1, OpenID Connect Core section 3.1.2.6. */
    private static final Map<String, String> ERRORS = Map.of(
            "access_denied", "the user did not allow the sign-in, or is not permitted to sign in",
            "unauthorized_client", "the app is not registered for a sign-in with a browser (authorization code grant)",
            "invalid_request", "the provider rejected the authorization request as malformed",
            "unsupported_response_type", "the provider does not issue authorization codes",
            "invalid_scope", "the provider does not know a scope, or does not allow it to the app",
            "server_error", "the provider has an internal error",
            "temporarily_unavailable", "the provider is overloaded or under maintenance");

    private final Callback callback;
    private final BrowserSignIn signIn;

    CallbackValidation(Callback callback, BrowserSignIn signIn) {
        this.callback = callback;
        this.signIn = signIn;
    }

    /** The reason to reject the callback; empty if its code may be redeemed. The same rules apply to an error response. */
    Optional<Failure> check(OAuthProfile profile) {
        return misdirected(profile).or(this::error).or(this::code);
    }

    /** The reason to reject the callback whatever it says: it came to another address, from another server, or for an edited profile. */
    private Optional<Failure> misdirected(OAuthProfile profile) {
        if (!callback.cameTo(signIn.redirectUri())) {
            return wrong(
                    "the callback came to " + clean(callback.location()) + ", not to the PKCE Redirect URI "
                            + signIn.redirectUri(),
                    "Check by which address the browser reaches the device's web server. " + AGAIN);
        }
        List<String> repeated = callback.repeated();
        if (!repeated.isEmpty()) {
            return wrong("the callback has the parameter " + clean(repeated.get(0)) + " more than once", AGAIN);
        }
        return issuer().or(() -> edited(profile));
    }

    /** Whether the authorization server says that the user has denied access, or is not permitted to sign in. */
    boolean denied(OAuthProfile profile) {
        return misdirected(profile).isEmpty() && callback.value("error").equals(Optional.of("access_denied"));
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
                                + signIn.issuer().get(),
                        "Correct Issuer if it is written differently; otherwise another server has sent the callback. "
                                + AGAIN)
                : Optional.empty();
    }

    private Optional<Failure> edited(OAuthProfile profile) {
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

    private Optional<Failure> error() {
        if (!callback.parameters().containsKey("error")) {
            return Optional.empty();
        }
        String error = callback.value("error").orElse("");
        String description = callback.value("error_description").orElse("");
        boolean outage = error.equals("server_error") || error.equals("temporarily_unavailable");
        String quoted = clean(error) + (description.isEmpty() ? "" : " \"" + clean(description) + "\"");
        return Optional.of(Failure.of(
                Step.SIGN_IN,
                outage
                        ? Failure.Kind.UNAVAILABLE
                        : error.equals("access_denied") ? Failure.Kind.GRANT_INVALID : Failure.Kind.CONFIGURATION,
                ERRORS.getOrDefault(error, "the provider has refused the sign-in") + " (" + quoted + ")",
                outage ? "Wait, and press Start Authorization again." : AGAIN));
    }

    private Optional<Failure> code() {
        return callback.value("code").isPresent()
                ? Optional.empty()
                : wrong("the callback has neither a code nor an error", AGAIN);
    }

    private static Optional<Failure> wrong(String meaning, String advice) {
        return Optional.of(Failure.of(Step.SIGN_IN, Failure.Kind.REQUEST, meaning, advice));
    }

    /** Text of the callback without its secrets and control characters. */
    private String clean(String text) {
        List<Secret> secrets =
                new ArrayList<>(List.of(signIn.state(), signIn.pkce().verifier()));
        callback.value("code").ifPresent(code -> secrets.add(Secret.of(code)));
        return new Redactor(secrets).clean(text);
    }
}
