package com.algosolutions.button;

/** The form's <em>Request n - Headers</em>. */
public enum HeadersMode {
    /** No headers besides those that the request needs. This library's own value. */
    NONE("None"),
    /** The headers written in the form. */
    CUSTOM("Custom Headers"),
    /** Headers that another Algo device asks for, made for each request: {@link AlgoStandardAuthentication}. */
    ALGO_STANDARD("Algo Standard Authentication Headers"),
    /**
     * The header that an Algo device set to Basic asks for: {@link AlgoBasicAuthentication}. This library's own value, so that the password
     * need not be written into the button.
     */
    ALGO_BASIC("Algo Basic Authentication Headers");

    private final String label;

    HeadersMode(String label) {
        this.label = label;
    }

    /** Whether the remote device password vouches for the request. */
    boolean signs() {
        return this == ALGO_STANDARD || this == ALGO_BASIC;
    }

    /** {@return the value as the form has it} */
    public String label() {
        return label;
    }
}
