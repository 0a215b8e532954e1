package com.algosolutions.oauth.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What a {@link HostileServer} sends in place of an ordinary reply, and how the connection ends then: a catalogue for parameterized tests
 * ({@link #all()}, {@link #handshakes()}, {@link #tunnels()}), and scripted bytes.
 *
 * <p><em>Thread safety</em>: immutable; each method that changes something returns a changed copy.
 *
 * @since 0.1.0
 */
public final class HostileReply {
    private final String name;
    private final To to;
    private final HostileBytes bytes;
    private final HostileTls tls;
    private final End end;

    /** What the reply answers. */
    enum To {
        CONNECTION,
        CONNECT,
        CLIENT_HELLO,
        REQUEST
    }

    /** What follows the last byte. */
    enum End {
        NEXT_REQUEST,
        CLOSE,
        /** The end of the stream comes without the {@code close_notify} of TLS. */
        CLOSE_WITHOUT_NOTICE,
        RESET,
        SILENCE,
        /** Post-handshake messages of TLS, or renegotiations, without end. */
        HANDSHAKES
    }

    HostileReply(String name, To to, HostileBytes bytes, HostileTls tls, End end) {
        this.name = Objects.requireNonNull(name, "name");
        this.to = to;
        this.bytes = bytes;
        this.tls = tls;
        this.end = end;
    }

    /**
     * The faults in reply to a connection or a request, over http or https: status lines, headers, framing, encodings, redirects, interim
     * responses, JSON, floods, slow and broken connections.
     *
     * @return the replies, each with another name
     */
    public static List<HostileReply> all() {
        return HostileReplies.all();
    }

    /**
     * The faults of TLS: certificates, other protocols, floods, slow and broken handshakes, handshakes without end.
     *
     * @return the replies, each with another name; for a server with TLS
     */
    public static List<HostileReply> handshakes() {
        return HostileHandshakes.all();
    }

    /**
     * The faults of a proxy in reply to {@code CONNECT}.
     *
     * @return the replies, each with another name; for a server with TLS that the client uses as its proxy
     */
    public static List<HostileReply> tunnels() {
        return HostileReplies.tunnels();
    }

    /**
     * Bytes in reply to a request. Then the server closes the connection.
     *
     * @param name what the reply is called in a test report
     * @param bytes the bytes, one for each character up to U+00FF
     * @return the reply
     */
    public static HostileReply of(String name, String bytes) {
        HostileBytes start = HostileBytes.of(Objects.requireNonNull(bytes, "bytes"));
        return new HostileReply(name, To.REQUEST, start, HostileTls.ORDINARY, End.CLOSE);
    }

    /**
     * A correct response 200 with a body that is called JSON. Then the server reads the next request from the connection.
     *
     * @param name what the reply is called in a test report
     * @param body the body, sent in UTF-8
     * @return the reply
     */
    public static HostileReply json(String name, String body) {
        String sent = new String(Objects.requireNonNull(body, "body").getBytes(UTF_8), ISO_8859_1);
        String head =
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + sent.length() + "\r\n\r\n";
        return of(name, head + sent).thenNextRequest();
    }

    /**
     * A TLS handshake that ends after some bytes of the server, with a reset.
     *
     * @param bytes the number of bytes that the server sends
     * @return the reply; for a server with TLS
     */
    public static HostileReply handshakeCutAfter(int bytes) {
        return HostileHandshakes.of("handshake, reset after byte " + bytes, HostileTls.ORDINARY.cutAfter(bytes));
    }

    /**
     * Appends bytes that are sent again and again, until the client closes the connection.
     *
     * @param again the bytes, one for each character up to U+00FF
     * @return the reply
     */
    public HostileReply thenForever(String again) {
        return thenRepeated(again, Long.MAX_VALUE, "");
    }

    /**
     * Appends bytes that are sent many times, and what follows them. They are generated, not kept in memory.
     *
     * @param again the bytes, one for each character up to U+00FF
     * @param times how many times they are sent
     * @param rest the bytes that follow
     * @return the reply
     */
    public HostileReply thenRepeated(String again, long times, String rest) {
        Objects.requireNonNull(again, "again");
        return with(bytes.repeated(again, times, Objects.requireNonNull(rest, "rest")));
    }

    /**
     * Sends the bytes a few at a time.
     *
     * @param count the number of bytes at a time
     * @param pause the time after each part
     * @return the reply
     */
    public HostileReply slowly(int count, Duration pause) {
        return with(bytes.slowly(count, Objects.requireNonNull(pause, "pause")));
    }

    /**
     * Leaves out what follows the first bytes, repeated bytes included. With {@link #length()} a test cuts a reply at each byte.
     *
     * @param count the number of bytes that are sent
     * @return the reply
     */
    public HostileReply cutAfter(int count) {
        return new HostileReply(name + ", cut after byte " + count, to, bytes.cutAfter(count), tls, end);
    }

    /**
     * Ends with a TCP reset.
     *
     * @return the reply
     */
    public HostileReply thenReset() {
        return then(End.RESET);
    }

    /**
     * Ends with silence: the server keeps the connection open.
     *
     * @return the reply
     */
    public HostileReply thenSilence() {
        return then(End.SILENCE);
    }

    /**
     * Keeps the connection: the server replies to the next request on it.
     *
     * @return the reply
     */
    public HostileReply thenNextRequest() {
        return then(End.NEXT_REQUEST);
    }

    /**
     * Makes this the reply of a proxy to {@code CONNECT}.
     *
     * @return the reply
     */
    public HostileReply toConnect() {
        return to(To.CONNECT);
    }

    /**
     * Sends the bytes in place of a TLS handshake.
     *
     * @return the reply
     */
    public HostileReply toClientHello() {
        return to(To.CLIENT_HELLO);
    }

    /**
     * Sends the bytes as soon as the client has connected. The server reads nothing before.
     *
     * @return the reply
     */
    public HostileReply toConnection() {
        return to(To.CONNECTION);
    }

    private HostileReply with(HostileBytes others) {
        return new HostileReply(name, to, others, tls, end);
    }

    private HostileReply to(To other) {
        return new HostileReply(name, other, bytes, tls, end);
    }

    HostileReply then(End other) {
        return new HostileReply(name, to, bytes, tls, other);
    }

    To to() {
        return to;
    }

    HostileBytes bytes() {
        return bytes;
    }

    HostileTls tls() {
        return tls;
    }

    End end() {
        return end;
    }

    /**
     * What the reply is called in a test report.
     *
     * @return the name, in plain words
     */
    public String name() {
        return name;
    }

    /**
     * The number of bytes that {@link #cutAfter} counts: those before what is repeated.
     *
     * @return the number
     */
    public int length() {
        return bytes.start().length();
    }

    @Override
    public String toString() {
        return name;
    }
}
