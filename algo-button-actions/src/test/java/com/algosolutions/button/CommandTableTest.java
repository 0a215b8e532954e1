package com.algosolutions.button;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
    private static final Map<String, ?> NOT_NULL = Map.of("not", Map.of("type", "null"));

    @Test
    void schema_hasTheParametersOfTheCode() {
        Object commands = ((Map<?, ?>) Json.readObject(ButtonSchema.json()).get("$defs")).get("commands");

        assertThat(((Map<?, ?>) commands).get("allOf"))
                .isEqualTo(Json.read(Json.write(Stream.of(CommandKind.values())
                        .map(CommandTableTest::schema)
                        .toList())));
    }

    static Map<String, @Nullable Object> schema(CommandKind kind) {
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
        if (!kind.rules().isEmpty()) {
            parameters.put(
                    "allOf", kind.rules().stream().map(CommandTableTest::schema).toList());
        }
        return Map.<String, @Nullable Object>of(
                "if",
                Map.of("properties", Map.of("command", Map.of("const", kind.label())), "required", List.of("command")),
                "then",
                then);
    }

    private static Map<String, @Nullable Object> schema(CommandKind.Rule rule) {
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        given.put(
                "properties",
                Map.of(rule.parameter(), rule.value().isEmpty() ? NOT_NULL : Map.of("const", rule.value())));
        given.put("required", List.of(rule.parameter()));
        return Map.<String, @Nullable Object>of(
                "if",
                given,
                "then",
                Map.of(
                        "anyOf",
                        rule.anyOf().stream()
                                .map(name -> Map.of("required", List.of(name), "properties", Map.of(name, NOT_NULL)))
                                .toList()));
    }

    private static Map<String, @Nullable Object> schema(CommandParameter parameter) {
        Map<String, @Nullable Object> schema = new LinkedHashMap<>();
        Stream<@Nullable Object> none = parameter.required() ? Stream.empty() : Stream.of((Object) null);
        if (!parameter.choices().isEmpty()) {
            schema.put("enum", Stream.concat(parameter.choices().stream(), none).toList());
            return schema;
        }
        List<String> types = new ArrayList<>(
                switch (parameter.kind()) {
                    case TEXT, DATE -> List.of("string");
                    case FLAG -> List.of("boolean");
                    case WHOLE, DECIBELS -> List.of("integer");
                    case DIGITS, EITHER -> List.of("integer", "string");
                });
        if (!parameter.required()) {
            types.add("null");
        }
        schema.put("type", types.size() == 1 ? types.get(0) : types);
        if (types.contains("integer")) {
            schema.put("minimum", parameter.least());
            schema.put("maximum", parameter.most());
        }
        switch (parameter.kind()) {
            case TEXT -> {
                if (parameter.required()) {
                    schema.put("pattern", "\\S");
                }
            }
            case DATE -> schema.put("pattern", "^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|\\$\\{localDate\\})$(?!\\n)");
            case DIGITS, EITHER -> schema.put("pattern", "^(?:0|[1-9][0-9]{0,5})$(?!\\n)");
            case DECIBELS -> schema.put("multipleOf", 3);
            default -> {}
        }
        return schema;
    }

    @ParameterizedTest
    @EnumSource
    void page_hasARowForTheCommandWithItsParameters(CommandKind kind) throws IOException {
        String page = Files.readString(Path.of(System.getProperty("basedir", "."), "..", "docs", "commands.md"));

        assertThat(page.lines()).anySatisfy(line -> assertThat(line).startsWith(row(kind)));
    }

    static String row(CommandKind kind) {
        String any = kind.anyOf().stream().map(name -> '`' + name + '`').collect(Collectors.joining(", "));
        String path = kind.method().equals("POST") && kind.path().startsWith("api/controls/")
                ? kind.path().substring("api/controls/".length())
                : kind.method() + " /" + kind.path();
        return "| `" + kind.label() + "` | `" + path + "` | "
                + (any.isEmpty() ? "" : "one of " + any + "**!**: ")
                + Stream.concat(
                                kind.parameters().stream().map(CommandTableTest::words),
                                kind.rules().stream().map(CommandTableTest::words))
                        .collect(Collectors.joining("; "))
                + " |";
    }

    private static String words(CommandKind.Rule rule) {
        return "`" + rule.parameter() + "`" + (rule.value().isEmpty() ? "" : " " + rule.value()) + " needs "
                + rule.anyOf().stream().map(name -> '`' + name + '`').collect(Collectors.joining(" or "));
    }

    private static String words(CommandParameter parameter) {
        String range = parameter.least() + " to " + parameter.most();
        String values = switch (parameter.kind()) {
            case TEXT -> parameter.choices().isEmpty() ? "text" : String.join(" / ", parameter.choices());
            case FLAG -> "true, false";
            case WHOLE -> range;
            case DIGITS -> range + " (as text)";
            case EITHER -> range + " (or as text)";
            case DECIBELS -> range + " in steps of 3";
            case DATE -> "day";
        };
        return '`'
                + parameter.name()
                + '`'
                + (parameter.required() ? "**!** " : " ")
                + values
                + (parameter.fallback() == null ? "" : ", default " + parameter.fallback());
    }
}
