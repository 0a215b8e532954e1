package com.algosolutions.button;

import com.algosolutions.oauth.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of a request from the offline queue. Immutable and thread-safe; its texts contain no secret.
 *
 * @since 0.1.0
 */
public final class QueuedResult {
    private final String pressId;
    private final String button;
    private final TargetResult result;

    QueuedResult(String pressId, String button, TargetResult result) {
        this.pressId = pressId;
        this.button = button;
        this.result = result;
    }

    /** {@return the unique id of the press} */
    public String pressId() {
        return pressId;
    }

    /** {@return the identifier of the button} */
    public String button() {
        return button;
    }

    /** {@return the result of the request at its target} */
    public TargetResult result() {
        return result;
    }

    /**
     * The result for a log: one line of JSON with the members {@code pressId}, {@code button} and {@code result}, an object as in {@link
     * PressResult#toJson}. It contains no secret.
     *
     * @return the JSON text
     */
    public String toJson() {
        Map<String, @Nullable Object> log = new LinkedHashMap<>();
        log.put("pressId", pressId);
        log.put("button", button);
        log.put("result", result.forLog());
        return Json.write(log);
    }

    /** {@return button, press and result} */
    @Override
    public String toString() {
        return "button " + button + ", press " + pressId + ": " + result;
    }
}
