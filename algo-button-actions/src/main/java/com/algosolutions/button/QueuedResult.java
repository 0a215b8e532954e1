package com.algosolutions.button;

import com.algosolutions.oauth.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a request from the offline queue. Immutable and thread-safe; its texts contain no secret.
 *
 * @param pressId the id of the press
 * @param button the identifier of the button
 * @param result the outcome of the request at its target
 */
public record QueuedResult(String pressId, String button, TargetResult result) {

    /**
     * The outcome for a log: one line of JSON with the members {@code press}, {@code button} and {@code outcome}, an object as in {@link
     * PressResult#toJson}. It contains no secret.
     *
     * @return the JSON text
     */
    public String toJson() {
        Map<String, @Nullable Object> log = new LinkedHashMap<>();
        log.put("press", pressId);
        log.put("button", button);
        log.put("outcome", result.forLog());
        return Json.write(log);
    }

    /** {@return button, press and outcome} */
    @Override
    public String toString() {
        return "button " + button + ", press " + pressId + ": " + result;
    }
}
