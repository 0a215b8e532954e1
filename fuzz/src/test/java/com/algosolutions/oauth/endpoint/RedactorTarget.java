package com.algosolutions.oauth.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.fuzz.Property;
import com.algosolutions.fuzz.Targets;
import com.algosolutions.oauth.input.Secret;
import java.net.URLDecoder;
import java.util.List;

/** Text of servers: none of the secrets remains in it, also not where a browser or a person removes the escapes of a URL or of JSON. */
public final class RedactorTarget {
    private static final List<String> SECRETS = List.of("p&ss\"w<rd=/+1", "abcd1234EFGH5678", "12345678 0");

    private RedactorTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String text = Targets.text(input);
        Redactor redactor = new Redactor(SECRETS.stream().map(Secret::of).toList());
        Property.sentence(Property.value(input, () -> redactor.clean(text)).orElseThrow());
        String masked = Property.value(input, () -> redactor.mask(text)).orElseThrow();
        withoutSecrets(masked);
        withoutSecrets(masked.replace("\\/", "/").replace("\\\"", "\""));
        try {
            withoutSecrets(URLDecoder.decode(masked, UTF_8));
        } catch (IllegalArgumentException e) {
            // no escapes of a URL
        }
    }

    private static void withoutSecrets(String text) {
        SECRETS.forEach(secret -> Property.check(!text.contains(secret), "prints a secret: " + text));
    }
}
