package com.algosolutions.button;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One parameter of a named command: the values it accepts, and how the device expects them in JSON. Immutable.
 *
 * @param name its name in the form and in the JSON payload
 * @param required whether the command needs it
 * @param kind the type of the value
 * @param least the smallest number
 * @param most the largest number
 * @param choices the accepted texts, or numbers as digits; empty if all are accepted
 */
record CommandParameter(String name, boolean required, Kind kind, int least, int most, List<String> choices) {
    private static final int DAY = 86_400;

    /** The type of a value. */
    enum Kind {
        TEXT,
        FLAG,
        WHOLE,
        /** A whole number that the device expects as a text of digits. */
        DIGITS
    }

    static CommandParameter text(String name, String... choices) {
        return new CommandParameter(name, false, Kind.TEXT, 0, 0, List.of(choices));
    }

    static CommandParameter flag(String name) {
        return new CommandParameter(name, false, Kind.FLAG, 0, 0, List.of());
    }

    static CommandParameter whole(String name, int least, int most) {
        return new CommandParameter(name, false, Kind.WHOLE, least, most, List.of());
    }

    static CommandParameter oneOf(String name, Integer... choices) {
        List<String> digits = Stream.of(choices).map(String::valueOf).toList();
        return new CommandParameter(name, false, Kind.WHOLE, choices[0], choices[choices.length - 1], digits);
    }

    static CommandParameter digits(String name, int least, int most) {
        return new CommandParameter(name, false, Kind.DIGITS, least, most, List.of());
    }

    static CommandParameter seconds(String name) {
        return whole(name, 1, DAY);
    }

    static CommandParameter secondsAsDigits(String name) {
        return digits(name, 1, DAY);
    }

    CommandParameter needed() {
        return new CommandParameter(name, true, kind, least, most, choices);
    }

    /** The accepted values, for a message to the operator. */
    String wanted() {
        return switch (kind) {
            case TEXT ->
                choices.isEmpty()
                        ? "a text in double quotes"
                        : choices.stream().map(choice -> '"' + choice + '"').collect(Collectors.joining(" or "));
            case FLAG -> "true or false";
            case WHOLE, DIGITS ->
                choices.isEmpty() ? "a whole number from " + least + " to " + most : String.join(" or ", choices);
        };
    }

    /** Whether it accepts a value. A required text must not be blank. */
    boolean takes(@Nullable Object value) {
        return switch (kind) {
            case TEXT ->
                value instanceof String text
                        && (choices.isEmpty() ? !(required && text.isBlank()) : choices.contains(text));
            case FLAG -> value instanceof Boolean;
            case WHOLE, DIGITS ->
                value instanceof Integer number
                        && (choices.isEmpty()
                                ? number >= least && number <= most
                                : choices.contains(number.toString()));
        };
    }

    Object written(Object value) {
        return kind == Kind.DIGITS ? value.toString() : value;
    }
}
