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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a document of buttons and finds everything that is wrong with it; the format is in {@code docs/buttons.md}. */
final class ButtonReader {
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");
    private static final String ONE_OF_METHODS = "Choose one of GET, POST, PUT, PATCH, DELETE.";

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
        String identifier = fields.text("identifier");
        if (identifier == null || identifier.isBlank()) {
            fields.problem("identifier", "is missing", "Give the button a name to press it by, such as help.");
        }
        boolean enabled = choice(fields, "status", "Enabled", List.of("Enabled", "Disabled"))
                .equals("Enabled");
        String text = fields.text("text");
        choice(fields, "action", null, List.of(Button.SEND_API_REQUEST));
        Integer number = fields.whole("numberOfApiRequests");
        List<ButtonRequest> requests = new ArrayList<>();
        List<Fields> listed = fields.objects("requests");
        for (Fields request : listed) {
            requests.add(request(request));
        }
        if (listed.isEmpty()) {
            fields.problem("requests", "is empty", "Describe at least one request.");
        } else if (number == null) {
            fields.problem("numberOfApiRequests", "is missing", "Write " + listed.size() + ", the number of requests.");
        } else if (number != listed.size()) {
            fields.problem(
                    "numberOfApiRequests",
                    "is " + number + ", but " + listed.size() + " requests are listed",
                    "Correct the number, or the list.");
        }
        fields.refuseUnknown();
        return new Button(identifier == null ? "" : identifier, enabled, text == null ? "" : text, requests);
    }

    private ButtonRequest request(Fields fields) {
        choice(fields, "command", "Other", List.of("Other"));
        String method = fields.text("method");
        if (method == null || !METHODS.contains(method)) {
            fields.problem("method", method == null ? "is missing" : "is " + method, ONE_OF_METHODS);
        }
        String path = path(fields);
        List<ApiHost> targets = targets(fields);
        String profile = fields.text("oauthProfile");
        HeadersMode mode = mode(fields, profile);
        List<Header> headers = headers(fields, mode, profile);
        String payload = payload(fields, method);
        fields.refuseUnknown();
        return new ButtonRequest(
                method == null ? "" : method, path, targets, Optional.ofNullable(profile), mode, headers, payload);
    }

    private static String path(Fields fields) {
        String path = fields.text("customPath");
        if (path == null || path.isBlank()) {
            fields.problem("customPath", "is missing", "Write the part of the URL behind the target.");
        } else if (path.contains("://")) {
            fields.problem("customPath", "is a whole URL", "Put the host into targets, and here only what follows it.");
        } else if (path.startsWith("//") || pathOnly(path).contains("//")) {
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
        if (written.isEmpty()) {
            fields.problem("targets", "is missing", "Name at least one host, such as platform.ringcentral.com.");
        }
        return targets;
    }

    private HeadersMode mode(Fields fields, @Nullable String profile) {
        List<String> labels =
                Arrays.stream(HeadersMode.values()).map(HeadersMode::label).toList();
        String chosen = choice(fields, "headers", HeadersMode.NONE.label(), labels);
        HeadersMode mode = Arrays.stream(HeadersMode.values())
                .filter(value -> value.label().equals(chosen))
                .findFirst()
                .orElse(HeadersMode.NONE);
        if (mode == HeadersMode.ALGO_STANDARD && profile != null) {
            fields.problem("oauthProfile", "is not used with " + mode.label(), "Clear it, or choose other headers.");
        } else if (mode == HeadersMode.ALGO_STANDARD && !canSign) {
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
            fields.problem("customHeaders", "has a line that is no header", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static String payload(Fields fields, @Nullable String method) {
        String payload = fields.text("dataPayload");
        if ("GET".equals(method) && payload != null && !payload.isEmpty()) {
            fields.problem("dataPayload", "is not sent with GET", "Clear it, or choose another method.");
        }
        boolean bodied = "POST".equals(method) || "PUT".equals(method) || "PATCH".equals(method);
        return payload != null ? payload : bodied ? ButtonRequest.DEFAULT_PAYLOAD : "";
    }

    private static String choice(Fields fields, String member, @Nullable String otherwise, List<String> choices) {
        String chosen = fields.text(member);
        if (chosen == null && otherwise != null) {
            return otherwise;
        }
        if (chosen == null || !choices.contains(chosen)) {
            fields.problem(
                    member,
                    chosen == null ? "is missing" : "is \"" + chosen + "\"",
                    "Choose " + choices.stream().map(c -> '"' + c + '"').collect(Collectors.joining(" or ")) + ".");
        }
        return chosen == null ? "" : chosen;
    }
}
