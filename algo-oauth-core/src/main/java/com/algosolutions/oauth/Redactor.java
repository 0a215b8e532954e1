package com.algosolutions.oauth;

import com.algosolutions.oauth.profile.Secret;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Makes a server's words fit to print: the secrets of the request are masked, so is everything that looks like a token, line breaks
 * go, and the rest is cut to a length that a person reads.
 */
final class Redactor {
    private static final int LONGEST = 200;
    private static final String MASK = "***";

    /** Runs of base64url, dots and percent escapes that are longer than any word or id in an error message. */
    private static final Pattern LIKE_A_TOKEN = Pattern.compile("[A-Za-z0-9_+/=%.~-]{40,}");

    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cntrl}\\s]+");

    private final List<Secret> secrets;

    Redactor(List<Secret> secrets) {
        this.secrets = secrets;
    }

    String clean(String words) {
        String text = words.length() > 10_000 ? words.substring(0, 10_000) : words;
        for (Secret secret : secrets) {
            text = text.replace(secret.reveal(), MASK);
        }
        text = LIKE_A_TOKEN.matcher(text).replaceAll(MASK);
        text = INVISIBLE.matcher(text).replaceAll(" ").strip();
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
