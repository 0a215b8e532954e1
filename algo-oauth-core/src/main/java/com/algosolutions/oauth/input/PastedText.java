package com.algosolutions.oauth.input;

import static java.util.Objects.requireNonNull;

import java.lang.Character.UnicodeScript;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what copying and pasting adds to a text, or changes in it unseen: invisible characters, quotation marks of a word
 * processor, full-width digits, letters of another alphabet. The problems name the character and its place, and nothing else of the text, which
 * may be a secret.
 *
 * @since 0.1.0
 */
public final class PastedText {
    private static final String CLEAN = "Type that part again, or delete the character in a plain text editor.";
    private static final String COPY =
            "Copy the text again where it was issued, not from a document or a chat, or type that part again.";

    /** Characters with no glyph of their own that have another category than format character. */
    private static final Set<Integer> BLANK =
            Set.of(0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0, 0xFFFC, 0xFFFD);

    /** The parts of a host, a path or a sentence. */
    private static final Pattern WORD = Pattern.compile("[^\\s./:@?&=]+");

    private static final Set<UnicodeScript> LIKE_LATIN = Set.of(
            UnicodeScript.CYRILLIC,
            UnicodeScript.GREEK,
            UnicodeScript.ARMENIAN,
            UnicodeScript.CHEROKEE,
            UnicodeScript.COPTIC);

    private PastedText() {}

    /**
     * Checks a text that a machine compares or sends: an identifier, a secret, an address. Letters with accents and spaces inside it are
     * allowed.
     *
     * @param field the field's property or path
     * @param label the field's name in the form
     * @param text the text
     * @return the first problem, or empty if there is none
     */
    public static Optional<Problem> problem(String field, String label, String text) {
        requireNonNull(field, "field");
        requireNonNull(label, "label");
        requireNonNull(text, "text");
        OptionalInt unseen = first(text, PastedText::isInvisible);
        if (unseen.isPresent()) {
            return Optional.of(invisible(field, label, text, unseen.getAsInt()));
        }
        if (!text.equals(text.strip())) {
            int place = text.strip().isEmpty() || Character.isWhitespace(text.codePointAt(0))
                    ? 0
                    : text.stripTrailing().length();
            return Optional.of(Problem.of(
                    field, label, "has white space at its ends: " + named(text, place), "Paste it again without it."));
        }
        OptionalInt control = first(text, c -> Character.isISOControl(c) || isLineBreak(c));
        if (control.isPresent()) {
            return Optional.of(Problem.of(
                    field,
                    label,
                    "has a line break or control character in it: " + named(text, control.getAsInt()),
                    "Paste it again on one line."));
        }
        if (quoted(text)) {
            return Optional.of(Problem.of(
                    field,
                    label,
                    "is in quotation marks or brackets",
                    "Remove the character before it and the one after it."));
        }
        OptionalInt odd = first(text, PastedText::looksLikeAscii);
        OptionalInt foreign = odd.isPresent() ? odd : foreign(text);
        return foreign.isEmpty()
                ? Optional.empty()
                : Optional.of(Problem.of(
                        field,
                        label,
                        "has a character that only looks like another one: " + named(text, foreign.getAsInt()),
                        COPY));
    }

    /**
     * Checks a text for people, such as a name: only for characters that cannot be seen, or look like a space and are none.
     *
     * @param field the field's property or path
     * @param label the field's name in the form
     * @param text the text
     * @return the first problem, or empty if there is none
     */
    public static Optional<Problem> invisible(String field, String label, String text) {
        requireNonNull(field, "field");
        requireNonNull(label, "label");
        requireNonNull(text, "text");
        int before = 0;
        for (int at = 0; at < text.length(); at += Character.charCount(before)) {
            int c = text.codePointAt(at);
            boolean script = before > 0x7F
                    && (c == 0x200C || c == 0x200D || c == 0xFE0F); // part of an emoji, of Persian or of Hindi
            if (isInvisible(c)
                    && !script
                    && Character.getType(c) != Character.UNASSIGNED) { // a newer emoji than the JDK's
                return Optional.of(invisible(field, label, text, at));
            }
            before = c;
        }
        return Optional.empty();
    }

    private static Problem invisible(String field, String label, String text, int at) {
        return Problem.of(field, label, "has an invisible character: " + named(text, at), CLEAN);
    }

    /** The offset of the first such code point. */
    private static OptionalInt first(String text, IntPredicate kind) {
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            if (kind.test(text.codePointAt(at))) {
                return OptionalInt.of(at);
            }
        }
        return OptionalInt.empty();
    }

    /** Line breaks and tabs are no invisible characters: an operator sees what they do. */
    private static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED -> true;
            case Character.SPACE_SEPARATOR -> c != ' ';
            case Character.NON_SPACING_MARK -> (c >= 0xFE00 && c <= 0xFE0F) || BLANK.contains(c);
            default -> BLANK.contains(c);
        };
    }

    private static boolean isLineBreak(int c) {
        return Character.getType(c) == Character.LINE_SEPARATOR
                || Character.getType(c) == Character.PARAGRAPH_SEPARATOR;
    }

    private static boolean looksLikeAscii(int c) {
        return (c >= 0x2010 && c <= 0x201F) // dashes and quotation marks
                || c == 0x2212
                || c == 0x2024
                || c == 0x2026
                || (c >= 0x2032 && c <= 0x203A)
                || c == 0x00AB
                || c == 0x00BB
                || c == 0x00B4
                || c == 0x2044
                || c == 0x2215
                || (c >= 0xFF01 && c <= 0xFF5E)
                || (c > '9' && Character.isDigit(c));
    }

    private static boolean quoted(String text) {
        char first = text.isEmpty() ? ' ' : text.charAt(0);
        char last = text.length() < 2 ? ' ' : text.charAt(text.length() - 1);
        return ("\"'`".indexOf(first) >= 0 && first == last) || (first == '<' && last == '>');
    }

    /** The offset of the first letter of another alphabet in a word that has Latin letters too. */
    private static OptionalInt foreign(String text) {
        Matcher word = WORD.matcher(text);
        while (word.find()) {
            String letters = word.group();
            OptionalInt other = first(letters, c -> LIKE_LATIN.contains(UnicodeScript.of(c)) && Character.isLetter(c));
            if (other.isPresent() && letters.chars().anyMatch(c -> c < 0x80 && Character.isLetter(c))) {
                return OptionalInt.of(word.start() + other.getAsInt());
            }
        }
        return OptionalInt.empty();
    }

    private static String named(String text, int at) {
        int c = text.codePointAt(at);
        String name = Character.getName(c);
        return String.format(Locale.ROOT, "U+%04X", c)
                + (name == null ? "" : " (" + name.toLowerCase(Locale.ROOT) + ")")
                + " is character "
                + (text.codePointCount(0, at) + 1);
    }
}
