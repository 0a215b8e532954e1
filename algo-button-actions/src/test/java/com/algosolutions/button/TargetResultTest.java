package com.algosolutions.button;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.button.TargetResult.Outcome;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.testkit.RingCentralSandbox;
import com.algosolutions.oauth.testkit.SandboxApp;
import com.algosolutions.oauth.testkit.SandboxTeam;
import com.algosolutions.oauth.testkit.SandboxUser;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The texts of a press for operators and logs. */
class TargetResultTest {
    private static final List<String> SECRET_WORDS = List.of("Bearer", "assertion=", "client_secret");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            200 | DELIVERED   | accepted it
            204 | DELIVERED   | accepted it
            302 | REJECTED    | .
            400 | REJECTED    | .
            403 | REJECTED    | .
            404 | REJECTED    | .
            500 | UNCONFIRMED | It may have been delivered; check the target before you repeat it.
            503 | UNCONFIRMED | It may have been delivered; check the target before you repeat it.
            """)
    void result_ofAStatus_hasStatusStateAndAdvice(int status, Outcome state, String words) {
        try (Targets targets = new Targets().answers(1, status)) {
            TargetResult outcome = pressed(targets).results().get(0);

            assertThat(outcome.outcome()).isEqualTo(state);
            assertThat(outcome.status()).hasValue(status);
            assertThat(outcome.message()).contains(words).endsWith(".").matches("(?s)[A-Z0-9t].*");
            assertThat(outcome.elapsed().orElseThrow()).isLessThan(Duration.ofSeconds(10));
            assertThat(outcome.code()).isEmpty();
            assertThat(outcome.requestId()).isEmpty();
        }
    }

    private static PressResult pressed(Targets targets) {
        return ButtonActions.parse(targets.client(), targets.document(1, 1)).press("go");
    }

    @Test
    void result_ofAnUnreachableTarget_hasNoStatusAndWasNotSent() {
        try (Targets targets = new Targets().dies(1)) {
            PressResult pressed = pressed(targets);
            TargetResult outcome = pressed.results().get(0);

            assertThat(outcome.outcome()).isEqualTo(Outcome.UNREACHABLE);
            assertThat(outcome.status()).isEmpty();
            assertThat(outcome.mayHaveBeenDelivered()).isFalse();
            assertThat(outcome.message()).contains("t1.test").endsWith(".");
            assertThat(pressed.summary()).isEqualTo("not delivered");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"UNCONFIRMED", "TIMED_OUT", "SKIPPED", "CANCELLED"})
    void result_withoutAnApiResult_hasReasonAndAdvice(Outcome state) {
        TargetResult outcome = TargetResult.without(2, ApiHost.of("192.0.2.7"), state);

        assertThat(outcome.message()).matches("(Not sent: .+|No response .+)\\. [A-Z].+\\.");
        assertThat(outcome.toString()).startsWith("request 2 to 192.0.2.7 ").endsWith(".");
        assertThat(outcome.status()).isEmpty();
        assertThat(outcome.elapsed()).isEmpty();
        assertThat(outcome.mayHaveBeenDelivered()).isEqualTo(state == Outcome.UNCONFIRMED);
        assertThat(outcome.forLog()).containsOnlyKeys("request", "target", "outcome", "message");
    }

    @ParameterizedTest
    @CsvSource({"200, DELIVERED", "403, REJECTED", "500, UNCONFIRMED", "0, UNREACHABLE", "-1, NO_CREDENTIAL"})
    void texts_ofAPress_nameTheTargetWithoutThePath(int status, Outcome state) {
        try (Targets targets = new Targets()) {
            if (status > 0) {
                targets.answers(1, status);
            } else if (status == 0) {
                targets.dies(1);
            }
            String document = targets.document(1, 1)
                    .replace("r1", "webhook/v2/geheim?key=geheim")
                    .replace("\"method\"", status < 0 ? "\"oauthProfile\":\"None\",\"method\"" : "\"method\"");
            ButtonActions buttons = ButtonActions.parse(targets.client(), document);

            Press press = buttons.pressAsync("go");

            assertThat(press.await().results().get(0).outcome()).isEqualTo(state);
            assertThat(press.await().toString())
                    .contains("request 1 to t1.test:")
                    .doesNotContain("geheim", "webhook");
            assertThat(press.toString() + press.await().toJson() + buttons.buttons())
                    .contains("t1.test:")
                    .doesNotContain("geheim", "webhook");
        }
    }

    @Test
    void log_ofAPress_isOneLineOfJsonWithCodesAndWithoutSecrets() {
        try (RingCentralSandbox ringCentral = RingCentralSandbox.start();
                OAuthClient client = client(ringCentral)) {
            SandboxApp app = ringCentral.newApp("Front desk app").create();
            SandboxUser user = ringCentral.createUser("Lobby console");
            SandboxTeam team = ringCentral.createTeam("Reception", user);
            String jwt = ringCentral.newJwt(user).create();
            createProfile(client, app, jwt);
            ManualButton document = new ManualButton(team.id());
            PressResult pressed = ButtonActions.parse(
                            client,
                            document.withRequests(List.of(
                                            document.request(Map.of()),
                                            document.request(Map.of(
                                                    "customPath", "team-messaging/v1/chats/1/posts?key=hidden"))))
                                    .json())
                    .press("help");

            String log = pressed.toJson();

            assertThat(log).doesNotContain("\n", "hidden", jwt, app.clientSecret());
            assertThat(log).doesNotContain(SECRET_WORDS.toArray(String[]::new));
            Map<String, ?> read = Json.readObject(log);
            assertThat(read.keySet())
                    .containsExactly("pressId", "button", "outcome", "summary", "elapsedMillis", "results");
            assertThat(read.get("outcome")).isEqualTo("PARTLY_DELIVERED");
            assertThat(read.get("pressId")).isEqualTo(pressed.pressId());
            Map<String, ?> posted = Json.asObject(((List<?>) read.get("results")).get(0));
            Map<String, ?> refused = Json.asObject(((List<?>) read.get("results")).get(1));
            assertThat(posted.get("status")).isEqualTo(201);
            assertThat(posted.get("requestId"))
                    .isEqualTo(pressed.results().get(0).requestId().orElseThrow());
            assertThat(refused.get("request")).isEqualTo(2);
            assertThat(refused.get("target")).isEqualTo("platform.ringcentral.com");
            assertThat(refused.get("outcome")).isEqualTo("REJECTED");
            assertThat(refused.get("code")).isEqualTo("CMN-102");
            assertThat(String.valueOf(refused.get("message"))).contains("Copy the team's link again");
        }
    }

    @Test
    void text_thatIsTooLong_isInvalidAndNotSent() {
        try (RingCentralSandbox ringCentral = RingCentralSandbox.start();
                OAuthClient client = client(ringCentral)) {
            SandboxUser user = ringCentral.createUser("Lobby console");
            SandboxTeam team = ringCentral.createTeam("Reception", user);
            createProfile(
                    client,
                    ringCentral.newApp("Front desk app").create(),
                    ringCentral.newJwt(user).create());
            ButtonActions.parse(client, new ManualButton(team.id()).json()).press("help");

            int before = ringCentral.requestCount();
            TargetResult tooLong = ButtonActions.parse(
                            client,
                            new ManualButton(team.id())
                                    .with(
                                            "request.dataPayload",
                                            Json.write(Json.write(Map.of("text", "x".repeat(10_001)))))
                                    .json())
                    .press("help")
                    .results()
                    .get(0);
            assertThat(tooLong.outcome()).isEqualTo(Outcome.INVALID);
            assertThat(tooLong.mayHaveBeenDelivered()).isFalse();
            assertThat(tooLong.message()).contains("10001 characters", "Shorten it");
            assertThat(tooLong.toString())
                    .contains("invalid: The text has 10001 characters")
                    .doesNotContain("unauthorized");
            assertThat(ringCentral.requestCount()).isEqualTo(before);
        }
    }

    private static OAuthClient client(RingCentralSandbox ringCentral) {
        return OAuthClient.builder()
                .proxy(ringCentral.proxy())
                .trust(ringCentral.trustManager())
                .build();
    }

    private static void createProfile(OAuthClient client, SandboxApp app, String jwt) {
        client.profiles()
                .create(client.draft("Front desk", "RINGCENTRAL")
                        .clientId(app.clientId())
                        .clientSecret(Secret.of(app.clientSecret()))
                        .jwtAssertion(Secret.of(jwt))
                        .build());
    }

    @Test
    void result_withoutAnAuthorization_namesTheFix() {
        try (Targets targets = new Targets()) {
            String document =
                    targets.document(1, 1).replace("\"customPath\"", "\"oauthProfile\":\"None\",\"customPath\"");
            TargetResult outcome = ButtonActions.parse(targets.client(), document)
                    .press("go")
                    .results()
                    .get(0);

            assertThat(outcome.outcome()).isEqualTo(Outcome.NO_CREDENTIAL);
            assertThat(outcome.message())
                    .startsWith("There is no OAuth profile named None.")
                    .contains("Create it");
            assertThat(targets.arrived()).isEmpty();
        }
    }
}
