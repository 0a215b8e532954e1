package com.algosolutions.oauth.endpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.input.Secret;
import java.util.Base64;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
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

    /** JSON in a URL in JSON, and one more. */
    private static final int MOST_LAYERS = 4;

    private static final String MASK = "***";

    /** Runs of base64url, dots and percent escapes longer than any word or id in an error message. */
    private static final Pattern LIKE_A_TOKEN = Pattern.compile("[A-Za-z0-9_+/=%.~-]{40,}");

    /** Control, format, private and unassigned characters, and the line and paragraph separators: a terminal or a log may obey them. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}\\s]+");

    private final List<Secret> secrets;

    private volatile @Nullable SecretPieces pieces;

    public Redactor(List<Secret> secrets) {
        this.secrets = secrets;
    }

    /** The stack trace of an exception without its message, which may contain secrets. */
    public static Throwable trace(Throwable e) {
        Throwable trace = new Throwable(e.getClass().getName());
        trace.setStackTrace(e.getStackTrace());
        return trace;
    }

    /** Adds a secret in the encodings that change all of its characters: the escapes of single characters are removed from the text instead. */
    private static void add(String secret, SecretPieces pieces) {
        byte[] bytes = secret.getBytes(UTF_8);
        pieces.add(spaced(secret));
        pieces.add(spaced(new String(bytes, ISO_8859_1))); // as the text has it when percent escapes of UTF-8 are removed
        for (int before = 0; before < 3 && pieces.hasRoom(); before++) { // in Base64, three bytes become four characters
            byte[] shifted = new byte[before + bytes.length];
            System.arraycopy(bytes, 0, shifted, before, bytes.length);
            String whole = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            int from = before == 0 ? 0 : before + 1;
            int to = before == 0 || shifted.length % 3 == 0 ? whole.length() : whole.length() - 1;
            if (from < to) {
                String form = whole.substring(from, to);
                pieces.add(spaced(form));
                pieces.add(form.replace('+', '-').replace('/', '_'));
            }
        }
        if (pieces.hasRoom()) {
            pieces.add(HexFormat.of().formatHex(bytes));
            pieces.add(HexFormat.of().withUpperCase().formatHex(bytes));
        }
    }

    /** A form in a URL has + for a space, and a browser's script has it as it is. */
    private static String spaced(String text) {
        return text.replace('+', ' ');
    }

    private SecretPieces pieces() {
        SecretPieces found = pieces;
        if (found == null) {
            found = new SecretPieces();
            for (Secret secret : secrets) {
                add(secret.reveal(), found);
            }
            pieces = found;
        }
        return found;
    }

    /** Masks the secrets only, and every piece of one that has eight characters or more, in any encoding in which a server may echo it. */
    public String mask(String said) {
        SecretPieces all = pieces();
        if (all.isEmpty()) {
            return said;
        }
        BitSet secret = new BitSet(said.length());
        Unescaped layer = Unescaped.of(said);
        for (int i = 0; i < MOST_LAYERS; i++) {
            all.mark(spaced(layer.text()), layer, secret);
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
