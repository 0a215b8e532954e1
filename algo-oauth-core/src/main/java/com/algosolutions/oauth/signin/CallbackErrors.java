package com.algosolutions.oauth.signin;

import static com.algosolutions.oauth.Failure.Kind.CONFIGURATION;
import static com.algosolutions.oauth.Failure.Kind.GRANT_INVALID;
import static com.algosolutions.oauth.Failure.Kind.UNAVAILABLE;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.endpoint.ErrorSynonyms;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileField;

/**
 * The meaning of the error codes of a callback: RFC 6749 section 4.1.2.1, OpenID Connect Core section 3.1.2.6, RFC 8707 section 2, RFC 9101
 * section 7. The advice says what to change: where nothing changes, another Start Authorization ends in the same error.
 */
final class CallbackErrors {
    private static final String AGAIN = " Then press Start Authorization again.";

    private CallbackErrors() {}

    /** Whether a code says that the user has denied access, or is not permitted to sign in. */
    static boolean isDenial(String error) {
        return ErrorSynonyms.standard(error).equals("access_denied");
    }

    /**
     * The failure that a code stands for.
     *
     * @param error the code; empty if the parameter has no value
     * @param description the server's own words, without secrets; empty if there are none
     */
    static Failure failure(String error, String description, OAuthProfile profile) {
        Failure meaning = meaning(error, profile);
        return error.isEmpty() && description.isEmpty()
                ? meaning
                : meaning.withServerError(
                        Failure.ServerError.of(0).withError(error).withMessage(description));
    }

    private static Failure meaning(String error, OAuthProfile profile) {
        if (isDenial(error)) {
            return of(
                    GRANT_INVALID,
                    "the user did not allow the sign-in, or is not permitted to sign in",
                    "Press Start Authorization again, and sign in with an account that is permitted to use the app.");
        }
        return switch (ErrorSynonyms.standard(error)) {
            case "server_error" ->
                of(
                        UNAVAILABLE,
                        "the provider has an internal error",
                        "Wait, and press Start Authorization again. If it repeats, ask the provider's support.");
            case "temporarily_unavailable" ->
                of(
                        UNAVAILABLE,
                        "the provider is overloaded or under maintenance",
                        "Wait, and press Start Authorization again.");
            case "login_required", "interaction_required", "consent_required", "account_selection_required" ->
                of(
                        CONFIGURATION,
                        "the provider was not allowed to ask the user to sign in or to consent",
                        "Remove prompt=none from Auth URL and Extra Params (JSON), if it is there, and sign in to the provider in the"
                                + " same browser." + AGAIN);
            case "unauthorized_client" ->
                of(
                        CONFIGURATION,
                        "the app is not registered for a sign-in with a browser (authorization code grant)",
                        "Enable the authorization code grant for the app in the provider's console, and check Client ID."
                                + AGAIN);
            case "invalid_client" ->
                of(CONFIGURATION, "the provider does not know this client id", "Correct Client ID." + AGAIN);
            case "invalid_request" ->
                of(
                        CONFIGURATION,
                        "the provider rejected the authorization request as malformed",
                        "Register PKCE Redirect URI" + now(profile, ProfileField.REDIRECT_URI)
                                + " for the app, and check Auth URL and Extra Params (JSON)"
                                + (profile.parUrl().isPresent()
                                        ? ". If the provider does not accept pushed requests, clear PAR URL."
                                        : ". If the provider requires pushed requests (PAR), fill in PAR URL.")
                                + AGAIN);
            case "redirect_uri_mismatch" ->
                of(
                        CONFIGURATION,
                        "the provider does not know the redirect URI",
                        "Register PKCE Redirect URI" + now(profile, ProfileField.REDIRECT_URI)
                                + " for the app in the provider's console, character by character." + AGAIN);
            case "unsupported_response_type", "unsupported_response_mode" ->
                of(
                        CONFIGURATION,
                        "the provider does not issue authorization codes",
                        "Check Auth URL and Response Type, and enable the authorization code grant for the app."
                                + AGAIN);
            case "invalid_scope" ->
                of(
                        CONFIGURATION,
                        "the provider does not know a scope, or does not allow it to the app",
                        "Correct Scope" + now(profile, ProfileField.SCOPES)
                                + ", or allow it for the app in the provider's console." + AGAIN);
            case "invalid_target" ->
                of(
                        CONFIGURATION,
                        "the provider does not know a requested resource, or does not allow it to the app",
                        "Correct Resources" + now(profile, ProfileField.RESOURCES) + "." + AGAIN);
            case "invalid_request_uri",
                    "invalid_request_object",
                    "request_not_supported",
                    "request_uri_not_supported" ->
                of(
                        CONFIGURATION,
                        "the provider does not accept the pushed authorization request, or it has expired",
                        "Press Start Authorization again, and open the address at once. If it repeats, correct PAR URL or clear it.");
            default ->
                of(
                        CONFIGURATION,
                        "the provider has refused the sign-in",
                        "Look up this error in the provider's documentation, and correct the profile or the app."
                                + AGAIN);
        };
    }

    private static Failure of(Failure.Kind kind, String meaning, String advice) {
        return Failure.of(Step.SIGN_IN, kind, meaning, advice);
    }

    private static String now(OAuthProfile profile, ProfileField<?> field) {
        String value = profile.display(field);
        return value.isEmpty() ? "" : " (now " + value + ")";
    }
}
