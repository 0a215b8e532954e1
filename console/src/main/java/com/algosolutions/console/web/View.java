package com.algosolutions.console.web;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A JSON object of an answer, under construction: what is absent is left out. Not thread-safe. */
public final class View {
    private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

    /**
     * Adds a member. An {@link Instant} or a {@link Duration} becomes its milliseconds, a constant its name; null and an empty {@link Optional} are
     * left out.
     */
    public View with(String name, @Nullable Object value) {
        if (value instanceof Optional<?> maybe) {
            return with(name, maybe.isPresent() ? maybe.get() : null);
        }
        if (value instanceof OptionalInt maybe) {
            return with(name, maybe.isPresent() ? maybe.getAsInt() : null);
        }
        if (value instanceof Instant time) {
            members.put(name, time.toEpochMilli());
        } else if (value instanceof Duration time) {
            members.put(name, time.toMillis());
        } else if (value instanceof Enum<?> constant) {
            members.put(name, constant.name());
        } else if (value != null) {
            members.put(name, value);
        }
        return this;
    }

    /** {@return the object; changes of this view change it} */
    public Map<String, @Nullable Object> map() {
        return members;
    }
}
