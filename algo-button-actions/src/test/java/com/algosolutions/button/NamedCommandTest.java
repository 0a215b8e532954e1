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
                "Unlock Door For | {\"doorid\": \"local\", \"duration\": \"5\"} | parameters.duration | not accept | whole number",
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
