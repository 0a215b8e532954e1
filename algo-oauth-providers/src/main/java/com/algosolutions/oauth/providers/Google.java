package com.algosolutions.oauth.providers;

import static com.algosolutions.oauth.Failure.Kind.CONFIGURATION;
import static com.algosolutions.oauth.Failure.Kind.GRANT_INVALID;
import static com.algosolutions.oauth.Failure.Kind.REQUEST;
import static com.algosolutions.oauth.Failure.Kind.THROTTLED;
import static com.algosolutions.oauth.Failure.Kind.TOKEN_INVALID;
import static com.algosolutions.oauth.spi.ErrorRule.api;
import static com.algosolutions.oauth.spi.ErrorRule.token;

import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.Preset;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.spi.ErrorRule;
import com.algosolutions.oauth.spi.ErrorTable;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.spi.TokenTraits;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Google as a provider, for Drive, Calendar, Gmail and similar APIs: the id {@code GOOGLE}. Immutable and thread-safe.
 *
 * <p>The preset is for a client of the type "TVs and Limited Input devices" and its device code, which allows few scopes. For other scopes
 * choose {@code AUTH_CODE_PKCE} and a client of the type "Web application". The preset has the URLs for both, and the extra params without
 * which Google issues no refresh token.
 *
 * @since 0.1.0
 */
public final class Google implements OAuthProvider {
    /** The provider type. */
    public static final String ID = "GOOGLE";

    /** The scopes that Google allows for a device code. */
    private static final Set<String> DEVICE_SCOPES = Set.of(
            "email",
            "openid",
            "profile",
            "https://www.googleapis.com/auth/drive.appdata",
            "https://www.googleapis.com/auth/drive.file",
            "https://www.googleapis.com/auth/youtube",
            "https://www.googleapis.com/auth/youtube.readonly");

    private static final String AUTHORIZE = "Select Start Authorization, sign in, then Update Profile.";
    private static final String PASTE_CLIENT =
            "Paste Client ID and Client Secret again from the Clients page of the Google Cloud console.";
    private static final String SLOW_DOWN = "Wait before the next press.";

    /** For {@link java.util.ServiceLoader}, or for {@code OAuthClient.builder().provider(new Google())}. */
    public Google() {}

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String displayName() {
        return "Google";
    }

    @Override
    public Preset preset() {
        return CodeFlow.of(
                        ID,
                        ClientAuthMode.REQUEST_BODY,
                        List.of("https://www.googleapis.com/auth/drive.file"),
                        "www.googleapis.com",
                        "docs.googleapis.com",
                        "gmail.googleapis.com")
                .with(ProfileField.GRANT_TYPE, GrantType.DEVICE_CODE)
                .with(ProfileField.TOKEN_URL, URI.create("https://oauth2.googleapis.com/token"))
                .with(ProfileField.AUTH_URL, URI.create("https://accounts.google.com/o/oauth2/v2/auth"))
                .with(ProfileField.DEVICE_URL, URI.create("https://oauth2.googleapis.com/device/code"))
                .with(ProfileField.REVOCATION_URL, URI.create("https://oauth2.googleapis.com/revoke"))
                .with(ProfileField.ISSUER, URI.create("https://accounts.google.com"))
                .withAuthorizationParam("access_type", "offline")
                .withAuthorizationParam("prompt", "consent");
    }

    /** Refresh tokens do not rotate and expire after six months without use. Revoking either token ends both. */
    @Override
    public TokenTraits traits() {
        return TokenTraits.builder()
                .refreshTokensRotate(false)
                .revocationEndsGrant(true)
                .refreshTokenIdleLifetime(Duration.ofDays(180))
                .sessionsPerUser(100)
                .build();
    }

    /** The reasons inside {@code error}, which are the most specific, then its {@code status}. */
    @Override
    public List<String> errorCodes(Map<String, ? extends @Nullable Object> body) {
        List<String> codes = new ArrayList<>();
        if (body.get("error") instanceof Map<?, ?> error) {
            for (String list : List.of("details", "errors")) {
                if (error.get(list) instanceof List<?> entries) {
                    for (Object entry : entries) {
                        if (entry instanceof Map<?, ?> members && members.get("reason") instanceof String reason) {
                            codes.add(reason);
                        }
                    }
                }
            }
            if (error.get("status") instanceof String status) {
                codes.add(status);
            }
        }
        return codes;
    }

    @Override
    public ErrorTable errors() {
        List<ErrorRule> rules = new ArrayList<>();
        tokenEndpoint(rules);
        apiQuotasAndScopes(rules);
        apiRequests(rules);
        return ErrorTable.of(rules);
    }

    private static void tokenEndpoint(List<ErrorRule> rules) {
        rules.add(token(
                "invalid_grant",
                GRANT_INVALID,
                "Google does not accept the grant: it is revoked, unused for six months, replaced by newer ones, or older than the seven"
                        + " days that an app in testing allows",
                "Set the app's publishing status to In production. " + AUTHORIZE));
        for (String code : List.of("invalid_client", "deleted_client", "disabled_client")) {
            rules.add(token(code, CONFIGURATION, "Google does not accept this client id and secret", PASTE_CLIENT));
        }
        rules.add(token(
                "invalid_scope",
                CONFIGURATION,
                "a scope is unknown or not available to a device code",
                "Correct Scope, or choose Grant Type AUTH_CODE_PKCE with a client of the type Web application."));
        for (String code : List.of("admin_policy_enforced", "org_internal")) {
            rules.add(token(
                    code,
                    CONFIGURATION,
                    "the organisation does not allow this app",
                    "Ask the Workspace administrator."));
        }
        rules.add(token("rate_limit_exceeded", THROTTLED, "too many device codes were requested", "Wait."));
    }

    private static void apiQuotasAndScopes(List<ErrorRule> rules) {
        for (String code : List.of("SERVICE_DISABLED", "accessNotConfigured")) {
            rules.add(api(
                    code,
                    REQUEST,
                    "this API is not enabled for the app's project",
                    "Enable it in the Google Cloud console, under APIs & Services, and wait some minutes."));
        }
        for (String code : List.of("ACCESS_TOKEN_SCOPE_INSUFFICIENT", "insufficientPermissions")) {
            rules.add(api(
                    code,
                    REQUEST,
                    "the token lacks a scope for this request",
                    "Add the scope under Data Access of the app and to Scope, then authorise the profile again."));
        }
        for (String code :
                List.of("rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED", "RESOURCE_EXHAUSTED")) {
            rules.add(api(code, THROTTLED, "too many requests", SLOW_DOWN));
        }
        rules.add(api("dailyLimitExceeded", REQUEST, "the project's daily quota is used up", "Raise the quota."));
        rules.add(api("storageQuotaExceeded", REQUEST, "the user's storage is full", "Free some space."));
    }

    private static void apiRequests(List<ErrorRule> rules) {
        rules.add(api(401, "UNAUTHENTICATED", TOKEN_INVALID, "Google does not accept the access token", AUTHORIZE));
        rules.add(api(401, "authError", TOKEN_INVALID, "Google does not accept the access token", AUTHORIZE));
        rules.add(api(
                "NOT_FOUND", REQUEST, "there is no such file, calendar or folder", "Correct the id in the request."));
        rules.add(api(
                "notFound", REQUEST, "there is no such file, calendar or folder", "Correct the id in the request."));
    }

    /** A device code with a scope that Google does not allow fails at every attempt, so the form reports it. */
    @Override
    public List<Problem> checkProfile(OAuthProfile profile) {
        List<Problem> problems = new ArrayList<>();
        if (profile.grantType().equals(GrantType.DEVICE_CODE)) {
            for (String scope : profile.scopes()) {
                if (!DEVICE_SCOPES.contains(scope)) {
                    problems.add(
                            ProfileField.SCOPES.problem(
                                    "has " + scope + ", which Google does not allow for a device code",
                                    "Remove it, or choose Grant Type AUTH_CODE_PKCE with a client of the type Web application."));
                }
            }
        }
        return problems;
    }
}
