package com.algosolutions.oauth.providers;

import static com.algosolutions.oauth.Failure.Kind.CONFIGURATION;
import static com.algosolutions.oauth.Failure.Kind.GRANT_INVALID;
import static com.algosolutions.oauth.Failure.Kind.REQUEST;
import static com.algosolutions.oauth.Failure.Kind.THROTTLED;
import static com.algosolutions.oauth.Failure.Kind.TOKEN_INVALID;
import static com.algosolutions.oauth.Failure.Kind.UNAVAILABLE;
import static com.algosolutions.oauth.spi.ErrorRule.api;
import static com.algosolutions.oauth.spi.ErrorRule.token;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.spi.ErrorRule;
import com.algosolutions.oauth.spi.ErrorTable;
import java.util.ArrayList;
import java.util.List;

/**
 * The meaning of Microsoft's codes. The numbers are for people, and Microsoft changes them: if none matches, the {@code error} beside them
 * decides (RFC 6749 section 5.2).
 */
final class MicrosoftErrors {
    private static final String AUTHORIZE = "Select Start Authorization, sign in, then Update Profile.";
    private static final String SECRET =
            "Create a client secret under Certificates & secrets of the app, and paste its Value (not its Secret ID).";
    private static final String WEB =
            "Under Authentication of the app, remove the redirect URI from Single-page application and add it to Web; then authorise"
                    + " again.";
    private static final String TENANT =
            "Enter the Directory (tenant) ID of the app's Overview in Extra Params: {\"tenant\": \"…\"}.";
    private static final String ADMINISTRATOR = "Ask the tenant's administrator.";
    private static final String PERMISSION =
            "Add the delegated permission to the app under API permissions and to Scope, then authorise the profile again.";
    private static final String LATER = "Try again later.";

    static final ErrorTable TABLE = ErrorTable.of(rules());

    private MicrosoftErrors() {}

    private static List<ErrorRule> rules() {
        List<ErrorRule> rules = new ArrayList<>();
        client(rules);
        app(rules);
        grants(rules);
        servers(rules);
        graph(rules);
        return rules;
    }

    private static void client(List<ErrorRule> rules) {
        add(rules, CONFIGURATION, "Microsoft does not accept this client secret", SECRET, 7000215, 7000216);
        // Comes with 70002, "error validating credentials", which adds nothing to the error itself.
        add(rules, CONFIGURATION, "Microsoft does not accept this client secret or client assertion", SECRET, 50012);
        add(rules, CONFIGURATION, "the client secret has expired", SECRET, 7000222);
        add(
                rules,
                CONFIGURATION,
                "the request has no client secret",
                "Choose Client Auth Mode REQUEST_BODY or HTTP_BASIC. " + SECRET,
                7000218);
        add(
                rules,
                CONFIGURATION,
                "the tenant has no app with this client id",
                "Paste the Application (client) ID of the app's Overview into Client ID. " + TENANT,
                700016);
    }

    private static void app(List<ErrorRule> rules) {
        add(rules, CONFIGURATION, "there is no such tenant", TENANT, 90002, 900023, 50059);
        add(rules, CONFIGURATION, "the app is for one tenant only", TENANT, 50194);
        add(
                rules,
                CONFIGURATION,
                "the redirect URIs do not match",
                "Enter PKCE Redirect URI exactly as it is listed under Authentication of the app, platform Web.",
                50011);
        add(
                rules,
                CONFIGURATION,
                "the redirect URI is registered for a single-page application, whose code only a browser can redeem",
                WEB,
                9002327,
                9002326,
                9002325);
        add(rules, CONFIGURATION, "a scope is unknown or malformed", "Correct Scope.", 70011, 28002, 28003, 500011);
        add(
                rules,
                CONFIGURATION,
                "a scope does not fit Grant Type CLIENT_CREDENTIALS",
                "Write one Scope that ends in /.default, such as https://graph.microsoft.com/.default; the permissions are those of the app.",
                1002012);
        add(rules, CONFIGURATION, "no user has consented to the app's permissions yet", AUTHORIZE, 65001);
        add(rules, CONFIGURATION, "the permissions need an administrator's consent", ADMINISTRATOR, 90094);
        add(
                rules,
                CONFIGURATION,
                "the tenant's Conditional Access blocks this sign-in",
                ADMINISTRATOR,
                53003,
                53000,
                53001);
        add(
                rules,
                CONFIGURATION,
                "Microsoft considers the token request malformed",
                "Correct Extra Params.",
                9002313,
                900144);
    }

    private static void grants(List<ErrorRule> rules) {
        add(
                rules,
                GRANT_INVALID,
                "the refresh token has expired: it was unused for too long or reached its maximum lifetime",
                AUTHORIZE,
                70008,
                700082,
                70043);
        add(
                rules,
                GRANT_INVALID,
                "the refresh token of a single-page application has expired after 24 hours",
                WEB,
                700084);
        add(
                rules,
                GRANT_INVALID,
                "the grant was revoked, for example by a password change",
                AUTHORIZE,
                50173,
                70000,
                50132,
                50133);
        add(rules, GRANT_INVALID, "the authorization code was used or has expired", AUTHORIZE, 54005);
        add(
                rules,
                GRANT_INVALID,
                "Microsoft requires the user to verify their identity again",
                AUTHORIZE,
                50076,
                50078,
                50079,
                50158);
        add(
                rules,
                GRANT_INVALID,
                "the user's account is disabled, locked or deleted",
                ADMINISTRATOR,
                50057,
                50053,
                50034);
        add(rules, GRANT_INVALID, "the user's password has expired", AUTHORIZE, 50055);
    }

    private static void servers(List<ErrorRule> rules) {
        add(
                rules,
                THROTTLED,
                "Microsoft treats the device's token requests as a loop",
                "Wait; the device requests a token again when needed.",
                50196);
        add(rules, UNAVAILABLE, "Microsoft has a temporary error", LATER, 90033, 50033, 90006, 50087);
    }

    private static void graph(List<ErrorRule> rules) {
        rules.add(api(
                401,
                "InvalidAuthenticationToken",
                TOKEN_INVALID,
                "Graph does not accept the access token",
                "If a new token is rejected too, authorise the profile again."));
        for (String code : List.of("ErrorAccessDenied", "Authorization_RequestDenied", "AccessDenied", "Forbidden")) {
            rules.add(api(code, REQUEST, "the app or its user lacks a permission for this request", PERMISSION));
        }
        for (String code : List.of(
                "NotFound", "ErrorItemNotFound", "itemNotFound", "ResourceNotFound", "Request_ResourceNotFound")) {
            rules.add(api(
                    code,
                    REQUEST,
                    "there is no such team, channel or item, or the user cannot see it",
                    "Correct the ids in Custom Path, or add the user to the team."));
        }
        rules.add(api(
                "BadRequest",
                REQUEST,
                "the payload or an id is not what Graph expects",
                "Correct Custom Path and Data Payload."));
        rules.add(api(
                "MailboxNotEnabledForRESTAPI",
                REQUEST,
                "the user has no mailbox that Graph can use",
                "Sign in as a user who has an Exchange Online mailbox."));
        rules.add(api("ErrorInvalidRecipients", REQUEST, "a recipient's address is wrong", "Correct Data Payload."));
    }

    private static void add(List<ErrorRule> rules, Failure.Kind kind, String message, String advice, int... numbers) {
        for (int number : numbers) {
            rules.add(token("AADSTS" + number, kind, message, advice));
        }
    }
}
