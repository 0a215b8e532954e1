package com.algosolutions.oauth.endpoint;

import java.security.SecureRandom;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/**
 * The pieces of eight characters of some secret texts, and the texts that are shorter. Takes at most 4 MiB, and a few steps for each character of
 * a text that is searched. Of secrets that are longer than any in use, it finds a piece everywhere. Not thread-safe while texts are added.
 */
final class SecretPieces {
    /** The shortest piece of a secret that is masked, in characters: as bytes, they are one long. */
    static final int LENGTH = 8;

    /** The pieces of tokens that are longer than a header has room for. */
    private static final int MOST = 250_000;

    private static final long BLANK = 0x2020202020202020L;

    /** A server that chooses a token must not know which pieces have the same place. */
    private static final long SEED = new SecureRandom().nextLong();

    private final Set<String> shorter = new HashSet<>();

    /** Open addressing; 0 is a free place. */
    private long[] pieces = new long[16];

    private int size;

    /** Whether another text can be added. Otherwise a piece is found everywhere. */
    boolean hasRoom() {
        return size < MOST;
    }

    void add(String text) {
        if (text.length() < LENGTH) {
            if (!text.isBlank()) {
                shorter.add(text);
            }
            return;
        }
        long piece = 0;
        for (int i = 0; i < text.length() && hasRoom(); i++) {
            piece = next(piece, text.charAt(i));
            if (i >= LENGTH - 1) {
                add(piece);
            }
        }
    }

    /** Eight spaces are no piece: every text has them. */
    private void add(long piece) {
        if (piece == BLANK) {
            return;
        }
        int place = place(pieces, piece);
        if (pieces[place] == 0) {
            pieces[place] = piece;
            if (++size * 3 > pieces.length * 2) {
                grow();
            }
        }
    }

    private void grow() {
        long[] larger = new long[pieces.length * 2];
        for (long piece : pieces) {
            if (piece != 0) {
                larger[place(larger, piece)] = piece;
            }
        }
        pieces = larger;
    }

    /** The last eight characters. One beyond Latin-1 is mixed to eight bits, so that a piece with it may also stand for another one. */
    private static long next(long piece, char c) {
        return piece << 8 | ((c ^ (c >>> 8)) & 0xFF);
    }

    /** The place of a piece, or the free one where it belongs. Zero, eight NUL characters, is in no secret. */
    private static int place(long[] pieces, long piece) {
        int mask = pieces.length - 1;
        long mixed = (piece ^ SEED) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 31) * 0x94D049BB133111EBL;
        int at = (int) (mixed >>> 32) & mask;
        while (pieces[at] != 0 && pieces[at] != piece) {
            at = at + 1 & mask;
        }
        return at;
    }

    boolean isEmpty() {
        return size == 0 && shorter.isEmpty();
    }

    /** The length of the shortest piece. */
    int shortest() {
        return shorter.stream().mapToInt(String::length).min().orElse(LENGTH);
    }

    /**
     * Marks, in the original of a reading, what its text has of the secrets.
     *
     * @param text the reading's text, folded as the secrets are
     * @param least the length of the shortest piece that is looked for
     */
    void mark(String text, int least, Reading reading, BitSet secret) {
        if (text.isEmpty()) {
            return;
        }
        if (!hasRoom()) {
            reading.mark(0, text.length(), secret);
            return;
        }
        long piece = 0;
        for (int i = 0; i < text.length(); i++) {
            piece = next(piece, text.charAt(i));
            if (i >= LENGTH - 1 && piece != 0 && pieces[place(pieces, piece)] == piece) {
                reading.mark(i - LENGTH + 1, i + 1, secret);
            }
        }
        for (int length = least; length < LENGTH && !shorter.isEmpty(); length++) {
            for (int i = 0; i + length <= text.length(); i++) {
                if (shorter.contains(text.substring(i, i + length))) {
                    reading.mark(i, i + length, secret);
                }
            }
        }
    }
}
