package com.algosolutions.button;

import com.algosolutions.oauth.json.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The buttons read from a document, and the document itself, which can be written back unchanged.
 *
 * @param document the members of the document
 * @param buttons all buttons by identifier, those without a screen first
 * @param screens the screens in the order of the document
 */
record ButtonForm(Map<String, ? extends @Nullable Object> document, Map<String, Button> buttons, List<Screen> screens) {

    /** The document with the same members, values and order; indented. */
    String toJson() {
        return Json.writeIndented(document);
    }
}
