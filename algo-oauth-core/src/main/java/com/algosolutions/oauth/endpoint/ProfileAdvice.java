package com.algosolutions.oauth.endpoint;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.jose.JwtAssertion;
import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.JwtAssertionMode;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ScopeMode;
import com.algosolutions.oauth.time.TrustedClock;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the advice of a rejection fit the profile: it names the fields that this profile uses, with their present values. A server says that it
 * does not accept a client or a grant, but not why; the profile says what can be wrong.
 */
final class ProfileAdvice {
    /** The fields whose present value helps: none is a secret. */
    private static final List<ProfileField<?>> SHOWN = List.of(
            ProfileField.GRANT_TYPE,
            ProfileField.TOKEN_URL,
            ProfileField.PAR_URL,
            ProfileField.DEVICE_URL,
            ProfileField.REVOCATION_URL,
            ProfileField.CLIENT_AUTH_MODE,
            ProfileField.SCOPES,
            ProfileField.RESOURCES,
            ProfileField.ACCESS_TOKEN_TYPE,
            ProfileField.SIGNING_KEY_ID,
            ProfileField.SIGNING_ALGORITHM,
            ProfileField.CLIENT_ASSERTION_AUDIENCE,
            ProfileField.ASSERTION_AUDIENCE);

    private static final int LONGEST = 120;

    private final OAuthProfile profile;
    private final TrustedClock clock;

    ProfileAdvice(OAuthProfile profile, TrustedClock clock) {
        this.profile = profile;
        this.clock = clock;
    }

    /**
     * The failure with the advice that fits.
     *
     * @param host the host that rejected the request
     */
    Failure fit(Failure failure, String host) {
        if (failure.kind().temporary()) {
            return failure;
        }
        String advice = failure.advice();
        Failure fitting = failure;
        if (advice.equals(StandardErrors.CHECK_CLIENT)) {
            fitting = failure.withMessage(failure.message().replace(StandardErrors.ID_AND_SECRET, client()));
            advice = checkClient() + (signsAsClient() ? clock(host) : "");
        } else if (advice.equals(StandardErrors.NEW_CREDENTIALS)
                && profile.grantType().equals(GrantType.JWT_BEARER)) {
            advice = profile.jwtAssertionMode() == JwtAssertionMode.SELF_SIGNED
                    ? "Check that the public key of Signing Key is registered with the provider, and check Assertion Issuer,"
                            + " Assertion Subject, Assertion Audience and Signing Algorithm." + clock(host)
                    : "Create new credentials in the provider's console (a new JWT), paste the JWT into JWT Assertion/JWT Credential"
                            + " and update the profile.";
        } else if (advice.equals(StandardErrors.NEW_CREDENTIALS) && !withUser()) {
            advice =
                    "Check in the provider's console that the app is active, that its credentials are valid and that it may use Grant Type, and compare the profile's fields,"
                            + " also Extra Params (JSON), with its settings.";
        } else if (advice.equals(StandardErrors.ALLOW) && !withUser()) {
            fitting = failure.withMessage(failure.message()
                    .replace(
                            StandardErrors.DENIED,
                            "the provider does not allow this client, or its user, to get a token"));
            advice =
                    "Allow the app for this API and this account in the provider's console, and check Scope, Resources and Extra Params (JSON).";
        } else if (advice.equals(StandardErrors.CORRECT_SCOPE) && profile.scopeMode() != ScopeMode.SCOPES_LIST) {
            advice = "Choose Scope Mode " + ScopeMode.SCOPES_LIST
                    + " and write the scopes that the provider requires, or allow"
                    + " scopes for the app in the provider's console.";
        } else if (advice.equals(StandardErrors.CHECK_PROOF)) {
            advice += clock(host);
        }
        return fitting.withAdvice(withValues(advice));
    }

    /** Whether a user signs in for the profile. */
    private boolean withUser() {
        return profile.grantType().equals(GrantType.AUTH_CODE_PKCE)
                || profile.grantType().equals(GrantType.DEVICE_CODE);
    }

    private boolean signsAsClient() {
        return JwtAssertion.authenticates(profile.clientAuthMode());
    }

    /** What the client presents. */
    private String client() {
        return switch (profile.clientAuthMode()) {
            case HTTP_BASIC, HTTP_BASIC_RAW, REQUEST_BODY -> StandardErrors.ID_AND_SECRET;
            case CLIENT_SECRET_JWT -> "this client id and the signature by its secret";
            case PRIVATE_KEY_JWT -> "this client id and the signature by its key";
            case TLS_CLIENT_AUTH, SELF_SIGNED_TLS_CLIENT_AUTH -> "this client id and the device's certificate";
            case NONE -> "this client id without a secret";
        };
    }

    private String checkClient() {
        ClientAuthMode mode = profile.clientAuthMode();
        return switch (mode) {
            case HTTP_BASIC, HTTP_BASIC_RAW, REQUEST_BODY ->
                "Paste Client ID and Client Secret again from the provider's console, and check Client Auth Mode: some servers"
                        + " accept only " + (mode == ClientAuthMode.REQUEST_BODY ? "HTTP_BASIC" : "REQUEST_BODY") + "."
                        + encoding(mode);
            case CLIENT_SECRET_JWT ->
                "Paste Client ID and Client Secret again from the provider's console, and check Client Auth Mode, Signing Algorithm"
                        + " and Client Assertion Audience.";
            case PRIVATE_KEY_JWT ->
                "Check that the public key of Signing Key is registered with the provider for Client ID, under Signing Key ID if the"
                        + " provider uses ids; then check Client Auth Mode, Signing Algorithm and Client Assertion Audience.";
            case TLS_CLIENT_AUTH, SELF_SIGNED_TLS_CLIENT_AUTH ->
                "Check that the device's certificate is registered with the provider for Client ID, and check Client Auth Mode.";
            case NONE ->
                "Check Client ID. If the app has a secret or a key, fill it in and choose its Client Auth Mode; otherwise register"
                        + " the app as a public client.";
        };
    }

    /** The other form of HTTP Basic, if it sends another header for this client: RFC 6749 section 2.3.1. */
    private String encoding(ClientAuthMode mode) {
        List<String> changed = ClientAuthentication.changedByEncoding(profile);
        if (changed.isEmpty() || mode == ClientAuthMode.REQUEST_BODY) {
            return "";
        }
        String what = String.join(" and ", changed) + (changed.size() == 1 ? " has" : " have")
                + " characters that HTTP_BASIC encodes, such as + / = % or a space.";
        return mode == ClientAuthMode.HTTP_BASIC
                ? " " + what + " If the server does not decode them, choose HTTP_BASIC_RAW."
                : " " + what + " If the server decodes them, choose HTTP_BASIC.";
    }

    /** The clock as a possible cause, unless the server's own time was used. */
    private String clock(String host) {
        return clock.serverTime(host).isPresent()
                ? ""
                : " If they are right, check the device's clock (" + clock.shown()
                        + "): the signature contains its time, and no response of " + host
                        + " has named the right time.";
    }

    private String withValues(String advice) {
        String text = advice;
        for (ProfileField<?> field : SHOWN) {
            String value = shown(field);
            if (!value.isEmpty()) {
                text = Pattern.compile("\\b" + Pattern.quote(field.label()) + "(?! Mode| ID\\b| \\(now)\\b")
                        .matcher(text)
                        .replaceFirst(Matcher.quoteReplacement(field.label() + " (now " + value + ")"));
            }
        }
        return text;
    }

    /** The value of a field on one line, without the query of a URL. */
    private String shown(ProfileField<?> field) {
        String value = profile.display(field);
        String bare =
                field.label().endsWith("URL") && value.contains("?") ? value.substring(0, value.indexOf('?')) : value;
        return bare.length() <= LONGEST ? bare : bare.substring(0, LONGEST) + "…";
    }
}
