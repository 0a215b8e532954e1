package com.algosolutions.button;

import com.algosolutions.oauth.json.Fields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads a named command of a request, whose method, path and payload follow from it. */
final class CommandReader {
    private static final List<String> FOLLOWING =
            List.of("method", "customPath", "oauthProfile", "customHeaders", "dataPayload");

    /** All that a request may have besides its targets. */
    static final List<String> MEMBERS = Stream.concat(FOLLOWING.stream(), Stream.of("headers", "parameters"))
            .toList();

    private CommandReader() {}

    /** The choices of the form: Other first. */
    static List<String> labels() {
        return Stream.concat(
                        Stream.of(ButtonRequest.OTHER),
                        Stream.of(CommandKind.values()).map(CommandKind::label))
                .toList();
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
                        value == null ? "is missing" : "is not as it must be",
                        "Write " + parameter.wanted() + ".");
            } else if (value != null) {
                parameters.put(parameter.name(), value);
            }
        }
        given.refuseUnknown();
        return new AlgoCommand(kind, parameters);
    }
}
