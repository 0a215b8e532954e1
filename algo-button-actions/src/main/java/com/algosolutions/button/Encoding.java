package com.algosolutions.button;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.json.Json;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;

/** Encodes a placeholder's value for its place, so that the value cannot change the structure around it. */
enum Encoding {
    /** In a URL: percent-encodes all characters except the unreserved ones (RFC 3986, section 2.3). */
    URL {
        @Override
        String of(String value) {
            return percent(value, c -> c < 128 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0));
        }
    },
    /** In a header: percent-encodes {@code %} and the characters that a header cannot carry. */
    HEADER {
        @Override
        String of(String value) {
            return percent(value, c -> c >= ' ' && c < 127 && c != '%');
        }
    },
    /** Inside a string of a JSON payload. */
    JSON {
        @Override
        String of(String value) {
            String quoted = Json.write(value);
            return quoted.substring(1, quoted.length() - 1);
        }
    },
    /** In XML, as text or in an attribute value. */
    XML {
        @Override
        String of(String value) {
            return value.replace("&", "&amp;")
                    .replace("<", "&lt;")
                    .replace(">", "&gt;")
                    .replace("\"", "&quot;")
                    .replace("'", "&#39;");
        }
    },
    /** In any other payload: unchanged. */
    NONE {
        @Override
        String of(String value) {
            return value;
        }
    };

    abstract String of(String value);

    /** The encoding for a payload, by its Content-Type header. */
    static Encoding ofPayload(List<Header> headers) {
        String type = headers.stream()
                .filter(header -> header.name().equalsIgnoreCase("Content-Type"))
                .map(header -> header.value().toLowerCase(Locale.ROOT))
                .findFirst()
                .orElse("application/json");
        if (type.matches("application/([a-z0-9.-]+\\+)?json\\b.*")) {
            return JSON;
        }
        if (type.matches("(text|application)/([a-z0-9.-]+\\+)?xml\\b.*")) {
            return XML;
        }
        return type.startsWith("application/x-www-form-urlencoded") ? URL : NONE;
    }

    private static String percent(String value, IntPredicate itself) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : value.getBytes(UTF_8)) {
            if (b > 0 && itself.test(b)) {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return encoded.toString();
    }
}
