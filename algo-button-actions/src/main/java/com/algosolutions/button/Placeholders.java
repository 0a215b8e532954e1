package com.algosolutions.button;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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

    private static final Pattern PLACE = Pattern.compile("\\$\\$\\{|\\$\\{([A-Za-z0-9_. -]*)}");

    /** The values of a press, or sample values with which the reader checks a document. */
    private final Map<String, String> values;

    private final boolean filled;

    private Placeholders(Map<String, String> values, boolean filled) {
        this.values = values;
        this.filled = filled;
    }

    /** For a request whose placeholders are already replaced: texts are not changed. */
    static Placeholders filled() {
        return new Placeholders(Map.of(), true);
    }

    /** The values that the device has configured; a press adds the others. */
    static Placeholders of(Map<String, String> device) {
        return new Placeholders(device, false);
    }

    Placeholders with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new Placeholders(more, filled);
    }

    /** The names of the placeholders that have a value. */
    Collection<String> names() {
        return values.keySet();
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
        if (filled || !text.contains("${")) {
            return text;
        }
        StringBuilder expanded = new StringBuilder();
        Matcher place = PLACE.matcher(text);
        while (place.find()) {
            String value = value(place.group(), place.group(1), encoding, missing);
            place.appendReplacement(expanded, Matcher.quoteReplacement(value));
            if (expanded.length() > text.length() + MOST_ADDED) {
                throw new TooLong();
            }
        }
        return place.appendTail(expanded).toString();
    }

    private String value(
            String written, @Nullable String name, UnaryOperator<String> encoding, Consumer<String> missing) {
        if (name == null) {
            return "${";
        }
        String value = values.get(name);
        if (value == null) {
            missing.accept(name);
            return written;
        }
        return encoding.apply(value);
    }

    /** Replaces placeholders at a press, when the reader has already reported missing values. */
    String expand(String text, UnaryOperator<String> encoding) {
        return expand(text, encoding, name -> {});
    }
}
