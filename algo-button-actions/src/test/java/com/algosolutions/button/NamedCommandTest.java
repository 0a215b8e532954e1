package com.algosolutions.button;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.testkit.AlgoDeviceSimulator;
import java.net.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

/** Named commands of the form: a simulated device accepts each one. */
class NamedCommandTest {
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
                .parse(document);
    }

    private static List<Problem> problems(String document) {
        InvalidInputException refusal = catchThrowableOfType(InvalidInputException.class, () -> read(document));
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
                                    ? parameter.name().matches("path|tone") ? "gong.wav" : "x"
                                    : parameter
                                            .choices()
                                            .get(most ? parameter.choices().size() - 1 : 0);
                        case FLAG -> most;
                        case WHOLE, DIGITS, EITHER, DECIBELS -> most ? parameter.most() : parameter.least();
                        case DATE -> most ? "2028-02-29" : "${localDate}";
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
        assertThat(device.commands()).hasSize(kind.method().equals("GET") ? before : before + 1);
        assertThat(device.commands().stream().skip(before))
                .allSatisfy(command -> assertThat(command.path()).isEqualTo("/" + kind.path()));
        assertThat(ButtonSchema.problems(document)).isEmpty();
    }

    /** A device requires more members than an operator wants to write. */
    @ParameterizedTest
    @EnumSource
    void command_withOnlyWhatItNeeds_isAcceptedByADevice(CommandKind kind) {
        Map<String, Object> parameters = all(kind, false);
        kind.parameters().stream()
                .filter(parameter -> !parameter.required() && !parameter.name().equals("screenName"))
                .forEach(optional -> parameters.remove(optional.name()));
        String document = document(kind.label(), parameters);

        PressResult pressed = read(document).press("help");

        assertThat(pressed.delivered()).as("%s %s", pressed, device.refusals()).isTrue();
        assertThat(ButtonSchema.problems(document)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Play Tone | {\"path\": \"gong.wav\"} | {\"path\":\"gong.wav\",\"loop\":false}",
                "Play Tone | {\"path\": \"gong.wav\", \"loop\": true, \"interval\": 0} | {\"path\":\"gong.wav\",\"loop\":true,\"interval\":0}",
                "Start Strobe | {\"pattern\": 3} | {\"pattern\":3,\"color1\":\"red\",\"ledlvl\":255}",
                "Start Strobe | {\"pattern\": 3, \"color1\": \"blue\", \"ledlvl\": \"56\"} | {\"pattern\":3,\"color1\":\"blue\",\"ledlvl\":\"56\"}",
                "Start Call | {\"extension\": \"200\", \"interval\": 0} | {\"extension\":\"200\",\"tone\":\"chime.wav\",\"interval\":\"0\"}",
                "Start Call | {\"extension\": \"200\", \"maxdur\": \"60\"} | {\"extension\":\"200\",\"tone\":\"chime.wav\",\"maxdur\":\"60\"}",
                "Start Screen | {\"type\": \"image\", \"text1\": \"Stay\", \"textScrollSpeed\": 3} | {\"type\":\"image\",\"text1\":\"Stay\",\"textScrollSpeed\":\"3\"}",
                "Start Screen | {\"slideNames\": \"a, b\", \"duration\": 9} | {\"slideNames\":\"a, b\",\"duration\":9}",
                "Start Screen | {\"type\": \"blitz\", \"image1\": \"a\", \"image2\": \"b\"} | {\"type\":\"blitz\",\"image1\":\"a\",\"image2\":\"b\"}",
                "Start Screen Text | {\"textContent\": \"Gate\", \"textScrollSpeed\": \"5\"} | {\"textContent\":\"Gate\",\"textScrollSpeed\":\"5\"}",
                "Stop Receiving | {} | ''",
                "Update Noise Level | {\"level\": 130} | {\"level\":\"130\"}",
                "Set Page Volume | {\"volume\": -12} | {\"audio.page.vol\":\"-12dB\"}",
                "Set Input Volume | {\"volume\": 6} | {\"audio.input.gain\":\"6dB\"}",
                "Mute Microphone | {} | {\"audio.mic.mute\":\"1\"}",
            })
    void payload_hasTheMembersThatDevicesRequire(String command, String parameters, String payload) {
        int before = device.commands().size();

        PressResult pressed =
                read(document(command, Map.of(), "parameters", parameters)).press("help");

        assertThat(pressed.delivered()).as("%s", pressed).isTrue();
        assertThat(device.commands().get(before).body()).isEqualTo(payload);
    }

    @Test
    void schedule_ofTheDayOfThePress_isSkipped() {
        int before = device.commands().size();
        ButtonActions buttons = ButtonActions.builder(client)
                .remoteDevicePassword(Secret.of("algo"))
                .clock(Clock.fixed(Instant.parse("2027-03-01T23:30:00Z"), ZoneId.of("Pacific/Auckland")))
                .parse(document("Skip Schedule", Map.of("date", "${localDate}")));

        assertThat(buttons.press("help").delivered()).isTrue();
        assertThat(device.commands().get(before).body())
                .isEqualTo("{\"skip\":[{\"evid\":-1,\"date\":\"2027-03-02\"}]}");
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
                    case WHOLE ->
                        Stream.of(true, String.valueOf(parameter.least()), parameter.least() - 1, parameter.most() + 1);
                    case DIGITS, EITHER ->
                        Stream.of(
                                true,
                                "",
                                "-1",
                                "01",
                                "1.0",
                                "x",
                                "9999999",
                                parameter.least() - 1,
                                parameter.most() + 1);
                    case DECIBELS ->
                        Stream.of(true, parameter.most() + "dB", parameter.least() - 3, parameter.most() + 3, -4, -1);
                    case DATE ->
                        Stream.of(20270301, "today", "1.3.2027", "2027-3-1", "2027-03-01T08:00", "${localTime}");
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

        InvalidInputException refusal = catchThrowableOfType(
                InvalidInputException.class, () -> read(document).press("help"));

        assertThat(refusal).as("a refusal of %s", document).isNotNull();
        assertThat(refusal.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.field()).isEqualTo("buttons[0].requests[0].parameters." + parameter.name());
            assertThat(problem.advice()).isEqualTo("Write " + parameter.wanted() + ".");
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
            assertThat(problem.message()).contains("none of type, screenName, slideNames");
        });
        assertThat(ButtonSchema.problems(document)).isNotEmpty();
        assertThatThrownBy(() -> AlgoCommand.named("Start Screen")
                        .with("text1", "Stay inside")
                        .to(ApiHost.of("a.example")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("needs one of type, screenName, slideNames");
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
                "Unlock Door For | {\"doorid\": \"local\", \"duration\": \"5 s\"} | parameters.duration | not accept | whole number",
                "Start Screen | {\"slideNames\": \"a, b\"} | parameters.duration | is missing | slideNames",
                "Start Screen | {\"slideNames\": \"a\", \"duration\": null} | parameters.duration | is missing | 1 to 86400",
                "Start Screen | {\"type\": \"blitz\", \"image1\": \"a.png\"} | parameters.image2 | is missing | blitz",
                "Start Screen | {\"type\": \"blitz\", \"image2\": \"a.png\"} | parameters.image1 | is missing | blitz",
                "Start Screen | {\"type\": \"template\", \"text1\": \"Stay\"} | parameters.template | is missing | \"dont_forget\"",
                "Start Screen | {\"type\": \"template\", \"template\": \"x\"} | parameters.template | not accept | \"today_is\"",
                "Start Screen | {\"type\": \"image\", \"textColor\": \"red\"} | parameters | none of image1, text1 | at least one",
                "Start Screen | {\"type\": \"digitalClock\", \"clockFormat\": \"24\"} | parameters.clockFormat | not accept | 24h",
                "Play Multicast Tone | {\"path\": \"a\", \"port\": 50000} | parameters.address | is missing | a text",
                "Play Multicast Tone | {\"path\": \"a\", \"address\": \"239.0.0.1\", \"port\": 5, \"type\": \"poly\"} | parameters.group | is missing | poly",
                "Set Page Volume | {\"volume\": -10} | parameters.volume | not accept | steps of 3",
                "Set Page Volume | {\"volume\": 3} | parameters.volume | not accept | -45 to 0",
                "Skip Schedule | {\"date\": \"tomorrow\"} | parameters.date | not accept | localDate",
                "Stop Tone | 7 | parameters | is not an object | Write it as",
            })
    void parameter_thatIsBad_isOneProblemAndTheSchemaRejectsItToo(
            String command, String parameters, String path, String wrong, String advice) {
        String document = document(command, Map.of(), "parameters", parameters);

        assertThat(problems(document)).singleElement().satisfies(problem -> {
            assertThat(problem.field()).isEqualTo("buttons[0].requests[0]." + path);
            assertThat(problem.message()).contains(wrong);
            assertThat(problem.advice()).contains(advice);
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
            assertThat(problem.message()).contains("not used with the command Stop Tone");
        });
        assertThat(ButtonSchema.problems(document)).isNotEmpty();
    }

    @Test
    void command_withoutThePassword_isAProblemWithItsFix() {
        InvalidInputException refusal = catchThrowableOfType(
                InvalidInputException.class, () -> ButtonActions.parse(client, document("Stop Tone", Map.of())));

        assertThat(refusal.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.advice()).contains("remoteDevicePassword"));
    }
}
