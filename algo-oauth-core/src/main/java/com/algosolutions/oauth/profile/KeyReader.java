package com.algosolutions.oauth.profile;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.json.MalformedJsonException;
import java.net.URLDecoder;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the private key in a text as consoles, files and chats hand it out: PEM with any kind of line breaks, JSON around it, Base64 of
 * either. What it cannot read gets the fix for exactly that format. {@code docs/profile.md} has the table.
 */
final class KeyReader {
    private static final String FORMATS =
            "PKCS#8 in PEM (BEGIN PRIVATE KEY), a JWK, or PKCS#12 in Base64 with its password.";

    static final String PASTE = "Paste a private key: " + FORMATS;

    /** The fix for the public half of a key. */
    static final String PASTE_OTHER_HALF = "Paste the private key that belongs to it: " + FORMATS;

    private static final String NEW_KEY = "Make a new key: openssl genpkey -algorithm ed25519 -out key.pem";

    private static final List<String> FILE_TYPES =
            List.of("pem", "key", "p8", "p12", "pfx", "der", "jwk", "jwks", "json", "ppk", "cer", "crt");

    /** More than any key with its certificates, in characters. */
    private static final int LONGEST = 256 * 1024;

    /** A key in Base64, in JSON, in Base64: more layers than any console makes. */
    private static final int MOST_LAYERS = 4;

    /** The lines of PEM, also with a number of dashes that a word processor has changed. */
    private static final Pattern BEGIN = Pattern.compile("(?<!-)-{2,}+ ?BEGIN ([A-Z0-9 ]{1,40}?) ?-{2,}+");

    private static final Pattern END = Pattern.compile("(?<!-)-{2,}+ ?END [A-Z0-9 ]{1,40}+-{2,}+");

    /** Line breaks and tabs that were written as escapes, once or several times. */
    private static final Pattern ESCAPES = Pattern.compile("(?<!\\\\)\\\\++(?:[rnt]|u000[aAdD9])");

    /** A key whose line breaks have lost their backslash. */
    private static final Pattern BARE_N = Pattern.compile("n(?:[A-Za-z0-9+/=]{64}n)*[A-Za-z0-9+/=]{1,64}n");

    /** Between the lines of a key in source code, or in a list of lines. */
    private static final Pattern JOINTS = Pattern.compile("[\"'][\\s\\\\]*+(?:[+,.]\\s*+)?+[\"']");

    private final Optional<Secret> password;

    private KeyReader(Optional<Secret> password) {
        this.password = password;
    }

    /**
     * Reads a key.
     *
     * @throws UnusableKeyException if the text has no key that can be used
     */
    static SigningKey read(String pasted, Optional<Secret> password) throws GeneralSecurityException {
        return new KeyReader(password).read(pasted, MOST_LAYERS);
    }

    static UnusableKeyException encrypted(String command) {
        return new UnusableKeyException(
                "is encrypted",
                "Decrypt it: " + command + ", or paste it as PKCS#8 or PKCS#12 and fill in "
                        + ProfileField.SIGNING_KEY_PASSWORD.label() + ".");
    }

    private SigningKey read(String pasted, int layers) throws GeneralSecurityException {
        if (layers == 0) {
            throw new UnusableKeyException("cannot be read", PASTE);
        }
        if (pasted.length() > LONGEST) {
            throw new UnusableKeyException("has " + pasted.length() + " characters, which no key has", PASTE);
        }
        String text = plain(pasted);
        List<MatchResult> blocks = BEGIN.matcher(text).results().toList();
        if (text.startsWith("{") || (text.startsWith("[") && blocks.isEmpty())) {
            Object json = json(text);
            if (json != null) {
                return new JsonKeys(json).only(pem -> read(pem, layers - 1));
            } else if (blocks.isEmpty()) {
                throw new UnusableKeyException("is not valid JSON", "Paste it as a whole, from { to }. " + PASTE);
            }
        }
        return blocks.isEmpty() ? base64(text, layers) : new SigningKey(pem(text, blocks));
    }

    /** Without what a page, a word processor or a file adds around a key: none of it can be part of one. */
    private static String plain(String pasted) {
        String text = pasted.replaceAll("\\p{Cf}", "")
                .replaceAll("\\p{Zs}", " ")
                .replaceAll("[\u201c-\u201f]", "\"")
                .replaceAll("[\u2018-\u201b]", "'")
                .replaceAll("[\u2010-\u2015\u2212]", "--")
                .strip();
        if (text.contains("BEGIN+") || text.contains("BEGIN%20")) {
            try {
                text = URLDecoder.decode(text, UTF_8);
            } catch (IllegalArgumentException e) {
                // not of that form
            }
        }
        boolean quoted =
                text.length() > 1 && "\"'`".indexOf(text.charAt(0)) >= 0 && text.endsWith(text.substring(0, 1));
        return quoted ? text.substring(1, text.length() - 1).strip() : text;
    }

    private static @Nullable Object json(String text) {
        for (String form : List.of(text, text.replace("\\\"", "\""))) { // JSON in a JSON text
            try {
                return Json.read(form);
            } catch (MalformedJsonException e) {
                // PEM with something in front of it, or no key
            }
        }
        return null;
    }

    private PrivateKey pem(String text, List<MatchResult> blocks) throws GeneralSecurityException {
        List<MatchResult> keys = blocks.stream()
                .filter(block -> block.group(1).contains("PRIVATE KEY"))
                .toList();
        if (keys.isEmpty()) {
            String label = blocks.get(0).group(1);
            throw new UnusableKeyException(
                    "is not a private key, but a " + label.toLowerCase(Locale.ROOT), PASTE_OTHER_HALF);
        }
        if (keys.size() > 1) {
            throw new UnusableKeyException("is more than one private key", "Paste one of them.");
        }
        MatchResult begin = keys.get(0);
        String rest = text.substring(begin.end());
        Matcher end = END.matcher(rest);
        String body = end.find() ? rest.substring(0, end.start()) : rest;
        if (begin.group(1).startsWith("ENCRYPTED") && password.isEmpty()) {
            throw encrypted("openssl pkcs8 -in key.pem -out plain.pem");
        }
        switch (begin.group(1)) {
            case "OPENSSH PRIVATE KEY" -> throw openSsh();
            case "PGP PRIVATE KEY BLOCK" -> throw new UnusableKeyException("is a PGP key", NEW_KEY);
            case "DSA PRIVATE KEY" ->
                throw new UnusableKeyException("is of an unsupported type", "Use RSA, P-256, P-384, P-521 or Ed25519.");
            default -> {}
        }
        if (body.contains("Proc-Type:")
                || body.contains("DEK-Info:")) { // PKCS#1 or SEC 1, encrypted by OpenSSL's own scheme
            throw encrypted("openssl pkcs8 -topk8 -nocrypt -in key.pem -out plain.pem");
        }
        body = body.strip();
        if (BARE_N.matcher(body).matches()) { // no key begins with n: the first byte of DER is M in Base64
            body = body.substring(1, body.length() - 1).replaceAll("([A-Za-z0-9+/=]{64})n", "$1");
        }
        return DerKey.read(decoded(body), password);
    }

    private static UnusableKeyException openSsh() {
        return new UnusableKeyException(
                "is in the format of OpenSSH",
                "Convert a copy of it: ssh-keygen -p -N \"\" -m PKCS8 -f key and paste that file. That does not"
                        + " convert an Ed25519 key: make a new one with openssl genpkey -algorithm ed25519 -out key.pem.");
    }

    /** A text without the BEGIN line of PEM. */
    private SigningKey base64(String text, int layers) throws GeneralSecurityException {
        refuseOtherFormats(text);
        String body = text.startsWith("data:") ? text.substring(text.indexOf(',') + 1) : text;
        byte[] bytes = decoded(END.matcher(body).replaceAll(""));
        String inner = new String(bytes, UTF_8);
        return BEGIN.matcher(inner).find() || inner.strip().startsWith("{")
                ? read(inner, layers - 1)
                : new SigningKey(DerKey.read(bytes, password));
    }

    private static void refuseOtherFormats(String text) {
        if (text.matches("(?s)(?:ssh-|ecdsa-sha2-|sk-).*")) {
            throw new UnusableKeyException("is a public key of SSH", PASTE_OTHER_HALF);
        }
        if (text.startsWith("PuTTY-User-Key-File")) {
            throw new UnusableKeyException(
                    "is in the format of PuTTY",
                    "Convert it: puttygen key.ppk -O private-openssh -o key, then ssh-keygen -p -N \"\" -m PKCS8 -f key.");
        }
        if (text.startsWith("<")) {
            throw new UnusableKeyException("is XML", "Export it as PEM. " + PASTE);
        }
        if (isFileName(text)) {
            throw new UnusableKeyException("is the name of a file", "Paste the contents of the file.");
        }
        if (text.matches("eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]*")) {
            throw new UnusableKeyException(
                    "is a JWT", "Paste it in " + ProfileField.JWT_ASSERTION.label() + ", or paste a private key here.");
        }
    }

    private static boolean isFileName(String text) {
        boolean inAFolder = text.chars().anyMatch(c -> "/\\.~".indexOf(c) >= 0);
        String lower = text.toLowerCase(Locale.ROOT);
        return text.chars().noneMatch(Character::isWhitespace)
                && (text.startsWith("file:")
                        || (inAFolder && FILE_TYPES.stream().anyMatch(lower::endsWith)));
    }

    /** Without the padding at the end, whatever follows it. */
    private static String withoutPadding(String text) {
        int end = text.lastIndexOf('=') + 1;
        int start = end;
        while (start > 0 && text.charAt(start - 1) == '=') {
            start--;
        }
        return text.substring(0, start) + text.substring(end);
    }

    /** Base64 in either alphabet, with line breaks of any kind. */
    private static byte[] decoded(String body) {
        String unescaped = ESCAPES.matcher(body).replaceAll(" ");
        String joined = JOINTS.matcher(unescaped).replaceAll("");
        String text = withoutPadding(joined.replaceAll("[\\s\"'`,;>|\\\\]", ""))
                .replace('-', '+')
                .replace('_', '/');
        try {
            byte[] bytes =
                    Base64.getDecoder().decode(text.substring(0, text.length() - (text.length() % 4 == 1 ? 1 : 0)));
            if (new String(bytes, 0, Math.min(bytes.length, 14), UTF_8).equals("openssh-key-v1")) {
                throw openSsh();
            }
            return bytes;
        } catch (IllegalArgumentException e) {
            throw e instanceof UnusableKeyException known ? known : new UnusableKeyException("cannot be read", PASTE);
        }
    }
}
