package com.algosolutions.button;

import java.util.List;

/**
 * One button of the device's form. Immutable and thread-safe.
 *
 * @param identifier the form's <em>Identifier</em>, the argument of {@link ButtonActions#press}
 * @param enabled the form's <em>Button Status</em>
 * @param text the form's <em>Text</em>, the label on the button
 * @param requests the form's <em>Request 1</em>, <em>Request 2</em> …, in the order in which they are sent
 */
public record Button(String identifier, boolean enabled, String text, List<ButtonRequest> requests) {
    /** The only supported <em>Action</em>. */
    public static final String SEND_API_REQUEST = "Send API Request";

    /**
     * A button.
     *
     * @param identifier the identifier
     * @param enabled whether a press sends the requests
     * @param text the label
     * @param requests the requests in order
     */
    public Button {
        requests = List.copyOf(requests);
    }
}
