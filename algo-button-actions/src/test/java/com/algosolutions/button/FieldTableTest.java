package com.algosolutions.button;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.GrantType;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Good and bad values of every field of the form, checked by the reader and by the published schema. */
class FieldTableTest {
    private static Targets targets;

    @BeforeAll
    static void start() {
        targets = new Targets();
        OAuthClient client = targets.client();
        client.profiles()
                .create(client.draft("Front desk", "GENERIC")
                        .grantType(GrantType.CLIENT_CREDENTIALS)
                        .tokenUrl(URI.create("https://" + targets.target(1) + "/token"))
                        .apiHosts(ApiHost.of(targets.target(1)))
                        .clientId("console")
                        .clientSecret(Secret.of("geheim"))
                        .build());
    }

    @AfterAll
    static void close() {
        targets.close();
    }

    private static String document(String changed, String json) {
        return new ManualButton("123456789000")
                .with("request.targets", "[\"" + targets.target(1) + "\"]")
                .with(changed, json)
                .json();
    }

    private static ButtonActions read(String document) {
        return ButtonActions.builder(targets.client())
                .remoteDevicePassword(Secret.of("algo"))
                .deviceName("Lobby console")
                .macAddress("00:22:EE:00:00:01")
                .parse(document);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/bad-fields.csv", delimiter = '|', quoteCharacter = '\'', emptyValue = "")
    void field_withABadValue_isOneProblemWithPathAndFixAndNothingIsSent(
            String changed, String json, String path, String wrong, String advice, String detectedBy) {
        String document = document(changed, json);
        int lookups = targets.lookups();
        int arrived = targets.arrived().size();

        InvalidInputException refusal = catchThrowableOfType(
                InvalidInputException.class, () -> read(document).press("help"));

        assertThat(refusal).as("a refusal of %s", document).isNotNull();
        assertThat(refusal.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.field()).isEqualTo(path.startsWith("buttons") ? path : "buttons[0]." + path);
            assertThat(problem.message()).contains(wrong);
            assertThat(problem.advice()).contains(advice).endsWith(".");
        });
        assertThat(targets.arrived()).hasSize(arrived);
        assertThat(targets.lookups()).isEqualTo(lookups);
        assertThat(ButtonSchema.problems(document).isEmpty())
                .as("the schema accepts it")
                .isEqualTo(detectedBy.equals("reader"));
    }

    /** Shows that the server of the rows above would count a request. */
    @Test
    void document_ofTheTableWithoutABadValue_isSentToTheCountingServer() {
        int lookups = targets.lookups();

        read(document("status", "\"Enabled\"")).press("help");

        assertThat(targets.arrived()).anyMatch(line -> line.endsWith(" /token"));
        assertThat(targets.lookups()).isGreaterThan(lookups);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/good-fields.csv", delimiter = '|', quoteCharacter = '\'', emptyValue = "")
    void field_withAGoodValue_isReadAndWrittenBackUnchanged(String changed, String json) {
        String document = document(changed, json);

        ButtonActions buttons = read(document);

        assertThat(buttons.buttons()).hasSize(1);
        assertThat(Json.write(Json.read(buttons.toJson()))).isEqualTo(document);
        assertThat(ButtonSchema.problems(document)).isEmpty();
    }

    @Test
    void fields_ofTheSchema_haveGoodAndBadRows() throws IOException {
        Set<String> fields = new TreeSet<>(members("button", ""));
        fields.addAll(members("request", "request."));

        assertThat(changed("/good-fields.csv")).containsAll(fields);
        assertThat(changed("/bad-fields.csv")).containsAll(fields);
        assertThat(fields).hasSize(17);
    }

    private static List<String> members(String definition, String prefix) {
        Object properties = member(member(member(Json.read(ButtonSchema.json()), "$defs"), definition), "properties");
        return new ArrayList<>(((Map<?, ?>) properties).keySet())
                .stream().map(name -> prefix + name).toList();
    }

    private static Object member(Object of, String name) {
        return ((Map<?, ?>) of).get(name);
    }

    private static Set<String> changed(String resource) throws IOException {
        try (InputStream in = FieldTableTest.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("\\|")[0].strip())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
