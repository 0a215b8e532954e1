package com.algosolutions.oauth.profile;

/** A signing key cannot be used. The message has the problem and the fix, and nothing of the key. */
final class UnusableKeyException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String wrong;
    private final String cure;

    UnusableKeyException(String wrong, String cure) {
        super("The signing key " + wrong + ". " + cure);
        this.wrong = wrong;
        this.cure = cure;
    }

    String wrong() {
        return wrong;
    }

    String cure() {
        return cure;
    }
}
