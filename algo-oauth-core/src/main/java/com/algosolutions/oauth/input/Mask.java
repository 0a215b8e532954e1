package com.algosolutions.oauth.input;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds secrets in a text for people: those that are known, and what has the look of one. An operator who pastes a secret into another field
 * has it repeated by the message about that field. Immutable: takes a few steps for each character of a text, however long the secrets are.
 */
final class Mask {
    private static final String SHOWN = "***";
    private static final String BEGIN = "-----BEGIN"; // a field without white space has no space after it
    private static final String END = "-----END";

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

    /** So many pieces of known secrets are looked for. What is longer is a key or a token, and has the look of one. */
    private static final int MOST = 4_096;

    /** UUIDs, as records, clients and tenants have, and MAC addresses, as devices have in their names. */
    private static final Pattern ID = Pattern.compile(
            "(?<![A-Za-z0-9])(?:[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-)?[0-9A-Fa-f]{12}(?![A-Za-z0-9])");

    /** A number of a key. */
    private static final Pattern NUMBER = Pattern.compile("[A-Za-z0-9_+/-]{32,}");

    private static final int SMALL = 1;
    private static final int CAPITAL = 2;
    private static final int DIGIT = 3;

    /** The pieces of known secrets, by their length. */
    private final Map<Integer, Set<String>> pieces = new HashMap<>();

    private int size;

    /** A mask of what looks like a secret, and of the pieces of some secrets. */
    Mask(Secret... known) {
        for (Secret secret : known) {
            String text = secret.reveal();
            if (text.contains(BEGIN) || text.startsWith("{")) { // the other words of a key are in messages
                NUMBER.matcher(text).results().forEach(number -> add(number.group()));
            } else if (text.length() >= SHORTEST) {
                add(text);
            }
        }
    }

    private void add(String secret) {
        int length = Math.min(PIECE, secret.length());
        Set<String> all = pieces.computeIfAbsent(length, none -> new HashSet<>());
        String start = folded(secret.substring(0, Math.min(secret.length(), MOST + length)));
        for (int at = 0; at + length <= start.length() && size < MOST; at++) {
            size += all.add(start.substring(at, at + length)) ? 1 : 0;
        }
    }

    /** The text without what is to be hidden. */
    String masked(String text) {
        BitSet hidden = new BitSet();
        keys(text, hidden);
        BitSet ids = new BitSet();
        ID.matcher(text).results().forEach(id -> ids.set(id.start(), id.end()));
        random(text, ids, hidden);
        paths(text, ids, hidden);
        known(text, hidden);
        return shown(text, hidden);
    }

    /** Private keys in PEM, which may have been cut. */
    private static void keys(String text, BitSet hidden) {
        int end = 0;
        for (int from = text.indexOf(BEGIN); from >= 0; from = text.indexOf(BEGIN, end)) {
            int found = text.indexOf(END, from);
            end = found < 0 ? text.length() : found;
            hidden.set(from, end);
        }
    }

    /** Runs of letters and digits in no order. */
    private static void random(String text, BitSet ids, BitSet hidden) {
        boolean[] changed = new boolean[WINDOW]; // from the letter or digit before
        int length = 0;
        int changes = 0;
        int before = 0;
        boolean path = false;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            path = (path || text.startsWith("://", at)) && !endsPath(c);
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
                hide(text, at - WINDOW + 1, at, hidden);
            }
        }
    }

    /** Hides a run, and the rest of the parts in which it begins and ends. */
    private static void hide(String text, int first, int last, BitSet hidden) {
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

    /**
     * Hides a Base64 text in the path of a URL, of which the slashes have made several parts. If parts in a row that have two changes of kind,
     * as words have not, are as long as a secret, or one is hidden already, hides all with a change and what is between them.
     */
    private static void paths(String text, BitSet ids, BitSet hidden) {
        int end = 0;
        for (int found = text.indexOf("://"); found >= 0; found = text.indexOf("://", end)) {
            int start = found + 3;
            end = start;
            while (end < text.length() && !endsPath(text.charAt(end))) {
                end++;
            }
            int first = end;
            int last = start;
            int length = 0; // of the parts in a row
            int changes = 0;
            boolean secret = false;
            for (int at = start; at < end; ) {
                int slash = text.indexOf('/', at);
                int to = slash < 0 || slash > end ? end : slash;
                int changesOfPart = ids.get(at) ? 0 : changes(text, at, to);
                int known = hidden.nextSetBit(at);
                boolean isHidden = known >= 0 && known < to;
                if (isHidden || changesOfPart > 0) {
                    first = Math.min(first, at);
                    last = to;
                }
                length = changesOfPart > 1 ? length + to - at : 0;
                changes = changesOfPart > 1 ? changes + changesOfPart : 0;
                secret |= isHidden || (length >= WINDOW && changes >= CHANGES);
                at = to + 1;
            }
            if (secret) {
                hidden.set(first, last);
            }
        }
    }

    /** The changes of kind in a part of a path; a plus or equals sign counts as two. None if it has a dot: a host, a version, a file. */
    private static int changes(String text, int from, int to) {
        int changes = 0;
        int before = 0;
        for (int at = from; at < to; at++) {
            char c = text.charAt(at);
            int kind = kind(c);
            if ((c == '.' || c == ':') && at + 1 < to) {
                return 0;
            }
            changes += c == '+' || c == '=' ? 2 : 0;
            changes += before != 0 && kind != 0 && before != kind && !(before == CAPITAL && kind == SMALL) ? 1 : 0;
            before = kind == 0 ? before : kind;
        }
        return changes;
    }

    private static boolean endsPath(char c) {
        return " \"?#".indexOf(c) >= 0;
    }

    private static boolean isPart(char c) {
        return kind(c) > 0 || (c != '/' && OTHERS.indexOf(c) >= 0);
    }

    private static int kind(char c) {
        return c >= 'a' && c <= 'z' ? SMALL : c >= 'A' && c <= 'Z' ? CAPITAL : c >= '0' && c <= '9' ? DIGIT : 0;
    }

    private void known(String text, BitSet hidden) {
        String read = pieces.isEmpty() ? "" : folded(text);
        pieces.forEach((length, all) -> {
            for (int at = 0; at + length <= read.length(); at++) {
                if (all.contains(read.substring(at, at + length))) {
                    hidden.set(at, at + length);
                }
            }
        });
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

    private static String shown(String text, BitSet hidden) {
        StringBuilder out = new StringBuilder(text.length());
        int at = 0;
        for (int from = hidden.nextSetBit(0); from >= 0; from = hidden.nextSetBit(at)) {
            out.append(text, at, from).append(SHOWN);
            at = hidden.nextClearBit(from);
        }
        return out.append(text.substring(at)).toString();
    }
}
