package com.algosolutions.oauth.json;

/**
 * Text that is not JSON, or not within the limits of {@link Json}.
 *
 * <p>The message tells the place, never the text: what failed to parse may have been a secret.
 */
public final class MalformedJsonException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    MalformedJsonException(String message) {
        super(message);
    }
}
