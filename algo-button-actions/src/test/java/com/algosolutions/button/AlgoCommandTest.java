package com.algosolutions.button;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.button.AlgoCommand.Color;
import com.algosolutions.button.AlgoCommand.Door;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.testkit.AlgoDeviceSimulator;
import java.net.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Named commands built in code: a simulated device accepts each one. */
class AlgoCommandTest {
    private static AlgoDeviceSimulator device;
    private static OAuthClient client;

    @BeforeAll
    static void start() {
        device = AlgoDeviceSimulator.start("Everything", "algo");
        client = OAuthClient.builder()
                .proxy(Proxy.NO_PROXY)
                .pinCertificate(ApiHost.of(device.target()), device.certificate())
                .build();
    }

    @AfterAll
    static void close() {
        client.close();
        device.close();
    }

    /** Commands as code builds them, with the path and the payload of the API guide. */
    static Stream<Arguments> built() {
        return Stream.of(tonesAndLights(), screens(), screenTexts(), doorsAndRelays(), calls(), maintenance())
                .flatMap(rows -> rows);
    }

    private static Stream<Arguments> tonesAndLights() {
        Duration time = Duration.ofSeconds(9);
        return Stream.of(
                Arguments.of(
                        AlgoCommand.playTone("chime.wav")
                                .loop(true)
                                .duration(time)
                                .interval(Duration.ofSeconds(2)),
                        "tone/start",
                        "{\"path\":\"chime.wav\",\"loop\":true,\"duration\":9,\"interval\":2}"),
                Arguments.of(AlgoCommand.stopTone(), "tone/stop", ""),
                Arguments.of(AlgoCommand.stopTone().with("path", "chime.wav"), "tone/stop", "{\"path\":\"chime.wav\"}"),
                Arguments.of(AlgoCommand.startEmergencyAlert(10), "emergency-alert/start", "{\"announcement\":10}"),
                Arguments.of(AlgoCommand.stopEmergencyAlert(), "emergency-alert/stop", ""),
                Arguments.of(
                        AlgoCommand.startStrobe(0)
                                .color1(Color.RED)
                                .color2(Color.AMBER)
                                .ledlvl(56)
                                .duration(time),
                        "strobe/start",
                        "{\"pattern\":0,\"color1\":\"red\",\"color2\":\"amber\",\"ledlvl\":56,\"duration\":9}"),
                Arguments.of(AlgoCommand.stopStrobe(), "strobe/stop", ""));
    }

    private static Stream<Arguments> screens() {
        return Stream.of(
                Arguments.of(
                        AlgoCommand.named("Start Screen").with("screenName", "Evacuate"),
                        "screen/start",
                        "{\"screenName\":\"Evacuate\"}"),
                Arguments.of(
                        AlgoCommand.named("Start Screen")
                                .with("type", "digitalClock")
                                .with("image1", "plan.png")
                                .with("text1", "Stay")
                                .with("textColor", "white")
                                .with("textPosition", "top")
                                .with("textSize", "large")
                                .with("textFont", "sans")
                                .with("textScroll", true)
                                .with("textScrollSpeed", 5)
                                .with("textBg", true)
                                .with("textBgColor", "red")
                                .with("stopAfter", 9),
                        "screen/start",
                        "{\"type\":\"digitalClock\",\"image1\":\"plan.png\",\"text1\":\"Stay\",\"textColor\":\"white\","
                                + "\"textPosition\":\"top\",\"textSize\":\"large\",\"textFont\":\"sans\",\"textScroll\":true,"
                                + "\"textScrollSpeed\":5,\"textBg\":true,\"textBgColor\":\"red\",\"stopAfter\":9}"),
                Arguments.of(
                        AlgoCommand.named("Start Screen")
                                .with("slideNames", "a, b")
                                .with("duration", 9)
                                .with("overrideStrobe", true),
                        "screen/start",
                        "{\"slideNames\":\"a, b\",\"duration\":9,\"overrideStrobe\":true}"));
    }

    private static Stream<Arguments> screenTexts() {
        return Stream.of(
                Arguments.of(AlgoCommand.named("Stop Screen"), "screen/stop", ""),
                Arguments.of(
                        AlgoCommand.named("Start Screen Text")
                                .with("textContent", "Gate \"B\"")
                                .with("textColor", "white")
                                .with("textPosition", "middle")
                                .with("textSize", "tiny")
                                .with("textFont", "sans")
                                .with("textScroll", false)
                                .with("textScrollSpeed", 1)
                                .with("textBg", false)
                                .with("textBgColor", "red")
                                .with("persistent", true)
                                .with("duration", 9),
                        "screen-text/start",
                        "{\"textContent\":\"Gate \\\"B\\\"\",\"textColor\":\"white\",\"textPosition\":\"middle\","
                                + "\"textSize\":\"tiny\",\"textFont\":\"sans\",\"textScroll\":false,\"textScrollSpeed\":1,"
                                + "\"textBg\":false,\"textBgColor\":\"red\",\"persistent\":true,\"duration\":9}"),
                Arguments.of(AlgoCommand.named("Stop Screen Text"), "screen-text/stop", ""));
    }

    private static Stream<Arguments> doorsAndRelays() {
        return Stream.of(
                Arguments.of(AlgoCommand.lockDoor(Door.NETWORK), "door/lock", "{\"doorid\":\"netdc1\"}"),
                Arguments.of(AlgoCommand.unlockDoor(Door.LOCAL), "door/unlock", "{\"doorid\":\"local\"}"),
                Arguments.of(
                        AlgoCommand.unlockDoor(Door.LOCAL, Duration.ofSeconds(5)),
                        "door/munlock",
                        "{\"doorid\":\"local\",\"duration\":\"5\"}"),
                Arguments.of(AlgoCommand.named("Enable Relay"), "relay/enable", ""),
                Arguments.of(
                        AlgoCommand.named("Enable Relay For").with("duration", 5), "relay/menable", "{\"duration\":5}"),
                Arguments.of(AlgoCommand.named("Disable Relay"), "relay/disable", ""),
                Arguments.of(AlgoCommand.named("Enable 24V"), "24v/enable", ""),
                Arguments.of(AlgoCommand.named("Disable 24V"), "24v/disable", ""));
    }

    private static Stream<Arguments> calls() {
        return Stream.of(
                Arguments.of(
                        AlgoCommand.named("Start Call")
                                .with("extension", "200")
                                .with("tone", "chime.wav")
                                .with("interval", 9)
                                .with("maxdur", 9)
                                .with("dtmf", "1,2"),
                        "call/start",
                        "{\"extension\":\"200\",\"tone\":\"chime.wav\",\"interval\":\"9\",\"maxdur\":\"9\",\"dtmf\":\"1,2\"}"),
                Arguments.of(AlgoCommand.named("Stop Call"), "call/stop", ""),
                Arguments.of(
                        AlgoCommand.named("Page").with("extension", "201"), "call/page", "{\"extension\":\"201\"}"),
                Arguments.of(
                        AlgoCommand.named("Activate Button").with("id", "help"),
                        "console/button/activate",
                        "{\"id\":\"help\"}"),
                Arguments.of(
                        AlgoCommand.named("Stop Console Event").with("type", "nonEmergency"),
                        "console/event/stop",
                        "{\"type\":\"nonEmergency\"}"));
    }

    private static Stream<Arguments> maintenance() {
        return Stream.of(
                Arguments.of(
                        AlgoCommand.named("Start Receiving").with("port", 5004), "rx/start", "{\"port\":\"5004\"}"),
                Arguments.of(AlgoCommand.named("Stop Receiving").with("port", 5004), "rx/stop", "{\"port\":\"5004\"}"),
                Arguments.of(
                        AlgoCommand.named("Update Noise Level").with("level", 60),
                        "noise/update",
                        "{\"level\":\"60\"}"),
                Arguments.of(AlgoCommand.named("Start Test"), "test/start", ""),
                Arguments.of(AlgoCommand.named("Loop Test"), "test/loop", ""),
                Arguments.of(AlgoCommand.named("Stop Test"), "test/stop", ""),
                Arguments.of(AlgoCommand.named("Reload"), "reload", ""),
                Arguments.of(AlgoCommand.named("Reboot"), "reboot", ""));
    }

    /** The rows above cover the table: every command can be built in code, with all its parameters. */
    @ParameterizedTest
    @EnumSource
    void command_ofTheTable_isBuiltInCodeWithAllItsParameters(CommandKind kind) {
        List<String> payloads = built().filter(
                        row -> row.get()[1].equals(kind.path().substring("api/controls/".length())))
                .map(row -> String.valueOf(row.get()[2]))
                .toList();

        assertThat(payloads).isNotEmpty();
        assertThat(kind.parameters())
                .allSatisfy(
                        parameter -> assertThat(String.join(" ", payloads)).contains('"' + parameter.name() + "\":"));
    }

    @Test
    void color_ofAMethod_isOneOfTheTable() {
        assertThat(Stream.of(Color.values())
                        .flatMap(color -> Stream.of(
                                AlgoCommand.startStrobe(1).color1(color),
                                AlgoCommand.startStrobe(1).color2(color))))
                .extracting(AlgoCommand::dataPayload)
                .containsExactlyInAnyOrderElementsOf(parameter(CommandKind.START_STROBE, "color1").choices().stream()
                        .flatMap(word -> Stream.of("color1", "color2")
                                .map(name -> "{\"pattern\":1,\"" + name + "\":\"" + word + "\"}"))
                        .toList());
    }

    @Test
    void door_ofAMethod_isOneOfTheTable() {
        assertThat(Stream.of(Door.values()).map(AlgoCommand::lockDoor))
                .extracting(AlgoCommand::dataPayload)
                .containsExactlyInAnyOrderElementsOf(parameter(CommandKind.LOCK_DOOR, "doorid").choices().stream()
                        .map(id -> "{\"doorid\":\"" + id + "\"}")
                        .toList());
    }

    private static CommandParameter parameter(CommandKind kind, String name) {
        return kind.parameter(name).orElseThrow();
    }

    /** The choices of every parameter; most of them have no enum in code. */
    static Stream<Arguments> choices() {
        return Stream.of(CommandKind.values())
                .flatMap(kind -> kind.parameters().stream()
                        .filter(parameter -> parameter.kind() == CommandParameter.Kind.TEXT)
                        .flatMap(parameter -> parameter.choices().stream()
                                .map(choice -> Arguments.of(kind, parameter.name(), choice))));
    }

    @ParameterizedTest
    @MethodSource("choices")
    void choice_ofTheTable_isAcceptedInCode(CommandKind kind, String parameter, String choice) {
        AlgoCommand command = AlgoCommand.named(kind.label()).with(parameter, choice);

        assertThat(Json.readObject(command.dataPayload())).isEqualTo(Map.of(parameter, choice));
    }

    @ParameterizedTest
    @MethodSource("built")
    void command_builtInCode_isAcceptedByADevice(AlgoCommand command, String path, String payload) {
        int before = device.commands().size();

        assertThat(client.execute(command.to(ApiHost.of(device.target()))
                                .signedBy(new AlgoStandardAuthentication(Secret.of("algo"))))
                        .delivered())
                .isTrue();
        assertThat(device.commands().get(before).path()).isEqualTo("/api/controls/" + path);
        assertThat(device.commands().get(before).body()).isEqualTo(payload);
    }

    @Test
    void command_builtWrong_isRejectedWithTheAcceptedValues() {
        assertThatThrownBy(() -> AlgoCommand.startStrobe(16)).hasMessageContainingAll("pattern", "0 to 15");
        assertThatThrownBy(() -> AlgoCommand.stopTone().loop(true))
                .hasMessageContainingAll("no parameter loop", "Remove");
        assertThatThrownBy(() -> AlgoCommand.named("Dance"))
                .hasMessageContainingAll("Dance", "\"Play Tone\"", "\"Reboot\"");
        assertThatThrownBy(() -> AlgoCommand.named("Stop Tones"))
                .hasMessageEndingWith("Choose \"Stop Tone\" or \"Stop Test\".");
        assertThatThrownBy(() -> AlgoCommand.named("Play Tone").to(ApiHost.of("a.example")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("needs path");
    }
}
