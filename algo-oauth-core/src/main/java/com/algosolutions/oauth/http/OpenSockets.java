package com.algosolutions.oauth.http;

import com.algosolutions.oauth.time.DaemonTimer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.SocketFactory;

/**
 * Makes the sockets of a transport, with the time limit of each read and write, and counts those that are open. Thread-safe.
 *
 * <p>OkHttp's own limits would wake a thread of Okio for each read and write. The JDK limits a read in the system call, and the timer a write,
 * without waking a thread.
 */
final class OpenSockets extends SocketFactory {
    private final Duration limit;
    private final DaemonTimer timer;

    /** Guarded by itself. Contains closed sockets until the next one is made. */
    private final List<OpenSocket> sockets = new ArrayList<>();

    /** Sockets with a limit between two bytes, in either direction. */
    OpenSockets(Duration limit, DaemonTimer timer) {
        this.limit = limit;
        this.timer = timer;
    }

    /** In milliseconds. */
    int limit() {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, limit.toMillis()));
    }

    /** Ends a write that takes longer than the limit, unless it is cancelled before. */
    DaemonTimer.Task endWrite(Runnable end) {
        return timer.schedule(limit, end);
    }

    /** A connection of this factory, or of another one with the limits of this. */
    OpenSocket of(Socket connection) throws IOException {
        return connection instanceof OpenSocket ours ? ours : new OpenSocket(this, connection);
    }

    @Override
    public Socket createSocket() throws IOException {
        OpenSocket made = new OpenSocket(this);
        synchronized (sockets) {
            sockets.removeIf(one -> !one.isOpen());
            sockets.add(made);
        }
        return made;
    }

    int open() {
        synchronized (sockets) {
            return (int) sockets.stream().filter(OpenSocket::isOpen).count();
        }
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

    static UnsupportedOperationException connectsItself() {
        return new UnsupportedOperationException("the HTTP client connects its sockets itself");
    }
}
