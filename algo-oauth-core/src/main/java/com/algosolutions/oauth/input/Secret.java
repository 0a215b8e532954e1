package com.algosolutions.oauth.input;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * A text that is never printed: a client secret, an assertion, a token. Immutable and thread-safe.
 *
 * <p>It prints as {@code ***}, compares in constant time, and returns its text only from {@link #reveal()}, a name that a
 * reviewer can search for.
 *
 * @since 0.1.0
 */
public final class Secret {
    private final String text;

    private Secret(String text) {
        this.text = text;
    }

    /**
     * Wraps a text.
     *
     * @param text the secret text, not empty
     * @return the secret
     * @throws IllegalArgumentException if the text is empty
     */
    public static Secret of(String text) {
        if (requireNonNull(text, "text").isEmpty()) {
            throw new IllegalArgumentException("A secret is empty. Leave it out instead.");
        }
        return new Secret(text);
    }

    /** {@return the secret text, for code that sends or stores it} */
    public String reveal() {
        return text;
    }

    /**
     * Masks what has the look of a secret in a text for people, as the messages about an operator's input are masked: private keys in PEM,
     * JWTs, and long runs of letters and digits in no order. Addresses, names and UUIDs are shown.
     *
     * @param text the text, which may repeat what an operator has pasted into the wrong field
     * @param known secrets of the same form or document: those of at least eight characters, and pieces of twelve, are masked too
     * @return the text, with {@code ***} for each such part
     */
    public static String mask(String text, Secret... known) {
        return new Mask(known).masked(requireNonNull(text, "text"));
    }

    /**
     * Compares in time that does not depend on where the texts differ.
     *
     * @param other another object
     * @return whether it is a secret with the same text
     */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret that
                && MessageDigest.isEqual(
                        text.getBytes(StandardCharsets.UTF_8), that.text.getBytes(StandardCharsets.UTF_8));
    }

    /** {@return the same number for every secret, so that it reveals nothing} */
    @Override
    public int hashCode() {
        return 31;
    }

    /** {@return {@code ***}} */
    @Override
    public String toString() {
        return "***";
    }
}
