package com.algosolutions.oauth;

/**
 * One header of a request or reply. Immutable and thread-safe.
 *
 * @param name a token: RFC 9110 section 5.1
 * @param value visible characters, spaces and tabs; it arrives as it is given
 */
public record Header(String name, String value) {

    /**
     * A header, refused if it could break out of its line.
     *
     * @param name the name
     * @param value the value
     * @throws IllegalArgumentException if the name is no token or the value has a control character
     */
    public Header {
        if (!token(name)) {
            throw new IllegalArgumentException(
                    "A header name has a character that none can have. Use letters, digits and hyphens.");
        }
        if (!printable(value)) {
            throw new IllegalArgumentException("The value of header " + name
                    + " has a line break or a character beyond ASCII. Write it on one line, in ASCII.");
        }
    }

    /** Whether these could be a header: what a server sends need not be. */
    public static boolean wellFormed(String name, String value) {
        return token(name) && printable(value);
    }

    private static boolean token(String name) {
        return name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    }

    private static boolean printable(String value) {
        return value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c < 0x7f));
    }

    /** {@return the name only: a value may be a credential} */
    @Override
    public String toString() {
        return name;
    }
}
