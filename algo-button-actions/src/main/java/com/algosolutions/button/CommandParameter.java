package com.algosolutions.button;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One parameter of a named command: the values it accepts, and how the device expects them in JSON. Immutable.
 *
 * @param name its name in the form and in the JSON payload
 * @param required whether the command needs it
 * @param kind the type of the value
 * @param least the smallest number
 * @param most the largest number
 * @param choices the accepted texts; empty if all are accepted
 * @param fallback the value that is sent if the parameter is not given, because the device requires one; null if none is sent
 */
record CommandParameter(
        String name,
        boolean required,
        Kind kind,
        int least,
        int most,
        List<String> choices,
        @Nullable Object fallback) {
    /** The placeholder of a button for the day of the press. */
    static final String TODAY = "${" + Placeholders.LOCAL_DATE + "}";

    private static final int DAY = 86_400;

    /** The steps of a volume. */
    private static final int DECIBELS = 3;

    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,5}");

    /** The type of a value. */
    enum Kind {
        TEXT,
        FLAG,
        WHOLE,
        /** A whole number, or its digits as a text, which the device expects as a text of digits. */
        DIGITS,
        /** A whole number, or its digits as a text: devices take both, so it is sent as it was written. */
        EITHER,
        /** A whole number of decibels in steps of 3, which the device expects as a text such as {@code -12dB}. */
        DECIBELS,
        /** A day, {@code 2027-03-01}, or {@link #TODAY}. */
        DATE
    }

    private static CommandParameter of(String name, Kind kind, int least, int most, String... choices) {
        return new CommandParameter(name, false, kind, least, most, List.of(choices), null);
    }

    static CommandParameter text(String name, String... choices) {
        return of(name, Kind.TEXT, 0, 0, choices);
    }

    static CommandParameter flag(String name) {
        return of(name, Kind.FLAG, 0, 0);
    }

    static CommandParameter whole(String name, int least, int most) {
        return of(name, Kind.WHOLE, least, most);
    }

    static CommandParameter digits(String name, int least, int most) {
        return of(name, Kind.DIGITS, least, most);
    }

    static CommandParameter either(String name, int least, int most) {
        return of(name, Kind.EITHER, least, most);
    }

    static CommandParameter decibels(String name, int least, int most) {
        return of(name, Kind.DECIBELS, least, most);
    }

    static CommandParameter date(String name) {
        return of(name, Kind.DATE, 0, 0);
    }

    /** A time that is longer than nothing. */
    static CommandParameter seconds(String name) {
        return whole(name, 1, DAY);
    }

    /** A pause, which may be none. */
    static CommandParameter pause(String name) {
        return whole(name, 0, DAY);
    }

    static CommandParameter secondsAsDigits(String name) {
        return digits(name, 1, DAY);
    }

    static CommandParameter pauseAsDigits(String name) {
        return digits(name, 0, DAY);
    }

    CommandParameter needed() {
        return new CommandParameter(name, true, kind, least, most, choices, fallback);
    }

    /** Sends a value also if the parameter is not given. */
    CommandParameter or(Object value) {
        return new CommandParameter(name, required, kind, least, most, choices, value);
    }

    /** The accepted values, for a message to the operator. */
    String wanted() {
        return switch (kind) {
            case TEXT ->
                choices.isEmpty()
                        ? "a text in double quotes"
                        : choices.stream().map(choice -> '"' + choice + '"').collect(Collectors.joining(" or "));
            case FLAG -> "true or false";
            case WHOLE, DIGITS, EITHER -> "a whole number from " + least + " to " + most;
            case DECIBELS -> "a whole number of decibels from " + least + " to " + most + ", in steps of " + DECIBELS;
            case DATE -> "a day such as \"2027-03-01\", or \"" + TODAY + "\"";
        };
    }

    /** Whether it accepts a value. A required text must not be blank. */
    boolean takes(@Nullable Object value) {
        return switch (kind) {
            case TEXT ->
                value instanceof String text
                        && (choices.isEmpty() ? !(required && text.isBlank()) : choices.contains(text));
            case FLAG -> value instanceof Boolean;
            case WHOLE -> value instanceof Integer number && within(number);
            case DIGITS, EITHER ->
                value instanceof String text
                        ? NUMBER.matcher(text).matches() && within(Integer.parseInt(text))
                        : value instanceof Integer number && within(number);
            case DECIBELS -> value instanceof Integer number && within(number) && (most - number) % DECIBELS == 0;
            case DATE -> value instanceof String text && (text.equals(TODAY) || isDay(text));
        };
    }

    private boolean within(int number) {
        return number >= least && number <= most;
    }

    private static boolean isDay(String text) {
        try {
            return LocalDate.parse(text).toString().equals(text);
        } catch (DateTimeException e) {
            return false;
        }
    }

    Object written(Object value) {
        return switch (kind) {
            case DIGITS -> value.toString();
            case DECIBELS -> value + "dB";
            default -> value;
        };
    }
}
