package com.algosolutions.oauth;

import com.algosolutions.oauth.input.Secret;

/**
 * One header of a request or a response. Immutable and thread-safe.
 *
 * @param name a token: RFC 9110 section 5.1
 * @param value visible ASCII characters, spaces and tabs; sent unchanged
 * @since 0.1.0
 */
public record Header(String name, String value) {

    /**
     * Checks the header, so that it cannot add lines to the request.
     *
     * @param name the name
     * @param value the value
     * @throws IllegalArgumentException if the name is not a token, or the value has a control character or one outside ASCII
     */
    public Header {
        if (!token(name)) {
            throw new IllegalArgumentException(
                    "A header name has a character that is not allowed. Use letters, digits and hyphens.");
        }
        if (!printable(value)) {
            throw new IllegalArgumentException("The value of header " + Secret.mask(name)
                    + " has a line break or a character outside ASCII. Write it on one line, in ASCII.");
        }
    }

    /**
     * Checks a name and a value from a server's response.
     *
     * @param name the name
     * @param value the value
     * @return whether they can form a header
     */
    public static boolean wellFormed(String name, String value) {
        return token(name) && printable(value);
    }

    private static boolean token(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && !(c >= '0' && c <= '9') && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static boolean printable(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c != '\t' && (c < ' ' || c >= 0x7f)) {
                return false;
            }
        }
        return true;
    }

    /** {@return the name only, because the value may be a credential} */
    @Override
    public String toString() {
        return name;
    }
}
