package com.algosolutions.oauth.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.client.FakeServer;
import com.algosolutions.oauth.client.TestDevice;
import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.ProfileField;
import java.time.Duration;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Errors in the words and forms of servers in the field, instead of those of RFC 6749 section 5.2. */
class ErrorWordsTest {
    @RegisterExtension
    private final TestDevice device = new TestDevice();

    private final FakeServer server = device.server();

    private Failure refused(int status, String body) {
        server.onToken(FakeServer.json(status, body));
        device.withDesk();
        return device.post().failure().orElseThrow();
    }

    /** What the failure shows of the server's response. */
    private static String said(Failure failure) {
        return failure.serverError().orElseThrow().toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "200 | {\"error\":\"incorrect_client_credentials\",\"error_description\":\"d\"} | incorrect_client_credentials | CONFIGURATION | Paste Client ID",
                "400 | {\"error\":\"invalid_client_id\",\"error_description\":\"client identifier invalid\"} | invalid_client_id | CONFIGURATION | Paste Client ID",
                "400 | {\"status\":\"BAD_CLIENT_ID\",\"message\":\"unknown client id\"} | BAD_CLIENT_ID \"unknown client id\" | CONFIGURATION | Paste Client ID",
                "400 | {\"error\":\"INVALID_CLIENT\"} | INVALID_CLIENT | CONFIGURATION | Paste Client ID",
                "400 | {\"error\":\"Invalid client\"} | \"Invalid client\" | CONFIGURATION | Paste Client ID",
                "400 | {\"errorCode\":\"invalid_client\",\"errorSummary\":\"Invalid value\"} | \"Invalid value\" | CONFIGURATION | Paste Client ID",
                "400 | {\"errors\":[{\"errorType\":\"invalid_client\",\"message\":\"Unknown\"}],\"success\":false} | invalid_client \"Unknown\" | CONFIGURATION | Paste Client ID",
                "400 | {\"error\":{\"code\":\"invalid_scope\",\"message\":\"no such scope\"}} | invalid_scope \"no such scope\" | CONFIGURATION | scopes",
                "400 | {\"error\":\" invalid_scope \"} | invalid_scope | CONFIGURATION | scopes",
                "400 | {\"error\":\"invalid_resource\"} | invalid_resource | CONFIGURATION | Correct Resources",
                "400 | {\"error\":\"invalid_assertion\"} | invalid_assertion | GRANT_INVALID | a new JWT",
                "403 | {\"error\":\"access_denied\",\"error_description\":\"not enabled\"} | \"not enabled\" | GRANT_INVALID | Allow the app for this API",
                "400 | {\"error\":\"consent_required\"} | consent_required | GRANT_INVALID | Grant Type (now JWT_BEARER)",
                "400 | {\"code\":900967,\"message\":\"General Error\"} | 900967 \"General Error\" | CONFIGURATION | Token URL",
                "400 | {\"error\":{\"message\":\"Error validating client secret.\",\"type\":\"OAuthException\",\"code\":1}} | 1 \"Error validating client secret.\" | CONFIGURATION | Token URL",
                "400 | [{\"errorCode\":\"INVALID_ID\",\"message\":\"Session expired\"}] | INVALID_ID \"Session expired\" | CONFIGURATION | Token URL",
                "400 | {\"errors\":[\"client_id is required\"]} | \"client_id is required\" | CONFIGURATION | Token URL",
                "400 | {\"description\":\"Server Error\"} | \"Server Error\" | CONFIGURATION | Token URL",
                "400 | {\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400} | HTTP 400 \"Bad Request\" | CONFIGURATION | Token URL",
                "400 | invalid client_id | \"invalid client_id\" | CONFIGURATION | Token URL",
                "403 | <html><head><TITLE>Access denied</TITLE></head><body>x</body></html> | \"Access denied\" | CONFIGURATION | this network",
                "403 | <h1>Developer Inactive</h1> | \"Developer Inactive\" | CONFIGURATION | Token URL",
            })
    void error_inOtherWords_isShown_andHasItsMeaning(
            int status, String body, String seen, Failure.Kind kind, String advice) {
        Failure failure = refused(status, body);
        assertThat(said(failure)).startsWith("HTTP " + status).contains(seen);
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.advice()).contains(advice);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | {\"error\":\"too_many_requests\"}",
                "403 | {\"error\":\"rate_limited\"}",
                "400 | {\"error\":\"rate_limit_exceeded\",\"error_description\":\"login rate exceeded\"}",
                "200 | {\"ok\":false,\"error\":\"ratelimited\"}",
                "403 | {\"error\":{\"code\":\"Throttled\"}}",
            })
    void limit_withAnotherStatusThan429_isWaitedFor_andNotRemembered(int status, String body) {
        MockResponse limited = FakeServer.json(status, body)
                .newBuilder()
                .addHeader("Retry-After", "120")
                .build();
        server.onToken(limited);
        device.withDesk();
        Failure failure = device.post().failure().orElseThrow();
        assertThat(failure.kind()).isEqualTo(Failure.Kind.THROTTLED);
        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(120));
        device.ticker.seconds(121);
        assertThat(device.post().delivered()).isTrue();
    }

    @Test
    void advice_ofAClientWithoutAUserAndAJwt_namesNeither() {
        server.onToken(FakeServer.json(400, "{\"error\":\"invalid_grant\"}"));
        device.client()
                .profiles()
                .create(TestValues.draft(device.client(), "desk", server)
                        .grantType(GrantType.CLIENT_CREDENTIALS)
                        .reset(ProfileField.JWT_ASSERTION)
                        .build());
        Failure failure = device.post().failure().orElseThrow();
        assertThat(failure.advice())
                .contains("Grant Type (now CLIENT_CREDENTIALS)")
                .doesNotContain("JWT", "Start Authorization");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "400 | [{\"errorCode\":\"JSON_PARSER_ERROR\",\"message\":\"Unexpected\"}] | JSON_PARSER_ERROR \"Unexpected\"",
                "400 | {\"errors\":[{\"errorCode\":\"CMN-101\",\"message\":\"Parameter is invalid\"}]} | CMN-101 \"Parameter is invalid\"",
                "400 | {\"ok\":false,\"error_code\":400,\"description\":\"chat not found\"} | HTTP 400 \"chat not found\"",
                "401 | {\"fault\":{\"faultstring\":\"Invalid ApiKey\"}} | \"Invalid ApiKey\"",
                "400 | {\"Message\":\"The request is invalid.\"} | \"The request is invalid.\"",
                "422 | {\"status\":\"error\",\"message\":\"blank\"} | HTTP 422 \"blank\"",
                "413 | <html><title>Request Entity Too Large</title></html> | \"Request Entity Too Large\"",
            })
    void errorOfAnApi_inAnyForm_isShown(int status, String body, String seen) {
        server.onApi(FakeServer.json(status, body), FakeServer.json(status, body));
        device.withDesk();
        ApiResult result = device.post();
        assertThat(result.delivered()).isFalse();
        assertThat(said(result.failure().orElseThrow())).contains(seen);
    }
}
