package com.algosolutions.oauth.endpoint;

import com.algosolutions.fuzz.Property;
import com.algosolutions.fuzz.Targets;
import com.algosolutions.oauth.input.Secret;
import java.util.List;

/** Text of servers: none of the secrets remains in it, also not behind the escapes of URLs, JSON and HTML. */
public final class RedactorTarget {
    private static final List<String> SECRETS = List.of("p&ss\"w<rd=/+1", "abcd1234EFGH5678", "12345678 0");
    private static final int MOST_LAYERS = 4;

    private RedactorTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String text = Targets.text(input);
        Redactor redactor = new Redactor(SECRETS.stream().map(Secret::of).toList());
        String clean = Property.value(input, () -> redactor.clean(text)).orElseThrow();
        Property.sentence(clean);
        String masked = Property.value(input, () -> redactor.mask(text)).orElseThrow();
        Unescaped layer = Unescaped.of(masked);
        for (int i = 0; i < MOST_LAYERS; i++) {
            for (String secret : SECRETS) {
                Property.check(!layer.text().contains(secret), "prints a secret in layer " + i);
            }
            for (int at = 0; at < layer.text().length(); at++) {
                Property.check(layer.start(at) < layer.start(at + 1), "a character without a place");
            }
            layer = layer.next();
        }
    }
}
