package com.algosolutions.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every regular expression of the code takes steps in proportion to the length of its input: each is applied to hostile texts of one length and
 * of twice that length, and the characters that it reads are counted.
 */
class RegularExpressionsTest {
    /** Where a regular expression stands in the sources. */
    private static final Pattern USE =
            Pattern.compile("Pattern\\.compile\\(|\\.(?:matches|replaceAll|replaceFirst|split)\\((?=\\s*\")");

    private static final Pattern PART =
            Pattern.compile("\\G\\s*\\+?\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([A-Z][A-Z0-9_]*))");
    private static final Pattern CONSTANT = Pattern.compile("static final (?:String|int) ([A-Z0-9_]+)\\s*=\\s*");
    private static final Pattern UNICODE = Pattern.compile("(?<!\\\\)\\\\u([0-9A-Fa-f]{4})");
    private static final Pattern WORD = Pattern.compile("(?<!\\\\)[A-Za-z0-9_-]{2,}");

    private static final Pattern NAME = Pattern.compile("Pattern ([A-Z0-9_]+)\\s*=\\s*$");

    private static final String CHARACTERS = "-\\ =\".:/aAnT0_%{<$?,;+[('|\n";

    /** An expression, and whether it is searched for in a text instead of compared with a whole text. */
    private record Expression(String text, boolean searched) {}

    private static boolean searches(String source, int at, String use) {
        Matcher name = NAME.matcher(source).region(Math.max(0, at - 100), at);
        if (!use.startsWith("Pattern") || !name.find()) {
            return !use.contains("matches");
        }
        Matcher uses = Pattern.compile("(?:(\\w+) = )?\\b" + name.group(1)
                        + "\\s*\\.matcher\\((?:[^()]|\\((?:[^()]|\\([^()]*\\))*\\))*\\)\\s*(?:\\.(\\w+))?")
                .matcher(source);
        boolean compared = false;
        while (uses.find()) {
            boolean matches = uses.group(1) == null || uses.group(2) != null
                    ? "matches".equals(uses.group(2))
                    : source.contains(uses.group(1) + ".matches()");
            if (!matches) {
                return true;
            }
            compared = true;
        }
        return !compared;
    }

    private static Map<String, Expression> expressions() throws IOException {
        Map<String, Expression> found = new LinkedHashMap<>();
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            for (Path module : modules.filter(path ->
                            path.getFileName().toString().startsWith("algo-") && !path.endsWith("algo-oauth-testkit"))
                    .sorted()
                    .toList()) {
                try (Stream<Path> files = Files.walk(module.resolve("src/main/java"))) {
                    for (Path file : files.filter(path -> path.toString().endsWith(".java"))
                            .sorted()
                            .toList()) {
                        String source = Files.readString(file);
                        Matcher use = USE.matcher(source);
                        while (use.find()) {
                            String expression = text(source, use.end());
                            if (!expression.isEmpty()) {
                                found.put(
                                        file.getFileName() + ": " + expression,
                                        new Expression(expression, searches(source, use.start(), use.group())));
                            }
                        }
                    }
                }
            }
        }
        return found;
    }

    /** The value of an expression of literals and constants. */
    private static String text(String source, int from) {
        StringBuilder text = new StringBuilder();
        Matcher part = PART.matcher(source);
        part.region(from, source.length());
        while (part.find()) {
            text.append(part.group(1) == null ? constant(source, part.group(2)) : literal(part.group(1)));
        }
        return text.toString();
    }

    private static String constant(String source, String name) {
        Matcher constant = CONSTANT.matcher(source);
        while (constant.find()) {
            if (constant.group(1).equals(name)) {
                int end = source.indexOf(';', constant.end());
                String number = source.substring(constant.end(), end);
                return number.matches("[0-9_]+") ? number : text(source, constant.end());
            }
        }
        return "";
    }

    private static String literal(String written) {
        return UNICODE.matcher(written)
                .replaceAll(
                        code -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(code.group(1), 16))))
                .translateEscapes();
    }

    /** Pieces that are repeated: single characters, pairs, and the words of the expression. */
    private static Set<String> pieces(String expression) {
        Set<String> pieces = new LinkedHashSet<>();
        Matcher word = WORD.matcher(expression);
        List<String> words = new ArrayList<>();
        while (word.find()) {
            words.add(word.group());
            pieces.add(word.group());
        }
        for (char one : CHARACTERS.toCharArray()) {
            pieces.add(String.valueOf(one));
            words.forEach(each -> pieces.add(each + one));
            words.forEach(each -> pieces.add(one + each));
            for (char other : CHARACTERS.toCharArray()) {
                pieces.add("" + one + other);
            }
        }
        return pieces;
    }

    private static long steps(Pattern pattern, boolean searched, String prefix, String piece, int length) {
        Counted text =
                new Counted(prefix + piece.repeat(length / piece.length() + 1).substring(0, length) + "\u0001");
        pattern.matcher(text).matches();
        if (searched) {
            Matcher matcher = pattern.matcher(text);
            while (matcher.find()) {
                // as replaceAll does
            }
        }
        return text.steps;
    }

    /** A text of which a doubled length takes more than twice the steps. */
    private static Optional<String> slowest(Expression expression) {
        Pattern pattern = Pattern.compile(expression.text);
        Matcher word = WORD.matcher(expression.text);
        for (String prefix : new String[] {"", word.find() ? word.group() : "x", "\"", "--BEGIN "}) {
            for (String piece : pieces(expression.text)) {
                long once = steps(pattern, expression.searched, prefix, piece, 200);
                long twice = steps(pattern, expression.searched, prefix, piece, 400);
                if (twice > 2.6 * once + 200) {
                    return Optional.of('"' + prefix + "\" and \"" + piece + "\": " + once + ", " + twice);
                }
            }
        }
        return Optional.empty();
    }

    @Test
    void steps_growWithTheLength_notWithItsSquare() throws IOException {
        Map<String, Expression> expressions = expressions();
        assertThat(expressions).hasSizeGreaterThan(80);
        List<String> slow = new ArrayList<>();
        expressions.forEach((where, expression) -> {
            slowest(expression).ifPresent(text -> slow.add(where + " on " + text));
        });
        assertThat(slow).isEmpty();
    }

    /** A group that repeats without a limit must be possessive: otherwise Java descends once for each repetition, and the stack overflows. */
    @Test
    void groups_thatRepeat_doNotOverflowTheStack() throws IOException {
        List<String> deep = new ArrayList<>();
        for (Map.Entry<String, Expression> expression : expressions().entrySet()) {
            if (Pattern.compile("\\)[*+]").matcher(expression.getValue().text).find()) {
                Pattern pattern = Pattern.compile(expression.getValue().text);
                for (String piece : pieces(expression.getValue().text)) {
                    try {
                        pattern.matcher(piece.repeat(20_000)).lookingAt();
                    } catch (StackOverflowError e) {
                        deep.add(expression.getKey() + " on \"" + piece + '"');
                        break;
                    }
                }
            }
        }
        assertThat(deep).isEmpty();
    }

    /** Counts how often a character is read. */
    private static final class Counted implements CharSequence {
        private final String text;
        private long steps;

        Counted(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            steps++;
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
