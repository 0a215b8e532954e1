package com.algosolutions.button;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of named commands, the same in code, docs and schema. */
class CommandTableTest {
    @Test
    void schema_hasTheParametersOfTheCode() {
        Object commands = ((Map<?, ?>) Json.readObject(ButtonSchema.json()).get("$defs")).get("commands");

        assertThat(((Map<?, ?>) commands).get("allOf"))
                .isEqualTo(Json.read(Json.write(Stream.of(CommandKind.values())
                        .map(CommandTableTest::schema)
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
                + kind.parameters().stream().map(CommandTableTest::words).collect(Collectors.joining("; "));

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
