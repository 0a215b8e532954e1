package com.algosolutions.oauth.http;

import static com.algosolutions.oauth.client.TestValues.client;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.client.TestProvider;
import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.profile.ApiHost;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses whose status line arrived, and whose body did not. */
class LostBodyTest {
    /** After the status line; the server closes the connection after a body that ends with a zero character. */
    private static final String SHORT = "Content-Length: 100\r\n\r\nhalf\0";

    private static ApiResult post(ScriptedServer server) {
        try (OAuthClient client = client().readTimeout(Duration.ofMillis(500)).build()) {
            return client.execute(ApiRequest.post(server.http("/v1"), Body.json("{}")));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Encoding: gzip\r\nContent-Length: 0\r\n\r\n",
                "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nplain",
                "Content-Encoding: gzip\r\n\r\n\0",
                "Content-Encoding: br\r\nContent-Length: 2\r\n\r\n??",
                SHORT,
                "Content-Length: 100\r\n\r\nthe rest never comes",
                "Transfer-Encoding: chunked\r\n\r\nxyz\r\n",
                "Transfer-Encoding: chunked\r\n\r\n5\r\nab\0",
                "Transfer-Encoding: chunked\r\n\r\n-1\r\n",
                "Content-Length: two\r\n\r\n{}\0",
                "Content-Length: 0\r\n\r\n",
                "\r\n\0"
            })
    void body_missingShortOrBroken_keepsTheStatus(String rest) throws IOException {
        for (int status : new int[] {200, 202, 400, 401, 404, 500, 503}) {
            try (ScriptedServer server = new ScriptedServer(null).always("HTTP/1.1 " + status + " Status\r\n" + rest)) {
                ApiResult result = post(server);
                assertThat(result.response().orElseThrow().status()).isEqualTo(status);
                assertThat(result.outcome())
                        .isEqualTo(
                                status < 300
                                        ? ApiResult.Outcome.DELIVERED
                                        : status < 500 ? ApiResult.Outcome.REJECTED : ApiResult.Outcome.UNCONFIRMED);
                assertThat(server.requests()).hasSize(1);
            }
        }
    }

    /** These statuses have no body: RFC 9110 sections 15.3.5 and 15.3.6. */
    @ParameterizedTest
    @CsvSource({"204, 7", "205, 7", "204, 0", "205, 0"})
    void status_withoutContent_butWithALength_isDelivered(int status, int length) throws IOException {
        try (ScriptedServer server = new ScriptedServer(null)
                .always("HTTP/1.1 " + status + " No Content\r\nContent-Length: " + length + "\r\n\r\n")) {
            ApiResult result = post(server);
            assertThat(result.delivered()).isTrue();
            assertThat(result.response().orElseThrow().status()).isEqualTo(status);
        }
    }

    @Test
    void connection_afterALostBody_isNotUsedAgain() throws IOException {
        try (ScriptedServer server = new ScriptedServer(null)
                        .answering(
                                "HTTP/1.1 202 Accepted\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nplain");
                OAuthClient client = client().build()) {
            for (int number = 0; number < 2; number++) {
                assertThat(client.execute(ApiRequest.post(server.http("/v1"), Body.json("{}")))
                                .delivered())
                        .isTrue();
            }
            assertThat(server.requests()).hasSize(2);
        }
    }

    /** Without the body nothing is known: a GET asks for it, and some providers report failures with 200. */
    @ParameterizedTest
    @CsvSource({"GET, 200, false", "POST, 200, true", "POST, 202, true"})
    void status_thatSaysTooLittle_isUnconfirmed_andKept(String method, int status, boolean marks) throws IOException {
        TestProvider provider = TestProvider.jwt("MARKS", traits -> {});
        if (marks) {
            provider.failureMarks(() -> Map.of("ok", false));
        }
        String token = "{\"access_token\":\"a\",\"token_type\":\"bearer\",\"expires_in\":3600}";
        try (ScriptedServer server = new ScriptedServer(null)
                        .answering("HTTP/1.1 200 OK\r\nContent-Length: " + token.length() + "\r\n\r\n" + token)
                        .always("HTTP/1.1 " + status + " Status\r\n" + SHORT);
                OAuthClient client = client().provider(provider).build()) {
            client.profiles()
                    .create(TestValues.draft(
                                    client.draft("desk", "MARKS"),
                                    server.http("/token"),
                                    ApiHost.of("127.0.0.1:" + server.port()))
                            .build());
            ApiResult result = client.execute((method.equals("GET")
                            ? ApiRequest.get(server.http("/v1"))
                            : ApiRequest.post(server.http("/v1"), Body.json("{}")))
                    .profile("desk"));
            assertThat(result.outcome()).isEqualTo(ApiResult.Outcome.UNCONFIRMED);
            assertThat(result.response().orElseThrow().status()).isEqualTo(status);
            assertThat(client.events())
                    .anyMatch(event -> event.kind() == Event.Kind.BODY_LOST
                            && event.message().contains(status + ", 0 bytes, body lost: "));
            assertThat(server.requests()).hasSize(2);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "200, UNAVAILABLE",
        "302, CONFIGURATION",
        "400, CONFIGURATION",
        "401, CONFIGURATION",
        "429, THROTTLED",
        "503, UNAVAILABLE",
        "500, UNAVAILABLE"
    })
    void tokenReply_withoutItsBody_isJudgedByItsStatus(int status, Failure.Kind kind) throws IOException {
        try (ScriptedServer server = new ScriptedServer(null).always("HTTP/1.1 " + status + " Status\r\n" + SHORT);
                OAuthClient client = client().build()) {
            client.profiles()
                    .create(TestValues.draft(
                                    client, "desk", server.http("/token"), ApiHost.of("127.0.0.1:" + server.port()))
                            .build());
            ApiResult result = client.post("desk", server.http("/v1"), Body.json("{}"));
            assertThat(result.failure().orElseThrow().kind()).isEqualTo(kind);
            assertThat(server.requests()).allMatch(request -> request.startsWith("POST /token"));
        }
    }

    @Test
    void metadata_withoutItsBody_isNotThere() throws IOException {
        try (ScriptedServer server = new ScriptedServer(null).always("HTTP/1.1 200 OK\r\n" + SHORT);
                OAuthClient client = client().build()) {
            assertThat(client.discover(server.http("")).toString()).contains(NetworkError.BROKEN.meaning());
        }
    }
}
