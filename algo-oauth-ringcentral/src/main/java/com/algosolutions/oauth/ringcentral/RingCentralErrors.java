package com.algosolutions.oauth.ringcentral;

import static com.algosolutions.oauth.Failure.Kind.CONFIGURATION;
import static com.algosolutions.oauth.Failure.Kind.GRANT_INVALID;
import static com.algosolutions.oauth.Failure.Kind.REQUEST;
import static com.algosolutions.oauth.Failure.Kind.THROTTLED;
import static com.algosolutions.oauth.Failure.Kind.TOKEN_INVALID;
import static com.algosolutions.oauth.Failure.Kind.UNAVAILABLE;
import static com.algosolutions.oauth.spi.ErrorRule.api;
import static com.algosolutions.oauth.spi.ErrorRule.token;

import com.algosolutions.oauth.spi.Endpoint;
import com.algosolutions.oauth.spi.ErrorRule;
import com.algosolutions.oauth.spi.ErrorTable;
import java.util.ArrayList;
import java.util.List;

/**
 * The meaning of RingCentral's error codes. RingCentral often responds with another status than its guide documents, so the rows match by
 * code. Only the rows that reject an access token also require 401, because the request is then sent again. A row without a code matches by
 * status alone.
 */
final class RingCentralErrors {
    private static final String PASTE_CLIENT =
            "Paste Client ID and Client Secret again from the app's Credentials page in RingCentral's developer console.";
    private static final String PASTE_CLIENT_BASIC = "Choose HTTP_BASIC as Client Auth Mode. " + PASTE_CLIENT;
    private static final String NEW_JWT =
            "Create a new JWT credential for this app in RingCentral's developer console, paste it into the profile and"
                    + " select Update Profile.";
    /** For rejections that are not about the grant: a profile whose user signs in has no JWT. */
    private static final String OTHER_USER = "With JWT_BEARER: " + NEW_JWT
            + " Otherwise press Start Authorization, sign in as a user of the account, and select Update Profile.";

    private static final String APP_SETTINGS =
            "In RingCentral's developer console, set the app's auth method to the one for Grant Type: \"JWT auth flow\" for JWT_BEARER,"
                    + " the authorization code flow for AUTH_CODE_PKCE.";
    private static final String LOGIN =
            "With JWT_BEARER use the JWT credential of a user who may log in; otherwise press Start"
                    + " Authorization and sign in as such a user. Or ask the account's administrator.";
    private static final String ADMINISTRATOR = "Ask the account's administrator.";
    private static final String AGAIN = "If this happens again, authorise the profile again. " + OTHER_USER
            + " Devices that share one JWT credential or user can end each other's logins, because RingCentral keeps only about five.";
    private static final String SLOW_DOWN = "Wait; RingCentral restarts the wait with every request sent meanwhile.";
    private static final String SUPPORT = "Give the request id to RingCentral's support.";
    private static final String LATER = "Try again later; see RingCentral's status page.";
    private static final String PERMISSION =
            "the app lacks a permission for this request; posts need \"Team Messaging\"";
    private static final String ADD_PERMISSION =
            "Add the permission to the app in RingCentral's developer console, then delete the profile and create it again:"
                    + " a token issued before does not have the permission.";

    static final ErrorTable TABLE = ErrorTable.of(rules());

    private RingCentralErrors() {}

    private static List<ErrorRule> rules() {
        List<ErrorRule> rules = new ArrayList<>();
        client(rules);
        assertions(rules);
        logins(rules);
        grants(rules);
        limits(rules);
        tokens(rules);
        calls(rules);
        return rules;
    }

    private static void client(List<ErrorRule> rules) {
        rules.add(config("OAU-101", "the brand id is invalid", "Remove brand_id from Extra Params."));
        rules.add(config("OAU-111", "the token request contains a parameter twice", "Remove it from Extra Params."));
        rules.add(config("OAU-150", "a parameter has two values", "Remove it from Extra Params or from Token URL."));
        rules.add(config("CMN-101", "a parameter of the token request is wrong", "Correct or clear Extra Params."));
        for (String code : List.of("OAU-120", "OAU-121", "OAU-146")) {
            rules.add(config(code, "RingCentral does not accept this client id and secret", PASTE_CLIENT));
        }
        for (String code : List.of("OAU-123", "OAU-134")) {
            rules.add(config(code, "the request contains no valid client id and secret", PASTE_CLIENT_BASIC));
        }
        for (String code : List.of("OAU-153", "OAU-164")) {
            rules.add(config(code, "RingCentral has no app with this client id", PASTE_CLIENT));
        }
        rules.add(config("OAU-165", "the app belongs to the retired sandbox", "Use the app's production credentials."));
        rules.add(config(
                "OAU-113",
                "the app has no redirect URI registered",
                "Register the profile's redirect URI for the app in RingCentral's developer console."));
        rules.add(config(
                "OAU-127",
                "the app's release is invalid",
                "Check the app's state in RingCentral's developer console."));
        rules.add(config(
                "OAU-117",
                "the app's scope is narrower than needed",
                "Add the missing permissions to the app in RingCentral's developer console."));
        rules.add(config(
                "OAU-167",
                "the account restricts the sites from which it is used",
                "Ask the account's administrator to allow the device's site."));
    }

    private static void assertions(List<ErrorRule> rules) {
        for (String code : List.of("OAU-112", "OAU-125", "OAU-251")) {
            rules.add(config(code, "the app is not set up for the profile's grant type", APP_SETTINGS));
        }
        rules.add(config("OAU-116", "the app does not allow this authentication method", APP_SETTINGS));
        rules.add(config("OAU-250", "RingCentral does not know this grant type", "Choose JWT_BEARER as Grant Type."));
        rules.add(config(
                "OAU-270",
                "RingCentral reserves CLIENT_CREDENTIALS for its partners",
                "Choose JWT_BEARER as Grant Type, and paste a JWT credential."));
        rules.add(token(
                "OAU-345",
                GRANT_INVALID,
                "the JWT credential is wrong or damaged: its signature does not match",
                "Paste it again, whole, and select Update Profile. If that does not help: " + NEW_JWT));
        rules.add(token(
                "OAU-347",
                GRANT_INVALID,
                "the JWT credential is signed with an algorithm that RingCentral does not support",
                NEW_JWT));
    }

    private static void logins(List<ErrorRule> rules) {
        for (String code : List.of("OAU-105", "OAU-119", "OAU-141", "OAU-163", "OAU-236")) {
            rules.add(config(code, "the profile's user may not log in", LOGIN));
        }
        for (String code : List.of("OAU-136", "OAU-222", "OAU-232")) {
            rules.add(config(code, "the profile's user or account does not exist or was deleted", OTHER_USER));
        }
        rules.add(config("OAU-140", "RingCentral does not accept the user's credentials", OTHER_USER));
        rules.add(config("OAU-142", "the account's state forbids login", ADMINISTRATOR));
        rules.add(config("OAU-147", "the account is locked after failed logins", ADMINISTRATOR));
        rules.add(config("OAU-148", "the account is locked after failed logins", "Log in by single sign-on first."));
        rules.add(config(
                "OAU-168", "the account asks for a second factor", "Choose JWT_BEARER as Grant Type: it needs none."));
    }

    private static void grants(List<ErrorRule> rules) {
        rules.add(config(
                "OAU-102",
                "RingCentral cannot issue an authorization code for this app and user",
                "Check the app's auth method in RingCentral's developer console."));
        rules.add(config(
                "OAU-109",
                "the redirect URIs do not match",
                "Enter PKCE Redirect URI exactly as it is registered for the app in RingCentral's developer console."));
        for (String code : List.of("OAU-106", "OAU-108", "OAU-110")) {
            rules.add(token(
                    code,
                    GRANT_INVALID,
                    "the authorization code is invalid or has expired",
                    "Start Authorization again."));
        }
        rules.add(token("OAU-210", GRANT_INVALID, "the refresh token or JWT credential has expired", NEW_JWT));
        rules.add(token("OAU-211", GRANT_INVALID, "the refresh token or JWT credential was revoked", NEW_JWT));
        rules.add(token(
                "OAU-213",
                GRANT_INVALID,
                "the refresh token or JWT credential is not known: it was used, replaced or revoked",
                NEW_JWT));
        rules.add(token(
                "invalid_grant",
                GRANT_INVALID,
                "RingCentral does not accept the refresh token or JWT credential: it is expired, revoked, or made for other apps",
                NEW_JWT));
    }

    private static void limits(List<ErrorRule> rules) {
        String logins = "too many logins: RingCentral allows an app about 5 a minute";
        String requests = "too many requests for this user and app";
        for (String code : List.of("CMN-301", "CMN-302", "CMN-303", "CMN-310")) {
            rules.add(token(code, THROTTLED, logins, SLOW_DOWN));
            rules.add(api(code, THROTTLED, requests, SLOW_DOWN));
        }
        rules.add(token("CMN-304", THROTTLED, "the same request is already in progress", "Wait for its result."));
        rules.add(api("CMN-304", THROTTLED, "the same request is already in progress", "Wait for its result."));
        rules.add(ErrorRule.of(Endpoint.TOKEN, 429, THROTTLED, logins, SLOW_DOWN));
        rules.add(api(429, THROTTLED, requests, SLOW_DOWN));

        rules.add(token("service_unavailable", UNAVAILABLE, "RingCentral is temporarily unavailable", LATER));
        rules.add(ErrorRule.of(Endpoint.TOKEN, 503, UNAVAILABLE, "RingCentral is temporarily unavailable", LATER));
        rules.add(api(503, UNAVAILABLE, "RingCentral is temporarily unavailable", LATER));
        rules.add(api(
                        500,
                        REQUEST,
                        "this user's daily limit of posts is reached",
                        "Do not send it again today; RingCentral accepts 2500 posts a day from a user.")
                .withBodyContaining("You have exceeded your limits for this action"));
    }

    /** 401 responses of the API. */
    private static void tokens(List<ErrorRule> rules) {
        rules.add(dead("OAU-128", "the access token has expired"));
        rules.add(dead("OAU-129", "the access token was replaced by a newer one"));
        rules.add(dead("OAU-149", "RingCentral does not know the access token"));
        rules.add(dead("OAU-210", "the access token has expired"));
        rules.add(dead("OAU-211", "the access token was revoked"));
        rules.add(dead("OAU-213", "the access token is not known: it was replaced or revoked"));
        rules.add(api("OAU-151", REQUEST, "RingCentral does not support this method here", "Correct Method."));
        rules.add(dead("TokenInvalid", "RingCentral has invalidated the access token"));
        rules.add(dead("invalid_token", "RingCentral has invalidated the access token"));
        rules.add(api("CMN-405", CONFIGURATION, "the user must log in to this extension", LOGIN));
        rules.add(api("AGW-401", REQUEST, "the request has no Authorization header", "Choose an OAuth profile."));
        rules.add(
                api(
                        "AGW-402",
                        REQUEST,
                        "the Authorization header is malformed",
                        "Choose an OAuth profile instead of a custom Authorization header, and remove proxies that change headers."));
        rules.add(api(401, REQUEST, "RingCentral rejected the request, but not the token", SUPPORT));
    }

    private static void calls(List<ErrorRule> rules) {
        rules.add(api("CMN-401", REQUEST, PERMISSION, ADD_PERMISSION));
        rules.add(api("InsufficientPermissions", REQUEST, PERMISSION, ADD_PERMISSION));
        rules.add(api(
                "CMN-408",
                REQUEST,
                "the user lacks a permission for this request",
                "Ask the account's administrator for it, or authorise the profile as a user who has it."));
        rules.add(api("CMN-109", REQUEST, "this feature is off for the account", ADMINISTRATOR));
        rules.add(api(
                415,
                "CMN-101",
                REQUEST,
                "RingCentral does not accept a payload of this type",
                "Send the header Content-Type: application/json."));
        rules.add(api(
                "CMN-101",
                REQUEST,
                "a value in path or payload is wrong",
                "Correct Custom Path and Data Payload; a post needs a \"text\" of 1 to 10000 characters."));
        for (String code : List.of("CMN-103", "CMN-104")) {
            rules.add(api(code, REQUEST, "the payload is not the expected JSON", "Correct Data Payload."));
        }
        rules.add(api(
                "CMN-102",
                REQUEST,
                "there is no such team, or the profile's user is not a member of it",
                "Copy the team's link again and check its id in the path, or add the user to the team."));
    }

    private static ErrorRule config(String code, String message, String advice) {
        return token(code, CONFIGURATION, message, advice);
    }

    /** The access token is invalid, and the request was not executed. */
    private static ErrorRule dead(String code, String message) {
        return api(401, code, TOKEN_INVALID, message, AGAIN);
    }
}
