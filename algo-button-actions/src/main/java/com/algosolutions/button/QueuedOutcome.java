package com.algosolutions.button;

import com.algosolutions.oauth.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of a request that was kept while there was no network. Immutable and thread-safe; prints without a secret.
 *
 * @param press the id of the press that it is of
 * @param button the identifier that was pressed
 * @param outcome what came of it
 */
public record QueuedOutcome(String press, String button, TargetResult outcome) {

    /**
     * The outcome for a log: one line of JSON with the members {@code press}, {@code button} and {@code outcome}; the last one as in {@link
     * PressResult#toJson}. Without a secret.
     *
     * @return the JSON text
     */
    public String toJson() {
        Map<String, @Nullable Object> log = new LinkedHashMap<>();
        log.put("press", press);
        log.put("button", button);
        log.put("outcome", outcome.forLog());
        return Json.write(log);
    }

    /** {@return the button, and what came of it} */
    @Override
    public String toString() {
        return "button " + button + ", press " + press + ": " + outcome;
    }
}
