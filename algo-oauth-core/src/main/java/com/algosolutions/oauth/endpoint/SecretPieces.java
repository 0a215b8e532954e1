package com.algosolutions.oauth.endpoint;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/**
 * The pieces of eight characters of some secret texts, and the texts that are shorter. Takes at most 4 MiB, and a few steps for each character of
 * a text that is searched. Of secrets that are longer than any in use, it finds a piece everywhere. Not thread-safe while texts are added.
 */
final class SecretPieces {
    /** The shortest piece of a secret that is masked, in characters: as bytes, they are one long. */
    private static final int LENGTH = 8;

    /** The pieces of a token of 16 KiB in all its forms, and some more. A header has no room for a longer token. */
    private static final int MOST = 250_000;

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
            shorter.add(text);
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

    private void add(long piece) {
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
        return piece << 8 | (c ^ c >>> 8) & 0xFF;
    }

    /** The place of a piece, or the free one where it belongs. Zero, eight NUL characters, is in no secret. */
    private static int place(long[] pieces, long piece) {
        int mask = pieces.length - 1;
        long mixed = (piece ^ piece >>> 32) * 0x9E3779B97F4A7C15L;
        int at = (int) (mixed >>> 32) & mask;
        while (pieces[at] != 0 && pieces[at] != piece) {
            at = at + 1 & mask;
        }
        return at;
    }

    boolean isEmpty() {
        return size == 0 && shorter.isEmpty();
    }

    /** Marks, in the original of a text, what the text has of the secrets. */
    void mark(String text, Unescaped layer, BitSet secret) {
        if (!hasRoom()) {
            secret.set(0, layer.start(text.length()));
            return;
        }
        long piece = 0;
        for (int i = 0; i < text.length(); i++) {
            piece = next(piece, text.charAt(i));
            if (i >= LENGTH - 1 && piece != 0 && pieces[place(pieces, piece)] == piece) {
                secret.set(layer.start(i - LENGTH + 1), layer.start(i + 1));
            }
        }
        for (int length = 1; length < LENGTH && !shorter.isEmpty(); length++) {
            for (int i = 0; i + length <= text.length(); i++) {
                if (shorter.contains(text.substring(i, i + length))) {
                    secret.set(layer.start(i), layer.start(i + length));
                }
            }
        }
    }
}
