package com.algosolutions.oauth.providers;

import static com.algosolutions.oauth.Failure.Kind.CONFIGURATION;
import static com.algosolutions.oauth.Failure.Kind.GRANT_INVALID;
import static com.algosolutions.oauth.Failure.Kind.REQUEST;
import static com.algosolutions.oauth.Failure.Kind.TOKEN_INVALID;
import static com.algosolutions.oauth.spi.ErrorRule.api;
import static com.algosolutions.oauth.spi.ErrorRule.token;

import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.Preset;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ScopeMode;
import com.algosolutions.oauth.spi.ErrorTable;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.spi.ProviderGrant;
import com.algosolutions.oauth.spi.TokenTraits;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Zoom as a provider: the id {@code ZOOM}. Immutable and thread-safe.
 *
 * <p>The preset is the one of the device's manual for a "General App" that creates meetings. With the grant type {@link #SERVER_TO_SERVER}
 * the token belongs to a "Server-to-Server OAuth" app, and no user signs in.
 *
 * @since 0.1.0
 */
public final class Zoom implements OAuthProvider {
    /** The provider type. */
    public static final String ID = "ZOOM";

    /** The grant type of a "Server-to-Server OAuth" app. The extra param {@code account_id} names the account. */
    public static final GrantType SERVER_TO_SERVER = new GrantType("ACCOUNT_CREDENTIALS");

    private static final String ACCOUNT_ID = "account_id";
    private static final Pattern ACCOUNT = Pattern.compile("[\\x21-\\x7E]+");
    private static final String AUTHORIZE = "Select Start Authorization, sign in, then Update Profile.";
    private static final String TOKEN_AGAIN = AUTHORIZE + " With ACCOUNT_CREDENTIALS check that the app is activated.";
    private static final String PASTE_CLIENT =
            "Paste Client ID and Client Secret again from the app's page in the Zoom App Marketplace.";
    private static final String REDIRECT =
            "Enter PKCE Redirect URI exactly as it is registered for the app in the Zoom App Marketplace.";
    private static final String CLIENT_BASIC = "Choose Client Auth Mode HTTP_BASIC. " + PASTE_CLIENT;
    private static final String ADD_SCOPE =
            "Add the scope to the app in the Zoom App Marketplace; with AUTH_CODE_PKCE also to Scope, then authorise the"
                    + " profile again.";
    private static final String APP_TYPE = "the app is not of the type that this Grant Type needs";
    private static final String CHOOSE_APP =
            "With ACCOUNT_CREDENTIALS use the credentials of a Server-to-Server OAuth app, with AUTH_CODE_PKCE those of a General App.";

    /** For {@link java.util.ServiceLoader}, or for {@code OAuthClient.builder().provider(new Zoom())}. */
    public Zoom() {}

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String displayName() {
        return "Zoom";
    }

    @Override
    public Preset preset() {
        return CodeFlow.of(ID, ClientAuthMode.HTTP_BASIC, List.of("meeting:write:meeting"), "api.zoom.us")
                .with(ProfileField.TOKEN_URL, URI.create("https://zoom.us/oauth/token"))
                .with(ProfileField.AUTH_URL, URI.create("https://zoom.us/oauth/authorize"))
                .with(ProfileField.REVOCATION_URL, URI.create("https://zoom.us/oauth/revoke"))
                .withGrantType(
                        SERVER_TO_SERVER,
                        Preset.of(ID)
                                .with(ProfileField.SCOPE_MODE, ScopeMode.NONE)
                                .with(ProfileField.SCOPES, List.of())
                                .with(ProfileField.EXTRA_PARAMS, Map.of(ACCOUNT_ID, "")));
    }

    /** Zoom's own grant for an app without users. It issues no refresh token; the token lives one hour. */
    @Override
    public List<ProviderGrant> grants() {
        return List.of(ProviderGrant.of(SERVER_TO_SERVER, "account_credentials"));
    }

    @Override
    public List<Problem> checkProfile(OAuthProfile profile) {
        String account = profile.extraParams().getOrDefault(ACCOUNT_ID, "");
        if (!profile.grantType().equals(SERVER_TO_SERVER)
                || ACCOUNT.matcher(account).matches()) {
            return List.of();
        }
        return List.of(ProfileField.EXTRA_PARAMS.problem(
                account.isBlank()
                        ? "has no \"" + ACCOUNT_ID + "\""
                        : "has an \"" + ACCOUNT_ID + "\" with a space or a character that is not visible",
                "Write {\"" + ACCOUNT_ID + "\": \"…\"} with the Account ID of the app's page App Credentials."));
    }

    /** Refresh tokens rotate and are usually valid for 90 days. */
    @Override
    public TokenTraits traits() {
        return TokenTraits.builder()
                .refreshTokenIdleLifetime(Duration.ofDays(90))
                .build();
    }

    @Override
    public Optional<String> requestIdHeader() {
        return Optional.of("x-zm-trackingid");
    }

    /** The number in {@code code}. */
    @Override
    public List<String> errorCodes(Map<String, ? extends @Nullable Object> body) {
        return body.get("code") instanceof Integer code ? List.of(code.toString()) : List.of();
    }

    /** For an invalid refresh token the token endpoint responds {@code invalid_request}; only {@code reason} distinguishes this case. */
    @Override
    public ErrorTable errors() {
        return ErrorTable.of(
                token("invalid_request", GRANT_INVALID, "Zoom does not accept the refresh token", AUTHORIZE)
                        .withBodyContaining("Invalid Token"),
                token("invalid_request", GRANT_INVALID, "the authorization code is invalid or has expired", AUTHORIZE)
                        .withBodyContaining("Invalid authorization code"),
                token("invalid_request", CONFIGURATION, "the redirect URIs do not match", REDIRECT)
                        .withBodyContaining("edirect"),
                token(
                                "invalid_request",
                                CONFIGURATION,
                                "Zoom rejected the request; for a Server-to-Server OAuth app the usual reason is a wrong account_id",
                                "With ACCOUNT_CREDENTIALS copy the Account ID of the app's page App Credentials to Extra Params.")
                        .withBodyContaining("Bad Request"),
                token("unsupported_grant_type", CONFIGURATION, APP_TYPE, CHOOSE_APP),
                token("4705", CONFIGURATION, APP_TYPE, CHOOSE_APP),
                token("4702", CONFIGURATION, "Zoom does not accept this client id and secret", PASTE_CLIENT),
                token("4704", CONFIGURATION, "Zoom does not accept this client id and secret", PASTE_CLIENT),
                token("4706", CONFIGURATION, "the request has no client id and secret", CLIENT_BASIC),
                token("4709", CONFIGURATION, "the redirect URIs do not match", REDIRECT),
                token("4733", GRANT_INVALID, "the authorization code has expired", AUTHORIZE),
                token("4734", GRANT_INVALID, "the authorization code is not valid", AUTHORIZE),
                token("4735", GRANT_INVALID, "Zoom does not accept the refresh token", AUTHORIZE),
                api(401, "124", TOKEN_INVALID, "Zoom does not accept the access token", TOKEN_AGAIN),
                api("4711", REQUEST, "the token lacks a scope for this request", ADD_SCOPE),
                api("4700", REQUEST, "the token lacks a scope for this request", ADD_SCOPE),
                api("200", REQUEST, "the user lacks a permission for this request", "Ask the account's owner."),
                api("300", REQUEST, "the payload is not what Zoom expects", "Correct Data Payload."),
                api("1001", REQUEST, "there is no such user in this account", "Correct the user in Custom Path."),
                api("3001", REQUEST, "there is no such meeting", "Correct the meeting's id in Custom Path."));
    }
}
