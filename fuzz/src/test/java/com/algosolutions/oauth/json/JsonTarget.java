package com.algosolutions.oauth.json;

import com.algosolutions.fuzz.Property;
import com.algosolutions.fuzz.Targets;
import java.util.Optional;

/** JSON texts; what is written reads back equal. */
public final class JsonTarget {
    private JsonTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Optional<Object> value = Property.value(
                input, () -> Optional.ofNullable(Json.read(Targets.text(input))), MalformedJsonException.class);
        value.ifPresent(read -> {
            Object json = ((Optional<?>) read).orElse(null);
            String written = Json.write(json);
            Property.equal(written, Json.write(Json.read(written)));
            Property.equal(written, Json.write(Json.read(Json.writeIndented(json))));
        });
    }
}
