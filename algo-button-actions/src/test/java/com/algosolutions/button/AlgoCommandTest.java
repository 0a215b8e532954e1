package com.algosolutions.button;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.algosolutions.button.AlgoCommand.Color;
import com.algosolutions.button.AlgoCommand.Door;
import com.algosolutions.oauth.Authorization;
import com.algosolutions.oauth.OAuthClient;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.json.Problem;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.Secret;
import com.algosolutions.oauth.testkit.AlgoDeviceSimulator;
import java.io.IOException;
import java.net.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Named commands: a simulated device accepts each one, from the form and from code. Docs and schema have the same table. */
class AlgoCommandTest {
    private static AlgoDeviceSimulator device;
    private static OAuthClient client;

    @BeforeAll
    static void start() {
        device = AlgoDeviceSimulator.start("Everything", "algo");
        client = OAuthClient.builder()
                .proxy(Proxy.NO_PROXY)
                .pin(ApiHost.of(device.target()), device.certificate())
                .build();
    }

    @AfterAll
    static void close() {
        client.close();
        device.close();
    }

    private static String document(String command, Map<String, ?> parameters, String... more) {
        Map<String, @Nullable Object> request = new LinkedHashMap<>();
        request.put("command", command);
        request.put("targets", device.target());
        request.put("parameters", parameters);
        for (int i = 0; i < more.length; i += 2) {
            request.put(more[i], Json.read(more[i + 1]));
        }
        return new ManualButton("1").withRequests(List.of(request)).json();
    }

    private static ButtonActions read(String document) {
        return ButtonActions.builder(client)
                .remoteDevicePassword(Secret.of("algo"))
                .read(document);
    }

    private static List<Problem> problems(String document) {
        InvalidButtonsException refusal = catchThrowableOfType(InvalidButtonsException.class, () -> read(document));
        assertThat(refusal).isNotNull();
        return refusal.problems();
    }

    /** Every parameter of a command, with its smallest or its largest value. */
    private static Map<String, Object> all(CommandKind kind, boolean most) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        for (CommandParameter parameter : kind.parameters()) {
            parameters.put(
                    parameter.name(),
                    switch (parameter.kind()) {
                        case TEXT ->
                            parameter.choices().isEmpty()
                                    ? "x"
                                    : parameter
                                            .choices()
                                            .get(most ? parameter.choices().size() - 1 : 0);
                        case FLAG -> most;
                        case WHOLE, DIGITS -> most ? parameter.most() : parameter.least();
                    });
        }
        return parameters;
    }

    static Stream<Arguments> leastAndMost() {
        return Stream.of(CommandKind.values())
                .flatMap(kind -> Stream.of(Arguments.of(kind, false), Arguments.of(kind, true)));
    }

    @ParameterizedTest
    @MethodSource("leastAndMost")
    void command_withEveryParameter_isAcceptedByADevice(CommandKind kind, boolean most) {
        String document = document(kind.label(), all(kind, most));
        int before = device.commands().size();

        PressResult pressed = read(document).press("help");

        assertThat(pressed.delivered()).as("%s %s", pressed, device.refusals()).isTrue();
        assertThat(device.commands()).hasSize(before + 1);
        assertThat(device.commands().get(before).path()).isEqualTo("/" + kind.path());
        assertThat(ButtonSchema.problems(document)).isEmpty();
    }

    /** Bad values for each parameter: another type, the minimum less 1, the maximum plus 1, a text that is not a choice. */
    static Stream<Arguments> badValues() {
        return Stream.of(CommandKind.values())
                .flatMap(kind -> kind.parameters().stream()
                        .flatMap(parameter -> bad(parameter).map(value -> Arguments.of(kind, parameter, value))));
    }

    private static Stream<Object> bad(CommandParameter parameter) {
        Stream<Object> types = Stream.of(List.of("x"), 1.5, 9_999_999_999L);
        return Stream.concat(
                types,
                switch (parameter.kind()) {
                    case TEXT -> parameter.choices().isEmpty() ? Stream.of(1, true) : Stream.of(1, true, "", "other");
                    case FLAG -> Stream.of("true", 1);
                    case WHOLE, DIGITS ->
                        Stream.of(true, String.valueOf(parameter.least()), parameter.least() - 1, parameter.most() + 1);
                });
    }

    @ParameterizedTest
    @MethodSource("badValues")
    void parameter_withABadValue_isOneProblemEverywhereAndNothingIsSent(
            CommandKind kind, CommandParameter parameter, Object value) {
        Map<String, Object> parameters = all(kind, false);
        parameters.put(parameter.name(), value);
        String document = document(kind.label(), parameters);
        int before = device.commands().size();

        InvalidButtonsException refusal = catchThrowableOfType(
                InvalidButtonsException.class, () -> read(document).press("help"));

        assertThat(refusal).as("a refusal of %s", document).isNotNull();
        assertThat(refusal.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.field()).isEqualTo("buttons[0].requests[0].parameters." + parameter.name());
            assertThat(problem.cure()).isEqualTo("Write " + parameter.wanted() + ".");
        });
        assertThat(ButtonSchema.problems(document)).isNotEmpty();
        assertThatThrownBy(() -> AlgoCommand.named(kind.label()).with(parameter.name(), value))
                .hasMessageContainingAll(parameter.name(), parameter.wanted());
        assertThat(device.commands()).hasSize(before);
        assertThat(device.refusals()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{}", "{\"text1\": \"Stay inside\"}", "{\"type\": null}"})
    void screen_ofNothing_isAProblem(String parameters) {
        String document = document("Start Screen", Map.of(), "parameters", parameters);

        assertThat(problems(document)).singleElement().satisfies(problem -> {
            assertThat(problem.field()).isEqualTo("buttons[0].requests[0].parameters");
            assertThat(problem.wrong()).contains("none of type, screenName, slideNames");
        });
        assertThat(ButtonSchema.problems(document)).isNotEmpty();
        assertThatThrownBy(() ->
                        AlgoCommand.named("Start Screen").with("text1", "Stay inside").to(ApiHost.of("a.example")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("needs one of type, screenName, slideNames");
    }

    /** Commands as code builds them, with the path and the payload of the API guide. */
    static Stream<Arguments> built() {
        return Stream.of(tonesAndLights(), screens(), doorsAndRelays(), calls(), maintenance())
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
                Arguments.of(
                        AlgoCommand.stopTone().with("path", "chime.wav"), "tone/stop", "{\"path\":\"chime.wav\"}"),
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
                        "{\"slideNames\":\"a, b\",\"duration\":9,\"overrideStrobe\":true}"),
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
                Arguments.of(
                        AlgoCommand.named("Stop Receiving").with("port", 5004), "rx/stop", "{\"port\":\"5004\"}"),
                Arguments.of(
                        AlgoCommand.named("Update Noise Level").with("level", 60), "noise/update", "{\"level\":\"60\"}"),
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
                .containsExactlyInAnyOrderElementsOf(
                        parameter(CommandKind.START_STROBE, "color1").choices().stream()
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
                                .authorizedBy(
                                        Authorization.signedBy(new AlgoStandardAuthentication(Secret.of("algo")))))
                        .delivered())
                .isTrue();
        assertThat(device.commands().get(before).path()).isEqualTo("/api/controls/" + path);
        assertThat(device.commands().get(before).body()).isEqualTo(payload);
    }

    @Test
    void command_builtWrong_isRejectedWithTheAcceptedValues() {
        assertThatThrownBy(() -> AlgoCommand.startStrobe(16)).hasMessageContainingAll("pattern", "0 to 15");
        assertThatThrownBy(() -> AlgoCommand.stopTone().loop(true)).hasMessageContainingAll("no parameter loop", "Remove");
        assertThatThrownBy(() -> AlgoCommand.named("Dance"))
                .hasMessageContainingAll("Dance", "\"Play Tone\"", "\"Reboot\"");
        assertThatThrownBy(() -> AlgoCommand.named("Stop Tones"))
                .hasMessageEndingWith("Choose \"Stop Tone\" or \"Stop Test\".");
        assertThatThrownBy(() -> AlgoCommand.named("Play Tone").to(ApiHost.of("a.example")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("needs path");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Play Tone | {} | parameters.path | is missing | a text",
                "Play Tone | {\"path\": \" \"} | parameters.path | not accept | a text",
                "Play Tone | {\"path\": \"a\", \"loop\": \"yes\"} | parameters.loop | not accept | true or false",
                "Play Tone | {\"path\": \"a\", \"lop\": true} | parameters.lop | is not a field | \"loop\"",
                "Start Strobe | {\"pattern\": 16} | parameters.pattern | not accept | 0 to 15",
                "Start Strobe | {\"pattern\": 1, \"color2\": \"pink\"} | parameters.color2 | not accept | \"amber\"",
                "Unlock Door For | {\"doorid\": \"local\", \"duration\": \"5\"} | parameters.duration | not accept | whole number",
                "Stop Tone | 7 | parameters | is not an object | Write it as",
            })
    void parameter_thatIsBad_isOneProblemAndTheSchemaRejectsItToo(
            String command, String parameters, String path, String wrong, String advice) {
        String document = document(command, Map.of(), "parameters", parameters);

        assertThat(problems(document)).singleElement().satisfies(problem -> {
            assertThat(problem.field()).isEqualTo("buttons[0].requests[0]." + path);
            assertThat(problem.wrong()).contains(wrong);
            assertThat(problem.cure()).contains(advice);
        });
        assertThat(ButtonSchema.problems(document)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "method | \"POST\"",
                "customPath | \"api\"",
                "oauthProfile | \"Front desk\"",
                "customHeaders | \"X: y\"",
                "dataPayload | \"{}\"",
                "headers | \"Custom Headers\"",
            })
    void member_thatTheCommandDefines_isAProblem(String member, String json) {
        String document = document("Stop Tone", Map.of(), member, json);

        assertThat(problems(document)).singleElement().satisfies(problem -> {
            assertThat(problem.field()).isEqualTo("buttons[0].requests[0]." + member);
            assertThat(problem.wrong()).contains("not used with the command Stop Tone");
        });
        assertThat(ButtonSchema.problems(document)).isNotEmpty();
    }

    @Test
    void command_withoutThePassword_isAProblemWithItsFix() {
        InvalidButtonsException refusal = catchThrowableOfType(
                InvalidButtonsException.class, () -> ButtonActions.of(client, document("Stop Tone", Map.of())));

        assertThat(refusal.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.cure()).contains("remoteDevicePassword"));
    }

    @Test
    void schema_hasTheParametersOfTheCode() {
        Object commands = ((Map<?, ?>) Json.readObject(ButtonSchema.json()).get("$defs")).get("commands");

        assertThat(((Map<?, ?>) commands).get("allOf"))
                .isEqualTo(Json.read(Json.write(Stream.of(CommandKind.values())
                        .map(AlgoCommandTest::schema)
                        .toList())));
    }

    private static Map<String, @Nullable Object> schema(CommandKind kind) {
        Map<String, @Nullable Object> properties = new LinkedHashMap<>();
        List<String> required = kind.parameters().stream()
                .filter(CommandParameter::required)
                .map(CommandParameter::name)
                .toList();
        for (CommandParameter parameter : kind.parameters()) {
            properties.put(parameter.name(), schema(parameter));
        }
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
        parameters.put("type", required.isEmpty() && kind.anyOf().isEmpty() ? List.of("object", "null") : "object");
        parameters.put("properties", properties);
        parameters.put("additionalProperties", false);
        Map<String, @Nullable Object> then = new LinkedHashMap<>();
        then.put("properties", Map.of("parameters", parameters));
        if (!required.isEmpty()) {
            parameters.put("required", required);
            then.put("required", List.of("parameters"));
        }
        if (!kind.anyOf().isEmpty()) {
            parameters.put(
                    "anyOf",
                    kind.anyOf().stream()
                            .map(name -> Map.of(
                                    "required", List.of(name), "properties", Map.of(name, Map.of("type", "string"))))
                            .toList());
            then.put("required", List.of("parameters"));
        }
        return Map.<String, @Nullable Object>of(
                "if",
                Map.of("properties", Map.of("command", Map.of("const", kind.label())), "required", List.of("command")),
                "then",
                then);
    }

    private static Map<String, @Nullable Object> schema(CommandParameter parameter) {
        Map<String, @Nullable Object> schema = new LinkedHashMap<>();
        if (!parameter.choices().isEmpty()) {
            Stream<@Nullable Object> none = parameter.required() ? Stream.empty() : Stream.of((Object) null);
            Stream<@Nullable Object> choices = parameter.choices().stream()
                    .map(choice -> parameter.kind() == CommandParameter.Kind.WHOLE ? Integer.valueOf(choice) : choice);
            schema.put("enum", Stream.concat(choices, none).toList());
            return schema;
        }
        String type = switch (parameter.kind()) {
            case TEXT -> "string";
            case FLAG -> "boolean";
            case WHOLE, DIGITS -> "integer";
        };
        schema.put("type", parameter.required() ? type : List.of(type, "null"));
        if (type.equals("integer")) {
            schema.put("minimum", parameter.least());
            schema.put("maximum", parameter.most());
        }
        if (type.equals("string") && parameter.required()) {
            schema.put("pattern", "\\S");
        }
        return schema;
    }

    @ParameterizedTest
    @EnumSource
    void page_hasARowForTheCommandWithItsParameters(CommandKind kind) throws IOException {
        String page = Files.readString(Path.of(System.getProperty("basedir", "."), "..", "docs", "commands.md"));

        String any = kind.anyOf().stream().map(name -> '`' + name + '`').collect(Collectors.joining(", "));
        String parameters = (any.isEmpty() ? "" : "one of " + any + "**!**: ")
                + kind.parameters().stream().map(AlgoCommandTest::words).collect(Collectors.joining("; "));

        assertThat(page.lines())
                .anySatisfy(line -> assertThat(line)
                        .startsWith("| `" + kind.label() + "` | `"
                                + kind.path().substring("api/controls/".length()) + "` | " + parameters
                                + " |"));
    }

    private static String words(CommandParameter parameter) {
        String values = switch (parameter.kind()) {
            case TEXT -> parameter.choices().isEmpty() ? "text" : String.join(" / ", parameter.choices());
            case FLAG -> "true, false";
            case WHOLE, DIGITS ->
                parameter.choices().isEmpty()
                        ? parameter.least() + " to " + parameter.most()
                        : String.join(" / ", parameter.choices());
        };
        return '`'
                + parameter.name()
                + '`'
                + (parameter.required() ? "**!** " : " ")
                + values
                + (parameter.kind() == CommandParameter.Kind.DIGITS ? " (as text)" : "");
    }
}
