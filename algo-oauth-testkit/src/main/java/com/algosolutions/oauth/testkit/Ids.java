package com.algosolutions.oauth.testkit;

import java.security.SecureRandom;
import java.util.Base64;

/** Generates random ids, secrets and tokens: URL-safe text, as RingCentral's are. */
final class Ids {
    private final SecureRandom random = new SecureRandom();

    /** URL-safe base64 of the given number of random bytes, without padding. */
    String token(int bytes) {
        byte[] raw = new byte[bytes];
        random.nextBytes(raw);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(raw);
    }

    /** Eight consonants in two groups: RFC 8628 section 6.1. */
    String userCode() {
        String letters = "BCDFGHJKLMNPQRSTVWXZ";
        StringBuilder code = new StringBuilder();
        while (code.length() < 9) {
            code.append(code.length() == 4 ? '-' : letters.charAt(random.nextInt(letters.length())));
        }
        return code.toString();
    }

    /** A decimal id with the given number of digits that does not start with 0. */
    String digits(int count) {
        StringBuilder id = new StringBuilder().append((char) ('1' + random.nextInt(9)));
        while (id.length() < count) {
            id.append((char) ('0' + random.nextInt(10)));
        }
        return id.toString();
    }
}
