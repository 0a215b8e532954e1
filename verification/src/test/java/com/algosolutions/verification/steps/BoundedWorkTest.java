package com.algosolutions.verification.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every parser of foreign text takes steps in proportion to the length of the text: each reads hostile texts of one length and of twice that
 * length, and the {@link Steps} that it takes are counted. Time is not measured: it depends on the machine.
 */
class BoundedWorkTest {
    private static final int LENGTH = 800;

    /** Steps that do not depend on the text, such as those of the first use of a class. */
    private static final int CONSTANT = 3_000;

    /** Characters that begin or end something in a text, and what may confuse their reader when it is repeated. */
    private static final List<String> PIECES = List.of(
            "a",
            "1",
            " ",
            "\t",
            "\n",
            "\"",
            "\\",
            "\\\\\"",
            "%",
            "%2",
            "%41",
            "&",
            "&#",
            "&amp;",
            "&#x41;",
            ";",
            ",",
            ", ",
            "=",
            "a=b&",
            "a=\"b\", ",
            ".",
            "/",
            "/../",
            "a/",
            "//",
            ":",
            "@",
            "-",
            "-----BEGIN PRIVATE KEY-----",
            "[",
            "{",
            "{},",
            "{\"a\":",
            "[1,",
            "1,",
            "\"a#\",",
            "\"a#\":1,",
            "{\"a#\":#},",
            "{\"name\":\"#\"},",
            "{\"identifier\":\"#\"},",
            "<",
            "${",
            "${a#}",
            "#",
            "?",
            "(",
            "+",
            "\u00e9",
            "\u0430a",
            "\u200b",
            "\ud83d\udd14",
            "\ud800",
            "\u0085",
            "\\\\u0041",
            "abcdefg",
            "abcdefgh",
            "%61bcdefg",
            "YWJjZGVm",
            "Bearer a=b,",
            "9e9",
            "AAAAn",
            "xn--");

    private static Map<String, Map.Entry<List<String>, Consumer<String>>> parsers() {
        try {
            Object parsers = new CountingClassLoader()
                    .loadClass(Parsers.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();
            @SuppressWarnings("unchecked")
            Supplier<Map<String, Map.Entry<List<String>, Consumer<String>>>> all =
                    (Supplier<Map<String, Map.Entry<List<String>, Consumer<String>>>>) parsers;
            return all.get();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A piece repeated up to a length; each # in it is the number of the repetition. */
    private static String repeated(String piece, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.length() < length; i++) {
            text.append(piece.replace("#", String.valueOf(i)));
        }
        return text.toString();
    }

    private static long steps(Consumer<String> parser, String text, long most) {
        return Steps.of(
                () -> {
                    try {
                        parser.accept(text);
                    } catch (IllegalArgumentException e) {
                        // the documented way to reject a text
                    }
                },
                most);
    }

    /** The lines of {@code target/bounded-work.txt}. */
    private static final List<String> FIGURES = new ArrayList<>();

    @AfterAll
    static void writeFigures() throws IOException {
        Files.createDirectories(Path.of("target"));
        Files.write(Path.of("target/bounded-work.txt"), FIGURES);
    }

    @TestFactory
    Stream<DynamicTest> steps_growWithTheLength_notWithItsSquare() {
        return parsers().entrySet().stream()
                .map(parser -> DynamicTest.dynamicTest(parser.getKey(), () -> {
                    List<String> slow = new ArrayList<>();
                    long most = 0;
                    for (String around : parser.getValue().getKey()) {
                        for (String piece : PIECES) {
                            String once = around.replace("§", repeated(piece, LENGTH));
                            String twice = around.replace("§", repeated(piece, 2 * LENGTH));
                            long first = steps(parser.getValue().getValue(), once, Long.MAX_VALUE);
                            long second = steps(parser.getValue().getValue(), twice, Long.MAX_VALUE);
                            most = Math.max(most, second);
                            if (second
                                    > 2.6 * first
                                            + CONSTANT) { // once more: a table that has just grown does not grow again
                                String fourfold = around.replace("§", repeated(piece, 4 * LENGTH));
                                long third = steps(parser.getValue().getValue(), fourfold, Long.MAX_VALUE);
                                if (third > 2.6 * second + CONSTANT) {
                                    slow.add(around + " with " + piece + ": " + first + " steps, then " + second
                                            + ", then " + third);
                                }
                            }
                        }
                    }
                    FIGURES.add(String.format(
                            Locale.ROOT,
                            "%-45s %,10d steps for %,d characters: %d each",
                            parser.getKey(),
                            most,
                            2 * LENGTH,
                            most / (2 * LENGTH)));
                    assertThat(slow).isEmpty();
                }));
    }
}
