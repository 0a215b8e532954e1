package com.algosolutions.oauth.providers;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.spi.ErrorRule;
import com.algosolutions.oauth.spi.OAuthProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Error responses in each provider's format, and the texts that an operator reads. */
class ProviderErrorsTest {
    private static OAuthProvider provider(String id) {
        return PresetsPageTest.providers()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("com.algosolutions.oauth.providers.PresetsPageTest#providers")
    @DisplayName("every rule says what it means and what to do, in sentences of one form")
    void rules_areComplete(OAuthProvider provider) {
        assertThat(provider.errors().rules()).isNotEmpty().allSatisfy(rule -> {
            assertThat(rule.message()).isNotBlank().doesNotEndWith(".");
            assertThat(rule.advice()).isNotBlank().endsWith(".");
        });
        assertThat(provider.errors().rules().stream()
                        .map(rule -> rule.endpoint() + " " + rule.status() + " " + rule.code() + rule.bodyContaining()))
                .doesNotHaveDuplicates();
        assertThat(provider.errors().rules().stream()
                        .filter(rule -> rule.endpoint() == com.algosolutions.oauth.spi.Endpoint.API)
                        .map(ErrorRule::kind))
                .doesNotContain(Failure.Kind.GRANT_INVALID);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "ZOOM, 400, '{\"reason\":\"Invalid Token!\",\"error\":\"invalid_request\"}', invalid_request, GRANT_INVALID, refresh token, Start Authorization",
                "ZOOM, 400, '{\"reason\":\"Invalid authorization code\",\"error\":\"invalid_request\"}', invalid_request, GRANT_INVALID, authorization code, Start Authorization",
                "ZOOM, 400, '{\"reason\":\"Redirect URI mismatch.\",\"error\":\"invalid_request\"}', invalid_request, CONFIGURATION, redirect URIs, PKCE Redirect URI",
                "ZOOM, 400, '{\"reason\":\"Bad\",\"error\":\"invalid_request\"}', invalid_request, CONFIGURATION, malformed, documentation",
                "ZOOM, 400, '{\"reason\":\"Bad Request\",\"error\":\"invalid_request\"}', invalid_request, CONFIGURATION, account_id, Account ID",
                "ZOOM, 400, '{\"reason\":\"unsupported grant type\",\"error\":\"unsupported_grant_type\"}', unsupported_grant_type, CONFIGURATION, not of the type, Server-to-Server",
                "ZOOM, 400, '{\"code\":4705,\"message\":\"Grant type is not supported\"}', 4705, CONFIGURATION, not of the type, General App",
                "ZOOM, 400, '{\"reason\":\"Invalid client_id or client_secret\",\"error\":\"invalid_client\"}', invalid_client, CONFIGURATION, client id and secret, Paste",
                "ZOOM, 401, '{\"reason\":\"Invalid client_id or client_secret\",\"error\":\"invalid_client\"}', invalid_client, CONFIGURATION, client id and secret, Paste",
                "WEBEX, 400, '{\"message\":\"The refresh token is expired\",\"errors\":[],\"trackingId\":\"R_1\"}', '', GRANT_INVALID, refresh token, Start Authorization",
                "WEBEX, 400, '{\"error\":\"invalid_grant\"}', invalid_grant, GRANT_INVALID, 'invalid, expired', credentials",
                "MICROSOFT, 401, '{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: Invalid client secret\",\"error_codes\":[7000215]}', AADSTS7000215, CONFIGURATION, client secret, Value",
                "MICROSOFT, 401, '{\"error\":\"invalid_client\",\"error_codes\":[70002,50012]}', AADSTS70002, CONFIGURATION, client secret, Value",
                "MICROSOFT, 401, '{\"error\":\"invalid_client\",\"error_codes\":[70002]}', AADSTS70002, CONFIGURATION, client id, Client Secret",
                "MICROSOFT, 400, '{\"error\":\"invalid_grant\",\"error_codes\":[70002,54005]}', AADSTS70002, GRANT_INVALID, authorization code, Start Authorization",
                "MICROSOFT, 400, '{\"error\":\"invalid_grant\",\"error_codes\":[50055]}', AADSTS50055, GRANT_INVALID, password, Start Authorization",
                "MICROSOFT, 400, '{\"error\":\"invalid_grant\",\"error_codes\":[50086]}', AADSTS50086, GRANT_INVALID, 'invalid, expired', credentials",
                "MICROSOFT, 400, '{\"error\":\"invalid_grant\",\"error_codes\":[700082]}', AADSTS700082, GRANT_INVALID, unused, Start Authorization",
                "MICROSOFT, 400, '{\"error\":\"invalid_grant\",\"error_codes\":[700084]}', AADSTS700084, GRANT_INVALID, single-page, Web",
                "MICROSOFT, 400, '{\"error\":\"invalid_request\",\"error_codes\":[9002327]}', AADSTS9002327, CONFIGURATION, single-page, Web",
                "MICROSOFT, 400, '{\"error\":\"invalid_request\",\"error_codes\":[90002]}', AADSTS90002, CONFIGURATION, tenant, Extra Params",
                "MICROSOFT, 400, '{\"error\":\"invalid_grant\",\"error_codes\":[50076],\"suberror\":\"basic_action\"}', AADSTS50076, GRANT_INVALID, identity, Start Authorization",
                "MICROSOFT, 400, '{\"error\":\"invalid_grant\",\"error_codes\":[1]}', AADSTS1, GRANT_INVALID, 'invalid, expired', credentials",
                "MICROSOFT, 400, '{\"error\":\"unauthorized_client\",\"error_codes\":[700016]}', AADSTS700016, CONFIGURATION, no app, Overview",
                "MICROSOFT, 400, '{\"error\":\"invalid_scope\",\"error_codes\":[1002012]}', AADSTS1002012, CONFIGURATION, does not fit, .default",
                "GOOGLE, 400, '{\"error\":\"invalid_grant\",\"error_description\":\"Token has been expired or revoked.\"}', invalid_grant, GRANT_INVALID, seven, In production",
                "GOOGLE, 401, '{\"error\":\"deleted_client\"}', deleted_client, CONFIGURATION, client id, Paste",
                "GOOGLE, 400, '{\"error\":\"admin_policy_enforced\"}', admin_policy_enforced, CONFIGURATION, organisation, administrator"
            })
    @DisplayName("an error of the token endpoint has its meaning and advice")
    void tokenRefusal_isExplained(
            String id, int status, String body, String code, Failure.Kind consequence, String meaning, String advice) {
        try (Cloud cloud = new Cloud(provider(id))) {
            check(cloud.onToken(status, body).post().failure().orElseThrow(), code, consequence, meaning, advice);
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "ZOOM, 400, '{\"code\":4711,\"message\":\"Invalid access token, does not contain scopes:[meeting:write]\"}', 4711, REQUEST, scope, Scope",
                "ZOOM, 404, '{\"code\":3001,\"message\":\"Meeting does not exist\"}', 3001, REQUEST, no such meeting, Custom Path",
                "ZOOM, 400, '{\"code\":300,\"message\":\"Validation Failed.\"}', 300, REQUEST, payload, Data Payload",
                "ZOOM, 429, '{\"code\":429,\"message\":\"You have reached the maximum per-second rate limit\"}', 429, THROTTLED, too many, Wait",
                "WEBEX, 404, '{\"message\":\"Could not find a room\",\"trackingId\":\"R_1\"}', '', REQUEST, no such space, roomId",
                "WEBEX, 403, '{\"message\":\"no\"}', '', REQUEST, scope, integration",
                "WEBEX, 400, '{\"message\":\"no\"}', '', REQUEST, payload, Data Payload",
                "MICROSOFT, 403, '{\"error\":{\"code\":\"Forbidden\",\"message\":\"Missing scope permissions\",\"innerError\":{}}}', Forbidden, REQUEST, permission, API permissions",
                "MICROSOFT, 404, '{\"error\":{\"code\":\"NotFound\",\"message\":\"NotFound\"}}', NotFound, REQUEST, no such team, Custom Path",
                "MICROSOFT, 403, '{\"error\":{\"code\":\"ErrorAccessDenied\",\"message\":\"Access is denied.\"}}', ErrorAccessDenied, REQUEST, permission, API permissions",
                "MICROSOFT, 429, '{\"error\":{\"code\":\"TooManyRequests\"}}', TooManyRequests, THROTTLED, too many, Wait",
                "GOOGLE, 403, '{\"error\":{\"code\":403,\"message\":\"Rate Limit Exceeded\",\"errors\":[{\"reason\":\"rateLimitExceeded\"}]}}', rateLimitExceeded, THROTTLED, too many, Wait",
                "GOOGLE, 403, '{\"error\":{\"code\":403,\"status\":\"PERMISSION_DENIED\",\"details\":[{\"reason\":\"SERVICE_DISABLED\"}]}}', SERVICE_DISABLED, REQUEST, not enabled, Enable",
                "GOOGLE, 403, '{\"error\":{\"code\":403,\"status\":\"PERMISSION_DENIED\",\"errors\":[{\"reason\":\"insufficientPermissions\"}]}}', insufficientPermissions, REQUEST, scope, Data Access",
                "GOOGLE, 404, '{\"error\":{\"code\":404,\"status\":\"NOT_FOUND\",\"message\":\"Not Found\"}}', NOT_FOUND, REQUEST, no such, id",
                "GOOGLE, 403, '{\"error\":{\"code\":403,\"status\":\"PERMISSION_DENIED\"}}', PERMISSION_DENIED, REQUEST, does not allow this request, permissions"
            })
    @DisplayName("an error of the API has its meaning and advice")
    void apiRefusal_isExplained(
            String id, int status, String body, String code, Failure.Kind consequence, String meaning, String advice) {
        try (Cloud cloud = new Cloud(provider(id))) {
            check(
                    cloud.onToken().onApi(status, body).post().failure().orElseThrow(),
                    code,
                    consequence,
                    meaning,
                    advice);
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "ZOOM, '{\"code\":124,\"message\":\"Access token is expired.\"}'",
                "WEBEX, '{\"message\":\"The request requires a valid access token set in the Authorization request header.\"}'",
                "MICROSOFT, '{\"error\":{\"code\":\"InvalidAuthenticationToken\",\"message\":\"Lifetime validation failed\"}}'",
                "GOOGLE, '{\"error\":{\"code\":401,\"status\":\"UNAUTHENTICATED\",\"errors\":[{\"reason\":\"authError\"}]}}'"
            })
    @DisplayName("after a 401 that rejects the token, the client gets one new token and sends the request once more")
    void deadToken_isRenewedOnce(String id, String body) {
        try (Cloud cloud = new Cloud(provider(id))) {
            assertThat(cloud.onToken()
                            .onToken()
                            .onApi(401, body)
                            .onApi(201, "{}")
                            .post()
                            .delivered())
                    .isTrue();
            assertThat(cloud.tokenRequests()).hasSize(2);
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "ZOOM, '{\"reason\":\"Invalid Token!\",\"error\":\"invalid_request\"}', Invalid Token!",
                "MICROSOFT, '{\"error\":{\"code\":\"x\",\"message\":\"No such thing\"}}', No such thing",
                "WEBEX, '{\"message\":\"Could not find it\"}', Could not find it"
            })
    @DisplayName("the provider's own message is shown, wherever the response has it")
    void message_isShown(String id, String body, String words) {
        try (Cloud cloud = new Cloud(provider(id))) {
            assertThat(cloud.onToken().onApi(404, body).post().toString()).contains(words);
        }
    }

    private static void check(Failure failure, String code, Failure.Kind consequence, String meaning, String advice) {
        assertThat(failure.code().orElse("")).isEqualTo(code);
        assertThat(failure.kind()).isEqualTo(consequence);
        assertThat(failure.message()).contains(meaning);
        assertThat(failure.advice()).contains(advice);
    }
}
