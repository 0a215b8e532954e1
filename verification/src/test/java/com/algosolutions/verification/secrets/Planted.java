package com.algosolutions.verification.secrets;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Secrets that no text has by chance, and a search for every piece of one that has ten characters, in each encoding and in two at once. */
final class Planted {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /** The shortest piece that is a leak, in characters of the secret. */
    private static final int PIECE = 10;

    private static final int KEY = 8;

    private final Random random;
    private final Map<String, String> secrets = new LinkedHashMap<>();
    private final Map<String, String> texts = new HashMap<>();
    private final Map<Long, List<Pattern>> patterns = new HashMap<>();
    private final BitSet keys = new BitSet(1 << 24);
    private final List<Encoding> encodings = new ArrayList<>(Encoding.SINGLE);

    /** A text that has a piece of a secret, found by the characters at a place. */
    private record Pattern(String secret, String encoding, String text, int place) {}

    Planted(long seed) {
        random = new Random(seed);
        encodings.addAll(Encoding.doubled());
    }

    /** A new secret of letters, digits and some of the given characters. */
    String plant(String name, String special) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 27; i++) {
            boolean odd = i % 4 == 2 && !special.isEmpty();
            String from = odd ? special : LETTERS;
            text.append(from.charAt(random.nextInt(from.length())));
        }
        return keep(name, text.toString());
    }

    /** A secret that has another form, or that the client has made. */
    synchronized String keep(String name, String secret) {
        if (!secret.equals(secrets.put(name, secret))) {
            for (Encoding encoding : encodings) {
                for (String form : encoding.forms(secret)) {
                    add(name, encoding.name(), form, secret.length());
                }
            }
        }
        return secret;
    }

    private void add(String secret, String encoding, String form, int length) {
        int window = Math.max(KEY + 2, (form.length() * PIECE + length - 1) / length);
        for (int at = 0; at + window <= form.length(); at += window / 2) {
            String text = form.substring(at, at + window);
            int rarest = 0;
            for (int place = 1; place + KEY <= text.length(); place += 3) { // doubly encoded texts have much in common
                if (like(text, place) < like(text, rarest)) {
                    rarest = place;
                }
            }
            long key = key(text, rarest);
            patterns.computeIfAbsent(key, absent -> new ArrayList<>()).add(new Pattern(secret, encoding, text, rarest));
            keys.set(hash(key));
        }
    }

    private int like(String text, int at) {
        return patterns.getOrDefault(key(text, at), List.of()).size();
    }

    private static long key(String text, int at) {
        long key = 0;
        for (int i = at; i < at + KEY; i++) {
            key = key << 8 | (text.charAt(i) & 0xFF);
        }
        return key;
    }

    private static int hash(long key) {
        return (int) (key * 0x9E3779B97F4A7C15L >>> 40);
    }

    /** Names a text of which only a part is secret. */
    synchronized void text(String name, String value) {
        texts.put(name, value);
    }

    synchronized String get(String name) {
        String secret = secrets.get(name);
        return secret == null ? texts.getOrDefault(name, "none") : secret;
    }

    synchronized List<String> names() {
        return List.copyOf(secrets.keySet());
    }

    synchronized int size() {
        return secrets.size();
    }

    int encodings() {
        return encodings.size();
    }

    /** The first secret in a text, with its encoding; empty if there is none. */
    synchronized Optional<String> find(String text, Set<String> allowed) {
        long key = 0;
        for (int i = 0; i < text.length(); i++) {
            key = key << 8 | (text.charAt(i) & 0xFF);
            if (i >= KEY - 1 && keys.get(hash(key))) {
                for (Pattern pattern : patterns.getOrDefault(key, List.of())) {
                    if (text.startsWith(pattern.text, i - KEY + 1 - pattern.place)
                            && !allowed.contains(pattern.secret)) {
                        return Optional.of(pattern.secret + " (" + pattern.encoding + ")");
                    }
                }
            }
        }
        return Optional.empty();
    }
}
