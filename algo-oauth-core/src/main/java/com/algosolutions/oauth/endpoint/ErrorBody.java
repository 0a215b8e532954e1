package com.algosolutions.oauth.endpoint;

import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.json.MalformedJsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the body of a response says about an error, beyond the members of the RFCs: members with other names, the object in {@code error} or
 * first in {@code errors}, a list of such objects, or a page for people. Immutable.
 */
final class ErrorBody {
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
    private static final Pattern CODE = Pattern.compile("[a-z]+(?:_[a-z]+)+");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,40}");
    private static final int MOST_NAMES = 8;
    private static final int LONGEST_TITLE = 120;

    private final HttpResponse reply;
    private final Map<String, @Nullable Object> members;

    /** The objects that may say more, the outer one first. */
    private final List<Map<String, @Nullable Object>> objects = new ArrayList<>();

    /**
     * What a body says.
     *
     * @param members the members of the body; none if it is no object
     */
    ErrorBody(HttpResponse reply, Map<String, @Nullable Object> members) {
        this.reply = reply;
        this.members = members.isEmpty() && !reply.successful() ? first(json(reply.body())) : members;
        objects.add(this.members);
        for (String member : List.of("error", "errors", "fault")) {
            Map<String, @Nullable Object> inner = first(this.members.get(member));
            if (!inner.isEmpty()) {
                objects.add(inner);
            }
        }
    }

    private static @Nullable Object json(String text) {
        try {
            return Json.read(text);
        } catch (MalformedJsonException e) {
            return null;
        }
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
                boolean rfc = object == members && member.equals("error");
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
        if (members.get("errors") instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof String text) {
            return text;
        }
        return members.get("error") instanceof String error && isSentence(error)
                ? error
                : members.isEmpty() ? text() : "";
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
        String text = reply.body().strip();
        if (text.startsWith("<")) {
            return title();
        }
        if (text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")) { // a JSON text
            return json(text) instanceof String inner ? inner : text;
        }
        return text.isEmpty()
                        || "{[".indexOf(text.charAt(0)) >= 0
                        || text.indexOf('\0') >= 0
                        || text.indexOf('\uFFFD') >= 0
                ? ""
                : text;
    }

    /** The title or the first heading of a page; empty if it has none. */
    private String title() {
        String page = reply.body();
        String lower = page.toLowerCase(Locale.ROOT);
        for (String element : List.of("title", "h1")) {
            int start = lower.indexOf('>', Math.max(0, lower.indexOf("<" + element)));
            int end = lower.indexOf("</" + element, start);
            if (lower.contains("<" + element) && start >= 0 && end > start && end - start <= LONGEST_TITLE) {
                return page.substring(start + 1, end).strip();
            }
        }
        return "";
    }

    /** What the body is, for a sentence that says what it is not: "an HTML page", "JSON with the members code, message". */
    String kind() {
        String text = reply.body().strip();
        String encoding = reply.header("Content-Encoding").orElse("identity");
        if (text.isEmpty()) {
            return "its body is empty";
        }
        if (!members.isEmpty()) {
            List<String> names = members.keySet().stream()
                    .filter(name -> NAME.matcher(name).matches())
                    .limit(MOST_NAMES)
                    .toList();
            return "it is an object with "
                    + (names.isEmpty() ? "other members" : "the members " + String.join(", ", names));
        }
        if (text.startsWith("<")) {
            String title = title();
            boolean page = text.toLowerCase(Locale.ROOT).contains("<html");
            return "it is " + (page ? "a web page" : "markup (HTML or XML)")
                    + (title.isEmpty() ? "" : " with the title \"" + title + '"');
        }
        if (!encoding.equalsIgnoreCase("identity")) {
            return "its Content-Encoding is \"" + encoding + "\", and the device reads gzip only";
        }
        try {
            return Json.read(reply.body()) instanceof List ? "it is a JSON list" : "it is a JSON value, not an object";
        } catch (MalformedJsonException e) {
            return "it cannot be read: " + e.getMessage();
        }
    }
}
