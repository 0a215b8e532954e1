package com.algosolutions.verification.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A form in which a server may repeat a text.
 *
 * @param name its name
 * @param bits the bits that one character carries, if the characters of the text do not stand for themselves: Base64 and hexadecimal
 * @param whole encodes a whole text
 */
record Encoding(String name, int bits, UnaryOperator<String> whole) {
    private static final Map<Integer, String> NAMED = Map.of(
            (int) '&',
            "&amp;",
            (int) '<',
            "&lt;",
            (int) '>',
            "&gt;",
            (int) '"',
            "&quot;",
            (int) '\'',
            "&apos;",
            (int) '/',
            "&sol;",
            (int) '=',
            "&equals;",
            (int) '+',
            "&plus;",
            (int) '\u00e9',
            "&eacute;");

    /** The single encodings. */
    static final List<Encoding> SINGLE = List.of(
            of("plain", text -> text),
            of("form", text -> URLEncoder.encode(text, UTF_8)),
            of("form, lower case", text -> lowerHex(URLEncoder.encode(text, UTF_8))),
            of("URI component", text -> URLEncoder.encode(text, UTF_8).replace("+", "%20")),
            of("URL, each character", text -> bytes(text, "%%%02X")),
            of("JSON", Encoding::json),
            of("JSON with \\/", text -> json(text).replace("/", "\\/")),
            of("JSON with \\u00e9", text -> characters(text, "\\u%04x")),
            of("JSON with \\u00E9", text -> characters(text, "\\u%04X")),
            of("HTML, named", text -> each(text, code -> NAMED.getOrDefault(code, Character.toString(code)))),
            of("HTML, decimal", text -> characters(text, "&#%d;")),
            of("HTML, hexadecimal", text -> characters(text, "&#x%X;")),
            new Encoding("Base64", 6, text -> Base64.getEncoder().encodeToString(text.getBytes(UTF_8))),
            new Encoding(
                    "Base64url",
                    6,
                    text -> Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8))),
            new Encoding("hex", 4, text -> HexFormat.of().formatHex(text.getBytes(UTF_8))),
            new Encoding("HEX", 4, text -> HexFormat.of().withUpperCase().formatHex(text.getBytes(UTF_8))));

    private static Encoding of(String name, UnaryOperator<String> whole) {
        return new Encoding(name, 8, whole);
    }

    /** Every pair of encodings that differs from one of them. */
    static List<Encoding> doubled() {
        List<Encoding> pairs = new ArrayList<>();
        for (Encoding inner : SINGLE.subList(1, SINGLE.size())) {
            for (Encoding outer : SINGLE.subList(1, SINGLE.size())) {
                pairs.add(new Encoding(
                        outer.name + " of " + inner.name, 0, text -> outer.whole.apply(inner.whole.apply(text))));
            }
        }
        return List.copyOf(pairs);
    }

    /** What of an encoded text comes from a secret alone, wherever in the text the secret stands. */
    List<String> forms(String secret) {
        if (bits != 6) {
            return List.of(whole.apply(secret));
        }
        List<String> forms = new ArrayList<>();
        for (int before = 0; before < 3; before++) { // in Base64, three bytes become four characters
            String text = whole.apply("x".repeat(before) + secret).replace("=", "");
            int end = (before + secret.getBytes(UTF_8).length) % 3 == 0 ? text.length() : text.length() - 1;
            forms.add(text.substring(before == 0 ? 0 : before + 1, end));
        }
        return forms;
    }

    private static String lowerHex(String text) {
        return Pattern.compile("%..")
                .matcher(text)
                .replaceAll(hex -> hex.group().toLowerCase(Locale.ROOT));
    }

    private static String json(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private static String bytes(String text, String format) {
        StringBuilder out = new StringBuilder();
        for (byte one : text.getBytes(UTF_8)) {
            out.append(String.format(Locale.ROOT, format, one & 0xFF));
        }
        return out.toString();
    }

    private static String characters(String text, String format) {
        return each(text, code -> String.format(Locale.ROOT, format, code));
    }

    private static String each(String text, java.util.function.IntFunction<String> encoded) {
        StringBuilder out = new StringBuilder();
        IntStream codes = text.chars();
        codes.forEach(code -> out.append(encoded.apply(code)));
        return out.toString();
    }
}
