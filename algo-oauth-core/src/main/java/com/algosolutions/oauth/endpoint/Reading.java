package com.algosolutions.oauth.endpoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a text says, and where each of its characters stands in the original. Servers echo what they received with the escapes of URLs (RFC
 * 3986 section 2.1, in either case), JSON (RFC 8259 section 7) and HTML, in Base64 and Base64url (RFC 4648), in hexadecimal, and in several of
 * these at once. Each is one more reading of the text. Immutable.
 */
final class Reading {
    /** The longest reference to a character: eight hexadecimal digits. */
    private static final int LONGEST_ENTITY = 12;

    /** HTML's names of the printable characters of ASCII that are neither letters nor digits; a character may have several. */
    private static final String ASCII_NAMES =
            "!excl \"quot #num $dollar %percnt &amp 'apos (lpar )rpar *ast *midast +plus ,comma -hyphen -dash"
                    + " .period /sol :colon ;semi <lt =equals >gt ?quest @commat [lsqb [lbrack \\bsol ]rsqb ]rbrack ^Hat _lowbar _UnderBar"
                    + " `grave {lcub {lbrace |verbar |vert }rcub }rbrace";

    /** HTML's names of U+00A0 to U+00FF. */
    private static final String LATIN_NAMES =
            "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute"
                    + " micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave"
                    + " Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml"
                    + " Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth"
                    + " ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";

    private static final Map<String, Character> ENTITIES = entities();

    private final String text;

    /** Where the text begins in the original, if it is a part of it. */
    private final int offset;

    /** Where each character begins in the original; null if this is the original. */
    private final int @Nullable [] starts;

    /** Where each character ends in the original; null if this is the original. */
    private final int @Nullable [] ends;

    private Reading(String text, int offset, int @Nullable [] starts, int @Nullable [] ends) {
        this.text = text;
        this.offset = offset;
        this.starts = starts;
        this.ends = ends;
    }

    private static Map<String, Character> entities() {
        Map<String, Character> names = new HashMap<>();
        for (String named : ASCII_NAMES.split(" ", -1)) {
            names.put(named.substring(1), named.charAt(0));
        }
        char latin = '\u00a0';
        for (String name : LATIN_NAMES.split(" ", -1)) {
            names.put(name, latin++);
        }
        return Map.copyOf(names);
    }

    /** A window of an original. */
    static Reading of(String original, int from, int to) {
        return new Reading(original.substring(from, to), from, null, null);
    }

    String text() {
        return text;
    }

    /** Marks the characters of the original from which a part of this text comes. */
    void mark(int from, int to, BitSet original) {
        original.set(start(from), end(to - 1));
    }

    private int start(int at) {
        return starts == null ? offset + at : starts[at];
    }

    private int end(int at) {
        return ends == null ? offset + at + 1 : ends[at];
    }

    /**
     * The readings of this text without one more layer of escapes or encoding.
     *
     * @param least the fewest characters of interest: a part in Base64 or hexadecimal that says less, or nothing that can be read, is left out
     */
    List<Reading> inner(int least) {
        List<Reading> found = new ArrayList<>();
        Part plain = new Part(text.length());
        for (int at = 0; at < text.length(); ) {
            int end = escape(at, plain);
            if (end == at) {
                end++;
                if (!ignored(text.charAt(at))) {
                    plain.add(text.charAt(at), at, end);
                }
            }
            at = end;
        }
        if (plain.length() < text.length()) {
            found.add(plain.reading());
        }
        encoded(64, least, found);
        encoded(16, least, found);
        return found;
    }

    /** A terminal or a page shows nothing in its place, so it may stand inside a secret: the line breaks in Base64, for example. */
    private static boolean ignored(char c) {
        return Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
    }

    /** A text as it is read, with the places of its characters. */
    private final class Part {
        private final StringBuilder out = new StringBuilder();
        private final int[] from;
        private final int[] to;

        Part(int most) {
            from = new int[most];
            to = new int[most];
        }

        /** Adds a character that comes from a part of the enclosing text. */
        void add(char c, int first, int end) {
            from[out.length()] = start(first);
            to[out.length()] = end(end - 1);
            out.append(c);
        }

        int length() {
            return out.length();
        }

        Reading reading() {
            return new Reading(out.toString(), 0, Arrays.copyOf(from, out.length()), Arrays.copyOf(to, out.length()));
        }
    }

    /** Adds the character of the escape at an offset, and returns where the escape ends; the offset itself if there is none. */
    private int escape(int at, Part out) {
        return switch (text.charAt(at)) {
            case '%' -> code(at, at + 1, at + 3, at + 3, 16, out);
            case '\\' -> backslash(at, out);
            case '&' -> entity(at, out);
            default -> at;
        };
    }

    private int backslash(int at, Part out) {
        if (at + 1 >= text.length()) {
            return at;
        }
        char next = text.charAt(at + 1);
        if (next == 'u' || next == 'x') {
            int digits = next == 'u' ? 4 : 2;
            return code(at, at + 2, at + 2 + digits, at + 2 + digits, 16, out);
        }
        if ("nrtbf".indexOf(next) >= 0) { // control characters
            return at + 2;
        }
        if ("\"\\/'".indexOf(next) < 0) {
            return at;
        }
        out.add(next, at, at + 2);
        return at + 2;
    }

    private int entity(int at, Part out) {
        int end = at + 1;
        while (end < text.length() && end - at < LONGEST_ENTITY && text.charAt(end) != ';') {
            end++;
        }
        if (end >= text.length() || text.charAt(end) != ';') {
            return at;
        }
        if (text.startsWith("#x", at + 1) || text.startsWith("#X", at + 1)) {
            return code(at, at + 3, end, end + 1, 16, out);
        }
        if (text.startsWith("#", at + 1)) {
            return code(at, at + 2, end, end + 1, 10, out);
        }
        Character named = ENTITIES.get(text.substring(at + 1, end));
        if (named == null) {
            return at;
        }
        out.add(named, at, end + 1);
        return end + 1;
    }

    private int code(int at, int from, int to, int end, int radix, Part out) {
        if (to > text.length() || from >= to) {
            return at;
        }
        int code = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) < 0x80 ? Character.digit(text.charAt(i), radix) : -1;
            if (digit < 0) {
                return at;
            }
            code = code * radix + digit;
        }
        out.add((char) code, at, end);
        return end;
    }

    /** Adds what the runs of characters of a base say, whatever character of a run the encoded text begins with. */
    private void encoded(int base, int least, List<Reading> found) {
        int bits = base == 64 ? 6 : 4;
        int from = 0;
        while (from < text.length()) {
            int to = from;
            while (to < text.length() && digit(text.charAt(to), base) >= 0) {
                to++;
            }
            for (int first = from; first < from + 8 / (8 - bits) && (to - first) * bits >= least * 8; first++) {
                decode(first, to, base, bits, least, found);
            }
            from = to + 1;
        }
    }

    private static int digit(char c, int base) {
        if (base == 16) {
            return c < 0x80 ? Character.digit(c, 16) : -1;
        }
        return c >= 'A' && c <= 'Z'
                ? c - 'A'
                : c >= 'a' && c <= 'z'
                        ? c - 'a' + 26
                        : c >= '0' && c <= '9'
                                ? c - '0' + 52
                                : c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
    }

    /** Adds the parts of an encoded text that can be read as ASCII or UTF-8. */
    private void decode(int from, int to, int base, int bits, int least, List<Reading> found) {
        byte[] bytes = new byte[(to - from) * bits / 8];
        int buffer = 0;
        int have = 0;
        int length = 0;
        for (int i = from; i < to; i++) {
            buffer = (buffer << bits | digit(text.charAt(i), base)) & 0xFFFF;
            have += bits;
            if (have >= 8) {
                have -= 8;
                bytes[length++] = (byte) (buffer >> have);
            }
        }
        int at = 0;
        while (at < length) {
            int end = at;
            int characters = 0;
            for (int next = legible(bytes, end); next > end; next = legible(bytes, end)) {
                end = next;
                characters++;
            }
            if (characters >= least) {
                Part part = new Part(end - at);
                for (int i = at;
                        i < end;
                        i++) { // each byte is a character, as where the escapes of UTF-8 in a URL are removed
                    part.add((char) (bytes[i] & 0xFF), from + i * 8 / bits, from + (i * 8 + 7) / bits + 1);
                }
                found.add(part.reading());
            }
            at = end + 1;
        }
    }

    /** Where the character of ASCII or UTF-8 at an offset ends; the offset itself if there is none that can be read. */
    private static int legible(byte[] bytes, int at) {
        if (at >= bytes.length) {
            return at;
        }
        int first = bytes[at] & 0xFF;
        if (first < 0x80) {
            return (first >= 0x20 && first != 0x7F) || first == '\t' || first == '\r' || first == '\n' ? at + 1 : at;
        }
        int length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0;
        for (int i = at + 1; i < at + length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xC0) != 0x80) {
                return at;
            }
        }
        return at + length;
    }
}
