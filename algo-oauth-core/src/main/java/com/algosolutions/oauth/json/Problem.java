package com.algosolutions.oauth.json;

/**
 * One thing that is wrong with a document, said so that a form can show it beside the field. Immutable and thread-safe.
 *
 * @param field the field: its path in the JSON document ({@code requests[0].targets}), or the property of a form ({@code tokenUrl})
 * @param label the field's name as the device's form shows it ({@code Token URL}); the same as {@code field} where the form has none
 * @param wrong what is wrong, as the rest of a sentence that begins with the label: {@code is missing}
 * @param cure what to do, a sentence in the imperative
 */
public record Problem(String field, String label, String wrong, String cure) {

    /**
     * A problem of a field that the form does not name.
     *
     * @param field the field's path
     * @param wrong what is wrong
     * @param cure what to do
     * @return the problem
     */
    public static Problem of(String field, String wrong, String cure) {
        return new Problem(field, field, wrong, cure);
    }

    /**
     * The same problem, further down in a larger document.
     *
     * @param path the path of the part that this problem was found in
     * @return the problem with {@code path} in front of its field
     */
    public Problem within(String path) {
        String inner = path + "." + field;
        return new Problem(inner, label.equals(field) ? inner : label, wrong, cure);
    }

    /** {@return the problem in one line: label, what is wrong, what to do} */
    @Override
    public String toString() {
        return label + " " + wrong + ". " + cure;
    }
}
