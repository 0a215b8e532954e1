package com.algosolutions.oauth;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A response of a server. Immutable and thread-safe. Java serialization writes it with the request's secrets masked.
 *
 * @since 0.1.0
 */
public final class HttpResponse implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The HTTP status. */
    private final int status;

    /** The headers in order: each name, followed by its value. */
    private final String[] headers;

    /** The body. */
    private final byte[] bytes;

    private final transient @Nullable UnaryOperator<String> mask;

    /**
     * Makes a response without headers and body, for a fake.
     *
     * @param status the HTTP status
     * @return the response
     */
    public static HttpResponse of(int status) {
        return of(status, List.of(), new byte[0]);
    }

    /**
     * Makes a response: the client from one that it has received, a test for a fake.
     *
     * @param status the HTTP status
     * @param headers the headers, in order
     * @param bytes the body, copied
     * @return the response
     */
    public static HttpResponse of(int status, List<Header> headers, byte[] bytes) {
        return new HttpResponse(
                status,
                flat(requireNonNull(headers, "headers")),
                requireNonNull(bytes, "bytes").clone(),
                null);
    }

    private static String[] flat(List<Header> headers) {
        String[] flat = new String[2 * headers.size()];
        int i = 0;
        for (Header header : headers) {
            flat[i++] = header.name();
            flat[i++] = header.value();
        }
        return flat;
    }

    private HttpResponse(int status, String[] headers, byte[] bytes, @Nullable UnaryOperator<String> mask) {
        this.status = status;
        this.headers = headers;
        this.bytes = bytes;
        this.mask = mask;
    }

    /** {@return the HTTP status} */
    public int status() {
        return status;
    }

    /** {@return whether the status is in the 200s} */
    public boolean successful() {
        return status >= 200 && status < 300;
    }

    /** {@return the headers in the order received, without those that are not well-formed or have a secret of the request as their name} */
    public List<Header> headers() {
        List<Header> list = new ArrayList<>(headers.length / 2);
        for (int i = 0; i < headers.length; i += 2) {
            if (mask == null
                    || mask.apply(headers[i]).equals(headers[i])) { // a name that repeats a secret would be printed
                list.add(new Header(headers[i], headers[i + 1]));
            }
        }
        return Collections.unmodifiableList(list);
    }

    /**
     * Returns the value of the first header with a name.
     *
     * @param name the name, in upper or lower case
     * @return the value; empty if there is no such header
     */
    public Optional<String> header(String name) {
        for (int i = 0; i < headers.length; i += 2) {
            if (headers[i].equalsIgnoreCase(name)) {
                return Optional.of(headers[i + 1]);
            }
        }
        return Optional.empty();
    }

    /**
     * Returns the body as text. It is read as UTF-8, whatever charset {@code Content-Type} names, or as UTF-16 if it begins with a byte order
     * mark of UTF-16. A byte order mark is not part of the text.
     *
     * @return the text
     */
    public String body() {
        if (startsWith(0xEF, 0xBB, 0xBF)) {
            return new String(bytes, 3, bytes.length - 3, StandardCharsets.UTF_8);
        }
        return startsWith(0xFE, 0xFF) || startsWith(0xFF, 0xFE)
                ? new String(bytes, StandardCharsets.UTF_16)
                : new String(bytes, StandardCharsets.UTF_8);
    }

    private boolean startsWith(int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (bytes.length <= i || (bytes[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns this response with a mask for {@link #printable()}, because some servers echo the request's secrets.
     *
     * @param secrets masks the secrets in a text
     * @return the response
     */
    public HttpResponse maskedBy(UnaryOperator<String> secrets) {
        requireNonNull(secrets, "secrets");
        return new HttpResponse(status, mask == null ? headers : flat(headers()), bytes, secrets);
    }

    /** {@return the body as text, with the request's secrets masked} */
    public String printable() {
        return mask == null ? body() : mask.apply(body());
    }

    /** {@return a copy of the body's bytes} */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /** {@return what is serialized: this response with the request's secrets masked} */
    private Object writeReplace() {
        UnaryOperator<String> hide = mask == null ? UnaryOperator.identity() : mask;
        List<Header> masked = headers().stream()
                .map(header -> new Header(header.name(), hide.apply(header.value())))
                .toList();
        return new HttpResponse(status, flat(masked), printable().getBytes(StandardCharsets.UTF_8), null);
    }

    /** {@return the status and the length; not the content} */
    @Override
    public String toString() {
        return status + ", " + bytes.length + (bytes.length == 1 ? " byte" : " bytes");
    }
}
