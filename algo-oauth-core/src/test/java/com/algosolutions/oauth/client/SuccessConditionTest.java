package com.algosolutions.oauth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.SuccessCondition;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** APIs that answer 200 and mean no. */
class SuccessConditionTest {
    private final MockWebServer server = new MockWebServer();
    private final OAuthClient client =
            OAuthClient.builder().allowLoopbackHttp().proxy(Proxy.NO_PROXY).build();

    @BeforeEach
    void start() throws IOException {
        server.start(InetAddress.getByName("127.0.0.1"), 0);
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private ApiRequest request(SuccessCondition condition) {
        return ApiRequest.post(server.url("/hook").uri(), Body.json("{}")).successCondition(condition);
    }

    private ApiResult send(SuccessCondition condition, int status, String body) {
        server.enqueue(new MockResponse.Builder().code(status).body(body).build());
        return client.execute(request(condition));
    }

    private static SuccessCondition condition(String statuses, String contains, String notContains) {
        SuccessCondition condition = SuccessCondition.any();
        if (statuses != null) {
            condition = condition.withStatuses(Arrays.stream(statuses.split(" "))
                    .mapToInt(Integer::parseInt)
                    .toArray());
        }
        condition = contains == null ? condition : condition.containing(contains);
        return notContains == null ? condition : condition.notContaining(notContains);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {\"ok\":true}                            |         | \"ok\":true   |          | DELIVERED",
                "200 | {\"ok\" : true}                          |         | \"ok\":true   |          | DELIVERED",
                "200 | '{ \"ok\":\n\ttrue }'                    |         | \"ok\": true  |          | DELIVERED",
                "200 | {\"ok\":false,\"error\":\"no_channel\"}   |         | \"ok\":true   |          | REJECTED",
                "200 | {\"ok\":True}                            |         | \"ok\":true   |          | REJECTED",
                "200 | {\"status\":\"error\"}                     |         |              | error    | REJECTED",
                "200 | {\"status\":\"sent\"}                      |         |              | error    | DELIVERED",
                "200 | <html>Sign in</html>                     |         |              | <html    | REJECTED",
                "204 | ''                                       |         |              | error    | DELIVERED",
                "204 | ''                                       |         | ok           |          | REJECTED",
                "204 | ''                                       | 200     |              |          | REJECTED",
                "202 | queued                                   | 200 202 |              |          | DELIVERED",
                "200 | ok                                       | 201 202 |              |          | REJECTED",
                "409 | {\"error\":\"already locked\"}            | 200 409 |              |          | DELIVERED",
                "409 | {\"error\":\"other\"}                     | 200 409 | already      |          | REJECTED",
                "302 | ''                                       | 200 302 |              |          | DELIVERED",
                "302 | ''                                       |         |              |          | REJECTED",
                "404 | ok                                       |         | ok           |          | REJECTED",
                "500 | ok                                       |         | ok           |          | UNCONFIRMED",
                "503 | ok                                       | 200     | ok           |          | UNCONFIRMED",
                "200 | anything                                 |         |              |          | DELIVERED",
            })
    void response_isDeliveredOnlyIfItMeetsTheCondition(
            int status, String body, String statuses, String contains, String notContains, ApiResult.Outcome outcome) {
        ApiResult result = send(condition(statuses, contains, notContains), status, body);

        assertThat(result.outcome()).as("%s", result).isEqualTo(outcome);
        assertThat(server.getRequestCount()).isEqualTo(1);
        assertThat(result.response().orElseThrow().status()).isEqualTo(status);
    }

    @Test
    void response_thatBreaksTheCondition_saysWhatTheServerAnsweredAndWhatIsWanted() {
        ApiResult result = send(
                SuccessCondition.any().containing("\"ok\":true"),
                200,
                "{\"ok\":false,\"error\":\"channel_not_found\"}");

        Failure failure = result.failure().orElseThrow();
        assertThat(failure.kind()).isEqualTo(Failure.Kind.REQUEST);
        assertThat(failure.code()).hasValue("channel_not_found");
        assertThat(result.toString())
                .startsWith("rejected: POST ")
                .contains("the server answered 200", "requires that the response contains '\"ok\":true'")
                .contains("{\"ok\":false,\"error\":\"channel_not_found\"}", "correct the success condition")
                .doesNotContain("may have been delivered");
        assertThat(result.mayHaveBeenDelivered()).isFalse();
    }

    @Test
    void response_inAFailure_isMaskedAndBounded() {
        server.enqueue(new MockResponse.Builder()
                .body("no: my hidden key, " + "abc ".repeat(100_000))
                .build());
        ApiResult result = client.execute(request(SuccessCondition.any().notContaining("no: "))
                .signedBy((signed, now) -> List.of(new Header("X-Key", "my hidden key"))));

        assertThat(result.toString())
                .contains("no: ***, abc")
                .doesNotContain("hidden")
                .hasSizeLessThan(1_000);
    }

    /** Without the whole text nothing is known about it. */
    @Test
    void response_thatIsCutOff_isUnconfirmedIfTheConditionNeedsItsText() {
        for (SuccessCondition condition : List.of(
                SuccessCondition.any().containing("ok"),
                SuccessCondition.any().notContaining("no"),
                SuccessCondition.any().withStatuses(200))) {
            server.enqueue(new MockResponse.Builder()
                    .body("ok, and more that never comes")
                    .onResponseBody(SocketEffect.ShutdownConnection.INSTANCE)
                    .build());

            assertThat(client.execute(request(condition)).outcome())
                    .isEqualTo(
                            condition.statuses().isEmpty()
                                    ? ApiResult.Outcome.UNCONFIRMED
                                    : ApiResult.Outcome.DELIVERED);
        }
    }

    @Test
    void rejection_thatIsCutOff_isARejectionByItsStatus() {
        server.enqueue(new MockResponse.Builder()
                .code(404)
                .body("ok, and more that never comes")
                .onResponseBody(SocketEffect.ShutdownConnection.INSTANCE)
                .build());

        assertThat(client.execute(request(SuccessCondition.any().containing("ok")))
                        .outcome())
                .isEqualTo(ApiResult.Outcome.REJECTED);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 199, 401, 407, 408, 421, 425, 429, 500, 503, 600, -1})
    void status_thatCannotMeanSuccess_isRejected(int status) {
        assertThatThrownBy(() -> SuccessCondition.any().withStatuses(200, status))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("" + status, "from 200 to 499");
    }

    @Test
    void condition_withoutAStatusOrText_isRejected() {
        SuccessCondition any = SuccessCondition.any();
        assertThatThrownBy(any::withStatuses).hasMessageContaining("at least one");
        for (String blank : List.of("", " ", "\n", "\u00a0")) {
            assertThatThrownBy(() -> any.containing(blank)).hasMessageContaining("blank");
            assertThatThrownBy(() -> any.notContaining(blank)).hasMessageContaining("blank");
        }
    }

    @Test
    void condition_isAValue_andFakesCanUseIt() {
        SuccessCondition one =
                SuccessCondition.any().withStatuses(202, 200).containing("a").notContaining("b");

        assertThat(one)
                .isEqualTo(SuccessCondition.any()
                        .notContaining("b")
                        .containing("a")
                        .withStatuses(200, 202))
                .isNotEqualTo(SuccessCondition.any())
                .hasToString("a status of [200, 202], 2 texts compared");
        assertThat(one.statuses()).containsExactly(200, 202);
        assertThat(one.brokenBy(HttpResponse.of(200, List.of(), "a".getBytes(StandardCharsets.UTF_8))))
                .isEmpty();
        assertThat(one.brokenBy(HttpResponse.of(201))).hasValue("a status of [200, 202]");
        assertThat(SuccessCondition.any().brokenBy(HttpResponse.of(404))).hasValue("a status of 200 to 299");
    }
}
