package com.algosolutions.oauth.http;

import com.algosolutions.oauth.time.DaemonTimer;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A socket that counts the bytes it reads, below TLS and proxy tunnels, and closes itself when the peer sends more than is allowed: HTTP has
 * lines without a limit, such as that of a chunk's size. Hands on no byte behind a response. Writes only while a call uses it, so that
 * closing an idle TLS connection does not wait for a peer that does not read.
 */
// close() must not wait for a thread that holds the monitor, and the other methods only delegate.
@SuppressWarnings("UnsynchronizedOverridesSynchronized")
final class OpenSocket extends Socket {
    /** Before the end of the time that a server announces: its timer began earlier, and a request needs time to arrive. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    /** Options of the header Connection: RFC 9110 section 7.6.1. */
    private static final Pattern CLOSE = Pattern.compile("(?i)(?:^|[,\\s])close(?:[,\\s]|$)");

    private static final Pattern KEEP_ALIVE = Pattern.compile("(?i)(?:^|[,\\s])keep-alive(?:[,\\s]|$)");

    /** The header Keep-Alive: RFC 2068 section 19.7.1.1, as servers still send it. */
    private static final Pattern TIMEOUT = Pattern.compile("(?i)\\btimeout\\s*=\\s*\"?(\\d{1,6})");

    /** What a peer may send before the response's body: TLS handshake, the proxy's response, or status and headers. */
    static final long HEAD_BYTES = 320 * 1024;

    private final OpenSockets maker;

    /** Null through a SOCKS proxy, where the JDK has made the socket. */
    private final @Nullable SocketChannel channel;

    private final Socket socket;
    /** What the HTTP client reads from, above TLS if there is TLS; null before. */
    private volatile @Nullable ResponseInput responses;

    private volatile boolean secured;
    private final AtomicLong allowed = new AtomicLong(HEAD_BYTES);
    private volatile boolean used = true;
    /** Whether a write took longer than its limit. */
    private volatile boolean late;

    /** A reading of {@link System#nanoTime}; null if the server has announced no end. */
    volatile @Nullable Long unusableAt;

    OpenSocket(OpenSockets maker) throws IOException {
        this.maker = maker;
        channel = SocketChannel.open();
        socket = channel.socket();
    }

    /** The limits for a connection that another factory has made. */
    OpenSocket(OpenSockets maker, Socket connected) throws IOException {
        this.maker = maker;
        channel = null;
        socket = connected;
        setSoTimeout(0);
    }

    /** The socket below a connection; null if none of these. */
    static @Nullable OpenSocket below(Socket connection) {
        return connection instanceof TlsSocket tls
                ? tls.below()
                : connection instanceof OpenSocket plain ? plain : null;
    }

    /** TLS begins, and reads from here from now on. */
    void secure() throws IOException {
        ResponseInput proxy = responses;
        if (proxy != null && !proxy.handedOn()) {
            throw new ProtocolException("the proxy has sent more than its response");
        }
        secured = true;
    }

    /** What the HTTP client reads from: this stream, without what comes behind a response. */
    InputStream responses(InputStream bytes) {
        ResponseInput input = new ResponseInput(bytes);
        responses = input;
        return input;
    }

    /** The peer has sent more than is allowed. */
    static final class TooManyBytes extends IOException {
        private static final long serialVersionUID = 1L;

        TooManyBytes() {
            super("the peer has sent more than is allowed");
        }
    }

    /** A call uses the connection from now on, and waits for a response. */
    void use() {
        used = true;
        allowed.set(HEAD_BYTES);
        ResponseInput input = responses;
        if (input != null) {
            input.head();
        }
    }

    /** No call uses the connection. */
    void release() {
        used = false;
        ResponseInput input = responses;
        if (input != null) {
            input.idle();
        }
    }

    /**
     * A response's body begins.
     *
     * @param most the bytes that may arrive from now on, below TLS
     * @param length the length of the body; null if its framing or the end of the connection says where it ends
     */
    void beginBody(long most, @Nullable Long length) {
        allowed.set(most);
        ResponseInput input = responses;
        if (input != null && length != null) {
            input.body(length);
        }
    }

    boolean isOpen() {
        return !socket.isClosed();
    }

    /** Whether the server has not closed the connection, so that another request may be written to it. Waits for nothing: takes a few microseconds. */
    boolean usable() {
        Long end = unusableAt;
        ResponseInput input = responses;
        return (end == null || end - System.nanoTime() > 0) && input != null && input.empty() && silent();
    }

    /**
     * Learns from a response how long the server keeps the connection open.
     *
     * @param persistent whether the response's version of HTTP keeps connections by default
     * @param options the values of {@code Connection}
     * @param keepAlive the values of {@code Keep-Alive}
     */
    void learn(boolean persistent, List<String> options, List<String> keepAlive) {
        if (persistent && options.isEmpty() && keepAlive.isEmpty()) {
            return;
        }
        String all = String.join(",", options);
        Matcher announced = TIMEOUT.matcher(String.join(",", keepAlive));
        if (CLOSE.matcher(all).find() || !(persistent || KEEP_ALIVE.matcher(all).find())) {
            unusableAt = System.nanoTime();
        } else if (announced.find()) {
            Duration idle = Duration.ofSeconds(Long.parseLong(announced.group(1)));
            Duration half = idle.dividedBy(2);
            unusableAt = System.nanoTime()
                    + idle.minus(half.compareTo(MARGIN) < 0 ? half : MARGIN).toNanos();
        }
    }

    /**
     * Whether the server has sent nothing, no end of the stream either. A server has nothing to say between two responses but goodbye:
     * a TLS alert or a 408. The byte that this reads is never missed, because the connection is not used again.
     */
    private boolean silent() {
        if (channel == null) {
            return false; // it cannot be checked
        }
        try {
            channel.configureBlocking(false);
            try {
                return channel.read(ByteBuffer.allocate(1)) == 0;
            } finally {
                channel.configureBlocking(true);
            }
        } catch (IOException e) { // such as a reset
            return false;
        }
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return secured ? counted() : responses(counted());
    }

    private InputStream counted() throws IOException {
        return new FilterInputStream(socket.getInputStream()) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int from, int most) throws IOException {
                int count = in.read(into, from, most);
                if (count > 0 && allowed.addAndGet(-count) < 0) {
                    closeNow();
                    throw new TooManyBytes();
                }
                return count;
            }
        };
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new FilterOutputStream(socket.getOutputStream()) {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int count) throws IOException {
                if (!used) {
                    throw new SocketException("no call uses this connection");
                }
                writeInTime(out, bytes, from, count);
            }
        };
    }

    private void endWrite() {
        late = true;
        closeNow();
    }

    private void writeInTime(OutputStream out, byte[] bytes, int from, int count) throws IOException {
        DaemonTimer.Task end = maker.endWrite(this::endWrite);
        try {
            out.write(bytes, from, count);
        } catch (IOException e) {
            if (!late) {
                throw e;
            }
            SocketTimeoutException ended = new SocketTimeoutException("the peer does not read");
            ended.initCause(e);
            throw ended;
        } finally {
            end.cancel();
        }
    }

    @Override
    public void connect(SocketAddress address) throws IOException {
        socket.connect(address);
    }

    @Override
    public void connect(SocketAddress address, int timeout) throws IOException {
        socket.connect(address, timeout);
    }

    @Override
    public void bind(@Nullable SocketAddress address) throws IOException {
        socket.bind(address);
    }

    @Override
    public @Nullable InetAddress getInetAddress() {
        return socket.getInetAddress();
    }

    @Override
    public InetAddress getLocalAddress() {
        return socket.getLocalAddress();
    }

    @Override
    public int getPort() {
        return socket.getPort();
    }

    @Override
    public int getLocalPort() {
        return socket.getLocalPort();
    }

    @Override
    public @Nullable SocketAddress getRemoteSocketAddress() {
        return socket.getRemoteSocketAddress();
    }

    @Override
    public @Nullable SocketAddress getLocalSocketAddress() {
        return socket.getLocalSocketAddress();
    }

    @Override
    public @Nullable SocketChannel getChannel() {
        return channel;
    }

    /** OkHttp, which has no limit of its own, sets 0. */
    @Override
    public void setSoTimeout(int timeout) throws SocketException {
        socket.setSoTimeout(timeout == 0 ? maker.limit() : timeout);
    }

    @Override
    public int getSoTimeout() throws SocketException {
        return socket.getSoTimeout();
    }

    @Override
    public void setTcpNoDelay(boolean on) throws SocketException {
        socket.setTcpNoDelay(on);
    }

    @Override
    public boolean getTcpNoDelay() throws SocketException {
        return socket.getTcpNoDelay();
    }

    @Override
    public void setSoLinger(boolean on, int seconds) throws SocketException {
        socket.setSoLinger(on, seconds);
    }

    @Override
    public int getSoLinger() throws SocketException {
        return socket.getSoLinger();
    }

    @Override
    public void setKeepAlive(boolean on) throws SocketException {
        socket.setKeepAlive(on);
    }

    @Override
    public boolean getKeepAlive() throws SocketException {
        return socket.getKeepAlive();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** Closes the socket, and ends whatever waits for it. */
    void closeNow() {
        try {
            close();
        } catch (IOException e) {
            // It is closed all the same.
        }
    }

    @Override
    public void shutdownInput() throws IOException {
        socket.shutdownInput();
    }

    @Override
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public String toString() {
        return socket.toString();
    }

    @Override
    public boolean isConnected() {
        return socket.isConnected();
    }

    @Override
    public boolean isBound() {
        return socket.isBound();
    }

    @Override
    public boolean isClosed() {
        return socket.isClosed();
    }

    @Override
    public boolean isInputShutdown() {
        return socket.isInputShutdown();
    }

    @Override
    public boolean isOutputShutdown() {
        return socket.isOutputShutdown();
    }
}
