package com.algosolutions.button;

import java.util.List;

/**
 * One button as the device's form has it. Immutable and thread-safe.
 *
 * @param identifier the name by which it is pressed
 * @param enabled the form's <em>Button Status</em>
 * @param text what stands on it
 * @param requests what it sends, in order
 */
public record Button(String identifier, boolean enabled, String text, List<ButtonRequest> requests) {
    /** The only action that this library performs. */
    public static final String SEND_API_REQUEST = "Send API Request";

    /**
     * A button.
     *
     * @param identifier the name by which it is pressed
     * @param enabled whether it may be pressed
     * @param text what stands on it
     * @param requests what it sends, in order
     */
    public Button {
        requests = List.copyOf(requests);
    }
}
