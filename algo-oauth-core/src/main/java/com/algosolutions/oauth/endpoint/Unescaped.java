package com.algosolutions.oauth.endpoint;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A text without the escapes of URLs (RFC 3986 section 2.1, in either case), JSON (RFC 8259 section 7) and HTML, and where each of its
 * characters stood. Servers echo what they received in any of these forms, and mix them. Immutable.
 */
final class Unescaped {
    private static final int LONGEST_ENTITY = 8;

    private static final Map<String, Character> ENTITIES = Map.of(
            "amp", '&', "lt", '<', "gt", '>', "quot", '"', "apos", '\'', "sol", '/', "equals", '=', "plus", '+',
            "colon", ':');

    private final String text;

    /** The start of each character in the original text, and the end of the text; null if this is the original. */
    private final int @Nullable [] starts;

    private Unescaped(String text, int @Nullable [] starts) {
        this.text = text;
        this.starts = starts;
    }

    static Unescaped of(String original) {
        return new Unescaped(original, null);
    }

    String text() {
        return text;
    }

    /** The offset in the original text of the character at an offset of this text, or of the end. */
    int start(int at) {
        return starts == null ? at : starts[at];
    }

    /** This text without one more layer of escapes; the same object if it has none. */
    Unescaped next() {
        if (text.indexOf('%') < 0 && text.indexOf('\\') < 0 && text.indexOf('&') < 0) {
            return this;
        }
        StringBuilder out = new StringBuilder(text.length());
        int[] from = new int[text.length() + 1];
        int at = 0;
        while (at < text.length()) {
            from[out.length()] = start(at);
            int end = escape(at, out);
            if (end == at) {
                out.append(text.charAt(at));
                end++;
            }
            at = end;
        }
        from[out.length()] = start(text.length());
        return out.length() == text.length()
                ? this
                : new Unescaped(out.toString(), Arrays.copyOf(from, out.length() + 1));
    }

    /** Appends the character of the escape at an offset, and returns where the escape ends; the offset itself if there is none. */
    private int escape(int at, StringBuilder out) {
        return switch (text.charAt(at)) {
            case '%' -> code(at, at + 1, at + 3, 16, out);
            case '\\' -> backslash(at, out);
            case '&' -> entity(at, out);
            default -> at;
        };
    }

    private int backslash(int at, StringBuilder out) {
        if (at + 1 >= text.length()) {
            return at;
        }
        char next = text.charAt(at + 1);
        if (next == 'u' || next == 'x') {
            return code(at, at + 2, at + (next == 'u' ? 6 : 4), 16, out);
        }
        if ("\"\\/'".indexOf(next) < 0) {
            return at;
        }
        out.append(next);
        return at + 2;
    }

    private int entity(int at, StringBuilder out) {
        int end = at + 1;
        int last = Math.min(text.length() - 1, at + LONGEST_ENTITY); // not indexOf, which would read the rest of the text for each &
        while (end < last && text.charAt(end) != ';') {
            end++;
        }
        if (end > last || text.charAt(end) != ';') {
            return at;
        }
        if (text.startsWith("#x", at + 1) || text.startsWith("#X", at + 1)) {
            return code(at, at + 3, end, 16, out) == at ? at : end + 1;
        }
        if (text.startsWith("#", at + 1)) {
            return code(at, at + 2, end, 10, out) == at ? at : end + 1;
        }
        Character named = ENTITIES.get(text.substring(at + 1, end));
        if (named == null) {
            return at;
        }
        out.append(named.charValue());
        return end + 1;
    }

    private int code(int at, int from, int to, int radix, StringBuilder out) {
        if (to > text.length() || from >= to) {
            return at;
        }
        int code = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) < 0x80 ? Character.digit(text.charAt(i), radix) : -1;
            if (digit < 0) {
                return at;
            }
            code = code * radix + digit;
        }
        out.append((char) code);
        return to;
    }
}
