package com.algosolutions.oauth.providers;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Failure;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlackTest {
    /** The oauth.v2.access response without token rotation. */
    private static final String INSTALLED = """
            {"ok": true, "access_token": "xoxb-17653672481-19874698323-pdFZKVeTuE8sk7oOcHrzzqgy", "token_type": "bot",
             "scope": "chat:write,channels:read", "bot_user_id": "U0KRQLJ9H", "app_id": "A0KRD7HC3",
             "team": {"name": "Reception", "id": "T9TK3CUKW"}, "enterprise": null,
             "authed_user": {"id": "U1234", "scope": "chat:write", "access_token": "xoxp-1234", "token_type": "user"}}
            """;

    private final Cloud slack = new Cloud(new Slack());

    @AfterEach
    void stop() {
        slack.close();
    }

    private ApiResult posted(int status, String body) {
        return slack.onToken(200, INSTALLED).onApi(status, body).post();
    }

    private Failure refused(int status, String body) {
        ApiResult result = posted(status, body);
        assertThat(result.delivered()).isFalse();
        return result.failure().orElseThrow();
    }

    @Test
    @DisplayName("the bot token is sent as Bearer; the user token in the same response is not used")
    void token_ofTheTypeBot_isUsed() {
        ApiResult result = posted(200, "{\"ok\": true, \"channel\": \"C1\", \"ts\": \"1503435956.000247\"}");

        assertThat(result.delivered()).isTrue();
        assertThat(slack.bearers()).containsExactly("Bearer xoxb-17653672481-19874698323-pdFZKVeTuE8sk7oOcHrzzqgy");
    }

    @Test
    @DisplayName("a token without an expiry is used until Slack rejects it: without rotation nothing could renew it")
    void token_withoutExpiry_livesOn() {
        posted(200, "{\"ok\": true}");

        assertThat(slack.client.status("Front desk").accessTokenExpiresIn().orElseThrow())
                .isGreaterThan(Duration.ofDays(3600));
    }

    @Test
    @DisplayName("a token with an expiry is used until it expires")
    void token_withRotation_livesTwelveHours() {
        slack.onToken(
                        200,
                        "{\"ok\":true,\"access_token\":\"xoxe.xoxb-1-abc\",\"token_type\":\"bot\",\"expires_in\":43200,"
                                + "\"refresh_token\":\"xoxe-1-abc\"}")
                .onApi(200, "{\"ok\":true}")
                .post();

        assertThat(slack.client.status("Front desk").accessTokenExpiresIn().orElseThrow())
                .isLessThan(Duration.ofHours(13));
    }

    @Test
    @DisplayName("a token of another type is rejected")
    void token_ofAnotherType_isRefused() {
        ApiResult result = slack.onToken(
                        200, "{\"ok\":true,\"access_token\":\"xoxb-17653672481\",\"token_type\":\"app\"}")
                .post();

        assertThat(result.failure().orElseThrow().message()).contains("token_type");
        assertThat(slack.bearers()).isEmpty();
    }

    @Test
    @DisplayName("scopes are separated by commas")
    void scopes_areSeparatedByCommas() {
        assertThat(new Slack().scopeSeparator()).isEqualTo(",");
        posted(200, "{\"ok\": true}");
        assertThat(slack.tokenRequests().get(0)).contains("scope=chat%3Awrite");
    }

    @ParameterizedTest
    @CsvSource({
        "not_in_channel, REQUEST, not a member of the channel, Invite the app",
        "channel_not_found, REQUEST, no such channel, Copy the channel's id",
        "is_archived, REQUEST, archived, another channel",
        "missing_scope, REQUEST, lacks a scope, Bot Token Scopes",
        "no_text, REQUEST, no text, Add a",
        "msg_too_long, REQUEST, too long, Shorten",
        "invalid_blocks, REQUEST, not the expected JSON, Data Payload",
        "restricted_action, REQUEST, settings forbid, administrator",
        "unknown_method, REQUEST, no such method, Custom Path",
        "not_authed, REQUEST, no token, OAuth profile",
        "ratelimited, THROTTLED, too many requests, Wait",
        "rate_limited, THROTTLED, too many messages, Wait",
        "service_unavailable, UNAVAILABLE, temporarily unavailable, status page",
        "something_new, REQUEST, the target refused the request, payload"
    })
    @DisplayName("HTTP 200 with ok:false is a failure, with its code and advice")
    void reply_okFalse_isAFailure(String code, Failure.Kind consequence, String meaning, String advice) {
        Failure failure = refused(200, "{\"ok\": false, \"error\": \"" + code + "\"}");

        assertThat(failure.code()).contains(code);
        assertThat(failure.kind()).isEqualTo(consequence);
        assertThat(failure.message()).contains(meaning);
        assertThat(failure.advice()).contains(advice);
        assertThat(failure.serverError().orElseThrow().status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"internal_error, true", "fatal_error, true", "not_in_channel, false", "ratelimited, false"})
    @DisplayName("only after an internal error of Slack it is unknown whether the message is in the channel")
    void reply_okFalse_saysWhetherItMayBeThere(String code, boolean may) {
        ApiResult result = posted(200, "{\"ok\": false, \"error\": \"" + code + "\"}");

        assertThat(result.outcome()).isEqualTo(may ? ApiResult.Outcome.UNCONFIRMED : ApiResult.Outcome.REJECTED);
        assertThat(result.mayHaveBeenDelivered()).isEqualTo(may);
    }

    @ParameterizedTest
    @ValueSource(strings = {"token_expired", "token_revoked", "invalid_auth", "account_inactive"})
    @DisplayName("an invalid token is dropped, and the message is sent once more with a new one")
    void reply_thatRejectsTheToken_causesOneRenewal(String code) {
        ApiResult result = slack.onToken(200, INSTALLED)
                .onToken(200, "{\"ok\":true,\"access_token\":\"xoxb-2\",\"token_type\":\"bot\"}")
                .onApi(200, "{\"ok\":false,\"error\":\"" + code + "\"}")
                .onApi(200, "{\"ok\":true}")
                .post();

        assertThat(result.delivered()).isTrue();
        assertThat(slack.bearers()).hasSize(2).last().isEqualTo("Bearer xoxb-2");
    }

    @Test
    @DisplayName("a 429 is a rate limit, whatever its body")
    void reply_429_isAThrottle() {
        Failure failure = refused(429, "{\"ok\": false, \"error\": \"ratelimited\"}");

        assertThat(failure.kind()).isEqualTo(Failure.Kind.THROTTLED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ok", "{\"ok\": true}", "{}", "[]", "", "{\"ok\": \"false\"}"})
    @DisplayName("a 200 without ok:false is delivered")
    void reply_withoutTheMark_isDelivered(String body) {
        assertThat(posted(200, body).delivered()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "bad_client_secret, CONFIGURATION, client id and secret, Basic Information",
        "invalid_client_id, CONFIGURATION, client id and secret, Basic Information",
        "bad_redirect_uri, CONFIGURATION, redirect URIs, Save URLs",
        "invalid_code, GRANT_INVALID, authorization code, Start Authorization",
        "code_already_used, GRANT_INVALID, authorization code, Start Authorization",
        "invalid_refresh_token, GRANT_INVALID, refresh token, Start Authorization",
        "no_scopes, CONFIGURATION, no scope, SCOPES_LIST",
        "ratelimited, THROTTLED, too many requests, Wait",
        "something_new, CONFIGURATION, rejected the request without a known reason, Check"
    })
    @DisplayName("HTTP 200 with ok:false of the token endpoint is a failure, also with a token beside it")
    void tokenReply_okFalse_isAFailure(String code, Failure.Kind consequence, String meaning, String advice) {
        ApiResult result = slack.onToken(
                        200,
                        "{\"ok\":false,\"error\":\"" + code
                                + "\",\"access_token\":\"xoxb-17653672481\",\"token_type\":\"bot\"}")
                .post();

        Failure failure = result.failure().orElseThrow();
        assertThat(failure.code()).contains(code);
        assertThat(failure.kind()).isEqualTo(consequence);
        assertThat(failure.message()).contains(meaning);
        assertThat(failure.advice()).contains(advice);
        assertThat(slack.bearers()).isEmpty();
    }

    @Test
    @DisplayName("ok:false without an error code is a failure too")
    void tokenReply_okFalseWithoutAnError_isAFailure() {
        ApiResult result = slack.onToken(
                        200, "{\"ok\":false,\"access_token\":\"xoxb-17653672481\",\"token_type\":\"bot\"}")
                .post();

        assertThat(result.outcome()).isEqualTo(ApiResult.Outcome.NO_CREDENTIAL);
        assertThat(slack.bearers()).isEmpty();
    }
}
