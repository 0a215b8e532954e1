package com.algosolutions.button;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.json.Fields;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.json.MalformedJsonException;
import com.algosolutions.oauth.json.Problem;
import com.algosolutions.oauth.profile.ApiHost;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a document of buttons and finds everything that is wrong with it; the format is in {@code docs/buttons.md}. */
final class ButtonReader {
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

    /** Of these a request has one. */
    private static final Set<String> SINGLE = Set.of("authorization", "content-type");

    private static final ApiRequest ANY_REQUEST = ApiRequest.of("POST", URI.create("https://localhost/"));

    private final List<Problem> problems = new ArrayList<>();
    private final boolean canSign;

    /** A reader; {@code canSign} tells whether there is a remote device password for Algo Standard Authentication. */
    ButtonReader(boolean canSign) {
        this.canSign = canSign;
    }

    /** The buttons by identifier, in the order of the document. */
    Map<String, Button> read(String json) {
        Map<String, Button> buttons = new LinkedHashMap<>();
        try {
            Fields document = new Fields(Json.readObject(json), problems);
            if (document.value("buttons") == null) {
                document.problem("buttons", "is missing", "Write {\"buttons\": [ … ]}.");
            }
            for (Fields fields : document.objects("buttons")) {
                Button button = button(fields);
                if (!button.identifier().isEmpty() && buttons.put(button.identifier(), button) != null) {
                    fields.problem("identifier", "is that of another button", "Give each button its own.");
                }
            }
            document.refuseUnknown();
        } catch (MalformedJsonException e) {
            problems.add(Problem.of("buttons", "cannot be read: " + e.getMessage(), "Mend the JSON text."));
        }
        if (!problems.isEmpty()) {
            throw new InvalidButtonsException(problems);
        }
        return buttons;
    }

    private Button button(Fields fields) {
        String identifier = identifier(fields);
        boolean enabled = choice(fields, "status", "Enabled", List.of("Enabled", "Disabled"))
                .equals("Enabled");
        String text = fields.text("text");
        choice(fields, "action", null, List.of(Button.SEND_API_REQUEST));
        Integer number = fields.whole("numberOfApiRequests");
        List<ButtonRequest> requests = new ArrayList<>();
        for (Fields request : fields.objects("requests")) {
            requests.add(request(request));
        }
        int count = fields.value("requests") instanceof List<?> list ? list.size() : 0;
        if (count == 0 && (fields.value("requests") == null || fields.value("requests") instanceof List<?>)) {
            fields.problem("requests", "is empty", "Describe at least one request.");
        } else if (fields.value("numberOfApiRequests") == null) {
            fields.problem("numberOfApiRequests", "is missing", "Write " + count + ", the number of requests.");
        } else if (number != null && count > 0 && number != count) {
            fields.problem(
                    "numberOfApiRequests",
                    "is " + number + ", but " + count + (count == 1 ? " request is" : " requests are") + " listed",
                    "Correct the number, or the list.");
        }
        fields.refuseUnknown();
        return new Button(identifier, enabled, text == null ? "" : text, requests);
    }

    private static String identifier(Fields fields) {
        String identifier = fields.text("identifier");
        if (left(fields, "identifier") || (identifier != null && identifier.isBlank())) {
            fields.problem("identifier", "is missing", "Give the button a name to press it by, such as help.");
            return "";
        }
        if (identifier != null
                && (!identifier.equals(identifier.strip()) || identifier.chars().anyMatch(Character::isISOControl))) {
            fields.problem(
                    "identifier",
                    "has white space at its ends, or a line break",
                    "Write it on one line, without them.");
        }
        return identifier == null ? "" : identifier;
    }

    /** Whether a member was left out; one of a wrong kind has its problem already. */
    private static boolean left(Fields fields, String member) {
        return fields.value(member) == null;
    }

    private ButtonRequest request(Fields fields) {
        choice(fields, "command", "Other", List.of("Other"));
        String method = choice(fields, "method", null, METHODS);
        String path = path(fields);
        List<ApiHost> targets = targets(fields);
        String profile = fields.text("oauthProfile");
        if (profile != null && profile.isBlank()) {
            profile = null; // what a form sends when nothing is chosen
        }
        HeadersMode mode = mode(fields, profile);
        List<Header> headers = headers(fields, mode, profile);
        String payload = payload(fields, method, headers);
        fields.refuseUnknown();
        return new ButtonRequest(method, path, targets, Optional.ofNullable(profile), mode, headers, payload);
    }

    private static String path(Fields fields) {
        String path = fields.text("customPath");
        if (path == null ? left(fields, "customPath") : path.isBlank()) {
            fields.problem("customPath", "is missing", "Write the part of the URL behind the target.");
        } else if (path == null) {
            return "";
        } else if (pathOnly(path).contains("://")) {
            fields.problem("customPath", "is a whole URL", "Put the host into targets, and here only what follows it.");
        } else if (pathOnly(path).contains("//")) {
            fields.problem("customPath", "has two slashes in a row", "Write one.");
        } else if (Arrays.stream(pathOnly(path).split("/", -1))
                .map(part -> part.replaceAll("(?i)%2e", "."))
                .anyMatch(part -> part.equals(".") || part.equals(".."))) {
            fields.problem("customPath", "climbs with . or ..", "Write the path as the server has it.");
        } else if (!path.matches("([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})+")) {
            fields.problem(
                    "customPath",
                    "has a character that no path can have",
                    "Percent-encode spaces and letters beyond ASCII; a # has no place in it.");
        }
        return path == null ? "" : path;
    }

    private static String pathOnly(String path) {
        return path.split("\\?", 2)[0];
    }

    private static List<ApiHost> targets(Fields fields) {
        List<ApiHost> targets = new ArrayList<>();
        List<String> written = fields.texts("targets");
        for (int i = 0; i < written.size(); i++) {
            try {
                targets.add(ApiHost.of(written.get(i)));
            } catch (IllegalArgumentException e) {
                fields.problem(
                        "targets[" + i + "]",
                        "is not a host",
                        "Write a host only, such as platform.ringcentral.com or 192.0.2.7:8443.");
            }
        }
        if (left(fields, "targets") || List.of().equals(fields.value("targets"))) {
            fields.problem("targets", "is missing", "Name at least one host, such as platform.ringcentral.com.");
        }
        return targets;
    }

    private HeadersMode mode(Fields fields, @Nullable String profile) {
        List<String> labels =
                Arrays.stream(HeadersMode.values()).map(HeadersMode::label).toList();
        String chosen = left(fields, "headers") ? HeadersMode.NONE.label() : choice(fields, "headers", "", labels);
        HeadersMode mode = Arrays.stream(HeadersMode.values())
                .filter(value -> value.label().equals(chosen))
                .findFirst()
                .orElse(HeadersMode.CUSTOM); // a wrong choice is a problem already; it does not make the headers one
        if (mode == HeadersMode.ALGO_STANDARD && profile != null) {
            fields.problem("oauthProfile", "is not used with " + mode.label(), "Clear it, or choose other headers.");
        }
        if (mode == HeadersMode.ALGO_STANDARD && !canSign) {
            fields.problem(
                    "headers",
                    "asks for a signature, but there is no Remote Device RESTful API Password",
                    "Give one to ButtonActions.builder().remoteDevicePassword(…).");
        }
        return mode;
    }

    private static List<Header> headers(Fields fields, HeadersMode mode, @Nullable String profile) {
        List<Header> headers = new ArrayList<>();
        List<String> lines = fields.texts("customHeaders").stream()
                .flatMap(String::lines)
                .filter(line -> !line.isBlank())
                .toList();
        if (!lines.isEmpty() && mode != HeadersMode.CUSTOM) {
            fields.problem("customHeaders", "is not used with " + mode.label(), "Clear it, or choose Custom Headers.");
        }
        for (String line : lines) {
            header(fields, line, profile).ifPresent(headers::add);
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

    private static Optional<Header> header(Fields fields, String line, @Nullable String profile) {
        int colon = line.indexOf(':');
        if (colon < 1) {
            fields.problem("customHeaders", "has a line that is no header", "Write Name: value, one on a line.");
            return Optional.empty();
        }
        try {
            Header header = new Header(
                    line.substring(0, colon).strip(), line.substring(colon + 1).strip());
            if (header.name().equalsIgnoreCase("Authorization") && profile != null) {
                fields.problem(
                        "customHeaders",
                        "sets Authorization, and so does the OAuth profile",
                        "Remove one of them: two credentials would be sent.");
                return Optional.empty();
            }
            if (!header.name().equalsIgnoreCase("Authorization")) {
                ANY_REQUEST.header(header.name(), header.value()); // refuses what is not the operator's to set
            }
            return Optional.of(header);
        } catch (IllegalArgumentException e) {
            fields.problem("customHeaders", "has a line that cannot be sent", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static String payload(Fields fields, String method, List<Header> headers) {
        String payload = fields.text("dataPayload");
        if (payload == null) {
            return method.equals("GET") || method.equals("DELETE") ? "" : ButtonRequest.DEFAULT_PAYLOAD;
        }
        if (method.equals("GET") && !payload.isEmpty()) {
            fields.problem("dataPayload", "is not sent with GET", "Clear it, or choose another method.");
        } else if (!payload.isEmpty() && sentAsJson(headers)) {
            try {
                Json.read(payload);
            } catch (MalformedJsonException e) {
                fields.problem(
                        "dataPayload",
                        "is " + e.getMessage(),
                        "Mend the JSON text, or name its type by a custom header Content-Type.");
            }
        }
        return payload;
    }

    private static boolean sentAsJson(List<Header> headers) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase("Content-Type"))
                .map(header -> header.value().toLowerCase(Locale.ROOT))
                .allMatch(type -> type.matches("application/([a-z0-9.-]+\\+)?json\\b.*"));
    }

    private static String choice(Fields fields, String member, @Nullable String otherwise, List<String> choices) {
        String chosen = fields.text(member);
        if (chosen == null && left(fields, member) && otherwise == null) {
            fields.problem(member, "is missing", oneOf(choices));
        } else if (chosen != null && !choices.contains(chosen)) {
            fields.problem(member, "is \"" + chosen + "\"", oneOf(choices));
        }
        return chosen != null ? chosen : otherwise != null ? otherwise : "";
    }

    private static String oneOf(List<String> choices) {
        return choices.stream().map(choice -> '"' + choice + '"').collect(Collectors.joining(" or ", "Choose ", "."));
    }
}
