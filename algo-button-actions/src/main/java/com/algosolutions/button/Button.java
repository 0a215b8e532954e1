package com.algosolutions.button;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One button of the device's form. Immutable and thread-safe. Buttons with equal fields are equal.
 *
 * @since 0.1.0
 */
public final class Button {
    /** The only supported <em>Action</em>. */
    public static final String SEND_API_REQUEST = "Send API Request";

    private final String identifier;
    private final boolean enabled;
    private final String text;
    private final List<ButtonRequest> requests;

    Button(String identifier, boolean enabled, String text, List<ButtonRequest> requests) {
        this.identifier = identifier;
        this.enabled = enabled;
        this.text = text;
        this.requests = List.copyOf(requests);
    }

    /** {@return the form's <em>Identifier</em>, the argument of {@link ButtonActions#press}} */
    public String identifier() {
        return identifier;
    }

    /** {@return the form's <em>Button Status</em>: whether a press sends the requests} */
    public boolean enabled() {
        return enabled;
    }

    /** {@return the form's <em>Text</em>, the label on the button; empty if the operator left it out} */
    public String text() {
        return text;
    }

    /** {@return the form's <em>Request 1</em>, <em>Request 2</em> …, in the order in which they are sent} */
    public List<ButtonRequest> requests() {
        return requests;
    }

    /** Whether a text of a request may have a placeholder. */
    boolean usesPlaceholders() {
        for (ButtonRequest request : requests) {
            if (request.usesPlaceholders()) {
                return true;
            }
        }
        return false;
    }

    private List<Object> fields() {
        return List.of(identifier, enabled, text, requests);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Button button && button.fields().equals(fields());
    }

    @Override
    public int hashCode() {
        return fields().hashCode();
    }

    /** {@return identifier, text and requests, without the parts of a request that may contain credentials} */
    @Override
    public String toString() {
        return "button " + identifier + (enabled ? "" : ", disabled") + ", text \"" + text + "\", requests " + requests;
    }
}
