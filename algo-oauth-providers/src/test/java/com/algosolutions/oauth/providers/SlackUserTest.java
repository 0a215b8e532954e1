package com.algosolutions.oauth.providers;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.CallbackResult;
import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.SignIn;
import com.algosolutions.oauth.profile.GrantType;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Slack's user tokens, which are nested in the response. */
class SlackUserTest {
    /** The oauth.v2.access response of an app that has a bot too. */
    private static final String WITH_BOT = """
            {"ok": true, "access_token": "xoxb-of-the-bot", "token_type": "bot", "scope": "commands",
             "bot_user_id": "U0KRQLJ9H", "app_id": "A0KRD7HC3", "team": {"id": "T9TK3CUKW"}, "enterprise": null,
             "refresh_token": "xoxe-1-bot", "expires_in": 100,
             "authed_user": {"id": "U1234", "scope": "chat:write,channels:read", "access_token": "xoxp-of-the-user",
                             "token_type": "user"}}
            """;
    /** The response of an app without a bot. */
    private static final String WITHOUT_BOT = """
            {"ok": true, "app_id": "A0KRD7HC3", "team": {"id": "T9TK3CUKW"}, "enterprise": null,
             "authed_user": {"id": "U1234", "scope": "channels:read,chat:write", "access_token": "xoxp-of-the-user",
                             "token_type": "user"}}
            """;

    private final Cloud slack = new Cloud(
            new SlackUser(), form -> form.grantType(GrantType.AUTH_CODE_PKCE).scopes("chat:write", "channels:read"));

    @AfterEach
    void stop() {
        slack.close();
    }

    private CallbackResult signIn() {
        SignIn signIn = slack.client.signIns().start("Front desk");
        String query = signIn.browserUrl().orElseThrow().getRawQuery();
        assertThat(query.split("&")).contains("user_scope=chat%3Awrite%2Cchannels%3Aread");
        assertThat(query).doesNotContain("&scope=");
        String state = query.replaceAll(".*[&?]state=([^&]+).*", "$1");
        CallbackResult result = slack.client
                .signIns()
                .handleCallback("https://192.0.2.7/control/oauth-callback.lua?code=the-code&state=" + state);
        slack.client.signIns().save("Front desk");
        return result;
    }

    private Duration expiresIn() {
        return slack.client.status("Front desk").accessTokenExpiresIn().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {WITH_BOT, WITHOUT_BOT})
    void tokenOfTheUser_isSent_neverThatOfTheBot(String response) {
        slack.onToken(200, response).onApi(200, "{\"ok\":true}");
        assertThat(signIn().accepted()).isTrue();
        ApiResult result = slack.post();
        assertThat(result.delivered()).as(result.toString()).isTrue();
        assertThat(slack.bearers()).containsExactly("Bearer xoxp-of-the-user");
        assertThat(expiresIn()).isGreaterThan(Duration.ofDays(3600));
        assertThat(slack.client.events()).noneMatch(event -> event.toString().contains("another scope"));
        assertThat(slack.tokenRequests().get(0)).doesNotContain("scope");
    }

    /** Slack sends the tokens of a refresh at the top level; a nested response counts too. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"ok\":true,\"access_token\":\"xoxe.xoxp-2\",\"token_type\":\"user\",\"expires_in\":43200,\"refresh_token\":\"xoxe-2\"}",
                "{\"ok\":true,\"authed_user\":{\"id\":\"U1\"},\"access_token\":\"xoxe.xoxp-2\",\"token_type\":\"user\","
                        + "\"expires_in\":43200,\"refresh_token\":\"xoxe-2\"}",
                "{\"ok\":true,\"authed_user\":{\"access_token\":\"xoxe.xoxp-2\",\"token_type\":\"user\",\"expires_in\":43200,"
                        + "\"refresh_token\":\"xoxe-2\"}}"
            })
    void rotation_renewsTheTokenOfTheUser(String renewed) {
        slack.onToken(
                        200,
                        "{\"ok\":true,\"authed_user\":{\"id\":\"U1\",\"access_token\":\"xoxe.xoxp-1\",\"token_type\":\"user\","
                                + "\"expires_in\":43200,\"refresh_token\":\"xoxe-1\"}}")
                .onToken(200, renewed)
                .onToken(200, renewed)
                .onApi(200, "{\"ok\":true}");
        assertThat(signIn().accepted()).isTrue();
        assertThat(expiresIn()).isBetween(Duration.ofHours(11), Duration.ofHours(13));
        slack.client.renew("Front desk");
        assertThat(slack.post().delivered()).isTrue();
        assertThat(slack.bearers()).containsExactly("Bearer xoxe.xoxp-2");
        slack.client.renew("Front desk");
        assertThat(slack.tokenRequests().get(1)).contains("grant_type=refresh_token", "refresh_token=xoxe-1");
        assertThat(slack.tokenRequests().get(2)).contains("grant_type=refresh_token", "refresh_token=xoxe-2");
    }

    /** A response that has only the token of the bot would post under another name. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"ok\":true,\"access_token\":\"xoxb-1\",\"token_type\":\"bot\",\"authed_user\":{\"id\":\"U1234\"}}",
                "{\"ok\":true,\"access_token\":\"xoxb-1\",\"token_type\":\"bot\"}",
                "{\"ok\":true,\"access_token\":\"xoxb-1\",\"token_type\":\"bot\",\"authed_user\":null}",
                "{\"ok\":true,\"access_token\":\"xoxb-1\",\"token_type\":\"bot\",\"authed_user\":[]}"
            })
    void responseWithoutATokenOfTheUser_isRefused(String response) {
        slack.onToken(200, response);
        CallbackResult result = signIn();
        assertThat(result.accepted()).isFalse();
        assertThat(result.failure().orElseThrow().message()).contains("authed_user");
        assertThat(slack.bearers()).isEmpty();
    }

    @Test
    void okFalse_isAFailure_evenWithAToken() {
        slack.onToken(200, WITH_BOT.replace("\"ok\": true", "\"ok\": false, \"error\": \"invalid_code\""));
        Failure failure = signIn().failure().orElseThrow();
        assertThat(failure.code()).contains("invalid_code");
        assertThat(slack.client.events()).noneMatch(event -> event.kind() == Event.Kind.TOKEN);
    }
}
