package com.algosolutions.button;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Replaces placeholders of a document, such as <code>${deviceName}</code>. A second dollar sign before one makes it literal text. */
final class Placeholders {
    static final String DEVICE_NAME = "deviceName";
    static final String MAC = "mac";
    static final String BUTTON_TEXT = "buttonText";
    static final String LOCAL_TIME = "localTime";
    static final String LOCAL_DATE = "localDate";
    static final String PRESS_ID = "pressId";

    /** The most characters that the values add to one text. */
    static final int MOST_ADDED = 64 * 1024;

    private static final Placeholders FILLED = new Placeholders(Map.of(), true);

    /** The values of a press, or sample values with which the reader checks a document. */
    private final Map<String, String> values;

    private final boolean filled;

    private Placeholders(Map<String, String> values, boolean filled) {
        this.values = values;
        this.filled = filled;
    }

    /** For a request that has no placeholders, or whose placeholders are already replaced: texts are not changed. */
    static Placeholders filled() {
        return FILLED;
    }

    /** The values that the device has configured; a press adds the others. */
    static Placeholders of(Map<String, String> device) {
        return new Placeholders(device, false);
    }

    Placeholders with(Map<String, String> further) {
        Map<String, String> more = new LinkedHashMap<>(values);
        more.putAll(further);
        return new Placeholders(more, filled);
    }

    /** Whether a text may have a placeholder. */
    static boolean in(String text) {
        return text.contains("${");
    }

    /** The names of the placeholders that have a value, sorted. */
    Collection<String> names() {
        return new TreeSet<>(values.keySet());
    }

    /** A few placeholders would make a text of any length. */
    static final class TooLong extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        TooLong() {
            super("Placeholders add more than " + MOST_ADDED + " characters to a text. Use fewer, or shorter values.");
        }
    }

    /**
     * Replaces each placeholder with its encoded value. A placeholder without a value stays in the text, and {@code missing} gets its name.
     *
     * @throws TooLong if the values add more than {@value #MOST_ADDED} characters
     */
    String expand(String text, UnaryOperator<String> encoding, Consumer<String> missing) {
        if (filled || !in(text)) {
            return text;
        }
        StringBuilder expanded = new StringBuilder();
        int copied = 0; // the text up to here is in the result
        for (int at = text.indexOf('$'); at >= 0; at = text.indexOf('$', Math.max(at + 1, copied))) {
            if (text.startsWith("$${", at)) {
                expanded.append(text, copied, at).append("${");
                copied = at + 3;
            } else if (text.startsWith("${", at)) {
                int end = endOfName(text, at + 2);
                if (text.startsWith("}", end)) {
                    expanded.append(text, copied, at).append(value(text.substring(at + 2, end), encoding, missing));
                    copied = end + 1;
                }
            }
            if (expanded.length() > text.length() + MOST_ADDED) {
                throw new TooLong();
            }
        }
        return expanded.append(text, copied, text.length()).toString();
    }

    /** The index of the first character that a name cannot have. */
    private static int endOfName(String text, int from) {
        int end = from;
        while (end < text.length()
                && text.charAt(end) < 128
                && (Character.isLetterOrDigit(text.charAt(end)) || "_. -".indexOf(text.charAt(end)) >= 0)) {
            end++;
        }
        return end;
    }

    private String value(String name, UnaryOperator<String> encoding, Consumer<String> missing) {
        String value = values.get(name);
        if (value == null) {
            missing.accept(name);
            return "${" + name + "}";
        }
        return encoding.apply(value);
    }

    /** Replaces placeholders at a press, when the reader has already reported missing values. */
    String expand(String text, UnaryOperator<String> encoding) {
        return expand(text, encoding, name -> {});
    }
}
