package com.algosolutions.oauth.jose;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** SHA-256 of a text in UTF-8, to compare texts without storing them. */
public final class Sha256 {
    private Sha256() {}

    /** {@return the digest in 64 lower-case hex digits} */
    public static String of(String text) {
        return HexFormat.of().formatHex(sha256(text));
    }

    /** {@return the digest in base64url without padding, as RFC 7636 and RFC 9449 send it} */
    public static String base64Url(String text) {
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
