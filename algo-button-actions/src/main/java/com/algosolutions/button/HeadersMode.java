package com.algosolutions.button;

/**
 * The form's <em>Request n - Headers</em>.
 *
 * @since 0.1.0
 */
public enum HeadersMode {
    /** No headers except those of every request. A value of this library, not of the form. */
    NONE("None"),
    /** The headers that the operator writes in the form. */
    CUSTOM("Custom Headers"),
    /** A signature for another Algo device, new for each request: {@link AlgoStandardAuthentication}. */
    ALGO_STANDARD("Algo Standard Authentication Headers"),
    /**
     * Basic authentication for another Algo device: {@link AlgoBasicAuthentication}. A value of this library, so that the button document
     * does not contain the password.
     */
    ALGO_BASIC("Algo Basic Authentication Headers");

    private final String label;

    HeadersMode(String label) {
        this.label = label;
    }

    /** Whether the mode needs the remote device password. */
    boolean signs() {
        return this == ALGO_STANDARD || this == ALGO_BASIC;
    }

    /** {@return the value in the form} */
    public String label() {
        return label;
    }
}
