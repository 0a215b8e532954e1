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

/** The meaning of Slack's {@code error} values; nearly all of them come with status 200. */
final class SlackErrors {
    private static final String REINSTALL =
            "Select Start Authorization, which installs the app in the workspace again, then Update Profile.";
    private static final String PASTE_CLIENT =
            "Paste Client ID and Client Secret again from the app's Basic Information.";
    private static final String INVITE =
            "Invite the app to the channel (/invite @app), or add the scope chat:write.public and authorise again.";
    private static final String PAYLOAD = "Correct Data Payload.";
    private static final String WAIT_A_LITTLE =
            "Wait before the next press; Slack accepts about one message a second per channel.";
    private static final String LATER = "Check the channel before you repeat it; see Slack's status page.";

    static final ErrorTable TABLE = ErrorTable.of(rules());

    private SlackErrors() {}

    private static List<ErrorRule> rules() {
        List<ErrorRule> rules = new ArrayList<>();
        client(rules);
        grants(rules);
        tokens(rules);
        messages(rules);
        both(rules, "ratelimited", THROTTLED, "too many requests for this app and workspace", WAIT_A_LITTLE);
        both(rules, "rate_limited", THROTTLED, "too many messages to this channel", WAIT_A_LITTLE);
        both(
                rules,
                "internal_error",
                UNAVAILABLE,
                "Slack has an internal error and may still have executed the request",
                LATER);
        both(
                rules,
                "fatal_error",
                UNAVAILABLE,
                "Slack has an internal error and may still have executed the request",
                LATER);
        both(rules, "service_unavailable", UNAVAILABLE, "Slack is temporarily unavailable", LATER);
        both(
                rules,
                "request_timeout",
                UNAVAILABLE,
                "the request reached Slack too slowly or incompletely",
                "Try again.");
        return rules;
    }

    private static void client(List<ErrorRule> rules) {
        for (String code : List.of("invalid_client_id", "bad_client_secret", "client_id_not_found")) {
            rules.add(token(code, CONFIGURATION, "Slack does not accept this client id and secret", PASTE_CLIENT));
        }
        rules.add(token(
                "bad_redirect_uri",
                CONFIGURATION,
                "the redirect URIs do not match",
                "Enter PKCE Redirect URI exactly as it is listed under OAuth & Permissions, Redirect URLs, and select Save"
                        + " URLs there."));
        rules.add(token(
                "invalid_grant_type",
                CONFIGURATION,
                "Slack does not know this grant type",
                "Choose Grant Type AUTH_CODE_PKCE."));
        rules.add(token(
                "no_scopes",
                CONFIGURATION,
                "the app requested no scope",
                "Choose Scope Mode SCOPES_LIST and enter chat:write in Scope."));
        rules.add(token(
                "invalid_scope",
                CONFIGURATION,
                "a scope is unknown or is not a bot scope",
                "Compare Scope with the Bot Token Scopes of the app, under OAuth & Permissions."));
    }

    private static void grants(List<ErrorRule> rules) {
        for (String code : List.of("invalid_code", "code_already_used", "code_expired")) {
            rules.add(token(code, GRANT_INVALID, "the authorization code is invalid or has expired", REINSTALL));
        }
        rules.add(token("invalid_refresh_token", GRANT_INVALID, "Slack does not accept the refresh token", REINSTALL));
        rules.add(token("token_revoked", GRANT_INVALID, "the app was removed from the workspace", REINSTALL));
    }

    private static void tokens(List<ErrorRule> rules) {
        rules.add(api("token_expired", TOKEN_INVALID, "the access token has expired", REINSTALL));
        rules.add(api(
                "token_revoked",
                TOKEN_INVALID,
                "the token was revoked or the app removed from the workspace",
                REINSTALL));
        rules.add(api(
                "invalid_auth",
                TOKEN_INVALID,
                "Slack does not accept the token, or not from this network",
                REINSTALL + " If the app restricts IP addresses, add the device's."));
        rules.add(api(
                "account_inactive", TOKEN_INVALID, "the bot or its workspace was deleted or deactivated", REINSTALL));
        rules.add(api("not_authed", REQUEST, "the request has no token", "Choose an OAuth profile."));
        rules.add(api(
                "missing_scope",
                REQUEST,
                "the token lacks a scope for this request; messages need chat:write",
                "Add it to the app's Bot Token Scopes and to Scope, then authorise the profile again."));
        rules.add(api(
                "not_allowed_token_type",
                REQUEST,
                "Slack does not accept a bot token here",
                "Use a method for bots, such as api/chat.postMessage."));
    }

    private static void messages(List<ErrorRule> rules) {
        rules.add(api("not_in_channel", REQUEST, "the app is not a member of the channel", INVITE));
        rules.add(api(
                "channel_not_found",
                REQUEST,
                "there is no such channel, or it is private and the app is not a member of it",
                "Copy the channel's id again (its details, at the bottom) into \"channel\". " + INVITE));
        rules.add(api("is_archived", REQUEST, "the channel is archived", "Choose another channel, or restore it."));
        rules.add(api("no_text", REQUEST, "the message has no text", "Add a \"text\" to Data Payload, as JSON."));
        rules.add(api("msg_too_long", REQUEST, "the message is too long", "Shorten \"text\"."));
        for (String code : List.of(
                "invalid_arguments",
                "invalid_arg_name",
                "invalid_json",
                "json_not_object",
                "invalid_post_type",
                "invalid_blocks")) {
            rules.add(api(code, REQUEST, "the payload is not the expected JSON", PAYLOAD));
        }
        for (String code : List.of(
                "restricted_action",
                "access_denied",
                "no_permission",
                "ekm_access_denied",
                "team_access_not_granted")) {
            rules.add(api(
                    code,
                    REQUEST,
                    "the workspace's settings forbid this to the app",
                    "Ask the workspace's administrator."));
        }
        rules.add(api(
                "unknown_method",
                REQUEST,
                "Slack has no such method",
                "Correct Custom Path, such as api/chat.postMessage."));
        rules.add(api(
                "message_limit_exceeded",
                REQUEST,
                "the workspace has reached its limit of messages",
                "Ask the workspace's administrator."));
    }

    private static void both(List<ErrorRule> rules, String code, Failure.Kind kind, String message, String advice) {
        rules.add(token(code, kind, message, advice));
        rules.add(api(code, kind, message, advice));
    }
}
