package com.algosolutions.oauth.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.json.MalformedJsonException;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The body of a response, parsed once: its members, and what it says about an error beyond the members of the RFCs: members with other names,
 * the object in {@code error} or first in {@code errors}, a list of such objects, or a page for people. Immutable.
 */
final class ResponseBody {
    private static final List<String> CODES =
            List.of("error_code", "errorCode", "code", "errcode", "errorType", "status", "type", "error");

    private static final List<String> MESSAGES = List.of(
            "error_description",
            "message",
            "reason",
            "msg",
            "error_message",
            "errorMessage",
            "errmsg",
            "detail",
            "errorSummary",
            "description",
            "Message",
            "faultstring",
            "title");

    /** Words of {@code status} and {@code type} that say only that there is an error. */
    private static final Pattern NO_CODE =
            Pattern.compile("(?i)|0|error|fail|failed|failure|false|true|about:blank|https?:.*");

    /** A code in the place of a message. */
    private static final Pattern CODE = Pattern.compile("[a-z]++(?:_[a-z]++)++");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,40}");
    /** Members whose values are secret, in any spelling: {@code access_token}, {@code idToken}, {@code device-code}. */
    private static final Pattern SECRET =
            Pattern.compile("(?i)(?:token|secret|password|assertion|device[_-]?code|code[_-]?verifier)$");

    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1F]");

    /** The members of which a form must have one. */
    private static final List<String> FORMS = List.of("access_token", "error", "device_code");

    private static final Pattern FORM = Pattern.compile("[^\\s<>{}\"]++");

    private static final int MOST_NAMES = 8;

    /** The most members of a form that are read. */
    private static final int MOST_PARAMETERS = 200;

    private static final int LONGEST_TITLE = 120;

    /** The characters of a body that is read. A parser needs several times the memory of a text, and a device has little. */
    private static final int LONGEST = 256 * 1024;

    private final HttpResponse reply;
    private final String text;

    /** The JSON value; null if the body is not JSON. */
    private final @Nullable Object json;

    /** Why the body is not JSON; null if it is. */
    private final @Nullable String notJson;

    private final Map<String, @Nullable Object> members;

    /** The members, or those of the object that stands in place of one. */
    private final Map<String, @Nullable Object> outer;

    /** The objects that may say more, the outer one first. */
    private final List<Map<String, @Nullable Object>> objects = new ArrayList<>();

    ResponseBody(HttpResponse reply) {
        this.reply = reply;
        String body = reply.body();
        this.text = body.length() > LONGEST ? "" : body;
        Object value = null;
        String why = null;
        try {
            value = Json.read(text);
        } catch (MalformedJsonException e) {
            why = text.equals(body) ? e.getMessage() : "longer than " + LONGEST + " characters";
        }
        if (why != null && !reply.successful() && CONTROL.matcher(text).find()) {
            value = parsed(CONTROL.matcher(text).replaceAll(" "));
        }
        this.json = value;
        this.notJson = why;
        Map<String, @Nullable Object> object = Json.asObject(value);
        this.members = object != null ? object : form(text.strip());
        this.outer = members.isEmpty() && !reply.successful() ? first(value) : members;
        objects.add(outer);
        for (String member : List.of("error", "errors", "fault")) {
            Map<String, @Nullable Object> inner = first(outer.get(member));
            if (!inner.isEmpty()) {
                objects.add(inner);
            }
        }
    }

    /**
     * The members of a body that is a JSON object or a form, whatever its Content-Type is; none if it is neither, such as a gateway's HTML
     * page. In an error response, the texts may contain line breaks and tabs, which RFC 8259 section 7 forbids.
     */
    Map<String, @Nullable Object> members() {
        return members;
    }

    HttpResponse reply() {
        return reply;
    }

    /** The secrets that the response issues: it may repeat them at a place that is printed. */
    List<Secret> secrets() {
        List<Secret> secrets = new ArrayList<>();
        gather("", members.isEmpty() ? json : members, secrets);
        return secrets;
    }

    private static void gather(String name, @Nullable Object value, List<Secret> secrets) {
        if (value instanceof Map<?, ?> object) {
            object.forEach((inner, one) -> gather(String.valueOf(inner), one, secrets));
        } else if (value instanceof List<?> list) {
            list.forEach(one -> gather(name, one, secrets));
        } else if (value instanceof String text
                && text.length() >= Redactor.PIECE
                && SECRET.matcher(name).find()) {
            secrets.add(Secret.of(text));
        }
    }

    private static @Nullable Object parsed(String text) {
        try {
            return Json.read(text);
        } catch (MalformedJsonException e) {
            return null;
        }
    }

    /** The members of a form, as some servers send it instead of JSON; none if it has no token, device code or error, or has a name twice. */
    private static Map<String, @Nullable Object> form(String form) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        if (!FORM.matcher(form).matches()) {
            return Map.of();
        }
        String[] pairs = form.split("&", MOST_PARAMETERS + 1);
        if (pairs.length > MOST_PARAMETERS) {
            return Map.of();
        }
        try {
            for (String pair : pairs) {
                String[] parts = pair.split("=", 2);
                String value = parts.length == 1 ? "" : URLDecoder.decode(parts[1], UTF_8);
                if (members.putIfAbsent(URLDecoder.decode(parts[0], UTF_8), value) != null) {
                    return Map.of();
                }
            }
        } catch (IllegalArgumentException e) { // no percent-encoding
            return Map.of();
        }
        boolean known = FORMS.stream().anyMatch(members::containsKey);
        return known ? Collections.unmodifiableMap(members) : Map.of();
    }

    /** An object, or the first one of a list. */
    private static Map<String, @Nullable Object> first(@Nullable Object value) {
        Map<String, @Nullable Object> object =
                Json.asObject(value instanceof List<?> list && !list.isEmpty() ? list.get(0) : value);
        return object == null ? Map.of() : object;
    }

    /** The most specific code that is not the {@code error} of RFC 6749; none if there is no code. A number that repeats the status is none. */
    List<String> codes() {
        for (Map<String, @Nullable Object> object : objects) {
            for (String member : CODES) {
                Object value = object.get(member);
                String code = value instanceof String || value instanceof Number
                        ? value.toString().strip()
                        : "";
                boolean rfc = object == outer && member.equals("error");
                if (!rfc
                        && !NO_CODE.matcher(code).matches()
                        && !code.contains(" ")
                        && !code.equals(String.valueOf(reply.status()))) {
                    return List.of(code);
                }
            }
        }
        String message = objects.size() > 1 ? message(objects.get(1)) : "";
        return CODE.matcher(message).matches() ? List.of(message) : List.of();
    }

    /** The error's own words; empty if there are none. */
    String message() {
        for (Map<String, @Nullable Object> object : objects) {
            String message = message(object);
            if (!message.isEmpty()) {
                return message;
            }
        }
        if (outer.get("errors") instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof String text) {
            return text;
        }
        return outer.get("error") instanceof String error && isSentence(error) ? error : outer.isEmpty() ? text() : "";
    }

    private static String message(Map<String, @Nullable Object> object) {
        for (String member : MESSAGES) {
            if (object.get(member) instanceof String text && !text.isBlank()) {
                return text;
            }
        }
        return "";
    }

    /** Whether a member that should be a code is words: no code of the RFCs contains a space. */
    static boolean isSentence(String error) {
        return error.strip().contains(" ");
    }

    /** The body, if it is text for people, or the title of a page; not JSON without a known member. */
    private String text() {
        String words = text.strip();
        if (words.startsWith("<")) {
            return title();
        }
        if (json instanceof String inner) {
            return inner;
        }
        return words.isEmpty()
                        || "{[".indexOf(words.charAt(0)) >= 0
                        || words.indexOf('\0') >= 0
                        || words.indexOf('\uFFFD') >= 0
                ? ""
                : words;
    }

    /** The title or the first heading of a page; empty if it has none. */
    private String title() {
        String lower = text.toLowerCase(Locale.ROOT);
        for (String element : List.of("title", "h1")) {
            int start = lower.indexOf('>', Math.max(0, lower.indexOf("<" + element)));
            int end = lower.indexOf("</" + element, start);
            if (lower.contains("<" + element) && start >= 0 && end > start && end - start <= LONGEST_TITLE) {
                return text.substring(start + 1, end).strip();
            }
        }
        return "";
    }

    /** What the body is, for a sentence that says what it is not: "an HTML page", "JSON with the members code, message". */
    String kind() {
        String words = text.strip();
        String encoding = reply.header("Content-Encoding").orElse("identity");
        if (words.isEmpty()) {
            return "its body is empty";
        }
        if (!outer.isEmpty()) {
            List<String> names = outer.keySet().stream()
                    .filter(name -> NAME.matcher(name).matches())
                    .limit(MOST_NAMES)
                    .toList();
            return "it is an object with "
                    + (names.isEmpty() ? "other members" : "the members " + String.join(", ", names));
        }
        if (words.startsWith("<")) {
            String title = title();
            boolean page = words.toLowerCase(Locale.ROOT).contains("<html");
            return "it is " + (page ? "a web page" : "markup (HTML or XML)")
                    + (title.isEmpty() ? "" : " with the title \"" + title + '"');
        }
        if (!encoding.equalsIgnoreCase("identity")) {
            return "its Content-Encoding is \"" + encoding + "\", and the device reads gzip only";
        }
        return notJson != null
                ? "it cannot be read: " + notJson
                : json instanceof List ? "it is a JSON list" : "it is a JSON value, not an object";
    }
}
