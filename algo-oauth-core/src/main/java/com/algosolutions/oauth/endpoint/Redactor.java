package com.algosolutions.oauth.endpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.OAuthProfile;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Supplier;
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
    public static final int PIECE = SecretPieces.LENGTH;

    /** The shortest piece that is looked for in an encoding, in which each word has all short ones. */
    private static final int ENCODED = 4;

    /** The text, and three layers of escapes and encodings: JSON in a URL in Base64. One more for the line breaks in Base64. */
    private static final int MOST_LAYERS = 5;

    /** How many characters are read for each character of a text, in all layers. */
    private static final int MOST_WORK = 4;

    /** A long text is read in windows, whose readings take some bytes for each character. */
    private static final int WINDOW = 64 * 1024;

    /** What two windows share: more than the encoded form of any piece. */
    private static final int OVERLAP = 4 * 1024;

    private static final String MASK = "***";

    /** The least number of characters of a secret that a text does not have by chance. */
    private static final int NO_CHANCE = 16;

    /** Runs of base64url, dots and percent escapes longer than any word or id in an error message. */
    private static final Pattern LIKE_A_TOKEN = Pattern.compile("[A-Za-z0-9_+/=%.~-]{40,}");

    /** Control, format, private and unassigned characters, and the line and paragraph separators: a terminal or a log may obey them. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}\\s]+");

    private static final Pattern NUMBER = Pattern.compile("[A-Za-z0-9_+/-]{32,}");

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    /** Called when a text is masked first: most responses are never printed. */
    private final Supplier<List<Secret>> secrets;

    private volatile @Nullable SecretPieces pieces;

    public Redactor(List<Secret> secrets) {
        this(() -> secrets);
    }

    private Redactor(Supplier<List<Secret>> secrets) {
        this.secrets = secrets;
    }

    /** This redactor for a response in which more secrets may stand. */
    public Redactor with(List<Secret> more) {
        return more.isEmpty() ? this : with(() -> more);
    }

    /** The same for secrets that are read when a text is masked. */
    public Redactor with(Supplier<List<Secret>> more) {
        return new Redactor(() -> {
            List<Secret> all = new ArrayList<>(secrets.get());
            all.addAll(more.get());
            return all;
        });
    }

    /**
     * The secrets of a profile: those of the form, and the extra params, which may be credentials. Of a key only the long numbers count: the rest
     * of its text, such as the name of its algorithm or a URL, is known to everyone.
     */
    public static List<Secret> of(OAuthProfile profile) {
        List<Secret> secrets = new ArrayList<>();
        profile.clientSecret().ifPresent(secrets::add);
        profile.jwtAssertion().ifPresent(secrets::add);
        profile.signingKeyPassword().ifPresent(secrets::add);
        profile.signingKey().ifPresent(key -> secrets.addAll(numbers(key)));
        for (String value : profile.extraParams().values()) {
            if (value.length() >= PIECE && !value.contains("://")) {
                secrets.add(Secret.of(value));
            }
        }
        return secrets;
    }

    /** The numbers of a key in PEM, PKCS#12 or a JWK, in Base64 or Base64url. */
    static List<Secret> numbers(Secret key) {
        return NUMBER.matcher(key.reveal())
                .results()
                .map(number -> Secret.of(number.group()))
                .toList();
    }

    /** The stack trace of an exception without its message, which may contain secrets. */
    public static Throwable trace(Throwable e) {
        Throwable trace = new Throwable(e.getClass().getName());
        trace.setStackTrace(e.getStackTrace());
        return trace;
    }

    /** A form in a URL has + for a space, and a browser's script has it as it is; a header may come back in lower case. */
    private static String folded(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            out.append(c == '+' ? ' ' : Character.toLowerCase(c));
        }
        return out.toString();
    }

    private SecretPieces pieces() {
        SecretPieces found = pieces;
        if (found == null) {
            found = new SecretPieces();
            for (Secret secret : secrets.get()) {
                String text = secret.reveal();
                found.add(folded(CONTROL.matcher(text).replaceAll("")));
                found.add(folded(CONTROL.matcher(new String(text.getBytes(UTF_8), ISO_8859_1))
                        .replaceAll(""))); // as a Reading has it without escapes
            }
            pieces = found;
        }
        return found;
    }

    /** Masks the secrets only, and every piece of one that has eight characters or more, in any encoding in which a server may echo it. */
    public String mask(String said) {
        return masked(said, marked(said));
    }

    /**
     * Whether a text has so much of a secret that it cannot be chance. A secret may have a word in common with an address, such as "request_" or
     * "https://", and a server's value is not refused for that.
     */
    boolean isRepeatedBy(String said) {
        BitSet secret = marked(said);
        for (int from = secret.nextSetBit(0); from >= 0; from = secret.nextSetBit(secret.nextClearBit(from))) {
            if (secret.nextClearBit(from) - from >= NO_CHANCE) {
                return true;
            }
        }
        return false;
    }

    private BitSet marked(String said) {
        BitSet secret = new BitSet(said.length());
        SecretPieces all = pieces();
        if (all.isEmpty()) {
            return secret;
        }
        for (int from = 0; from == 0 || from + OVERLAP < said.length(); from += WINDOW - OVERLAP) {
            mark(said, from, Math.min(from + WINDOW, said.length()), all, secret);
        }
        return secret;
    }

    /** Marks the characters of a window of a text that belong to a secret: all of them if it is too deeply encoded to be read. */
    private static void mark(String said, int from, int to, SecretPieces pieces, BitSet secret) {
        List<Reading> layer = List.of(Reading.of(said, from, to));
        long work = (long) to - from;
        long most = MOST_WORK * work + LONGEST_READ;
        for (int i = 0; i < MOST_LAYERS && !layer.isEmpty(); i++) {
            List<Reading> next = new ArrayList<>();
            for (Reading reading : layer) {
                pieces.mark(folded(reading.text()), i == 0 ? 1 : ENCODED, reading, secret);
                if (i + 1 < MOST_LAYERS) {
                    List<Reading> inner = reading.inner(Math.max(ENCODED, pieces.shortest()));
                    work += inner.stream().mapToLong(one -> one.text().length()).sum();
                    next.addAll(inner);
                }
                if (work > most) {
                    secret.set(from, to);
                    return;
                }
            }
            layer = next;
        }
    }

    private static String masked(String said, BitSet secret) {
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
