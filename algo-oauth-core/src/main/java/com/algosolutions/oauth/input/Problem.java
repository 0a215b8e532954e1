package com.algosolutions.oauth.input;

/**
 * One problem of a document, with the field, so that a form can show it beside that field. Immutable and thread-safe.
 *
 * @param field the field: its path in the JSON document ({@code requests[0].targets}), or the property of a form ({@code tokenUrl})
 * @param label the field's name as the device's form shows it ({@code AccessToken URL}); the same as {@code field} where the form has none
 * @param message what is wrong, as the rest of a sentence that begins with the label: {@code is missing}
 * @param advice the fix, a sentence in the imperative
 */
public record Problem(String field, String label, String message, String advice) {

    /**
     * A problem of a field that the form does not name.
     *
     * @param field the field's path
     * @param wrong what is wrong
     * @param cure the fix
     * @return the problem
     */
    public static Problem of(String field, String wrong, String cure) {
        return new Problem(field, field, wrong, cure);
    }

    /**
     * This problem as part of a larger document.
     *
     * @param path the path of the part that has this problem
     * @return the problem with {@code path} in front of its field
     */
    public Problem within(String path) {
        String inner = path + "." + field;
        return new Problem(inner, label.equals(field) ? inner : label, message, advice);
    }

    /** {@return the problem in one line: label, what is wrong, the fix} */
    @Override
    public String toString() {
        return label + " " + message + ". " + advice;
    }
}
