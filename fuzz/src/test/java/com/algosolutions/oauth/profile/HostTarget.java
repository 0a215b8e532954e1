package com.algosolutions.oauth.profile;

import com.algosolutions.fuzz.Property;
import com.algosolutions.fuzz.Targets;
import com.algosolutions.oauth.input.PastedText;
import java.net.URI;
import java.util.Optional;

/** Hosts as an operator types them. What is shown reads back equal. */
public final class HostTarget {
    private HostTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String text = Targets.text(input);
        Optional<ApiHost> host = Property.value(
                input,
                () -> {
                    try {
                        return ApiHost.of(text);
                    } catch (IllegalArgumentException e) {
                        Property.sentence(String.valueOf(e.getMessage()));
                        throw e;
                    }
                },
                IllegalArgumentException.class);
        host.ifPresent(read -> {
            Property.sentence(read.toString());
            Property.equal(read, ApiHost.of(read.toString()));
            Property.equal(Optional.of(read), ApiHost.find(URI.create("https://" + read + "/path")));
        });
        PastedText.problem("field", "Field", text).ifPresent(problem -> Property.sentence(problem.toString()));
        PastedText.invisible("field", "Field", text).ifPresent(problem -> Property.sentence(problem.toString()));
    }
}
