package com.algosolutions.button;

import static com.algosolutions.button.ButtonReader.choice;
import static com.algosolutions.button.ButtonReader.left;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.SuccessCondition;
import com.algosolutions.oauth.json.Fields;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.json.MalformedJsonException;
import com.algosolutions.oauth.profile.ApiHost;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads one request of a button and collects all of its problems. */
final class RequestReader {
    /** The most unknown placeholders of one text that are reported. */
    private static final int MOST_UNKNOWN = 10;

    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

    /** Headers that a request must not have twice. */
    private static final Set<String> SINGLE = Set.of("authorization", "content-type");

    private static final ApiRequest ANY_REQUEST = ApiRequest.of("POST", URI.create("https://localhost/"));

    private static final Set<String> DEVICE = Set.of(Placeholders.DEVICE_NAME, Placeholders.MAC);

    private final Fields fields;
    private final boolean canSign;
    private final Placeholders imagined;

    /** Whether an unknown placeholder was found. */
    private boolean incomplete;

    /** A reader; {@code imagined} has sample values for the placeholders that a press sets. */
    RequestReader(Fields fields, boolean canSign, Placeholders imagined) {
        this.fields = fields;
        this.canSign = canSign;
        this.imagined = imagined;
    }

    ButtonRequest read() {
        String written = fields.text("command");
        String command = written == null ? ButtonRequest.OTHER : written;
        ButtonRequest request = command.equals(ButtonRequest.OTHER)
                ? other()
                : CommandKind.of(command).map(this::named).orElseGet(() -> unknown(command));
        fields.refuseUnknown();
        return request;
    }

    /** Reads only the targets: the other members depend on the command. */
    private ButtonRequest unknown(String command) {
        ButtonReader.problem(fields, "command", command, "is \"" + command + "\"", CommandReader.advice(command));
        CommandReader.MEMBERS.forEach(fields::value);
        return new ButtonRequest(
                command, "", "", targets(), Optional.empty(), HeadersMode.NONE, List.of(), "", repeatable(), success());
    }

    private ButtonRequest named(CommandKind kind) {
        List<ApiHost> targets = targets();
        HeadersMode mode = left(fields, "headers") ? HeadersMode.ALGO_STANDARD : mode(null);
        if (mode == HeadersMode.CUSTOM) {
            fields.problem(
                    "headers",
                    "is not used with the command " + kind.label(),
                    "Leave it out, or choose " + HeadersMode.ALGO_BASIC.label() + ".");
        }
        checkPassword(mode);
        AlgoCommand command = CommandReader.read(kind, fields);
        expanded("parameters", command.dataPayload(), Encoding.JSON);
        return new ButtonRequest(
                kind.label(),
                kind.method(),
                kind.path(),
                targets,
                Optional.empty(),
                mode,
                List.of(),
                command.dataPayload(),
                repeatable(),
                success());
    }

    private ButtonRequest other() {
        String method = choice(fields, "method", null, METHODS);
        String path = path();
        List<ApiHost> targets = targets();
        String profile = fields.text("oauthProfile");
        if (profile != null && profile.isBlank()) {
            profile = null; // a form sends an empty text when no profile is chosen
        }
        if (profile != null) {
            ButtonReader.checkSeen(fields, "oauthProfile", profile);
        }
        HeadersMode mode = mode(profile);
        checkPassword(mode);
        List<Header> headers = headers(mode, profile);
        String payload = payload(method, headers);
        if (!left(fields, "parameters")) {
            fields.problem("parameters", "is not used with the command Other", "Remove it, or choose another command.");
        }
        return new ButtonRequest(
                ButtonRequest.OTHER,
                method,
                path,
                targets,
                Optional.ofNullable(profile),
                mode,
                headers,
                payload,
                repeatable(),
                success());
    }

    private boolean repeatable() {
        return Boolean.TRUE.equals(fields.flag("repeatable"));
    }

    private SuccessCondition success() {
        Fields given = fields.object("success");
        SuccessCondition condition = SuccessCondition.any();
        Object statuses = given.value("statuses");
        if (statuses != null) {
            List<?> values = statuses instanceof List<?> list ? list : List.of(statuses);
            try {
                condition = condition.withStatuses(values.stream()
                        .mapToInt(status -> status instanceof Integer number ? number : 0)
                        .toArray());
            } catch (IllegalArgumentException e) {
                given.problem(
                        "statuses",
                        "is " + Json.write(statuses),
                        "Write a list of statuses from 200 to 499 that mean success, such as [200, 202]; not 401, 407, 408, 421, 425 or 429.");
            }
        }
        condition = with(condition, given, "contains", SuccessCondition::containing);
        condition = with(condition, given, "notContains", SuccessCondition::notContaining);
        given.refuseUnknown();
        return condition;
    }

    private static SuccessCondition with(
            SuccessCondition condition,
            Fields given,
            String member,
            BiFunction<SuccessCondition, String, SuccessCondition> add) {
        SuccessCondition all = condition;
        List<String> texts = given.texts(member);
        if (texts.stream().anyMatch(String::isBlank)) {
            given.problem(member, "is blank", "Write a part of the response, or leave it out.");
            return all;
        }
        try {
            for (String text : texts) {
                all = add.apply(all, text);
            }
        } catch (IllegalArgumentException e) {
            given.problem(member, "cannot be used", String.valueOf(e.getMessage()));
        }
        return all;
    }

    private String path() {
        String written = fields.text("customPath");
        String path = written == null ? null : expanded("customPath", written, Encoding.URL);
        if (path == null ? left(fields, "customPath") : path.isBlank()) {
            fields.problem("customPath", "is missing", "Write the part of the URL after the target.");
        } else if (path == null) {
            return "";
        } else if (pathOnly(path).contains("://")) {
            fields.problem(
                    "customPath", "is a whole URL", "Put the host into targets, and only the part after it here.");
        } else if (pathOnly(path).contains("//")) {
            fields.problem("customPath", "has two slashes in a row", "Write one slash.");
        } else if (Arrays.stream(pathOnly(path).split("/|%2[fF]|%5[cC]", -1))
                .map(part -> part.replaceAll("(?i)%2e", "."))
                .anyMatch(part -> part.equals(".") || part.equals(".."))) {
            fields.problem("customPath", "has a segment . or ..", "Write the path without it.");
        } else if (incomplete) {
            return path; // the unknown placeholder is the problem
        } else if (!path.replaceAll("%[0-9A-Fa-f]{2}", "").matches("[A-Za-z0-9._~!$&'()*+,;=:@/?-]*")) {
            ButtonReader.problem(
                    fields,
                    "customPath",
                    written == null ? "" : written,
                    "has a character that a URL path cannot have",
                    "Percent-encode spaces and non-ASCII characters. Remove a #.");
        } else {
            try {
                ApiRequest.of(
                        "POST", URI.create("https://localhost/" + (path.startsWith("/") ? path.substring(1) : path)));
            } catch (IllegalArgumentException e) { // an access token in the query, or an incomplete % code
                fields.problem("customPath", "cannot be sent", String.valueOf(e.getMessage()));
            }
        }
        return written == null ? "" : written;
    }

    private static String pathOnly(String path) {
        return path.split("\\?", 2)[0];
    }

    private List<ApiHost> targets() {
        Set<ApiHost> targets = new LinkedHashSet<>();
        List<String> written = fields.texts("targets");
        for (int i = 0; i < written.size(); i++) {
            try {
                ApiHost target = ButtonReader.host(written.get(i));
                if (!targets.add(target)) {
                    fields.problem(
                            "targets[" + i + "]", "is listed twice", "Remove one: each target gets the request once.");
                }
            } catch (IllegalArgumentException e) {
                ButtonReader.problem(
                        fields, "targets[" + i + "]", written.get(i), "cannot be used", String.valueOf(e.getMessage()));
            }
        }
        if (left(fields, "targets") || List.of().equals(fields.value("targets"))) {
            fields.problem("targets", "is missing", "Name at least one host, such as platform.ringcentral.com.");
        }
        return List.copyOf(targets);
    }

    private HeadersMode mode(@Nullable String profile) {
        List<String> labels =
                Arrays.stream(HeadersMode.values()).map(HeadersMode::label).toList();
        String chosen = left(fields, "headers") ? HeadersMode.NONE.label() : choice(fields, "headers", "", labels);
        HeadersMode mode = Arrays.stream(HeadersMode.values())
                .filter(value -> value.label().equals(chosen))
                .findFirst()
                .orElse(HeadersMode.CUSTOM); // a wrong value is one problem; the custom headers must not become another
        if (mode.signs() && profile != null) {
            fields.problem("oauthProfile", "is not used with " + mode.label(), "Clear it, or choose other headers.");
        }
        return mode;
    }

    private void checkPassword(HeadersMode mode) {
        if (mode.signs() && !canSign) {
            fields.problem(
                    "headers",
                    "needs the Remote Device RESTful API Password, which is not set",
                    "Set device.remoteDevicePassword in a configuration, or ButtonActions.builder(client).remoteDevicePassword(…).");
        }
    }

    private List<Header> headers(HeadersMode mode, @Nullable String profile) {
        List<Header> headers = new ArrayList<>();
        List<String> lines = fields.texts("customHeaders").stream()
                .flatMap(String::lines)
                .filter(line -> !line.isBlank())
                .toList();
        if (!lines.isEmpty() && mode != HeadersMode.CUSTOM) {
            fields.problem("customHeaders", "is not used with " + mode.label(), "Clear it, or choose Custom Headers.");
        }
        for (String line : lines) {
            header(line, profile).ifPresent(headers::add);
        }
        for (String name : SINGLE) {
            if (headers.stream()
                            .filter(header -> header.name().equalsIgnoreCase(name))
                            .count()
                    > 1) {
                fields.problem("customHeaders", "sets " + name + " twice", "Remove one of them.");
            }
        }
        return headers;
    }

    private Optional<Header> header(String line, @Nullable String profile) {
        int colon = line.indexOf(':');
        if (colon < 1) {
            ButtonReader.problem(
                    fields,
                    "customHeaders",
                    line,
                    "has a line that is not a header",
                    "Write each header on one line, as Name: value.");
            return Optional.empty();
        }
        try {
            Header header = new Header(
                    line.substring(0, colon).strip(), line.substring(colon + 1).strip());
            expanded("customHeaders", header.value(), Encoding.HEADER);
            if (header.name().equalsIgnoreCase("Authorization") && profile != null) {
                fields.problem(
                        "customHeaders",
                        "sets Authorization, and the OAuth profile sets it too",
                        "Remove one of them: the request would have two credentials.");
                return Optional.empty();
            }
            if (!header.name().equalsIgnoreCase("Authorization")) {
                ANY_REQUEST.header(header.name(), header.value()); // rejects headers that the HTTP client sets
            }
            return Optional.of(header);
        } catch (IllegalArgumentException e) {
            ButtonReader.problem(
                    fields, "customHeaders", line, "has a line that cannot be sent", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private String payload(String method, List<Header> headers) {
        String payload = fields.text("dataPayload");
        if (payload == null) {
            if (method.equals("GET") || method.equals("DELETE")) {
                return "";
            }
            if (Encoding.ofPayload(headers) != Encoding.JSON && fields.value("dataPayload") == null) {
                fields.problem(
                        "dataPayload",
                        "is missing, and the form's default is JSON, but Content-Type names another type",
                        "Write the payload, write an empty text for no payload, or remove the header.");
            }
            return ButtonRequest.DEFAULT_PAYLOAD;
        }
        if (method.equals("GET") && !payload.isEmpty()) {
            fields.problem("dataPayload", "is not sent with GET", "Clear it, or choose another method.");
        }
        expanded("dataPayload", payload, Encoding.NONE);
        if (!method.equals("GET") && !payload.isEmpty() && Encoding.ofPayload(headers) == Encoding.JSON) {
            try {
                Json.read(payload);
            } catch (MalformedJsonException e) {
                fields.problem(
                        "dataPayload",
                        "is " + e.getMessage(),
                        "Correct the JSON text, or name another type in a custom header Content-Type.");
            }
        }
        return payload;
    }

    /** The text with sample values in place of its placeholders. Adds a problem for each of the first unknown placeholders. */
    private String expanded(String member, String text, Encoding encoding) {
        Set<String> unknown = new HashSet<>();
        Consumer<String> missing = name -> {
            incomplete = true;
            if (unknown.size() >= MOST_UNKNOWN || !unknown.add(name)) {
                return;
            }
            String nearest = Fields.nearest(name, imagined.names());
            fields.problem(
                    member,
                    "has the unknown placeholder ${" + name + "}",
                    DEVICE.contains(name)
                            ? "Set device." + (name.equals(Placeholders.MAC) ? "mac" : "name")
                                    + " in a configuration, or ButtonActions.builder(client)." + name + "(…)."
                            : (nearest == null ? "" : "Did you mean ${" + nearest + "}? ")
                                    + "To write the characters ${, write $${.");
        };
        try {
            return imagined.expand(text, encoding::of, missing);
        } catch (Placeholders.TooLong e) {
            incomplete = true;
            fields.problem(
                    member,
                    "becomes too long: its placeholders add more than " + Placeholders.MOST_ADDED + " characters",
                    "Use fewer placeholders, or shorter values.");
            return text;
        }
    }
}
