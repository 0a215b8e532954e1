package com.algosolutions.oauth;

import static java.util.Objects.requireNonNull;

import com.algosolutions.oauth.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request: bytes and their media type. Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class Body {
    private static final Body NONE = new Body(null, new byte[0]);

    private final @Nullable String contentType;
    private final byte[] bytes;

    private Body(@Nullable String contentType, byte[] bytes) {
        this.contentType = contentType == null ? null : new Header("Content-Type", contentType).value();
        this.bytes = bytes;
    }

    /**
     * Makes a body of JSON text, sent unchanged with {@code Content-Type: application/json}.
     *
     * @param json the text
     * @return the body
     */
    public static Body json(String json) {
        return new Body("application/json", requireNonNull(json, "json").getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Makes a body of a JSON object, sent with {@code Content-Type: application/json}.
     *
     * @param members the object's members: texts, numbers, booleans, nulls, and lists and maps of them
     * @return the body
     * @throws IllegalArgumentException if a value has no form in JSON
     */
    public static Body json(Map<String, ? extends @Nullable Object> members) {
        return json(Json.write(requireNonNull(members, "members")));
    }

    /**
     * Makes a body of text, sent in UTF-8.
     *
     * @param contentType the media type, sent unchanged
     * @param text the text
     * @return the body
     * @throws IllegalArgumentException if the media type has a line break or a character outside ASCII
     */
    public static Body text(String contentType, String text) {
        return new Body(
                requireNonNull(contentType, "contentType"),
                requireNonNull(text, "text").getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Makes a body of bytes.
     *
     * @param contentType the media type, sent unchanged
     * @param bytes the bytes, copied
     * @return the body
     * @throws IllegalArgumentException if the media type has a line break or a character outside ASCII
     */
    public static Body bytes(String contentType, byte[] bytes) {
        return new Body(
                requireNonNull(contentType, "contentType"),
                requireNonNull(bytes, "bytes").clone());
    }

    /** {@return no body} */
    public static Body none() {
        return NONE;
    }

    /** {@return the media type; empty if there is no body} */
    public Optional<String> contentType() {
        return Optional.ofNullable(contentType);
    }

    /** {@return a copy of the bytes} */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /** {@return the length in bytes} */
    public int length() {
        return bytes.length;
    }

    /**
     * Writes the bytes, without a copy.
     *
     * @param out where to; not closed
     * @throws IOException if that fails
     */
    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes);
    }

    boolean isNone() {
        return this == NONE;
    }

    /** {@return the length and the media type; not the content} */
    @Override
    public String toString() {
        return isNone() ? "no body" : bytes.length + " bytes of " + contentType;
    }
}
