package com.algosolutions.oauth.ringcentral;

import static com.algosolutions.oauth.spi.Consequence.CONFIGURATION;
import static com.algosolutions.oauth.spi.Consequence.GRANT_DEAD;
import static com.algosolutions.oauth.spi.Consequence.OUTAGE;
import static com.algosolutions.oauth.spi.Consequence.REQUEST;
import static com.algosolutions.oauth.spi.Consequence.TOKEN_DEAD;
import static com.algosolutions.oauth.spi.Consequence.WAIT;
import static com.algosolutions.oauth.spi.ErrorRule.api;
import static com.algosolutions.oauth.spi.ErrorRule.token;

import com.algosolutions.oauth.spi.ErrorRule;
import com.algosolutions.oauth.spi.ErrorTable;
import java.util.ArrayList;
import java.util.List;

/**
 * What RingCentral's error codes mean. The statuses that its guide gives are often not those that are seen, so the rows go by code;
 * where a status alone must decide, the row stands last.
 */
final class RingCentralErrors {
    private static final String PASTE_CLIENT =
            "Paste Client ID and Client Secret again from the app's Credentials page in RingCentral's developer console.";
    private static final String NEW_JWT =
            "Create a new JWT credential in RingCentral's developer console, paste it into the profile and select Update Profile.";
    private static final String APP_SETTINGS =
            "In RingCentral's developer console, set the app's auth method to \"JWT auth flow\".";
    private static final String LOGIN = "Use the JWT of a user who may log in, or ask the account's administrator.";
    private static final String AGAIN =
            "Authorise the profile again if this repeats: the provider invalidates its tokens.";
    private static final String SLOW_DOWN = "Wait; RingCentral starts the wait anew with every request sent meanwhile.";
    private static final String SUPPORT = "Give the request id to RingCentral's support.";
    private static final String LATER = "Try again later; RingCentral's status page tells more.";

    static final ErrorTable TABLE = new ErrorTable(rules());

    private RingCentralErrors() {}

    private static List<ErrorRule> rules() {
        List<ErrorRule> rules = new ArrayList<>();
        client(rules);
        assertions(rules);
        logins(rules);
        grants(rules);
        limits(rules);
        calls(rules);
        return rules;
    }

    private static void client(List<ErrorRule> rules) {
        rules.add(config("OAU-101", "the brand id is invalid", "Remove brand_id from Extra Params."));
        rules.add(config("OAU-111", "a request parameter is there twice", "Remove it from Extra Params."));
        rules.add(config("OAU-150", "a parameter has two values", "Remove it from Extra Params or from Token URL."));
        for (String code : List.of("OAU-120", "OAU-121", "OAU-123", "OAU-134", "OAU-146")) {
            rules.add(config(code, "RingCentral does not accept this client id and secret", PASTE_CLIENT));
        }
        rules.add(config("OAU-153", "RingCentral knows no app with this client id", PASTE_CLIENT));
        rules.add(config("OAU-164", "RingCentral knows no app with this client id", PASTE_CLIENT));
        rules.add(config("OAU-165", "this is an app of the retired sandbox", "Use the app's production credentials."));
        rules.add(config(
                "OAU-113",
                "the app has no redirect URI registered",
                "Register the profile's redirect URI for the app in RingCentral's developer console."));
        rules.add(config(
                "OAU-127",
                "the app's release is invalid",
                "Check the app's state in RingCentral's developer console."));
        rules.add(config(
                "OAU-117", "the app's scope is narrower than needed", "Add the missing permissions to the app."));
        rules.add(config("OAU-167", "the account restricts the sites from which it is used", LOGIN));
    }

    private static void assertions(List<ErrorRule> rules) {
        for (String code : List.of("OAU-112", "OAU-125", "OAU-251")) {
            rules.add(config(code, "the app is not set up for the JWT auth flow", APP_SETTINGS));
        }
        rules.add(config("OAU-116", "the app does not allow this way of authentication", APP_SETTINGS));
        rules.add(config("OAU-250", "RingCentral does not know this grant type", "Choose Grant Type JWT_BEARER."));
        rules.add(config(
                "OAU-270",
                "RingCentral reserves CLIENT_CREDENTIALS for its partners",
                "Choose Grant Type JWT_BEARER and paste a JWT credential."));
        rules.add(config("OAU-345", "the JWT credential is wrong or damaged: its signature does not fit", NEW_JWT));
        rules.add(
                config("OAU-347", "the JWT credential is signed by a method that RingCentral does not take", NEW_JWT));
    }

    private static void logins(List<ErrorRule> rules) {
        for (String code : List.of("OAU-105", "OAU-119", "OAU-141", "OAU-163", "OAU-236")) {
            rules.add(config(code, "the user of the JWT may not log in", LOGIN));
        }
        for (String code : List.of("OAU-136", "OAU-222", "OAU-232")) {
            rules.add(config(code, "the user or account of the JWT does not exist (any more)", NEW_JWT));
        }
        rules.add(config("OAU-140", "RingCentral does not accept the user's credentials", NEW_JWT));
        rules.add(config("OAU-142", "the account's state forbids login", "Ask the account's administrator."));
        rules.add(config("OAU-147", "the account is locked after failed logins", "Ask the account's administrator."));
        rules.add(config("OAU-148", "the account is locked after failed logins", "Log in by single sign-on first."));
        rules.add(config(
                "OAU-168", "the account asks for a second factor", "Use Grant Type JWT_BEARER, which needs none."));
    }

    private static void grants(List<ErrorRule> rules) {
        for (String code : List.of("OAU-102", "OAU-106", "OAU-108", "OAU-109", "OAU-110")) {
            rules.add(config(code, "the authorization code is not valid (any more)", "Start Authorization again."));
        }
        rules.add(token("OAU-210", GRANT_DEAD, "the refresh token has expired", NEW_JWT));
        rules.add(token("OAU-211", GRANT_DEAD, "the refresh token was revoked", NEW_JWT));
        rules.add(token(
                "OAU-213", GRANT_DEAD, "the refresh token is not known any more: used, replaced, or revoked", NEW_JWT));
        rules.add(token(
                "invalid_grant",
                GRANT_DEAD,
                "RingCentral does not accept the JWT credential: expired, revoked, or made for other apps",
                NEW_JWT));
    }

    private static void limits(List<ErrorRule> rules) {
        for (String code : List.of("CMN-301", "CMN-302", "CMN-303", "CMN-310")) {
            rules.add(token(code, WAIT, "too many logins: RingCentral allows an app 5 a minute", SLOW_DOWN));
            rules.add(api(0, code, WAIT, "too many requests for this user and app", SLOW_DOWN));
        }
        rules.add(api(0, "CMN-304", WAIT, "the same request is under way already", "Wait for its result."));
        rules.add(token("service_unavailable", OUTAGE, "RingCentral is temporarily unavailable", LATER));
        rules.add(api(500, "", REQUEST, "this user's daily limit of posts is reached", "Post less, or tomorrow.")
                .saying("You have exceeded your limits for this action"));
    }

    private static void calls(List<ErrorRule> rules) {
        rules.add(api(401, "OAU-128", TOKEN_DEAD, "RingCentral has expired the access token", AGAIN));
        rules.add(api(401, "OAU-129", TOKEN_DEAD, "the access token was replaced by a newer one", AGAIN));
        rules.add(api(401, "OAU-149", TOKEN_DEAD, "RingCentral does not know the access token", AGAIN));
        rules.add(api(401, "OAU-210", TOKEN_DEAD, "RingCentral has expired the access token", AGAIN));
        rules.add(api(401, "OAU-211", TOKEN_DEAD, "the access token was revoked", AGAIN));
        rules.add(
                api(401, "OAU-213", TOKEN_DEAD, "the access token is not known any more: replaced or revoked", AGAIN));
        rules.add(api(401, "TokenInvalid", TOKEN_DEAD, "RingCentral has invalidated the access token", AGAIN));
        rules.add(api(401, "OAU-151", REQUEST, "RingCentral does not take this method here", "Correct Method."));
        rules.add(api(401, "CMN-405", CONFIGURATION, "the user must log in to this extension", LOGIN));
        rules.add(api(
                401, "AGW-401", REQUEST, "the request came without an Authorization header", "Name an OAuth profile."));
        rules.add(api(
                401,
                "AGW-402",
                REQUEST,
                "the Authorization header came malformed",
                "Remove proxies that change headers."));
        rules.add(api(401, "", REQUEST, "RingCentral refuses the request, but not the token", SUPPORT));
        rules.add(api(
                403,
                "CMN-401",
                REQUEST,
                "the app lacks a permission for this request, for posts \"Team Messaging\"",
                "Add the permission to the app in RingCentral's developer console, then start a new authorization."));
        rules.add(api(
                403,
                "InsufficientPermissions",
                REQUEST,
                "the app lacks a permission for this request, for posts \"Team Messaging\"",
                "Add the permission to the app in RingCentral's developer console, then start a new authorization."));
        rules.add(api(403, "CMN-408", REQUEST, "the user lacks a permission for this request", LOGIN));
        rules.add(api(
                403, "CMN-109", REQUEST, "this feature is off for the account", "Ask the account's administrator."));
        rules.add(api(
                400,
                "CMN-101",
                REQUEST,
                "a value in path or payload is wrong",
                "Compare Custom Path and Data Payload."));
        rules.add(
                api(400, "CMN-103", REQUEST, "the payload is not the JSON that is expected", "Correct Data Payload."));
        rules.add(
                api(400, "CMN-104", REQUEST, "the payload is not the JSON that is expected", "Correct Data Payload."));
        rules.add(api(
                404,
                "CMN-102",
                REQUEST,
                "there is no such team, or the user of the JWT is not a member of it",
                "Copy the team's link again and check its id in the path, or add the user to the team."));
    }

    private static ErrorRule config(String code, String meaning, String advice) {
        return token(code, CONFIGURATION, meaning, advice);
    }
}
