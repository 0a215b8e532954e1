package com.algosolutions.oauth.json;

/**
 * The text is not JSON, or not within the limits of {@link Json}.
 *
 * <p>The message has the place and never the text, which may contain a secret.
 *
 * @since 0.1.0
 */
public final class MalformedJsonException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    MalformedJsonException(String message) {
        super(message);
    }
}
