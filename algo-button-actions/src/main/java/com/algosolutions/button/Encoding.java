package com.algosolutions.button;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;

/** How a placeholder's value is written where it stands, so that it stays one value there. */
enum Encoding {
    /** In a URL: RFC 3986's unreserved characters stand for themselves, all others are percent-encoded. */
    URL {
        @Override
        String of(String value) {
            return percent(value, c -> c < 128 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0));
        }
    },
    /** In a header: what no header can carry is percent-encoded. */
    HEADER {
        @Override
        String of(String value) {
            return percent(value, c -> c >= ' ' && c < 127 && c != '%');
        }
    },
    /** In a text of a JSON payload. */
    JSON {
        @Override
        String of(String value) {
            String quoted = Json.write(value);
            return quoted.substring(1, quoted.length() - 1);
        }
    },
    /** In XML, as text or in an attribute. */
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
    /** In any other payload. */
    NONE {
        @Override
        String of(String value) {
            return value;
        }
    };

    abstract String of(String value);

    /** The encoding of a payload that is sent with these headers. */
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
                encoded.append(String.format("%%%02X", b & 0xff));
            }
        }
        return encoded.toString();
    }
}
