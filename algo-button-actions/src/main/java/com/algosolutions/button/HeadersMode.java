package com.algosolutions.button;

/** The form's <em>Request n - Headers</em>. */
public enum HeadersMode {
    /** No headers besides those that the request needs. This library's own value. */
    NONE("None"),
    /** The headers written in the form. */
    CUSTOM("Custom Headers"),
    /** Headers that another Algo device asks for, made for each request: {@link AlgoStandardAuthentication}. */
    ALGO_STANDARD("Algo Standard Authentication Headers");

    private final String label;

    HeadersMode(String label) {
        this.label = label;
    }

    /** {@return the value as the form has it} */
    public String label() {
        return label;
    }
}
