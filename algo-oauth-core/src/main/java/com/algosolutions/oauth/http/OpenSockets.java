package com.algosolutions.oauth.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes the sockets of a transport, and says whether the server has closed one of them while it was idle. The check waits for nothing: it
 * reads from the socket's channel in non-blocking mode, below TLS and proxy tunnels, and takes a few microseconds. Thread-safe.
 */
final class OpenSockets extends SocketFactory {
    /** Before the end of the time that a server announces: its timer began earlier, and a request needs time to arrive. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    /** Options of the header Connection: RFC 9110 section 7.6.1. */
    private static final Pattern CLOSE = Pattern.compile("(?i)(?:^|[,\\s])close(?:[,\\s]|$)");

    private static final Pattern KEEP_ALIVE = Pattern.compile("(?i)(?:^|[,\\s])keep-alive(?:[,\\s]|$)");

    /** The header Keep-Alive: RFC 2068 section 19.7.1.1, as servers still send it. */
    private static final Pattern TIMEOUT = Pattern.compile("(?i)\\btimeout\\s*=\\s*\"?(\\d{1,6})");

    /** Guarded by itself. Contains closed sockets until the next one is made. */
    private final List<OpenSocket> sockets = new ArrayList<>();

    @Override
    public Socket createSocket() throws IOException {
        OpenSocket made = new OpenSocket();
        synchronized (sockets) {
            sockets.removeIf(one -> !one.isOpen());
            sockets.add(made);
        }
        return made;
    }

    /**
     * Whether a request may be written to a connection that has been used before.
     *
     * @param connection a socket of this factory, or the TLS socket around it
     */
    boolean usable(Socket connection) {
        OpenSocket found = find(connection);
        if (found == null) { // such as a connection through a SOCKS proxy, which cannot be checked
            return false;
        }
        Long end = found.unusableAt;
        return (end == null || end - System.nanoTime() > 0) && found.silent();
    }

    /**
     * Learns from a response how long the server keeps the connection open.
     *
     * @param persistent whether the response's version of HTTP keeps connections by default
     * @param options the values of {@code Connection}
     * @param keepAlive the values of {@code Keep-Alive}
     */
    void learn(Socket connection, boolean persistent, List<String> options, List<String> keepAlive) {
        OpenSocket found = find(connection);
        if (found == null) {
            return;
        }
        String all = String.join(",", options);
        Matcher announced = TIMEOUT.matcher(String.join(",", keepAlive));
        if (CLOSE.matcher(all).find() || !(persistent || KEEP_ALIVE.matcher(all).find())) {
            found.unusableAt = System.nanoTime();
        } else if (announced.find()) {
            Duration idle = Duration.ofSeconds(Long.parseLong(announced.group(1)));
            Duration half = idle.dividedBy(2);
            found.unusableAt = System.nanoTime()
                    + idle.minus(half.compareTo(MARGIN) < 0 ? half : MARGIN).toNanos();
        }
    }

    int open() {
        synchronized (sockets) {
            return (int) sockets.stream().filter(OpenSocket::isOpen).count();
        }
    }

    /** The socket below a connection, which is the one between the same two addresses; null if this factory did not make it. */
    @Nullable
    OpenSocket find(Socket connection) {
        SocketAddress local = connection.getLocalSocketAddress();
        SocketAddress remote = connection.getRemoteSocketAddress();
        synchronized (sockets) {
            for (OpenSocket one : sockets) {
                if (one.connects(local, remote)) {
                    return one;
                }
            }
        }
        return null;
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw connectsItself();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) {
        throw connectsItself();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw connectsItself();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
        throw connectsItself();
    }

    private static UnsupportedOperationException connectsItself() {
        return new UnsupportedOperationException("the HTTP client connects its sockets itself");
    }
}
