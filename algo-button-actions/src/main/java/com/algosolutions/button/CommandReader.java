package com.algosolutions.button;

import com.algosolutions.oauth.json.Fields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a request with a named command, which defines method, path and payload. */
final class CommandReader {
    private static final List<String> FOLLOWING =
            List.of("method", "customPath", "oauthProfile", "customHeaders", "dataPayload");

    /** All members of a request except its targets. */
    static final List<String> MEMBERS = Stream.concat(FOLLOWING.stream(), Stream.of("headers", "parameters", "success"))
            .toList();

    private static final int MOST_NEAR = 3;

    private CommandReader() {}

    /** The choices of the form's <em>Command</em>: Other first. */
    static List<String> labels() {
        return Stream.concat(
                        Stream.of(ButtonRequest.OTHER),
                        Stream.of(CommandKind.values()).map(CommandKind::label))
                .toList();
    }

    /** The advice for an unknown command: up to three similar labels, or all labels. */
    static String advice(String written) {
        List<String> others = new ArrayList<>(labels());
        List<String> near = new ArrayList<>();
        String nearest = Fields.nearest(written, others);
        while (nearest != null && near.size() < MOST_NEAR) {
            near.add(nearest);
            others.remove(nearest);
            nearest = Fields.nearest(written, others);
        }
        return (near.isEmpty() ? others : near)
                .stream().map(label -> '"' + label + '"').collect(Collectors.joining(" or ", "Choose ", "."));
    }

    private static boolean isGiven(@Nullable Object value) {
        return value != null && !value.toString().isBlank();
    }

    static AlgoCommand read(CommandKind kind, Fields request) {
        for (String member : FOLLOWING) {
            Object value = request.value(member);
            if (value != null && !value.equals("") && !value.equals(List.of())) {
                request.problem(
                        member,
                        "is not used with the command " + kind.label(),
                        "Remove it, or choose the command Other.");
            }
        }
        Fields given = request.object("parameters");
        Map<String, Object> parameters = new LinkedHashMap<>();
        for (CommandParameter parameter : kind.parameters()) {
            Object value = given.value(parameter.name());
            if (value == null ? parameter.required() : !parameter.takes(value)) {
                given.problem(
                        parameter.name(),
                        value == null ? "is missing" : "has a value that the command does not accept",
                        "Write " + parameter.wanted() + ".");
            } else if (value != null) {
                parameters.put(parameter.name(), value);
            }
        }
        if (!kind.anyOf().isEmpty() && kind.anyOf().stream().noneMatch(name -> given.value(name) != null)) {
            request.problem(
                    "parameters",
                    "has none of " + String.join(", ", kind.anyOf()),
                    "Give one of them, which says what to show.");
        }
        for (CommandKind.Rule rule : kind.rules()) {
            if (rule.applies(parameters) && rule.anyOf().stream().noneMatch(name -> isGiven(given.value(name)))) {
                boolean one = rule.anyOf().size() == 1;
                CommandParameter wanted = kind.parameter(rule.anyOf().get(0)).orElseThrow();
                (one ? given : request)
                        .problem(
                                one ? wanted.name() : "parameters",
                                one ? "is missing" : "has none of " + String.join(", ", rule.anyOf()),
                                "With " + rule.reason() + ", "
                                        + (one ? "write " + wanted.wanted() : "give at least one of them") + ".");
            }
        }
        given.refuseUnknown();
        return new AlgoCommand(kind, parameters);
    }
}
