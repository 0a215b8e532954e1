package com.algosolutions.oauth.endpoint;

import static com.algosolutions.oauth.Failure.Kind.CONFIGURATION;
import static com.algosolutions.oauth.Failure.Kind.GRANT_INVALID;
import static com.algosolutions.oauth.Failure.Kind.REQUEST;
import static com.algosolutions.oauth.Failure.Kind.THROTTLED;
import static com.algosolutions.oauth.Failure.Kind.TOKEN_INVALID;
import static com.algosolutions.oauth.Failure.Kind.UNAVAILABLE;

import com.algosolutions.oauth.jose.DpopProofs;
import com.algosolutions.oauth.spi.Endpoint;
import com.algosolutions.oauth.spi.ErrorRule;
import com.algosolutions.oauth.spi.ErrorTable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The meaning of error responses by the RFCs, for responses that the provider's own table does not list. */
final class StandardErrors {
    /** What most clients present; {@link ProfileAdvice} replaces it by what the profile presents, as it does with the advice below. */
    static final String ID_AND_SECRET = "this client id and secret";

    static final String CHECK_CLIENT =
            "Paste Client ID and Client Secret again from the provider's console, and check Client Auth Mode; for a client"
                    + " that signs, check Signing Key and Client Assertion Audience.";
    static final String NEW_CREDENTIALS =
            "Create new credentials in the provider's console (a new JWT, or Start Authorization) and update the profile.";
    static final String CORRECT_SCOPE = "Correct Scope, or allow it for the app in the provider's console.";
    static final String CHECK_PROOF =
            "Check that the provider supports DPoP with ES256, or choose Access Token Type BEARER.";
    private static final String NOT_AUTHENTICATED = "the provider does not accept " + ID_AND_SECRET;
    static final String DENIED = "the user did not allow the sign-in, or is not permitted to sign in";
    static final String ALLOW = "Start Authorization again, and sign in with an account that is permitted to.";

    /** What to do if a user's tokens are no longer valid. */
    static final String SIGN_IN_AGAIN = "Press Start Authorization, sign in, and press Update Profile.";

    private static final String RETRY = "Try again later; if it keeps happening, look at the provider's status page.";

    /** The manual of the device has a case for a 502, which its own web server sends. */
    private static final String BAD_GATEWAY =
            "Try again later; if it keeps happening, look at the provider's status page. A 502 from the device's own web page has"
                    + " another cause, such as a login that has ended during the OAuth test or Start Authorization: log in to that page"
                    + " again and repeat.";

    /**
     * RFC 6749 section 5.2, RFC 8628 section 3.5, RFC 7009 section 2.2.1, RFC 7521 section 4, RFC 8707 section 2, RFC 6750 section 3.1,
     * RFC 9449 section 12, RFC 9110 section 15.
     */
    static final ErrorTable TABLE = ErrorTable.of(
            ErrorRule.token(
                    "invalid_request",
                    CONFIGURATION,
                    "the provider rejected the request as malformed",
                    "Compare the profile's fields with the provider's documentation."),
            ErrorRule.token("invalid_client", CONFIGURATION, NOT_AUTHENTICATED, CHECK_CLIENT),
            ErrorRule.token(
                    "invalid_grant",
                    GRANT_INVALID,
                    "the grant presented is invalid, expired or revoked, or belongs to another client",
                    NEW_CREDENTIALS),
            // RFC 6749 section 5.2 reserves 401 for a client that is not authenticated; Keycloak sends this code with
            // it.
            ErrorRule.of(Endpoint.TOKEN, 401, "unauthorized_client", CONFIGURATION, NOT_AUTHENTICATED, CHECK_CLIENT),
            ErrorRule.token(
                    "unauthorized_client",
                    CONFIGURATION,
                    "the provider's app is not set up for this grant type",
                    "Enable the profile's Grant Type for the app in the provider's console, or choose another Grant Type."),
            ErrorRule.token(
                    "unsupported_grant_type",
                    CONFIGURATION,
                    "the token endpoint does not know this grant type",
                    "Check Grant Type and Token URL."),
            ErrorRule.token(
                    "invalid_scope", CONFIGURATION, "a scope is unknown or not allowed for this app", CORRECT_SCOPE),
            ErrorRule.token("authorization_pending", THROTTLED, "the user has not signed in yet", "Wait."),
            ErrorRule.token(
                    "slow_down", THROTTLED, "the user has not signed in yet, and the device polls too often", "Wait."),
            ErrorRule.token("access_denied", GRANT_INVALID, DENIED, ALLOW),
            ErrorRule.token(
                    "expired_token",
                    GRANT_INVALID,
                    "the user did not sign in before the code expired",
                    "Start Authorization again."),
            ErrorRule.token(
                    ErrorSynonyms.TOO_MANY_REQUESTS,
                    THROTTLED,
                    "too many token requests",
                    "Wait; the device tries again by itself when needed."),
            userRequired("interaction_required"),
            userRequired("consent_required"),
            userRequired("login_required"),
            userRequired("mfa_required"),
            ErrorRule.token(
                    "invalid_target",
                    CONFIGURATION,
                    "the provider does not know a requested resource, or does not allow it for this app",
                    "Correct Resources, or allow them for the app in the provider's console."),
            ErrorRule.token(
                    "invalid_dpop_proof",
                    CONFIGURATION,
                    "the provider does not accept the device's DPoP proof",
                    CHECK_PROOF),
            ErrorRule.token(
                    DpopProofs.NONCE_REQUIRED,
                    UNAVAILABLE,
                    "the token endpoint rejected the DPoP nonce that it had just issued",
                    RETRY),
            ErrorRule.token(
                    "temporarily_unavailable", UNAVAILABLE, "the token endpoint is temporarily unavailable", RETRY),
            ErrorRule.token("server_error", UNAVAILABLE, "the token endpoint has an internal error", RETRY),
            ErrorRule.of(Endpoint.TOKEN, 401, CONFIGURATION, "the provider does not accept this client", CHECK_CLIENT),
            ErrorRule.of(
                    Endpoint.TOKEN,
                    429,
                    THROTTLED,
                    "too many token requests",
                    "Wait; the device tries again by itself when needed."),
            ErrorRule.of(Endpoint.DEVICE, 401, CONFIGURATION, "the provider does not accept this client", CHECK_CLIENT),
            ErrorRule.of(
                    Endpoint.DEVICE,
                    429,
                    THROTTLED,
                    "too many device authorization requests",
                    "Wait, and start again."),
            ErrorRule.of(
                    Endpoint.PAR, 401, CONFIGURATION, "the PAR endpoint does not accept this client", CHECK_CLIENT),
            ErrorRule.of(
                    Endpoint.PAR, 429, THROTTLED, "too many pushed authorization requests", "Wait, and start again."),
            ErrorRule.of(
                    Endpoint.REVOCATION,
                    "unsupported_token_type",
                    CONFIGURATION,
                    "the provider does not revoke tokens of this type",
                    "End the session in the provider's console, or let the token expire."),
            ErrorRule.of(
                    Endpoint.REVOCATION, 401, CONFIGURATION, "the provider does not accept this client", CHECK_CLIENT),
            ErrorRule.of(Endpoint.REVOCATION, 429, THROTTLED, "too many revocation requests", "Wait."),
            ErrorRule.api(
                    401,
                    "invalid_token",
                    TOKEN_INVALID,
                    "the access token is expired, revoked or malformed",
                    "If a new token is rejected too, authorise the profile again."),
            ErrorRule.api(
                    403,
                    "insufficient_scope",
                    REQUEST,
                    "the token's scope does not cover this request",
                    "Add the scope to the profile, or the permission to the provider's app, and authorise again."),
            ErrorRule.api(
                    401,
                    "invalid_dpop_proof",
                    REQUEST,
                    "the target does not accept the device's DPoP proof",
                    "Check that the target supports DPoP with ES256, and the device's time."),
            ErrorRule.api(
                    401,
                    DpopProofs.NONCE_REQUIRED,
                    UNAVAILABLE,
                    "the target rejected the DPoP nonce that it had just issued",
                    RETRY),
            // RFC 9110 section 15.5.2: a request answered with 401 has not been applied, so it may be sent again.
            ErrorRule.api(
                    401,
                    TOKEN_INVALID,
                    "the target does not accept the access token",
                    "If a new token is rejected too, check that the profile is for this target."),
            ErrorRule.api(
                    403,
                    REQUEST,
                    "the target does not allow this request",
                    "Check the app's permissions and the user's rights."),
            ErrorRule.api(404, REQUEST, "the target does not know this address", "Check the path and the ids in it."),
            ErrorRule.api(429, THROTTLED, "too many requests", "Wait before the next press."),
            ErrorRule.api(502, UNAVAILABLE, "the target itself answered 502 (bad gateway)", BAD_GATEWAY),
            ErrorRule.api(503, UNAVAILABLE, "the target is temporarily unavailable", RETRY));

    private static final ErrorRule DEAD_REFRESH = ErrorRule.token(
            "invalid_grant",
            GRANT_INVALID,
            "the refresh token is invalid, expired or revoked, or belongs to another client",
            SIGN_IN_AGAIN);

    /**
     * The meaning of a rejection of a refresh token in words that neither the RFCs nor the provider's table have, such as {@code
     * {"error":"invalid_request","error_description":"session not found"}} or a 404. The request's form is the one that the server has
     * accepted before, so that the refresh token is the likely cause.
     */
    static final ErrorRule REFUSED_REFRESH = ErrorRule.of(
            Endpoint.TOKEN,
            400,
            GRANT_INVALID,
            "the provider refused the refresh token, without a reason that the device knows",
            SIGN_IN_AGAIN + " If the sign-in is refused too, check Token URL, Client ID and Client Secret.");

    /** The grant type is right, because the device sends it. A refresh token of another client is answered so, too. */
    static final ErrorRule NO_REFRESH = ErrorRule.of(
            Endpoint.TOKEN,
            400,
            GRANT_INVALID,
            "the provider does not let this app use the refresh token",
            SIGN_IN_AGAIN + " If this happens again, enable refresh tokens for the app in the provider's console.");

    /**
     * Codes by which servers report a refresh token that is no longer valid, besides {@code invalid_grant}: in lower case, without
     * separators. The last four mean that the user must act.
     */
    private static final Set<String> DEAD_REFRESH_TOKEN = Set.of(
            "invalidgrant",
            "invalidtoken",
            "invalidrefreshtoken",
            "badrefreshtoken",
            "refreshtokenalreadyused",
            "refreshtokenexpired",
            "refreshtokeninvalid",
            "refreshtokennotfound",
            "refreshtokenreused",
            "refreshtokenrevoked",
            "expiredrefreshtoken",
            "revokedrefreshtoken",
            "expiredtoken",
            "tokenexpired",
            "tokeninvalid",
            "tokennotfound",
            "tokenrevoked",
            "revokedtoken",
            "inactivetoken",
            "tokeninactive",
            "sessionexpired",
            "sessionnotfound",
            "sessionrevoked",
            "accessdenied",
            "authorizationdeclined",
            "consentrequired",
            "interactionrequired",
            "loginrequired",
            "mfarequired");

    private StandardErrors() {}

    /** A code of OpenID Connect and Entra: the server issues no token until a user acts. */
    private static ErrorRule userRequired(String code) {
        return ErrorRule.token(
                code,
                GRANT_INVALID,
                "the provider requires that a user signs in or consents to the app first",
                "Allow the app for the user or the organisation in the provider's console, or choose a Grant Type with a sign-in.");
    }

    /** The rule for a response to a refresh token; a redirect has none. */
    static Optional<ErrorRule> findForRefresh(int status, List<String> said) {
        List<String> codes = said.stream()
                .filter(code -> !code.equals("authorization_pending")) // of a poll, without a meaning here
                .map(code -> code.equals("slow_down") ? ErrorSynonyms.TOO_MANY_REQUESTS : code)
                .toList();
        Optional<ErrorRule> found = find(Endpoint.TOKEN, status, codes);
        if (found.isEmpty() || found.get().kind().temporary() || (status >= 300 && status < 400)) {
            return found;
        }
        for (String code : codes) {
            if (DEAD_REFRESH_TOKEN.contains(code.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", ""))) {
                return Optional.of(DEAD_REFRESH);
            }
            if (found.get().code().filter(code::equals).isPresent() && !code.equals("invalid_request")) {
                boolean notForThisApp =
                        code.equals("unsupported_grant_type") || (code.equals("unauthorized_client") && status != 401);
                return notForThisApp ? Optional.of(NO_REFRESH) : found;
            }
        }
        return Optional.of(REFUSED_REFRESH);
    }

    /** The rule of a response by its code or its status; a redirect has none. */
    static Optional<ErrorRule> find(Endpoint endpoint, int status, List<String> codes) {
        // The RFCs' codes come with 400, 401 and 403; after a 429 or a 5xx the status decides, whatever the body says.
        List<String> counted = status == 429 || status >= 500 ? List.of() : codes;
        Optional<ErrorRule> shared = endpoint == Endpoint.TOKEN || endpoint == Endpoint.API
                ? Optional.empty()
                : TABLE.find(Endpoint.TOKEN, 0, counted, "").map(rule -> of(endpoint, rule));
        return shared.or(() -> TABLE.find(endpoint, status, counted, ""))
                .or(() -> status >= 300 && status < 400 ? Optional.empty() : Optional.of(byClass(endpoint, status)));
    }

    /** A rule of the token endpoint, whose codes the other endpoints of an authorization server share, for one of those. */
    static ErrorRule of(Endpoint endpoint, ErrorRule rule) {
        String label = endpoint.label();
        String message = rule.message().replace(Endpoint.TOKEN.label(), label);
        return ErrorRule.of(
                endpoint,
                rule.code().orElseThrow(),
                rule.kind(),
                message.contains(label) ? message : message + ", says the " + label,
                rule.advice().replace(Redirect.field(Endpoint.TOKEN), Redirect.field(endpoint)));
    }

    /** The rule of a status's class: RFC 9110 section 15. */
    private static ErrorRule byClass(Endpoint endpoint, int status) {
        String label = endpoint.label();
        if (status == 408 || status == 421 || status == 425) { // asks for a retry: RFC 9110 and RFC 8470
            return ErrorRule.of(endpoint, status, UNAVAILABLE, "the " + label + " asks for a retry", RETRY);
        }
        if (status >= 500) {
            return status == 502
                    ? ErrorRule.of(
                            endpoint,
                            502,
                            UNAVAILABLE,
                            "the " + label + " itself answered 502 (bad gateway), an internal error",
                            BAD_GATEWAY)
                    : ErrorRule.of(endpoint, 500, UNAVAILABLE, "the " + label + " has an internal error", RETRY);
        }
        if (endpoint == Endpoint.API) {
            return ErrorRule.of(
                    endpoint, 400, REQUEST, "the target refused the request", "Check method, path and payload.");
        }
        String field = Redirect.field(endpoint);
        if (status == 404 || status == 405 || status == 410) {
            return ErrorRule.of(
                    endpoint,
                    status,
                    CONFIGURATION,
                    "there is no " + label + " at this URL",
                    "Correct " + field + (endpoint == Endpoint.PAR ? ", or clear it." : "."));
        }
        return ErrorRule.of(
                endpoint,
                400,
                CONFIGURATION,
                "the " + label + " rejected the request without a known reason",
                "Check " + field
                        + " and the other fields against the provider's documentation, and whether the provider"
                        + " accepts requests from this network.");
    }
}
