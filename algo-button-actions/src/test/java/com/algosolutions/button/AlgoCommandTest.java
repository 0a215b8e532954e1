package com.algosolutions.button;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.button.AlgoCommand.Color;
import com.algosolutions.button.AlgoCommand.Door;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.testkit.AlgoDeviceSimulator;
import com.algosolutions.oauth.testkit.DeviceCommand;
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
        return Stream.of(
                        tonesAndLights(),
                        screens(),
                        screenTexts(),
                        doorsAndRelays(),
                        calls(),
                        maintenance(),
                        settings())
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
                Arguments.of(
                        AlgoCommand.named("Play Multicast Tone")
                                .with("path", "gong.wav")
                                .loop(false)
                                .duration(time)
                                .interval(Duration.ZERO)
                                .with("address", "239.0.0.1")
                                .with("port", 50_000)
                                .with("type", "poly")
                                .with("group", 2)
                                .with("playback", true),
                        "tone/start",
                        "{\"path\":\"gong.wav\",\"loop\":false,\"duration\":9,\"interval\":0,\"playback\":true,\"mcast\":true,"
                                + "\"state\":{\"mode\":\"sender\",\"address\":\"239.0.0.1\",\"port\":\"50000\",\"type\":\"poly\",\"group\":2}}"),
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
                Arguments.of(
                        AlgoCommand.startStrobe(3),
                        "strobe/start",
                        "{\"pattern\":3,\"color1\":\"red\",\"ledlvl\":255}"),
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
                                .with("type", "template")
                                .with("template", "today_is")
                                .with("text2", "b")
                                .with("text3", "c")
                                .with("icon1", "sun.png"),
                        "screen/start",
                        "{\"type\":\"template\",\"template\":\"today_is\",\"text2\":\"b\",\"text3\":\"c\",\"icon1\":\"sun.png\"}"),
                Arguments.of(
                        AlgoCommand.named("Start Screen")
                                .with("type", "blitz")
                                .with("image1", "a.png")
                                .with("image2", "b.png"),
                        "screen/start",
                        "{\"type\":\"blitz\",\"image1\":\"a.png\",\"image2\":\"b.png\"}"),
                Arguments.of(
                        AlgoCommand.named("Start Screen")
                                .with("type", "analogClock")
                                .with("clockFormat", "24h")
                                .with("clockSeconds", true)
                                .with("clockSecondsAnalog", false)
                                .with("clockSize", "x-large")
                                .with("clockPosition", "top-left")
                                .with("date", true)
                                .with("clockBgImage", "sky.png"),
                        "screen/start",
                        "{\"type\":\"analogClock\",\"clockFormat\":\"24h\",\"clockSeconds\":true,\"clockSecondsAnalog\":false,"
                                + "\"clockSize\":\"x-large\",\"clockPosition\":\"top-left\",\"date\":true,\"clockBgImage\":\"sky.png\"}"),
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
                                + "\"textScrollSpeed\":\"5\",\"textBg\":true,\"textBgColor\":\"red\",\"stopAfter\":9}"),
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
                                + "\"textSize\":\"tiny\",\"textFont\":\"sans\",\"textScroll\":false,\"textScrollSpeed\":\"1\","
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

    private static Stream<Arguments> settings() {
        return Stream.of(
                Arguments.of(
                        AlgoCommand.named("Set Page Volume").with("volume", -12),
                        "PUT /api/settings",
                        "{\"audio.page.vol\":\"-12dB\"}"),
                Arguments.of(
                        AlgoCommand.named("Set Ring Volume").with("volume", 0),
                        "PUT /api/settings",
                        "{\"audio.ring.vol\":\"0dB\"}"),
                Arguments.of(
                        AlgoCommand.named("Set Speaker Volume").with("volume", -45),
                        "PUT /api/settings",
                        "{\"audio.vol.spk\":\"-45dB\"}"),
                Arguments.of(
                        AlgoCommand.named("Set Input Volume").with("volume", 6),
                        "PUT /api/settings",
                        "{\"audio.input.gain\":\"6dB\"}"),
                Arguments.of(AlgoCommand.named("Mute Microphone"), "PUT /api/settings", "{\"audio.mic.mute\":\"1\"}"),
                Arguments.of(AlgoCommand.named("Unmute Microphone"), "PUT /api/settings", "{\"audio.mic.mute\":\"0\"}"),
                Arguments.of(
                        AlgoCommand.named("Skip Schedule").with("date", "2027-03-01"),
                        "POST /api/schedules",
                        "{\"skip\":[{\"evid\":-1,\"date\":\"2027-03-01\"}]}"),
                Arguments.of(
                        AlgoCommand.named("Restore Schedule").with("date", "2027-03-01"),
                        "POST /api/schedules",
                        "{\"remove_skip\":[{\"evid\":-1,\"date\":\"2027-03-01\"}]}"));
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
        List<AlgoCommand> commands = built().map(row -> (AlgoCommand) row.get()[0])
                .filter(command -> command.label().equals(kind.label()))
                .toList();

        assertThat(commands.isEmpty()).isEqualTo(kind.method().equals("GET"));
        assertThat(kind.parameters())
                .allSatisfy(parameter -> assertThat(commands.toString()).contains(parameter.name() + "="));
    }

    @Test
    void color_ofAMethod_isOneOfTheTable() {
        List<String> words = parameter(CommandKind.START_STROBE, "color1").choices();
        assertThat(Color.values()).hasSameSizeAs(words).allSatisfy(color -> {
            AlgoCommand strobe = AlgoCommand.startStrobe(1).color1(color).color2(color);
            assertThat(words)
                    .filteredOn(word -> strobe.dataPayload().contains("\"color1\":\"" + word + "\"")
                            && strobe.dataPayload().contains("\"color2\":\"" + word + "\""))
                    .hasSize(1);
        });
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

        assertThat(command.toString()).isEqualTo(kind.label() + " {" + parameter + "=" + choice + "}");
        assertThat(command.dataPayload()).contains("\"" + choice + "\"");
    }

    @ParameterizedTest
    @MethodSource("built")
    void command_builtInCode_isAcceptedByADevice(AlgoCommand command, String path, String payload) {
        int before = device.commands().size();

        assertThat(client.execute(command.to(ApiHost.of(device.target()))
                                .signedBy(new AlgoStandardAuthentication(Secret.of("algo"))))
                        .delivered())
                .isTrue();
        DeviceCommand accepted = device.commands().get(before);
        assertThat(accepted.method() + " " + accepted.path())
                .isEqualTo(path.contains(" ") ? path : "POST /api/controls/" + path);
        assertThat(accepted.body()).isEqualTo(payload);
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
        assertThatThrownBy(() -> AlgoCommand.named("Skip Schedule").with("date", "${localDate}"))
                .hasMessageContaining("a day such as");
    }

    @Test
    void screen_withoutWhatItsTypeNeeds_isNotSent() {
        AlgoCommand screen = AlgoCommand.named("Start Screen");
        Map.of(
                        screen.with("slideNames", "a, b"), "with slideNames needs duration",
                        screen.with("type", "image"), "with type \"image\" needs one of image1, text1",
                        screen.with("type", "blitz").with("image1", "a"), "with type \"blitz\" needs image2",
                        screen.with("type", "blitz").with("image1", " ").with("image2", "b"), "needs image1",
                        screen.with("type", "template"), "with type \"template\" needs template",
                        screen.with("screenName", ""), "needs one of type, screenName, slideNames")
                .forEach((command, wanted) -> assertThatThrownBy(() -> command.to(ApiHost.of("a.example")))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining(wanted));
    }

    @Test
    void query_builtInCode_isAGetWhoseResponseHasTheDevicesState() {
        ApiResult result = client.execute(AlgoCommand.named("Read About")
                .to(ApiHost.of(device.target()))
                .signedBy(new AlgoStandardAuthentication(Secret.of("algo"))));

        assertThat(result.response().orElseThrow().body()).contains("\"Product Name\":\"Everything\"");
    }
}
