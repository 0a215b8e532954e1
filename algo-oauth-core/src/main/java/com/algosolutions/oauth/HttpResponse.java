package com.algosolutions.oauth;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What a server replied. Immutable and thread-safe. */
public final class HttpResponse {
    private final int status;
    private final List<Header> headers;
    private final byte[] bytes;
    private final UnaryOperator<String> mask;

    public HttpResponse(int status, List<Header> headers, byte[] bytes) {
        this(status, headers, bytes, UnaryOperator.identity());
    }

    private HttpResponse(int status, List<Header> headers, byte[] bytes, UnaryOperator<String> mask) {
        this.status = status;
        this.headers = List.copyOf(headers);
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

    /** {@return the headers in the order received; those that could not stand in a request are left out} */
    public List<Header> headers() {
        return headers;
    }

    /**
     * The first header of a name.
     *
     * @param name the name, in any case
     * @return its value, if the reply has one
     */
    public Optional<String> header(String name) {
        for (Header header : headers) {
            if (header.name().equalsIgnoreCase(name)) {
                return Optional.of(header.value());
            }
        }
        return Optional.empty();
    }

    /** {@return the body as UTF-8 text} */
    public String body() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** This response with a mask for {@link #printable()}: some servers echo the request's secrets. */
    public HttpResponse maskedBy(UnaryOperator<String> secrets) {
        return new HttpResponse(status, headers, bytes, secrets);
    }

    /** The body as text without the request's secrets. */
    public String printable() {
        return mask.apply(body());
    }

    /** {@return a copy of the body's bytes} */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /** {@return status and length; not the content} */
    @Override
    public String toString() {
        return status + ", " + bytes.length + " bytes";
    }
}
