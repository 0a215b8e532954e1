package com.algosolutions.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.json.Json;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Every regular expression of the code and of the JSON Schemas takes steps in proportion to the length of its input: each is applied to hostile
 * texts of one length and of twice that length, and the characters that it reads are counted. None has a repetition in a repetition, and {@code
 * target/regular-expressions.txt} lists them all, each with the reason for which it is safe.
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

    /** The patterns of a JSON Schema. */
    private static final Pattern OF_SCHEMA = Pattern.compile("\"pattern\"\\s*:\\s*(\"(?:[^\"\\\\]|\\\\.)*+\")");

    /** Uses whose expression is composed when the code runs, each with the reason for which it is safe. */
    private static final Map<String, String> COMPOSED = Map.of(
            "ProfileAdvice.java", "the quoted label of a field, and alternatives without a repetition",
            "ApiService.java", "a quoted path, and groups without a slash between slashes; of the testkit");

    /** An expression of a schema with a repetition in a repetition: ECMA-262 has no possessive ones. */
    private static final String LINES_OF_HEADERS = "(?:\\r\\n|\\r(?!\\n)|\\n|$))*$";

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
            for (Path module : modules.filter(
                            path -> path.getFileName().toString().matches("algo-.*|examples|console|gateway")
                                    && Files.isDirectory(path.resolve("src/main")))
                    .sorted()
                    .toList()) {
                try (Stream<Path> files = Files.walk(module.resolve("src/main"))) {
                    for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                        String name = file.getFileName().toString();
                        if (name.endsWith(".java")) {
                            add(name, Files.readString(file), found);
                        } else if (name.endsWith(".schema.json")) {
                            OF_SCHEMA.matcher(Files.readString(file)).results().forEach(pattern -> {
                                String expression = String.valueOf(Json.read(pattern.group(1)));
                                found.put(name + ": " + expression, new Expression(expression, true));
                            });
                        }
                    }
                }
            }
        }
        return found;
    }

    private static void add(String name, String source, Map<String, Expression> found) {
        Matcher use = USE.matcher(source);
        while (use.find()) {
            String expression = text(source, use.end());
            if (!expression.isEmpty()) {
                found.put(
                        name + ": " + expression,
                        new Expression(expression, searches(source, use.start(), use.group())));
            } else if (!COMPOSED.containsKey(name)
                    && !source.startsWith("\"\"", use.end())) { // "" replaces what a Matcher found
                throw new IllegalStateException(
                        "the regular expression in " + name + " at " + use.start() + " is not a constant");
            }
        }
    }

    /** Why an expression is safe; null if it has a repetition without a limit in another one. */
    private static @Nullable String reason(String expression) {
        String plain = expression
                .replaceAll("\\\\.", "x")
                .replaceAll("\\[\\^?[^]]+]", "x")
                .replaceAll("\\(\\?(?:[:=!]|<[=!]|i\\)|s\\))", "(");
        String free = plain.replaceAll("(?:[*+]|\\{[0-9]+,})\\+", "");
        long repetitions =
                Pattern.compile("[*+]|\\{[0-9]+,}").matcher(free).results().count();
        if (Pattern.compile("[*+]|\\{[0-9]+,}")
                .matcher(plain)
                .results()
                .findAny()
                .isEmpty()) {
            return "every repetition has a limit";
        }
        if (repetitions == 0) {
            return "its repetitions are possessive: each tries one length";
        }
        if (expression.endsWith(LINES_OF_HEADERS)) {
            return "a list of lines: each ends at a line break, which no part of a line takes";
        }
        if (nested(free)) {
            return null;
        }
        return repetitions == 1
                ? "one repetition of one character or class"
                : "repetitions one after the other, none of which takes what the next one needs: the counted steps";
    }

    /** Whether a group that repeats without a limit contains a repetition without a limit. */
    private static boolean nested(String expression) {
        String inner = expression;
        for (String before = ""; !before.equals(inner); ) {
            before = inner;
            if (Pattern.compile("\\([^()]*(?:[*+]|\\{[0-9]+,})[^()]*\\)(?:[*+]|\\{[0-9]+,})")
                    .matcher(inner)
                    .find()) {
                return true;
            }
            // the innermost groups become a character, or a repetition if they have one
            inner = Pattern.compile("\\(([^()]*)\\)")
                    .matcher(inner)
                    .replaceAll(group -> group.group(1).matches("(?s).*(?:[*+]|\\{[0-9]+,}).*") ? "x+" : "x");
        }
        return false;
    }

    @Test
    void expressions_haveNoRepetitionInARepetition_andAreListedWithTheReason() throws IOException {
        StringBuilder list = new StringBuilder();
        List<String> nested = new ArrayList<>();
        for (Map.Entry<String, Expression> expression : expressions().entrySet()) {
            String reason = reason(expression.getValue().text);
            if (reason == null) {
                nested.add(expression.getKey());
            }
            list.append(expression.getKey().replace("\n", "\\n"))
                    .append("\n    ")
                    .append(reason)
                    .append('\n');
        }
        COMPOSED.forEach((file, reason) ->
                list.append(file).append(": composed\n    ").append(reason).append('\n'));
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target/regular-expressions.txt"), list);
        assertThat(nested).isEmpty();
    }

    @Test
    void reason_isNoneForANestedRepetition() {
        assertThat(List.of("(a+)+", "(?:a*b)*", "((a|b+)c)+", "(?:x{2,})*y"))
                .allMatch(nested -> reason(nested) == null);
        assertThat(List.of("a{1,9}", "(?:a++b)*+c", "a*", "a+b+", "(a{1,3})*", "[a+]*", "\\(a+\\)+"))
                .allMatch(safe -> reason(safe) != null);
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
        assertThat(expressions).hasSizeGreaterThan(130);
        List<String> slow = new ArrayList<>();
        expressions.forEach((where, expression) -> {
            slowest(expression).ifPresent(text -> slow.add(where + " on " + text));
        });
        assertThat(slow).isEmpty();
    }

    /**
     * A group that repeats without a limit must be possessive: otherwise Java descends once for each repetition, and the stack overflows. A schema
     * has none: editors apply it, and the library does not.
     */
    @Test
    void groups_thatRepeat_doNotOverflowTheStack() throws IOException {
        List<String> deep = new ArrayList<>();
        for (Map.Entry<String, Expression> expression : expressions().entrySet()) {
            if (!expression.getKey().contains(".schema.json")
                    && Pattern.compile("\\)[*+]")
                            .matcher(expression.getValue().text)
                            .find()) {
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
