package com.algosolutions.fuzz;

import java.util.Arrays;
import java.util.Random;

/** Changes inputs at random, always in the same way for the same seed. */
final class Mutations {
    private static final String[] PIECES = {
        "\"",
        "\\",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "null",
        "0",
        "-1",
        "1e999",
        "\0",
        "\r\n",
        "%",
        "%00",
        "&",
        "=",
        "?",
        "#",
        "/",
        "..",
        "\u00e9",
        "\ud83d\ude00",
        "\u2028",
        "\u202e",
        "\\u0000",
        "9223372036854775808",
        "http://[::1.2.3.4]",
        "http://[::1.2.3.99999999999]/",
        "a:b",
        " "
    };

    private final Random random;

    Mutations(long seed) {
        random = new Random(seed);
    }

    /** An input with one to four changes. */
    byte[] of(byte[] input) {
        byte[] changed = input;
        for (int i = random.nextInt(4); i >= 0; i--) {
            changed = change(changed);
        }
        return changed;
    }

    private byte[] change(byte[] input) {
        int at = random.nextInt(input.length + 1);
        int to = Math.min(input.length, at + 1 + (int) Math.abs(random.nextGaussian() * 8));
        return switch (random.nextInt(7)) {
            case 0 -> flipped(input);
            case 1 -> joined(input, at, new byte[0], to);
            case 2 -> joined(input, at, Arrays.copyOfRange(input, at, to), at);
            case 3 -> Arrays.copyOf(input, at);
            case 4 -> joined(input, at, Arrays.copyOfRange(input, random.nextInt(at + 1), at), to);
            case 5 -> joined(input, at, new byte[] {(byte) random.nextInt(256)}, to);
            default ->
                joined(
                        input,
                        at,
                        PIECES[random.nextInt(PIECES.length)].getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        random.nextBoolean() ? at : to);
        };
    }

    private byte[] flipped(byte[] input) {
        byte[] changed = input.clone();
        if (changed.length > 0) {
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return changed;
    }

    /** The input with other bytes between two of its offsets. */
    private static byte[] joined(byte[] input, int from, byte[] middle, int to) {
        byte[] changed = Arrays.copyOf(input, from + middle.length + input.length - to);
        System.arraycopy(middle, 0, changed, from, middle.length);
        System.arraycopy(input, to, changed, from + middle.length, input.length - to);
        return changed;
    }
}
