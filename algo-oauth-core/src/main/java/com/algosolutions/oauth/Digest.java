package com.algosolutions.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** SHA-256 in hex: tells whether two texts are the same without keeping them. */
final class Digest {
    private Digest() {}

    static String of(String text) {
        return HexFormat.of().formatHex(sha256(text));
    }

    /** The same digest in the form that RFC 7636 and RFC 9449 send. */
    static String base64Url(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(text));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
