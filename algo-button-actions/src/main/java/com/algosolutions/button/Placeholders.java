package com.algosolutions.button;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a document may leave to the press, such as <code>${deviceName}</code>; a dollar sign before it keeps it as it is. */
final class Placeholders {
    static final String DEVICE_NAME = "deviceName";
    static final String MAC = "mac";
    static final String BUTTON_TEXT = "buttonText";
    static final String LOCAL_TIME = "localTime";
    static final String PRESS_ID = "pressId";

    private static final Pattern PLACE = Pattern.compile("\\$\\$\\{|\\$\\{([A-Za-z0-9_. -]*)}");

    /** A press's values, or those of an imagined press by which a document is checked. */
    private final Map<String, String> values;

    private final boolean filled;

    private Placeholders(Map<String, String> values, boolean filled) {
        this.values = values;
        this.filled = filled;
    }

    /** For a request that has been filled in: its texts are meant as they are. */
    static Placeholders filled() {
        return new Placeholders(Map.of(), true);
    }

    /** Those that the device gave; the others join with a press. */
    static Placeholders of(Map<String, String> device) {
        return new Placeholders(device, false);
    }

    Placeholders with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new Placeholders(more, filled);
    }

    /** The names that have a value. */
    Collection<String> names() {
        return values.keySet();
    }

    /** The text with each placeholder's value, encoded for its position; one without a value stays, and is told. */
    String expand(String text, UnaryOperator<String> encoding, Consumer<String> missing) {
        if (filled || !text.contains("${")) {
            return text;
        }
        return PLACE.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(value(found.group(), found.group(1), encoding, missing)));
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

    /** At a press, whose document has been checked. */
    String expand(String text, UnaryOperator<String> encoding) {
        return expand(text, encoding, name -> {});
    }
}
