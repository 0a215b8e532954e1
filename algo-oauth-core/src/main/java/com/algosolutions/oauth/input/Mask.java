package com.algosolutions.oauth.input;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds secrets in a text for people: those that are known, and what has the look of one. An operator who pastes a secret into another field
 * has it repeated by the message about that field.
 */
final class Mask {
    private static final String SHOWN = "***";
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";

    /**
     * What random texts have besides letters and digits: Base64, Base64url, percent escapes. A dot ends a part of a JWT and of a host, and a
     * slash one of the path of a URL.
     */
    private static final String OTHERS = "_+/=~%-";

    /** So many characters in a row are examined: 128 bits have 22 in Base64. The ids of issuers and apps in URLs have up to 20. */
    private static final int WINDOW = 21;

    /**
     * So many changes of kind have no names: a word begins with a capital, and may end with a number. Random texts have 8 (Base64) or 9
     * (hexadecimal).
     */
    private static final int CHANGES = 5;

    /** The shortest known secret that is looked for, in characters: shorter ones are in words of a message. */
    private static final int SHORTEST = 8;

    /** The piece of a known secret that is looked for: a longer one may have been cut. */
    private static final int PIECE = 12;

    /** UUIDs, as records, clients and tenants have, and MAC addresses, as devices have in their names. */
    private static final Pattern ID = Pattern.compile(
            "(?<![A-Za-z0-9])(?:[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-)?[0-9A-Fa-f]{12}(?![A-Za-z0-9])");

    /** A number of a key. */
    private static final Pattern NUMBER = Pattern.compile("[A-Za-z0-9_+/-]{32,}");

    private static final int SMALL = 1;
    private static final int CAPITAL = 2;
    private static final int DIGIT = 3;

    private final String text;
    private final BitSet hidden = new BitSet();

    private Mask(String text) {
        this.text = text;
    }

    /** A text without what looks like a secret, and without the pieces of some secrets. */
    static String masked(String text, Collection<Secret> known) {
        Mask mask = new Mask(text);
        mask.keys();
        mask.random();
        known.forEach(mask::known);
        return mask.shown();
    }

    /** Private keys in PEM, which may have been cut. */
    private void keys() {
        int end = 0;
        for (int from = text.indexOf(BEGIN); from >= 0; from = text.indexOf(BEGIN, end)) {
            int found = text.indexOf(END, from);
            end = found < 0 ? text.length() : found;
            hidden.set(from, end);
        }
    }

    /** Runs of letters and digits in no order. */
    private void random() {
        BitSet ids = new BitSet();
        ID.matcher(text).results().forEach(id -> ids.set(id.start(), id.end()));
        boolean[] changed = new boolean[WINDOW]; // from the letter or digit before
        int length = 0;
        int changes = 0;
        int before = 0;
        boolean path = false;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            path = (path || text.startsWith("://", at)) && " \"?#".indexOf(c) < 0;
            if (ids.get(at) || (path && c == '/') || (kind(c) == 0 && OTHERS.indexOf(c) < 0)) {
                length = 0;
                changes = 0;
                before = 0;
                Arrays.fill(changed, false);
                continue;
            }
            int slot = length % WINDOW;
            int kind = kind(c) == 0 ? before : kind(c);
            changes -= changed[slot] ? 1 : 0;
            changed[slot] = before != 0 && before != kind && !(before == CAPITAL && kind == SMALL);
            changes += changed[slot] ? 1 : 0;
            before = kind;
            length++;
            if (length >= WINDOW && changes >= CHANGES && !hidden.get(at)) {
                hide(at - WINDOW + 1, at);
            }
        }
    }

    /** Hides a run, and the rest of the parts in which it begins and ends. */
    private void hide(int first, int last) {
        int from = first;
        while (from > 0 && !hidden.get(from - 1) && isPart(text.charAt(from - 1))) {
            from--;
        }
        int to = last + 1;
        while (to < text.length() && isPart(text.charAt(to))) {
            to++;
        }
        hidden.set(from, to);
    }

    private static boolean isPart(char c) {
        return kind(c) > 0 || (c != '/' && OTHERS.indexOf(c) >= 0);
    }

    private static int kind(char c) {
        return c >= 'a' && c <= 'z' ? SMALL : c >= 'A' && c <= 'Z' ? CAPITAL : c >= '0' && c <= '9' ? DIGIT : 0;
    }

    private void known(Secret secret) {
        String revealed = secret.reveal();
        if (revealed.contains(BEGIN) || revealed.startsWith("{")) { // the other words of a key are in messages
            NUMBER.matcher(revealed).results().forEach(number -> pieces(number.group()));
        } else if (revealed.length() >= SHORTEST) {
            pieces(revealed);
        }
    }

    private void pieces(String secret) {
        String wanted = folded(secret);
        int length = Math.min(PIECE, wanted.length());
        Set<String> pieces = new HashSet<>();
        for (int at = 0; at + length <= wanted.length(); at++) {
            pieces.add(wanted.substring(at, at + length));
        }
        String read = folded(text);
        for (int at = 0; at + length <= read.length(); at++) {
            if (pieces.contains(read.substring(at, at + length))) {
                hidden.set(at, at + length);
            }
        }
    }

    /** Hosts are shown in lower case, and line breaks as spaces. */
    private static String folded(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            out.append(Character.isISOControl(c) ? ' ' : Character.toLowerCase(c));
        }
        return out.toString();
    }

    private String shown() {
        StringBuilder out = new StringBuilder(text.length());
        int at = 0;
        for (int from = hidden.nextSetBit(0); from >= 0; from = hidden.nextSetBit(at)) {
            out.append(text, at, from).append(SHOWN);
            at = hidden.nextClearBit(from);
        }
        return out.append(text.substring(at)).toString();
    }
}
