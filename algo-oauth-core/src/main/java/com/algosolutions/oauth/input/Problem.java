package com.algosolutions.oauth.input;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One problem of a form or a document, with the field, so that a form can show it beside that field. Immutable and thread-safe. Its texts
 * contain no secret: what looks like one is shown as {@code ***}, since an operator may have pasted it into the wrong field.
 *
 * @since 0.1.0
 */
public final class Problem implements Serializable {
    private static final long serialVersionUID = 1L;

    /** More than any message that does not repeat a value, in characters. */
    private static final int LONGEST = 2_000;

    private static final Pattern INVISIBLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

    /** The path of the field. */
    private final String field;

    /** The field's name in the form. */
    private final String label;

    /** What is wrong, in one line. */
    private final String message;

    /** What to do. */
    private final String advice;

    /** Whether the problem is part of a larger document. */
    private final boolean inDocument;

    private Problem(String field, String label, String message, String advice, boolean inDocument) {
        this.field = Secret.mask(Objects.requireNonNull(field, "field"));
        this.label = Secret.mask(Objects.requireNonNull(label, "label"));
        this.message = visible(Objects.requireNonNull(message, "message"));
        this.advice = visible(Objects.requireNonNull(advice, "advice"));
        this.inDocument = inDocument;
    }

    /** A document may have characters in its names and values that a terminal or a log would obey, and values of any length. */
    private static String visible(String text) {
        String masked = Secret.mask(text);
        String start = masked.length() <= LONGEST ? masked : masked.substring(0, LONGEST) + "\u2026";
        return INVISIBLE.matcher(start).replaceAll(" ");
    }

    /**
     * A problem of a field that the device's form shows.
     *
     * @param field the field's property in the form ({@code tokenUrl}), or its path in the JSON document
     * @param label the field's name as the form shows it ({@code AccessToken URL})
     * @param message what is wrong, as the rest of a sentence that begins with the label and has no full stop: {@code is missing}
     * @param advice the fix, a sentence in the imperative
     * @return the problem
     */
    public static Problem of(String field, String label, String message, String advice) {
        return new Problem(field, label, message, advice, false);
    }

    /**
     * A problem of a field that the form does not name.
     *
     * @param field the field's path
     * @param message what is wrong, as the rest of a sentence that begins with the field
     * @param advice the fix, a sentence in the imperative
     * @return the problem
     */
    public static Problem of(String field, String message, String advice) {
        return new Problem(field, field, message, advice, false);
    }

    /**
     * This problem as part of a larger document.
     *
     * @param path the path of the part that has this problem
     * @return the problem with {@code path} in front of its field
     */
    public Problem within(String path) {
        String inner = Objects.requireNonNull(path, "path") + "." + field;
        return new Problem(inner, label.equals(field) ? inner : label, message, advice, true);
    }

    /**
     * Some problems without some secrets, which their texts may repeat if an operator has pasted one into another field too.
     *
     * @param problems the problems of a form or a document
     * @param secrets the secrets of the same form or document
     * @return the problems, with their texts masked as by {@link Secret#mask}
     */
    public static List<Problem> hiding(List<Problem> problems, Secret... secrets) {
        Mask mask = new Mask(secrets);
        return problems.stream()
                .map(one -> new Problem(
                        mask.masked(one.field),
                        mask.masked(one.label),
                        mask.masked(one.message),
                        mask.masked(one.advice),
                        one.inDocument))
                .toList();
    }

    /** {@return the field: its path in the JSON document ({@code requests[0].targets}), or the property of a form ({@code tokenUrl})} */
    public String field() {
        return field;
    }

    /** {@return the field's name as the device's form shows it ({@code AccessToken URL}); the same as {@link #field} where the form has none} */
    public String label() {
        return label;
    }

    /** {@return what is wrong, as the rest of a sentence that begins with the label, without a full stop: {@code is missing}} */
    public String message() {
        return message;
    }

    /** {@return the fix, a sentence in the imperative} */
    public String advice() {
        return advice;
    }

    /** {@return whether the other object is a problem with the same field, label, message and advice} */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Problem that
                && field.equals(that.field)
                && label.equals(that.label)
                && message.equals(that.message)
                && advice.equals(that.advice);
    }

    @Override
    public int hashCode() {
        return Objects.hash(field, label, message, advice);
    }

    /** {@return the problem in one line: label, what is wrong, the fix; in a larger document, the field's path first} */
    @Override
    public String toString() {
        return INVISIBLE
                .matcher((inDocument && !label.equals(field) ? field + ": " : "") + label + " " + message + ". "
                        + advice)
                .replaceAll(" ");
    }
}
