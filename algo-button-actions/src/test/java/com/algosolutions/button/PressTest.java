package com.algosolutions.button;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.testkit.Fault;
import com.algosolutions.oauth.testkit.RingCentralSandbox;
import com.algosolutions.oauth.testkit.SandboxApp;
import com.algosolutions.oauth.testkit.SandboxPost;
import com.algosolutions.oauth.testkit.SandboxRequest;
import com.algosolutions.oauth.testkit.SandboxTeam;
import com.algosolutions.oauth.testkit.SandboxUser;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PressTest {
    private final RingCentralSandbox ringCentral = RingCentralSandbox.start();
    private final SandboxApp app = ringCentral.newApp("Front desk app").create();
    private final SandboxUser user = ringCentral.createUser("Lobby console");
    private final SandboxTeam team = ringCentral.createTeam("Reception", user);
    private final OAuthClient client = OAuthClient.builder()
            .proxy(ringCentral.proxy())
            .trust(ringCentral.trustManager())
            .build();

    PressTest() {
        client.profiles()
                .create(client.draft("Front desk", "RINGCENTRAL")
                        .clientId(app.clientId())
                        .clientSecret(Secret.of(app.clientSecret()))
                        .jwtAssertion(Secret.of(ringCentral.newJwt(user).create()))
                        .build());
    }

    @AfterEach
    void close() {
        client.close();
        ringCentral.close();
    }

    private ManualButton document() {
        return new ManualButton(team.id());
    }

    private PressResult press(ManualButton document) {
        return ButtonActions.parse(client, document.json()).press("help");
    }

    /** The first request to the API, not to the token endpoint. */
    private SandboxRequest sent() {
        return ringCentral.requests().stream()
                .filter(request -> !request.isTokenRequest())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void press_withTheFieldsOfTheManual_putsHelloIntoTheTeam() {
        PressResult pressed = press(document());

        assertThat(pressed.outcome()).as("%s", pressed).isEqualTo(PressResult.Outcome.DELIVERED);
        assertThat(pressed.delivered()).isTrue();
        assertThat(pressed.results()).singleElement().satisfies(outcome -> {
            assertThat(outcome.request()).isEqualTo(1);
            assertThat(outcome.target()).hasToString("platform.ringcentral.com");
            assertThat(outcome.result()
                            .orElseThrow()
                            .orThrow()
                            .response()
                            .orElseThrow()
                            .status())
                    .isEqualTo(201);
        });
        assertThat(ringCentral.posts(team)).singleElement().satisfies(post -> {
            assertThat(post.text()).isEqualTo("HELLO!");
            assertThat(post.body()).isEqualTo("{\"text\": \"HELLO!\"}");
            assertThat(post.contentType()).isEqualTo("application/json; charset=utf-8");
            assertThat(post.creatorId()).isEqualTo(user.id());
        });
        assertThat(pressed.toString()).contains("help", "sent in", "platform.ringcentral.com", "201");
        assertThat(pressed.toString()).doesNotContain(app.clientSecret(), "Bearer");
    }

    @Test
    void press_withALeadingSlashAndTheDefaults_sendsTheSame() {
        PressResult pressed = press(document()
                .with("status", "")
                .with("request.command", "")
                .with("request.customPath", "\"/team-messaging/v1/chats/" + team.id() + "/posts\"")
                .with("request.targets", "\"platform.ringcentral.com\"")
                .with("request.headers", "")
                .with("request.customHeaders", "")
                .with("request.dataPayload", ""));

        assertThat(pressed.delivered()).as("%s", pressed).isTrue();
        assertThat(ringCentral.posts(team)).singleElement().satisfies(post -> {
            assertThat(post.text()).isEqualTo("HELLO!");
            assertThat(post.contentType()).isEqualTo("application/json");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/json;charset=UTF-8",
                "Application/JSON;  Charset=\"utf-8\"",
                "application/json ; v=1;;"
            })
    void contentType_ofTheOperator_arrivesByteForByte(String type) {
        press(document().with("request.customHeaders", Json.write("Content-Type: " + type)));

        assertThat(ringCentral.posts(team)).extracting(SandboxPost::contentType).containsExactly(type);
    }

    @Test
    void headers_ofOneName_arriveInOrder() {
        press(document()
                .with(
                        "request.customHeaders",
                        "\"X-One: 1\\nX-Two: a, b\\nX-One: 2\\nContent-Type: application/json\""));

        assertThat(sent().headers().get("x-one")).containsExactly("1", "2");
        assertThat(sent().header("X-Two")).hasValue("a, b");
        assertThat(sent().header("Authorization").orElseThrow()).startsWith("Bearer ");
    }

    @Test
    void authorization_ofTheOperatorWithoutAProfile_isSentAsWritten() {
        PressResult pressed = press(document()
                .with("request.oauthProfile", "")
                .with("request.customHeaders", "[\"Authorization: Basic YWRtaW46YWxnbw==\", \"X-One: 1\"]"));

        assertThat(sent().headers().get("authorization")).containsExactly("Basic YWRtaW46YWxnbw==");
        assertThat(sent().header("X-One")).hasValue("1");
        assertThat(ringCentral.tokenRequestCount()).isZero();
        assertThat(ringCentral.requestCount()).isEqualTo(1);
        assertThat(pressed.outcome()).isEqualTo(PressResult.Outcome.FAILED);
        assertThat(pressed.toString()).doesNotContain("YWRtaW46YWxnbw");
    }

    @Test
    void authorization_withoutAProfile_isNotSent() {
        press(document().with("request.oauthProfile", ""));

        assertThat(sent().header("Authorization")).isEmpty();
        assertThat(ringCentral.tokenRequestCount()).isZero();
    }

    @Test
    void algoStandardHeaders_chosen_areOnTheWire() {
        ButtonActions buttons = ButtonActions.builder(client)
                .remoteDevicePassword(Secret.of("algo"))
                .parse(document()
                        .with("request.oauthProfile", "")
                        .with("request.headers", "\"Algo Standard Authentication Headers\"")
                        .with("request.customHeaders", "")
                        .json());
        buttons.press("help");

        assertThat(sent().header("Authorization").orElseThrow()).matches("hmac admin:[0-9]+:[0-9a-f]{64}");
        assertThat(sent().header("Content-MD5")).hasValue("813c6e492da48722a9a7de541da6d951");
        assertThat(sent().headers().get("content-type")).containsExactly("application/json");
        assertThat(sent().header("Date").orElseThrow()).endsWith(" GMT");
    }

    @Test
    void get_isSentWithoutPayload() {
        PressResult pressed = press(document()
                .with("request.method", "\"GET\"")
                .with("request.headers", "")
                .with("request.customHeaders", "")
                .with("request.dataPayload", ""));

        assertThat(pressed.delivered()).as("%s", pressed).isTrue();
        assertThat(sent().method()).isEqualTo("GET");
        assertThat(sent().body()).isEmpty();
        assertThat(sent().header("Content-Type")).isEmpty();
    }

    @Test
    void requestsAndTargets_ofAButton_areSentInOrder() {
        List<String> hosts = List.of("media.ringcentral.com", "platform.ringcentral.com");
        ManualButton document = document();
        PressResult pressed = press(document.withRequests(List.of(
                document.request(Map.of("targets", hosts, "dataPayload", "{\"text\": \"one\"}")),
                document.request(Map.of("targets", hosts, "dataPayload", "{\"text\": \"two\"}")),
                document.request(Map.of("dataPayload", "{\"text\": \"three\"}")))));

        assertThat(pressed.delivered()).as("%s", pressed).isTrue();
        assertThat(pressed.results().stream().map(outcome -> outcome.request() + " " + outcome.target()))
                .containsExactly(
                        "1 media.ringcentral.com",
                        "1 platform.ringcentral.com",
                        "2 media.ringcentral.com",
                        "2 platform.ringcentral.com",
                        "3 platform.ringcentral.com");
        assertThat(ringCentral.posts(team))
                .extracting(SandboxPost::text)
                .containsExactly("one", "one", "two", "two", "three");
        assertThat(ringCentral.tokenRequestCount()).isEqualTo(1);
    }

    @Test
    void press_withAFailedRequest_sendsTheOthersAndReportsTheNumber() {
        ManualButton document = document();
        PressResult pressed = press(document.withRequests(List.of(
                document.request(Map.of("customPath", "team-messaging/v1/chats/1/posts")),
                document.request(Map.of()))));

        assertThat(pressed.outcome()).isEqualTo(PressResult.Outcome.PARTLY_DELIVERED);
        assertThat(pressed.delivered()).isFalse();
        assertThat(pressed.summary()).isEqualTo("1 of 2 delivered");
        assertThat(pressed.toString()).contains("request 1", "CMN-102", "not a member", "request 2");
        assertThat(ringCentral.posts(team)).hasSize(1);
    }

    @Test
    void press_rejected_reportsReasonAndAdvice() {
        PressResult pressed = press(document().with("request.customPath", "\"team-messaging/v1/chats/1/posts\""));

        assertThat(pressed.outcome()).isEqualTo(PressResult.Outcome.FAILED);
        assertThat(pressed.summary()).isEqualTo("not delivered");
        assertThat(pressed.toString()).contains("no such team", "Copy the team's link again");
    }

    @Test
    void press_whoseResponseIsLost_isUnconfirmedAndNotRepeated() {
        ringCentral.faults().nextApi(Fault.resetAfterRequest());

        PressResult pressed = press(document());

        assertThat(pressed.outcome()).isEqualTo(PressResult.Outcome.FAILED);
        assertThat(pressed.summary()).contains("not confirmed", "may have been delivered", "before you press again");
        assertThat(ringCentral.posts(team)).hasSize(1);
    }

    @Test
    void press_withAnUnknownProfile_reportsItAndSendsNothing() {
        PressResult pressed = press(document().with("request.oauthProfile", "\"Back door\""));

        assertThat(pressed.toString()).contains("no OAuth profile named Back door");
        assertThat(ringCentral.requestCount()).isZero();
    }

    @Test
    void press_toATargetOutsideTheProfilesHosts_sendsNothing() {
        PressResult pressed = press(document().with("request.targets", "\"evil.example\""));

        assertThat(pressed.toString()).contains("evil.example", "API Hosts");
        assertThat(ringCentral.requestCount()).isZero();
        assertThat(ringCentral.tunnels()).isEmpty();
    }

    @Test
    void button_disabled_isAResultAndSendsNothing() {
        PressResult pressed = press(document().with("status", "\"Disabled\""));

        assertThat(pressed.outcome()).isEqualTo(PressResult.Outcome.DISABLED);
        assertThat(pressed.results()).isEmpty();
        assertThat(pressed.toString()).contains("help", "disabled", "Enable it");
        assertThat(ringCentral.requestCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HELP", "help ", "another"})
    void button_unknown_isAResultAndSendsNothing(String identifier) {
        PressResult pressed = ButtonActions.parse(client, document().json()).press(identifier);

        assertThat(pressed.outcome()).isEqualTo(PressResult.Outcome.NO_SUCH_BUTTON);
        assertThat(pressed.results()).isEmpty();
        assertThat(pressed.toString()).contains("no such button", "identifier");
        assertThat(ringCentral.requestCount()).isZero();
    }

    @Test
    void document_withAProblem_sendsNothing() {
        assertThatThrownBy(() -> ButtonActions.parse(
                        client, document().with("numberOfApiRequests", "2").json()))
                .isInstanceOf(InvalidInputException.class);
        assertThat(ringCentral.requestCount()).isZero();
    }

    @Test
    void press_withAStalledRequest_endsInTimeAndLeavesTimeForTheOther() {
        press(document()); // so that the token and the connection exist
        ringCentral.faults().nextApi(Fault.stall());
        ringCentral.clearRequests();
        ManualButton document = document();
        ButtonActions buttons = ButtonActions.builder(client)
                .pressTimeout(Duration.ofSeconds(4))
                .parse(document.withRequests(List.of(document.request(Map.of()), document.request(Map.of())))
                        .json());

        PressResult pressed = buttons.press("help");

        assertThat(pressed.elapsed()).isBetween(Duration.ofMillis(1800), Duration.ofSeconds(4));
        assertThat(pressed.results())
                .extracting(TargetResult::outcome)
                .containsExactly(TargetResult.Outcome.UNCONFIRMED, TargetResult.Outcome.DELIVERED);
        assertThat(ringCentral.requestCount()).isEqualTo(2);
    }

    @Test
    void press_thatStopsOnFailure_givesTheFirstRequestAllItsTime() {
        press(document());
        ringCentral.faults().nextApi(Fault.stall());
        ringCentral.clearRequests();
        ManualButton document = document();
        ButtonActions buttons = ButtonActions.builder(client)
                .pressTimeout(Duration.ofSeconds(1))
                .onFailure(OnFailure.STOP)
                .parse(document.withRequests(List.of(document.request(Map.of()), document.request(Map.of())))
                        .json());

        PressResult pressed = buttons.press("help");

        assertThat(pressed.elapsed()).isBetween(Duration.ofMillis(900), Duration.ofSeconds(2));
        assertThat(pressed.results().get(0).outcome()).isEqualTo(TargetResult.Outcome.UNCONFIRMED);
        assertThat(pressed.results().get(1).outcome()) // both are true of it
                .isIn(TargetResult.Outcome.SKIPPED, TargetResult.Outcome.TIMED_OUT);
        assertThat(ringCentral.requestCount()).isEqualTo(1);
    }

    @Test
    void pressTimeout_thatIsNotPositive_isRejected() {
        ButtonActions.Builder settings = ButtonActions.builder(client);

        assertThatThrownBy(() -> settings.pressTimeout(Duration.ZERO)).hasMessageContaining("pressTimeout");
        assertThatThrownBy(() -> settings.pressTimeout(Duration.ofSeconds(-1))).hasMessageContaining("pressTimeout");
    }

    @Test
    void file_ofButtons_isLoaded(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("buttons.json"), document().json());

        ButtonActions buttons = ButtonActions.load(client, file);

        assertThat(buttons.buttons())
                .singleElement()
                .satisfies(button -> assertThat(button.identifier()).isEqualTo("help"));
        assertThat(buttons.press("help").delivered()).isTrue();
    }

    @Test
    void file_thatCannotBeRead_isAnErrorThatNamesIt(@TempDir Path folder) throws Exception {
        Path latin1 = Files.write(folder.resolve("latin1.json"), new byte[] {'{', (byte) 0xe4, '}'});

        assertThatThrownBy(() -> ButtonActions.load(client, folder.resolve("none.json")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("none.json");
        assertThatThrownBy(() -> ButtonActions.load(client, latin1))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContainingAll("latin1.json", "UTF-8");
    }
}
