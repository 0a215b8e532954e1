package com.algosolutions.oauth.profile;

/** A signing key that cannot be used, and what to do about it; never says anything of the key itself. */
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
