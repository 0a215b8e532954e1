package com.algosolutions.button;

import static com.algosolutions.button.ButtonReader.choice;
import static com.algosolutions.button.ButtonReader.left;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.json.Fields;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.json.MalformedJsonException;
import com.algosolutions.oauth.profile.ApiHost;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one request of a button and finds everything that is wrong with it. */
final class RequestReader {
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

    /** Of these a request has one. */
    private static final Set<String> SINGLE = Set.of("authorization", "content-type");

    private static final ApiRequest ANY_REQUEST = ApiRequest.of("POST", URI.create("https://localhost/"));

    private static final Set<String> DEVICE = Set.of(Placeholders.DEVICE_NAME, Placeholders.MAC);

    private final Fields fields;
    private final boolean canSign;
    private final Placeholders imagined;

    /** Whether a placeholder was found that nobody fills in. */
    private boolean incomplete;

    /** A reader; {@code imagined} has the values of some press. */
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

    /** What it would need cannot be told, so nothing but the targets is read. */
    private ButtonRequest unknown(String command) {
        fields.problem("command", "is \"" + command + "\"", CommandReader.cure(command));
        CommandReader.MEMBERS.forEach(fields::value);
        return new ButtonRequest(
                command, "", "", targets(), Optional.empty(), HeadersMode.NONE, List.of(), "", repeatable());
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
                "POST",
                kind.path(),
                targets,
                Optional.empty(),
                mode,
                List.of(),
                command.dataPayload(),
                repeatable());
    }

    private ButtonRequest other() {
        String method = choice(fields, "method", null, METHODS);
        String path = path();
        List<ApiHost> targets = targets();
        String profile = fields.text("oauthProfile");
        if (profile != null && profile.isBlank()) {
            profile = null; // what a form sends when nothing is chosen
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
                repeatable());
    }

    private boolean repeatable() {
        return Boolean.TRUE.equals(fields.flag("repeatable"));
    }

    private String path() {
        String written = fields.text("customPath");
        String path = written == null ? null : expanded("customPath", written, Encoding.URL);
        if (path == null ? left(fields, "customPath") : path.isBlank()) {
            fields.problem("customPath", "is missing", "Write the part of the URL behind the target.");
        } else if (path == null) {
            return "";
        } else if (pathOnly(path).contains("://")) {
            fields.problem("customPath", "is a whole URL", "Put the host into targets, and here only what follows it.");
        } else if (pathOnly(path).contains("//")) {
            fields.problem("customPath", "has two slashes in a row", "Write one.");
        } else if (Arrays.stream(pathOnly(path).split("/|%2[fF]|%5[cC]", -1))
                .map(part -> part.replaceAll("(?i)%2e", "."))
                .anyMatch(part -> part.equals(".") || part.equals(".."))) {
            fields.problem("customPath", "climbs with . or ..", "Write the path as the server has it.");
        } else if (incomplete) {
            return path; // which has its problem already
        } else if (!path.replaceAll("%[0-9A-Fa-f]{2}", "").matches("[A-Za-z0-9._~!$&'()*+,;=:@/?-]*")) {
            fields.problem(
                    "customPath",
                    "has a character that no path can have",
                    "Percent-encode spaces and letters beyond ASCII; a # has no place in it.");
        } else {
            try {
                ApiRequest.of(
                        "POST", URI.create("https://localhost/" + (path.startsWith("/") ? path.substring(1) : path)));
            } catch (IllegalArgumentException e) { // an access token in the query, a % that encodes nothing
                fields.problem("customPath", "cannot be sent", String.valueOf(e.getMessage()));
            }
        }
        return written == null ? "" : written;
    }

    private static String pathOnly(String path) {
        return path.split("\\?", 2)[0];
    }

    private List<ApiHost> targets() {
        List<ApiHost> targets = new ArrayList<>();
        List<String> written = fields.texts("targets");
        for (int i = 0; i < written.size(); i++) {
            try {
                ApiHost target = ApiHost.of(written.get(i));
                if (targets.contains(target)) {
                    fields.problem("targets[" + i + "]", "is listed twice", "Remove one: each is sent to once.");
                }
                targets.add(target);
            } catch (IllegalArgumentException e) {
                fields.problem(
                        "targets[" + i + "]",
                        "is not a host",
                        written.get(i).indexOf(':') != written.get(i).lastIndexOf(':')
                                ? "Write a host only; an IPv6 address stands in brackets, such as [2001:db8::1]:8443."
                                : "Write a host only, such as platform.ringcentral.com or 192.0.2.7:8443.");
            }
        }
        if (left(fields, "targets") || List.of().equals(fields.value("targets"))) {
            fields.problem("targets", "is missing", "Name at least one host, such as platform.ringcentral.com.");
        }
        return targets;
    }

    private HeadersMode mode(@Nullable String profile) {
        List<String> labels =
                Arrays.stream(HeadersMode.values()).map(HeadersMode::label).toList();
        String chosen = left(fields, "headers") ? HeadersMode.NONE.label() : choice(fields, "headers", "", labels);
        HeadersMode mode = Arrays.stream(HeadersMode.values())
                .filter(value -> value.label().equals(chosen))
                .findFirst()
                .orElse(HeadersMode.CUSTOM); // a wrong choice is a problem already; it does not make the headers one
        if (mode.signs() && profile != null) {
            fields.problem("oauthProfile", "is not used with " + mode.label(), "Clear it, or choose other headers.");
        }
        return mode;
    }

    private void checkPassword(HeadersMode mode) {
        if (mode.signs() && !canSign) {
            fields.problem(
                    "headers",
                    "asks for authentication, but there is no Remote Device RESTful API Password",
                    "Give device.remoteDevicePassword in a configuration, or ButtonActions.builder(client).remoteDevicePassword(…).");
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
            fields.problem("customHeaders", "has a line that is no header", "Write Name: value, one on a line.");
            return Optional.empty();
        }
        try {
            Header header = new Header(
                    line.substring(0, colon).strip(), line.substring(colon + 1).strip());
            expanded("customHeaders", header.value(), Encoding.HEADER);
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

    private String payload(String method, List<Header> headers) {
        String payload = fields.text("dataPayload");
        if (payload == null) {
            if (method.equals("GET") || method.equals("DELETE")) {
                return "";
            }
            if (Encoding.ofPayload(headers) != Encoding.JSON && fields.value("dataPayload") == null) {
                fields.problem(
                        "dataPayload",
                        "is missing, and what the form offers is JSON, which Content-Type says it is not",
                        "Write the payload, an empty text for none, or remove the header.");
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
                        "Mend the JSON text, or name its type by a custom header Content-Type.");
            }
        }
        return payload;
    }

    /** The text as an imagined press would send it; a placeholder that nobody knows is a problem. */
    private String expanded(String member, String text, Encoding encoding) {
        return imagined.expand(text, encoding::of, name -> {
            incomplete = true;
            String nearest = Fields.nearest(name, imagined.names());
            fields.problem(
                    member,
                    "has ${" + name + "}, which nobody fills in",
                    DEVICE.contains(name)
                            ? "Give device." + (name.equals(Placeholders.MAC) ? "mac" : "name")
                                    + " in a configuration, or ButtonActions.builder(client)." + name + "(…)."
                            : (nearest == null ? "" : "Did you mean ${" + nearest + "}? ")
                                    + "For the characters themselves write $${.");
        });
    }
}
