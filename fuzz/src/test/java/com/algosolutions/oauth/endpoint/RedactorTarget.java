package com.algosolutions.oauth.endpoint;

import com.algosolutions.fuzz.Property;
import com.algosolutions.fuzz.Targets;
import com.algosolutions.oauth.input.Secret;
import java.util.ArrayList;
import java.util.List;

/** Text of servers: none of the secrets remains in it, also not behind the escapes of URLs, JSON and HTML, in Base64 or in hexadecimal. */
public final class RedactorTarget {
    private static final List<String> SECRETS = List.of("p&ss\"w<rd=/+1", "abcd1234EFGH5678", "12345678 0");
    private static final int LAYERS = 3;

    private RedactorTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String text = Targets.text(input);
        Redactor redactor = new Redactor(SECRETS.stream().map(Secret::of).toList());
        Property.sentence(Property.value(input, () -> redactor.clean(text)).orElseThrow());
        String masked = Property.value(input, () -> redactor.mask(text)).orElseThrow();
        List<Reading> layer = List.of(Reading.of(masked));
        for (int i = 0; i < LAYERS; i++) {
            List<Reading> next = new ArrayList<>();
            for (Reading reading : layer) {
                for (String secret : SECRETS) {
                    Property.check(!reading.text().contains(secret), "prints a secret in layer " + i);
                }
                next.addAll(reading.inner(8));
            }
            layer = next;
        }
    }
}
