package com.algosolutions.oauth.profile;

import com.algosolutions.fuzz.Property;
import com.algosolutions.fuzz.Targets;
import com.algosolutions.oauth.input.Secret;
import java.util.Optional;

/** Private keys as texts: PEM, JWK, JSON files of consoles, and what operators paste in their place. */
public final class KeyTarget {
    private static final Optional<Secret> PASSWORD = Optional.of(Secret.of("changeit"));

    private KeyTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String text = Targets.text(input);
        if (!text.isEmpty()) {
            check(input, text);
        }
    }

    static void check(byte[] input, String text) {
        Property.value(
                        input,
                        () -> {
                            try {
                                return SigningKey.read(Secret.of(text), PASSWORD);
                            } catch (UnusableKeyException e) {
                                Property.sentence(String.valueOf(e.getMessage()));
                                throw e;
                            }
                        },
                        UnusableKeyException.class)
                .ifPresent(key -> Property.value(
                        input,
                        () -> {
                            key.trial();
                            return key.usualAlgorithm();
                        },
                        UnusableKeyException.class));
    }
}
