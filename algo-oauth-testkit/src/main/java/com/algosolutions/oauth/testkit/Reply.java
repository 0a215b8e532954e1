package com.algosolutions.oauth.testkit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** An HTTP response: status, headers, body. */
record Reply(int status, Map<String, String> headers, String body) {
    static final String JSON = "application/json;charset=utf-8";

    Reply {
        Map<String, String> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        sorted.putAll(headers);
        headers = sorted;
    }

    static Reply json(int status, JsonObject body) {
        return new Reply(status, Map.of("Content-Type", JSON), body.toString());
    }

    static Reply text(int status, String body) {
        return new Reply(status, Map.of("Content-Type", "text/plain;charset=utf-8"), body);
    }

    static Reply html(int status, String body) {
        return new Reply(status, Map.of("Content-Type", "text/html"), body);
    }

    static Reply empty(int status) {
        return new Reply(status, Map.of(), "");
    }

    /** Returns this response with the header added, replacing an earlier value. */
    Reply with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.remove(headers.keySet().stream()
                .filter(name::equalsIgnoreCase)
                .findFirst()
                .orElse(name));
        more.put(name, value);
        return new Reply(status, more, body);
    }

    Reply withoutBody() {
        return new Reply(status, headers, "");
    }

    /** Returns this response with the header, unless it already has one of that name. */
    Reply withDefault(String name, String value) {
        return headers.containsKey(name) ? this : with(name, value);
    }
}
