package com.algosolutions.button;

import com.algosolutions.oauth.json.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A document of buttons that has been read, and the document itself, so that it can be written back as it was.
 *
 * @param document the members as they were written
 * @param buttons all buttons by identifier, those without a screen first
 * @param screens the screens in order
 */
record ButtonForm(Map<String, ? extends @Nullable Object> document, Map<String, Button> buttons, List<Screen> screens) {

    /** The same members, values and order; indented. */
    String toJson() {
        return Json.writeIndented(document);
    }
}
