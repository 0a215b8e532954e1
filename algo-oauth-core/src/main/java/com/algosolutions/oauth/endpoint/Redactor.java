package com.algosolutions.oauth.endpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.input.Secret;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes a server's text safe to print: masks the secrets of the request and everything that looks like a token, replaces line breaks,
 * and cuts the text to 200 characters.
 */
public final class Redactor {
    private static final int LONGEST = 200;

    /** The longest start of a text that is read. */
    private static final int LONGEST_READ = 16_000;

    /** The shortest piece of a secret that is masked, in characters. */
    private static final int PIECE = 8;

    /** JSON in a URL in JSON, and one more. */
    private static final int MOST_LAYERS = 4;

    private static final String MASK = "***";

    /** Runs of base64url, dots and percent escapes longer than any word or id in an error message. */
    private static final Pattern LIKE_A_TOKEN = Pattern.compile("[A-Za-z0-9_+/=%.~-]{40,}");

    /** Control, format, private and unassigned characters, and the line and paragraph separators: a terminal or a log may obey them. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}\\s]+");

    private final List<Secret> secrets;

    private volatile @Nullable Set<String> pieces;

    public Redactor(List<Secret> secrets) {
        this.secrets = secrets;
    }

    /** The stack trace of an exception without its message, which may contain secrets. */
    public static Throwable trace(Throwable e) {
        Throwable trace = new Throwable(e.getClass().getName());
        trace.setStackTrace(e.getStackTrace());
        return trace;
    }

    /** The secrets in the encodings that change all of their characters: the escapes of single characters are removed from the text instead. */
    private static Set<String> forms(List<Secret> secrets) {
        Set<String> forms = new LinkedHashSet<>();
        for (Secret secret : secrets) {
            String text = secret.reveal();
            byte[] bytes = text.getBytes(UTF_8);
            forms.add(spaced(text));
            forms.add(spaced(
                    new String(bytes, ISO_8859_1))); // as the text has it when percent escapes of UTF-8 are removed
            forms.add(HexFormat.of().formatHex(bytes));
            forms.add(HexFormat.of().withUpperCase().formatHex(bytes));
            for (int before = 0; before < 3; before++) { // in Base64, three bytes become four characters
                byte[] shifted = new byte[before + bytes.length];
                System.arraycopy(bytes, 0, shifted, before, bytes.length);
                String whole = Base64.getEncoder().withoutPadding().encodeToString(shifted);
                int from = before == 0 ? 0 : before + 1;
                int to = before == 0 || shifted.length % 3 == 0 ? whole.length() : whole.length() - 1;
                if (from < to) {
                    String form = whole.substring(from, to);
                    forms.add(spaced(form));
                    forms.add(form.replace('+', '-').replace('/', '_'));
                }
            }
        }
        forms.remove("");
        return forms;
    }

    /** A form in a URL has + for a space, and a browser's script has it as it is. */
    private static String spaced(String text) {
        return text.replace('+', ' ');
    }

    /** All pieces of the forms that are as long as the shortest piece that is masked, and the forms that are shorter. */
    private Set<String> pieces() {
        Set<String> found = pieces;
        if (found == null) {
            found = new HashSet<>();
            for (String form : forms(secrets)) {
                found.add(form.length() <= PIECE ? form : form.substring(0, PIECE));
                for (int i = 1; i + PIECE <= form.length(); i++) {
                    found.add(form.substring(i, i + PIECE));
                }
            }
            pieces = found;
        }
        return found;
    }

    /** Masks the secrets only, and every piece of one that has eight characters or more, in any encoding in which a server may echo it. */
    public String mask(String said) {
        Set<String> all = pieces();
        if (all.isEmpty()) {
            return said;
        }
        int[] lengths = all.stream().mapToInt(String::length).distinct().toArray();
        BitSet secret = new BitSet(said.length());
        Unescaped layer = Unescaped.of(said);
        for (int i = 0; i < MOST_LAYERS; i++) {
            mark(layer, all, lengths, secret);
            Unescaped next = layer.next();
            if (next == layer) {
                break;
            }
            layer = next;
        }
        StringBuilder text = new StringBuilder(said.length());
        int at = 0;
        for (int from = secret.nextSetBit(0); from >= 0; from = secret.nextSetBit(at)) {
            int end = secret.nextClearBit(from);
            boolean before = said.charAt(from) == ' ';
            boolean after = said.charAt(end - 1) == ' ';
            text.append(said, at, from).append(before ? " " : "").append(MASK).append(after ? " " : "");
            at = end;
        }
        return text.append(said.substring(at)).toString();
    }

    private static void mark(Unescaped layer, Set<String> pieces, int[] lengths, BitSet secret) {
        String text = spaced(layer.text());
        for (int length : lengths) {
            for (int i = 0; i + length <= text.length(); i++) {
                if (pieces.contains(text.substring(i, i + length))) {
                    secret.set(layer.start(i), layer.start(i + length));
                }
            }
        }
    }

    /** A text on one line, of visible characters and spaces only. */
    public static String visible(String text) {
        return INVISIBLE.matcher(text).replaceAll(" ").strip();
    }

    /** Masks the secrets and whatever looks like one, and shortens the text. */
    public String clean(String said) {
        String start = said.length() > LONGEST_READ ? said.substring(0, LONGEST_READ) : said;
        String text = LIKE_A_TOKEN.matcher(mask(start)).replaceAll(MASK);
        text = visible(text);
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
