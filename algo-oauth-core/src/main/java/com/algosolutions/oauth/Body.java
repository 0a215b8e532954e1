package com.algosolutions.oauth;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a request carries: bytes and their media type. Immutable and thread-safe. */
public final class Body {
    private static final Body NONE = new Body(null, new byte[0]);

    private final @Nullable String contentType;
    private final byte[] bytes;

    private Body(@Nullable String contentType, byte[] bytes) {
        this.contentType = contentType == null ? null : new Header("Content-Type", contentType).value();
        this.bytes = bytes;
    }

    /**
     * JSON text, sent as it is with {@code Content-Type: application/json}.
     *
     * @param json the text
     * @return the body
     */
    public static Body json(String json) {
        return new Body("application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Any text, in UTF-8.
     *
     * @param contentType the media type, which arrives byte for byte
     * @param text the text
     * @return the body
     */
    public static Body text(String contentType, String text) {
        return new Body(contentType, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Any bytes.
     *
     * @param contentType the media type, which arrives byte for byte
     * @param bytes the bytes, copied
     * @return the body
     */
    public static Body bytes(String contentType, byte[] bytes) {
        return new Body(contentType, bytes.clone());
    }

    /** {@return no body} */
    public static Body none() {
        return NONE;
    }

    /** {@return the media type, unless there is no body} */
    public Optional<String> contentType() {
        return Optional.ofNullable(contentType);
    }

    /** {@return a copy of the bytes} */
    public byte[] toBytes() {
        return bytes.clone();
    }

    public byte[] bytes() {
        return bytes;
    }

    boolean isNone() {
        return this == NONE;
    }

    /** {@return media type and length; not the content} */
    @Override
    public String toString() {
        return isNone() ? "no body" : bytes.length + " bytes of " + contentType;
    }
}
