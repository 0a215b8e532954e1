package com.algosolutions.oauth.jose;

import com.algosolutions.fuzz.Property;
import com.algosolutions.fuzz.Targets;
import com.algosolutions.oauth.input.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The claims of a pasted assertion. */
public final class JwtTarget {
    private JwtTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String text = Targets.text(input);
        Secret assertion = Secret.of(
                "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8))
                        + ".e30");
        Property.value(input, () -> JwtExpiry.expiry(assertion)).orElseThrow();
        if (!text.isEmpty()) {
            Property.value(input, () -> JwtExpiry.expiry(Secret.of(text))).orElseThrow();
        }
    }
}
