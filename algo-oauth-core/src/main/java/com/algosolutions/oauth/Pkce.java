package com.algosolutions.oauth;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.algosolutions.oauth.profile.Secret;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Proof that whoever redeems a code is the one who asked for it, by method S256 and no other: RFC 7636.
 *
 * @param verifier what goes with the code to the token endpoint, and nowhere else
 */
record Pkce(Secret verifier) {
    private static final int BYTES = 32;

    static Pkce fresh() {
        return new Pkce(Secret.of(random()));
    }

    /** 256 random bits as 43 characters that need no escape: RFC 7636 section 4.1. */
    static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return base64(bytes);
    }

    /** What goes with the browser: RFC 7636 section 4.2. */
    String challenge() {
        try {
            return base64(MessageDigest.getInstance("SHA-256")
                    .digest(verifier.reveal().getBytes(US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
