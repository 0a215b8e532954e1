package com.algosolutions.button;

import java.util.List;
import java.util.Objects;

/**
 * A screen of the device with its buttons. Immutable and thread-safe.
 *
 * @param name the screen's name
 * @param buttons its buttons in the order of the document
 * @since 0.1.0
 */
public record Screen(String name, List<Button> buttons) {
    /**
     * A screen.
     *
     * @param name the screen's name
     * @param buttons its buttons in order
     */
    public Screen {
        Objects.requireNonNull(name, "name");
        buttons = List.copyOf(Objects.requireNonNull(buttons, "buttons"));
    }

    /** {@return the name, and the number of buttons} */
    @Override
    public String toString() {
        return "screen " + name + " with " + buttons.size() + (buttons.size() == 1 ? " button" : " buttons");
    }
}
