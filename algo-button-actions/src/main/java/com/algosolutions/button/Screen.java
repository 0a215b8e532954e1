package com.algosolutions.button;

import java.util.List;

/**
 * A screen of the device, with the buttons that stand on it. Immutable and thread-safe.
 *
 * @param name the screen's name
 * @param buttons its buttons in order
 */
public record Screen(String name, List<Button> buttons) {
    /**
     * A screen.
     *
     * @param name the screen's name
     * @param buttons its buttons in order
     */
    public Screen {
        buttons = List.copyOf(buttons);
    }
}
