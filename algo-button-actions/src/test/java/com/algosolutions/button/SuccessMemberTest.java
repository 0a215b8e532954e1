package com.algosolutions.button;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.algosolutions.oauth.SuccessCondition;
import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.store.RecordStore;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The member {@code success} of a request: which responses count as delivered. */
class SuccessMemberTest {
    private final Targets targets = new Targets();

    @AfterEach
    void close() {
        targets.close();
    }

    private String document(String success) {
        return new ManualButton("1")
                .with("request.targets", "\"" + targets.target(1) + "\"")
                .with("request.oauthProfile", "")
                .with("request.success", success)
                .with("request.repeatable", "true")
                .json();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"contains\": \"\\\"ok\\\":true\"} | DELIVERED | {\"ok\": true}",
                "{\"contains\": [\"ok\", \"true\"]} | DELIVERED | {\"ok\": true}",
                "{\"contains\": \"\\\"ok\\\":true\"} | REJECTED | {\"ok\": false}",
                "{\"notContains\": [\"error\", \"false\"]} | REJECTED | {\"ok\": false}",
                "{\"statuses\": 202} | REJECTED | {\"ok\": true}",
                "{\"statuses\": [200, 202], \"contains\": null} | DELIVERED | {}",
                "{} | DELIVERED | {}",
                "null | DELIVERED | {}",
            })
    void press_isDeliveredOnlyIfTheResponseMeetsTheCondition(
            String success, TargetResult.Outcome outcome, String body) {
        targets.responds(1, new MockResponse.Builder().body(body).build());
        ButtonActions buttons = ButtonActions.builder(targets.client())
                .offlineQueue(OfflineQueue.in(RecordStore.inMemory()))
                .parse(document(success));

        TargetResult result = buttons.press("help").results().get(0);

        assertThat(result.outcome()).as("%s", result).isEqualTo(outcome);
        assertThat(targets.arrived()).hasSize(1); // not sent again, although it is repeatable
        assertThat(buttons.queuedCount()).isZero();
        if (outcome == TargetResult.Outcome.REJECTED) {
            assertThat(result.message())
                    .contains("The server answered 200", "The server says: \"{\"ok\":")
                    .doesNotContain("may have been");
            assertThat(result.status()).hasValue(200);
        }
        assertThat(ButtonSchema.problems(document(success))).isEmpty();
        buttons.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"statuses\": [500]} | success.statuses | is [500] | 200 to 499",
                "{\"statuses\": [200, 429]} | success.statuses | is [200,429] | not 401",
                "{\"statuses\": []} | success.statuses | is [] | [200, 202]",
                "{\"statuses\": [\"200\"]} | success.statuses | is [\"200\"] | 200 to 499",
                "{\"statuses\": \"2xx\"} | success.statuses | is \"2xx\" | 200 to 499",
                "{\"statuses\": [200.5]} | success.statuses | is [200.5] | 200 to 499",
                "{\"contains\": \" \"} | success.contains | is blank | part of the response",
                "{\"contains\": 5} | success.contains | is not a list of texts | first",
                "{\"notContains\": [\"a\", \"\"]} | success.notContains | is blank | part of the response",
                "{\"contain\": \"a\"} | success.contain | is not a field | \"contains\"",
                "{\"body\": \"a\"} | success.body | is not a field | contains",
                "true | success | is not an object | Write it as",
                "\"ok\" | success | is not an object | Write it as",
            })
    void condition_thatIsBad_isOneProblemAndTheSchemaRejectsItToo(
            String success, String path, String wrong, String advice) {
        InvalidInputException refusal = catchThrowableOfType(
                InvalidInputException.class, () -> ButtonActions.parse(targets.client(), document(success)));

        assertThat(refusal.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.field()).isEqualTo("buttons[0].requests[0]." + path);
            assertThat(problem.message()).contains(wrong);
            assertThat(problem.advice()).contains(advice);
        });
        assertThat(ButtonSchema.problems(document(success))).isNotEmpty();
    }

    @Test
    void condition_ofANamedCommand_isRead() {
        String document = new ManualButton("1")
                .withRequests(List.of(Map.of(
                        "command", "Stop Tone", "targets", "t1.test", "success", Map.of("notContains", "error"))))
                .json();

        assertThat(ButtonActions.builder(targets.client())
                        .remoteDevicePassword(Secret.of("algo"))
                        .parse(document)
                        .buttons()
                        .get(0)
                        .requests()
                        .get(0)
                        .success())
                .isEqualTo(SuccessCondition.any().notContaining("error"));
        assertThat(ButtonSchema.problems(document)).isEmpty();
    }

    @Test
    void condition_ofAStoredPress_isKept() {
        SuccessCondition condition = SuccessCondition.any()
                .withStatuses(200, 409)
                .containing("a \"b\"")
                .notContaining("c");
        for (SuccessCondition kept : List.of(condition, SuccessCondition.any())) {
            ButtonRequest request = new ButtonRequest(
                    "Other",
                    "POST",
                    "r",
                    List.of(ApiHost.of("t1.test")),
                    Optional.empty(),
                    HeadersMode.NONE,
                    List.of(),
                    "",
                    false,
                    kept);
            QueuedPress press = new QueuedPress(
                    "p",
                    "help",
                    0,
                    0,
                    false,
                    List.of(new QueuedPress.Dispatch(1, ApiHost.of("t1.test"), request, false)));

            assertThat(QueuedPress.of(press.toBytes())).isEqualTo(press);
        }
    }

    @Test
    void texts_thatAreTooManyOrTooLong_areAProblem() {
        String many = "{\"notContains\": " + Json.write(Collections.nCopies(21, "x")) + "}";
        String longer = "{\"contains\": " + Json.write("x".repeat(1_001)) + "}";
        for (String success : List.of(many, longer)) {
            assertThat(catchThrowableOfType(
                                    InvalidInputException.class,
                                    () -> ButtonActions.builder(targets.client())
                                            .parse(document(success)))
                            .problems())
                    .singleElement()
                    .asString()
                    .contains(
                            "ontains cannot be used. A success condition has at most 20 texts of at most 1000 characters.");
            assertThat(ButtonSchema.problems(document(success))).isNotEmpty();
        }
        String most = "{\"contains\": " + Json.write(Collections.nCopies(20, "x".repeat(1_000))) + "}";
        assertThat(ButtonSchema.problems(document(most))).isEmpty();
        ButtonActions.builder(targets.client()).parse(document(most)).close();
    }
}
