package com.algosolutions.oauth.testkit;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The decoded parameters of an {@code application/x-www-form-urlencoded} body or of a query. */
record FormBody(Map<String, List<String>> parameters) {

    /** Decodes the text; empty if it contains an invalid escape. */
    static Optional<FormBody> parse(String text) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        try {
            for (String pair : text.split("&", -1)) {
                if (!pair.isEmpty()) {
                    int equals = pair.indexOf('=');
                    String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                    String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
                    parameters
                            .computeIfAbsent(name, absent -> new ArrayList<>())
                            .add(value);
                }
            }
        } catch (IllegalArgumentException brokenEscape) {
            return Optional.empty();
        }
        return Optional.of(new FormBody(parameters));
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** The parameter's first value, or an empty string. */
    String value(String name) {
        List<String> values = parameters.getOrDefault(name, List.of());
        return values.isEmpty() ? "" : values.get(0);
    }

    boolean has(String name) {
        return parameters.containsKey(name);
    }

    /** The name of a parameter that occurs more than once, if there is one. */
    Optional<String> duplicated() {
        return parameters.entrySet().stream()
                .filter(parameter -> parameter.getValue().size() > 1)
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
